"""Tallies: told of three readers on, and of no fewer."""

from __future__ import annotations

import pytest

from bot.dataset import Dataset, tallies

NAME = "ten-hypotheses/gap-length"


@pytest.mark.parametrize(
    ("said", "median", "readers", "rulings"),
    [
        ({"50": 2}, None, None, None),
        ({"5": 1, "50": 1, "95": 1}, 50, 3, None),
        ({"50": 2, "yes": 2, "no": 1}, None, None, 3),
        ({"50": 4, "yes": 2}, 50, 4, None),
    ],
)
def test_of_few_readers_nothing_is_told(
    dataset: Dataset, said: dict[str, int], median: int | None, readers: int | None, rulings: int | None
) -> None:
    found = tallies(dataset, {NAME: said, "no-such/forecast": {"50": 9}})
    told = [(each.median, each.readers, sum(dict(each.rulings).values()) if each.rulings else None) for each in found]
    assert told == ([(median, readers, rulings)] if median or rulings else [])
