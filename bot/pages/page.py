"""An address → the page that stands there, as a value: the answers of its commands, whole, or what a page has room for.

Nothing on a page is anybody's own: it depends on the edition, the day, the language and the address alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.answers import as_of
from bot.answers.answer import Answer, Block, Button, Span, paragraph
from bot.answers.asked import Asked, Personal
from bot.answers.terms import explained
from bot.answers.understood import called, meant
from bot.content.edition import Edition
from bot.pages import addresses, news
from bot.pages import chart as charts
from bot.pages import table as tables
from bot.pages.addresses import Place
from bot.pages.chart import chart
from bot.pages.corrections import WHATS, corrections
from bot.pages.forecast import whole
from bot.pages.home import home
from bot.pages.impersonal import unpaged
from bot.pages.rows import Row, row
from bot.pages.table import chosen, table

LONGEST_DESCRIPTION: Final = 200
"""Characters of a description, of which programs that list pages show about that many."""

MOST_UNFOLDED: Final = 5
"""Blocks of a part of a page that are seen at once."""
METHOD: Final = (
    "chosen",
    "rules",
    "verdicts",
    "evidence",
    "standings",
    "scores",
    "corrections",
    "readers",
    "sources",
)
"""What the page on the method speaks of."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its name in the address, its title, and blocks or a picture (SVG)."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    picture: str = ""

    @property
    def folded(self) -> bool:
        """Tell whether it is so long that only its title is to be seen at first."""
        return bool(self.title) and len(self.blocks) > MOST_UNFOLDED


@dataclass(frozen=True, slots=True)
class Page:
    """A page in a language. `layout` says how it is laid out, `shown` is what that wants beside the sections.

    `rows` are the forecasts that belong to it, `links` are commands that lead on, `command` is the question that the
    chat answers likewise.
    """

    place: Place
    address: str
    title: str
    description: str
    layout: str
    sections: tuple[Section, ...] = ()
    links: tuple[Button, ...] = ()
    rows: tuple[Row, ...] = ()
    command: str = ""
    shown: Any = None


