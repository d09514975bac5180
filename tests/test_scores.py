"""Track records and readers' scores: published values, what must never move them, and which answers count."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Iterable
from math import isclose, sqrt
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import scores
from bot.content.briefing import Outcome, Ruling, Verdict, VerdictText
from bot.content.edition import STATES, Edition, Forecast
from bot.people.readers import CHANCES, Guess
from bot.scores import Bin, Score, Settled, Track, brier, fairly, score, track, tracks_by, wilson
from tests.conftest import TODAY

RULED = dt.date(2026, 5, 1)
EVE = dt.datetime(2026, 4, 30, 23, 59, 59, tzinfo=dt.UTC)
"""The last second before the day of the ruling."""
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)

counts = st.tuples(st.integers(0, 400), st.integers(1, 400)).map(lambda pair: (min(pair), pair[1]))
"""Successes, and of how many."""


# Intervals


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_published(successes: int, trials: int, low: float, high: float) -> None:
    """Newcombe 1998, table I, method 3: the score method without correction for continuity."""
    interval = wilson(successes, trials)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(counts)
def test_a_bound_is_the_share_from_which_the_one_seen_is_just_not_too_far(seen: tuple[int, int]) -> None:
    """What the interval is by definition: z standard errors, those of the bound and not of the share that was seen."""
    successes, trials = seen
    for bound in wilson(successes, trials):
        distance = abs(successes / trials - bound)
        assert isclose(distance, 1.959963984540054 * sqrt(max(0, bound * (1 - bound)) / trials), abs_tol=1e-9)


@given(counts)
@example((0, 7))
@example((7, 7))
def test_an_interval_contains_the_share_and_is_one_of_shares(seen: tuple[int, int]) -> None:
    successes, trials = seen
    interval = wilson(successes, trials)
    assert 0 <= interval.low <= successes / trials <= interval.high <= 1


@given(counts, st.integers(2, 9))
def test_an_interval_narrows_with_more_of_the_same(seen: tuple[int, int], times: int) -> None:
    few, many = wilson(*seen), wilson(seen[0] * times, seen[1] * times)
    assert many.high - many.low < few.high - few.low


@given(counts)
def test_what_failed_has_the_interval_of_what_held_turned_round(seen: tuple[int, int]) -> None:
    held, failed = wilson(*seen), wilson(seen[1] - seen[0], seen[1])
    assert isclose(held.low, 1 - failed.high, abs_tol=1e-12)


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0, 1)
    assert Track(unclear=3, open=2, due=1).share is None


# Track records


def test_a_track_record_counts_every_state(small: Edition) -> None:
    record = track((each.record for each in small.predictions), TODAY)
    assert record == Track(held=1, partly=1, failed=1, unclear=1, open=3, due=1)
    assert (record.decided, record.successes, record.share) == (3, 1.5, 0.5)


tracks = st.builds(Track, *(st.integers(0, 30) for _ in STATES))


@given(tracks, st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_what_is_unclear_or_undecided_moves_no_track_record(record: Track, unclear: int, waits: int, due: int) -> None:
    other = dataclasses.replace(record, unclear=unclear, open=waits, due=due)
    assert (record.share, record.interval) == (other.share, other.interval)


@given(tracks, st.integers(1, 9))
def test_two_that_held_in_part_count_as_one_that_held_and_one_that_failed(record: Track, pairs: int) -> None:
    in_part = dataclasses.replace(record, partly=record.partly + 2 * pairs)
    evenly = dataclasses.replace(record, held=record.held + pairs, failed=record.failed + pairs)
    assert (in_part.share, in_part.interval) == (evenly.share, evenly.interval)


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
    assert tracks_by(small.predictions, by, TODAY) == expected


def test_the_best_is_who_surely_held_much_not_who_held_once() -> None:
    groups = {
        "undecided": Track(open=40),
        "once": Track(held=1),
        "never": Track(failed=30),
        "often": Track(held=30, failed=10),
        "hardly": Track(failed=3),
    }
    assert list(fairly(groups)) == ["often", "once", "hardly", "never", "undecided"]


@given(st.dictionaries(st.text(), tracks), st.randoms(use_true_random=False))
def test_no_order_of_groups_changes_which_record_comes_first(groups: dict[str, Track], dice: random.Random) -> None:
    shuffled = list(groups.items())
    dice.shuffle(shuffled)
    first, again = (list(fairly(each).values()) for each in (groups, dict(shuffled)))
    assert [(each.interval, bool(each.decided)) for each in first] == [
        (each.interval, bool(each.decided)) for each in again
    ]


# Brier scores


@pytest.mark.parametrize(
    ("chance", "outcome", "expected"),
    [(1, 1, 0), (1, 0, 1), (0.7, 1, 0.09), (0.3, 1, 0.49), (0.5, 1, 0.25), (0.5, 0, 0.25)],
)
def test_brier_scores_are_those_published(chance: float, outcome: float, expected: float) -> None:
    """The examples of Wikipedia's article “Brier score”: rain forecast at 100, 70, 30 and 50 %."""
    assert isclose(brier([(chance, outcome)]), expected)


