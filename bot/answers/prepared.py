"""What the first questions of a day ask of an edition, made beforehand: of a thousand briefings it takes a moment."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter

from bot.answers import advice, checkin, excerpts, filters, names, sectors, striking, terms, timeline, understood
from bot.answers.asked import Asked
from bot.answers.reckoned import records
from bot.answers.selected import latest, selected, soonest
from bot.content.edition import Edition


def prepare(edition: Edition) -> None:
    """Make all that words are understood and searched for by, all names, and what fields are told of; on any thread.

    `edition` is the one as of the day.
    """
    for family in (understood, excerpts, terms, sectors, advice):
        family.warm(edition)
    named = names.of_predictions, names.of_observations, filters.filter_names, filters.kinds
    for looked_up in (*named, attrgetter("by_ref")):
        looked_up(edition)


def prepare_day(edition: Edition, today: dt.date) -> None:
    """Make what goes by the day too: the line of questions, and lists and records of all forecasts; likewise."""
    checkin.line_of(edition, today)
    for family in (timeline, striking):
        family.warm(edition, today)
    asked = Asked(edition=edition, language="zh", today=today)
    for lists in (records, selected):
        lists(asked, ())
    soonest(asked)
    latest(asked)
