"""A reader's vote on a prediction, the tally of all readers, and the buttons to vote."""

from __future__ import annotations

from bot.answers.answer import Button, Span, italic
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


def answer_row(asked: Personal, forecast: Forecast, number: int | None = None) -> tuple[Button, ...]:
    """Return the buttons that answer a forecast, what was said marked; with a number, those of a check-in."""
    question = asked.text(forecast.record.statement)
    about = f"{number}. {question}" if number else question
    now, name = state(forecast.record, asked.today), ref(forecast)
    values = RULINGS if now == "due" else CHANCES if now == "open" else ()
    command, own = "/vote" if number is None else "/answer", asked.known.vote(name)
    door = (Button(f"{number}.", f"/prediction {name}", about),) if number and values else ()
    labels = [("✓" if value == own else "") + value_label(asked, value) for value in values]
    return door + tuple(
        Button(label, f"{command} {name} {value}", about) for label, value in zip(labels, values, strict=True)
    )
