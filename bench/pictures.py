"""Pictures of the shipped edition as SVG and as PNG, and a score over a hundred thousand answers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from bench.answers import ROOT, TODAY
from bench.measuring import Row, seconds, spread
from bot import desk, scores
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import CHANCES, Guess
from bot.pictures import png
from bot.pictures.calibration import Point, calibration
from bot.pictures.timeline import timeline
from bot.words import LANGUAGES, say

ROUNDS = 20
READERS = 2_000
QUESTIONS = 50


def rows() -> Iterator[Row]:
    """Yield a row for each kind of picture, drawn and painted, and one for a score."""
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    for kind, draw in _pictures(edition).items():
        drawn = [seconds(draw, language) for _ in range(ROUNDS) for language in LANGUAGES]
        yield spread(f"{kind} → SVG", drawn)
        if (font := png._font()) is not None:
            paint = partial(png._painted.__wrapped__, font=font)  # not one that was kept
            painted = [seconds(paint, svg) for svg in map(draw, LANGUAGES) for _ in range(ROUNDS)]
            yield spread(f"{kind} → PNG", painted, p50=150)
    yield spread(f"a score over {READERS * QUESTIONS:,} answers", list(_scores(edition)), p50=200)


def _pictures(edition: Edition) -> dict[str, Callable[[Language], str]]:
    longest = max(edition.briefings, key=lambda briefing: len(briefing.predictions)).briefing

    def whole(language: Language, briefing: str | None = None) -> str:
        return timeline(edition, language, TODAY, partial(say, language), briefing=briefing)

    def guessed(language: Language) -> str:
        points = [Point(int(chance) / 100, int(chance) / 120, 9) for chance in CHANCES]
        return calibration(points, language, partial(say, language))

    return {
        "the whole timeline": whole,
        "the timeline of the longest briefing": partial(whole, briefing=longest),
        "a calibration": guessed,
    }


def _scores(edition: Edition) -> Iterator[float]:
    """Yield how long it takes to score a reader beside all others on as many questions as there are."""
    settled = [name for name, each in edition.by_ref.items() if each.record.verdict]
    names = [settled[number % len(settled)] for number in range(QUESTIONS)]
    first = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    crowd = {name: Counter(CHANCES[reader % 7] for reader in range(READERS)) for name in set(names)}
    own = [Guess(0, name, 80, first) for name in crowd]
    yield from (seconds(scores.score, own, crowd, edition) for _ in range(ROUNDS))
