"""Search over 100,000 generated statements: building the index, and finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench.measuring import Row, below, resident, seconds, spread
from bench.texts import Texts
from bot.content.briefing import Language
from bot.search import Index

STATEMENTS: Final = 100_000
MOST: Final = 40
ROUNDS: Final = 5
TARGET: Final = 50
"""Milliseconds that one search in a hundred may take."""


def rows() -> Iterator[Row]:
    """Yield rows for building the index, its memory, and each kind of query."""
    texts = Texts(seed=7)
    statements = [f"{texts.sentence('zh', 30)} {texts.sentence('en', 25)}" for _ in range(STATEMENTS)]
    before = resident()
    built: list[Index] = []
    yield below(f"build, {STATEMENTS:,} statements", seconds(lambda: built.append(Index(statements))), None, "s")
    yield below("memory of the index", resident() - before, None, "MB", 0)
    for kind, queries in _queries(texts, statements).items():
        times = [seconds(built[0].find, query, MOST) for _ in range(ROUNDS) for query in queries]
        yield spread(kind, times, p99=TARGET)


def _queries(texts: Texts, statements: list[str]) -> dict[str, list[str]]:
    """Return queries by kind; the last kind has a word that stands nowhere, so that no statement holds all."""
    zh, en = texts.words["zh"], texts.words["en"]
    picked = statements[:: STATEMENTS // 20]
    queries = {
        **{f"{length} Chinese, common": _of_length(zh[:400], length) for length in (1, 2, 3)},
        **{f"{length} Chinese, rare": _of_length(zh[5_000:], length) for length in (1, 2, 3)},
        "a phrase of 8 characters": [statement[2:10] for statement in picked],
        "Latin word, common": en[:20],
        "Latin word, rare": en[-20:],
        "prefix of 3 letters": [word[:3] for word in en[18:58]],
        "two words of both languages": [f"{zh[n]} {en[n]}" for n in range(20)],
    }
    return queries | {
        f"typed question, {language}": [_question(language, texts) for _ in range(20)] for language in texts.words
    }


def _of_length(words: list[str], length: int) -> list[str]:
    return [word for word in words if len(word) == length][:20]


def _question(language: Language, texts: Texts) -> str:
    """Return a question of which one word stands nowhere."""
    sentence = texts.sentence(language, 8).rstrip("。.")
    return f"未来会不会{sentence}龘龘？" if language == "zh" else f"What will happen to {sentence} and xylophones?"
