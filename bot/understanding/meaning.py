"""A question in anybody's words → the command that answers it, composed of a phrase and of what the question names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from bot.content.briefing import Text
from bot.content.edition import STATES, Edition
from bot.content.phrases import Phrase, Subject
from bot.content.prediction import Outcome
from bot.content.reviews import LEANINGS
from bot.search import as_in_taiwan
from bot.understanding import phrases, subjects, times
from bot.understanding.subjects import Subjects
from bot.understanding.words import plain

LONGEST_QUESTION: Final = 120
"""Characters of what is read as a question: more is a passage, to be searched for."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is meant: the command that answers it, another it may have meant, and what is said first, as to thanks."""

    command: str
    other: str = ""
    says: Text | None = None


def meaning(edition: Edition, today: dt.date, text: str, known: Collection[str] = frozenset()) -> Meaning | None:
    """Return what words mean that are no command; None where only a search can tell.

    `known` are the words of the edition's texts: what is none of them may be a slip of the pen.
    """
    question = plain(text)
    if not question or len(question) > LONGEST_QUESTION:
        return None
    schedule = times.schedule(text)
    readings = dict.fromkeys(filter(None, (plain(as_in_taiwan(text)), question)))
    meant = next(filter(None, (_read(edition, today, each, schedule) for each in readings)), None)
    if meant is None:
        mended = subjects.corrected(edition, question, known)
        meant = _read(edition, today, mended, schedule) or _begun(edition, question)
    return meant


def _read(edition: Edition, today: dt.date, question: str, schedule: str) -> Meaning | None:
    named, year = subjects.named(edition, question), times.year(question, today)
    taken = _taken(named, year, schedule)
    held = [each for each in phrases.held(edition, question) if all(taken[need] for need in each.needs)]
    held.sort(key=lambda each: _passes_over(each, taken))
    vague = bool(held) and _passes_over(held[0], taken)
    asked = {_command(each, held, taken): each.says for each in reversed(held)}
    readings = [*_about(named, year), *reversed(asked)] if vague else [*reversed(asked), *_about(named, year)]
    commands = list(dict.fromkeys(readings))[:2]
    return Meaning(commands[0], "".join(commands[1:]), asked.get(commands[0])) if commands else None


def _begun(edition: Edition, question: str) -> Meaning | None:
    begun = phrases.begun(edition, question)
    return Meaning(_command(begun[0], (), {}), says=begun[0].says) if begun else None


def _passes_over(phrase: Phrase, taken: Mapping[Subject, str]) -> bool:
    """Tell whether a phrase for a whole list takes up nothing of what a question names: then it asks about that."""
    named = any(taken[each] for each in _THINGS)
    return named and phrase.lists and not any(taken[take] for take in phrase.takes)


def _command(phrase: Phrase, held: Iterable[Phrase], taken: Mapping[Subject, str]) -> str:
    """Return the command of a phrase, completed; those that narrow down the same list do so together."""
    words = list(phrase.words)
    for other in held:
        if phrase.filters and other.command == phrase.command and not _rivals(words, other.words):
            words += other.words
    if not _OUTCOMES.isdisjoint(words):
        words = [word for word in words if word != "ruled"]
    completed = (taken.get(take, "") for take in phrase.takes)
    return " ".join((f"/{phrase.command}", *dict.fromkeys(word for word in (*words, *completed) if word)))


def _rivals(words: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether two states of forecasts are named of which none is part of the other."""
    return bool(_STATES & {*words} and _STATES & {*others})


_OUTCOMES: Final[frozenset[str]] = frozenset(get_args(Outcome))
_STATES: Final = frozenset({*STATES, "leaning", *(f"leaning-{each}" for each in LEANINGS)})
_THINGS: Final[tuple[Subject, ...]] = ("sector", "audience", "briefing")


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
