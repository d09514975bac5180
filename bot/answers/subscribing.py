"""/subscribe, /settings, /pause, /resume, /unsubscribe: the weekly check-in, by words or by buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from bot import zones
from bot.answers import naming, timing
from bot.answers.answer import Answer, Block, Button, Reply, Subscribe, Unsubscribe, item, paragraph, rows
from bot.answers.asked import Asked
from bot.answers.paging import page_of
from bot.answers.timing import Said
from bot.readers import Subscription
from bot.schedule import Weekly, next_slot, reschedule

DEFAULT_WEEKDAY: Final = 6
DEFAULT_MINUTE: Final = 9 * 60 + 30
HOURS: Final = (7, 8, 9, 12, 18, 20, 21, 22)
ZONES: Final = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
)


def subscribe(asked: Asked) -> Reply:
    """Subscribe, or change the subscription ([DAY TIME ZONE])."""
    understood = _understood(asked, asked.words)
    if isinstance(understood, Answer):
        return Reply(understood)
    before = asked.known.subscription
    if before and not before.paused and not asked.words:
        return _moved_here(asked, before)
    if before:
        weekly = understood(before.weekly)
        return _changed(
            asked, _retimed(asked, replace(resumed(before, asked), topic=asked.topic), weekly), "subscribed"
        )
    weekly = understood(Weekly(DEFAULT_WEEKDAY, DEFAULT_MINUTE, asked.zone))
    new = Subscription(weekly, next_slot(weekly, asked.now), asked.now, topic=asked.topic)
    return _changed(asked, new, "subscribed")


def _moved_here(asked: Asked, before: Subscription) -> Reply:
    """Show a subscription that runs; asked for in another topic of a forum, its check-ins come there from now on."""
    if asked.topic == before.topic:
        return Reply(_panel(asked, before))
    return _changed(asked, replace(before, topic=asked.topic), "subscribed-here")


def settings(asked: Asked) -> Reply:
    """Show the subscription with buttons to change it ([day|time|zone|interest|empty VALUE])."""
    before = asked.known.subscription
    if before is None:
        return Reply(_invitation(asked))
    what, *value = asked.words or ("",)
    if not value:
        return Reply(_CHOOSERS.get(what, _panel)(asked, before))
    return _SETTERS.get(what, _unknown_setting)(asked, before, value)


def pause(asked: Asked) -> Reply:
    """Pause the check-in; nothing is lost."""
    before = asked.known.subscription
    if before is None:
        return Reply(_invitation(asked))
    return _changed(asked, before if before.paused == "reader" else _paused(before, asked), "paused")


def _paused(before: Subscription, asked: Asked) -> Subscription:
    """Return a subscription that its reader pauses, on the day their clock shows."""
    return replace(before, paused="reader", paused_on=asked.now.astimezone(ZoneInfo(before.weekly.zone)).date())


def resume(asked: Asked) -> Reply:
    """Go on after a pause."""
    before = asked.known.subscription
    if before is None:
        return Reply(_invitation(asked))
    return _changed(asked, resumed(before, asked), "resumed" if before.paused else "runs-already")


def resumed(before: Subscription, asked: Asked) -> Subscription:
    """Return a subscription that runs again, from its next slot on; one that runs keeps what it is owed."""
    if not before.paused:
        return before
    at = reschedule(before.weekly, now=asked.now, last=before.last_at, pending=None)
    return replace(before, next_at=at, paused=None, paused_on=None)


def unsubscribe(asked: Asked) -> Reply:
    """End the subscription; votes stay."""
    if asked.known.subscription is None:
        return Reply(_invitation(asked))
    again = Button(asked.say("button-subscribe"), "/subscribe")
    buttons = [again] if asked.shared else [again, Button(asked.say("button-forget"), "/forget")]
    said = asked.say("unsubscribed-group" if asked.shared else "unsubscribed")
    return Reply(Answer(asked.say("subscription-title"), (paragraph(said),), rows(buttons, 1)), Unsubscribe())


def _retimed(asked: Asked, before: Subscription, weekly: Weekly) -> Subscription:
    at = reschedule(weekly, now=asked.now, last=before.last_at, pending=None if before.paused else before.next_at)
    return replace(before, weekly=weekly, next_at=at)


def _changed(asked: Asked, after: Subscription, message: str) -> Reply:
    panel = _panel(asked, after)
    return Reply(replace(panel, blocks=(paragraph(asked.say(message)), *panel.blocks)), Subscribe(after))


def _invitation(asked: Asked) -> Answer:
    buttons = rows([Button(asked.say("button-subscribe"), "/subscribe")], 1)
    return Answer(asked.say("subscription-title"), (paragraph(asked.say("not-subscribed")),), buttons)


def only_admins(asked: Asked) -> Answer:
    """Say that in a group only its admins choose this; to who pressed a button alone, so that the panel stays."""
    said = asked.say("only-admins")
    return Answer(asked.say("subscription-title"), (paragraph(said),), toast=said)


def _panel(asked: Asked, subscription: Subscription) -> Answer:
    say = asked.say
    lines = [say("weekly-at", when=when(asked, subscription.weekly))]
    lines.append(
        say(f"paused-{subscription.paused}", date=str(subscription.paused_on))
        if subscription.paused
        else _next(asked, subscription)
    )
    names = [
        asked.text(asked.edition.sectors[each].name) for each in subscription.interests if each in asked.edition.sectors
    ]
    lines.append(say("interests-some", names=say("list-comma").join(names)) if names else say("interests-all"))
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
    ]
    return Answer(say("subscription-title"), (paragraph("\n".join(lines)),), rows(buttons, 2))


def _next(asked: Asked, subscription: Subscription) -> str:
    return asked.say("next-issue", at=local(asked, subscription))


def local(asked: Asked, subscription: Subscription) -> str:
    """Return the time of the next issue on the reader's clock."""
    return f"{subscription.next_at.astimezone(ZoneInfo(subscription.weekly.zone)):%Y-%m-%d %H:%M}"


