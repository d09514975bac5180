"""Crossings as values: what goes over from a reader of one channel to a reader of another, where somebody goes on.

The way is a link with a key, good once and for a quarter of an hour; it is the reader at the other end who confirms.
All that was said and chosen is theirs from then on, and nothing of theirs goes the other way: a link that was sent to
somebody takes nothing from them. Both ends may undo it for a week; then nobody knows any more that they are one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from bot.people.readers import Subscription
from bot.people.schedule import reschedule

PASS_LIFETIME: Final = dt.timedelta(minutes=15)
"""How long the key of a link is good."""
UNDO_LIFETIME: Final = dt.timedelta(days=7)
"""How long a crossing can be undone, and is known at all."""


def one_subscription(here: Subscription | None, comes: Subscription | None, now: dt.datetime) -> Subscription | None:
    """Return the subscription there is once one comes to where there may be one: the one that runs, else the one here.

    Its next slot keeps its distance from the last check-in at either end.
    """
    goes_on = here and comes and here.paused and not comes.paused
    stays = comes if goes_on else here or comes
    if stays is None:
        return None
    return _after(replace(stays, topic=None), now, _last(here, comes), stays.next_at)


def given_back(former: Subscription, now: dt.datetime, meanwhile: Subscription | None = None) -> Subscription:
    """Return a subscription of before where it was; what came due `meanwhile`, under the one in its place, came there.

    A slot of the past is owed by nobody.
    """
    pending = former.next_at if former.next_at > now else None
    return _after(former, now, _last(former, meanwhile), pending)


def _last(*subscriptions: Subscription | None) -> dt.datetime | None:
    """Return when the last check-in of any was queued."""
    return max((each.last_at for each in subscriptions if each and each.last_at), default=None)


def _after(
    subscription: Subscription, now: dt.datetime, last: dt.datetime | None, pending: dt.datetime | None
) -> Subscription:
    """Return a subscription whose next slot keeps its distance from the last check-in; one that is paused as it is."""
    if subscription.paused:
        return subscription
    at = reschedule(subscription.weekly, now=now, last=last, pending=pending)
    return replace(subscription, next_at=at, last_at=last)


def same_plan(one: Subscription | None, other: Subscription | None) -> bool:
    """Tell whether a reader has chosen nothing else: what only the passing of weeks changes does not count."""
    if one is None or other is None:
        return one is other
    return replace(one, next_at=other.next_at, last_at=other.last_at) == other
