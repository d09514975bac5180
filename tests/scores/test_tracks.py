"""Track records: claims that weigh one each, the naive rule on the same forecasts, and what must never move either."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Callable, Sequence
from math import isclose
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import scores
from bot.content.briefing import Certainty, Decided, Naive, Outcome, Verdict, VerdictText
from bot.content.edition import Edition, Forecast, Statement
from bot.scores import FEWEST, Claim, Compared, Sums, Track, counted, fairly, groups, implied, made, track, tracks_by
from tests.conftest import TODAY

Said = tuple[Outcome | None, str, Decided | None, Decided | None]
"""A forecast: what became of it, its claim, what the naive rule says, and what it arguably says instead."""
naives = st.sampled_from(["held", "partly", "failed", None])
forecasts = st.lists(
    st.tuples(
        st.sampled_from(["held", "partly", "failed", "unclear", "void", None]),
        st.sampled_from(["", "one", "two"]),
        naives,
        st.none(),
    ),
    max_size=30,
)


def foretold(small: Edition, said: Sequence[Said], certainty: Certainty = "plain") -> list[Forecast]:
    """Return forecasts of one briefing."""
    briefing = small.by_slug["machine-dough"]
    because = VerdictText(zh="因", en="Why")

    def one(number: int, outcome: Outcome | None, claim: str, naive: Decided | None, else_: Decided | None) -> Forecast:
        update = {
            "id": str(number),
            "claim": claim or None,
            "certainty": certainty,
            "naive": naive and Naive(outcome=naive, arguably=else_),
            "verdict": outcome and Verdict(outcome=outcome, on=TODAY, because=because),
        }
        return Statement(briefing, small.card(briefing), briefing.predictions[0].model_copy(update=update))

    return [one(number, *each) for number, each in enumerate(said)]


def recorded(small: Edition, *said: Said) -> Track:
    return track(foretold(small, said), TODAY)


# Claims


def test_a_track_record_counts_every_state(small: Edition) -> None:
    record = track(small.predictions, TODAY)
    assert dataclasses.replace(record, kinds={}) == Track(held=1, partly=1, failed=1, unclear=1, open=3, due=1)
    assert (record.decided, record.forecasts, record.share) == (3, 3, 0.5)
    assert Track(unclear=3, open=2, due=1).share is None


def test_forecasts_of_one_claim_weigh_one_together(small: Edition) -> None:
    one: Said = ("held", "one", None, None)
    record = recorded(small, one, one, one, ("failed", "", None, None))
    assert (record.decided, record.forecasts, record.share) == (2, 4, 0.5)
    mixed = recorded(small, ("held", "one", None, None), ("failed", "one", None, None), ("partly", "", None, None))
    assert [*mixed.kinds.items()] == [(Claim(0, 1), 1), (Claim(0.5, 0), 1)] and mixed.share == 0.5


def test_claims_of_two_documents_are_two(small: Edition) -> None:
    [one] = foretold(small, [("held", "same", None, None)])
    library = small.by_slug["quiet-library"]
    other = Statement(library, small.card(library), one.record)
    assert track([one, other], TODAY).decided == 2


@given(forecasts, st.randoms(use_true_random=False))
def test_no_order_of_forecasts_changes_a_record(small: Edition, said: list[Said], dice: random.Random) -> None:
    before, shuffled = foretold(small, said), foretold(small, said)
    dice.shuffle(shuffled)
    one, other = track(before, TODAY), track(shuffled, TODAY)
    assert same(one, other) and one.forecasts == other.forecasts


def claims(record: Track) -> list[Claim]:
    """Return each claim of a record, from the worst to the best."""
    return [*Counter(record.kinds).elements()]


def same(one: Track, other: Track) -> bool:
    """Tell whether two records say the same: what they decide, and beside the naive rule."""
    pairs = zip(claims(one), claims(other), strict=True)
    return all(
        each == pytest.approx(its) for pair in pairs for each, its in zip(flat(pair[0]), flat(pair[1]), strict=True)
    )


def flat(claim: Claim) -> list[float]:
    return [claim.held, claim.partly, *(claim.compared or ())]


@given(forecasts, st.sampled_from(["unclear", "void", None]), st.sampled_from(["", "one", "two"]), naives)
def test_an_undecided_or_void_forecast_changes_nothing(
    small: Edition, said: list[Said], outcome: Outcome | None, claim: str, naive: Decided | None
) -> None:
    before, after = recorded(small, *said), recorded(small, *said, (outcome, claim, naive, None))
    assert before.kinds == after.kinds and before.interval == after.interval


@given(forecasts.filter(bool), st.data())
def test_a_forecast_cut_in_two_of_one_claim_changes_nothing(
    small: Edition, said: list[Said], data: st.DataObject
) -> None:
    outcome, _, naive, _ = said[0]
    rest = [each for each in said[1:] if each[1] != "cut"]
    one: Said = (outcome, "cut", naive, None)
    times = data.draw(st.integers(2, 5))
    before, after = recorded(small, *rest, one), recorded(small, *rest, *[one] * times)
    assert same(before, after) and before.interval == after.interval
    if before.comparison and after.comparison:
        assert before.comparison.interval == after.comparison.interval


def test_what_is_only_implied_is_no_record_of_its_author(small: Edition) -> None:
    outright = foretold(small, [("failed", "one", None, None)])
    between = foretold(small, [("held", "one", None, None)], "implied")
    assert made([*outright, *between]) == outright and implied([*outright, *between]) == between
    assert track(made([*outright, *between]), TODAY).share == 0


@given(st.integers(0, 12))
def test_below_five_claims_there_is_no_interval(small: Edition, count: int) -> None:
    one: Said = ("held", "", "failed", None)
    record = recorded(small, *[one] * count)
    enough = count >= FEWEST
    assert (record.interval is not None) == enough
    assert (record.comparison is not None and record.comparison.interval is not None) == enough


def test_what_held_in_part_may_count_nothing_half_or_all(small: Edition) -> None:
    said: list[Said] = [(each, "", None, None) for each in ("partly", "partly", "held", "failed")]
    record = recorded(small, *said)
    assert (record.strict, record.share, record.lenient) == (0.25, 0.5, 0.75)


# The naive rule


@pytest.mark.parametrize(
    ("outcome", "naive", "expected"),
    [
        ("held", "held", 1),
        ("held", "partly", 0.5),
        ("held", "failed", 0),
        ("partly", "held", 0.5),
        ("partly", "partly", 1),
        ("partly", "failed", 0.5),
        ("failed", "failed", 1),
        ("failed", "held", 0),
    ],
)
def test_the_naive_rule_scores_by_how_near_it_came(
    small: Edition, outcome: Outcome, naive: Decided, expected: float
) -> None:
    """As an author does, who always says that it will hold."""
    beside = recorded(small, (outcome, "", naive, None)).comparison
    assert beside and beside.naive == expected and beside.author == scores.OUTCOME_WORTH[outcome]


@given(forecasts)
def test_whoever_says_what_the_naive_rule_says_has_no_lead(small: Edition, said: list[Said]) -> None:
    beside = recorded(small, *((outcome, claim, "held", None) for outcome, claim, _, _ in said)).comparison
    assert beside is None or (beside.lead == 0 and beside.skill in (0, None))


def test_skill_is_the_lead_over_what_was_left_to_gain(small: Edition) -> None:
    """Author 3 of 4, naive rule 1 of 4: (0.75 − 0.25) / (1 − 0.25)."""
    said: list[Said] = [(each, "", "failed", None) for each in ("held", "held", "held", "failed")]
    beside = recorded(small, *said).comparison
    assert beside and (beside.author, beside.naive, beside.lead) == (0.75, 0.25, 0.5)
    assert beside.skill is not None and isclose(beside.skill, 2 / 3)
    perfect = recorded(small, ("failed", "", "failed", None)).comparison
    assert perfect and perfect.skill is None


def test_the_lead_moves_as_far_as_readings_can_be_argued(small: Edition) -> None:
    said: list[Said] = [
        ("held", "", "failed", "held"),
        ("partly", "", "partly", None),
        ("failed", "", "held", "partly"),
    ]
    beside = recorded(small, *said).comparison
    assert beside and beside.kinds == dict.fromkeys(
        [Compared(0, 0, 0, 0.5), Compared(0.5, 1, 1, 1), Compared(1, 0, 0, 1)], 1
    )
    assert (beside.leads.low, beside.leads.high) == (0.5 - 2.5 / 3, 0.5 - 1 / 3)
    assert beside.leads.low <= beside.lead <= beside.leads.high


def test_only_forecasts_are_compared_of_which_it_is_known_what_the_rule_says(small: Edition) -> None:
    record = recorded(small, ("held", "one", "held", None), ("failed", "one", None, None), ("held", "", None, None))
    beside = record.comparison
    assert record.decided == 2 and beside and beside.kinds == {Compared(1, 1, 1, 1): 1}
    assert recorded(small, ("held", "", None, None)).comparison is None


# Groups


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            lambda forecast: (forecast.briefing.briefing,),
            {
                "machine-dough": Track(held=1, partly=1, open=2),
                "quiet-library": Track(failed=1, unclear=1, open=1, due=1),
            },
        ),
        (
            lambda forecast: tuple(author.zh for author in forecast.card.authors),
            {
                "林小麦": Track(held=1, partly=1, open=2),
                "Ada Stone": Track(failed=1, unclear=1, open=1, due=1),
                "书架闲谈编辑部": Track(failed=1, unclear=1, open=1, due=1),
            },
        ),
        (
            scores.by_field,
            {
                "bakeries": Track(held=1, partly=1, open=2),
                "libraries": Track(failed=1, open=1, due=1),
                "translation": Track(unclear=1, due=1),
            },
        ),
        (
            scores.by_year,
            {
                2025: Track(held=1, failed=1, due=1),
                2024: Track(partly=1),
                None: Track(unclear=1, open=2),
                2026: Track(open=1),
            },
        ),
        (
            scores.by_weight,
            {
                "minor": Track(held=1, unclear=1),
                "core": Track(partly=1, failed=1, open=2),
                "secondary": Track(open=1, due=1),
            },
        ),
        (
            scores.by_certainty,
            {
                "plain": Track(held=1, failed=1, open=2, due=1),
                "hedged": Track(partly=1, open=1),
                "implied": Track(unclear=1),
            },
        ),
    ],
)
def test_track_records_are_split(small: Edition, by: Callable[[Forecast], Any], expected: dict[Any, Track]) -> None:
    found = tracks_by(small.predictions, by, TODAY)
    assert {name: dataclasses.replace(record, kinds={}) for name, record in found.items()} == expected


def record(*claims: float) -> Track:
    return Track(kinds=Counter(Claim(each, 0) for each in claims))


def test_the_best_is_who_surely_held_much_not_who_held_once() -> None:
    groups = {
        "undecided": Track(open=40),
        "once": record(1),
        "never": record(*[0] * 30),
        "often": record(*[1] * 30, *[0] * 10),
        "hardly": record(0, 0, 0),
    }
    assert list(fairly(groups)) == ["often", "once", "hardly", "never", "undecided"]


def test_who_leads_the_naive_rule_comes_before_who_was_right_as_often_as_it() -> None:
    def beside(author: float, naive: float) -> Track:
        return Track(kinds={Claim(author, 0, Compared(author, naive, naive, naive)): 10})

    assert list(fairly({"obvious": beside(1, 1), "bold": beside(0.8, 0.2), "wrong": beside(0, 1)})) == [
        "bold",
        "obvious",
        "wrong",
    ]


tracks = st.lists(st.sampled_from([0, 0.5, 1]), max_size=12).map(lambda claims: record(*claims))


@given(st.dictionaries(st.text(), tracks), st.randoms(use_true_random=False))
def test_no_order_of_groups_changes_which_record_comes_first(groups: dict[str, Track], dice: random.Random) -> None:
    shuffled = list(groups.items())
    dice.shuffle(shuffled)
    first, again = (list(fairly(each).values()) for each in (groups, dict(shuffled)))
    assert [(each.bounds, each.decided > 0) for each in first] == [(each.bounds, each.decided > 0) for each in again]


@given(forecasts, forecasts, st.booleans())
def test_sums_less_what_went_and_with_what_came_are_those_made_anew(
    small: Edition, said: list[Said], others: list[Said], forgotten: bool
) -> None:
    """Also where a group was forgotten meanwhile, and is not the same one any more."""

    def sums(those: list[Said]) -> Sums[str]:
        return Sums.of(counted(foretold(small, those), lambda each: ("all", each.record.id[-1:]), TODAY))

    both = Sums.together([sums(said), sums(others)])
    if forgotten:
        groups._cell.cache_clear()
    revised = both.revised([sums(said), sums(said)], [sums(others), sums(said)])
    expected = Sums.together([sums(others), sums(others)])
    assert revised.tracks() == expected.tracks()
