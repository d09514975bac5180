"""Filters of lists of predictions, as readers name them: state, leaning, weight, certainty, field, source, year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, get_args

from bot.answers import names
from bot.answers.asked import MARKS, Asked
from bot.content.briefing import Certainty, Leaning, Name, Prediction
from bot.content.derived import kept_with_edition
from bot.content.edition import STATES, WEIGHTS, Edition, Forecast, State, state
from bot.content.reviews import LEANINGS, current
from bot.search import normal
from bot.words import WRITTEN, say

LONGEST_FILTER: Final = 24
"""Words of a filter's name, as a title may have."""
CERTAINTIES: Final[tuple[Certainty, ...]] = get_args(Certainty)
RULED: Final = "ruled"
"""What lets through all that have a verdict, whichever it is."""
ALL: Final = "all"
"""What lets through every one."""
OF_STATE: Final = (*STATES, RULED)
LEANING: Final = "leaning"
"""What lets through all that have a standing, whichever way they lean."""
_LEANINGS: Final[dict[str, Leaning]] = {f"{LEANING}-{each}": each for each in LEANINGS}
OF_LEANING: Final = (*_LEANINGS, LEANING)

_ALSO: Final = {
    "held": ("应验了", "成真", "说对", "说对了", "right", "came true"),
    "partly": ("对了一半", "部分", "half right"),
    "failed": ("失败", "失败了", "没应验", "错了", "说错", "说错了", "wrong", "did not come true"),
    "unclear": ("说不清", "判不了", "undecidable"),
    "due": ("到期", "该判了", "overdue"),
    "open": ("没到期", "还没到期", "pending"),
    RULED: ("判定", "判过的", "decided"),
}
"""What readers call states besides the names they are shown by."""

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
    states: dict[str, str] = {each: f"state-{each}" for each in OF_STATE}
    leanings = {name: (*called, name.replace("-", " "), f"{LEANING} {each}") for name, called, each in _leanings()}
    worded = {name: (*called, *_ALSO.get(name, ())) for name, called in _worded(states).items()}
    more = {**_worded({ALL: "button-all"}), **_worded({LEANING: "state-leaning"})}
    return names.Names.together(kinds(edition), names.Names({**worded, **more, **leanings}))


def _leanings() -> Iterator[tuple[str, tuple[str, ...], Leaning]]:
    """Yield the filters by leaning: each with what it is called, and the leaning it lets through."""
    called = _worded({name: f"leans-{each}" for name, each in _LEANINGS.items()})
    yield from ((name, called[name], each) for name, each in _LEANINGS.items())


@kept_with_edition
def kinds(edition: Edition) -> names.Names:
    """Return the names of all filters but years that tell what a forecast is, whatever became of it."""
    people, documents, fields = names.of_authors(edition), names.of_briefings(edition), names.of_sectors(edition)
    weights: dict[str, str] = {each: f"weight-{each}" for each in WEIGHTS}
    certainties: dict[str, str] = {each: f"certainty-{each}" for each in CERTAINTIES}
    worded = _worded(weights | certainties)
    return names.Names.together(people, documents, fields, names.Names(worded))


def _worded(words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return what is called as messages say; names are compared in simplified Chinese, and so found in traditional."""
    return {each: (each, *(say(language, word) for language in WRITTEN)) for each, word in words.items()}


def is_state(name: str) -> bool:
    """Tell whether a filter asks what became of forecasts, or which way they lean."""
    return name in OF_STATE or name in OF_LEANING


def wanted(asked: Asked, name: str) -> Filter:
    """Return what a filter lets through."""
    if name == ALL:
        return lambda each: True
    if name in STATES:
        return lambda each: state(each.record, asked.today) == name
    if name == RULED:
        return lambda each: each.record.verdict is not None
    if name in OF_LEANING:
        return lambda each: (
            (stands := current(each.record)) is not None and name in (LEANING, f"{LEANING}-{stands.leans}")
        )
    if name in WEIGHTS:
        return lambda each: each.record.weight == name
    if name in CERTAINTIES:
        return lambda each: each.record.certainty == name
    if name.isdigit():
        return lambda each: each.record.window.until is not None and each.record.window.until.year == int(name)
    if name in asked.edition.sectors:
        return lambda each: name in each.record.sectors
    return lambda each: is_source(asked.edition, name, each.briefing.briefing)


def names_of(record: Prediction, stands: State, leans: Leaning | None) -> Iterator[str]:
    """Yield the filters that let a forecast through, as it stands, but those by its source and `ALL`."""
    yield from (stands, record.weight, record.certainty, *record.sectors)
    if record.verdict:
        yield RULED
    if leans:
        yield from (LEANING, f"{LEANING}-{leans}")
    if record.window.until:
        yield f"{record.window.until.year:04}"


def is_by_source(edition: Edition, name: str) -> bool:
    """Tell whether a filter lets through all of some documents: it names one, or an author."""
    of_forecasts = (ALL, *OF_STATE, *OF_LEANING, *WEIGHTS, *CERTAINTIES)
    return not (name in of_forecasts or name.isdigit() or name in edition.sectors)


def is_source(edition: Edition, name: str, slug: str) -> bool:
    """Tell whether such a filter names a briefing, or an author of its document."""
    if name in edition.by_slug:
        return name == slug
    return any(author.zh == name for author in edition.card(edition.by_slug[slug]).authors)


def label(asked: Asked, name: str) -> str:
    """Return a filter as readers see it."""
    if name == ALL:
        return asked.say("button-all")
    if name in STATES:
        return f"{MARKS[name]} {asked.say(f'state-{name}')}"
    if name == RULED:
        return asked.say("state-ruled")
    if name == LEANING:
        return asked.say("state-leaning")
    if name in _LEANINGS:
        return asked.leaning(_LEANINGS[name])
    if name in WEIGHTS:
        return asked.say(f"weight-{name}")
    if name in CERTAINTIES:
        return asked.say(f"certainty-{name}")
    if name in asked.edition.sectors:
        return asked.text(asked.edition.sectors[name].name)
    if name in asked.edition.by_slug:
        return asked.title(asked.edition.card(asked.edition.by_slug[name]))
    author = names.of_authors(asked.edition).known.get(name)
    return Name(zh=author[1], en=author[2]).as_name_in(asked.language) if author else name
