"""The Telegram channel: receives updates by long polling, asks the app, sends or edits messages."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Final

from telegram import Bot, Document, Update
from telegram.error import RetryAfter, TelegramError

from bot.answers import Answer, channel_errors, row_of
from bot.app import App, Message
from bot.channels.telegram import profile
from bot.channels.telegram.admins import Admins, Unknown
from bot.channels.telegram.bulk import CheckIns, seconds
from bot.channels.telegram.errors import SHUT, meaning, without_quotes
from bot.channels.telegram.fair_queue import ANSWERS_AT_ONCE, LONGEST_LANE, Lane, Service
from bot.channels.telegram.group_chats import concerns_all, pressed_here
from bot.channels.telegram.overload import EXCUSES_AT_ONCE, Excusing
from bot.channels.telegram.poll_errors import POLL_WAITS, Alarm
from bot.channels.telegram.polling import Poller, Polling
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.replies import Answering
from bot.channels.telegram.retries import Retrying
from bot.channels.telegram.transport import Transport
from bot.channels.telegram.updates import Asking, Membership, asking, membership, moved_chat
from bot.channels.telegram.uploads import Uploads
from bot.content.briefing import Language
from bot.content.drafts import Declined
from bot.delivery.channel import TryLater
from bot.delivery.worker import in_flight
from bot.editorial import Editorial
from bot.notify import Tell
from bot.people.readers import Reader
from bot.pictures import png
from bot.state import Delivery

logger = logging.getLogger(__name__)

EDITORS_ROOM: Final = 100
"""Files of an editor that may wait: an album that lost one would be another edition."""
LAST_ANSWERS: Final = 3.0
"""Seconds a stop goes on answering what was asked before it."""
LOOK_AGAIN: Final = 3.0
"""Seconds after which an answer that changes by itself is shown anew."""
NOT_YET: Final = dt.timedelta(seconds=2)
"""How long check-ins wait while the channel has not logged in."""


class Telegram:
    """Serves readers on Telegram until `stop` is set."""

    def __init__(
        self,
        app: App,
        *,
        token: str,
        api_url: str,
        language: Language,
        now: Callable[[], dt.datetime],
        editorial: Editorial | None = None,
        bulk_rate: int = 25,
        look_again: float = LOOK_AGAIN,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        tell: Tell | None = None,
        waits: tuple[float, ...] = POLL_WAITS,
        last_answers: float = LAST_ANSWERS,
    ) -> None:
        self._app, self._language, self._now = app, language, now
        self._editorial = editorial
        self._pacer = Pacer(bulk_rate, max(30, bulk_rate + 5), clock=clock)
        most = 2 * ANSWERS_AT_ONCE + EXCUSES_AT_ONCE + in_flight(bulk_rate)
        self._bot = Bot(
            token,
            f"{api_url}/bot",
            f"{api_url}/file/bot",
            request=Transport(most, read_timeout=20, pool_timeout=10),
            get_updates_request=Polling(1),
        )
        self._check_ins = CheckIns(self._bot, self._pacer, clock)
        calls = Retrying(self._bot, self._pacer, clock, sleep)
        self._answering = Answering(calls, self._pacer, app, now)
        self._admins = Admins(calls, clock)
        self._files = Uploads(self._bot)
        self._following: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._look_again = look_again
        self._excusing = Excusing(
            self._answering, lambda asked: app.language(asked.message.reader, asked.message.language)
        )
        self._lanes: Service[Asking] = Service(self._on_asking, self._excusing.dropped)
        self._poller = Poller(self._bot, self._take, room=self._lanes.room, tell=Alarm(tell, now), waits=waits)
        self._last_answers, self._sleep = last_answers, sleep

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
            await self._excusing.close()
            await self._answering.close()
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
        await profile.publish(self._bot, self._language, self._sleep)

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

    def _take(self, update: Update) -> None:
        """Put what is asked into its lane; what it says of a chat itself is never dropped."""
        try:
            asked = self._asked(update)
        except Exception:
            logger.exception("Telegram: an update was not taken")
            return
        if asked is None:
            return
        attached = asked.attached is not None and self._app.is_editor(asked.message.voter)
        lane = Lane(asked.chat, str(asked.message.voter))
        album, room = (asked.album, EDITORS_ROOM) if attached else (None, LONGEST_LANE)
        self._lanes.put(lane, asked, together=album, room=room)

    def _asked(self, update: Update) -> Asking | None:
        if ids := moved_chat(update):
            self._app.moved(*ids)
            return None
        if change := membership(update, self._language):
            return self._on_membership(change)
        asked = asking(update, self._bot.username, self._language)
        if asked is None and update.callback_query:  # of a message that is in no chat of ours
            self._excusing.stop(update.callback_query.id)
        return asked

    async def _on_asking(self, asked: Asking, slower: bool) -> None:
        """Answer what is asked, or say that too much came at once."""
        if slower:
            await self._dispatch(asked, self._excusing.answer(asked))
            return
        if asked.press and asked.opens and not pressed_here(asked.message.text):
            await self._answering.acknowledge(asked.press, opens=asked.opens)
            return
        try:
            asked = replace(asked, message=await self._entitled(asked))
        except Unknown as unknown:
            language = self._app.language(asked.message.reader, asked.message.language)
            await self._dispatch(asked, channel_errors.admins_unknown(language, hidden=unknown.hidden))
            return
        if asked.attached and asked.message.editor and self._editorial:
            await self._on_file(asked, asked.attached, self._editorial)
        elif asked.message.text.strip() and not asked.attached:
            await self._answer(asked)
        elif self._files.first_of(asked.album):
            await self._dispatch(asked, self._app.unread(asked.message, file=asked.attached is not None))

    async def _on_file(self, asked: Asking, document: Document, editorial: Editorial) -> None:
        """Fetch what an editor sent and bring it to the desk."""
        try:
            files = await self._files.fetch(document, asked.album)
        except Declined as why:
            await self._dispatch(asked, editorial.declined(asked.message, why, self._now()))
            return
        if files is not None:
            # Editors pass files on to us: a file becomes a draft to look at, and only their own press publishes it.
            await self._answer(replace(asked, message=replace(asked.message, files=files, on_purpose=True)))

    async def _entitled(self, asked: Asking) -> Message:
        """Return a message with what its sender may do: edit the briefings, decide for a whole group."""
        message = asked.message
        editor = self._app.is_editor(message.voter) and not message.shared
        decides = not asked.shared or not concerns_all(message.text)
        if not decides and message.person:
            decides = await self._admins.has(asked.chat, message.person)
        return replace(message, editor=editor, decides=decides)

    def _on_membership(self, change: Membership) -> Asking | None:
        """Pause for who shuts us out or up, resume for who is back, and ask in a new group what we can do."""
        if change.within and change.writes:
            self._app.came_back(change.reader, self._now())
        else:
            self._app.left(change.reader, self._now(), "muted" if change.within else "blocked")
        start = Message(reader=change.reader, text="/start", language=change.language, shared=True)
        return Asking(start, int(change.reader.id), invited_by=change.by) if change.invited else None

    async def _answer(self, asked: Asking) -> None:
        row = row_of(asked.message.text)
        if row and row.resumes and asked.message.on_purpose:
            self._app.came_back(asked.message.reader, self._now())
        await self._dispatch(asked, await self._reply(asked.message))

    async def _reply(self, message: Message) -> Answer:
        front, now = self._editorial, self._now()
        return await front.reply(message, now) if front else self._app.reply(message, now)

    async def _dispatch(self, asked: Asking, answer: Answer) -> None:
        """Bring an answer to where it is wanted, whatever has become of the chat meanwhile."""
        if asked.edits and (following := self._following.pop((asked.chat, asked.edits), None)):
            following.cancel()
        message = await self._answering.bring(asked, answer)
        if message and answer.follows:
            self._following[asked.chat, message] = asyncio.create_task(self._follow(asked, answer, message))
        if asked.press:
            await self._answering.acknowledged(asked.press)

    async def _follow(self, asked: Asking, answer: Answer, message: int) -> None:
        """Show an answer that changes by itself anew, in its message, until it says no more."""
        again = replace(asked, message=replace(asked.message, text=answer.command, files={}), edits=message)
        while answer.follows:
            await asyncio.sleep(self._look_again)
            before, answer = answer, await self._reply(again.message)
            if answer == before:
                continue
            try:
                if not await self._answering.edit(again, answer):
                    break  # nobody sees that message any more
            except TelegramError as error:
                if meaning(error) in SHUT:
                    break
                logger.info("Telegram: what changes is shown later (%s)", without_quotes(error))
                answer = before
                await asyncio.sleep(seconds(error) if isinstance(error, RetryAfter) else 0)
        self._following.pop((asked.chat, message), None)

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Send one check-in behind all answers, at the pace of mass sends; raises as `delivery.channel` says."""
        if not self._poller.connected.is_set():
            raise TryLater("not connected yet", NOT_YET)
        return await self._check_ins.send(delivery, answer)

    async def tell(self, reader: Reader, answer: Answer) -> None:
        """Send an editor what they did not ask for, as soon as Telegram lets us."""
        await self._answering.tell(
            Asking(Message(reader=reader, text="", language=self._language), int(reader.id)), answer
        )


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    """Cancel tasks, and return when they have ended."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
