"""Day, hour and place in words → a changed subscription, or a question about what is unclear."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.answers.answer import Answer, Button, paragraph, rows
from bot.answers.asked import Personal
from bot.answers.subscription_panel import clock
from bot.people import zones
from bot.people.schedule import Weekly
from bot.understanding import day_and_time
from bot.understanding.day_and_time import SpokenTime


def understood(asked: Personal, words: Iterable[str]) -> Callable[[Weekly], Weekly] | Answer:
    """Return what words change of a schedule: day, hour and zone in any order; or the answer to unclear words."""
    said = day_and_time.read_day_and_time(" ".join(words))
    zone = place(asked, said.rest) if said.clear else None
    if said.rest and not zone:
        return _unclear(asked, said)
    return lambda weekly: Weekly(
        weekly.weekday if said.weekday is None else said.weekday,
        weekly.minute if said.minute is None else said.minute,
        zone or weekly.zone,
    )


def place(asked: Personal, called: str) -> str | None:
    """Return the one zone that is called so; none where several are, or only one nearly so: that is to be asked."""
    found = zones.zones_named(called, asked.language) if called else []
    return found[0] if found and (len(found) == 1 or found[0] == called) else None


def _unclear(asked: Personal, said: SpokenTime) -> Answer:
    """Ask which zone is meant, and keep the day and the hour that were understood; or say what was not."""
    found = zones.find(said.rest, asked.language) if said.clear else []
    if not found:
        return not_understood(asked, said.rest)
    day = [day_and_time.DAYS[said.weekday]] if said.weekday is not None else []
    time = [clock(said.minute)] if said.minute is not None else []
    so_far = " ".join(("/subscribe", *day, *time))
    buttons = [Button(zones.name(each, asked.language, asked.now), f"{so_far} {each}") for each in found]
    lead = paragraph(asked.say("choose-which-zone"))
    return Answer(asked.say("subscription-title"), (lead,), rows(buttons, 2), asks=so_far)


def not_understood(asked: Personal, called: str) -> Answer:
    """Say which words were not understood, and how to write them."""
    doors = ("zone", "settings") if asked.known.subscription else ("subscribe",)
    commands = {"zone": "/settings zone", "settings": "/settings", "subscribe": "/subscribe"}
    buttons = rows([Button(asked.say(f"button-{each}"), commands[each]) for each in doors], 2)
    lead = paragraph(asked.say("no-such-zone", called=called[:60]))
    return Answer(asked.say("subscription-title"), (lead,), buttons, asks=commands[doors[0]])
