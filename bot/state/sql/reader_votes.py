"""Reads the votes of one reader under the names of now, and whether they count among those of all readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from bot.people.readers import CHANCES, RULINGS, Guess
from bot.people.succession import Succession
from bot.state.basis import WORDS, Basis, Row, Word, said
from bot.state.sql.connection import Database, instant, text
from bot.state.sql.rows import or_none, readable

MOST_VOTES: Final = 500
"""Votes of a person that are all read; of more only those that count."""
MOST_MOMENTS: Final = 250
"""Moments at which it is looked up what somebody said who gave more; all their predictions share them."""
GONE: Final = "gone"
"""The channel of who has left, while what they said is being deleted."""
NOT_COUNTED: Final = (
    "select reader from readers where channel = 'gone' union all select reader from readers where channel = 'web'"
    " and not exists (select 1 from visits where visits.reader = readers.reader and back = 1)"
)
"""Whose votes count for themselves alone, or no more."""
_CHANCE: Final = "value glob '[0-9]*'"
KNOWN: Final = f"value in ({', '.join(map(repr, WORDS))})"
_ROW: Final = "select vote, prediction, value, at from votes"
VOTES: Final = f"{_ROW} where reader = ? limit ?"
COUNTS: Final = (
    "select 1 from readers where reader = ? and (channel = 'gone' or channel = 'web'"
    " and not exists (select 1 from visits where visits.reader = readers.reader and back = 1))"
)
LAST_WORD: Final = (
    f"{_ROW} where reader = ? and prediction = ? and {_CHANCE} = ? and {KNOWN} order by vote desc limit 1"
)
BEFORE: Final = (
    f"{_ROW} where reader = ? and prediction = ? and at < ? and {_CHANCE} and {KNOWN} order by at desc, vote desc"
    " limit 1"
)
_PREDICTIONS: Final = (
    "with recursive voted (prediction) as (select min(prediction) from votes where reader = ? union all"
    " select (select min(prediction) from votes where reader = ? and prediction > voted.prediction) from voted"
    " where prediction is not null) select prediction from voted where prediction is not null"
)
"""The names a person voted on, found from one to the next."""


class ReaderVotes(NamedTuple):
    """A reader's votes: the last chance and ruling of each prediction, and the chances to score them by."""

    chances: Mapping[str, str]
    rulings: Mapping[str, str]
    history: tuple[Guess, ...]


NOTHING_SAID: Final = ReaderVotes({}, {}, ())


def votes_of(
    db: Database,
    number: int,
    succession: Succession,
    settled: Mapping[str, dt.datetime],
    most: int = MOST_VOTES,
) -> ReaderVotes:
    """Return what a person said, oldest first, by the names of now.

    Of one who changed their mind more often than `most` the last words are looked up one by one; their history is what
    stood at a few moments before it was `settled`, the first and the last among them.
    """
    votes = sorted(Row(*each) for each in db.execute(VOTES, (number, most + 1)))
    if len(votes) > most:
        names = names_of(db, number)
        votes = sorted({row for name in names for row in _last_words(db, number, name)})
        given = _history(db, number, {name: settled.get(succession.current(name)) for name in names})
    else:
        given = [vote for vote in votes if vote.value in CHANCES]
    return ReaderVotes(
        succession.last_words((each.name, each.value) for each in votes if each.value in CHANCES),
        succession.last_words((each.name, each.value) for each in votes if each.value in RULINGS),
        guesses(given, number, succession),
    )


def names_of(db: Database, number: int) -> list[str]:
    """Return the names under which a person said anything, by as many looks into an index as there are names."""
    return [name for (name,) in db.execute(_PREDICTIONS, (number, number))]


def first_vote(db: Database, number: int) -> str:
    """Return when a person voted first, as it is stored; nothing where they never did."""
    query = f"select at from votes where reader = ? and prediction = ? and {_CHANCE} = ? order by vote limit 1"
    kinds = ((name, chance) for name in names_of(db, number) for chance in (False, True))
    return min((at for kind in kinds for (at,) in db.execute(query, (number, *kind))), default="")


def words_of(
    db: Database,
    number: int,
    basis: Basis,
    predictions: Iterable[str] | None = None,
    *,
    counting: bool | None = None,
) -> frozenset[Word]:
    """Return what a reader adds to the tallies, or to those of some predictions; nothing of one who does not count.

    Whether they do is looked up unless it is said.
    """
    if not (counts(db, number) if counting is None else counting):
        return frozenset()
    names = names_of(db, number) if predictions is None else basis.names(predictions)
    return said(sorted(_rows_of(db, number, basis, names)), basis)


