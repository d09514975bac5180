"""A check-in in one message: all questions with a row of answers each, then what is new.

It is what a group is shown, where no tap changes what others see, and what channels show that edit nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers import as_of, outcomes
from bot.answers.answer import Answer, Block, Button, bold, italic, item, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.checkin_news import news
from bot.answers.editors.due import reminder
from bot.answers.outcomes import Outcome
from bot.answers.predictions import changed_door
from bot.answers.subscription_panel import subscribe_button
from bot.answers.vote_panel import numbered_scale, vote_in_words
from bot.content.briefing import Prediction
from bot.content.edition import Forecast, State, state
from bot.content.reviews import is_up
from bot.people.readers import Issue


def message(asked: Personal, told: Issue, came: Sequence[Outcome]) -> Answer:
    """Return a check-in whole: what became of answers, questions with buttons, verdicts, what is new."""
    forecasts = [asked.edition.by_ref[each] for each in told.questions if each in asked.edition.by_ref]
    blocks = [*(outcomes.told(asked, each) for each in came[:1]), paragraph(_lead(asked, len(forecasts)))]
    blocks += [_question(asked, each, number) for number, each in enumerate(forecasts, 1)]
    blocks += [*news(asked, told), *(reminder(asked) if asked.editor else ()), *last_lines(asked)]
    scales = [row for number, each in enumerate(forecasts, 1) for row in numbered_scale(asked, each, number)]
    title = asked.say("checkin-title")
    doors = len(forecasts) + 1
    return Answer(title, tuple(blocks), (*scales, *_ways_on(asked)), command="/checkin", first_door=doors)


def _lead(asked: Personal, count: int) -> str:
    """Return what is asked; in a shared chat also that nobody sees the answers of others."""
    if not count:
        return asked.say("checkin-empty")
    return asked.say("checkin-lead-group" if asked.shared else "checkin-lead", count=count)


def _ways_on(asked: Personal) -> tuple[tuple[Button, ...], ...]:
    """Return the doors below a check-in: what changed, all documents, and its settings."""
    doors = [changed_door(asked), Button(asked.say("door-browse"), "/briefings")]
    return rows(doors, 2) + rows([own_door(asked)], 1)


def own_door(asked: Personal) -> Button:
    """Return the door to the settings of a check-in; to who has no subscription, to one."""
    settings = Button(asked.say("button-settings"), "/settings")
    return settings if asked.known.subscription else subscribe_button(asked)


def last_lines(asked: Personal) -> Iterable[Block]:
    """Yield what a subscriber should know of the check-in itself: what they missed, and how to stop."""
    yield from missed(asked)
    yield from how_to_stop(asked)


def missed(asked: Personal) -> Iterable[Block]:
    """Yield how many check-ins did not reach a subscriber, where there were any."""
    if asked.known.subscription and asked.known.missed:
        yield paragraph(asked.say("checkin-missed", count=asked.known.missed))


def how_to_stop(asked: Personal) -> Iterable[Block]:
    """Yield where a subscriber changes or ends what comes."""
    if asked.known.subscription:
        yield paragraph(italic(asked.say("checkin-how-to-stop")))


def what_is_asked(asked: Asked, prediction: Prediction, now: State) -> str:
    """Return what is asked of a prediction, in words; that it is decided where a verdict came first."""
    if now == "due" or (now == "open" and not is_up(prediction, asked.today)):
        return asked.say(f"ask-{now}")
    return asked.say("ask-review") if now == "open" else asked.say("ask-decided", state=asked.stands(prediction))


def _question(asked: Personal, forecast: Forecast, number: int) -> Block:
    now, until = state(forecast.record, asked.today), forecast.record.window.until
    limit = asked.say("until", date=str(until)) if until else asked.say("open-ended")
    source = italic(f"\n{as_of.named(asked, forecast.card)} · {limit}")
    return item(
        bold(f"{number}. {MARKS[now]} {what_is_asked(asked, forecast.record, now)}"),
        f"\n{asked.text(forecast.record.statement)}",
        source,
        *vote_in_words(asked, forecast),
    )
