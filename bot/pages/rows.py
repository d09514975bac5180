"""A forecast as a line of a list: how it stands, what it says, who said it when, and until when it can come true."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from bot.answers import as_of
from bot.answers.asked import MARKS, Asked
from bot.answers.excerpts import first_clause
from bot.content.briefing import Language, Leaning
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast, State, ref, state
from bot.content.reviews import current
from bot.pages.addresses import KINDS, Place

ROWS_KEPT: Final = 1_000
"""Lines kept for the next list that holds them, some 1.5 MB: those of a day's usual lists in three languages."""
_KIND = {kind.path: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a page of its own: what it is called, and the address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One forecast in a language; days are empty if none.

    `leans` is what it may come to, beside how it `stands`; `reason` is why it was ruled so, if only as proposed, or
    else why it leans so.
    """

    ref: str
    address: str
    state: State
    mark: str
    stands: str
    leans: str
    leaning: Leaning | None
    statement: str
    source: Named
    authors: str
    said: str
    until: str
    ends: str
    ruled: str
    seen: str
    reason: str
    sectors: tuple[Named, ...]


def to(path: str, thing: str) -> str:
    """Return the address of one thing."""
    return Place(_KIND[path], thing).address


def row(asked: Asked, forecast: Forecast) -> Row:
    """Return a forecast as a line of a list."""
    return _kept(asked.edition, ref(forecast), asked.language, asked.today)


def _row(edition: Edition, name: str, language: Language, today: dt.date) -> Row:
    asked, forecast = Asked(edition=edition, language=language, today=today), edition.by_ref[name]
    record, now = forecast.record, state(forecast.record, asked.today)
    standing, verdict, until = current(record), record.verdict, record.window.until
    told = verdict or record.proposal or standing
    return Row(
        ref=ref(forecast),
        address=to("predictions", ref(forecast)),
        state=now,
        mark=MARKS[now],
        stands=asked.stands(record),
        leans=asked.looks(record),
        leaning=standing.leans if standing else None,
        statement=asked.text(record.statement),
        source=Named(asked.short(forecast.card), to("briefings", forecast.briefing.briefing)),
        authors=asked.authors(forecast.card),
        said=as_of.when(asked, forecast.card),
        until=str(until or ""),
        ends=asked.say("until", date=str(until)) if until else asked.say("open-ended"),
        ruled=_day(verdict.on) if verdict else "",
        seen=_day(standing.on) if standing else "",
        reason=asked.text(told.because) if told else "",
        sectors=tuple(sector(asked, each) for each in record.sectors),
    )


_kept = kept_with_edition(_row, ROWS_KEPT)


def shorter(whole: Row, most: int) -> Row:
    """Return a line with as many clauses of its reason as fit into `most` characters; never a part of one."""
    return replace(whole, reason=first_clause(whole.reason, most))


def sector(asked: Asked, name: str) -> Named:
    """Return a field with its page."""
    return Named(asked.text(asked.edition.sectors[name].name), to("sectors", name))


def _day(day: dt.date) -> str:
    return day.isoformat()