def when(asked: Asked, weekly: Weekly) -> str:
    """Return day, hour and zone in words."""
    zone = zones.name(weekly.zone, asked.language, asked.now)
    return asked.say(
        "weekly", day=asked.say(f"weekday-{timing.DAYS[weekly.weekday]}"), time=clock(weekly.minute), zone=zone
    )


def clock(minute: int) -> str:
    """Return a minute of the day as on a clock."""
    return f"{minute // 60:02}:{minute % 60:02}"


# Choosing by buttons


def _choose_day(asked: Asked, subscription: Subscription) -> Answer:
    buttons = [
        Button(
            _chosen(asked.say(f"weekday-{timing.DAYS[day]}"), day == subscription.weekly.weekday),
            f"/settings day {day}",
        )
        for day in range(7)
    ]
    return _chooser(asked, "choose-day", rows(buttons, 2))


def _choose_time(asked: Asked, subscription: Subscription) -> Answer:
    minutes = sorted({hour * 60 for hour in HOURS} | {DEFAULT_MINUTE, subscription.weekly.minute})
    buttons = [
        Button(_chosen(clock(each), each == subscription.weekly.minute), f"/settings time {clock(each)}")
        for each in minutes
    ]
    return _chooser(asked, "choose-time", rows(buttons, 4))


def _choose_zone(asked: Asked, subscription: Subscription) -> Answer:
    own = (subscription.weekly.zone, asked.zone)
    offered = dict.fromkeys((*(each for each in own if each not in ZONES), *ZONES))
    return _chooser(asked, "choose-zone", _zone_buttons(asked, offered, subscription.weekly.zone))


def _zone_buttons(asked: Asked, offered: Iterable[str], current: str) -> tuple[tuple[Button, ...], ...]:
    return rows(
        [
            Button(_chosen(zones.name(each, asked.language, asked.now), each == current), f"/settings zone {each}")
            for each in offered
        ],
        2,
    )


def _choose_interest(asked: Asked, subscription: Subscription) -> Answer:
    blocks = [
        item(_chosen(asked.text(term.name), term.id in subscription.interests), command=f"/settings interest {term.id}")
        for term in asked.edition.vocabulary.sectors
    ]
    everything = [Button(asked.say("button-everything"), "/settings interest all")] if subscription.interests else []
    chooser = _chooser(asked, "choose-interest", rows(everything, 1), blocks)
    return replace(chooser, command="/settings interest")  # so that turning a page chooses nothing


def _chooser(
    asked: Asked, question: str, buttons: tuple[tuple[Button, ...], ...], blocks: Iterable[Block] = ()
) -> Answer:
    back = rows([Button(asked.say("button-done"), "/settings")], 1)
    return Answer(asked.say("subscription-title"), (paragraph(asked.say(question)), *blocks), buttons + back)