@given(counts, st.floats(0, 1))
def test_nobody_scores_better_than_by_saying_the_true_probability(seen: tuple[int, int], other: float) -> None:
    came_true, questions = seen
    outcomes = [1] * came_true + [0] * (questions - came_true)

    def always(chance: float) -> float:
        return brier((chance, outcome) for outcome in outcomes)

    truth = came_true / questions
    assert always(truth) <= always(other) + 1e-12
    assert abs(truth - other) < 1e-3 or always(truth) < always(other)


# Which answers count


def verdict(outcome: Outcome, *earlier: Ruling, on: dt.date = RULED) -> Verdict:
    return Verdict(outcome=outcome, on=on, because=VerdictText(zh="因", en="Why"), earlier=earlier)


def ruling(outcome: Outcome, on: dt.date) -> Ruling:
    return Ruling(outcome=outcome, on=on, because=VerdictText(zh="因", en="Why"))


def settled(small: Edition, *verdicts: Verdict | None) -> Edition:
    """Return an edition of one briefing with predictions q/0, q/1, … of these verdicts."""
    briefing = small.by_slug["machine-dough"]
    predictions = tuple(
        briefing.predictions[0].model_copy(update={"id": str(number), "verdict": each})
        for number, each in enumerate(verdicts)
    )
    update = {"briefing": "q", "predictions": predictions}
    return dataclasses.replace(small, briefings=(briefing.model_copy(update=update),))


def guess(percent: int, at: dt.datetime = EVE, *, question: int = 0, reader: int = 1) -> Guess:
    return Guess(reader, f"q/{question}", percent, at)


def crowd(*guesses: Guess) -> dict[str, list[Guess]]:
    return {
        name: [each for each in guesses if each.prediction == name] for name in {each.prediction for each in guesses}
    }


def scored(edition: Edition, *own: Guess, others: Iterable[Guess] = ()) -> Score:
    found = score(own, crowd(*others), edition)
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
    assert scored(edition, *own).settled == (Settled("q/0", 20, 20, 0),)


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
    assert found.settled == (Settled("q/0", 80, 50, 1),)
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
    assert scored(edition, guess(80)) == scored(edition, guess(80), others=[guess(80)])
    assert scored(edition, guess(80)).readers == 1


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
    everybody = crowd(*(guess(int(CHANCES[reader % 7]), EVE - SECOND * reader, reader=reader) for reader in range(500)))
    said = {f"q/{number}": everybody["q/0"] for number in range(200)}
    own = [guess(80, question=number) for number in range(200)]
    found = score(own, said, edition)
    assert found and (len(found.settled), found.readers) == (200, 500)
