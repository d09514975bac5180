"""What is new, entry by entry: verdicts, standings, corrections and answered appeals, by the days of their records.

An entry is called for ever what its record is called: whoever has read it is not shown it again. Nothing in it depends
on the day it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot.answers import as_of, names
from bot.answers.appeals_heard import spans
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.rules import written
from bot.answers.verdicts import proposal, published, ranked
from bot.content.briefing import Card, Evidence, Language, Review
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition, Forecast, ref
from bot.content.proposals import said
from bot.pages.corrections import Correction, corrections
from bot.pages.rows import Row, row
from bot.people.appeals import Heard
from bot.words import LANGUAGES

MOST: Final = 60
"""Entries of a feed, the latest: who reads less often finds all of it on the pages."""
PATHS_KEPT: Final = 2 * len(LANGUAGES)
"""Languages in which the paths of all feeds are kept, around midnight of two days."""
News = Literal["verdicts", "standings", "corrections", "appeals"]
KINDS: Final[tuple[News, ...]] = get_args(News)
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is new: the name of its record, what it is of, in words, and on which pages evidence stands.

    Its `part` is what it is called on the page of its forecast, where that names it.
    """

    name: str
    kind: News
    title: str
    row: Row
    paragraphs: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    published: dt.date
    updated: dt.date
    part: str = ""

    @property
    def address(self) -> str:
        """The address at which it stands."""
        return f"{self.row.address}#{self.part}" if self.part else self.row.address


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is of: a kind of news, or all of it of one field, document or author. `address` is a page's."""

    path: str
    title: str
    address: str
    entries: tuple[Entry, ...]


def feed(asked: Personal, path: str) -> Feed | None:
    """Return the feed of a path such as `verdicts` or `sector/music`; None where there is none."""
    if path == ALL or path in KINDS:
        wanted = KINDS if path == ALL else (path,)
        found = (each for each in _entries(asked, asked.edition.predictions) if each.kind in wanted)
        address = {"verdicts": "predictions?state=ruled", "corrections": "corrections"}.get(path, "")
        return Feed(path, asked.say(f"feeds-{path}"), address, _latest(found))
    of, _, thing = path.partition("/")
    title = paths(asked).get(path)
    if of not in _ABOUT or title is None:
        return None
    _, forecasts, address = _ABOUT[of]
    return Feed(path, title, address.format(thing), _latest(_entries(asked, forecasts(asked.edition, thing))))


def paths(asked: Asked) -> Mapping[str, str]:
    """Return the paths of all feeds, each with its title."""
    return _paths(asked.edition, asked.language, asked.today)


def _named(edition: Edition, language: Language, today: dt.date) -> dict[str, str]:
    asked = Asked(edition=edition, language=language, today=today)
    found = {each: asked.say(f"feeds-{each}") for each in (ALL, *KINDS)}
    for of, (choices, *_) in _ABOUT.items():
        found |= {f"{of}/{thing}": name for thing, name in choices(asked)}
    return found


_paths = kept_with_edition(_named, PATHS_KEPT)


def meant(edition: Edition, path: str) -> str:
    """Return the path of the feed that is meant by a path with a name in place of an id; nothing where none is."""
    of, _, called = path.partition("/")
    found = _NAMES[of](edition).find(called) if of in _NAMES else None
    return f"{of}/{found}" if found else ""


def sectors(asked: Asked) -> list[tuple[str, str]]:
    """Return the fields a feed or a calendar can be narrowed to: (id, name)."""
    spoken = {each for forecast in asked.edition.predictions for each in forecast.record.sectors}
    return [(each, asked.text(term.name)) for each, term in asked.edition.sectors.items() if each in spoken]


def _sources(asked: Asked) -> list[tuple[str, str]]:
    edition = asked.edition
    return [(slug, asked.short(edition.card(each))) for slug, each in edition.by_slug.items()]


def _authors(asked: Asked) -> list[tuple[str, str]]:
    people = (author for card in _cards(asked.edition) for author in card.authors)
    return [*dict.fromkeys((each.zh, each.as_name_in(asked.language)) for each in people)]


def _cards(edition: Edition) -> Iterator[Card]:
    return (edition.card(each) for each in edition.briefings)


def _of_sector(edition: Edition, sector: str) -> list[Forecast]:
    return [each for each in edition.predictions if sector in each.record.sectors]


def _of_source(edition: Edition, slug: str) -> Sequence[Forecast]:
    return edition.of_briefing.get(slug, ())


def _of_author(edition: Edition, name: str) -> list[Forecast]:
    return [each for slug in _wrote(edition).get(name, ()) for each in _of_source(edition, slug)]


@kept_with_edition
def _wrote(edition: Edition) -> dict[str, list[str]]:
    """Return the briefings of what each author wrote, by their Chinese name."""
    found: dict[str, list[str]] = {}
    for slug, briefing in edition.by_slug.items():
        for name in {author.zh for author in edition.card(briefing).authors}:
            found.setdefault(name, []).append(slug)
    return found


