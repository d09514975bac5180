"""Readers' scores: which answers count and how much, beside whom, what they are made of, and progress."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Iterable, Sequence
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.briefing import Decided, Naive, Outcome, Ruling, Verdict, VerdictText
from bot.content.edition import Edition
from bot.people.readers import CHANCES, Guess, moved
from bot.scores import Bin, Score, score

RULED = dt.date(2026, 5, 1)
EVE = dt.datetime(2026, 4, 30, 23, 59, 59, tzinfo=dt.UTC)
"""The last second before the day of the ruling."""
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)

# Which answers count


def verdict(outcome: Outcome, *earlier: Ruling, on: dt.date = RULED) -> Verdict:
    return Verdict(outcome=outcome, on=on, because=VerdictText(zh="因", en="Why"), earlier=earlier)


def ruling(outcome: Outcome, on: dt.date) -> Ruling:
    return Ruling(outcome=outcome, on=on, because=VerdictText(zh="因", en="Why"))


def settled(
    small: Edition, *verdicts: Verdict | None, claims: Sequence[str] = (), naive: Sequence[Decided | None] = ()
) -> Edition:
    """Return an edition of one briefing with predictions q/0, q/1, … of these verdicts."""
    claims, naive = claims or [""] * len(verdicts), naive or ["failed"] * len(verdicts)
    briefing = small.by_slug["machine-dough"]
    predictions = tuple(
        briefing.predictions[0].model_copy(
            update={"id": str(number), "verdict": each, "claim": claim or None, "naive": says and Naive(outcome=says)}
        )
        for number, (each, claim, says) in enumerate(zip(verdicts, claims, naive, strict=True))
    )
    update = {"briefing": "q", "predictions": predictions}
    return dataclasses.replace(small, briefings=(briefing.model_copy(update=update),))


def guess(percent: int, at: dt.datetime = EVE, *, question: int = 0, reader: int = 1) -> Guess:
    return Guess(reader, f"q/{question}", percent, at)


def crowd(*guesses: Guess) -> dict[str, dict[str, int]]:
    """Return how many readers had last given each chance, by question, when all of them were closed."""
    last = {(each.prediction, each.reader): each for each in sorted(guesses, key=lambda one: one.at) if each.at <= EVE}
    found: dict[str, dict[str, int]] = {}
    for (name, _), each in last.items():
        found[name] = moved(found.get(name, {}), None, str(each.percent))
    return found


def scored(edition: Edition, *own: Guess, others: Iterable[Guess] = ()) -> Score:
    found = score(own, crowd(*own, *others), edition)
    assert found
    return found


@pytest.mark.parametrize(
    ("own", "percent"),
    [
        ([guess(80)], 80),
        ([guess(20, EVE - DAY), guess(80)], 80),
        ([guess(80), guess(20, EVE - DAY)], 80),
        ([guess(80), guess(20, EVE + SECOND)], 80),
        ([guess(80), guess(20, EVE + 9 * DAY)], 80),
        ([guess(20), guess(80)], 80),
        ([guess(80, dt.datetime(2026, 5, 1, 7, 59, tzinfo=dt.timezone(dt.timedelta(hours=8))))], 80),
    ],
)
def test_the_last_answer_before_the_day_of_the_verdict_counts(small: Edition, own: list[Guess], percent: int) -> None:
    assert [each.percent for each in scored(settled(small, verdict("held")), *own).settled] == [percent]


@pytest.mark.parametrize(
    ("ruled", "own"),
    [
        (verdict("held"), guess(80, EVE + SECOND)),
        (verdict("unclear"), guess(80)),
        (None, guess(80)),
        (verdict("held"), guess(80, question=1)),
        (verdict("held", ruling("failed", RULED - 30 * DAY)), guess(80)),
        (verdict("held", ruling("unclear", RULED - 30 * DAY)), guess(80)),
    ],
)
def test_no_answer_is_scored_that_came_late_or_has_no_outcome(
    small: Edition, ruled: Verdict | None, own: Guess
) -> None:
    assert score([own], {}, settled(small, ruled)) is None


def test_without_answers_there_is_no_score(small: Edition) -> None:
    assert score([], crowd(guess(80, reader=2)), settled(small, verdict("held"))) is None


def test_a_corrected_verdict_scores_its_outcome_now_for_answers_before_it_was_first_ruled_on(small: Edition) -> None:
    first, second = ruling("held", RULED - 60 * DAY), ruling("partly", RULED - 30 * DAY)
    edition = settled(small, verdict("failed", first, second))
    own = [guess(20, EVE - 60 * DAY), guess(5, EVE - 30 * DAY), guess(95)]
    score_then = score(own, {"q/0": {"20": 1, "5": 2}}, edition)
    assert score_then
    [found] = score_then.settled
    assert (found.percent, found.median, found.outcome) == (20, 5, 0)


@pytest.mark.parametrize(
    ("outcome", "expected", "even"), [("held", 0.04, 0.25), ("failed", 0.64, 0.25), ("partly", 0.09, 0)]
)
def test_an_outcome_scores_and_what_held_in_part_is_half_of_it(
    small: Edition, outcome: Outcome, expected: float, even: float
) -> None:
    found = scored(settled(small, verdict(outcome)), guess(80))
    assert isclose(found.brier, expected)
    assert isclose(found.even, even)


def test_the_crowd_is_the_lower_median_of_each_readers_last_answer_in_time(small: Edition) -> None:
    others = [
        guess(95, EVE - DAY, reader=2),
        guess(35, reader=2),
        guess(50, reader=3),
        guess(95, EVE + SECOND, reader=3),
        guess(65, reader=4),
        guess(95, EVE + SECOND, reader=5),
    ]
    found = scored(settled(small, verdict("held")), guess(80), others=others)
    assert [(each.percent, each.median, each.outcome) for each in found.settled] == [(80, 50, 1)]
    assert isclose(found.crowd, 0.25)
    assert found.readers == 4


def test_the_crowd_is_scored_on_the_readers_own_questions_alone(small: Edition) -> None:
    edition = settled(small, verdict("held"), verdict("failed"))
    others = [guess(20, reader=2), guess(95, question=1, reader=2), guess(95, question=1, reader=3)]
    found = scored(edition, guess(80), others=others)
    assert [each.prediction for each in found.settled] == ["q/0"]
    assert found.readers == 2 and isclose(found.crowd, 0.64)


def test_a_reader_alone_is_the_crowd_whether_or_not_it_names_them(small: Edition) -> None:
    edition = settled(small, verdict("held"))
    assert scored(edition, guess(80)) == score([guess(80)], {}, edition)
    assert scored(edition, guess(80)).readers == 1


def test_the_readers_are_those_of_the_median_that_is_of_most(small: Edition) -> None:
    edition = settled(small, verdict("held"), verdict("failed"))
    others = [guess(20, reader=2), *(guess(95, question=1, reader=reader) for reader in (3, 4))]
    assert scored(edition, guess(80), guess(20, question=1), others=others).readers == 3


OUTCOMES: list[Verdict | None] = [verdict(each) for each in ("held", "partly", "failed", "unclear")]
guesses = st.lists(
    st.builds(
        lambda reader, question, percent, seconds: guess(
            percent, EVE + seconds * SECOND, question=question, reader=reader
        ),
        st.integers(1, 4),
        st.integers(0, 4),
        st.sampled_from(CHANCES).map(int),
        st.integers(-9_999, 99),
    ),
    unique_by=lambda each: each.at,
)


def standing(said: Iterable[Guess], edition: Edition) -> Score | None:
    everybody = list(said)
    return score([each for each in everybody if each.reader == 1], crowd(*everybody), edition)


@given(guesses, st.randoms(use_true_random=False))
def test_no_order_of_answers_changes_a_score(small: Edition, said: list[Guess], dice: random.Random) -> None:
    edition = settled(small, *OUTCOMES, None)
    before, shuffled = standing(said, edition), said[:]
    dice.shuffle(shuffled)
    after = standing(shuffled, edition)
    if before is None or after is None:
        assert before is after
        return
    assert (before.brier, before.crowd, before.even) == (after.brier, after.crowd, after.even)
    assert (before.calibration, before.readers) == (after.calibration, after.readers)


@given(guesses)
def test_an_unclear_or_undecided_question_changes_no_score(small: Edition, said: list[Guess]) -> None:
    edition = settled(small, *OUTCOMES, None)
    decided = [each for each in said if each.prediction in ("q/0", "q/1", "q/2")]
    assert standing(said, edition) == standing(decided, edition)


@given(guesses)
def test_every_settled_question_stands_in_one_bin(small: Edition, said: list[Guess]) -> None:
    if found := standing(said, settled(small, *OUTCOMES, None)):
        assert [each.percent for each in found.calibration] == list(map(int, CHANCES))
        assert sum(each.questions for each in found.calibration) == len(found.settled)
        assert sum(each.true for each in found.calibration) == sum(each.outcome for each in found.settled)


def test_calibration_counts_what_came_true_by_the_chance_that_was_given(small: Edition) -> None:
    edition = settled(small, verdict("held"), verdict("partly"), verdict("failed"), verdict("held"))
    own = [guess(percent, question=number) for number, percent in enumerate((80, 80, 80, 7))]
    bins = {each.percent: each for each in scored(edition, *own).calibration}
    assert bins[80] == Bin(80, 3, 1.5) and bins[5] == Bin(5, 1, 1) and bins[50] == Bin(50, 0, 0)


def test_of_a_hundred_thousand_answers_every_question_and_reader_counts(small: Edition) -> None:
    edition = settled(small, *(verdict("held") for _ in range(200)))
    everybody = crowd(
        *(guess(int(CHANCES[reader % len(CHANCES)]), EVE - SECOND * reader, reader=reader) for reader in range(500))
    )
    said = {f"q/{number}": everybody["q/0"] for number in range(200)}
    own = [guess(80, question=number) for number in range(200)]
    found = score(own, said, edition)
    assert found and (len(found.settled), found.readers) == (200, 500)


# First answers, last ones, and all of them


def test_first_last_and_all_answers_stand_beside_each_other(small: Edition) -> None:
    """Over 10 days: 20 % for 6 and 80 % for 4, where it held: first 0.64, last 0.04, averaged 0.4."""
    close = EVE + SECOND
    found = scored(settled(small, verdict("held")), guess(20, close - 10 * DAY), guess(80, close - 4 * DAY))
    assert isclose(found.first, 0.64) and isclose(found.brier, 0.04)
    assert isclose(found.over_time, (6 * 0.64 + 4 * 0.04) / 10)


def test_waiting_for_the_last_day_is_no_help_over_time(small: Edition) -> None:
    edition = settled(small, verdict("held"))
    waits = scored(edition, guess(50, EVE - 100 * DAY), guess(95, EVE))
    sees = scored(edition, guess(95, EVE - 100 * DAY))
    assert waits.brier == sees.brier and waits.over_time > 0.24 and isclose(sees.over_time, sees.brier)


def test_answers_after_the_close_are_no_answers(small: Edition) -> None:
    edition = settled(small, verdict("held"))
    late = [guess(5, EVE + SECOND), guess(5, EVE + 9 * DAY)]
    assert scored(edition, guess(80), *late) == scored(edition, guess(80))


# Claims, and the naive rule


def test_questions_of_one_claim_weigh_one_together(small: Edition) -> None:
    edition = settled(small, *[verdict("held")] * 3, verdict("failed"), claims=("a", "a", "a", ""))
    found = scored(edition, *(guess(80, question=number) for number in range(4)))
    assert isclose(found.brier, (0.04 + 0.64) / 2) and isclose(found.even, 0.25)
    assert [each.questions for each in found.calibration if each.questions] == [4]


@given(st.sampled_from(["held", "partly", "failed"]), st.sampled_from(CHANCES), st.integers(2, 6))
def test_a_question_cut_in_two_of_one_claim_changes_nothing(
    small: Edition, outcome: Outcome, chance: str, times: int
) -> None:
    def answered(cut: int) -> Score:
        edition = settled(small, verdict("failed"), *[verdict(outcome)] * cut, claims=["", *["a"] * cut])
        return scored(edition, guess(35), *(guess(int(chance), question=number + 1) for number in range(cut)))

    one, many = answered(1), answered(times)
    for name in ("brier", "first", "over_time", "crowd", "even", "naive"):
        assert isclose(getattr(one, name), getattr(many, name), abs_tol=1e-12)
    assert all(isclose(*pair, abs_tol=1e-12) for pair in zip(one.decomposition, many.decomposition, strict=True))


def test_the_naive_rule_is_scored_on_the_same_questions_or_on_those_it_is_known_of(small: Edition) -> None:
    edition = settled(small, *[verdict("held")] * 3, naive=("failed", "held", None))
    found = scored(edition, *(guess(80, question=number) for number in range(3)))
    same = found.compared
    assert same and len(same.settled) == 2 and isclose(same.naive, 0.5) and isclose(same.brier, 0.04)
    unknown = scored(settled(small, verdict("held"), naive=(None,)), guess(80))
    assert unknown.compared is None


@given(guesses)
def test_the_parts_of_a_score_make_it_up(small: Edition, said: list[Guess]) -> None:
    if found := standing(said, settled(small, *OUTCOMES, None, claims=("a", "a", "", "", ""))):
        parts = found.decomposition
        assert abs(parts.reliability - parts.resolution + parts.uncertainty - found.brier) < 1e-9


# Getting better


def over_years(small: Edition, chances: Iterable[int]) -> Score:
    """Return the score of somebody who gave these chances, one a month, to questions that all held."""
    chances = list(chances)
    edition = settled(small, *[verdict("held")] * len(chances))
    return scored(
        edition, *(guess(chance, EVE - (30 * (99 - n)) * DAY, question=n) for n, chance in enumerate(chances))
    )


def test_who_gets_better_or_worse_beyond_chance_is_told_so(small: Edition) -> None:
    rising = [5, 5, 20, 20, 35, 35, 50, 50, 65, 65, 80, 80, 95, 95]
    better, worse = over_years(small, rising).progress, over_years(small, rising[::-1]).progress
    assert better and better.certain and better.change < 0 and better.claims == 14
    assert worse and worse.certain and worse.change > 0
    assert isclose(better.by_day * 30 * 13, better.change)


@pytest.mark.parametrize("chances", [[80] * 20, [80, 20] * 10, [20, 80, 80, 20] * 5])
def test_what_may_be_chance_is_no_progress(small: Edition, chances: list[int]) -> None:
    progress = over_years(small, chances).progress
    assert progress and not progress.certain


def test_of_fewer_than_ten_claims_nothing_is_said_of_progress(small: Edition) -> None:
    assert over_years(small, [5, 20, 35, 50, 65, 80, 95, 95, 95]).progress is None
    assert scored(settled(small, *[verdict("held")] * 12), *(guess(80, question=n) for n in range(12))).progress is None


def test_the_course_has_a_point_for_each_claim_in_the_order_of_days(small: Edition) -> None:
    found = over_years(small, [80, 20])
    days = [(EVE - (30 * back) * DAY).date() for back in (99, 98)]
    assert [day for day, _ in found.course] == days
    assert [round(each, 9) for _, each in found.course] == [0.04, 0.64]
