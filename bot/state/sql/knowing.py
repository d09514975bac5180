"""What an answer needs to know: of a chat, of the person who asks in it, and of all readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from bot.content.briefing import Language
from bot.content.texts import LANGUAGES
from bot.people.readers import Guess, Issue, Known, Reader
from bot.state.sql import rows
from bot.state.sql.claimed import ALL, Claimed
from bot.state.sql.crossings import CrossingRows
from bot.state.sql.editors import EditorRows
from bot.state.sql.errors import answering
from bot.state.sql.news import NewsRows
from bot.state.sql.notes import NoteRows
from bot.state.sql.reader_votes import NOTHING_SAID, counts, members, votes_of
from bot.state.sql.unfound import UnfoundRows
from bot.state.values import Delivery

FOREVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
NUMBERED: Final = "select reader, language from readers where channel = ? and id = ?"
NOTHING: Final[Mapping[str, dt.datetime]] = {}


@answering
class KnownRows(CrossingRows, NewsRows):
    """Reads what is known, with as few statements as there are tables."""

    editors: EditorRows
    notes: NoteRows
    _unfound: UnfoundRows
    _claimed: Claimed

    async def known(
        self,
        chat: Reader,
        person: Reader,
        message: str | None = None,
        now: dt.datetime = FOREVER,
        settled: Mapping[str, dt.datetime] = NOTHING,
        *,
        editor: bool = False,
    ) -> Known:
        """Return what an answer may need to know of a chat, of the person who asks in it, and of all readers.

        `message` is the message of the chat the question came from: its own check-in is then the one in question.
        What is dated after `now`, by a clock that was wrong, was not yet. `settled` says until when a guess counted at
        a prediction that was ruled on. An `editor` is known with the form they are filling in, and
        with what was asked in vain.
        """
        number, language = self._numbered(chat)
        own = number if person == chat else self._number(person)
        form, unfound = (await self.editors.form(person, now), self._unfound.most_asked()) if editor else (None, {})
        return self._known(
            number,
            own,
            message,
            now,
            settled,
            language=language,
            stored=own is not None,
            form=form,
            unfound=unfound,
            notes=await self.notes.notes(),
        )

    async def known_for(
        self, delivery: Delivery, now: dt.datetime, settled: Mapping[str, dt.datetime] = NOTHING
    ) -> Known:
        """Return what a check-in may need to know of the reader who gets it, and of all readers."""
        number, there = delivery.number, self._claimed.of(delivery.number)
        return self._known(number, number, None, now, settled, there, language=delivery.language)

    def _numbered(self, reader: Reader) -> tuple[int | None, Language | None]:
        number, language = self.connection.execute(NUMBERED, (reader.channel, reader.id)).fetchone() or (None, None)
        return number, language if language in LANGUAGES else None

    def _known(
        self,
        number: int | None,
        own: int | None,
        message: str | None,
        now: dt.datetime,
        settled: Mapping[str, dt.datetime],
        there: Collection[str] = ALL,
        **more: Any,
    ) -> Known:
        """Return what is known of a chat and of who asks in it; what is not `there` is not looked for."""
        db, names = self.connection, self._names
        said = NOTHING_SAID if own is None or "votes" not in there else votes_of(db, own, names, settled)
        found: dict[str, Any] = {}
        if number is not None:
            subscription = self._subscription(number)
            issue = rows.last_issue(db, number, names, message, now) if "issues" in there else None
            found = {
                "subscription": subscription,
                "asked": rows.asked(db, number, names, now) if "asked" in there else {},
                "follows": rows.follows(db, number, names, now) if "follows" in there else {},
                "issue": issue,
                "answered_on": rows.answered_on(db, number, issue, now) if "issues" in there else (),
                **(news := self._news(number, subscription, now, there)),
            }
            if "answered_in" in there:
                found["members"] = self._members(number, _told(issue, news["new_verdicts"]), settled)
        more |= {"heard": self.appeals.heard}
        if own is not None and "crossings" in there:
            more["crossing"] = self._last_crossing(own, now)
        if own is not None and ("appeals" in there or "seconds" in there):
            more |= self.appeals.of(own)
        own_counts = own is None or "uncounted" not in there or counts(db, own)
        own_words = () if own is None or own_counts else self._tallies.own(self.connection, own)
        tallies, crowd = self._tallies.seen_with(own_words)
        return Known(**said._asdict(), crowd=crowd, tallies=tallies, **found, **more)

    def _members(
        self, chat: int, predictions: Iterable[str], settled: Mapping[str, dt.datetime]
    ) -> Mapping[str, tuple[Guess, ...]]:
        return members(self.connection, chat, self._names, predictions, settled)


def _told(issue: Issue | None, new: Iterable[str]) -> frozenset[str]:
    """Return the predictions whose verdicts or standings a check-in tells: the last one, or the next."""
    return frozenset((*(issue.verdicts if issue else ()), *(key.partition(" ")[0] for key in new)))
