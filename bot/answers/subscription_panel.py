"""The panel of a subscription: day, hour, zone and interests, with buttons to change them."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.answers.answer import Answer, Button, Reply, paragraph, rows
from bot.answers.asked import Asked, Personal
from bot.people import zones
from bot.people.changes import Subscribe
from bot.people.readers import Subscription
from bot.people.schedule import Weekly, reschedule
from bot.understanding import day_and_time


def panel(asked: Personal, subscription: Subscription) -> Answer:
    """Show a subscription, with buttons to change it."""
    say = asked.say
    lines = [say("weekly-at", when=schedule_in_words(asked, subscription.weekly))]
    lines.append(
        say(f"paused-{subscription.paused}", date=str(subscription.paused_on))
        if subscription.paused
        else say("next-issue", at=local(subscription))
    )
    lines += [] if asked.limits.reaches else [say("arrives-on-page")]
    names = [
        asked.text(asked.edition.sectors[each].name) for each in subscription.interests if each in asked.edition.sectors
    ]
    lines.append(say("interests-some", names=asked.joined(names)) if names else say("interests-all"))
    lines.append(say("skips-empty" if subscription.skips_empty else "sends-empty"))
    buttons = [
        *(Button(say(f"button-{what}"), f"/settings {what}") for what in ("day", "time", "zone", "interest")),
        Button(
            say("button-send-empty" if subscription.skips_empty else "button-skip-empty"),
            f"/settings empty {'send' if subscription.skips_empty else 'skip'}",
        ),
        Button(say("name-language"), "/language"),
        Button(say("button-resume"), "/resume") if subscription.paused else Button(say("button-pause"), "/pause"),
        Button(say("button-unsubscribe"), "/unsubscribe"),
        *_elsewhere(asked),
    ]
    return Answer(say("subscription-title"), (paragraph("\n".join(lines)),), rows(buttons, 2))


def _elsewhere(asked: Personal) -> list[Button]:
    """Return the button to go on elsewhere, for one person where there is somewhere to go."""
    ways = [*asked.known.ways]
    if asked.shared or not ways:
        return []
    return [Button(asked.say("button-continue", channel=ways[0] if len(ways) == 1 else "several"), "/continue")]


def local(subscription: Subscription) -> str:
    """Return the time of the next issue on the reader's clock."""
    return f"{subscription.next_at.astimezone(ZoneInfo(subscription.weekly.zone)):%Y-%m-%d %H:%M}"


def schedule_in_words(asked: Personal, weekly: Weekly) -> str:
    """Return day, hour and zone in words."""
    zone = zones.name(weekly.zone, asked.language, asked.now)
    return asked.say(
        "weekly", day=asked.say(f"weekday-{day_and_time.DAYS[weekly.weekday]}"), time=clock(weekly.minute), zone=zone
    )


def clock(minute: int) -> str:
    """Return a minute of the day as on a clock."""
    return f"{minute // 60:02}:{minute % 60:02}"


def retimed(asked: Personal, before: Subscription, weekly: Weekly) -> Subscription:
    """Return a subscription at another time of the week; an issue whose time has come is still owed."""
    at = reschedule(weekly, now=asked.now, last=before.last_at, pending=None if before.paused else before.next_at)
    return replace(before, weekly=weekly, next_at=at)


def changed(asked: Personal, after: Subscription, message: str) -> Reply:
    """Show a subscription as it is from now on, below a message that says what was done."""
    shown = panel(asked, after)
    return Reply(replace(shown, blocks=(paragraph(asked.say(message)), *shown.blocks)), Subscribe(after))


def subscribe_button(asked: Asked, words: str = "") -> Button:
    """Return the button that subscribes, which says so, and where that is not plain also where check-ins arrive."""
    said = asked.say("button-subscribe" if asked.limits.reaches else "button-subscribe-page")
    return Button(said, f"/subscribe{words}")


def invitation(asked: Personal, weekly: Weekly | None = None) -> Answer:
    """Tell who has no subscription how to get one, at the time they named, if any."""
    lead, words = asked.say("not-subscribed"), ""
    if weekly:
        lead = asked.say("not-subscribed-at", when=schedule_in_words(asked, weekly))
        words = f" {day_and_time.DAYS[weekly.weekday]} {clock(weekly.minute)} {weekly.zone}"
    said = (lead,) if asked.limits.reaches else (lead, asked.say("arrives-on-page"))
    return Answer(asked.say("subscription-title"), (*map(paragraph, said),), rows([subscribe_button(asked, words)], 1))


def nothing_to_end(asked: Personal) -> Answer:
    """Tell who wants no more messages and has no subscription that none are sent; alone, also how to erase all."""
    erase = [] if asked.shared else [Button(asked.say("button-forget"), "/forget")]
    said = asked.say("nothing-sent-group" if asked.shared else "nothing-sent")
    buttons = rows([*erase, subscribe_button(asked)], 1)
    return Answer(asked.say("subscription-title"), (paragraph(said),), buttons)


def only_admins(asked: Asked) -> Answer:
    """Say that in a group only its admins choose this; to who pressed a button alone, so that the panel stays."""
    said = asked.say("only-admins")
    return Answer(asked.say("name"), (paragraph(said),), toast=said)
