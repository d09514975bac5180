"""Formats a statement of each kind as an item of a list; `here` leaves out a source's title that the page bears."""

from __future__ import annotations

from typing import Any

from bot.answers.answer import Block, Span, bold, italic, item
from bot.answers.asked import Asked
from bot.content.briefing import Advice, Caveat, Event, Figure, SectorView, Text
from bot.content.edition import Forecast, Observed, Statement, ref
from bot.content.periods import Period
from bot.content.reviews import current


def view_item(asked: Asked, view: Statement[SectorView], *, here: bool = False) -> Block:
    """Return a source's stance on a field, a door to the field."""
    sector, says = view.record.sector, asked.text(view.record.says)
    name = asked.text(asked.edition.sectors[sector].name)
    return item(
        bold(name),
        f" · {stance(asked, view)}\n{says}{since_then(asked, view.record.since)}",
        _source(asked, view, here),
        command=f"/sector {sector}",
    )


def stance_item(asked: Asked, view: Statement[SectorView]) -> Block:
    """Return what a source says of the field the page is about, a door to the source's briefing."""
    command, says = f"/briefing {view.briefing.briefing} sectors", asked.text(view.record.says)
    text = f"\n{says}{since_then(asked, view.record.since)}"
    return item(bold(stance(asked, view)), text, _source(asked, view), command=command)


def since_then(asked: Asked, since: Text | None) -> str:
    """Return an editor's word on what became of a statement, as a line of its own."""
    return f"\n{asked.say('since-then', what=asked.text(since))}" if since else ""


def stance(asked: Asked, view: Statement[SectorView]) -> str:
    """Return a stance in words."""
    return asked.say(f"stance-{view.record.stance}")


def event_item(asked: Asked, event: Statement[Event], *, here: bool = False) -> Block:
    """Return an event with its time and why that time."""
    record = event.record
    basis = (italic("\n" + asked.say("dated-because", reason=asked.text(record.basis))),) if record.basis else ()
    mark, what = asked.say(f"event-{record.kind}"), f" {asked.text(record.what)}"
    more = (*basis, since_then(asked, record.since))
    return item(f"{mark} ", bold(event_time(asked, record)), what, *more, _source(asked, event, here))


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
        return asked.say("half" if rest[0] == "H" else "quarter", year=year, number=rest[1])
    return text


def advice_item(asked: Asked, advice: Statement[Advice], *, here: bool = False, addressed: bool = True) -> Block:
    """Return a piece of advice and why; `addressed`: to whom, too."""
    record = advice.record
    audience = asked.text(asked.edition.audiences[record.audience].name)
    to = asked.say("advice-to", audience=audience) if addressed else "👉"
    because = asked.say("because", reason=asked.text(record.because))
    return item(to, spaced(to), bold(asked.text(record.do)), f"\n{because}", _source(asked, advice, here))


def spaced(label: str) -> str:
    """Return what stands between a label and its text: a full-width colon brings its own space."""
    return "" if label.endswith("：") else " "


def prediction_item(asked: Asked, prediction: Forecast, *, here: bool = False) -> Block:
    """Return a prediction with its mark, its window and how it stands, a door to all that is known of it."""
    record = prediction.record
    until = asked.say("until", date=str(record.window.until)) if record.window.until else asked.say("open-ended")
    text = f"{asked.mark(record)} {asked.text(record.statement)}"
    stands = current(record)
    leans = f" · {asked.say('leans-on', leans=asked.leans(stands.leans), date=str(stands.on))}" if stands else ""
    source = _source(asked, prediction, here)
    return item(text, source, italic(f" · {until}{leans}"), command=f"/prediction {ref(prediction)}")


def observation_item(asked: Asked, observation: Observed, *, here: bool = False) -> Block:
    """Return what an author saw and what became of it, a door to all that is known of it."""
    record = observation.record
    text = f"👁 {asked.text(record.what)}{since_then(asked, record.since)}"
    return item(text, _source(asked, observation, here), command=f"/prediction {ref(observation)}")


def figure_item(asked: Asked, figure: Statement[Figure], *, here: bool = False) -> Block:
    """Return a figure, what it counts, and a note where its sum does not hold."""
    note = f"\n⚠️ {asked.text(figure.record.note)}" if figure.record.note else ""
    return item(
        bold(figure.record.shown(asked.language)),
        f" {asked.text(figure.record.what)}{note}",
        _source(asked, figure, here),
    )


def caveat_item(asked: Asked, caveat: Statement[Caveat], *, here: bool = False) -> Block:
    """Return an editor's warning."""
    return item(f"⚠️ {asked.text(caveat.record.note)}", _source(asked, caveat, here))


def _source(asked: Asked, statement: Statement[Any], here: bool = False) -> Span:
    return italic("\n" + (asked.at(statement.record.at) if here else asked.source(statement)))
