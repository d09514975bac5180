"""Full text over any list of texts: one token per Chinese character, prefixes for Latin words, most important first."""

from __future__ import annotations

import math
import re
import sqlite3
import unicodedata
from array import array
from bisect import bisect, bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple
from weakref import finalize

from bot.scripts import converted, simplified

LONGEST_QUERY: Final = 200
"""Characters of a query that count; the rest of a pasted page adds nothing."""
MOST_PIECES: Final = 12
MOST_SCORED: Final = 5_000
"""Texts that one question may have scored, at two microseconds each."""
COMMON: Final = 0.1
"""Share of the texts from which on a word tells nothing, where others are left."""
NEARLY_AS_GOOD: Final = 0.6
"""Share of the best match's score from which on importance decides."""
FEW: Final = 3
"""So few texts with all words of a search are few: others that hold most of them follow."""

GAP: Final = 1 << 20
"""How far apart the rows of two texts are at first: what comes between them later finds room there."""
PAGES_AT_ONCE: Final = 256
"""Pages of an index that are copied before others may look something up in it."""
_INSERT: Final = "insert into texts(rowid, text) values (?, ?)"
_FORGET: Final = "insert into texts(texts, rowid, text) values ('delete', ?, ?)"

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_RUN = re.compile(f"[{_HAN}]+|(?:[^\\W{_HAN}_][\u0300-\u036f]*)+")  # an accent no letter could absorb is part of it
# What a question is made of, not what it is about.
_FILLER = re.compile(
    "什么意思|是怎么回事|怎么回事|指的是|是指|什么叫|什么是|是什么|为什么|什么|怎么样|怎么|怎样|如何|咋样|咋|啥|哪些|哪个|哪几|哪"
    "|多少|多久|是不是|会不会|能不能|要不要|有没有|可以|应该|我们|他们|你们|大家|那个|这个|那篇|这篇|那些|这些|一下|请问|告诉|知道"
    "|觉得|认为|说说|讲讲|聊聊|关于|[的了吗呢吧么会能将被把和与或在是有我你他她它这那都也还就到对]"
)
_QUESTION_WORDS = """
a about actually again all also an and any anybody anyone anything are arent at back be because been being between but
by can cant could did didnt do does doesnt doing done down ever every everybody everyone everything explain for from get
gets getting give go goes going gonna got guy guys had happen happened happens has hasnt have he her him his how hows i
if im in into is isnt it its ive just know let like make makes me mean meaning means more most much my never no not now
of off ok on one ones only or our out over please pls really said saw say says see she should show so some somebody
someone something still story such take taken takes tell than that thats the their them then there these they theyre
thing things think this those to told too up us very want was wasnt way we well were werent what whats when where which
who whos whose why will with wont would yet you your youre
"""
_STOP_WORDS = frozenset(_QUESTION_WORDS.split())
# How the two Englishes spell the same words, British first, by the part that differs; the rest stays.
_SPELLINGS = [
    *[
        (f"{stem}our", f"{stem}or")
        for stem in ("behavi", "col", "endeav", "fav", "harb", "hon", "hum", "lab", "neighb")
    ],
    *[(f"{stem}l", stem) for stem in ("cancel", "channel", "fuel", "label", "level", "model", "signal", "travel")],
    *[(f"{stem}re", f"{stem}er") for stem in ("cent", "fib", "theat")],
    *[(f"{stem}ogue", f"{stem}og") for stem in ("anal", "catal", "dial")],
    *[(f"{stem}c", f"{stem}s") for stem in ("defen", "licen", "offen", "practi", "preten")],
    *[
        ("centred", "centered"),
        ("programme", "program"),
        ("artefact", "artifact"),
        ("judgement", "judgment"),
        ("ageing", "aging"),
    ],
    *[(f"{stem}t", f"{stem}ed") for stem in ("burn", "dream", "lean", "leap", "learn", "spoil")],
    *[
        ("spelt", "spelled"),
        ("sceptic", "skeptic"),
        ("grey", "gray"),
        ("fulfil", "fulfill"),
        ("enrol", "enroll"),
        ("skilful", "skillful"),
    ],
]
_SWAPS: Final = {
    start: [swap for pair in _SPELLINGS for swap in (pair, pair[::-1]) if swap[0].startswith(start)]
    for start in {written[:3] for pair in _SPELLINGS for written in pair}
}
_ENDINGS: Final = (("ing", 5), ("ed", 5), ("s", 3))
"""Endings of a word that others of its forms have not, and how many letters are left at least."""
_IS_OR_IZ = re.compile(r"(?<=[a-z]{2}[iy])[sz](?=e|ing|ation|ab|$)")


