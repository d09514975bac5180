"""The cards of a year of check-ins over the shipped record, as their reader sees each: where they are tallest."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Final

from bot.answers import Answer, answer
from bot.content.briefing import Language
from bot.content.edition import Edition, ref, state
from bot.people.readers import CHANCES, RULINGS, Guess, Issue, Known, Subscription
from bot.people.schedule import Weekly
from tests.support.asking import asking

Weeks = list[tuple[dt.date, tuple[str, ...]]]
"""Days of check-ins, with what each asked."""
WEEK: Final = dt.timedelta(weeks=1)
LONG_AGO: Final = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
SUBSCRIBED: Final = Subscription(Weekly(6, 570, "Asia/Shanghai"), LONG_AGO, LONG_AGO)


def ruled(edition: Edition) -> list[str]:
    return [ref(each) for each in edition.predictions if each.record.verdict]


def still_asked(edition: Edition, today: dt.date) -> list[str]:
    return [ref(each) for each in edition.predictions if state(each.record, today) in ("open", "due")]


def first_cards(edition: Edition, language: Language, weeks: Weeks) -> Iterator[tuple[str, Answer]]:
    """Yield the first card of each week, and of each week and a verdict the one that begins with it, by their names."""
    for day, told in weeks:
        known = Known(issue=Issue(told, day, number=7), missed=2, subscription=SUBSCRIBED)
        yield f"{day}", answer("/checkin", asking(edition, language, day, known=known)).answer
    for each, (day, told) in _in_turn(ruled(edition), weeks):
        known = Known(
            chances={each: "80"},
            history=(Guess(1, each, 80, dt.datetime(2024, 3, 1, tzinfo=dt.UTC)),),
            crowd={each: {"80": 1, "65": 2}},
            issue=Issue(told, day, verdicts=(*ruled(edition)[:3], each), number=7),
            missed=2,
            subscription=SUBSCRIBED,
        )
        yield f"{each} {day}", answer("/checkin", asking(edition, language, day, known=known)).answer


def _in_turn(verdicts: list[str], weeks: Weeks) -> Iterator[tuple[str, tuple[dt.date, tuple[str, ...]]]]:
    """Yield every verdict and every week at least once, each with another."""
    count = max(len(verdicts), len(weeks))
    return itertools.islice(zip(itertools.cycle(verdicts), itertools.cycle(weeks), strict=False), count)


def next_cards(edition: Edition, language: Language, today: dt.date) -> Iterator[tuple[str, Answer]]:
    """Yield every question there is as the card behind the answer to the one before it, by its name."""
    for before, name in itertools.pairwise(still_asked(edition, today)):
        due = state(edition.by_ref[before].record, today) == "due"
        known = Known(
            tallies={before: dict.fromkeys(RULINGS + CHANCES, 700)},
            issue=Issue((before, name), today, number=7),
        )
        command = f"/answer {before} {(RULINGS if due else CHANCES)[0]}"
        yield name, answer(command, asking(edition, language, today, known=known)).answer


def last_cards(edition: Edition, language: Language, weeks: Weeks, *, subscribed: bool) -> Iterator[tuple[str, Answer]]:
    """Yield the last card of each week, by its day: of who has answered for weeks, follows all, and has news."""
    for day, told in weeks:
        command, known = _last_answered(edition, told, day, subscribed=subscribed)
        yield f"{day}", answer(command, asking(edition, language, day, known=known)).answer


def _last_answered(edition: Edition, told: tuple[str, ...], day: dt.date, *, subscribed: bool) -> tuple[str, Known]:
    """Return the command that answers the last question of a check-in, and what is known of who sends it."""
    said = {name: (RULINGS if state(edition.by_ref[name].record, day) == "due" else CHANCES)[2] for name in told}
    before = {name: value for name, value in said.items() if name != told[-1]}
    known = Known(
        chances={name: value for name, value in before.items() if value in CHANCES},
        rulings={name: value for name, value in before.items() if value in RULINGS},
        tallies={name: dict.fromkeys(RULINGS + CHANCES, 700) for name in told},
        issue=Issue(told, day, verdicts=tuple(still_asked(edition, day)[:3]), answered=told[:-1], number=7),
        answered_on=tuple(day - weeks * WEEK for weeks in range(1, 12)),
        follows=dict.fromkeys(told, day),
        subscription=SUBSCRIBED if subscribed else None,
    )
    return f"/answer {told[-1]} {said[told[-1]]}", known
