"""Questions on the shipped edition: question → answer → Telegram text and keyboard, or the bubble of the web."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from time import thread_time

from bench.measuring import Row, spread
from bot import desk, garbage
from bot.answers import COMMANDS, answer, search
from bot.channels.telegram import render
from bot.channels.web import chat
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.words import LANGUAGES
from tests.support.asking import asking

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 24)
ROUNDS = 100
SEARCHES = (
    *("客服", "电", "智能体", "RAG", "AI", "agents"),
    *("大模型会不会取代程序员？", "Which jobs will disappear in the next ten years?"),
)


def rows() -> Iterator[Row]:
    """Yield a row for every command and search, over both languages, and one for all of them.

    Each round is another day, so that no answer is one kept from the round before.
    """
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    search.warm(edition)
    garbage.leave_alone()  # as serving does
    everything: dict[str, list[float]] = {"Telegram": [], "web": []}
    questions = _questions(edition)
    for title, asked in questions.items():
        times = [
            _ask(question, language, edition, TODAY + dt.timedelta(number))
            for number in range(ROUNDS)
            for language in LANGUAGES
            for question in asked
        ]
        for channel, taken in zip(everything, zip(*times, strict=True), strict=True):
            everything[channel] += taken
            yield spread(f"{title} → {channel}", taken, p50=1, p99=5)
    for channel, taken_by_all in everything.items():
        yield spread(f"all of them → {channel}", taken_by_all, p50=1, p99=5)
    again = [
        _ask(question, language, edition, TODAY)
        for language in LANGUAGES
        for question in chain(*questions.values())
        for _ in range(ROUNDS)
    ]
    for channel, taken in zip(everything, zip(*again, strict=True), strict=True):
        yield spread(f"all of them again, the same day → {channel}", taken, p50=1, p99=5)


def _ask(question: str, language: Language, edition: Edition, today: dt.date) -> tuple[float, float]:
    """Return the processor time from a question to what Telegram is sent, and to what the chat page is sent."""
    start = thread_time()
    shown = answer(question, asking(edition, language, today)).answer
    answered = thread_time()
    render.as_html(shown)
    render.keyboard(shown)
    rendered = thread_time()
    chat.bubble(language, shown)
    return rendered - start, answered - start + thread_time() - rendered


def _questions(edition: Edition) -> dict[str, list[str]]:
    """Return what is asked, by title: each command with typical arguments, slips among them, and searches."""
    typical = _typical(edition)
    commands = {f"/{name}": [f"/{name} {words}".strip() for words in typical.get(name, ("",))] for name in COMMANDS}
    return commands | {f"“{words}”": [words] for words in SEARCHES}


def _typical(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Return arguments of commands; those of a name are the longest answers there are, and a slip of the pen."""
    longest = max(edition.briefings, key=lambda briefing: len(briefing.predictions)).briefing
    reference = list(edition.by_ref)[len(edition.by_ref) // 2]
    sector = max(edition.sectors, key=lambda sector: sum(sector in each.record.sectors for each in edition.predictions))
    audience = next(iter(edition.audiences))
    return {
        "start": ("", f"prediction_{reference.replace('/', '_')}"),
        "briefings": ("", "p2"),
        "briefing": (longest, f"{longest} p3", f"{longest} predictions", f"{longest[:-2]}x"),
        "sectors": ("", "p2"),
        "sector": (sector, edition.sectors[sector].name.zh, f"{sector} p2", f"{sector[:-1]}x"),
        "timeline": ("", "2025", "p3", "1066"),
        "advice": ("", audience, edition.audiences[audience].name.zh, f"{audience[:-1]}x"),
        "predictions": ("", "due", f"{sector} open", longest, "2026", "p5", f"{sector[:-1]}x"),
        "prediction": (reference, reference.partition("/")[2], f"{reference[:-2]}xx"),
        "debates": ("", "p2"),
        "debate": tuple(debate.id for debate in edition.debates[:3]),
        "search": ("", "客服", "RAG p2"),
        "language": ("", "zh", "en"),
    }