class Splice(NamedTuple):
    """A change of a list of texts: from a place on some are gone, and some came instead."""

    start: int
    gone: tuple[str, ...]
    came: tuple[str, ...]


class Index:
    """A full-text index of texts that are given most important first; finds their positions."""

    def __init__(self, texts: Iterable[str]) -> None:
        # Built on one thread and read on another; SQLite sees to it that they do not meet.
        self._db = _connected(self)
        self._db.execute(
            "create virtual table texts using fts5(text, content='', tokenize='unicode61 remove_diacritics 2')"
        )
        rows = ((number * GAP, _spaced(normal(text))) for number, text in enumerate(texts, 1))
        count = self._db.executemany(_INSERT, rows).rowcount
        self._rows = array("q", range(GAP, (count + 1) * GAP, GAP))
        # All words in one place: what begins a word is looked up there in a fifth of the time.
        self._db.execute("insert into texts(texts) values ('optimize')")
        self._db.commit()  # while it is open nobody can copy it

    def revised(self, changes: Sequence[Splice]) -> Index | None:
        """Return an index that finds what a new one would: of a thousand briefings it costs no more than what changed.

        Without changes it is the same one; None where no room is left between the neighbours of what came.
        """
        spread = _spread(self._rows, changes)
        if spread is None or not changes:
            return self if spread else None
        made = object.__new__(Index)
        made._db, made._rows = _connected(made), spread.rows
        self._db.backup(made._db, pages=PAGES_AT_ONCE, sleep=0)
        gone = ((self._rows[each.start + nth], text) for each in changes for nth, text in enumerate(each.gone))
        made._db.executemany(_FORGET, ((row, _spaced(normal(text))) for row, text in gone))
        came = zip(spread.came, (text for each in changes for text in each.came), strict=True)
        made._db.executemany(_INSERT, ((row, _spaced(normal(text))) for row, text in came))
        made._db.commit()
        return made

    def find(self, query: str, most: int) -> list[int]:
        """Return positions of at most `most` texts: those with every word by importance, else the likeliest ones.

        In a question words are many and texts with all of them few: the likeliest follow. Where few hold all words of
        a search, those follow that are nearly as likely: what somebody remembers of a text need not be its every word.
        """
        runs = _RUN.findall(normal(query)[:LONGEST_QUERY])
        whole = self._all(" AND ".join(map(_phrase, runs[:MOST_PIECES])), most)
        asks = not _STOP_WORDS.isdisjoint(runs)
        if whole and not asks and (len(runs) == 1 or len(whole) > FEW):
            return whole
        pieces = _pieces(runs) + _pieces(_RUN.findall(as_in_taiwan(query)[:LONGEST_QUERY]))
        good, others = self._likely(self._telling([*dict.fromkeys(map(_phrase, pieces))]), most)
        return list(dict.fromkeys((*whole, *good, *(others if asks or not whole else ()))))[:most]

    def weights(self, query: str) -> dict[str, float]:
        """Return what carries the meaning of a question, each piece with how much it tells: the rarer, the more.

        What no text holds may be a slip, or a word cut in two: it weighs half.
        """
        pieces = _pieces(_RUN.findall(normal(query)[:LONGEST_QUERY]))
        counts = {piece: self._count(_phrase(piece)) for piece in pieces}
        return {
            piece: math.log((len(self._rows) + 1) / (count + 1)) * (1 if count else 0.5)
            for piece, count in counts.items()
            if count <= max(len(self._rows) * COMMON, 1)
        }

    def holding(self, piece: str) -> list[int]:
        """Return the positions of texts that hold a piece of a question; of many, some."""
        return self._all(_phrase(piece), MOST_SCORED)

    def _all(self, expression: str, most: int) -> list[int]:
        query = "select rowid from texts where texts match ? order by rowid limit ?"
        return [self._position(row[0]) for row in self._db.execute(query, (expression, most))] if expression else []

    def _position(self, row: int) -> int:
        return bisect_left(self._rows, row)

    def _telling(self, pieces: list[str]) -> list[str]:
        """Return the pieces that tell texts apart, the rarest first; of many texts, as many as `MOST_SCORED` hold."""
        held = sorted((count, piece) for piece in pieces if (count := self._count(piece)))
        rare = [each for each in held if each[0] <= max(len(self._rows) * COMMON, 1)] or held
        sums = list(accumulate(count for count, _ in rare))
        return [piece for _, piece in rare[: max(bisect(sums, MOST_SCORED), 1)]]

    def _count(self, expression: str) -> int:
        query = "select count(*) from (select 1 from texts where texts match ? limit ?)"
        count: int = self._db.execute(query, (expression, MOST_SCORED)).fetchone()[0]
        return count

    def _likely(self, pieces: list[str], most: int) -> tuple[list[int], list[int]]:
        """Return the best matches by BM25: those nearly as good as the best in order of importance, and the others."""
        if not pieces:
            return [], []
        query = "select * from (select rank, rowid from texts where texts match ? limit ?) order by rank limit ?"
        values = (" OR ".join(pieces), MOST_SCORED, most)
        found: list[tuple[float, int]] = self._db.execute(query, values).fetchall()
        good = sorted(row for rank, row in found if rank <= found[0][0] * NEARLY_AS_GOOD)
        others = [row for _, row in found[len(good) :]]
        return [self._position(each) for each in good], [self._position(each) for each in others]


