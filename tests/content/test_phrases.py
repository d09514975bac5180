"""The file of phrases: what it may hold, and what is said of a slip."""

from __future__ import annotations

import pytest

from bot.answers.problems import describe
from bot.content.phrases import Phrases
from bot.content.reading import PHRASES, read_file

CODES = {"pattern"}
"""Problems that the tests below provoke."""


def written(phrase: str) -> bytes:
    return f"phrases:\n  - command: scores\n    zh: [谁准]\n    en: [{phrase}]\n".encode()


@pytest.mark.parametrize(
    "phrase",
    ["who was right", "who * right", "(who|which) was right", '"(the |)best"', "whose * (record|score) is best"],
)
def test_words_gaps_and_alternatives_are_a_phrase(phrase: str) -> None:
    reading = read_file(PHRASES, written(phrase))
    assert not reading.problems
    assert isinstance(reading.record, Phrases) and len(reading.record.phrases[0].en) == 1


@pytest.mark.parametrize(
    "phrase",
    [
        '"*"',
        '"(a|(b|c))"',
        '"(only one)"',
        '"who (was"',
        '"a|b"',
        '"who was right ?"',
        '"谁最准？"',
        '"whos? right"',
        "a +",
    ],
)
def test_what_is_no_phrase_is_told_at_its_place(phrase: str) -> None:
    [found] = read_file(PHRASES, written(phrase)).problems
    assert (found.code, found.mark.line) == ("pattern", 4)
    assert "(this|that)" in describe("en", found) and "*" in describe("zh", found)


@pytest.mark.parametrize(
    "line", ["command: publish", "command: admin", "takes: [weather]", "match: sometimes", "alone: x"]
)
def test_a_phrase_stands_for_what_everybody_may_ask_and_for_nothing_else(line: str) -> None:
    text = (
        f"phrases:\n  - command: scores\n    zh: [谁准]\n    {line}\n"
        if "command" not in line
        else f"phrases:\n  - {line}\n"
    )
    [found] = read_file(PHRASES, text.encode()).problems
    assert found.code in {"choice", "unknown-key"} and describe("en", found)
