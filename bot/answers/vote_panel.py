"""A reader's vote on a prediction, the tally of all readers, and the buttons to vote."""

from __future__ import annotations

from bot.answers.answer import Button, Span, italic, rows
from bot.answers.asked import Asked, Personal
from bot.content.edition import Forecast, ref, state
from bot.people.readers import CHANCES, RULINGS, Tally, median


def value_label(asked: Asked, value: str) -> str:
    """Return a vote in words."""
    return f"{value}%" if value in CHANCES else asked.say(f"ruling-{value}")


def vote_in_words(asked: Personal, forecast: Forecast) -> tuple[Span, ...]:
    """Return what the reader said of a forecast and, only where they did, what all readers say."""
    name = ref(forecast)
    value = asked.known.vote(name)
    if value is None:
        return ()
    own = asked.say("you-said", what=value_label(asked, value))
    return (italic(f"\n{own}\n{all_say(asked, asked.known.tallies.get(name, {}))}"),)


def all_say(asked: Asked, tally: Tally) -> str:
    """Return how many readers say what, in words."""
    parts = [f"{value_label(asked, value)} {tally[value]}" for value in RULINGS if tally.get(value)]
    if (middle := median(tally)) is not None:
        count = sum(tally.get(value, 0) for value in CHANCES)
        parts.append(asked.say("tally-median", percent=str(middle), count=count))
    return asked.say("tally", parts=" · ".join(parts))


def readers_say(asked: Asked, tally: Tally) -> str:
    """Return how likely all readers say it is, in words; to the first of them, that they are."""
    count = sum(tally.get(value, 0) for value in CHANCES)
    middle = median(tally)
    if middle is None or count < 2:
        return asked.say("card-first")
    return asked.say("card-readers", median=str(middle), count=count)


def scale(asked: Personal, forecast: Forecast, command: str, width: int = 3) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that answer a forecast by a command, what was said marked, in rows of a width; few by two."""
    values = values_of(asked, forecast)
    about = asked.text(forecast.record.statement)
    return rows(_values(asked, forecast, command, about), width if len(values) > len(RULINGS) else 2)


def numbered_scale(asked: Personal, forecast: Forecast, number: int) -> tuple[tuple[Button, ...], ...]:
    """Return the same for one of several in a message: behind the door that bears its number."""
    about = f"{number}. {asked.text(forecast.record.statement)}"
    values = _values(asked, forecast, "/answer", about)
    return rows([Button(f"{number}.", f"/prediction {ref(forecast)}", about), *values] if values else [], 5)


def values_of(asked: Asked, forecast: Forecast) -> tuple[str, ...]:
    """Return what can be answered to a forecast: whether it came true, or how likely it is; nothing of one decided."""
    now = state(forecast.record, asked.today)
    return RULINGS if now == "due" else CHANCES if now == "open" else ()


def _values(asked: Personal, forecast: Forecast, command: str, about: str) -> list[Button]:
    own, name = asked.known.vote(ref(forecast)), ref(forecast)
    labels = {value: ("✓" if value == own else "") + value_label(asked, value) for value in values_of(asked, forecast)}
    return [Button(label, f"{command} {name} {value}", about) for value, label in labels.items()]
