"""News: since when each verdict and briefing is live, and which of them a reader has not been told."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import Any, Final

from bot.people.readers import Subscription
from bot.state.sql.connection import Connection, text
from bot.state.sql.errors import answering
from bot.state.sql.reader_votes import first_vote

NEWS: Final = "select at, kind, what from news order by at, what"
KINDS: Final = ("verdict", "briefing")
LAST_TOLD: Final = "select max(at) from issues where reader = ? and at <= ?"


@answering
class NewsRows(Connection):
    """Keeps what is new, and has it at hand."""

    _all_news: list[tuple[str, str, str]]
    _named_of: list[tuple[str, str, str]] | None = None
    _named: Mapping[str, Collection[str]] = {}

    def _note_news(
        self, verdicts: Iterable[str], briefings: Iterable[str], now: dt.datetime, later: Mapping[str, dt.datetime]
    ) -> None:
        """Note which verdicts and briefings are live, each with the time it was first seen, or from which it counts."""
        known = self._known_news()
        named = {"verdict": verdicts, "briefing": briefings}
        new = [(kind, each, text(now)) for kind in named for each in named[kind] if each not in known[kind]]
        new += [("verdict", each, text(at)) for each, at in later.items() if each not in known["verdict"]]
        if new:
            with self.writing() as db:
                db.executemany("insert into news (kind, what, at) values (?, ?, ?) on conflict do nothing", new)
            self._all_news = self._read_news()

    def _known_news(self) -> Mapping[str, Collection[str]]:
        """Return the names of what is noted, by its kind; they are put together once, where there are many."""
        if self._named_of is not self._all_news:
            self._named = {kind: {what for _, of, what in self._all_news if of == kind} for kind in KINDS}
            self._named_of = self._all_news
        return self._named

    def _read_news(self) -> list[tuple[str, str, str]]:
        return self.connection.execute(NEWS).fetchall()

    def _news(
        self, number: int, subscription: Subscription | None, now: dt.datetime, there: Collection[str]
    ) -> dict[str, Any]:
        """Return what is new to a chat since its last check-in, or else since it subscribed or first answered."""
        at, begun = text(now), text(subscription.since) if subscription else ""
        last = (self.connection.execute(LAST_TOLD, (number, at)).fetchone()[0] or "") if "issues" in there else ""
        begun = begun if last or begun else self._first_word(number)
        since = max(last, begun) if begun <= at else last or at
        since = since or at
        first, end = (bisect_right(self._all_news, each, key=itemgetter(0)) for each in (since, at))
        new = self._all_news[first:end]
        return {
            "new_answers": self._answers(number, since, at) if "appeals" in there else (),
            "missed": self._missed(number, since, at) if "missed" in there else 0,
            "new_verdicts": tuple(what for _, kind, what in new if kind == "verdict"),
            "new_briefings": tuple(what for _, kind, what in new if kind == "briefing"),
        }

    def _answers(self, number: int, since: str, at: str) -> tuple[int, ...]:
        """Return the appeals of a reader that were answered meanwhile."""
        query = (
            "select appeal from appeals join replies using (reply)"
            " where reader = ? and replies.at > ? and replies.at <= ? order by appeal"
        )
        return tuple(each for (each,) in self.connection.execute(query, (number, since, at)))

    def _missed(self, number: int, since: str, at: str) -> int:
        query = "select count(*) from deliveries where reader = ? and state = 'missed' and slot > ? and slot <= ?"
        found: int = self.connection.execute(query, (number, since, at)).fetchone()[0]
        return found

    def _first_word(self, number: int) -> str:
        """Return when a reader first answered, followed or objected to anything; nothing where they never did."""
        query = (
            "select min(at) from (select at from follows where reader = ?"
            " union all select at from appeals where reader = ?) as others"
        )
        (other,) = self.connection.execute(query, (number, number)).fetchone()
        return min(filter(None, (first_vote(self.connection, number), other)), default="")
