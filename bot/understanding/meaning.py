"""A question in anybody's words → the command that answers it, composed of a phrase and of what the question names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from bot.content.briefing import Text
from bot.content.edition import STATES, Edition
from bot.content.phrases import Phrase, Subject
from bot.content.prediction import Outcome
from bot.content.reviews import LEANINGS
from bot.search import as_in_taiwan
from bot.understanding import day_and_time, phrases, subjects, times
from bot.understanding.phrases import Said
from bot.understanding.subjects import Subjects
from bot.understanding.words import in_one_language, plain

LONGEST_QUESTION: Final = 120
"""Characters of what is read as a question: more is a passage, to be searched for."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is meant: the command that answers it, another it may have meant, and what is said first, as to thanks.

    `names` are those a question was understood by where it says nothing else that is known: it may mean more.
    """

    command: str
    other: str = ""
    says: Text | None = None
    names: tuple[str, ...] = ()


def meaning(edition: Edition, today: dt.date, text: str, known: Container[str] = frozenset()) -> Meaning | None:
    """Return what words mean that are no command; None where only a search can tell.

    `known` are the words of the edition's texts: what is none of them may be a slip of the pen.
    """
    question = plain(text)
    if not question or len(question) > LONGEST_QUESTION:
        return None
    schedule = times.schedule(text)
    if when := _when(text, schedule):
        return when
    mended = subjects.corrected(edition, question, known)
    readings = dict.fromkeys(filter(None, (plain(as_in_taiwan(text)), in_one_language(question), mended, question)))
    meant = next(filter(None, (_read(edition, today, each, schedule) for each in readings)), None)
    return meant or _begun(edition, question)


def understood_by(edition: Edition, text: str) -> str:
    """Return the words of a question that are phrases' own or tell a year: nothing that texts are to be found by."""
    question = plain(text)
    return " ".join((*(each.own(question) for each in phrases.held(edition, question)), times.words(question)))


def _read(edition: Edition, today: dt.date, question: str, schedule: str) -> Meaning | None:
    named, year = subjects.named(edition, question), times.year(question, today)
    taken = _taken(named, year, schedule)
    said = [each for each in phrases.held(edition, question) if _counts(each, taken, named)]
    meant = {each.phrase.command for each in said}
    passing = {
        id(each.phrase)
        for each in said
        if not _passes_over(each, taken, named) and _ONE_OF.get(each.phrase.command) not in meant
    }
    held = list({id(each.phrase): each.phrase for each in said}.values())
    held.sort(key=lambda each: id(each) not in passing)
    vague = bool(held) and id(held[0]) not in passing
    asked = {_command(each, held, taken): each.says for each in reversed(held)}
    readings = [*_about(named, year), *reversed(asked)] if vague else [*reversed(asked), *_about(named, year)]
    commands = list(dict.fromkeys(readings))[:2]
    if not commands:
        return None
    bare = commands[0] not in asked and not year
    names = tuple(question[at.start : at.end] for at, _ in named.places) if bare else ()
    return Meaning(commands[0], "".join(commands[1:]), asked.get(commands[0]), names)


def _begun(edition: Edition, question: str) -> Meaning | None:
    begun = phrases.begun(edition, question)
    return Meaning(_command(begun[0], (), {}), says=begun[0].says) if begun else None


def _when(text: str, schedule: str) -> Meaning | None:
    """Return what is meant by a day of the week and an hour, and nothing else: when the check-in is to come."""
    alone = schedule and not plain(day_and_time.read_day_and_time(text).rest)
    return Meaning(f"/subscribe {schedule}") if alone else None


def _counts(said: Said, taken: Mapping[Subject, str], named: Subjects) -> bool:
    """Tell whether a phrase has what it needs, and is more than a part of something's name (low-hanging fruit)."""
    part = any(said.at != name and said.at.inside(name) for name, _ in named.places)
    return all(taken[need] for need in said.phrase.needs) and not part


def _passes_over(said: Said, taken: Mapping[Subject, str], named: Subjects) -> bool:
    """Tell whether a phrase leaves out what a question names besides its own words, which is what it asks about.

    Will outsourcing fade? A list does so that takes up nothing of it, and one that yields to a field.
    """
    phrase = said.phrase
    besides = frozenset[str]().union(*(things for name, things in named.places if not said.holds(name)))
    if phrase.yields:
        return not besides.isdisjoint(named.sectors)
    about = (*named.sectors, *named.broad, *named.audiences, *named.briefings)
    return phrase.lists and not besides.isdisjoint(about) and not any(taken[take] for take in phrase.takes)


_ONE_OF: Final = {"debates": "debate"}
"""Lists that yield to a phrase for one thing of them: do they agree on when the hype ends?"""


def _command(phrase: Phrase, held: Iterable[Phrase], taken: Mapping[Subject, str]) -> str:
    """Return the command of a phrase, completed; those that narrow down the same list do so together."""
    completed = [taken[take] for take in phrase.takes if taken.get(take)]
    if not phrase.filters:
        return " ".join((f"/{phrase.command}", *completed, *phrase.words))
    words = list(phrase.words)
    for other in held:
        if other.command == phrase.command and not _rivals(words, other.words):
            words += other.words
    if not _OUTCOMES.isdisjoint(words):
        words = [word for word in words if word != "ruled"]
    return " ".join((f"/{phrase.command}", *dict.fromkeys((*words, *completed))))


def _rivals(words: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether two states of forecasts are named of which none is part of the other."""
    return bool(_STATES & {*words} and _STATES & {*others})


_OUTCOMES: Final[frozenset[str]] = frozenset(get_args(Outcome))
_STATES: Final = frozenset({*STATES, "leaning", *(f"leaning-{each}" for each in LEANINGS)})


def _taken(named: Subjects, year: int | None, schedule: str) -> dict[Subject, str]:
    """Return what of each kind a question names, the first of several; an empty text where it names none."""
    return {
        "sector": "".join((*named.sectors, *named.broad)[:1]),
        "audience": "".join(named.audiences[:1]),
        "briefing": "".join(named.briefings[:1]),
        "term": "".join(named.terms[:1]),
        "year": str(year or ""),
        "schedule": schedule,
    }


def _about(named: Subjects, year: int | None) -> Iterator[str]:
    """Yield the commands that show what a question merely names."""
    yield from (f"/briefing {slug}" for slug in named.briefings)
    yield from (f"/sector {sector}" for sector in named.sectors)
    if year:
        yield f"/timeline {year}"
    yield from (f"/advice {audience}" for audience in named.audiences)
    yield from (f"/sector {sector}" for sector in named.broad)
    yield from (f"/term {term}" for term in named.terms)
