"""An address → the page that stands there, as a value: the answers of its commands, whole, or what a page has room for.

Nothing on a page is anybody's own: it depends on the edition, the day, the language and the address alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.answers.answer import Block, Button, Span, paragraph
from bot.answers.asked import Asked, Personal
from bot.answers.understood import called, meant
from bot.content.edition import Edition
from bot.pages import addresses, corrections, news
from bot.pages import answered as answers
from bot.pages import chart as charts
from bot.pages import table as tables
from bot.pages.addresses import Place
from bot.pages.answered import Page, Section, answered, described, shortened, unbroken
from bot.pages.chart import chart
from bot.pages.forecast import whole
from bot.pages.glossary import glossary
from bot.pages.home import home
from bot.pages.impersonal import unpaged
from bot.pages.table import table

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


def of_place(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    """Return the page of a place; of the fields of its address those count that it knows."""
    special = _SPECIAL.get((place.kind.path, bool(place.thing)))
    return special(asked, place, query) if special else answered(asked, place, query)


def understood(edition: Edition, place: Place, query: Mapping[str, str]) -> dict[str, str]:
    """Return what a page makes of the fields of its address; most make nothing of any."""
    match place.kind.path, place.thing:
        case "predictions", "":
            return tables.understood(edition, query)
        case "timeline", "":
            return charts.understood(edition, query)
        case "corrections", what if what:
            return corrections.understood(edition, what, query)
        case "search", _:
            return _words(query)
        case path, thing if (path, bool(thing)) not in _SPECIAL:
            return answers.understood(edition, query)
    return {}


def missing(asked: Personal, address: str) -> Page:
    """Return what is said of an address that leads nowhere, with the page that was most likely meant."""
    meant = addresses.nearest(asked.edition, address)
    links = (Button(asked.say("did-you-mean", meant=_called(asked, meant)), meant.command),) if meant else ()
    told = Section("", "", (Block((Span(asked.say("page-missing")),)),))
    place = Place(addresses.KINDS[0])
    return Page(place, "", asked.say("unknown-title"), asked.say("page-missing"), "search", (told,), links, shown="")


def _called(asked: Personal, meant: Place) -> str:
    return of_place(asked, meant, {}).title


# Pages of their own


def _home(asked: Personal, place: Place, _: Mapping[str, str]) -> Page:
    welcome = asked.say("home-lead")
    return Page(place, "", asked.say("name"), welcome, "home", command=place.command, shown=home(asked))


def _table(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    shown = table(asked, query)
    title = asked.say("predictions-title", count=shown.count)
    names = [name for name, _ in shown.chips]
    labels = asked.joined(names)
    told = asked.say("filtered-by", filters=labels) if names else asked.say("command-predictions")
    return Page(place, shown.address, title, told, "table", command=place.command, shown=shown)


def _forecast(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    """Return the page of a forecast; that of what an author only saw is an answer."""
    forecast = asked.edition.by_ref.get(place.thing)
    if forecast is None:
        return answered(asked, place, query)
    shown = whole(asked, forecast)
    stands = " · ".join(filter(None, (f"{shown.row.mark} {shown.row.stands}", shown.row.leans)))
    said = f"{stands}. {shown.foretold} {shown.row.authors}, {shown.row.source.name}. {shown.row.reason}"
    title = shown.row.statement
    where, command = _where(shown.where), place.command
    return Page(place, place.address, title, shortened(said), "forecast", where, command=command, shown=shown)


def _where(block: Block) -> tuple[Section, ...]:
    name, *spans = block.spans
    return (Section("where", name.text, (Block(unbroken(spans)),)),)


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
    shown = corrections.latest(asked)
    title = asked.say("corrections-title", count=sum(each.count for each in shown))
    told = asked.say("corrections-about")
    return Page(place, place.address, title, told, "corrections", shown=shown)


def _corrected(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    """Return a page of the corrections of a kind."""
    shown, told = corrections.corrected(asked, place.thing, query), asked.say("corrections-about")
    return Page(place, shown.address, shown.label, told, "corrected", shown=shown)


def _glossary(asked: Personal, place: Place, _: Mapping[str, str]) -> Page:
    title, told = asked.say("terms-title", count=len(asked.edition.glossary)), asked.say("terms-about")
    return Page(place, place.address, title, told, "glossary", command=place.command, shown=glossary(asked))


def _words(query: Mapping[str, str]) -> dict[str, str]:
    words = " ".join(query.get("q", "").split())
    return {"q": words} if words else {}


def _search(asked: Personal, place: Place, query: Mapping[str, str]) -> Page:
    words = " ".join(query.get("q", "").split())
    answer = unpaged(asked, f"/search {words}")
    links = tuple(button for row in answer.buttons for button in row)
    address = addresses.of_command(asked.edition, f"/search {words}".rstrip()) or place.address
    found = answer.blocks if words else (paragraph(asked.say("page-search")),)
    section = Section("", "", (*_meant(asked, words), *found))
    return Page(place, address, answer.title, described(found), "search", (section,), links, shown=words)


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
    ("glossary", False): _glossary,
    ("corrections", False): _corrections,
    ("corrections", True): _corrected,
    ("search", False): _search,
    ("method", False): _method,
    ("feeds", False): _feeds,
}
