"""Due dates as a calendar (RFC 5545): stable names, corrections counted, whole days, no alarm, nobody busy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar, Event
from icalendar.enums import TRANSP

from bot.channels.web.pages.identity import identity
from bot.channels.web.pages.rendering import Layout
from bot.pages import DueDate
from bot.words import TAGS, say


def calendar(layout: Layout, due: Iterable[DueDate], choice: str, here: str) -> bytes:
    """Return a calendar; `choice` names the fields it is of, `here` is the address of the site, without a last slash.

    Nothing of now stands in it, so that its bytes stay while the records do.
    """
    language = layout.language
    made = Calendar.new(
        uid=str(identity(f"calendar:{choice}:{language}")),  # left out, it would be another one each time
        prodid=f"-//Hindsight//Due dates//{TAGS[language].upper()}",
        name=" · ".join(filter(None, (say(language, "name"), say(language, "feeds-calendar"), choice))),
        method="PUBLISH",
        language=TAGS[language],
    )
    made.add("refresh-interval", dt.timedelta(hours=12), parameters={"VALUE": "DURATION"})  # as RFC 7986 wants it
    made.add("x-published-ttl", "PT12H")
    for each in due:
        made.add_component(_event(layout, each, here))
    written: bytes = made.to_ical()
    return written


def _event(layout: Layout, due: DueDate, here: str) -> Event:
    changed = dt.datetime.combine(due.changed, dt.time(), dt.UTC)
    address = f"{here}{layout.local(due.address)}"
    event = Event.new(
        uid=str(identity(f"due:{due.name}")),
        stamp=changed,
        last_modified=changed,
        sequence=due.corrections,
        start=due.day,
        end=due.day + dt.timedelta(days=1),
        summary=due.title,
        description=f"{due.text}\n\n{address}",
        url=address,
        transparency=TRANSP.TRANSPARENT,
    )
    if due.withdrawn:
        event.status = "CANCELLED"
    return event
