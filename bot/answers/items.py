"""Formats a statement of each kind as an item of a list; `here` leaves out what a page of its source bears.

What a source wrote is told as of its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, Generic, NamedTuple, TypeVar

from bot.answers import as_of
from bot.answers.answer import Block, Span, bold, folded, group, italic, item
from bot.answers.asked import Asked
from bot.answers.since import Stands, since
from bot.content.briefing import Advice, Caveat, Event, Figure, SectorView, Stance, Text
from bot.content.edition import Forecast, Observed, Statement, ref, state
from bot.content.periods import Period
from bot.content.prediction import Prediction
from bot.content.reviews import current
from bot.content.texts import Record

R = TypeVar("R", bound=Record)

STANCES: Final[Mapping[Stance, str]] = {
    "benefits": "🟩",
    "disrupted": "🟥",
    "mixed": "🟨",
    "unaffected": "⬜",
    "not-yet": "🟦",
}
"""Marks of stances, of another shape than those of states."""


def view_item(asked: Asked, view: Statement[SectorView], *, here: bool = False) -> Block:
    """Return what a source wrote of a field and what became of it, a door to the field; the page is the source's."""
    sector = view.record.sector
    name = asked.text(asked.edition.sectors[sector].name)
    return item(bold(f"{name} · {stance(asked, view)}"), *view_text(asked, view), command=f"/sector {sector}")


def stance_item(asked: Asked, view: Statement[SectorView]) -> Block:
    """Return what a source wrote of the field the page is about and what became of it, a door to the briefing."""
    label = f"{asked.short(view.card)} · {stance(asked, view)}"
    return item(bold(label), *view_text(asked, view), command=f"/briefing {view.briefing.briefing}")


def stance(asked: Asked, view: Statement[SectorView]) -> str:
    """Return a stance with its mark, in words."""
    return f"{STANCES[view.record.stance]} {asked.say(f'stance-{view.record.stance}')}"


def view_text(asked: Asked, view: Statement[SectorView]) -> tuple[Span | str, Span]:
    """Return what a source wrote of a field, as of its day, and what became of its forecasts there."""
    record = view.record
    own = [each for each in view.briefing.predictions if record.sector in each.sectors]
    said = as_of.wrote(asked, view.card, asked.text(record.says), here=True)
    return f"\n{said}", italic(f"\n{since(asked, Stands.of(own, asked.today), record.since)}")


def event_item(asked: Asked, event: Statement[Event], *, here: bool = False) -> Block:
    """Return an event with its time and why that time."""
    record = event.record
    basis = (italic("\n" + asked.say("dated-because", reason=asked.text(record.basis))),) if record.basis else ()
    mark = asked.say(f"event-{record.kind}")
    what = f" {asked.text(record.what)}{since_then(asked, record.since)}"
    return item(f"{mark} ", bold(event_time(asked, record)), what, *basis, *_source(asked, event, here))


def event_lines(asked: Asked, event: Statement[Event], year: str = "") -> Iterator[Block]:
    """Yield an event as lists of one source show it: its mark, its time unless that is the list's year."""
    record = event.record
    when = (bold(event_time(asked, record)), " ") if record.when.text != year else ()
    what = f"{asked.text(record.what)}{since_then(asked, record.since)}"
    yield item(f"{asked.say(f'event-{record.kind}')} ", *when, what)


def event_time(asked: Asked, event: Event) -> str:
    """Return an event's time, in words where the file has a half, a quarter or a range."""
    return asked.say("range-dash").join(_period(asked, part.strip()) for part in event.when.text.split("/"))


def dated(asked: Asked, period: Period) -> str:
    """Return the date of a page in words, as precise as it is: 2024, July 2024, 2024-07-31."""
    year, _, month = period.text.partition("-")
    if month.isdecimal():
        return asked.say("month-year", year=year, month=int(month))
    return _period(asked, period.text)


def _period(asked: Asked, text: str) -> str:
    year, _, rest = text.partition("-")
    if rest[:1] in ("H", "Q"):
        return asked.say("half" if rest[0] == "H" else "quarter", year=year, number=int(rest[1]))
    return text


def advice_item(asked: Asked, advice: Statement[Advice], *, here: bool = False, addressed: bool = True) -> Block:
    """Return a piece of advice and the reason of its day; `addressed`: to whom, too."""
    record = advice.record
    audience = asked.text(asked.edition.audiences[record.audience].name)
    to = asked.say("advice-to", audience=audience) if addressed else "👉"
    reason = asked.text(record.because)
    because = (
        asked.say("because-then", when=as_of.when(asked, advice.card), reason=reason)
        if here
        else as_of.wrote(asked, advice.card, reason)
    )
    return item(to, spaced(to), bold(asked.text(record.do)), f"\n{because}")


def spaced(label: str) -> str:
    """Return what stands between a label and its text: a full-width colon brings its own space."""
    return "" if label.endswith("：") else " "


def prediction_item(asked: Asked, prediction: Forecast, *, here: bool = False) -> Block:
    """Return a prediction with its mark, its window and how it stands, a door to all that is known of it."""
    record = prediction.record
    until = asked.say("until", date=str(record.window.until)) if record.window.until else asked.say("open-ended")
    text = f"{asked.mark(record)} {asked.text(record.statement)}"
    facts = " · ".join((until, *looks(asked, record)))
    ends = italic(f"\n{facts}" if here else f" · {facts}")
    return item(text, *_source(asked, prediction, here), ends, command=f"/prediction {ref(prediction)}")


