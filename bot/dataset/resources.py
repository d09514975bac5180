"""The table of all there is: each resource with its records, what narrows it, and how one of them is found by its id.

A path is that of the page for people: `predictions/SLUG/ID` stands below the API as it does below a language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from bot.answers.authors import Team, records
from bot.answers.entries import IndexEntry
from bot.answers.library import library
from bot.content.briefing import Record, Text
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast, Statement
from bot.content.prediction import Prediction
from bot.dataset import records as out
from bot.dataset import shaping
from bot.dataset.choices import (
    Choice,
    NotAChoice,
    OfAdvice,
    OfEvents,
    OfObservations,
    OfPredictions,
    OfSearch,
    choose,
)
from bot.dataset.dataset import Dataset
from bot.dataset.track_records import Author
from bot.pages import addresses
from bot.pages.corrections import corrections
from bot.pages.table import chosen

__all__ = ["RESOURCES", "Choice", "NotAChoice", "Resource", "choose"]

MOST_FOUND: Final = 200
"""Items that a search finds at most."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A list: what it holds, in what it is narrowed, what is in it, and the record of each.

    `find` returns what bears an id; a list without it has no ids. A list that is not `whole` is only ever asked a
    question: it is no part of the dataset.
    """

    path: str
    about: str
    record: type[Record]
    select: Callable[[Dataset, Any], Sequence[Any]]
    shape: Callable[[Dataset, Any], Record]
    choice: type[Choice] = Choice
    find: Callable[[Dataset, str], Any] | None = None
    whole: bool = True

    def all(self, dataset: Dataset) -> list[Record]:
        """Return every record."""
        return [self.shape(dataset, each) for each in self.select(dataset, self.choice())]


def _predictions(dataset: Dataset, choice: OfPredictions) -> Sequence[Forecast]:
    asked = {field: str(value) for field, value in choice if value is not None}
    return chosen(dataset.asked, asked)


def _observations(dataset: Dataset, choice: OfObservations) -> Sequence[Statement[Any]]:
    return [each for each in dataset.edition.observations if _about(each, choice)]


def _about(each: Statement[Any], choice: OfObservations | OfAdvice) -> bool:
    return choice.source in (None, each.briefing.briefing) and (
        choice.sector is None or choice.sector in each.record.sectors
    )


def _events(dataset: Dataset, choice: OfEvents) -> Sequence[Statement[Any]]:
    def wanted(each: Statement[Any]) -> bool:
        when = each.record.when
        in_year = choice.year is None or when.first.year <= choice.year <= when.last.year
        return in_year and choice.source in (None, each.briefing.briefing) and choice.kind in (None, each.record.kind)

    return [each for each in dataset.edition.events if wanted(each)]


def _advice(dataset: Dataset, choice: OfAdvice) -> Sequence[Statement[Any]]:
    found = (each for each in dataset.edition.advice if _about(each, choice))
    return [each for each in found if choice.audience in (None, each.record.audience)]


def teams(dataset: Dataset) -> Mapping[str, Team]:
    """Return those who wrote the same documents, by the name of their record, in the order of that of the pages."""
    return _teams(dataset.edition, dataset.today)


@kept_with_edition
def _teams(edition: Edition, today: dt.date) -> dict[str, Team]:
    return {team.name: team for team in records(edition, edition.predictions, today)}


def _corrections(dataset: Dataset, _: Choice) -> Sequence[out.Correction]:
    spoken = (corrections(dataset.asked.speaking(language)) for language in ("zh", "en"))
    return [
        out.Correction.model_construct(
            id=zh.name.removeprefix("correction:"),
            prediction=zh.row.ref,
            on=zh.on,
            what=zh.what,
            title=Text(zh=zh.title, en=en.title),
            before=Text(zh=zh.before, en=en.before),
            after=Text(zh=zh.after, en=en.after),
            url=dataset.link(zh.address),
        )
        for zh, en in zip(*spoken, strict=True)
    ]


def found(dataset: Dataset, words: str, most: int) -> list[IndexEntry]:
    """Return what words find, best first."""
    entries, index = library(dataset.edition)
    return [entries[position] for position in index.find(words, most)]


def _found(dataset: Dataset, entry: IndexEntry) -> out.Found:
    statement, record = entry.statement, entry.statement.record if entry.statement else None
    forecast = entry.statement if isinstance(record, Prediction) else None
    address = addresses.of_command(dataset.edition, entry.command)
    return out.Found.model_construct(
        kind=cast(out.Kind, entry.kind),
        text=entry.text,
        source=shaping.source(dataset, statement.briefing.briefing) if statement else None,
        at=record.at if record else (),
        prediction=shaping.brief(dataset, forecast) if forecast else None,
        url=None if address is None else dataset.link(address),
    )


RESOURCES: Final = (
    Resource(
        "predictions",
        "Forecasts: what was said, by whom and when, and what became of it, by which rule and on which evidence.",
        out.Prediction,
        _predictions,
        shaping.prediction,
        OfPredictions,
        lambda dataset, name: dataset.edition.by_ref.get(dataset.edition.current(name)),
    ),
    Resource(
        "observations",
        "What authors saw and did not foresee: never scored.",
        out.Observed,
        _observations,
        shaping.observation,
        OfObservations,
        lambda dataset, name: dataset.edition.observed.get(dataset.edition.current(name)),
    ),
    Resource(
        "briefings",
        "The documents: the essence of each, and how its forecasts stand.",
        out.Briefing,
        lambda dataset, _: list(dataset.edition.by_slug),
        shaping.briefing,
        find=lambda dataset, name: name if name in dataset.edition.by_slug else None,
    ),
    Resource(
        "sectors",
        "Fields: what each source says of them.",
        out.Sector,
        lambda dataset, _: list(dataset.edition.sectors),
        shaping.sector,
        find=lambda dataset, name: name if name in dataset.edition.sectors else None,
    ),
    Resource(
        "authors",
        "Who was right: track records of those who wrote the same documents, beside the naive rule.",
        Author,
        lambda dataset, _: list(teams(dataset).values()),
        shaping.author,
        find=lambda dataset, name: teams(dataset).get(name),
    ),
    Resource(
        "debates",
        "Questions on which sources agree or contradict each other.",
        out.Debate,
        lambda dataset, _: dataset.edition.debates,
        shaping.debate,
        find=lambda dataset, name: dataset.edition.debates_by_id.get(name),
    ),
    Resource("timeline", "What sources date or order.", out.DatedEvent, _events, shaping.event, OfEvents),
    Resource("advice", "What sources advise whom to do, and why.", out.Advice, _advice, shaping.advice, OfAdvice),
    Resource(
        "glossary",
        "Words of the sources and of the trade.",
        out.Term,
        lambda dataset, _: list(dataset.edition.glossary),
        shaping.term,
        find=lambda dataset, name: name if name in dataset.edition.glossary else None,
    ),
    Resource(
        "corrections",
        "Verdicts that were replaced and rules that were reworded.",
        out.Correction,
        _corrections,
        lambda _, each: each,
    ),
    Resource(
        "search",
        "What words find, of any kind, best first.",
        out.Found,
        lambda dataset, choice: found(dataset, choice.q, MOST_FOUND),
        _found,
        OfSearch,
        whole=False,
    ),
)
