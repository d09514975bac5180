"""Cache of composed check-ins, shared by readers who see the same text: composing takes longer than sending."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final, NamedTuple

from bot.answers.answer import Answer
from bot.answers.asked import Personal
from bot.answers.checkin import compose
from bot.answers.checkin_news import told_answers
from bot.answers.limits import Limits
from bot.answers.outcomes import Outcome, outcomes
from bot.answers.paging import turn
from bot.content.briefing import Language
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition
from bot.people.appeals import Appeal, Waiting
from bot.people.readers import Issue, Known, Subscription
from bot.people.schedule import Weekly
from bot.words import say

MOST_CHECKINS: Final = 256
"""Check-ins kept at once; most readers of a language are shown one of a few."""
_LONG_AGO: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_SUBSCRIBED: Final = Subscription(Weekly(0, 0, "Etc/UTC"), _LONG_AGO, _LONG_AGO)
"""Anybody's: what a check-in shows of one is how to end it."""


class _Own(NamedTuple):
    """All of a subscriber that a check-in shows, and what all say of what they answered."""

    votes: tuple[tuple[str, str], ...]
    tallies: tuple[tuple[str, frozenset[tuple[str, int]]], ...]
    came: tuple[Outcome, ...]
    followed: tuple[str, ...]
    answers: tuple[Appeal, ...]
    missed: int
    waiting: Waiting
    editor: bool
    shared: bool


def first_page(asked: Personal, told: Issue) -> Answer:
    """Return what of a subscriber's check-in is sent, with the button to the rest."""
    known = asked.known
    votes = tuple((name, value) for name in told.questions + told.verdicts if (value := known.vote(name)))
    tallies = tuple((name, frozenset(known.tallies.get(name, {}).items())) for name, _ in votes)
    followed = tuple(name for name in told.verdicts if name in known.follows)
    came = outcomes(asked, told.verdicts)
    answers = tuple(told_answers(asked, told))
    counts = Waiting(total=known.waiting.total, newcomers=known.waiting.newcomers)  # no more of it is shown
    own = _Own(votes, tallies, came, followed, answers, known.missed, counts, asked.editor, asked.shared)
    return _cached_page(asked.edition, asked.language, told, own, asked.limits)


def _first_page(edition: Edition, language: Language, told: Issue, own: _Own, limits: Limits) -> Answer:
    """Return it made of the key it is kept by and of nothing else, lest one reader be shown what is another's."""
    tallies = {name: dict(tally) for name, tally in own.tallies}
    follows = dict.fromkeys(own.followed, told.on)
    known = Known(dict(own.votes), tallies=tallies, missed=own.missed, follows=follows, subscription=_SUBSCRIBED)
    known = replace(known, appeals=own.answers, waiting=own.waiting)
    noon = dt.datetime.combine(told.on, dt.time(12), dt.UTC)  # it goes by the day alone
    asked = Personal(
        edition=edition,
        language=language,
        today=told.on,
        now=noon,
        editor=own.editor,
        shared=own.shared,
        known=known,
        limits=limits,
    )
    answer = compose(asked, told, own.came)
    labels = say(language, "button-back"), say(language, "button-on")
    return turn(answer, 1, answer.command, labels, limits.to_read(language))


_cached_page = kept_with_edition(_first_page, MOST_CHECKINS)
