"""The Telegram channel: receives updates by long polling, asks the app, sends or edits messages."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Final

from telegram import Bot, Document
from telegram.error import RetryAfter, TelegramError

from bot.answers import Answer
from bot.channels.telegram.admins import Admins
from bot.channels.telegram.bulk import CheckIns, seconds
from bot.channels.telegram.chat_actions import NOTICED, ChatActions
from bot.channels.telegram.confirming import Taken
from bot.channels.telegram.edits import Edits
from bot.channels.telegram.errors import SHUT, meaning, pauses, without_quotes
from bot.channels.telegram.fair_queue import ANSWERS_AT_ONCE, LONGEST_LANE, Lane, Service
from bot.channels.telegram.group_chats import alone
from bot.channels.telegram.inline import QUERIES_AT_ONCE, Inline
from bot.channels.telegram.overload import EXCUSES_AT_ONCE, Overload
from bot.channels.telegram.poll_errors import POLL_WAITS, Alarm
from bot.channels.telegram.polling import Poller, Polling
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.raw_updates import RawUpdate, ordinary, parsed
from bot.channels.telegram.render import LIMITS
from bot.channels.telegram.replies import Replies
from bot.channels.telegram.retries import Retrying
from bot.channels.telegram.transport import Transport
from bot.channels.telegram.updates import Asking, asking, membership, moved_chat
from bot.channels.telegram.uploads import Uploads
from bot.content.briefing import Language
from bot.delivery.channel import Delivery, Gone, TryLater, in_flight
from bot.notify import Tell
from bot.people.readers import Reader
from bot.pictures import png
from bot.proxies import Proxy
from bot.reception import IsAdmin, Limits, Message, Reception, pressed_here

logger = logging.getLogger(__name__)

EDITORS_ROOM: Final = 100
"""Files of an editor that may wait: an album that lost one would be another edition."""
LAST_ANSWERS: Final = 3.0
"""Seconds a stop goes on answering what was asked before it."""
NOT_YET: Final = dt.timedelta(seconds=2)
"""How long check-ins wait while the channel has not logged in."""


class Telegram:
    """Serves readers on Telegram until `stop` is set."""

    def __init__(
        self,
        reception: Reception,
        *,
        token: str,
        api_url: str,
        proxy: Proxy | None = None,
        language: Language,
        now: Callable[[], dt.datetime],
        bulk_rate: int = 25,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        tell: Tell | None = None,
        waits: tuple[float, ...] = POLL_WAITS,
        last_answers: float = LAST_ANSWERS,
        noticed: float = NOTICED,
    ) -> None:
        self._reception, self._language = reception, language
        self._pacer = Pacer(bulk_rate, max(30, bulk_rate + 5), clock=clock)
        most = 3 * ANSWERS_AT_ONCE + EXCUSES_AT_ONCE + QUERIES_AT_ONCE + in_flight(bulk_rate)
        self._bot = Bot(
            token,
            f"{api_url}/bot",
            f"{api_url}/file/bot",
            request=Transport(most, read_timeout=20, pool_timeout=10, proxy=proxy),
            get_updates_request=(polling := Polling(1, proxy=proxy)),
        )
        self._check_ins = CheckIns(self._bot, self._pacer, clock)
        calls = Retrying(self._bot, self._pacer, clock, sleep)
        self._actions = ChatActions(self._bot, self._pacer, noticed)
        self._answering = Replies(calls, self._pacer, reception, self._actions)
        self._inline = Inline(self._bot, reception, language)
        self._admins = Admins(calls, clock)
        self._files, self._edits = Uploads(self._bot), Edits()
        self._following: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._excusing = Overload(self._answering)
        self._lanes: Service[Asking] = Service(self._on_asking, self._dropped)
        self._taken = Taken()
        self._poller = Poller(
            self._bot, polling, self._take, room=self._lanes.room, tell=Alarm(tell, now), taken=self._taken, waits=waits
        )
        self._profile = Profile(self._bot, language, self._editors, sleep)
        self._last_answers = last_answers

    @property
    def limits(self) -> Limits:
        """What a message can show: pictures only where there is a font to draw them with."""
        return LIMITS if png.available() else replace(LIMITS, pictures=False)

    @property
    def trouble(self) -> str:
        """Why nothing arrives, in words for operators; nothing where all is well."""
        return self._poller.trouble.why if self._poller.trouble else ""

    async def run(self, stop: asyncio.Event, halt: asyncio.Event | None = None) -> None:
        """Poll and answer until `stop`, whatever befalls Telegram; check-ins may go on until `halt`."""
        beside: list[asyncio.Task[None]] = []
        try:
            await asyncio.to_thread(png.available)  # looking for a font takes a moment
            beside = [asyncio.create_task(self._poller.run()), asyncio.create_task(self._publish())]
            await stop.wait()
        finally:
            await _cancelled(*beside, *self._following.values())
            await self._close()
            if halt:
                await halt.wait()
            for beside_answers in (self._excusing, self._answering, self._inline):
                await beside_answers.close()
            await self._bot.shutdown()

    @contextlib.asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Be able to send, without receiving anything; where Telegram does not let us in, `trouble` says why."""
        try:
            await self._poller.log_in()
            yield
        finally:
            await self._bot.shutdown()

    async def _publish(self) -> None:
        await self._poller.connected.wait()
        logger.info("Telegram: polling as @%s", self._bot.username)
        await self._profile.publish()

    def _editors(self) -> tuple[int, ...]:
        return tuple(int(each.id) for each in self._reception.editors() if each.channel == "telegram")

    async def _close(self) -> None:
        """Answer what was asked, as far as that is soon done.

        All that was taken is confirmed, also what is dropped here: the next request for updates has confirmed nearly
        all of it long ago, and what was answered would else be answered once more after the restart.
        """
        await self._poller.confirm()
        if left := await self._lanes.close(self._last_answers):
            logger.warning(
                "Telegram: %d questions were given up, as the stop would have waited too long for them", left
            )

    def _take(self, update: RawUpdate) -> None:
        """Put what is asked into its lane; what it says of a chat itself is never dropped."""
        asked, number = None, update["update_id"]
        try:
            asked = ordinary(update, self._bot.username, self._language, self.limits) or self._asked(update)
            if asked and self._edits.says_nothing_new(update):
                asked = None
        except Exception:
            logger.exception("Telegram: an update was not taken")
        if asked is None:
            self._taken.decided(number)
            return
        asked = replace(asked, update=number)
        self._profile.met(asked.chat)
        attached = asked.attached is not None and self._reception.edits(asked.message.voter)
        lane = Lane(asked.chat, str(asked.message.voter))
        album, room = (asked.album, EDITORS_ROOM) if attached else (None, LONGEST_LANE)
        self._lanes.put(lane, asked, together=album, room=room)

    def _asked(self, raw: RawUpdate) -> Asking | None:
        if (update := parsed(raw)) is None:
            return None
        if update.inline_query:
            self._inline.take(update.inline_query)
            return None
        if ids := moved_chat(update):
            self._reception.moved(*ids)
            return None
        if change := membership(update, self._language):
            start = self._reception.membership(change, self.limits)
            return Asking(start, int(change.reader.id), invited_by=change.by) if start else None
        asked = asking(update, self._bot.username, self._language, self.limits)
        if asked is None and update.callback_query:  # of a message that is in no chat of ours
            self._excusing.stop(update.callback_query.id)
        return asked

    def _dropped(self, asked: Asking) -> bool:
        self._taken.decided(asked.update)
        return self._excusing.dropped(asked)

    async def _on_asking(self, asked: Asking, slower: bool) -> None:
        """Answer what is asked, or say that too much came at once."""
        try:
            await self._answer(asked, slower)
        finally:
            self._taken.decided(asked.update)

    async def _answer(self, asked: Asking, slower: bool) -> None:
        if slower:
            await self._dispatch(asked, self._excusing.answer(asked))
            return
        if asked.press and asked.opens and not pressed_here(asked.message.text):
            await self._answering.acknowledge(asked.press, opens=asked.opens)
            return
        if asked.attached:
            await self._on_file(asked, asked.attached)
        elif asked.message.text.strip():
            with self._typing(asked):
                answer = await self._reception.answer(asked.message, self._is_admin(asked))
            await self._dispatch(asked, answer)
        elif self._files.first_of(asked.album):
            await self._dispatch(asked, self._reception.unread(asked.message))

    async def _on_file(self, asked: Asking, document: Document) -> None:
        """Bring a file, with the others of its album; who may not send any is told so once for all of them."""
        if not self._reception.edits(asked.message.voter) and not self._files.first_of(asked.album):
            return
        fetch = functools.partial(self._files.fetch, document, asked.album)
        with self._typing(asked):
            answer = await self._reception.files(asked.message, fetch)
        if answer:
            await self._dispatch(asked, answer)

    def _typing(self, asked: Asking) -> contextlib.AbstractContextManager[None]:
        """Return what shows that we write an answer; a button spins instead, and a channel shows no such thing."""
        if asked.press or (asked.message.shared and not asked.shared):
            return contextlib.nullcontext()
        return self._actions.shown(asked.chat, asked.topic, "typing")

    def _is_admin(self, asked: Asking) -> IsAdmin | None:
        """Return what tells who decides where others read along; None where whoever may write there does."""
        return functools.partial(self._admins.has, asked.chat) if asked.shared else None

    async def _dispatch(self, asked: Asking, answer: Answer) -> None:
        """Bring an answer to where it is wanted, whatever has become of the chat meanwhile."""
        self._taken.decided(asked.update)  # what it changes is stored
        if asked.edits and (following := self._following.pop((asked.chat, asked.edits), None)):
            following.cancel()
        message = await self._answering.bring(asked, answer)
        if message and answer.follows:
            self._following[asked.chat, message] = asyncio.create_task(self._follow(asked, answer, message))
        if asked.press:
            await self._answering.acknowledged(asked.press)

    async def _follow(self, asked: Asking, answer: Answer, message: int) -> None:
        """Show an answer that changes by itself anew, in its message, until it says no more."""
        again = replace(asked, edits=message)

        async def show(changed: Answer) -> bool:
            try:
                return await self._answering.edit(again, changed)
            except TelegramError as error:
                if (what := meaning(error)) in SHUT:
                    raise Gone(without_quotes(error), pauses(what) or "blocked") from None
                raise TryLater(without_quotes(error), _wait(error)) from None

        await self._reception.follow(asked.message, answer, show, self._is_admin(asked))
        self._following.pop((asked.chat, message), None)

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Send one check-in behind all answers, at the pace of mass sends; raises as `delivery.channel` says."""
        if not self._poller.connected.is_set():
            raise TryLater("not connected yet", NOT_YET)
        return await self._check_ins.send(delivery, answer)

    def shares(self, reader: Reader) -> bool:
        """Tell whether a chat is a group or a channel: their ids are below zero."""
        return int(reader.id) < 0

    def way(self, command: str) -> str:
        """Return the address that asks a command in a chat with the bot; nothing before it has logged in."""
        return alone(command, self._bot.username) if self._poller.connected.is_set() else ""

    async def tell(self, reader: Reader, answer: Answer) -> None:
        """Send an editor what they did not ask for, as soon as Telegram lets us."""
        await self._answering.tell(
            Asking(Message(reader=reader, text="", language=self._language), int(reader.id)), answer
        )


def _wait(error: TelegramError) -> dt.timedelta | None:
    return dt.timedelta(seconds=seconds(error)) if isinstance(error, RetryAfter) else None


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    """Cancel tasks, and return when they have ended."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
