"""/settings: changes a subscription by buttons, or by words typed behind the command."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, Reply, item, paragraph, rows
from bot.answers.asked import Personal
from bot.answers.paging import page_of
from bot.answers.subscribe import DEFAULT_MINUTE, usual
from bot.answers.subscription_panel import changed, clock, invitation, panel, retimed
from bot.answers.subscription_words import not_understood, place, understood
from bot.people import zones
from bot.people.changes import Subscribe
from bot.people.readers import Subscription
from bot.understanding import day_and_time

DAY, HOUR, ZONE, FIELD = "/settings day", "/settings time", "/settings zone", "/settings interest"
"""What the choosers ask for, by the commands that set it."""
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


def settings(asked: Personal) -> Reply:
    """Show the subscription with buttons to change it ([day|time|zone|interest|empty VALUE], or in words)."""
    before = asked.known.subscription
    if before is None:
        return Reply(_invited(asked))
    what, *value = asked.words or ("",)
    if what and what not in (*_CHOOSERS, *_SETTERS):
        return _set_weekly(asked, before, [*asked.words])
    if not value:
        return Reply(_CHOOSERS.get(what, panel)(asked, before))
    return _SETTERS[what](asked, before, value)


def _invited(asked: Personal) -> Answer:
    """Tell who has no subscription how to get one, at the day, hour and place they name."""
    what, *value = asked.words or ("",)
    said = value if what in ("zone", "time") else [*asked.words] if what not in (*_CHOOSERS, *_SETTERS) else []
    change = understood(asked, said)
    return invitation(asked, change(usual(asked)) if said and not isinstance(change, Answer) else None)


def _choose_day(asked: Personal, subscription: Subscription) -> Answer:
    buttons = [
        Button(
            _chosen(asked.say(f"weekday-{day_and_time.DAYS[day]}"), day == subscription.weekly.weekday),
            f"/settings day {day}",
        )
        for day in range(7)
    ]
    return _chooser(asked, "choose-day", rows(buttons, 2), asks=DAY)


def _choose_time(asked: Personal, subscription: Subscription) -> Answer:
    minutes = sorted({hour * 60 for hour in HOURS} | {DEFAULT_MINUTE, subscription.weekly.minute})
    buttons = [
        Button(_chosen(clock(each), each == subscription.weekly.minute), f"/settings time {clock(each)}")
        for each in minutes
    ]
    question = "choose-time-group" if asked.shared else "choose-time"
    return _chooser(asked, question, rows(buttons, 3), asks=HOUR)


def _choose_zone(asked: Personal, subscription: Subscription) -> Answer:
    own = (subscription.weekly.zone, asked.zone)
    offered = dict.fromkeys((*(each for each in own if each not in ZONES), *ZONES))
    question = "choose-zone-group" if asked.shared else "choose-zone"
    return _chooser(asked, question, _zone_buttons(asked, offered, subscription.weekly.zone), asks=ZONE)


def _zone_buttons(asked: Personal, offered: Iterable[str], current: str) -> tuple[tuple[Button, ...], ...]:
    return rows(
        [
            Button(_chosen(zones.name(each, asked.language, asked.now), each == current), f"/settings zone {each}")
            for each in offered
        ],
        2,
    )


def _choose_interest(asked: Personal, subscription: Subscription) -> Answer:
    blocks = [
        item(_chosen(asked.text(term.name), term.id in subscription.interests), command=f"/settings interest {term.id}")
        for term in asked.edition.vocabulary.sectors
    ]
    everything = [Button(asked.say("button-everything"), "/settings interest all")] if subscription.interests else []
    chooser = _chooser(asked, "choose-interest", rows(everything, 1), blocks, asks=FIELD)
    return replace(chooser, command="/settings interest")  # so that turning a page chooses nothing


def _chooser(
    asked: Personal,
    question: str,
    buttons: tuple[tuple[Button, ...], ...],
    blocks: Iterable[Block] = (),
    *,
    asks: str,
) -> Answer:
    back = rows([Button(asked.say("button-done"), "/settings")], 1)
    lead = paragraph(asked.say(question))
    return Answer(asked.say("subscription-title"), (lead, *blocks), buttons + back, asks=asks)


def _chosen(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


_CHOOSERS: Final[dict[str, Callable[[Personal, Subscription], Answer]]] = {
    "day": _choose_day,
    "time": _choose_time,
    "zone": _choose_zone,
    "interest": _choose_interest,
}


# Setting by words, typed or carried by a button


def _set_weekly(asked: Personal, before: Subscription, value: list[str]) -> Reply:
    change = understood(asked, value)
    if isinstance(change, Answer):
        return Reply(change)
    return changed(asked, retimed(asked, before, change(before.weekly)), "changed")


def _set_day(asked: Personal, before: Subscription, value: list[str]) -> Reply:
    if value[0] in "0123456" and len(value[0]) == 1:
        return changed(asked, retimed(asked, before, replace(before.weekly, weekday=int(value[0]))), "changed")
    return _set_weekly(asked, before, value)


def _set_zone(asked: Personal, before: Subscription, value: list[str]) -> Reply:
    called = " ".join(value)
    if zone := place(asked, called):
        return changed(asked, retimed(asked, before, replace(before.weekly, zone=zone)), "changed")
    if found := zones.find(called, asked.language):
        return Reply(_chooser(asked, "choose-which-zone", _zone_buttons(asked, found, before.weekly.zone), asks=ZONE))
    return Reply(not_understood(asked, called))


def _set_interest(asked: Personal, before: Subscription, value: list[str]) -> Reply:
    if value == ["all"]:
        return _interested(asked, replace(before, interests=()), "all")
    by_name = names.of_sectors(asked.edition)
    found = by_name.find(" ".join(value))
    if found is None:
        return Reply(
            names.unknown_name(asked.about(*value), "sector", "/settings interest", by_name, "/settings interest")
        )
    kept = tuple(each for each in before.interests if each != found)
    return _interested(asked, replace(before, interests=kept if found in before.interests else (*kept, found)), found)


def _interested(asked: Personal, after: Subscription, chosen: str) -> Reply:
    """Show the fields again, on the page of the one that was chosen."""
    chooser = _choose_interest(asked, after)
    page = page_of(f"/settings interest {chosen}", chooser.blocks, asked.to_read)
    return Reply(replace(chooser, page=page), Subscribe(after))


def _set_empty(asked: Personal, before: Subscription, value: list[str]) -> Reply:
    if value[0] not in ("send", "skip"):
        return Reply(panel(asked, before))
    return changed(asked, replace(before, skips_empty=value[0] == "skip"), "changed")


_SETTERS: Final[dict[str, Callable[[Personal, Subscription, list[str]], Reply]]] = {
    "day": _set_day,
    "time": _set_weekly,
    "zone": _set_zone,
    "interest": _set_interest,
    "empty": _set_empty,
}
