"""What tools are asked with, and what they answer: the records whose schemas assistants are told."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from pydantic import Field

from bot.content.briefing import Language, Record
from bot.content.values import Slug
from bot.dataset.records import Advice, Brief, Debate, Found, Licence, Observed, Prediction
from bot.dataset.track_records import Author
from bot.search import LONGEST_QUERY

LONGEST_NAME: Final = 200
"""Characters of what something is called."""
Called = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class Asked(Record):
    """What every tool is asked with."""

    language: Annotated[Language, Field(description="of the answer: zh, zh-Hant or en")] = "en"


class Words(Asked):
    """Words to search for."""

    words: Annotated[str, Field(min_length=1, max_length=LONGEST_QUERY, description="in Chinese or English")]
    most: Annotated[int, Field(ge=1, le=20)] = 5


class Which(Asked):
    """One forecast."""

    id: Annotated[Called, Field(description="such as ten-hypotheses/support-first, as `search` names it")]


class Whose(Asked):
    """Whose record; without a name everybody's."""

    who: Annotated[Called, Field(description="an author or a document; leave out for all")] | None = None
    most: Annotated[int, Field(ge=0, le=100, description="forecasts behind the record")] = 10


class Until(Asked):
    """What falls due: about a field, until a day."""

    sector: Annotated[Slug, Field(description="the id of a field")] | None = None
    until: Annotated[dt.date, Field(description="no later than this day")] | None = None
    most: Annotated[int, Field(ge=1, le=50)] = 10


class Question(Asked):
    """Which debate; without an id all of them."""

    id: Annotated[Called, Field(description="as the list names it; leave out for the list")] | None = None


class Whom(Asked):
    """Advice for whom, about which field, by which document."""

    audience: Annotated[Slug, Field(description="such as engineers or founders")] | None = None
    sector: Annotated[Slug, Field(description="the id of a field")] | None = None
    source: Annotated[Slug, Field(description="the id of a document")] | None = None
    most: Annotated[int, Field(ge=1, le=50)] = 10


class Answered(Record):
    """What every answer says of itself."""

    edition: str
    on: dt.date
    licence: Licence


class SearchAnswer(Answered):
    """What words find, best first."""

    found: tuple[Found, ...]


class ForecastAnswer(Answered):
    """One forecast, whole; or what an author saw, where it is no forecast."""

    forecast: Prediction | None = None
    observation: Observed | None = None


class TrackRecordAnswer(Answered):
    """Track records, and of one author the forecasts behind it, those ruled on last first; `total` is how many."""

    records: tuple[Author, ...]
    verdicts: tuple[Brief, ...] = ()
    total: int | None = None


class DueAnswer(Answered):
    """What waits for a verdict, then what falls due, soonest first; `total` is how many there are."""

    due: tuple[Brief, ...]
    total: int


class DebateAnswer(Answered):
    """Debates, and of one the forecasts it rests on."""

    debates: tuple[Debate, ...]
    forecasts: tuple[Brief, ...] = ()


class AdviceAnswer(Answered):
    """Advice; `total` is how much there is."""

    advice: tuple[Advice, ...]
    total: int
