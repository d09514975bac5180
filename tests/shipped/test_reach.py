"""A walk through the shipped edition by every button, door and page: all is reached, cited, and in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from bot.answers import COMMANDS, Answer, Block, Reply, answer, as_of, citations, harmless, link, menu
from bot.answers.briefings import SECTIONS
from bot.answers.deep_links import linked
from bot.answers.limits import EVERYWHERE
from bot.answers.parsing import in_place, parse
from bot.channels.telegram import render
from bot.content.briefing import Language, Record, Text
from bot.content.edition import Edition, Statement, ref
from bot.words import WRITTEN, say
from tests.conftest import TODAY
from tests.support.asking import asking
from tests.support.botapi import plain, utf16

Walk = dict[str, Answer]
PAGE = re.compile(r" p\d+$")

languages = pytest.mark.parametrize("language", WRITTEN)


def ask(command: str, language: Language, edition: Edition) -> Answer:
    return answer(command, asking(edition, language, TODAY)).answer


def whole(command: str, language: Language, edition: Edition) -> Answer:
    """Return an answer before it is paged."""
    name, words, _ = parse(command)
    outcome = COMMANDS[name].run(asking(edition, language, TODAY, words=words))
    return (outcome.answer if isinstance(outcome, Reply) else outcome).whole


def text_of(block: Block) -> str:
    return "".join(span.text for span in block.spans)


def ways_on(shown: Answer) -> Iterator[str]:
    yield from (button.command for row in (*shown.filters, *shown.buttons) for button in row)
    yield from (block.command for block in shown.blocks if block.command)
    yield from (span.command for block in shown.blocks for span in block.spans if span.command)


@pytest.fixture(scope="module")
def walks(edition: Edition) -> dict[Language, Walk]:
    """Everything a reader can get by pressing, by command, in each language."""
    return {language: walk(language, edition) for language in WRITTEN}


def walk(language: Language, edition: Edition) -> Walk:
    seen: Walk = {}
    ahead = ["/start", *(f"/{name}" for name in menu(language))]
    while ahead:
        command = ahead.pop()
        if command not in seen and harmless(command) == command:
            seen[command] = ask(command, language, edition)
            ahead += ways_on(seen[command])
    return seen


@languages
def test_every_button_and_door_leads_to_an_answer(walks: dict[Language, Walk], language: Language) -> None:
    nowhere = {say(language, "unknown-title"), say(language, "search-none-title"), say(language, "debates-none")}
    assert not [command for command, shown in walks[language].items() if shown.title in nowhere]
    assert all(shown.blocks for shown in walks[language].values())


@languages
def test_everything_that_has_a_name_is_reached(
    walks: dict[Language, Walk], language: Language, edition: Edition
) -> None:
    wanted = {f"/prediction {each}" for each in (*edition.by_ref, *edition.observed)}
    wanted |= {f"/debate {each}" for each in edition.debates_by_id}
    wanted |= {f"/sector {view.record.sector}" for view in edition.views}
    wanted |= {f"/advice {advice.record.audience}" for advice in edition.advice}
    wanted |= {f"/briefing {slug}" for slug in edition.by_slug}
    for slug, briefing in edition.by_slug.items():
        sections = [each for each in SECTIONS if each != "predictions" and getattr(briefing, each)]
        wanted |= {f"/briefing {slug} {section}{where}" for section in sections for where in ("", " where")}
        wanted |= {f"/briefing {slug} where", f"/predictions {slug}"}
    assert wanted <= set(walks[language])


@languages
def test_every_listed_command_is_reached(walks: dict[Language, Walk], language: Language) -> None:
    assert {f"/{name}" for name, command in COMMANDS.items() if command.public and not command.acts} <= set(
        walks[language]
    )


def texts(record: Record) -> Iterator[Text]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Text):
                yield each
            elif isinstance(each, BaseModel) and name != "outline":
                assert isinstance(each, Record)
                yield from texts(each)


@languages
def test_every_text_of_the_edition_is_shown_somewhere(
    walks: dict[Language, Walk], language: Language, edition: Edition
) -> None:
    pages = (whole(command, language, edition) for command in unpaged(walks[language]))
    shown = "\n".join(text_of(block) for page in pages for block in page.blocks)
    records: list[Record] = [*edition.briefings, *edition.debates, *edition.cards.values()]
    titles = {id(card.title) for card in edition.cards.values()}
    assert not [
        each.in_(language)
        for record in records
        for each in texts(record)
        if id(each) not in titles and each.in_(language) not in shown
    ]
    asked = asking(edition, language, TODAY)
    assert all(asked.title(card) in shown for card in edition.cards.values())


@languages
def test_every_page_is_a_message_telegram_takes(walks: dict[Language, Walk], language: Language) -> None:
    for command, shown in walks[language].items():
        assert utf16(plain(render.as_html(shown))) <= 4096, command
        assert all(len(way.encode()) <= 64 for way in ways_on(shown)), command
        most = EVERYWHERE.index if shown.index else EVERYWHERE.doors
        assert sum(bool(block.command) for block in shown.blocks) <= most, command
        keyboard = render.keyboard(shown)
        assert not keyboard or sum(map(len, keyboard.inline_keyboard)) <= 100, command


@languages
def test_every_page_is_reached_from_its_neighbours(walks: dict[Language, Walk], language: Language) -> None:
    for command, shown in walks[language].items():
        turns = [button.label for row in shown.buttons for button in row if in_place(button.command)]
        assert (say(language, "button-back") in turns) == (shown.page > 1), command
        assert (say(language, "button-on") in turns) == (shown.page < shown.pages), command


def unpaged(walk: Walk) -> set[str]:
    """Return what was asked on a walk, but for pages and examples to search for, which are of a language."""
    return {PAGE.sub("", command) for command in walk if not command.startswith("/search ")}


def test_both_languages_lead_to_the_same_places(walks: dict[Language, Walk]) -> None:
    assert unpaged(walks["zh"]) == unpaged(walks["en"])


def asks(shown: Answer) -> list[str]:
    """Return what the buttons of an answer ask, sorted: labels stand where they fit; less the words searched for."""
    return sorted(re.sub("(?<=^/search ).+", "", each.command) for row in shown.buttons for each in row)


def test_an_answer_has_the_same_structure_in_both_languages(walks: dict[Language, Walk], edition: Edition) -> None:
    for command in unpaged(walks["zh"]) - {"/search"}:
        zh, en = whole(command, "zh", edition), whole(command, "en", edition)
        assert [(block.kind, block.command) for block in zh.blocks] == [
            (block.kind, block.command) for block in en.blocks
        ], command
        assert asks(zh) == asks(en), command


@pytest.mark.parametrize("words", ["客服", "AI agents", "电力", "RAG", "Copilot"])
def test_a_search_finds_the_same_in_both_languages(words: str, edition: Edition) -> None:
    zh, en = (list(ways_on(whole(f"/search {words}", language, edition))) for language in WRITTEN)
    assert zh == en != []


def statements(edition: Edition, language: Language) -> list[tuple[str, Statement[Any]]]:
    """Return the words of every statement that stands in lists, with where it comes from."""
    kinds: list[tuple[tuple[Statement[Any], ...], str]] = [
        *((edition.predictions, "statement"), (edition.views, "says"), (edition.events, "what")),
        *((edition.advice, "do"), (edition.figures, "what"), (edition.caveats, "note"), (edition.observations, "what")),
    ]
    return [(getattr(each.record, name).in_(language), each) for found, name in kinds for each in found]


@languages
def test_every_statement_names_its_source_and_its_date_or_stands_below_them(
    walks: dict[Language, Walk], language: Language, edition: Edition
) -> None:
    asked = asking(edition, language, TODAY)
    cited = 0
    said = statements(edition, language)
    alike: dict[str, set[str]] = {}
    for text, each in said:
        alike.setdefault(text, set()).update((asked.dated(each.card), as_of.named(asked, each.card)))
    lists = {each for each in unpaged(walks[language]) if each.startswith(("/predictions", "/timeline"))}
    for command in [*lists, "/search 大模型", "/search AI", "/search 客服 RAG"]:
        group = ""
        for block in whole(command, language, edition).blocks:
            group = text_of(block) if block.kind == "group" else group if block.kind in ("item", "folded") else ""
            shown = f"{group}\n{text_of(block)}"
            for text in (text for text in alike if text in shown):
                cited += 1
                assert any(source in shown for source in alike[text]) or shorter(text, shown, alike), (command, shown)
    assert cited > 500


def shorter(text: str, shown: str, others: dict[str, set[str]]) -> bool:
    """Tell whether a text is but a part of another statement, which names its own source."""
    return any(text in other and text != other and other in shown for other in others)


@languages
def test_each_section_of_a_briefing_has_a_door_to_where_it_says_so(language: Language, edition: Edition) -> None:
    asked = asking(edition, language, TODAY)
    for slug, briefing in edition.by_slug.items():
        card = edition.card(briefing)
        for section in (each for each in SECTIONS if getattr(briefing, each)):
            plain, placed = (whole(f"/briefing {slug} {section}{where}", language, edition) for where in ("", " where"))
            assert as_of.named(asked, card) in plain.title
            assert not [block for block in plain.blocks if "¶" in text_of(block)], section
            first, *items = placed.blocks
            assert text_of(first) == text_of(citations.address(asked, card))
            for record, block in zip(getattr(briefing, section), items, strict=True):
                assert text_of(block).endswith(f"\n{citations.place(asked, card, record.at)}")


@languages
def test_a_prediction_names_author_source_date_and_paragraphs(language: Language, edition: Edition) -> None:
    asked = asking(edition, language, TODAY)
    for each in edition.predictions:
        shown = "\n".join(map(text_of, whole(f"/prediction {ref(each)}", language, edition).blocks))
        place = citations.place(asked, each.card, each.record.at)
        for words in (asked.authors(each.card), asked.dated(each.card), place, asked.text(each.record.window.basis)):
            assert words in shown
        assert asked.text(each.record.rule.question) in shown and str(each.record.window.from_) in shown


@languages
def test_a_side_of_a_debate_names_its_source_its_month_and_where_it_says_so(
    language: Language, edition: Edition
) -> None:
    asked = asking(edition, language, TODAY)
    for debate in edition.debates:
        blocks = list(map(text_of, whole(f"/debate {debate.id}", language, edition).blocks))
        places = "\n".join(map(text_of, whole(f"/debate {debate.id} where", language, edition).blocks))
        for side in debate.sides:
            card = edition.card(edition.by_slug[side.briefing])
            said = as_of.wrote(asked, card, asked.text(side.says))
            assert any(block.startswith(said) for block in blocks)
            assert asked.dated(card) in places and citations.place(asked, card, side.at) in places


@languages
def test_every_way_on_fits_a_deep_link_and_comes_out_of_it_as_it_went_in(
    walks: dict[Language, Walk], language: Language
) -> None:
    commands = {command for shown in walks[language].values() for command in ways_on(shown)} | {*walks[language]}
    assert len(commands) > 1000 and any(each.startswith("/search ") for each in commands)
    for command in commands:
        payload = link(command)
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
        assert linked(payload) == harmless(command)


def test_a_deep_link_opens_what_a_command_opens(walks: dict[Language, Walk], edition: Edition) -> None:
    for command in [*walks["zh"]][::50]:
        assert ask(f"/start {link(command)}", "zh", edition) == walks["zh"][command]
