"""Proposed verdicts: shown as such until the day in the file, from which on they count without anybody's doing.

An edition is looked at as of a day: there a verdict that is still proposed is no verdict but a record's `proposal`, and
what was ruled finally before it goes on counting. So whatever counts, tells or asks need not know that there are
proposals; and whatever shows how a forecast stands shows the state `proposed`, as it shows every other state.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain, pairwise
from typing import Final

from bot.content.briefing import Briefing, Card
from bot.content.derived import kept_with_briefings, kept_with_edition
from bot.content.edition import Edition
from bot.content.prediction import Prediction, Ruling, Verdict

OBJECTIONS: Final = dt.timedelta(days=7)
"""How long a new verdict on a core claim is proposed, while readers may object before it counts."""
_VIEWS_KEPT: Final = 3
"""Days of an edition that are looked at at once: around midnight two."""


def as_of(edition: Edition, today: dt.date) -> Edition:
    """Return an edition as of a day: in place of each verdict that is proposed then what counted before it."""
    proposed = tuple(name for name, each in _all_proposed(edition).items() if _is_proposed(each, today))
    return _viewed(edition, proposed) if proposed else edition


def ripe_days(edition: Edition, today: dt.date) -> dict[str, dt.date]:
    """Return from which day on the verdicts will count that are proposed on a day, by slug/id."""
    found = ((name, each.proposed) for name, each in _all_proposed(edition).items() if _is_proposed(each, today))
    return {name: day for name, day in found if day}


def said(record: Prediction) -> Prediction:
    """Return a forecast with all that was ruled on it, also where that is only proposed."""
    return record.model_copy(update={"verdict": record.proposal}) if record.proposal else record


def replaced(record: Prediction) -> tuple[Ruling, ...]:
    """Return the rulings on a forecast that neither count nor are proposed any more, the oldest first."""
    counts, proposal = record.verdict, record.proposal
    if proposal is None:
        return counts.earlier if counts else ()
    place = len(counts.earlier) if counts else len(proposal.earlier)
    return (*proposal.earlier[:place], *proposal.earlier[place + 1 :])


def overtaken(record: Prediction) -> tuple[Ruling, ...]:
    """Return the rulings on a forecast that never counted: another one was given before their day came."""
    latest = said(record).verdict
    rulings = (*latest.earlier, latest) if latest else ()
    return tuple(before for before, after in pairwise(rulings) if _is_proposed(before, after.on))


@kept_with_edition
def _all_proposed(edition: Edition) -> dict[str, Verdict]:
    """Return the verdicts that are proposed, or were."""
    return dict(chain.from_iterable(_ever_proposed(edition).values()))


@kept_with_briefings
def _ever_proposed(briefing: Briefing, _: Card) -> tuple[tuple[str, Verdict], ...]:
    ruled = ((f"{briefing.briefing}/{each.id}", each.verdict) for each in briefing.predictions)
    return tuple((name, verdict) for name, verdict in ruled if verdict and verdict.proposed)


def _is_proposed(ruling: Ruling, today: dt.date) -> bool:
    return ruling.proposed is not None and today < ruling.proposed


def _view(edition: Edition, proposed: tuple[str, ...]) -> Edition:
    named: dict[str, tuple[str, ...]] = {}
    for name in proposed:
        slug = name.partition("/")[0]
        named[slug] = (*named.get(slug, ()), name)
    views = _views(edition)
    viewed = (views[slug](named[slug]) if slug in named else each for slug, each in edition.by_slug.items())
    return replace(edition, briefings=tuple(viewed))


@kept_with_briefings
def _views(briefing: Briefing, _: Card) -> Callable[[tuple[str, ...]], Briefing]:
    """Return what makes a briefing in which verdicts are proposed, the very same of the same ones."""
    return lru_cache(_VIEWS_KEPT)(partial(_briefing, briefing))


def _briefing(briefing: Briefing, proposed: Container[str]) -> Briefing:
    """Return a briefing in which these verdicts count for nothing yet."""
    records = tuple(
        each.as_proposed(counted_before(each.verdict))
        if each.verdict and f"{briefing.briefing}/{each.id}" in proposed
        else each
        for each in briefing.predictions
    )
    return briefing.model_copy(update={"predictions": records})


_viewed = kept_with_edition(_view, _VIEWS_KEPT)


def counted_before(verdict: Verdict) -> Verdict | None:
    """Return the ruling that counted when another one was given: the last that had become final by then."""
    rulings = (*verdict.earlier, verdict)
    for number in range(len(rulings) - 2, -1, -1):
        before, after = rulings[number], rulings[number + 1]
        if not _is_proposed(before, after.on):
            kept = {name: getattr(before, name) for name in Ruling.model_fields}
            return Verdict(**kept, earlier=rulings[:number])
    return None