def _chosen(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


_CHOOSERS: Final[dict[str, Callable[[Asked, Subscription], Answer]]] = {
    "day": _choose_day,
    "time": _choose_time,
    "zone": _choose_zone,
    "interest": _choose_interest,
}


# Setting by words, typed or carried by a button


def _set_weekly(asked: Asked, before: Subscription, value: list[str]) -> Reply:
    understood = _understood(asked, value)
    if isinstance(understood, Answer):
        return Reply(understood)
    return _changed(asked, _retimed(asked, before, understood(before.weekly)), "changed")


def _set_day(asked: Asked, before: Subscription, value: list[str]) -> Reply:
    if value[0] in "0123456" and len(value[0]) == 1:
        return _changed(asked, _retimed(asked, before, replace(before.weekly, weekday=int(value[0]))), "changed")
    return _set_weekly(asked, before, value)


def _set_zone(asked: Asked, before: Subscription, value: list[str]) -> Reply:
    called = " ".join(value)
    if zone := _zone(asked, called):
        return _changed(asked, _retimed(asked, before, replace(before.weekly, zone=zone)), "changed")
    if found := zones.find(called, asked.language):
        return Reply(_chooser(asked, "choose-which-zone", _zone_buttons(asked, found, before.weekly.zone)))
    return Reply(_not_understood(asked, called))


def _set_interest(asked: Asked, before: Subscription, value: list[str]) -> Reply:
    if value == ["all"]:
        return _interested(asked, replace(before, interests=()), "all")
    names = naming.sectors(asked.edition)
    found = names.find(" ".join(value))
    if found is None:
        return Reply(naming.unknown(asked.about(*value), "sector", "/settings interest", names, "/settings interest"))
    kept = tuple(each for each in before.interests if each != found)
    return _interested(asked, replace(before, interests=kept if found in before.interests else (*kept, found)), found)


def _interested(asked: Asked, after: Subscription, chosen: str) -> Reply:
    """Show the fields again, on the page of the one that was chosen."""
    chooser = _choose_interest(asked, after)
    page = page_of(f"/settings interest {chosen}", chooser.blocks)
    return Reply(replace(chooser, page=page), Subscribe(after))


def _set_empty(asked: Asked, before: Subscription, value: list[str]) -> Reply:
    if value[0] not in ("send", "skip"):
        return Reply(_panel(asked, before))
    return _changed(asked, replace(before, skips_empty=value[0] == "skip"), "changed")


def _unknown_setting(asked: Asked, before: Subscription, _: list[str]) -> Reply:
    return Reply(_panel(asked, before))


_SETTERS: Final[dict[str, Callable[[Asked, Subscription, list[str]], Reply]]] = {
    "day": _set_day,
    "time": _set_weekly,
    "zone": _set_zone,
    "interest": _set_interest,
    "empty": _set_empty,
}


def _understood(asked: Asked, words: Iterable[str]) -> Callable[[Weekly], Weekly] | Answer:
    """Return what words change of a schedule: day, hour and zone in any order; or the answer to unclear words."""
    said = timing.read(" ".join(words))
    zone = _zone(asked, said.rest) if said.clear else None
    if said.rest and not zone:
        return _unclear(asked, said)
    return lambda weekly: Weekly(
        weekly.weekday if said.weekday is None else said.weekday,
        weekly.minute if said.minute is None else said.minute,
        zone or weekly.zone,
    )


def _zone(asked: Asked, called: str) -> str | None:
    """Return the one zone that is called so; none where several are, or only one nearly so: that is to be asked."""
    found = zones.named(called, asked.language) if called else []
    return found[0] if found and (len(found) == 1 or found[0] == called) else None


def _unclear(asked: Asked, said: Said) -> Answer:
    """Ask which zone is meant, and keep the day and the hour that were understood; or say what was not."""
    found = zones.find(said.rest, asked.language) if said.clear else []
    if not found:
        return _not_understood(asked, said.rest)
    day = [timing.DAYS[said.weekday]] if said.weekday is not None else []
    time = [clock(said.minute)] if said.minute is not None else []
    buttons = [
        Button(zones.name(each, asked.language, asked.now), " ".join(("/subscribe", *day, *time, each)))
        for each in found
    ]
    return Answer(asked.say("subscription-title"), (paragraph(asked.say("choose-which-zone")),), rows(buttons, 2))


def _not_understood(asked: Asked, called: str) -> Answer:
    doors = ("zone", "settings") if asked.known.subscription else ("subscribe",)
    commands = {"zone": "/settings zone", "settings": "/settings", "subscribe": "/subscribe"}
    buttons = rows([Button(asked.say(f"button-{each}"), commands[each]) for each in doors], 2)
    return Answer(asked.say("subscription-title"), (paragraph(asked.say("no-such-zone", called=called[:60])),), buttons)
