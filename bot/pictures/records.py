"""Track records as a picture: what became of forecasts, and the share that held beside that of the naive rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.content.briefing import Language
from bot.content.edition import State
from bot.pictures.lettering import balanced, typeset, wrap
from bot.pictures.marks import COLOURS, ORDER, STEP, Sample, counted, legend, legend_height, of_state
from bot.pictures.sheet import (
    ACCENT,
    CARD,
    HEADING,
    INK,
    LEFT,
    MARGIN,
    MIDDLE,
    PLAIN,
    RIGHT,
    RULE,
    SMALL,
    SOFT,
    TALLEST,
    WIDTH,
    Say,
    Sheet,
    leading,
    trace,
)

_SPLIT: Final = 740.0
"""Where the bars end; to the right of it stand the shares."""
_ZERO, _ALL = 830.0, RIGHT - 40.0
"""Where shares of none and of all stand."""
_TALL: Final = 46
_PADDING: Final = 18
_GAP: Final = 14


@dataclass(frozen=True, slots=True)
class RecordBar:
    """A track record: how many forecasts stand how, and shares of the claims they decide, all from 0 to 1.

    `waiting` counts those without a verdict. The share that held is None where nothing is decided, its interval where
    too little is, and the naive rule's share where it is not known.
    """

    label: str
    held: int = 0
    partly: int = 0
    failed: int = 0
    unclear: int = 0
    void: int = 0
    waiting: int = 0
    claims: int = 0
    share: float | None = None
    interval: tuple[float, float] | None = None
    naive: float | None = None
    note: str = ""
    """The words below the label."""

    @property
    def counts(self) -> list[tuple[State, int]]:
        """How many stand how, those that wait as `open`; without those that do not occur."""
        counts: dict[State, int] = {
            "held": self.held,
            "partly": self.partly,
            "failed": self.failed,
            "unclear": self.unclear,
            "void": self.void,
            "open": self.waiting,
        }
        return [(each, counts[each]) for each in ORDER if counts.get(each)]


def track_record(records: Sequence[RecordBar], language: Language, say: Say, *, title: str = "") -> str:
    """Return track records as SVG, in their order; `title` names them where they are not those of all documents."""
    title = title or say("scores-title")
    sheet = Sheet(language, title, "; ".join(_told(say, record) for record in records) or say("picture-nothing"))
    y = sheet.head(title)
    if not records:
        return sheet.svg(sheet.lines(LEFT, y, [say("picture-nothing")], PLAIN, SOFT))
    y = _columns(sheet, say, y)
    hidden = len(records)
    for record in records:
        y += _row(sheet, say, record, y) + _GAP
        hidden -= 1
        if y > TALLEST:
            break
    if hidden:
        sheet.words(LEFT, y + SMALL, say("picture-more-records", count=hidden), SMALL, SOFT)
        y += SMALL + 20
    return sheet.svg(legend(sheet, _samples(say, records), y + 4) + MARGIN / 2)


def _told(say: Say, record: RecordBar) -> str:
    """Return a record in words, for those who do not see it."""
    counts = [counted(_name(say, each), count) for each, count in record.counts]
    name = f"{record.label}, {record.note}" if record.note else record.label
    likely = [_likely(say, *record.interval)] if record.interval else []
    return f"{name}: {', '.join([*counts, *_shares(say, record), *likely])}"


def _name(say: Say, state: State) -> str:
    return say("picture-waiting") if state == "open" else say(f"state-{state}")


def _shares(say: Say, record: RecordBar) -> list[str]:
    """Return the share of how many claims held, and that of the naive rule, in words."""
    if record.share is None:
        return [say("picture-undecided")]
    held = say("picture-share", share=str(round(100 * record.share)), claims=record.claims)
    return [held, *([] if record.naive is None else [say("picture-naive", share=str(round(100 * record.naive)))])]


def _likely(say: Say, low: float, high: float) -> str:
    return say("picture-likely", low=str(round(100 * low)), high=str(round(100 * high)))


def _x(share: float) -> float:
    return _ZERO + (_ALL - _ZERO) * min(1.0, max(0.0, share))


def _columns(sheet: Sheet, say: Say, y: float) -> float:
    """Write what the two columns show, and the ends of the shares; returns where the rows may begin."""
    left = wrap(typeset(say("picture-became"), sheet.language), SMALL, _SPLIT - LEFT)
    right = wrap(typeset(say("picture-share-held"), sheet.language), SMALL, WIDTH - 10 - _ZERO + 40)
    below = max(sheet.lines(LEFT, y, left, SMALL, SOFT), sheet.lines(_ZERO - 30, y, right, SMALL, SOFT))
    for share in (0, 0.5, 1):
        sheet.words(_x(share), below, f"{share:.0%}", SMALL, SOFT, anchor="middle")
    return below + 18


def _row(sheet: Sheet, say: Say, record: RecordBar, top: float) -> float:
    """Draw a record below a line; returns how tall it is."""
    language = sheet.language
    label = balanced(typeset(record.label, language), HEADING, RIGHT - LEFT)
    note = balanced(typeset(record.note, language), SMALL, RIGHT - LEFT, 3)
    y = top + _PADDING + len(label) * leading(HEADING) + len(note) * leading(SMALL) + 2
    samples = [of_state(each, f"{count:,}") for each, count in record.counts]
    shares = _shares(say, record)
    beside = STEP + (len(shares) - 1) * leading(SMALL)
    tall = y - top + _TALL + 20 + max(beside, legend_height(language, samples, _SPLIT, PLAIN))
    sheet.box(MARGIN / 2, top, WIDTH - MARGIN / 2, top + tall, rx=14, fill=CARD)
    below = sheet.lines(LEFT, top + _PADDING + HEADING - 4, label, HEADING, bold=True)
    sheet.lines(LEFT, below - leading(HEADING) + leading(SMALL) + 2, note, SMALL, SOFT)
    _segments(sheet, record, y)
    _whisker(sheet, record, y)
    legend(sheet, samples, y + _TALL + 8, _SPLIT, PLAIN)
    baseline = y + _TALL + 8 + STEP / 2 + MIDDLE * PLAIN
    for line in shares:
        sheet.words((_ZERO + _ALL) / 2, baseline, line, SMALL, anchor="middle")
        baseline += leading(SMALL)
    return tall


def _segments(sheet: Sheet, record: RecordBar, top: float) -> None:
    """Draw how many stand how as parts of one bar."""
    whole = sum(count for _, count in record.counts)
    x, wide = float(LEFT), _SPLIT - LEFT
    for each, count in record.counts:
        right = x + wide * count / whole
        edge = RULE if each == "open" else "none"
        sheet.box(
            min(x, _SPLIT - 3), top, max(x + 2, right - 3), top + _TALL, fill=COLOURS[each], stroke=edge, stroke_width=2
        )
        x = right
    if not whole:
        sheet.box(x, top, _SPLIT, top + _TALL, fill="#ffffff", stroke=RULE, stroke_width=2)


def _whisker(sheet: Sheet, record: RecordBar, top: float) -> None:
    """Draw the share that held as a point, its interval as a line with ends, and the naive rule's share as a rhomb."""
    middle, bottom = top + _TALL / 2, top + _TALL
    sheet.line((_ZERO, middle), (_ALL, middle), colour=RULE, weight=2)
    for share in (0, 0.5, 1):
        sheet.line((_x(share), top), (_x(share), bottom), colour=RULE, weight=2)
    if record.interval:
        low, high = map(_x, record.interval)
        _reach(sheet, low, high, middle)
    if record.naive is not None:
        _rhomb(sheet, _x(record.naive), middle)
    if record.share is not None:
        _point(sheet, _x(record.share), middle)


