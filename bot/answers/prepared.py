"""What the first questions of a day ask of an edition, made beforehand: of a thousand briefings it takes a moment."""

from __future__ import annotations

import datetime as dt

from bot.answers import checkin, excerpts, filters, names, terms, timeline, understood
from bot.answers.asked import Asked
from bot.answers.reckoned import records
from bot.answers.selected import latest, selected, soonest
from bot.content.edition import Edition


def prepare(edition: Edition) -> None:
    """Make all that words are understood and searched for by, and all names; on any thread.

    `edition` is the one as of the day.
    """
    understood.warm(edition)
    excerpts.warm(edition)
    terms.warm(edition)
    for named in (names.of_predictions, names.of_observations, filters.filter_names, filters.kinds):
        named(edition)


def prepare_day(edition: Edition, today: dt.date) -> None:
    """Make what goes by the day too: the line of questions, and lists and records of all forecasts; likewise."""
    checkin.line_of(edition, today)
    timeline.warm(edition, today)
    asked = Asked(edition=edition, language="zh", today=today)
    for lists in (records, selected):
        lists(asked, ())
    soonest(asked)
    latest(asked)
