"""Addresses of pages: one table of what stands under which path, and of the command whose answer it is.

An address is what follows the language, without a slash before it or behind it: `predictions/SLUG/ID`. Whatever a
button asks that only reads has one, or none at all: then the chat alone answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args
from urllib.parse import quote, urlencode

from bot.answers import filters, names
from bot.answers.parsing import parse
from bot.content.derived import kept_with_edition
from bot.content.edition import STATES, WEIGHTS, Edition
from bot.content.reviews import LEANINGS

TIMES: Final = range(1, 10_000)
"""Years that have a page."""
What = Literal["outcome", "reasons", "rule"]
WHATS: Final[tuple[What, ...]] = get_args(What)
"""What is corrected, the gravest first."""
TABLE: Final = "predictions"
"""The address of the table of forecasts."""
UNLISTED: Final = frozenset(("search",))
"""Pages that search engines are not to list: there are as many as there are words."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands under the first part of an address: a list, and each of the things in it.

    `whole` is the command of the list, `one` that of a thing by its id, which `named` finds; `parts` are last words of
    that command whose answers stand on the page of the thing, too.
    """

    path: str
    whole: str = ""
    one: str = ""
    named: Callable[[Edition], names.Names] | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What is asked for: a kind of page, and the id of the one thing it is about; empty for the list of all."""

    kind: Kind
    thing: str = ""

    @property
    def address(self) -> str:
        """The address of the page."""
        return "/".join(filter(None, (self.kind.path, quote(self.thing))))

    @property
    def command(self) -> str:
        """The command whose answer stands there; empty where no command shows what the page shows."""
        if not self.thing:
            return self.kind.whole
        return f"{self.kind.one} {self.thing}" if self.kind.one else ""


@kept_with_edition
def _statements(edition: Edition) -> names.Names:
    return names.Names.together(names.of_observations(edition), names.of_predictions(edition))


@kept_with_edition
def _records(edition: Edition) -> names.Names:
    """Return the names of authors and of documents, who each have a record."""
    return names.Names.together(names.of_authors(edition), names.of_briefings(edition))


@kept_with_edition
def years(edition: Edition) -> names.Names:
    """Return the years in which an event falls or a window ends."""
    events = (year for each in edition.events for year in (each.record.when.first.year, each.record.when.last.year))
    ends = (each.record.window.until.year for each in edition.predictions if each.record.window.until)
    return names.Names({str(year): (str(year), f"{year}年") for year in sorted({*events, *ends})})


_CORRECTED: Final = names.Names({each: (each,) for each in WHATS})
"""What is corrected: of each there is a list."""
KINDS: Final = (
    Kind("", "/start"),
    Kind(TABLE, "/predictions", "/prediction", _statements),
    Kind(
        "briefings",
        "/briefings",
        "/briefing",
        names.of_briefings,
        ("sectors", "timeline", "advice", "observations", "figures", "caveats", "where"),
    ),
    Kind("sectors", "/sectors", "/sector", names.of_sectors, ("views", "seen", "advice", "where")),
    Kind("timeline", "/timeline", "/timeline", years),
    Kind("debates", "/debates", "/debate", names.of_debates, ("forecasts", "where")),
    Kind("authors", "/scores", "/scores", _records),
    Kind("advice", "/advice", "/advice", names.of_audiences, ("where",)),
    Kind("glossary", "/term", "/term", names.of_terms),
    Kind("search", "/search"),
    Kind("about", "/about"),
    Kind("privacy", "/privacy"),
    Kind("method"),
    Kind("corrections", named=lambda _: _CORRECTED),
    Kind("feeds"),
)
_BY_PATH: Final = {kind.path: kind for kind in KINDS}
_LISTS: Final = {kind.whole: kind for kind in KINDS if kind.whole}
_THINGS: Final = {kind.one: kind for kind in KINDS if kind.one}


def place(edition: Edition, address: str) -> Place | None:
    """Return what an address asks for, by any name the thing bears; None where there is no such page."""
    first, _, called = address.partition("/")
    kind = _BY_PATH.get(first.lower())
    if kind is None or not called:
        return Place(kind) if kind and not address.endswith("/") else None
    found = kind.named(edition).find(called) if kind.named else None
    return Place(kind, found) if found else None


def nearest(edition: Edition, address: str) -> Place | None:
    """Return the page that was most likely meant by an address that leads nowhere."""
    first, _, called = address.partition("/")
    kind = _BY_PATH.get(first)
    found = kind.named(edition).nearest(called) if kind and kind.named and kind.one else None
    return Place(kind, found) if kind and found else None


@kept_with_edition
def everything(edition: Edition) -> Sequence[Place]:
    """Return every page that search engines may list."""
    return [each for kind in KINDS if kind.path not in UNLISTED for each in _of_kind(edition, kind)]