def _reach(sheet: Sheet, low: float, high: float, y: float) -> None:
    """Draw how far a point may be out."""
    sheet.line((low, y), (high, y), colour=INK, weight=5)
    for end in (low, high):
        sheet.line((end, y - 18), (end, y + 18), colour=INK, weight=5)


def _point(sheet: Sheet, x: float, y: float) -> None:
    sheet.add("circle", cx=x, cy=y, r=11, fill=ACCENT, stroke="#ffffff", stroke_width=3)


def _rhomb(sheet: Sheet, x: float, y: float) -> None:
    """Draw the mark of the naive rule: so tall that it shows around a point on the same place."""
    corners = ((x, y - 20), (x + 13, y), (x, y + 20), (x - 13, y))
    sheet.add("path", d=trace(corners, closed=True), fill="#ffffff", stroke=INK, stroke_width=4)


def _samples(say: Say, records: Sequence[RecordBar]) -> list[Sample]:
    occurring = {each for record in records for each, _ in record.counts}
    states = [of_state(each, _name(say, each)) for each in ORDER if each in occurring]
    shares = [Sample(say("picture-interval"), _reached, 84)] if any(each.interval for each in records) else []
    naive = [Sample(say("picture-rhomb"), _rhomb, 30)] if any(each.naive is not None for each in records) else []
    return [*states, *shares, *naive]


def _reached(sheet: Sheet, x: float, y: float) -> None:
    _reach(sheet, x - 40, x + 40, y)
    _point(sheet, x, y)
