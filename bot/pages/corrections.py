"""What was taken back or said anew: verdicts that were replaced, and rules that were reworded. It only ever grows.

What was replaced stands for ever on the page of its forecast, under a name of its own there, which is where an entry
leads. The lists count their pages from the oldest entry on: what is new comes on the last page, and a page that is full
stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

from bot.answers.asked import MARKS, Asked
from bot.content.briefing import Outcome, Text
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast, ref
from bot.pages.addresses import WHATS, What
from bot.pages.paging import A_PAGE, Pages, number_of, pages
from bot.pages.rows import Row, row, to

LATEST: Final = 5
"""Entries of each kind on the page of all."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that is said otherwise from a day on: how it was before, and how it is now.

    `anchor` is what it is called on the page of the forecast, and `address` leads to it there.
    """

    name: str
    on: dt.date
    what: What
    title: str
    before: str
    after: str
    row: Row
    anchor: str

    @property
    def address(self) -> str:
        """The address at which it stands for ever."""
        return f"{self.row.address}#{self.anchor}"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A page of what is corrected of one kind, the latest first: how many there are, and the pages of them all."""

    what: str
    label: str
    count: int
    address: str
    entries: tuple[Correction, ...]
    pages: Pages | None = None


class _Replaced(NamedTuple):
    """The `number`-th ruling or rule of a forecast, which another one took the place of, and from which day on.

    `outcomes` are those of the rulings, the one before and the one after; there are none of rules.
    """

    on: dt.date
    what: What
    forecast: Forecast
    number: int
    before: Text
    after: Text
    outcomes: tuple[Outcome, ...] = ()


def corrections(asked: Asked, wanted: Callable[[Forecast], bool] = lambda _: True) -> list[Correction]:
    """Return the corrections of forecasts, the latest first; of a day those of outcomes before those of words."""
    return [_said(asked, each) for each in _replaced(asked.edition) if wanted(each.forecast)]


def latest(asked: Asked) -> list[Corrected]:
    """Return the latest corrections of each kind."""
    found = _by_kind(asked.edition)
    return [_corrected(asked, what, found[what][:LATEST]) for what in WHATS]


def corrected(asked: Asked, what: str, query: Mapping[str, str]) -> Corrected:
    """Return the page of the corrections of a kind that the fields of an address name, or else that of the latest."""
    found, full = _by_kind(asked.edition)[what], _full(asked.edition, what)
    number = min(number_of(query) or full + 1, full + 1)
    end = len(found) - (number - 1) * A_PAGE
    shown = found[end - A_PAGE if number <= full else 0 : end]
    around = pages(number, full + 1, lambda each: _address(what, each, full))
    from_latest = replace(around, numbered=around.numbered[::-1], back=around.on, on=around.back)
    return replace(_corrected(asked, what, shown), address=_address(what, number, full), pages=from_latest)


def understood(edition: Edition, what: str, query: Mapping[str, str]) -> dict[str, str]:
    """Return what a list of corrections makes of the fields of its address: a page, unless that is the latest."""
    number = number_of(query)
    return {"page": str(number)} if number and number <= _full(edition, what) else {}


def _full(edition: Edition, what: str) -> int:
    """Return how many pages are full: after them come the latest entries, as many as fill another one and more."""
    return max(0, len(_by_kind(edition)[what]) // A_PAGE - 1)


def _address(what: str, number: int, full: int) -> str:
    """Return the address of a page: that of the latest bears no number."""
    return f"{to('corrections', what)}?page={number}" if number <= full else to("corrections", what)


def _corrected(asked: Asked, what: str, shown: Iterable[_Replaced]) -> Corrected:
    count, entries = len(_by_kind(asked.edition)[what]), tuple(_said(asked, each) for each in shown)
    return Corrected(what, asked.say(f"corrections-{what}"), count, to("corrections", what), entries)


# What is replaced


@kept_with_edition
def _by_kind(edition: Edition) -> dict[str, list[_Replaced]]:
    return {what: [each for each in _replaced(edition) if each.what == what] for what in WHATS}


@kept_with_edition
def _replaced(edition: Edition) -> list[_Replaced]:
    """Return all that was replaced, the latest first: of a page only what it shows is put into words."""
    found = [each for forecast in edition.predictions for each in (*_rulings(forecast), *_rules(forecast))]
    return sorted(found, key=lambda each: (-each.on.toordinal(), WHATS.index(each.what)))


def _rulings(forecast: Forecast) -> Iterator[_Replaced]:
    verdict = forecast.record.verdict
    rulings = (*verdict.earlier, verdict) if verdict else ()
    for number, (before, after) in enumerate(pairwise(rulings), 1):
        on, outcomes = min(each.counts_from for each in rulings[number:]), (before.outcome, after.outcome)
        what: What = "reasons" if before.outcome == after.outcome else "outcome"
        yield _Replaced(on, what, forecast, number, before.because, after.because, outcomes)


def _rules(forecast: Forecast) -> Iterator[_Replaced]:
    rule = forecast.record.resolution
    for number, (before, after) in enumerate(pairwise((*rule.earlier, rule) if rule else ()), 1):
        assert after.written, "checks want the day of every rule but those of the first format"
        yield _Replaced(after.written, "rule", forecast, number, before.question, after.question)


# In words


def _said(asked: Asked, found: _Replaced) -> Correction:
    of = "verdict" if found.outcomes else "rule"
    return Correction(
        name=f"correction:{ref(found.forecast)}:{of}:{found.number}",
        on=found.on,
        what=found.what,
        title=_title(asked, found),
        before=asked.text(found.before),
        after=asked.text(found.after),
        row=row(asked, found.forecast),
        anchor=f"{of}-{found.number}",
    )


def _title(asked: Asked, found: _Replaced) -> str:
    outcomes = [f"{MARKS[each]} {asked.say(f'state-{each}')}" for each in found.outcomes]
    match found.what:
        case "outcome":
            return asked.say("correction-outcome", before=outcomes[0], after=outcomes[1])
        case "reasons":
            return asked.say("correction-reasons", outcome=outcomes[1])
    return asked.say("correction-rule")
