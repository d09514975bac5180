"""Questions that found nothing: counted by keyed digests until enough different people asked the same.

Of a question that fewer asked there are a digest of its words and one for each who asked, both under a random key that
is kept beside them and renewed every month, so that of older ones nobody can tell what they were. The digests of
askers tell them apart on one question alone. From the third person on the words themselves are kept and counted, and
the digests go. Both tables are bounded: what was asked longest ago goes first.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from hashlib import blake2b
from typing import Final

from bot.people.readers import Reader
from bot.state.sql.connection import Connection, Database, text
from bot.state.sql.errors import answering

ENOUGH: Final = 3
"""How many different people ask a question before its words are kept."""
KEY_LASTS: Final = dt.timedelta(days=30)
CLOCK_STEP: Final = dt.timedelta(days=1)
"""How far ahead of now a key may have begun: a clock that is set right by less loses nothing."""
MOST_DIGESTS: Final = 10_000
MOST_QUESTIONS: Final = 200
MOST_TOLD: Final = 50
"""How many of them are told: each is searched for while an editor waits."""
KEPT_FOR: Final = dt.timedelta(days=100)
"""How long questions are kept that nobody asks in vain any more."""
MOST_ASKED: Final = "select question, count from unfound order by count desc, on_day desc, question limit ?"
_KEY_BYTES: Final = 32
_DIGEST_BYTES: Final = 16


@answering
class UnfoundRows:
    """Counts questions that found nothing. Every method is one transaction; `new_key` makes keys of so many bytes."""

    def __init__(self, store: Connection, new_key: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._store, self._new_key = store, new_key

    def note(self, question: str, person: Reader, now: dt.datetime) -> None:
        """Count a question once more, or the person among those who asked it."""
        with self._store.writing() as db:
            self._store.hold("unfound")
            query = "update unfound set count = count + 1, on_day = ? where question = ?"
            if not db.execute(query, (_day(now), question)).rowcount:
                self._note_asker(db, question, person, now)

    def _note_asker(self, db: Database, question: str, person: Reader, now: dt.datetime) -> None:
        key = self._key(db, now)
        asked = _digest(key, question.encode())
        row = (asked, _digest(key, asked + _named(person)))
        db.execute("insert into unfound_digests (question, asker) values (?, ?) on conflict do nothing", row)
        query = "select count(*) from unfound_digests where question = ?"
        people = db.execute(query, (asked,)).fetchone()[0]
        if people < ENOUGH:
            query = "delete from unfound_digests where number <= (select max(number) from unfound_digests) - ?"
            db.execute(query, (MOST_DIGESTS,))
            return
        db.execute("delete from unfound_digests where question = ?", (asked,))
        db.execute("insert into unfound (question, count, on_day) values (?, ?, ?)", (question, people, _day(now)))
        query = (
            "delete from unfound where question <> ? and question not in"
            " (select question from unfound where question <> ? order by on_day desc, count desc, question limit ?)"
        )
        db.execute(query, (question, question, MOST_QUESTIONS - 1))

    def _key(self, db: Database, now: dt.datetime) -> bytes:
        """Return the key of this month; the first makes one, the first of a later month renews it."""
        self._renew(db, now)
        query = (
            'insert into unfound_key ("only", secret, since) values (1, ?, ?) on conflict do nothing'  # a word of SQL
        )
        db.execute(query, (self._new_key(_KEY_BYTES), text(now)))
        key: bytes = db.execute("select secret from unfound_key").fetchone()[0]
        return key

    def expire(self, now: dt.datetime) -> None:
        """Renew the key if its month is over, and drop what nobody asked for long: the search may find it by now."""
        with self._store.writing() as db:
            self._store.hold("unfound")
            self._renew(db, now)
            db.execute("delete from unfound where on_day < ?", (_day(now - KEPT_FOR),))

    def _renew(self, db: Database, now: dt.datetime) -> None:
        """Renew a key whose month is over, or begun by a clock that was wrong; what it made goes with it."""
        # Written over, not deleted: what is deleted stays in the file until something else needs its place.
        query = "update unfound_key set secret = ?, since = ? where since not between ? and ?"
        times = (text(now), text(now - KEY_LASTS), text(now + CLOCK_STEP))
        if db.execute(query, (self._new_key(_KEY_BYTES), *times)).rowcount:
            db.execute("delete from unfound_digests")

    def forget(self, person: Reader) -> None:
        """Delete the digests of a person: they can be made again of who it is."""
        with self._store.writing() as db:
            row = db.execute("select secret from unfound_key").fetchone()
            if row is None:
                return
            found = db.execute("select number, question, asker from unfound_digests")
            name = _named(person)
            theirs = [(number,) for number, asked, asker in found if asker == _digest(row[0], asked + name)]
            db.executemany("delete from unfound_digests where number = ?", theirs)

    def most_asked(self) -> dict[str, int]:
        """Return the top of the questions that enough people asked, each with how often, the one most asked first."""
        return dict(self._store.connection.execute(MOST_ASKED, (MOST_TOLD,)).fetchall())


def _digest(key: bytes, of: bytes) -> bytes:
    return blake2b(of, key=key, digest_size=_DIGEST_BYTES).digest()


def _named(person: Reader) -> bytes:
    return f"{person.channel}:{person.id}".encode()


def _day(now: dt.datetime) -> str:
    """Return the day alone: an instant might be found beside what somebody did then."""
    return text(now)[:10]
