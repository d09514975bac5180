"""The order in which editors look at appeals: whatever a crowd makes up, it buries nobody."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.people.appeals import Answered, Appeal, Decision, Heard, Lodged, upheld, weightiest

READERS = st.integers(1, 8)
LODGED = st.lists(st.tuples(READERS, st.sampled_from("abcd")), max_size=40).map(
    lambda pairs: [Lodged(number, f"x/{name}", reader, reader % 3 == 0) for number, (reader, name) in enumerate(pairs)]
)
SECONDS = st.dictionaries(st.sampled_from(["x/a", "x/b", "x/c", "x/d"]), st.integers(0, 9))


@given(LODGED, SECONDS)
def test_every_appeal_has_one_place_whatever_the_order_they_are_read_in(
    lodged: list[Lodged], seconds: dict[str, int]
) -> None:
    order = weightiest(lodged, seconds)
    assert sorted(order) == [each.number for each in lodged] and order == weightiest(lodged[::-1], seconds)


@given(LODGED, SECONDS)
def test_new_readers_come_last_and_of_each_reader_one_before_any_second_one(
    lodged: list[Lodged], seconds: dict[str, int]
) -> None:
    found = {each.number: each for each in lodged}
    order = [found[number] for number in weightiest(lodged, seconds)]
    assert [each.newcomer for each in order] == sorted(each.newcomer for each in order)
    for newcomer in (False, True):
        nth, turns = Counter[int](), list[int]()
        for each in (one for one in order if one.newcomer is newcomer):
            nth[each.reader] += 1
            turns.append(nth[each.reader])
        assert turns == sorted(turns)


@given(LODGED, SECONDS, st.lists(st.sampled_from("abcd"), max_size=300))
def test_no_crowd_of_later_readers_moves_an_earlier_readers_only_appeal_back_by_more_than_there_are_predictions(
    lodged: list[Lodged], seconds: dict[str, int], crowd: list[str]
) -> None:
    honest = Lodged(1000, "x/a", 0, newcomer=False)
    made_up = [Lodged(2000 + at, f"x/{name}", 100 + at, newcomer=False) for at, name in enumerate(crowd)]
    before = weightiest([honest, *lodged], seconds).index(1000)
    assert weightiest([honest, *lodged, *made_up], seconds).index(1000) <= before + 4


def test_what_most_second_comes_first_and_then_who_has_been_here_longest() -> None:
    lodged = [Lodged(1, "x/a", 7, False), Lodged(2, "x/b", 5, False), Lodged(3, "x/c", 6, False)]
    assert weightiest(lodged, {"x/c": 2}) == [3, 2, 1]


def test_upheld_are_counted_of_those_that_were_answered() -> None:
    day = dt.date(2026, 11, 24)

    def one(decision: Decision) -> Appeal:
        return Appeal(1, "x/a", "", "", day, answered=Answered(decision, day, "是", "Yes"))

    assert upheld(
        [Heard(day), Heard(None, 0, (one("upheld"), one("declined"))), Heard(None, 0, (one("declined"),))]
    ) == (
        1,
        3,
    )


@given(LODGED, SECONDS, LODGED)
def test_whoever_is_on_another_channel_at_most_doubles_an_appeals_place(
    own: list[Lodged], seconds: dict[str, int], others: list[Lodged]
) -> None:
    """Readers of the page cost nothing but a second day to make up; those of a network do."""
    here = [each._replace(channel="telegram", newcomer=False) for each in own]  # there is none on a network
    there = [each._replace(number=500 + each.number, reader=100 + each.reader, channel="web") for each in others]
    alone, beside = weightiest(here, seconds), weightiest([*here, *there], seconds)
    assert [each for each in beside if each < 500] == alone, "the order among themselves stays"
    assert all(beside.index(number) <= 2 * place + 1 for place, number in enumerate(alone))
