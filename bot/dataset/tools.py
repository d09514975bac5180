"""What assistants can ask: each tool with the records it asks for and answers with; all only read.

Every answer names the edition, the day it is of and the licence; a forecast in it comes with its paragraphs, its rule,
the day of its verdict and its evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.answers import names
from bot.content.edition import Forecast
from bot.dataset import shaping
from bot.dataset.choices import OfAdvice, values
from bot.dataset.dataset import Dataset
from bot.dataset.licence import licence
from bot.dataset.resources import RESOURCES, found, teams
from bot.dataset.tool_records import (
    AdviceAnswer,
    Answered,
    Asked,
    DebateAnswer,
    DueAnswer,
    ForecastAnswer,
    Question,
    SearchAnswer,
    TrackRecordAnswer,
    Until,
    Which,
    Whom,
    Whose,
    Words,
)
from bot.pages import addresses
from bot.pages.table import chosen

_RESOURCES: Final = {each.path: each for each in RESOURCES}


class NotFound(Exception):
    """Nothing is called so; `meant` is what most likely was, `kind` a kind of page."""

    def __init__(self, kind: str, called: str, meant: str = "") -> None:
        self.kind, self.called, self.meant = kind, called, meant
        super().__init__(f"{kind}: {called}")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, what it does in words for assistants, what it asks for, what it answers, and how."""

    name: str
    title: str
    about: str
    asks: type[Asked]
    answers: type[Answered]
    run: Callable[[Dataset, Any], dict[str, Any]]

    def __call__(self, dataset: Dataset, asked: Asked) -> Answered:
        """Return the answer; raises NotFound."""
        facts: dict[str, Any] = {"edition": dataset.edition.digest, "on": dataset.today, "licence": licence()}
        return self.answers.model_construct(None, **facts, **self.run(dataset, asked))


def _search(dataset: Dataset, asked: Words) -> dict[str, Any]:
    resource = _RESOURCES["search"]
    entries = found(dataset, asked.words, asked.most)
    return {"found": tuple(resource.shape(dataset, each) for each in entries)}


def _forecast(dataset: Dataset, asked: Which) -> dict[str, Any]:
    name = _named(dataset, "predictions", asked.id)
    if forecast := dataset.edition.by_ref.get(name):
        return {"forecast": shaping.prediction(dataset, forecast)}
    return {"observation": shaping.observation(dataset, dataset.edition.observed[name])}


def _named(dataset: Dataset, kind: str, called: str) -> str:
    """Return the id of what is called so, by any name it bears; raises NotFound."""
    if place := addresses.place(dataset.edition, f"{kind}/{called}"):
        return place.thing
    near = addresses.nearest(dataset.edition, f"{kind}/{called}")
    raise NotFound(kind, called, near.thing if near else "")


def _track_record(dataset: Dataset, asked: Whose) -> dict[str, Any]:
    everybody = teams(dataset)
    if asked.who is None:
        return {"records": tuple(shaping.author(dataset, team) for team in everybody.values())}
    name = _named(dataset, "authors", asked.who)
    team = everybody.get(name) or next(each for each in everybody.values() if name in each.documents)
    latest = chosen(dataset.asked, {})
    wrote = (each for each in latest if each.briefing.briefing in team.documents)
    ruled = [each for each in wrote if each.record.verdict]
    shown = tuple(shaping.brief(dataset, each) for each in ruled[: asked.most])
    return {"records": (shaping.author(dataset, team),), "verdicts": shown, "total": len(ruled)}


def _due(dataset: Dataset, asked: Until) -> dict[str, Any]:
    if asked.sector and asked.sector not in dataset.edition.sectors:
        raise NotFound("sectors", asked.sector, names.of_sectors(dataset.edition).nearest(asked.sector) or "")
    waiting = sorted(_waiting(dataset, asked), key=lambda each: each[0])
    return {
        "due": tuple(shaping.brief(dataset, each) for _, each in waiting[: asked.most]),
        "total": len(waiting),
    }


def _waiting(dataset: Dataset, asked: Until) -> list[tuple[dt.date, Forecast]]:
    """Return the forecasts that have no verdict but a day for one."""
    last = asked.until or dt.date.max
    return [
        (due, each)
        for each in dataset.edition.predictions
        if not each.record.verdict
        and (due := each.record.due)
        and due <= last
        and asked.sector in (None, *each.record.sectors)
    ]


def _debate(dataset: Dataset, asked: Question) -> dict[str, Any]:
    edition = dataset.edition
    if asked.id is None:
        return {"debates": tuple(shaping.debate(dataset, each) for each in edition.debates)}
    shown = shaping.debate(dataset, edition.debates_by_id[_named(dataset, "debates", asked.id)])
    cited = (edition.by_ref.get(name) for side in shown.sides for name in side.cites)
    return {"debates": (shown,), "forecasts": tuple(shaping.brief(dataset, each) for each in cited if each)}


def _advice(dataset: Dataset, asked: Whom) -> dict[str, Any]:
    known = values(dataset.edition)
    narrowed = {field: value for field in ("audience", "sector", "source") if (value := getattr(asked, field))}
    for field, value in narrowed.items():
        if value not in known[field]:
            raise NotFound({"audience": "advice", "sector": "sectors", "source": "briefings"}[field], value)
    resource = _RESOURCES["advice"]
    given = resource.select(dataset, OfAdvice(**narrowed))
    return {"advice": tuple(resource.shape(dataset, each) for each in given[: asked.most]), "total": len(given)}


TOOLS: Final = (
    Tool(
        "search",
        "Search",
        "Find what documents about AI foretold, advised or saw, by words in Chinese or English. A forecast comes with"
        " what became of it, the rule and the evidence.",
        Words,
        SearchAnswer,
        _search,
    ),
    Tool(
        "forecast",
        "A forecast and what became of it",
        "Tell one forecast whole: who said it when, in which paragraphs, the rule and whether it was written before the"
        " window ended, the verdict with its day, reasons and evidence, one that is only proposed, or how it stands.",
        Which,
        ForecastAnswer,
        _forecast,
    ),
    Tool(
        "track_record",
        "Who was right",
        "Tell how often authors were right, claim by claim, with a 95 % interval, beside the naive rule that things"
        " stay as they are.",
        Whose,
        TrackRecordAnswer,
        _track_record,
    ),
    Tool(
        "due",
        "What falls due",
        "List the forecasts without a verdict by the first day on which they can be ruled on, overdue ones first.",
        Until,
        DueAnswer,
        _due,
    ),
    Tool(
        "debate",
        "Where sources disagree",
        "List the questions on which documents agree or contradict each other, or show one side by side with what"
        " became of the forecasts it rests on.",
        Question,
        DebateAnswer,
        _debate,
    ),
    Tool(
        "advice",
        "What documents advise",
        "List what documents advise an audience to do, and why, with paragraphs.",
        Whom,
        AdviceAnswer,
        _advice,
    ),
)
