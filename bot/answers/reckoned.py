"""Track records as they are reckoned once for an edition and a day, whoever asks for them in which language."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.answers import authors, filters
from bot.answers.asked import Asked
from bot.answers.authors import Team
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast, State, state
from bot.scores import Track, by_certainty, by_field, by_weight, by_year, implied, made, track, tracks_by

RECORDS_KEPT: Final = 64
"""Choices of forecasts whose records are kept: a few kilobytes each."""


@dataclass(frozen=True, slots=True)
class Teams:
    """The record of each team: of what they said outright, of what they only implied, and of everything."""

    said: Mapping[Team, Track]
    implied: Mapping[Team, Track]
    everything: Mapping[Team, Track]


@dataclass(frozen=True, slots=True)
class Records:
    """The records of some forecasts, of what was said outright where nothing else is said, and of parts of them.

    `by_one` tells whether one author had a hand in all of them: then there is nobody to compare.
    """

    states: Mapping[State, int]
    said: Track
    implied: Track
    everything: Track
    by_one: bool
    teams: Teams
    weights: Mapping[str, Track]
    certainties: Mapping[str, Track]
    fields: Mapping[str, Track]
    years: Mapping[int | None, Track]


def records(asked: Asked, chosen: Iterable[str]) -> Records:
    """Return the records of all forecasts that the chosen filters let through; certainties are told of everything."""
    return _kept(asked.edition, tuple(chosen), asked.today)


def _records(edition: Edition, chosen: tuple[str, ...], today: dt.date) -> Records:
    asked = Asked(edition=edition, language="zh", today=today)  # filters let through the same in every language
    wanted = [filters.wanted(asked, name) for name in chosen]
    found = [each for each in edition.predictions if all(lets_through(each) for lets_through in wanted)]
    said = made(found)
    return Records(
        states=Counter(state(each.record, today) for each in found),
        said=track(said, today),
        implied=track(implied(found), today),
        everything=track(found, today),
        by_one=_by_one(found),
        teams=_teams(edition, found, today),
        weights={**tracks_by(said, by_weight, today)},
        certainties={**tracks_by(found, by_certainty, today)},
        fields=tracks_by(said, by_field, today),
        years=tracks_by(said, by_year, today),
    )


_kept = kept_with_edition(_records, RECORDS_KEPT)


def _by_one(forecasts: list[Forecast]) -> bool:
    wrote = [{author.zh for author in each.card.authors} for each in forecasts]
    return not wrote or bool(set.intersection(*wrote))


def _teams(edition: Edition, forecasts: list[Forecast], today: dt.date) -> Teams:
    """Return the records of all teams: those who said nothing outright come last."""
    said, everything = (authors.records(edition, each, today) for each in (made(forecasts), forecasts))
    silent = {team: Track() for team in everything if team not in said}
    return Teams({**said, **silent}, authors.records(edition, implied(forecasts), today), everything)
