"""/subscribe, /pause, /resume, /unsubscribe: begins, pauses and ends the weekly check-in."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from bot.answers.answer import Answer, Button, Reply, paragraph, rows
from bot.answers.asked import Personal
from bot.answers.subscription_panel import changed, invitation, nothing_to_end, panel, retimed, subscribe_button
from bot.answers.subscription_words import understood
from bot.people.changes import Unsubscribe
from bot.people.readers import Subscription
from bot.people.schedule import Weekly, next_slot, reschedule

DEFAULT_WEEKDAY: Final = 6
DEFAULT_MINUTE: Final = 9 * 60 + 30


def subscribe(asked: Personal) -> Reply:
    """Subscribe, or change the subscription ([DAY TIME ZONE])."""
    change = understood(asked, asked.words)
    if isinstance(change, Answer):
        return Reply(change)
    before = asked.known.subscription
    if before and not before.paused and not asked.words:
        return _moved_here(asked, before)
    if before:
        weekly = change(before.weekly)
        return changed(asked, retimed(asked, replace(resumed(before, asked), topic=asked.topic), weekly), "subscribed")
    weekly = change(usual(asked))
    new = Subscription(weekly, next_slot(weekly, asked.now), asked.now, topic=asked.topic)
    return changed(asked, new, "subscribed")


def usual(asked: Personal) -> Weekly:
    """Return when the check-in comes to who names no day, hour or place."""
    return Weekly(DEFAULT_WEEKDAY, DEFAULT_MINUTE, asked.zone)


def _moved_here(asked: Personal, before: Subscription) -> Reply:
    """Show a subscription that runs; asked for in another topic of a forum, its check-ins come there from now on."""
    if asked.topic == before.topic:
        return Reply(panel(asked, before))
    return changed(asked, replace(before, topic=asked.topic), "subscribed-here")


def pause(asked: Personal) -> Reply:
    """Pause the check-in; nothing is lost."""
    before = asked.known.subscription
    if before is None:
        return Reply(nothing_to_end(asked))
    return changed(asked, before if before.paused == "reader" else _paused(before, asked), "paused")


def _paused(before: Subscription, asked: Personal) -> Subscription:
    """Return a subscription that its reader pauses, on the day their clock shows."""
    return replace(before, paused="reader", paused_on=asked.now.astimezone(ZoneInfo(before.weekly.zone)).date())


def resume(asked: Personal) -> Reply:
    """Go on after a pause."""
    before = asked.known.subscription
    if before is None:
        return Reply(invitation(asked))
    if before.paused in ("blocked", "muted"):  # where it went it could not be delivered
        before = replace(before, topic=asked.topic)
    return changed(asked, resumed(before, asked), "resumed" if before.paused else "runs-already")


def resumed(before: Subscription, asked: Personal) -> Subscription:
    """Return a subscription that runs again, from its next slot on; one that runs keeps what it is owed."""
    if not before.paused:
        return before
    at = reschedule(before.weekly, now=asked.now, last=before.last_at, pending=None)
    return replace(before, next_at=at, paused=None, paused_on=None)


def unsubscribe(asked: Personal) -> Reply:
    """End the subscription; votes stay."""
    if asked.known.subscription is None:
        return Reply(nothing_to_end(asked))
    again = subscribe_button(asked)
    buttons = [again] if asked.shared else [again, Button(asked.say("button-forget"), "/forget")]
    said = asked.say("unsubscribed-group" if asked.shared else "unsubscribed")
    return Reply(Answer(asked.say("subscription-title"), (paragraph(said),), rows(buttons, 1)), Unsubscribe())