_About = tuple[Callable[[Asked], list[tuple[str, str]]], Callable[[Edition, str], Sequence[Forecast]], str]
_ABOUT: Final[Mapping[str, _About]] = {
    "sector": (sectors, _of_sector, "sectors/{}"),
    "source": (_sources, _of_source, "briefings/{}"),
    "author": (_authors, _of_author, "authors"),
}
"""What feeds can be about: the choices there are, the forecasts that belong to one, and the page of it."""


@kept_with_edition
def _people(edition: Edition) -> names.Names:
    """Return the names of all authors, by the Chinese one."""
    return names.Names({each.zh: (each.zh, each.en) for card in _cards(edition) for each in card.authors})


_NAMES: Final[Mapping[str, Callable[[Edition], names.Names]]] = {
    "sector": names.of_sectors,
    "source": names.of_briefings,
    "author": _people,
}


def _latest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda each: (each.updated, each.name), reverse=True)[:MOST])


def _entries(asked: Personal, forecasts: Sequence[Forecast]) -> Iterator[Entry]:
    for forecast in forecasts:
        yield from _verdict(asked, forecast)
        yield from _proposals(asked, forecast)
        yield from (_standing(asked, forecast, each) for each in _reviews(forecast))
        yield from _appeals(asked, forecast)
    known = {*map(ref, forecasts)}
    yield from map(_correction, corrections(asked, lambda each: ref(each) in known))


def _said(asked: Asked, forecast: Forecast) -> str:
    """Return who said it when."""
    return f"{asked.say('foretold', when=as_of.when(asked, forecast.card))} {asked.authors(forecast.card)}"


def _verdict(asked: Asked, forecast: Forecast) -> Iterator[Entry]:
    verdict = forecast.record.verdict
    if not verdict:
        return
    shown, outcome = row(asked, forecast), asked.say(f"state-{verdict.outcome}")
    first = min(each.counts_from for each in (*verdict.earlier, verdict))
    said = _said(asked, forecast), asked.text(verdict.because), written(asked, forecast.record)
    evidence = _evidence(asked, forecast, verdict.evidence)
    title = f"{MARKS[verdict.outcome]} {outcome}: {shown.statement}"
    yield Entry(f"verdict:{shown.ref}", "verdicts", title, shown, said, evidence, first, verdict.counts_from)


def _proposals(asked: Asked, forecast: Forecast) -> Iterator[Entry]:
    """Yield each verdict that was ever proposed, which is news of that day for ever: until when readers may object."""
    latest = said(forecast.record).verdict
    for ruling in (*latest.earlier, latest) if latest else ():
        if ruling.proposed:
            shown, name = row(asked, forecast), f"proposed:{ref(forecast)}:{ruling.on}"
            title = f"{MARKS['proposed']} {asked.say('row-proposed', state=asked.say(f'state-{ruling.outcome}'))}"
            words = _said(asked, forecast), proposal(asked, ruling), asked.text(ruling.because)
            evidence = _evidence(asked, forecast, ruling.evidence)
            title = f"{title}: {shown.statement}"
            yield Entry(name, "verdicts", title, shown, words, evidence, ruling.on, ruling.on)


def _reviews(forecast: Forecast) -> tuple[Review, ...]:
    standing = forecast.record.standing
    return (*standing.earlier, standing) if standing else ()


def _standing(asked: Asked, forecast: Forecast, review: Review) -> Entry:
    """Return how a forecast looked on a day, which is news of that day for ever."""
    shown, name = row(asked, forecast), f"standing:{ref(forecast)}:{review.on}"
    said = _said(asked, forecast), asked.text(review.because), asked.say("standing-how")
    title = f"{asked.leaning(review.leans)}: {shown.statement}"
    evidence = _evidence(asked, forecast, review.evidence)
    return Entry(name, "standings", title, shown, said, evidence, review.on, review.on)


def _appeals(asked: Personal, forecast: Forecast) -> Iterator[Entry]:
    """Yield the appeals that were answered, each with the answer and what was corrected."""
    shown = row(asked, forecast)
    for each in asked.known.heard.get(shown.ref, Heard()).answered:
        reply = each.answered
        assert reply
        decided, *lines = spans(asked, said(forecast.record), each)
        words = "".join(line if isinstance(line, str) else line.text for line in lines)
        name = f"appeal:{shown.ref}:{each.on}:{each.against}:{reply.on}:{reply.en}"
        title = f"🙋 {decided}: {shown.statement}"
        yield Entry(name, "appeals", title, shown, tuple(words.split("\n")), (), reply.on, reply.on)


def _correction(found: Correction) -> Entry:
    said = f"− {found.before}", f"+ {found.after}"
    title = f"{found.title}: {found.row.statement}"
    return Entry(found.name, "corrections", title, found.row, said, (), found.on, found.on, found.anchor)


def _evidence(asked: Asked, forecast: Forecast, evidence: Iterable[Evidence]) -> tuple[tuple[str, str], ...]:
    window = forecast.record.window
    return tuple(
        (f"{asked.say(f'bears-{each.bears}')} {asked.text(each.fact)} ({published(asked, each, window)})", each.url)
        for each in ranked(evidence)
    )
