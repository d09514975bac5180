"""What a question is nearest to: the forecast, observation or debate that says most of what it says; the document.

And what is near to the rest of a question, of which its answer says nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from bot.answers.entries import IndexEntry
from bot.answers.library import library, of_rank
from bot.content.edition import Edition
from bot.search import normal, says

_OF_A_DOCUMENT = re.compile(
    r"[那这哪]一?篇(?:文章)?|[那这]个故事|故事|[那这]个.{0,9}文章|案例|例子"
    r"|\b(?:article|essay|story|post|piece|paper|document|example|anecdote)s?\b|\bthing$"
)
_OF_A_YEAR = re.compile(r"那一?年|同一?年|\bthe(?: same)? year\b")
ASIDES: Final = frozenset({"caveat", "figure"})
KINDS: Final = frozenset({"prediction", "observation", "debate"})
LOOKED_AT: Final = 25
SHARE: Final = 0.6
"""How much of what a question says its nearest statement says too, at least."""
BESIDES: Final = 4.5
"""How much that has to be besides the names a question is understood by: a rare word."""
ALONE: Final = 7.0
"""How much it has to be where a question names nothing: two rare words."""
TELLING: Final = 3.0
"""How much of a question a document has to say to be told by it: a word that few statements hold."""
OWN: Final = 1.5
"""What a word counts that stands in its title or its thesis."""
LEAD: Final = 1.3
"""How many times as much as any other document says of it."""
MORE: Final = 0.6
"""What a word counts that stands not in a statement, but in what it is found by."""


def closest(edition: Edition, question: str, names: Collection[str]) -> str:
    """Return the command of the statement that a question is nearest to; empty where none is near.

    What `names` say is known already; it takes more than that to mean one statement.
    """
    entries, index = library(edition)
    weights = index.weights(question)
    near = [entries[position] for position in index.find(question, LOOKED_AT)]
    said, best = _nearest((each for each in near if each.kind in KINDS), weights)
    besides = sum(weight for piece, weight in said.items() if not any(piece in name for name in names))
    near_enough = sum(said.values()) >= SHARE * sum(weights.values()) and besides >= (BESIDES if names else ALONE)
    return best.command if best and near_enough else ""


def debate(edition: Edition, question: str, covered: str) -> str:
    """Return the command of the debate that a question tells which asks for debates; empty where it tells none.

    What is `covered` asks for them.
    """
    _, index = library(edition)
    left = {piece: weight for piece, weight in index.weights(question).items() if not says(covered, piece)}
    said, best = _nearest(of_rank(edition, "debate"), left)
    return best.command if best and sum(said.values()) >= max(BESIDES, SHARE * sum(left.values())) else ""


def year(edition: Edition, question: str) -> str:
    """Return the command of the year that a question tells by what happened in it; empty where it tells none."""
    asked = normal(question)
    if not _OF_A_YEAR.search(asked):
        return ""
    _, index = library(edition)
    said, best = _nearest(of_rank(edition, "event"), index.weights(_OF_A_YEAR.sub(" ", asked)))
    return best.command if best and max(said.values(), default=0) >= TELLING else ""


def document(edition: Edition, question: str, covered: str | None = None) -> str:
    """Return the command of the document that a question tells by what is in it, as the one about a CTO who was fired.

    Empty where it speaks of no document, or of nothing that one of them says and the others do not. Where something
    of it is `covered`, that is known to ask for documents: the rest tells which.
    """
    asked = normal(question)
    if covered is None and not _OF_A_DOCUMENT.search(asked):
        return ""
    entries, index = library(edition)
    told = defaultdict[str, float](float)
    for piece, weight in index.weights(_OF_A_DOCUMENT.sub(" ", asked)).items():
        if not says(covered or "", piece):
            holding = [entries[position] for position in index.holding(piece)]
            own = {each.command for each in holding if each.kind == "briefing"}
            for command in {*map(_document_of, holding)} - {""}:
                told[command] += weight * (OWN if command in own else 1)
    (most, best), (next_best, _) = sorted([*((weight, command) for command, weight in told.items()), _NONE, _NONE])[
        :-3:-1
    ]
    return best if most >= TELLING and most >= LEAD * next_best else ""


_NONE: Final = (0.0, "")


def _document_of(entry: IndexEntry) -> str:
    """Return the command of the document something is said in; empty where it is of several, as a debate is."""
    if entry.kind == "briefing":
        return entry.command
    return f"/briefing {entry.statement.briefing.briefing}" if entry.statement else ""


def beyond(edition: Edition, question: str, covered: str) -> list[IndexEntry]:
    """Return what says most of that which a question says beyond what is covered, a rare word at least; no asides.

    A single character is no word: 干 stands in many.
    """
    entries, index = library(edition)
    said, weights = normal(covered), index.weights(question)
    left = {piece: weight for piece, weight in weights.items() if len(piece) > 1 and not says(said, piece)}
    if max(left.values(), default=0) < BESIDES:
        return []
    near = (entries[position] for position in index.find(question, LOOKED_AT))
    return [each for each in near if each.kind not in ASIDES and _tells(each, left)]


def _tells(entry: IndexEntry, weights: dict[str, float]) -> bool:
    said = _said(entry, weights).values()
    return max(said, default=0) >= BESIDES and sum(said) >= SHARE * sum(weights.values())


def _nearest(entries: Iterable[IndexEntry], weights: dict[str, float]) -> tuple[dict[str, float], IndexEntry | None]:
    """Return the entry that says most of a question, the shortest of several, and what it says of it."""
    found = [(_said(each, weights), each) for each in entries]
    return max(found, key=lambda one: (sum(one[0].values()), -len(one[1].told)), default=({}, None))


def _said(entry: IndexEntry, weights: dict[str, float]) -> dict[str, float]:
    """Return the pieces of a question that an entry says, with what each counts."""
    return {
        piece: weight if says(entry.told, piece) else MORE * weight
        for piece, weight in weights.items()
        if says(entry.compared, piece)
    }
