"""The protocols of the state, by intent; which database answers is chosen where the program is put together.

Every write is one transaction; a method raises StateError where the state cannot be read or written: then nothing of
it has changed. Instants go in and come out as aware UTC, to the second; readers are named by channel and id.

Whatever asks the database is awaited, so that one behind a network holds up nobody; one in this process answers at
once. Each call is whole: what is gathered (`known`) and what is applied (`apply`, `record`) are single calls, each with
one value in and out, and no caller holds a transaction while it waits. Between two calls others may come: who decides
by what it was told before it writes takes turns, as `app` does. What every page shows is at hand without waiting, such
as `Appeals.heard`. Opening, closing and bringing readers in are done before or after a program runs, and wait.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from typing import IO, Protocol

from bot.content.briefing import Language
from bot.content.drafts import Form
from bot.people.appeals import Heard, Waiting
from bot.people.changes import Change
from bot.people.readers import Crossing, Figures, Known, Note, Offer, PausedBy, Reader, Receipt, Subscription
from bot.state.sending import Budget, Ledger, Notes
from bot.state.values import Brought, Delivery, News, Totals


class Readers(Protocol):
    """Readers: their numbers, languages, and rights to their data."""

    async def number(self, reader: Reader) -> int | None:
        """Return the number of a reader; none for one of whom nothing is stored."""

    async def language(self, reader: Reader) -> Language | None:
        """Return the language a reader chose."""

    async def moved(self, old: Reader, new: Reader) -> None:
        """Give everything of a chat to its new id; where both have something, what the new id has stays."""

    async def came(self, reader: Reader, now: dt.datetime) -> bool:
        """Note that a reader of the page came; tell whether they are new.

        What they say counts among all readers only from when they come on a later day.
        """

    async def as_json(self, reader: Reader) -> bytes:
        """Return all that is stored of a reader as JSON, subject by subject; an empty object for one never seen.

        However much it is, nobody else waits for it.
        """


class Subscriptions(Protocol):
    """When readers get their check-ins."""

    async def subscribe(self, reader: Reader, subscription: Subscription) -> None:
        """Write a reader's subscription, new or changed; what waits for one that is paused is dropped."""

    async def pause(self, reader: Reader, by: PausedBy, now: dt.datetime) -> None:
        """Pause a subscription that runs, with the reason and the day; everything of it but what waits is kept."""

    async def subscription(self, reader: Reader) -> Subscription | None:
        """Return a reader's subscription, paused or not."""


class Inboxes(Protocol):
    """The inboxes of readers of the page."""

    async def put(self, reader: Reader, command: str, now: dt.datetime) -> str:
        """Keep a command for a reader of the page until they have seen its answer; return its number."""

    async def unseen(self, reader: Reader) -> list[tuple[int, str]]:
        """Return what a reader of the page has not seen: numbers and commands, oldest first."""

    async def seen(self, reader: Reader, item: int) -> None:
        """Note that a reader has seen an item of their inbox and those before it."""


class Conversations(Protocol):
    """What readers of the page asked, so that it is there again when they come back; never what was answered."""

    async def keep_question(self, reader: Reader, command: str, now: dt.datetime, instead_of: str = "") -> bool:
        """Keep what a reader asked as the last of their conversation; tell whether it is kept.

        Of a reader of whom nothing is stored nothing is kept. A question stands there once: where it was asked last.
        `instead_of` is the question whose answer this one took the place of.
        """

    async def conversation(
        self, reader: Reader, now: dt.datetime, most: int, before: int | None = None
    ) -> list[tuple[int, str]]:
        """Return the last questions of a reader, at most so many, oldest first; those before a number if one is given.

        Each comes with its number.
        """


class Answering(Protocol):
    """What an answer needs to know, and what it changes: one call each; and since when what it tells is live."""

    async def live(
        self,
        verdicts: Iterable[str],
        briefings: Iterable[str],
        now: dt.datetime,
        successors: Mapping[str, str] = ...,
        later: Mapping[str, dt.datetime] = ...,
        closings: Mapping[str, dt.datetime] = ...,
    ) -> None:
        """Note which verdicts and briefings are live, each with the time it was first seen.

        Of verdicts that count `later` that is told from when they do.

        `successors` say what took the place of predictions of before: of each its slug/id, by theirs. From then on what
        was said and asked under a name of before is read under that of its successor; what is stored stays as it is.
        `closings` say of predictions that were ruled on until when guesses counted.
        """

    async def prepare(self, successors: Mapping[str, str], closings: Mapping[str, dt.datetime]) -> None:
        """Do what of the next `live` takes time by how much readers said; without it `live` does it itself."""

    async def known(
        self,
        chat: Reader,
        person: Reader,
        message: str | None = None,
        now: dt.datetime = ...,
        settled: Mapping[str, dt.datetime] = ...,
        *,
        editor: bool = False,
    ) -> Known:
        """Return what an answer may need to know of a chat, of the person who asks in it, and of all readers.

        How many readers say what is told of every prediction, by the names and closes that are live: last of all, and
        of closed ones before that. It is what counting all votes afresh would give, up to now or a moment ago. Those
        count who are known to be readers; to one who does not yet, their own words are told as if they did.

        `message` is the message of the chat the question came from: its own check-in is then the one in question.
        What is dated after `now`, by a clock that was wrong, was not yet. `settled` says until when a guess counted at
        a prediction that was ruled on. An `editor` is known with the form they are filling in, and
        with what was asked in vain.
        """

    async def known_for(self, delivery: Delivery, now: dt.datetime, settled: Mapping[str, dt.datetime] = ...) -> Known:
        """Return what a check-in may need to know of the reader who gets it, and of all readers; `settled` as above."""

    async def apply(
        self,
        change: Change,
        *,
        chat: Reader,
        person: Reader,
        language: Language,
        now: dt.datetime,
        receipt: Receipt | None = None,
    ) -> Note | None:
        """Remember what an answer changes for a chat or for the person who asked in it; return the note it begins.

        A change that is none of the state's, such as an editor's request, changes nothing here. `language` is that of a
        chat that chose none: no client tells us its language when a check-in is sent. What came by the `receipt` is
        handled with that, in one transaction, so that nothing is changed twice: what others have in hand by now changes
        nothing here.
        """

    async def clear(self) -> None:
        """Delete what is left of readers who were forgotten, however much they said; to everybody it is gone before."""

    async def note_unfound(self, question: str, person: Reader, now: dt.datetime) -> None:
        """Count a question that found nothing; its words are stored once three different people asked it in a month.

        Until then nobody can read in the state what was asked, and never who asked it.
        """


