"""The channel itself: receives updates by long polling, asks the app, sends or edits messages."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Final

from telegram import Document, Update
from telegram.error import (
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ApplicationBuilder, ContextTypes, TypeHandler

from bot import pictures_png
from bot.answers import Answer
from bot.app import App, Message
from bot.briefing import Language
from bot.carrying import TryLater
from bot.delivery import in_flight
from bot.editorial import Editorial
from bot.editors import Declined
from bot.ledger import Delivery
from bot.readers import Reader
from bot.telegram import profile
from bot.telegram.admins import Admins
from bot.telegram.answering import Answering
from bot.telegram.asking import Asking, Membership, asking, membership, moved
from bot.telegram.pacing import Pacer
from bot.telegram.polling import Polling
from bot.telegram.receiving import Files
from bot.telegram.sending import CheckIns, seconds
from bot.telegram.shared import concerns_all, pressed_here
from bot.telegram.transport import Transport

logger = logging.getLogger(__name__)

AT_ONCE: Final = 32
"""Updates handled at the same time."""
LOOK_AGAIN: Final = 3.0
"""Seconds after which an answer that changes by itself is shown anew."""
NOT_YET: Final = dt.timedelta(seconds=2)
"""How long check-ins wait while the channel has not logged in."""
CONFLICTS_WITHIN: Final = 60
"""Seconds within which a second conflict means that another program keeps polling."""


class Refused(Exception):
    """Telegram will not let this bot work; the message says why and what to do."""


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
    ) -> None:
        self._app, self._language, self._now = app, language, now
        self._editorial = editorial
        self._pacer = Pacer(bulk_rate, max(30, bulk_rate + 5), clock=clock)
        builder = ApplicationBuilder().token(token).base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
        most = 2 * AT_ONCE + in_flight(bulk_rate)
        builder = builder.request(Transport(most, read_timeout=20, pool_timeout=10)).get_updates_request(Polling(1))
        self._application = builder.job_queue(None).concurrent_updates(AT_ONCE).build()
        self._check_ins = CheckIns(self._application.bot, self._pacer, clock)
        self._answering = Answering(self._application.bot, self._pacer, clock)
        self._admins = Admins(self._application.bot, clock)
        self._files = Files(self._application.bot)
        self._following: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._look_again = look_again
        self._application.add_handler(TypeHandler(Update, self._on_update))
        self._application.add_error_handler(self._on_error)
        self._last_conflict = float("-inf")
        self._connected = False
        self._failed: asyncio.Future[None] | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Poll and answer until `stop`; raises Refused for a bad token or where another program polls with it."""
        self._failed = asyncio.get_running_loop().create_future()
        try:
            if await self._initialize(stop):
                await self._poll(stop)
        finally:
            await self._shutdown()

    @contextlib.asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Be able to send, without receiving anything."""
        try:
            await self._application.bot.initialize()
            self._connected = True
            yield
        finally:
            await self._application.bot.shutdown()

    async def _poll(self, stop: asyncio.Event) -> None:
        await self._application.start()
        await asyncio.to_thread(pictures_png.available)  # looking for a font takes a moment
        assert self._application.updater and self._failed
        await self._application.updater.start_polling(
            allowed_updates=[Update.MESSAGE, Update.CHANNEL_POST, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER],
            bootstrap_retries=-1,
            error_callback=self._on_polling_error,
        )
        logger.info("Telegram: polling as @%s", self._application.bot.username)
        publishing = asyncio.create_task(profile.publish(self._application.bot, self._language))
        try:
            await _first(stop.wait(), self._failed)
        finally:
            publishing.cancel()
            await asyncio.wait([publishing])

    async def _initialize(self, stop: asyncio.Event) -> bool:
        """Log in, however long the network takes; False where `stop` came first."""
        wait = 1.0
        while not stop.is_set():
            try:
                await self._application.initialize()
                self._connected = True
                return True
            except InvalidToken:
                raise Refused(
                    "BOT_TELEGRAM_TOKEN: Telegram refuses the token; get a valid one from @BotFather"
                ) from None
            except NetworkError as error:
                logger.warning("Telegram cannot be reached (%s); trying again in %.0f s", error, wait)
                try:
                    await asyncio.wait_for(stop.wait(), wait)
                except TimeoutError:
                    wait = min(wait * 2, 60)
        return False

    async def _shutdown(self) -> None:
        for task in list(self._following.values()):
            task.cancel()
        updater = self._application.updater
        if updater and updater.running:
            await updater.stop()
        if self._application.running:
            await self._application.stop()
        await self._application.shutdown()
        await self._application.bot.shutdown()  # the application leaves it open where logging in failed

    def _on_polling_error(self, error: TelegramError) -> None:
        now = asyncio.get_running_loop().time()
        if not isinstance(error, Conflict):
            logger.warning("Telegram: %s", error)
            return
        repeated = now - self._last_conflict < CONFLICTS_WITHIN
        self._last_conflict = now
        if repeated and self._failed and not self._failed.done():
            self._failed.set_exception(
                Refused("another program is polling Telegram with this token; stop it, or use another token")
            )

    async def _on_error(self, _: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        logger.error("Telegram: an update was not answered", exc_info=context.error)

    async def _on_update(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if ids := moved(update):
            self._app.moved(*ids)
            return
        if change := membership(update, self._language):
            await self._on_membership(change)
            return
        asked = asking(update, self._application.bot.username, self._language)
        if asked is None:
            if update.callback_query:  # of a message that is in no chat of ours
                await self._answering.acknowledge(update.callback_query.id, "")
            return
        if asked.press and asked.opens and not pressed_here(asked.message.text):
            await self._answering.acknowledge(asked.press, "", asked.opens)
            return
        asked = replace(asked, message=await self._entitled(asked))
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

    async def _on_membership(self, change: Membership) -> None:
        """Pause for who shut us out, resume for who is back, and say in a new group what we can do."""
        if not change.within:
            self._app.left(change.reader, self._now())
            return
        self._app.came_back(change.reader, self._now())
        if change.invited:
            start = Message(change.reader, "/start", change.language, shared=True)
            await self._answer(Asking(start, int(change.reader.id)))

    async def _answer(self, asked: Asking) -> None:
        if asked.message.text.startswith("/start") and asked.message.on_purpose:
            self._app.came_back(asked.message.reader, self._now())
        await self._dispatch(asked, await self._reply(asked.message))

    async def _reply(self, message: Message) -> Answer:
        front, now = self._editorial, self._now()
        return await front.reply(message, now) if front else self._app.reply(message, now)

    async def _dispatch(self, asked: Asking, answer: Answer) -> None:
        """Bring an answer to where it is wanted, whatever has become of the chat meanwhile."""
        message = None
        if asked.edits and (following := self._following.pop((asked.chat, asked.edits), None)):
            following.cancel()
        if asked.press:
            await self._answering.acknowledge(asked.press, answer.toast, asked.opens)
            if asked.opens or (asked.shared and answer.toast):
                return
        try:
            message = await self._answering.deliver(asked, answer)
        except ChatMigrated as migrated:
            self._app.moved(asked.message.reader, Reader("telegram", str(migrated.new_chat_id)))
            await self._answering.send(asked, answer, migrated.new_chat_id)
        except RetryAfter as flood:
            message = await self._answering.later(asked, answer, flood)
        except Forbidden:
            logger.info("Telegram: a reader has blocked the bot")
            self._app.left(asked.message.reader, self._now())
        if message and answer.follows:
            self._following[asked.chat, message] = asyncio.create_task(self._follow(asked, answer, message))

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
            except Forbidden:
                break
            except TelegramError as error:
                logger.info("Telegram: what changes is shown later (%s)", error)
                answer = before
                await asyncio.sleep(seconds(error) if isinstance(error, RetryAfter) else 0)
        self._following.pop((asked.chat, message), None)

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Send one check-in behind all answers, at the pace of mass sends; raises the words of `delivery`."""
        if not self._connected:
            raise TryLater("not connected yet", NOT_YET)
        return await self._check_ins.send(delivery, answer)

    async def tell(self, reader: Reader, answer: Answer) -> None:
        """Send an editor what they did not ask for, as soon as Telegram lets us."""
        await self._answering.tell(Asking(Message(reader, "", self._language), int(reader.id)), answer)


async def _first(*awaitables: Awaitable[object]) -> None:
    """Wait for the first to end, and raise what it raised."""
    tasks = [asyncio.ensure_future(each) for each in awaitables]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    for task in done:
        task.result()
