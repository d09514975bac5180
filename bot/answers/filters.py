"""Filters of lists of predictions: state, weight, certainty, sector, briefing, author or year, as readers name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, get_args

from bot.answers import names
from bot.answers.asked import MARKS, Asked
from bot.content.briefing import Certainty
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast, kept_with_edition, state
from bot.search import normal
from bot.words import say

LONGEST_FILTER: Final = 24
"""Words of a filter's name, as a title may have."""
CERTAINTIES: Final[tuple[Certainty, ...]] = get_args(Certainty)
RULED: Final = "ruled"
"""What lets through all that have a verdict, whichever it is."""
STANDINGS: Final = (*STATES, RULED)

Filter = Callable[[Forecast], bool]


def chosen(by_name: names.Names, words: tuple[str, ...]) -> tuple[list[str], str]:
    """Return the filters that are asked for, each once, and the first word that names none; names may have spaces."""
    found: dict[str, None] = {}
    while words:
        sizes = range(min(len(words), LONGEST_FILTER), 0, -1)
        name, size = next(((name, size) for size in sizes if (name := _named(by_name, words[:size]))), ("", 0))
        if not name:
            return list(found), words[0]
        found[name] = None
        words = words[size:]
    return list(found), ""


def _named(by_name: names.Names, words: tuple[str, ...]) -> str | None:
    """Return the filter that words name, or their year."""
    called = " ".join(words)
    year = normal(called).removesuffix("年")
    return year if len(year) == 4 and year.isascii() and year.isdigit() else by_name.find(called)


@kept_with_edition
def filter_names(edition: Edition) -> names.Names:
    """Return the names of all filters but years."""
    states: dict[str, str] = {each: f"state-{each}" for each in STANDINGS}
    return names.Names({**kinds(edition).known, **_worded(states)})


@kept_with_edition
def kinds(edition: Edition) -> names.Names:
    """Return the names of all filters but years that tell what a forecast is, whatever became of it."""
    people, documents, fields = names.of_authors(edition), names.of_briefings(edition), names.of_sectors(edition)
    weights: dict[str, str] = {each: f"weight-{each}" for each in WEIGHTS}
    certainties: dict[str, str] = {each: f"certainty-{each}" for each in CERTAINTIES}
    worded = _worded(weights | certainties)
    return names.Names({**people.known, **documents.known, **fields.known, **worded})


def _worded(words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return what is called as messages say in both languages."""
    return {each: (each, say("zh", word), say("en", word)) for each, word in words.items()}


def wanted(asked: Asked, name: str) -> Filter:
    """Return what a filter lets through."""
    if name in STATES:
        return lambda each: state(each.record, asked.today) == name
    if name == RULED:
        return lambda each: each.record.verdict is not None
    if name in WEIGHTS:
        return lambda each: each.record.weight == name
    if name in CERTAINTIES:
        return lambda each: each.record.certainty == name
    if name.isdigit():
        return lambda each: each.record.window.until is not None and each.record.window.until.year == int(name)
    if name in asked.edition.sectors:
        return lambda each: name in each.record.sectors
    if name in asked.edition.by_slug:
        return lambda each: each.briefing.briefing == name
    return lambda each: name in (author.zh for author in each.card.authors)


def label(asked: Asked, name: str) -> str:
    """Return a filter as readers see it."""
    if name in STATES:
        return f"{MARKS[name]} {asked.say(f'state-{name}')}"
    if name == RULED:
        return asked.say("state-ruled")
    if name in WEIGHTS:
        return asked.say(f"weight-{name}")
    if name in CERTAINTIES:
        return asked.say(f"certainty-{name}")
    if name in asked.edition.sectors:
        return asked.text(asked.edition.sectors[name].name)
    if name in asked.edition.by_slug:
        return asked.title(asked.edition.card(asked.edition.by_slug[name]))
    author = names.of_authors(asked.edition).known.get(name)
    return author[1 if asked.language == "zh" else 2] if author else name
