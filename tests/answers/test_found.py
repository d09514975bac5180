"""What a search shows of each thing it finds: its kind apart from its words, forecasts before what is merely said."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answers import answer
from bot.answers.answer import Answer, Block
from bot.answers.excerpts import excerpts
from bot.answers.striking import striking, told
from bot.content.briefing import Language
from bot.content.edition import Edition, ref
from bot.words import LANGUAGES, say
from tests.support.asking import asking

TODAY = dt.date(2026, 11, 29)
KINDS = (
    *("sector", "audience", "briefing", "prediction", "term", "observation"),
    *("debate", "view", "advice", "event", "figure", "caveat"),
)


def shown(question: str, edition: Edition, language: Language) -> Answer:
    return answer(question, asking(edition, language, TODAY)).answer


def text(block: Block) -> str:
    return "".join(span.text for span in block.spans)


def labels(found: Answer) -> list[str]:
    return [block.spans[0].text for block in found.blocks]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["lawyers", "柯达", "RAG", "Snowflake"])
def test_a_kind_is_told_apart_from_what_is_found(words: str, edition: Edition, language: Language) -> None:
    kinds = {say(language, "found-kind", kind=say(language, f"kind-{kind}")) for kind in KINDS}
    for block in shown(f"/search {words}", edition, language).blocks:
        assert any(kind in block.spans[0].text for kind in kinds), text(block)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_figure_counts_does_not_run_into_how_much_it_is(edition: Edition, language: Language) -> None:
    figures = [
        block
        for block in shown("/search lawyers", edition, language).blocks
        if say(language, "kind-figure") in block.spans[0].text
    ]
    known = {each.record.shown(language) for each in edition.figures}
    assert figures and all(any(block.spans[0].text.endswith(value) for value in known) for block in figures)


@pytest.mark.parametrize("words", ["lawyers", "柯达", "copilot", "call centre"])
def test_forecasts_come_before_what_is_said_of_a_field(words: str, edition: Edition) -> None:
    found = [block.command for block in shown(f"/search {words}", edition, "en").blocks]
    forecasts = [at for at, command in enumerate(found) if command.removeprefix("/prediction ") in edition.by_ref]
    first = [at for at, label in enumerate(labels(shown(f"/search {words}", edition, "en"))) if "Stance" in label]
    assert not (forecasts and first) or forecasts[0] < first[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verdict_in_a_sentence_says_that_its_rule_was_written_afterwards(
    edition: Edition, language: Language
) -> None:
    late, first_words = say(language, "rule-afterwards"), say(language, "striking-late-held", why="").rstrip()
    asked = asking(edition, language, TODAY)
    kinds: dict[bool | None, bool] = {}
    for each in edition.predictions:
        if each.record.verdict:
            (excerpt, *_) = excerpts(asked.about(ref(each)))
            kinds[each.record.ruled_beforehand] = any(late in text(block) for block in excerpt.answer.blocks)
    assert kinds.pop(False) and not any(kinds.values())
    first = striking(edition, TODAY)
    assert first and (first_words in text(told(asked, first))) == (first.record.ruled_beforehand is False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("question", "name"), [("what is RAG", "RAG"), ("what is the Kun year", "")])
def test_how_a_question_was_understood_names_a_term_as_readers_know_it(
    question: str, name: str, edition: Edition, language: Language
) -> None:
    term = next(each for each in edition.vocabulary.glossary if each.id in ("rag" if name else "kun-year",))
    assert term.term.in_(language) in text(shown(question, edition, language).blocks[0])
