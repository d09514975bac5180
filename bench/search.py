"""Search over 100,000 generated statements: building the index, finding, and understanding a question before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.measuring import Row, below, resident, seconds, spread
from bench.texts import Texts
from bot import desk
from bot.answers import understood
from bot.answers.library import known_words
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.search import Index
from bot.understanding import meaning
from tests.support.questions import SETS, TODAY
from tests.support.questions import questions as read

STATEMENTS: Final = 100_000
MOST: Final = 40
ROUNDS: Final = 5
TARGET: Final = 50
"""Milliseconds that one search in a hundred may take."""
TOGETHER: Final = 60
"""Milliseconds that one question in a hundred may take, understanding and searching together."""
ROOT: Final = Path(__file__).parent.parent


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
    asked = [question["q"] for name in SETS for question in read(name)]
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    understood.warm(edition)
    times = [seconds(_answered, edition, built[0], question) for _ in range(ROUNDS) for question in asked]
    yield spread("understanding a question, then all its searches", times, p99=TOGETHER)


def _answered(edition: Edition, index: Index, question: str) -> None:
    """Do what a question takes at most: it is read, then told by what documents hold, then by what is nearest."""
    meaning(edition, TODAY, question, known_words(edition))
    for piece in index.weights(question):
        index.holding(piece)
    index.find(question, MOST)


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
