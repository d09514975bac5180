"""Track records as they are reckoned once for an edition and a day, whoever asks for them in which language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, get_args

from bot.answers.asked import Asked
from bot.answers.authors import Team, teams
from bot.answers.selected import Group, Row, selected
from bot.content.briefing import Briefing, Card
from bot.content.derived import kept_from_before, kept_with_briefings, kept_with_edition
from bot.content.edition import Edition, Forecast, State, Statement
from bot.scores import Counted, Sums, Track, counted, fairly

RECORDS_KEPT: Final = 64
"""Choices of forecasts whose records are kept: a few kilobytes each."""


class Teams:
    """The records of teams, by those of their documents: they are made where they are asked for."""

    def __init__(self, teams: Iterable[Team], of: Callable[[_Own], Mapping[str, Track]]) -> None:
        self._teams, self._of = tuple(teams), of

    @cached_property
    def said(self) -> Mapping[Team, Track]:
        """The record of what each said outright, fairly sorted; those who said nothing outright come last."""
        said = self._together("said of")
        others = [team for team in self._teams if team not in said]
        silent = fairly(self._together("everything of", others))
        return {**fairly(said), **dict.fromkeys(silent, Track())}

    @cached_property
    def implied(self) -> Mapping[Team, Track]:
        """The record of what each only implied."""
        return self._together("implied of")

    @cached_property
    def everything(self) -> Mapping[Team, Track]:
        """The record of everything."""
        return self._together("everything of")

    def _together(self, kind: _Own, teams: Iterable[Team] | None = None) -> dict[Team, Track]:
        teams, own = self._teams if teams is None else teams, self._of(kind)
        found = {team: [own[slug] for slug in team.documents if slug in own] for team in teams}
        return {team: those[0] if len(those) == 1 else Track.together(those) for team, those in found.items() if those}


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
    found = selected(Asked(edition=edition, language="zh", today=today), chosen)  # the same in every language
    sums, of_briefings = _of_some(edition, found.rows, today) if chosen else _of_all(edition, today)
    kinds: dict[_Kind, dict[Any, Track]] = {kind: {} for kind in get_args(_Kind)}
    for (kind, name), track in sums.tracks().items():
        kinds[kind][name] = track
    fields = {sector: kinds["field"][sector] for sector in edition.sectors if sector in kinds["field"]}
    return Records(
        states=found.states,
        said=kinds["said"].get("", Track()),
        implied=kinds["certainty"].get("implied", Track()),
        everything=kinds["everything"].get("", Track()),
        by_one=_by_one(found.entries.groups),
        teams=Teams(teams(edition), of_briefings),
        weights=kinds["weight"],
        certainties=kinds["certainty"],
        fields=fairly(fields),
        years=kinds["year"],
    )


_kept = kept_with_edition(_records, RECORDS_KEPT)

_Own = Literal["everything of", "said of", "implied of"]
"""What forecasts count in for their authors, by briefings: of these records of teams are made."""
_Kind = Literal["everything", "said", "certainty", "weight", "field", "year", _Own]
_Group = tuple[_Kind, Any]
"""What a forecast counts in: a part of all, by its name."""


def _groups(forecast: Forecast) -> Iterator[_Group]:
    """Yield what a forecast counts in; what nobody said outright is no record of a weight, a field or a year."""
    record, slug = forecast.record, forecast.briefing.briefing
    yield from (("everything", ""), ("everything of", slug), ("certainty", record.certainty))
    if record.certainty == "implied":
        yield "implied of", slug
    else:
        yield from (("said", ""), ("said of", slug), ("weight", record.weight))
        yield from (("field", sector) for sector in record.sectors)
        yield "year", record.window.until and record.window.until.year


@dataclass(frozen=True, slots=True)
class _Part:
    """How the forecasts of a briefing count, by id; what they add to the records of all, and are for their authors."""

    counted: Mapping[str, Counted[_Group]]
    sums: Sums[_Group]
    own: Mapping[_Group, Track]


@kept_with_briefings
def _parts(briefing: Briefing, card: Card, today: dt.date) -> _Part:
    forecasts = (Statement(briefing, card, each) for each in briefing.predictions)
    ids = (each.id for each in briefing.predictions)
    found = dict(zip(ids, counted(forecasts, _groups, today), strict=True))
    sums = Sums.of(found.values())
    return _Part(found, sums.where(lambda group: not _is_own(group)), sums.where(_is_own).tracks())


def _is_own(group: _Group) -> bool:
    return group[0] in get_args(_Own)


@dataclass(frozen=True, slots=True)
class _Whole:
    parts: Mapping[str, _Part]
    sums: Sums[_Group]


@kept_from_before
def _whole(edition: Edition, before: _Whole | None, today: dt.date) -> _Whole:
    """Return the sums of an edition: those of the one before, less and with what was edited."""
    parts = _parts(edition, today)
    if before is None:
        return _Whole(parts, Sums.together(each.sums for each in parts.values()))
    gone = [each.sums for slug, each in before.parts.items() if parts.get(slug) is not each]
    came = [each.sums for slug, each in parts.items() if before.parts.get(slug) is not each]
    return _Whole(parts, before.sums.revised(gone, came))


_OfBriefings = Callable[[_Own], Mapping[str, Track]]
"""The records of briefings, by slug, of each kind that they are asked for."""


def _of_all(edition: Edition, today: dt.date) -> tuple[Sums[_Group], _OfBriefings]:
    """Return the sums of all forecasts, and the records of briefings."""
    whole = _whole(edition, today)

    def of(kind: _Own) -> dict[str, Track]:
        return {slug: part.own[kind, slug] for slug, part in whole.parts.items() if (kind, slug) in part.own}

    return whole.sums, of


def _of_some(edition: Edition, rows: Iterable[Row], today: dt.date) -> tuple[Sums[_Group], _OfBriefings]:
    """Return the same of some forecasts."""
    parts, forecasts = _parts(edition, today), (row.forecast for row in rows)
    sums = Sums.of(parts[each.briefing.briefing].counted[each.record.id] for each in forecasts)

    def of(kind: _Own) -> dict[str, Track]:
        return {name: track for (_, name), track in sums.where(lambda group: group[0] == kind).tracks().items()}

    return sums.where(lambda group: not _is_own(group)), of


def _by_one(groups: Iterable[Group]) -> bool:
    """Tell whether one author had a hand in all of them; of none there is nobody to compare either."""
    wrote = [{author.zh for author in group.rows[0].forecast.card.authors} for group in groups]
    return not wrote or bool(set.intersection(*wrote))