def _of_kind(edition: Edition, kind: Kind) -> Iterator[Place]:
    yield Place(kind)
    yield from (Place(kind, thing) for thing in (kind.named(edition).known if kind.named else ()))


def of_command(edition: Edition, command: str) -> str | None:
    """Return the address at which the answer to a command stands; None where only the chat gives it."""
    name, words, _ = parse(command)
    asked = f"/{name}"
    if name in _SPECIAL:
        return _SPECIAL[name](edition, words)
    if words and asked in _THINGS:
        return _thing(edition, _THINGS[asked], words)
    return _LISTS[asked].path if asked in _LISTS and not words else None


def of_picture(edition: Edition, words: tuple[str, ...]) -> str | None:
    """Return the address of a page that draws what a picture does; a reader's own picture has none."""
    match words or ("timeline",):
        case ("timeline", year) if found := years(edition).find(year):
            return f"timeline?{urlencode({'from': found, 'to': found})}"
        case ("timeline", *rest):
            return _timeline(edition, tuple(rest))
        case ("scores", *rest):
            return _scores(edition, tuple(rest))
    return None


def _thing(edition: Edition, kind: Kind, words: tuple[str, ...]) -> str | None:
    """Return the address of a thing, with the part of its page that is asked for."""
    assert kind.named
    named = kind.named(edition)
    if found := named.find(" ".join(words)):
        return Place(kind, found).address
    found = named.find(words[0])
    if found is None:
        return None
    part = next((word for word in words[1:] if word in kind.parts), "")
    return f"{Place(kind, found).address}#{part}" if part else Place(kind, found).address


def _timeline(edition: Edition, words: tuple[str, ...]) -> str | None:
    if not words or words[0] == "all":
        return "timeline"
    if words[0] in edition.by_slug:
        return f"timeline?{urlencode({'source': words[0]})}"
    return _thing(edition, _BY_PATH["timeline"], words)


def _scores(edition: Edition, words: tuple[str, ...]) -> str | None:
    """Return the address of a record: that of an author or a document; of any other choice that of its forecasts."""
    if not words:
        return "authors"
    found = _records(edition).find(" ".join(words))
    return Place(_BY_PATH["authors"], found).address if found else _predictions(edition, words)


def _predictions(edition: Edition, words: tuple[str, ...]) -> str | None:
    chosen, unknown = filters.chosen(filters.filter_names(edition), words)
    if unknown:
        return None
    query = query_of(edition, chosen)
    return f"{TABLE}?{urlencode(query)}" if query else TABLE


def _search(_: Edition, words: tuple[str, ...]) -> str:
    return f"search?{urlencode({'q': ' '.join(words)}, errors='replace')}" if words else "search"


_SPECIAL: Final[Mapping[str, Callable[[Edition, tuple[str, ...]], str | None]]] = {
    "timeline": _timeline,
    "scores": _scores,
    "picture": of_picture,
    TABLE: _predictions,
    "search": _search,
}

FIELDS: Final = ("state", "leaning", "sector", "source", "author", "year", "weight", "certainty")
"""What a list of forecasts can be narrowed by, as its address names it."""


def query_of(edition: Edition, chosen: Iterable[str]) -> dict[str, str]:
    """Return filters, by their names in commands, as the fields of an address: of each kind the last."""
    return {_field(edition, name): _value(name) for name in chosen if name != filters.ALL}


def _field(edition: Edition, name: str) -> str:
    if name in STATES or name == filters.RULED:
        return "state"
    if name in filters.OF_LEANING:
        return "leaning"
    if name in WEIGHTS:
        return "weight"
    if name in filters.CERTAINTIES:
        return "certainty"
    if name.isdigit():
        return "year"
    if name in edition.sectors:
        return "sector"
    return "source" if name in edition.by_slug else "author"


def _value(name: str) -> str:
    return name.removeprefix(f"{filters.LEANING}-") if name in filters.OF_LEANING else name


def filters_of(edition: Edition, query: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that the fields of an address name, by field, as commands name them; others are passed over.

    What is asked for by another name than an id is found as in commands.
    """
    found = {}
    for field in FIELDS:
        if name := _filter(edition, field, query.get(field, "").strip()):
            found[field] = name
    return found


def _filter(edition: Edition, field: str, value: str) -> str | None:
    if not value:
        return None
    if field == "leaning":
        value = f"{filters.LEANING}-{value}" if value in LEANINGS else value
    chosen, unknown = filters.chosen(filters.filter_names(edition), tuple(value.split()))
    return chosen[0] if not unknown and len(chosen) == 1 and _field(edition, chosen[0]) == field else None