def prediction_lines(asked: Asked, prediction: Forecast) -> Iterator[Block]:
    """Yield a prediction as lists of one source show it: its mark first; while it waits, its end and how it stands."""
    record = prediction.record
    facts = []
    if record.window.until and state(record, asked.today) in ("open", "due"):
        facts.append(asked.say("until", date=str(record.window.until)))
    yield _prediction_line(asked, prediction, " · ".join((*facts, *looks(asked, record))))


def looks(asked: Asked, record: Prediction) -> Iterator[str]:
    """Yield how a prediction looks, in words: which verdict is proposed, from when on, or which way it leans since."""
    if record.proposal:
        yield from (asked.proposed(record), asked.say("counts-from", day=str(record.proposal.proposed)))
    elif stands := current(record):
        yield asked.say("leans-on", leans=asked.leans(stands.leans), date=str(stands.on))


def verdict_lines(asked: Asked, prediction: Forecast) -> Iterator[Block]:
    """Yield a prediction with its mark, and the reason of its verdict."""
    yield _prediction_line(asked, prediction)
    if verdict := prediction.record.verdict:
        yield folded(asked.say("why-verdict"), asked.text(verdict.because))


def standing_lines(asked: Asked, prediction: Forecast) -> Iterator[Block]:
    """Yield a prediction with its marks, and why it leans as it does."""
    yield _prediction_line(asked, prediction)
    if stands := current(prediction.record):
        yield folded(asked.say("why-standing"), asked.text(stands.because))


def _prediction_line(asked: Asked, prediction: Forecast, when: str = "") -> Block:
    text = f"{asked.mark(prediction.record)} {asked.text(prediction.record.statement)}"
    # The dot is not to stand alone at the end of a line.
    return item(text, italic(f" ·\u00a0{when}" if when else ""), command=f"/prediction {ref(prediction)}")


class Sourced(NamedTuple, Generic[R]):
    """A statement in a list below the names of its sources; the first of each bears the name, and the day if any."""

    statement: Statement[R]
    first: bool
    day: dt.date | None


def sourced(
    statements: Iterable[Statement[R]], day: Callable[[Statement[R]], dt.date] | None = None
) -> list[Sourced[R]]:
    """Return statements source by source; what happened on another `day` stands apart."""
    groups: dict[tuple[dt.date | None, str], list[Statement[R]]] = {}
    for each in statements:
        groups.setdefault((day(each) if day else None, each.briefing.briefing), []).append(each)
    return [Sourced(each, not n, when) for (when, _), those in groups.items() for n, each in enumerate(those)]


def shown_below(
    asked: Asked, entry: Sourced[R], lines: Callable[[Asked, Statement[R]], Iterable[Block]], when: str = ""
) -> Iterator[Block]:
    """Yield a statement, below the name of its source where it is the first; `when` is the message that tells a day."""
    if entry.first:
        source = as_of.named(asked, entry.statement.card)
        yield group(f"{asked.say(when, date=str(entry.day))} · {source}" if when else source)
    yield from lines(asked, entry.statement)


def by_source(
    asked: Asked,
    statements: Iterable[Statement[R]],
    lines: Callable[[Asked, Statement[R]], Iterable[Block]],
    day: Callable[[Statement[R]], dt.date] | None = None,
    when: str = "",
) -> Iterator[Block]:
    """Yield statements below the short names of their sources; what happened on another `day` apart."""
    return chain.from_iterable(shown_below(asked, each, lines, when) for each in sourced(statements, day))


def observation_item(asked: Asked, observation: Observed, *, here: bool = False) -> Block:
    """Return what an author saw in its day and what became of it, a door to all that is known of it."""
    record = observation.record
    saw = as_of.wrote(asked, observation.card, asked.text(record.what), here=here)
    return item(f"👁 {saw}{since_then(asked, record.since)}", command=f"/prediction {ref(observation)}")


def figure_item(asked: Asked, figure: Statement[Figure], *, here: bool = False) -> Block:
    """Return a figure, what it counts, and a note where its sum does not hold."""
    note = f"\n⚠️ {asked.text(figure.record.note)}" if figure.record.note else ""
    return item(
        bold(figure.record.shown(asked.language)),
        f" {asked.text(figure.record.what)}{note}",
        *_source(asked, figure, here),
    )


def caveat_item(asked: Asked, caveat: Statement[Caveat], *, here: bool = False) -> Block:
    """Return an editor's warning."""
    return item(f"⚠️ {asked.text(caveat.record.note)}", *_source(asked, caveat, here))


def since_then(asked: Asked, since: Text | None) -> str:
    """Return an editor's word on what became of a statement, as a line of its own."""
    return f"\n{asked.say('since-then', what=asked.text(since))}" if since else ""


def _source(asked: Asked, statement: Statement[Any], here: bool) -> tuple[Span, ...]:
    """Return where a statement stands; nothing on a page of its source, where that has a door of its own."""
    return () if here else (italic(f"\n{asked.source(statement)}"),)