def _connected(index: Index) -> sqlite3.Connection:
    """Return a database of an index, closed when that goes: left to the garbage collector its memory would stay."""
    db = sqlite3.connect(":memory:", check_same_thread=False)
    finalize(index, db.close)
    return db


class _Spread(NamedTuple):
    """Row numbers that rise, and those of them that what came has."""

    rows: array[int]
    came: array[int]


def _spread(rows: array[int], changes: Iterable[Splice]) -> _Spread | None:
    """Return row numbers after some changes, those of what came between those of its neighbours, if there are any.

    Texts are found in the order of their rows; between two of a first building a million others find room.
    """
    spread, new, at = array("q"), array("q"), 0
    for each in changes:
        spread.extend(rows[at : each.start])
        at = each.start + len(each.gone)
        before = spread[-1] if spread else 0
        step = (rows[at] - before) // (len(each.came) + 1) if at < len(rows) else GAP
        if step < 1:
            return None
        came = array("q", (before + step * number for number in range(1, len(each.came) + 1)))
        spread.extend(came)
        new.extend(came)
    spread.extend(rows[at:])
    return _Spread(spread, new)


def normal(text: str) -> str:
    """Return a text as it is compared, never shown: half width, lower case, simplified, without control characters.

    Its characters alone are turned: what Taiwan words otherwise is told by aliases, and by `as_in_taiwan`.
    """
    return simplified(_folded(text))


def as_in_taiwan(text: str) -> str:
    """Return traditional Chinese as `normal` does, with what Taiwan calls things by other words: 軟體 → 软件.

    Empty where the text is not traditional: the same would make other words of 程序员 and 呼叫中心.
    """
    text = _folded(text)
    return "" if simplified(text) == text else simplified(converted(text, "tw2sp"))


def _folded(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.lower()  # most names and phrases are, and there are thousands
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(character)[0] == "C" else character for character in text)
    return unicodedata.normalize("NFKC", text).casefold()


def says(text: str, piece: str) -> bool:
    """Tell whether a text made `normal` holds a piece of a question, as the index would find it."""
    if _HAN_RUN.match(piece):
        return piece in text
    return any(re.search(rf"\b{re.escape(_stem(each))}", text) for each in spellings(piece))


def _spaced(text: str) -> str:
    return _HAN_RUN.sub(lambda run: f" {' '.join(run[0])} ", text)


def _phrase(run: str) -> str:
    """Return the FTS5 expression for a run: Chinese as a phrase of its characters, a Latin word as either is spelt."""
    if _HAN_RUN.match(run):
        return f'"{_spaced(run)}"'
    return f"({' OR '.join(map(_prefix, spellings(run)))})"


def _prefix(word: str) -> str:
    stem = _stem(word)
    return f'"{stem}"*' if len(stem) > 3 or stem != word else f'"{stem}"'


def _stem(word: str) -> str:
    """Return how the other forms of a word begin, too: replaced and replacing, replaces and replacement."""
    if not word.isascii():
        return word
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def spellings(word: str) -> list[str]:
    """Return a word in lower case, then as the other English may spell it: `colors`, `colours`; not all are words."""
    other = [_IS_OR_IZ.sub(letter, word) for letter in "sz"]
    other += [f"{word[:-1]}ies"] if word.endswith("y") else [f"{word[:-3]}y"] if word.endswith("ies") else []
    swaps = _SWAPS.get(word[:3], ())
    other += [word.replace(written, meant, 1) for written, meant in swaps if word.startswith(written)]
    return list(dict.fromkeys((word, *other)))


def _pieces(runs: Sequence[str]) -> list[str]:
    """Return what carries the meaning of a question that nothing matches whole: words, pairs of characters."""
    pieces: dict[str, None] = {}
    for run in runs:
        if not _HAN_RUN.match(run):
            pieces.update({} if run in _STOP_WORDS else {run: None})
            continue
        for part in _FILLER.split(run):
            pieces.update(dict.fromkeys([part[at : at + 2] for at in range(len(part) - 1)] or [part] * bool(part)))
    return list(pieces)[:MOST_PIECES]