def of_place(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    """Return the page of a place; of the fields of its address those count that it knows."""
    special = _SPECIAL.get((place.kind.path, bool(place.thing)))
    return special(asked, place, query) if special else _answered(asked, place)


def understood(edition: Edition, place: Place, query: Mapping[str, str]) -> dict[str, str]:
    """Return what a page makes of the fields of its address; most make nothing of any."""
    reads = _UNDERSTOOD.get((place.kind.path, bool(place.thing)))
    return reads(edition, query) if reads else {}


def missing(asked: Personal, address: str) -> Page:
    """Return what is said of an address that leads nowhere, with the page that was most likely meant."""
    meant = addresses.nearest(asked.edition, address)
    links = (Button(asked.say("did-you-mean", meant=_called(asked, meant)), meant.command),) if meant else ()
    told = Section("", "", (Block((Span(asked.say("page-missing")),)),))
    place = Place(addresses.KINDS[0])
    return Page(place, "", asked.say("unknown-title"), asked.say("page-missing"), "search", (told,), links, shown="")


def _called(asked: Personal, meant: Place) -> str:
    return of_place(asked, meant, {}).title


# Pages of answers


def _answered(asked: Personal, place: Place) -> Page:
    """Return a page of the answer to its command, with the parts that stand behind doors in the chat below it."""
    answer = unpaged(asked, place.command)
    parts = tuple(_parts(asked, place, answer)) if place.thing else ()
    if place.thing or place.kind.path != "glossary":  # which explains every term there is
        answer = explained(asked, answer)
    title, blocks = _titled(asked, place, answer)
    links = tuple(button for row in (*answer.filters, *answer.buttons) for button in row)
    sections = (Section("", "", blocks, answer.picture), *parts)
    rows = tuple(_rows(asked, place)) if place.thing else ()
    return Page(place, place.address, title, _described(blocks), "answer", sections, links, rows, place.command)


def _rows(asked: Asked, place: Place) -> Iterator[Row]:
    """Yield the forecasts of a field or a document, in the order of the table."""
    if field := {"sectors": "sector", "briefings": "source"}.get(place.kind.path):
        yield from (row(asked, each) for each in chosen(asked, {field: place.thing}))


def _titled(asked: Asked, place: Place, answer: Answer) -> tuple[str, tuple[Block, ...]]:
    """Return what a page is called, and its blocks without that: an observation or a debate by its own words."""
    title = _own_words(asked, place)
    if not title:
        return answer.title, answer.blocks
    first, *rest = answer.blocks
    return title, (replace(first, spans=_unbroken(_around(first.spans, title))), *rest)


def _around(spans: tuple[Span, ...], title: str) -> Iterator[Span]:
    """Yield spans without the one that is the title, nor the colon that leads to it."""
    at = next((number for number, each in enumerate(spans) if each.text == title), 0)
    yield from (replace(each, text=each.text.rstrip(" \n:：")) for each in spans[:at])
    yield from (each for each in spans[at:] if each.text != title)


def _own_words(asked: Asked, place: Place) -> str:
    match place.kind.path:
        case "debates" if place.thing:
            return asked.text(asked.edition.debates_by_id[place.thing].question)
        case "predictions" if place.thing in asked.edition.observed:
            return asked.text(asked.edition.observed[place.thing].record.what)
    return ""


def _unbroken(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans that begin with words."""
    first, *rest = spans
    return (replace(first, text=first.text.lstrip("\n")), *rest)


def _parts(asked: Personal, place: Place, answer: Answer) -> Iterator[Section]:
    """Yield the parts of a thing that its answer offers, each as its own command answers it."""
    offered = {button.command for row in answer.buttons for button in row}
    for part in place.kind.parts:
        command = f"{place.command} {part}"
        if command in offered:
            answer = unpaged(asked, command)
            yield Section(part, answer.title.rpartition(" · ")[2], answer.blocks)


def _described(blocks: Iterable[Block]) -> str:
    """Return the beginning of a text on one line, cut between words."""
    text = " ".join(" ".join(span.text for block in blocks for span in block.spans).split())
    return shortened(text)


def shortened(text: str, most: int = LONGEST_DESCRIPTION) -> str:
    """Return a text of a line, cut where it is too long: after a word, or in Chinese between characters."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return f"{cut[: cut.rfind(' ', most - 30)] if ' ' in cut[most - 30 :] else cut}…"


# Pages of their own


def _home(asked: Personal, place: Place, _: Mapping[str, str]) -> Page:
    welcome = asked.say("home-lead")
    return Page(place, "", asked.say("name"), welcome, "home", command=place.command, shown=home(asked))


def _table(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    shown = table(asked, query)
    title = asked.say("predictions-title", count=shown.count)
    names = [name for name, _ in shown.chips]
    labels = asked.joined(names)
    described = asked.say("filtered-by", filters=labels) if names else asked.say("command-predictions")
    return Page(place, shown.address, title, described, "table", command=place.command, shown=shown)


def _forecast(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    """Return the page of a forecast; that of what an author only saw is an answer."""
    forecast = asked.edition.by_ref.get(place.thing)
    if forecast is None:
        return _answered(asked, place)
    foretold = asked.say("foretold", when=as_of.when(asked, forecast.card))
    shown = whole(asked, forecast, foretold)
    stands = " · ".join(filter(None, (f"{shown.row.mark} {shown.row.stands}", shown.row.leans)))
    said = f"{stands}. {foretold} {shown.row.authors}, {shown.row.source.name}. {shown.row.reason}"
    title = shown.row.statement
    where, command = _where(shown.where), place.command
    return Page(place, place.address, title, shortened(said), "forecast", where, command=command, shown=shown)


def _where(block: Block) -> tuple[Section, ...]:
    name, *spans = block.spans
    return (Section("where", name.text, (Block(_unbroken(spans)),)),)


def _timeline(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    shown = chart(asked, query)
    years = asked.say("years-some", first=str(shown.first), last=str(shown.last))
    title = f"{asked.say('timeline-title')} {years}"
    links = tuple(
        Button(year, f"/timeline {year}")
        for year in addresses.years(asked.edition).known
        if shown.first <= int(year) <= shown.last
    )
    told, command = asked.say("timeline-about"), place.command
    return Page(place, shown.address, title, told, "timeline", links=links, command=command, shown=shown)


def _corrections(asked: Personal, place: Place, _: Mapping[str, str]) -> Page:
    found = corrections(asked)
    title, told = asked.say("corrections-title", count=len(found)), asked.say("corrections-about")
    kinds = {each: [one for one in found if one.what == each] for each in WHATS}
    shown = tuple((each, asked.say(f"corrections-{each}"), those) for each, those in kinds.items() if those)
    return Page(place, place.address, title, told, "corrections", shown=shown)


def _words(_: Edition, query: Mapping[str, str]) -> dict[str, str]:
    words = " ".join(query.get("q", "").split())
    return {"q": words} if words else {}


def _search(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    words = " ".join(query.get("q", "").split())
    answer = unpaged(asked, f"/search {words}")
    links = tuple(button for row in answer.buttons for button in row)
    address = addresses.of_command(asked.edition, f"/search {words}".rstrip()) or place.address
    found = answer.blocks if words else (paragraph(asked.say("page-search")),)
    section = Section("", "", (*_meant(asked, words), *found))
    return Page(place, address, answer.title, _described(found), "search", (section,), links, shown=words)


def _meant(asked: Personal, words: str) -> Iterator[Block]:
    """Yield a line with what the chat would take words for, and the way there; nothing where it would search too."""
    found = meant(asked, words)
    if found and words:
        name = _said(asked, found.command) or called(asked, found.command) or unpaged(asked, found.command).title
        says = (f"{asked.text(found.says)}\n",) if found.says else ()
        yield paragraph(*says, asked.say("search-meant"), Span(name, command=found.command))


def _said(asked: Asked, command: str) -> str:
    """Return what a forecast says that a command is about; nothing where it is about none."""
    forecast = asked.edition.by_ref.get(command.partition(" ")[2])
    return asked.text(forecast.record.statement) if forecast else ""


def _method(asked: Personal, place: Place, _: Mapping[str, str]) -> Page:
    sections = tuple(
        Section(each, asked.say(f"method-on-{each}"), (paragraph(asked.say(f"method-{each}")),)) for each in METHOD
    )
    return Page(place, place.address, asked.say("method-title"), asked.say("method-about"), "method", sections)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What there is to subscribe to: feeds by their paths, and fields a calendar can be of, all with their names."""

    feeds: Mapping[str, str]
    sectors: tuple[tuple[str, str], ...]


def _feeds(asked: Personal, place: Place, _: Mapping[str, str]) -> Page:
    shown = Subscribed(news.paths(asked), tuple(news.sectors(asked)))
    return Page(place, place.address, asked.say("feeds-title"), asked.say("feeds-about"), "feeds", shown=shown)


_SPECIAL: Final[Mapping[tuple[str, bool], Callable[[Personal, Place, Mapping[str, str]], Page]]] = {
    ("", False): _home,
    ("predictions", False): _table,
    ("predictions", True): _forecast,
    ("timeline", False): _timeline,
    ("corrections", False): _corrections,
    ("search", False): _search,
    ("method", False): _method,
    ("feeds", False): _feeds,
}
_UNDERSTOOD: Final[Mapping[tuple[str, bool], Callable[[Edition, Mapping[str, str]], dict[str, str]]]] = {
    ("predictions", False): tables.understood,
    ("timeline", False): charts.understood,
    ("search", False): _words,
}