def words_around(db: Database, number: int, basis: Basis, vote: Row) -> tuple[frozenset[Word], frozenset[Word]]:
    """Return what a reader adds to the tallies of a prediction before they give a vote on it, and then.

    The vote is newer than all they gave: what they say then needs no other look.
    """
    if not counts(db, number):
        return frozenset(), frozenset()
    rows = _rows_of(db, number, basis, basis.names([vote.name]))
    return said(sorted(rows), basis), said([*sorted(rows), vote], basis)


def _rows_of(db: Database, number: int, basis: Basis, names: Iterable[str]) -> set[Row]:
    """Return the last votes of a reader under some names, and the last ones before their closes."""
    rows = set[Row]()
    for name in names:
        rows.update(_last_words(db, number, name))
        if close := basis.closing(name):
            rows |= {Row(*each) for each in db.execute(BEFORE, (number, name, close))}
    return rows


def _last_words(db: Database, number: int, name: str) -> list[Row]:
    """Return a person's last chance and last ruling, by a look into an index each."""
    return [Row(*row) for chance in (False, True) for row in db.execute(LAST_WORD, (number, name, chance))]


def _history(db: Database, number: int, settled: Mapping[str, dt.datetime | None]) -> list[Row]:
    """Return what a person said before predictions were settled, by name: of each as much as all share a bound."""
    until = {name: close for name, close in settled.items() if close}
    most = max(2, MOST_MOMENTS // max(1, len(until)))
    return sorted({row for name, close in until.items() for row in _course(db, number, name, close, most)})


def _course(db: Database, number: int, name: str, close: dt.datetime, most: int) -> list[Row]:
    """Return the chances a person gave a prediction before its close, at most so many.

    Of more they are the first, and what stood at the ends of equal stretches of time.
    """
    query = f"{_ROW} where reader = ? and prediction = ? and at < ? and {_CHANCE} and {KNOWN} order by at, vote limit ?"
    found = [Row(*row) for row in db.execute(query, (number, name, text(close), most + 1))]
    begun = or_none(instant, found[0].at) if len(found) > most else None
    if begun is None:
        return found
    ends = [text(begun + (close - begun) * part / (most - 1)) for part in range(1, most)]
    return [found[0], *(Row(*row) for end in ends for row in db.execute(BEFORE, (number, name, end)))]


def last_word(db: Database, number: int, names: Iterable[str], *, chance: bool) -> str | None:
    """Return what a person said last of a prediction under any of its names, as a chance or as a ruling."""
    rows = (row for name in names for row in _last_words(db, number, name) if (row.value in CHANCES) == chance)
    last = max(rows, default=None)
    return last and last.value


def guesses(rows: Iterable[tuple[Any, ...]], number: int, succession: Succession) -> tuple[Guess, ...]:
    """Return a reader's chances of rows: their number, prediction, value and time."""
    return tuple(readable("votes", rows, lambda row: as_guess((*row, number), succession)))


def as_guess(row: tuple[Any, ...], succession: Succession) -> Guess:
    """Return a chance from its number, prediction, value, time and reader; raises ValueError."""
    _, prediction, value, at, number = row
    return Guess(number, succession.current(prediction), int(value), instant(at))


def counts(db: Database, number: int) -> bool:
    """Tell whether what a reader says counts among all readers: one of the page has to come back first."""
    return db.execute(COUNTS, (number,)).fetchone() is None


def members(
    db: Database,
    chat: int,
    succession: Succession,
    predictions: Iterable[str],
    settled: Mapping[str, dt.datetime],
) -> dict[str, tuple[Guess, ...]]:
    """Return the chances that those who answered in a group gave last, wherever they did, of what was settled."""
    found: dict[str, tuple[Guess, ...]] = {}
    query = "select reader from answered_in where chat = ? and prediction = ?"
    for prediction in predictions:
        if (close := settled.get(prediction)) is None:
            continue
        names = succession.all_of(prediction)
        answered = [(reader, name) for name in names for (reader,) in db.execute(query, (chat, name))]
        rows = sorted((*row, each[0]) for each in answered for row in db.execute(BEFORE, (*each, text(close))))
        if given := tuple(readable("votes", rows, lambda row: as_guess(row, succession))):
            found[prediction] = given
    return found
