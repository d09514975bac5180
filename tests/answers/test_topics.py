"""Answers about one topic: as of their day, with what came of it since, on one screen; the rest behind doors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from bot.answers import Answer, answer, as_of
from bot.answers.asked import MARKS
from bot.answers.items import event_time
from bot.answers.limits import EVERYWHERE, Limits
from bot.answers.overview import LONGEST_BAR, marks_bar, telling, to_answer
from bot.answers.since import Stands, since
from bot.content.briefing import Language, Prediction
from bot.content.edition import Edition, ref, state
from bot.content.periods import parse_period
from bot.words import LANGUAGES, say
from tests.conftest import TODAY
from tests.support.asking import asking
from tests.support.asking import whole as all_pages

languages = pytest.mark.parametrize("language", LANGUAGES)


def ask(text: str, edition: Edition, language: Language = "en") -> Answer:
    return answer(text, asking(edition, language, TODAY)).answer


def whole(text: str, edition: Edition, language: Language = "en") -> Answer:
    return all_pages(text, asking(edition, language, TODAY))


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def doors(shown: Answer) -> list[str]:
    return [block.command for block in shown.blocks if block.command]


def buttons(shown: Answer) -> list[str]:
    return [button.command for row in shown.buttons for button in row]


SCREEN: dict[Language, int] = {"zh": 900, "zh-Hant": 900, "en": 1_500}
"""Characters a first page may have, its title included."""


def seen(shown: Answer, language: Language) -> int:
    """Return how many characters of a page are seen before anything is unfolded, but for its buttons."""
    folded = EVERYWHERE.to_read(language).folded
    texts = [
        "".join(span.text for span in block.spans)[: folded if block.kind == "folded" else None]
        for block in shown.blocks
    ]
    return len("\n\n".join((shown.title, *texts)))


# One screen


def topics(edition: Edition) -> list[str]:
    """Return every question about one topic, and the lists of topics."""
    parts = {"/sector": ("", " views", " seen", " advice", " where"), "/debate": ("", " forecasts", " where")}
    found = [f"/sector {each}{part}" for each in edition.sectors for part in parts["/sector"]]
    found += [f"/sector {each} {to}" for each in edition.sectors for to in edition.audiences]
    found += [f"/debate {each}{part}" for each in edition.debates_by_id for part in parts["/debate"]]
    sections = ("sectors", "timeline", "advice", "predictions", "observations", "figures", "caveats")
    places = ("", " where", *(f" {each}{where}" for each in sections for where in ("", " where")))
    found += [f"/briefing {each}{place}" for each in edition.by_slug for place in places]
    found += [f"/advice {each}{where}" for each in edition.audiences for where in ("", " where")]
    found += [f"/prediction {each}" for each in (*edition.by_ref, *edition.observed)]
    return [*found, "/sectors", "/debates", "/briefings", "/advice"]


@languages
def test_every_first_page_of_a_topic_fits_one_screen(edition: Edition, language: Language) -> None:
    long = {command: seen(ask(command, edition, language), language) for command in topics(edition)}
    assert len(long) > 800
    assert not {command: length for command, length in long.items() if length > SCREEN[language]}


@languages
def test_texts_as_long_as_the_format_allows_fit_one_screen_too(
    changed: Callable[..., Edition], language: Language
) -> None:
    words = {"zh": "机器会来。" * 240, "en": "It comes. " * 119 + "It comes."}
    thesis = '  zh: "模型会先接下咨询台的大部分问题，但图书馆不会因此关门。"'
    english = (
        '  en: "A model will take most questions at the help desk first, but no library will close because of it."'
    )
    longer = f'  zh: "{words["zh"]}"\n  en: "{words["en"]}"'
    edition = changed("briefings/quiet-library.yaml", (f"{thesis}\n{english}", longer))
    shown = ask("/briefing quiet-library", edition, language)
    assert shown.pages > 1 and seen(shown, language) <= SCREEN[language]


@languages
def test_pages_fit_a_channel_that_holds_less_than_a_screen(small: Edition, language: Language) -> None:
    tight = Limits(page=200)
    shown = answer("/prediction half-of-shops", asking(small, language, TODAY, limits=tight)).answer
    assert shown.pages > 4 and all(len("".join(s.text for s in block.spans)) <= 200 for block in shown.blocks)


@languages
def test_old_numbers_of_pages_lead_to_what_there_is(edition: Edition, language: Language) -> None:
    for command in ("/briefing ten-hypotheses p40", "/sector customer-service p6", "/debate how-fast p9"):
        shown = ask(command, edition, language)
        assert shown.page == shown.pages and shown.blocks
        first = ask(command.rpartition(" ")[0], edition, language)
        assert (shown.title, shown.pages) == (first.title, first.pages)


@languages
def test_all_fields_stand_on_two_pages(edition: Edition, language: Language) -> None:
    shown = ask("/sectors", edition, language)
    assert shown.pages <= 2 and len(doors(shown)) >= 16
    assert len(doors(whole("/sectors", edition, language))) == len({view.record.sector for view in edition.views})


def test_a_list_of_doors_keeps_to_what_a_channel_can_carry(edition: Edition) -> None:
    shown = answer("/sectors", asking(edition, "en", TODAY, limits=Limits(doors=5))).answer
    assert len(doors(shown)) == 5


# A field


def test_a_field_tells_who_wrote_what_came_of_it_and_why(small: Edition) -> None:
    shown = ask("/sector libraries", small)
    assert shown.title == "Libraries"
    assert told(shown) == (
        "One source wrote about this field (2024).\nStances then: ⬜ unaffected\n"
        "Since then: of 3 forecasts, 1 failed, 1 waits for a verdict, 1 is still open.\n❌🔔⏳\n"
        "The verdict that says most\n"
        "❌ By the summer of 2025, most questions will go to the machine first.\n"
        "“The quiet library”, November 2024 · failed, ruled 2025-10-01\nThe machine took one in five.\n"
        "Your turn\n"
        "🔔 By the end of 2025, translators of old catalogues will have little left to do.\n"
        "“The quiet library”, November 2024 · until 2025-12-31\n👉 Did it come true?"
    )
    assert doors(shown) == ["/prediction quiet-library/desk-first", "/prediction quiet-library/catalogues-done"]
    assert buttons(shown) == [
        *(f"/sector libraries {part}" for part in ("views", "advice", "where")),
        *("/predictions libraries", "/scores libraries", "/sectors"),
    ]


def test_what_sources_wrote_of_a_field_stands_as_of_its_day_with_what_came_since(small: Edition) -> None:
    assert told(ask("/sector bakeries views", small, "zh")) == (
        "《机器揉面》 · 🟨 有利有弊\n2024 年 3 月写道：机器省下电费和人工，也让夜里揉面的人少了；认手艺的老主顾还在。\n"
        "后来：4 条预测，应验 1、部分应验 1、未到期 2（迹象不一 1）。电费没有省下。"
    )
    shown = ask("/sector bakeries views", small)
    assert told(shown).startswith("“Machine dough” · 🟨 mixed\nWriting in March 2024: ")
    assert told(shown).endswith(
        "Since then: of 4 forecasts, 1 held, 1 held in part, 2 are still open (1 with mixed signs). No power was saved."
    )
    assert doors(shown) == ["/briefing machine-dough"]


def test_a_field_has_doors_to_what_was_seen_advised_and_where_it_stands(small: Edition) -> None:
    assert doors(ask("/sector bakeries seen", small)) == ["/prediction machine-dough/south-bakeries"]
    assert "Why, in November 2024: The machine does not know" in told(ask("/sector libraries advice", small))
    assert told(ask("/sector bakeries where", small)) == (
        "“Dough kneaded by a machine” 2024-03-05\nThe Corner Daily (街角日报) · reposted 2024-04-01 · 9 paragraphs\n"
        "Read the original\n“The forecast”: ¶4–6"
    )
    assert say("en", "no-address") in told(ask("/sector libraries where", small))
    assert "\n¶5" in told(ask("/sector libraries where", small)), "this card has no outline"


@languages
@pytest.mark.parametrize("called", ["owners", "经营者", "馆长"])
def test_who_says_who_they_are_gets_the_advice_to_them(small: Edition, called: str, language: Language) -> None:
    shown = ask(f"/sector libraries {called}", small, language)
    advice = small.advice[0].record
    assert advice.do.in_(language) in told(shown)
    assert shown.title == ask("/sector libraries", small, language).title
    assert say(language, "advice-for", audience=small.audiences["owners"].name.in_(language)) in told(shown)


# A debate


def test_a_debate_sets_the_sides_beside_each_other_as_of_their_day(small: Edition) -> None:
    shown = ask("/debate who-stays", small)
    assert told(shown).startswith(
        "Once the machine has moved in, will people stay?\n↔️ They agreed in part\n"
        "2 sources took sides (2024).\n⏳⏳⏳\n"
        "“Machine dough”, writing in March 2024: Fewer people on the night shift, but the craft will last.\n"
        "Since then: both forecasts are still open (1 with mixed signs).\n"
        "“The quiet library”, writing in November 2024: People come to a library for the place, not for the answers.\n"
        "Since then: the one forecast is still open.\n"
        "Since then: In the autumn of 2026 there were people on both sides.\nYour turn\n"
    )
    assert doors(shown)[:2] == ["/briefing machine-dough", "/briefing quiet-library"]
    assert buttons(shown) == ["/debate who-stays forecasts", "/debate who-stays where", "/debates"]


def test_a_debate_has_doors_to_what_its_sides_rest_on_and_where_they_stand(small: Edition) -> None:
    assert doors(ask("/debate who-stays forecasts", small)) == [
        *("/prediction machine-dough/night-shift", "/prediction machine-dough/handmade-stays"),
        "/prediction quiet-library/no-closures",
    ]
    places = told(ask("/debate who-stays where", small))
    assert "“The forecast”: ¶9" in places and "\n¶5" in places, (
        "a side without paragraphs stands where its forecasts do"
    )
    assert buttons(ask("/debate how-soon", small)) == ["/debate how-soon where", "/debates"]


# A document


def test_a_document_opens_with_its_gist_and_what_came_of_it(small: Edition) -> None:
    shown = ask("/briefing machine-dough", small)
    thesis = small.by_slug["machine-dough"].thesis
    assert shown.title == "“Dough kneaded by a machine”"
    assert told(shown).startswith(
        f"Lin Xiaomai (林小麦) · 2024-03-05\nRead the original\nWriting in March 2024: {thesis.en}\n"
        "Since then: of 4 forecasts, 1 held, 1 held in part, 2 are still open (1 with mixed signs)."
    )
    assert [span.url for block in shown.blocks for span in block.spans if span.url] == ["https://example.org/dough"]
    assert say("en", "most-telling") in told(shown) and say("en", "your-turn") in told(shown)
    sections = ("sectors", "timeline", "advice", "observations", "figures", "caveats")
    ways = {*(f"/briefing machine-dough {each}" for each in (*sections, "where")), "/predictions machine-dough"}
    assert {*buttons(shown)} == ways | {"/scores machine-dough"}


def test_what_an_editor_corrects_follows_the_thesis(changed: Callable[..., Edition]) -> None:
    english = (
        '  en: "A model will take most questions at the help desk first, but no library will close because of it."'
    )
    since = '\n  since: {zh: "咨询台后来撤了。", en: "The desk has gone since."}'
    edition = changed("briefings/quiet-library.yaml", (english, english + since))
    assert "2 are still open. The desk has gone since." not in told(ask("/briefing quiet-library", edition))
    assert "The desk has gone since.\n" in told(ask("/briefing quiet-library", edition))


def test_where_a_document_says_so_has_its_address_its_paragraphs_and_its_copy(small: Edition) -> None:
    shown = told(ask("/briefing machine-dough where", small))
    assert "9 paragraphs\nRead the original\nIn short\n“The forecast”: ¶4–5\n" in shown
    assert shown.endswith("ⓘ Paragraphs 1 and 2 are title and byline.")


@languages
@pytest.mark.parametrize("called", ["Timeline", "TIMELINE"])
def test_a_section_stands_alone_under_the_month_of_its_source(small: Edition, called: str, language: Language) -> None:
    shown = ask(f"/briefing machine-dough {called}", small, language)
    card = small.card(small.by_slug["machine-dough"])
    assert shown.title == f"{as_of.named(asking(small, language, TODAY), card)} · {say(language, 'section-timeline')}"
    assert len(shown.blocks) == 3 and "¶" not in told(shown)
    assert "¶3" in told(ask(f"/briefing machine-dough {called} where", small, language))
    assert buttons(shown)[:2] == ["/briefing machine-dough", "/briefing machine-dough timeline where"]


def test_a_document_is_found_by_its_authors(small: Edition) -> None:
    for name in ("林小麦", "Ada Stone", "书架闲谈编辑部"):
        assert ask(f"/briefing {name}", small).title in ("“Dough kneaded by a machine”", "“The quiet library”")


# As of when


@languages
def test_no_view_side_reason_or_sight_of_a_source_stands_without_its_month(
    edition: Edition, language: Language
) -> None:
    asked = asking(edition, language, TODAY)
    then = {card.source: as_of.when(asked, card) for card in edition.cards.values()}
    said = {each.record.says.in_(language): each.card for each in edition.views}
    said |= {each.record.because.in_(language): each.card for each in edition.advice}
    said |= {each.record.what.in_(language): each.card for each in edition.observations}
    said |= {each.thesis.in_(language): edition.card(each) for each in edition.briefings}
    said |= {
        side.says.in_(language): edition.card(edition.by_slug[side.briefing])
        for d in edition.debates
        for side in d.sides
    }
    met = set()
    for command in topics(edition):
        for block in whole(command, edition, language).blocks:
            text = "".join(span.text for span in block.spans)
            for words, card in said.items():
                if words in text:
                    met.add(words)
                    assert then[card.source] in text[: text.index(words)], (command, text)
    assert met == set(said)


@pytest.mark.parametrize(
    ("published", "zh", "en"),
    [
        ("2024-01-22", "2024 年 1 月", "January 2024"),
        ("2023-10", "2023 年 10 月", "October 2023"),
        ("2024", "2024 年", "2024"),
        ("2024-H1", "2024 年上半年", "the first half of 2024"),
        ("2024-Q3", "2024 年第 3 季度", "Q3 2024"),
        ("2023-12/2024-02", "2023 年 12 月 – 2024 年 2 月", "December 2023 – February 2024"),
    ],
)
def test_when_a_source_was_written_is_as_precise_as_its_card(small: Edition, published: str, zh: str, en: str) -> None:
    card = small.card(small.briefings[0]).model_copy(update={"published": parse_period(published)})
    assert as_of.when(asking(small, "zh", TODAY), card) == zh
    assert as_of.when(asking(small, "en", TODAY), card) == en
    assert as_of.wrote(asking(small, "en", TODAY), card, "So.", here=True) == f"Writing in {en}: So."


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        ("2023-H1", "2023 年上半年", "first half of 2023"),
        ("2023-H2/2024-H1", "2023 年下半年 – 2024 年上半年", "second half of 2023 – first half of 2024"),
    ],
)
def test_the_halves_of_a_year_are_told_apart(small: Edition, when: str, zh: str, en: str) -> None:
    event = small.events[0].record.model_copy(update={"when": parse_period(when)})
    assert event_time(asking(small, "zh", TODAY), event) == zh
    assert event_time(asking(small, "en", TODAY), event) == en


# What became of it


@pytest.mark.parametrize("name", ["half-of-shops", "handmade-dearer", "handmade-stays", "night-shift"])
@languages
def test_what_became_of_one_forecast_is_told_in_a_sentence(small: Edition, name: str, language: Language) -> None:
    record = small.by_ref[f"machine-dough/{name}"].record
    told = since(asking(small, language, TODAY), Stands.of([record], TODAY))
    assert told.startswith(say(language, "since-then", what="").rstrip()) and not any(mark.isdigit() for mark in told)


def test_leanings_are_told_in_brackets_and_nothing_is_said_where_there_is_nothing(edition: Edition) -> None:
    asked = asking(edition, "en", TODAY)
    assert since(asked, Stands.of([], TODAY)) == "Since then: nothing was forecast about this that could be checked."
    leaning = [each.record for each in edition.predictions if each.record.standing and not each.record.verdict]
    if leaning:
        assert "(" in since(asked, Stands.of(leaning, TODAY))


def test_a_bar_has_every_state_and_is_never_longer_than_a_line(edition: Edition) -> None:
    groups: list[list[Prediction]] = [list(each.predictions) for each in edition.briefings]
    groups += [[each.record for each in edition.predictions], [edition.predictions[0].record]]
    for group in groups:
        bar = marks_bar(Stands.of(group, TODAY).states)
        states = {state(each, TODAY) for each in group}
        assert len(set(bar)) == len(states) and len(bar) == min(len(group), LONGEST_BAR)
        counts = Counter(MARKS[state(each, TODAY)] for each in group)
        assert all(bar.count(mark) <= count for mark, count in counts.items())
    assert marks_bar(Stands.of([], TODAY).states) == ""


def test_the_verdict_that_says_most_is_on_a_core_claim_decided_and_the_latest(small: Edition) -> None:
    asked = asking(small, "en", TODAY)
    chosen = [block.command for block in telling(asked, small.predictions) if block.command]
    assert chosen == ["/prediction quiet-library/desk-first"], (
        "core, of October 2025; the other core one is of February"
    )
    undecided = [each for each in small.predictions if not each.record.verdict]
    assert list(telling(asked, undecided)) == []


def test_the_question_is_due_before_it_is_open_core_and_soon(small: Edition) -> None:
    asked = asking(small, "en", TODAY)
    (question,) = [block.command for block in to_answer(asked, small.predictions) if block.command]
    assert question == "/prediction quiet-library/catalogues-done"
    still_open = [each for each in small.predictions if state(each.record, TODAY) == "open"]
    (question,) = [block.command for block in to_answer(asked, still_open) if block.command]
    assert question == "/prediction machine-dough/night-shift"
    decided = [each for each in small.predictions if each.record.verdict]
    assert list(to_answer(asked, decided)) == []
    assert {ref(each) for each in decided}


# The page of one statement


@languages
def test_a_prediction_is_told_as_a_forecast_of_its_month(small: Edition, language: Language) -> None:
    shown = told(ask("/prediction night-shift", small, language))
    statement = small.by_ref["machine-dough/night-shift"].record.statement.in_(language)
    month = {"zh": "2024 年 3 月", "zh-Hant": "2024 年 3 月", "en": "March 2024"}[language]
    assert shown.startswith(f"{say(language, 'foretold', when=month)}\n{statement}\n") and "¶" in shown.split("\n")[2]
