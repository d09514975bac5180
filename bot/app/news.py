"""What the state notes of an edition that goes live; to find it all of the edition is read through, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from bot.answers.checkin import news_of, news_to_come
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition
from bot.content.proposals import as_of
from bot.scores import closings


class News(NamedTuple):
    """What names the verdicts and standings, those that are to count `later`, and until when guesses counted."""

    verdicts: list[str]
    later: Mapping[str, dt.datetime]
    closings: Mapping[str, dt.datetime]


@kept_with_edition
def news_for(edition: Edition, today: dt.date) -> News:
    """Return what there is to note of an edition on a day.

    Closed is what was ruled on by then, or will be once what is proposed counts.
    """
    view = as_of(edition, today)
    return News(news_of(view), news_to_come(edition, today), {**closings(edition), **closings(view)})