class Received(Protocol):
    """What networks brought, kept until it is handled, and known again when they bring it once more.

    What said something is forgotten once it is handled: only that it came is kept, for two days.
    """

    @property
    def look_again(self) -> float | None:
        """After how many seconds more may be there to take, kept or let go by others; None where there are none."""

    async def keep(self, receipt: Receipt, content: bytes, now: dt.datetime, lane: str = "") -> bool:
        """Keep what came, and return once no loss of power takes it away; False where it had come before.

        What is of one `lane` is in the hands of one process at a time, and is taken there in the order it came.
        """

    async def came(self, receipt: Receipt) -> bool:
        """Tell whether something came before."""

    async def take(self, source: str, most: int) -> list[tuple[Receipt, bytes]]:
        """Return what is kept, not handled and not yet taken, at most so much, in the order of its numbers.

        What was taken by a process that died before it was handled can be taken again: by the next one, or by others
        that share the state, after a lease.
        """

    async def done(self, receipt: Receipt) -> None:
        """Note that something is handled: with what it changed, see `apply`, or by itself."""


class Editors(Protocol):
    """Editors who signed in by the page's link, and the forms that editors are filling in."""

    async def admit(self, reader: Reader, now: dt.datetime, *, was: Reader | None = None) -> None:
        """Make a reader of the page an editor; where they were another reader so far, with all that one has."""

    async def admitted(self) -> list[Reader]:
        """Return the readers who became editors."""

    async def dismiss(self, reader: Reader) -> None:
        """Make an editor of the page a reader again."""

    async def is_editor(self, reader: Reader) -> bool:
        """Tell whether a reader became an editor."""

    async def form(self, reader: Reader, now: dt.datetime) -> Form | None:
        """Return the form an editor is filling in; one begun more than a week ago is none."""

    async def keep_form(self, reader: Reader, form: Form | None, now: dt.datetime) -> None:
        """Keep how far an editor has come with a form; None where it is done, or given up."""


class Appeals(Protocol):
    """What readers object to: what everybody may know of it, and what waits for editors."""

    @property
    def heard(self) -> Mapping[str, Heard]:
        """What everybody may know of appeals, by prediction: at hand, as of the last change that this process made.

        Nearly every page shows some of it, and none is to wait for it.
        """

    async def waiting(self, also: Iterable[int] = ()) -> Waiting:
        """Return what waits for an answer, the weightiest first; `also` those of some numbers, if they wait."""


class Crossings(Protocol):
    """What goes over from a reader of one channel to a reader of another; `apply` lets it."""

    async def offer(self, reader: Reader, key: str, now: dt.datetime) -> Offer | Crossing | None:
        """Return what a link brings to a reader; the crossing, where it was one of theirs; None for any other key."""

    async def counterpart(self, reader: Reader, now: dt.datetime) -> Reader | None:
        """Return who is at the other end of a reader's last crossing, while it can be undone."""


class Statistics(Protocol):
    """Statistics for operators."""

    async def look(self) -> None:
        """Raise StateError where the state cannot be read: by us, or by whoever opens it now."""

    async def totals(self, since: dt.datetime) -> Totals:
        """Count deliveries by their slots since then, and subscriptions."""

    async def figures(self, since: dt.datetime) -> Figures:
        """Return how the deliveries of slots since then stand, and the first of those left out."""

    async def newest(self) -> dt.datetime | None:
        """Return when the state was last written; None for one never written."""


class State(Readers, Subscriptions, Inboxes, Conversations, Answering, Crossings, Statistics, Protocol):
    """All that is kept of readers, for the processes that serve them: one, or several where the database can."""

    @property
    def ledger(self) -> Ledger:
        """The deliveries."""

    @property
    def notes(self) -> Notes:
        """The editors' notes."""

    @property
    def budget(self) -> Budget | None:
        """What processes may send together; None where one of them has the state to itself."""

    @property
    def received(self) -> Received:
        """What networks brought."""

    @property
    def editors(self) -> Editors:
        """Who edits."""

    @property
    def appeals(self) -> Appeals:
        """The readers' appeals."""

    def hear(self) -> AsyncGenerator[News, None]:
        """Yield what processes with this state do that others are to know at once; `missed` first, and after a break.

        It goes on for as long as there are others, and ends at once where one process has the state to itself.
        """

    async def nightly(self, now: Callable[[], dt.datetime]) -> None:
        """Forget what has expired, and make a backup; what fails is logged, and tried again the next night."""

    def bring(self, file: IO[bytes]) -> Brought:
        """Take in all readers of an export, or none; twice is the same as once. Raises Unusable too.

        What readers said and were asked is joined. Of two subscriptions the one changed or served last stays.
        """

    def close(self) -> None:
        """Let others have it."""
