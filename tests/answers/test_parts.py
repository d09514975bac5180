"""Lists, records and questions that are merged of what is kept with each briefing: the same as made of all at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import filters
from bot.answers.asked import Asked
from bot.answers.checkin import line_of, news_of
from bot.answers.items import sourced
from bot.answers.questions import line_up
from bot.answers.reckoned import Records, records
from bot.answers.selected import Selected, latest, reviewed_on, ruled_on, selected, soonest
from bot.content.briefing import Verdict, VerdictText
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast, ref, state
from bot.scores import by_certainty, by_field, by_weight, by_year, closings, implied, made, track, tracks_by
from tests.conftest import TODAY

DAYS = st.sampled_from([TODAY, TODAY + dt.timedelta(days=200), TODAY + dt.timedelta(days=4_000)])
NAMES = ("2025", "agents", "core", "due", "hedged", "implied", "leaning", "leaning-likely", "open", "ruled", "minor")
SOURCES = ("ten-hypotheses", "how-long-hot")


def asked(edition: Edition, day: dt.date = TODAY) -> Asked:
    return Asked(edition=edition, language="en", today=day)


def edited(edition: Edition, slug: str, *, drop: int, ruled: bool) -> Edition:
    """Return an edition of which one briefing lost some forecasts, and has a verdict on its first one."""
    briefing = edition.by_slug[slug]
    first, *rest = briefing.predictions[drop:]
    verdict = Verdict(outcome="held", on=TODAY, because=VerdictText(zh="因", en="Why"))
    first = first.model_copy(update={"verdict": verdict}) if ruled else first
    other = briefing.model_copy(update={"predictions": (first, *rest)})
    return replace(edition, briefings=tuple(other if each is briefing else each for each in edition.briefings))


def anew(edition: Edition) -> Edition:
    """Return an equal edition of which nothing was made yet, nor of its briefings."""
    briefings = tuple(each.model_copy() for each in edition.briefings)
    return replace(edition, briefings=briefings)


def listed(edition: Edition, names: tuple[str, ...], day: dt.date) -> list[Forecast]:
    """Return the forecasts that filters let through, one after the other, in the order of their list."""
    wanted = [filters.wanted(asked(edition, day), name) for name in names]
    found = [each for each in edition.predictions if all(lets_through(each) for lets_through in wanted)]
    found.sort(key=lambda each: (WEIGHTS.index(each.record.weight), each.record.window.until or dt.date.max))
    if by := ruled_on if "ruled" in names else reviewed_on if {*filters.OF_LEANING} & {*names} else None:
        found.sort(key=by, reverse=True)
    return found


@given(st.lists(st.sampled_from((*NAMES, *SOURCES, filters.ALL)), max_size=3, unique=True), DAYS)
def test_a_list_holds_what_its_filters_let_through_below_its_sources(
    shipped: Edition, names: list[str], day: dt.date
) -> None:
    expected = listed(shipped, tuple(names), day)
    by = ruled_on if "ruled" in names else reviewed_on if {*filters.OF_LEANING} & {*names} else None
    found = selected(asked(shipped, day), names)
    assert [*found.entries] == sourced(expected, by) == [found.entries[at] for at in range(len(found.entries))]
    assert found.states == Counter(state(each.record, day) for each in expected)
    assert found.ruled == any(each.record.verdict for each in expected)


def test_an_entry_is_found_from_either_end_and_none_beyond(shipped: Edition) -> None:
    entries = selected(asked(shipped), ()).entries
    assert entries[-1] == [*entries][-1] and entries[:3] == [*entries][:3]
    with pytest.raises(IndexError):
        entries[len(entries)]


def same(one: Records, other: Records) -> bool:
    """Tell whether two records say the same; teams are those of their own edition."""
    teams = [
        [[(team.documents, each) for team, each in those.items()] for those in (of.said, of.implied, of.everything)]
        for of in (one.teams, other.teams)
    ]
    return teams[0] == teams[1] and replace(one, teams=other.teams) == other


@given(st.sampled_from(SOURCES), st.integers(0, 5), st.booleans(), st.sampled_from([(), ("agents",), ("core", "2025")]))
def test_what_comes_of_an_edit_is_what_would_be_made_of_all_anew(
    shipped: Edition, slug: str, drop: int, ruled: bool, names: tuple[str, ...]
) -> None:
    records(asked(shipped), names)
    after = edited(shipped, slug, drop=drop, ruled=ruled)
    fresh = anew(after)
    assert same(records(asked(after), names), records(asked(fresh), names))
    assert line_of(after, TODAY) == line_of(fresh, TODAY) == line_up(after.predictions, TODAY)
    assert [*map(ref, soonest(asked(after)))] == [*map(ref, soonest(asked(fresh)))]
    assert [*map(ref, latest(asked(after)))] == [*map(ref, latest(asked(fresh)))]
    assert news_of(after) == news_of(fresh) and closings(after) == closings(fresh)


@given(st.sampled_from([(), ("agents",), ("ruled",), ("core", "2025"), ("ten-hypotheses",)]), DAYS)
def test_records_are_those_of_their_forecasts(shipped: Edition, names: tuple[str, ...], day: dt.date) -> None:
    found, those = records(asked(shipped, day), names), listed(shipped, names, day)
    assert (found.said, found.everything) == (track(made(those), day), track(those, day))
    assert found.implied == track(implied(those), day)
    assert found.weights == tracks_by(made(those), by_weight, day)
    assert found.certainties == tracks_by(those, by_certainty, day)
    assert found.fields == tracks_by(made(those), by_field, day)
    assert found.years == tracks_by(made(those), by_year, day)


def counted(found: Selected) -> int:
    return sum(found.states.values())


def test_filters_by_what_is_told_apart_let_through_every_forecast_once(shipped: Edition) -> None:
    """Each forecast stands in one state, has one weight and one certainty, and one source."""
    everything = len(shipped.predictions)
    for names in (STATES, WEIGHTS, filters.CERTAINTIES, tuple(shipped.by_slug)):
        assert sum(counted(selected(asked(shipped), (name,))) for name in names) == everything
