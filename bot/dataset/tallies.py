"""What readers say of forecasts, all together: only where there are enough of them, and of no one of them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answers.outcomes import FEWEST_MEMBERS
from bot.content.briefing import Record
from bot.content.values import Reference
from bot.dataset.dataset import Dataset
from bot.people import readers
from bot.people.readers import CHANCES, RULINGS


class Rulings(Record):
    """How many readers say that a forecast came true, in part, not, or that nobody can tell."""

    yes: int
    partly: int
    no: int
    unclear: int


class Tally(Record):
    """What readers say of a forecast: the median of their probabilities in percent, and of how many; or their rulings.

    Of fewer than three readers nothing is told.
    """

    prediction: Reference
    median: int | None = None
    readers: int | None = None
    rulings: Rulings | None = None


def tallies(dataset: Dataset, said: Mapping[str, readers.Tally]) -> list[Tally]:
    """Return what readers say of each forecast of an edition, in its order, where enough of them say anything."""
    found = (_tally(name, said[name]) for name in dataset.edition.by_ref if name in said)
    return [each for each in found if each.median is not None or each.rulings]


def _tally(name: str, said: readers.Tally) -> Tally:
    rulings = {each: said.get(each, 0) for each in RULINGS}
    given = sum(said.get(each, 0) for each in CHANCES)
    chance = {"median": readers.median(said), "readers": given} if given >= FEWEST_MEMBERS else {}
    ruled = Rulings(**rulings) if sum(rulings.values()) >= FEWEST_MEMBERS else None
    return Tally(prediction=name, rulings=ruled, **chance)
