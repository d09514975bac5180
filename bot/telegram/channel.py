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

from telegram import Document, LinkPreviewOptions, ReplyParameters, Update
from telegram.constants import ChatMemberStatus, ParseMode
from telegram.error import (
    BadRequest,
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
from bot.answers import COMMANDS, Answer
from bot.answers.commands import parse
from bot.app import App, Message
from bot.briefing import Language
from bot.delivery import TryLater
from bot.editorial import Editorial
from bot.editors import Declined
from bot.ledger import Delivery
from bot.readers import Reader
from bot.telegram import profile, render
from bot.telegram.asking import Asking, Membership, asking, membership, moved
from bot.telegram.pacing import Pacer
from bot.telegram.receiving import Files
from bot.telegram.sending import CheckIns, seconds
from bot.telegram.transport import Transport

logger = logging.getLogger(__name__)

AT_ONCE: Final = 32
"""Updates handled at the same time."""
LONGEST_WAIT: Final = 30
"""Seconds an answer may be held back by a flood limit; later nobody waits for it any more."""
NOT_YET: Final = dt.timedelta(seconds=2)
"""How long check-ins wait while the channel has not logged in."""
ADMIN_KNOWN_FOR: Final = 300
"""Seconds for which it is remembered who is an admin of a group."""
LONGEST_TOAST: Final = 200
"""Characters of the note that only the person who pressed a button sees."""
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
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._language, self._now = app, language, now
        self._editorial = editorial
        self._pacer = Pacer(bulk_rate, max(30, bulk_rate + 5), clock=clock)
        self._admins: dict[tuple[int, int], tuple[float, bool]] = {}
        self._clock = clock
        builder = ApplicationBuilder().token(token).base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
        builder = builder.request(Transport(64, read_timeout=20, pool_timeout=10)).get_updates_request(Transport(1))
        self._application = builder.job_queue(None).concurrent_updates(AT_ONCE).build()
        self._check_ins = CheckIns(self._application.bot, self._pacer, clock)
        self._files = Files(self._application.bot)
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
        if change := membership(update):
            await self._on_membership(change)
            return
        asked = asking(update, self._application.bot.username, self._language)
        if asked is None:
            return
        asked = replace(asked, message=await self._entitled(asked))
        if asked.attached and asked.message.editor and self._editorial:
            await self._on_file(asked, asked.attached, self._editorial)
        elif asked.message.text.strip():
            await self._answer(asked)

    async def _on_file(self, asked: Asking, document: Document, editorial: Editorial) -> None:
        """Fetch what an editor sent and bring it to the desk."""
        try:
            files = await self._files.fetch(document, asked.album)
        except Declined as why:
            await self._dispatch(asked, editorial.declined(asked.message, why, self._now()))
            return
        if files is not None:
            await self._answer(replace(asked, message=replace(asked.message, files=files)))

    async def _entitled(self, asked: Asking) -> Message:
        """Return a message with what its sender may do: edit the briefings, decide for a whole group."""
        message = asked.message
        editor = self._app.is_editor(message.voter) and not asked.shared
        decides = not asked.shared or not concerns_all(message.text) or await self._is_admin(asked.chat, message.voter)
        return replace(message, editor=editor, decides=decides)

    async def _is_admin(self, chat: int, person: Reader) -> bool:
        """Tell whether a person is an admin of a group; asked of Telegram every few minutes."""
        key, now = (chat, int(person.id)), self._clock()
        known_until, known = self._admins.get(key, (now, False))
        if known_until > now:
            return known
        try:
            member = await self._application.bot.get_chat_member(*key)
        except TelegramError as error:
            logger.info("Telegram: who is an admin cannot be told (%s)", error)
            return False
        found = member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
        self._admins = {each: value for each, value in self._admins.items() if value[0] > now}
        self._admins[key] = (now + ADMIN_KNOWN_FOR, found)
        return found

    async def _on_membership(self, change: Membership) -> None:
        """Pause for who shut us out, resume for who is back, and say in a new group what we can do."""
        if not change.within:
            self._app.left(change.reader, self._now())
            return
        self._app.came_back(change.reader, self._now())
        if change.invited:
            await self._answer(Asking(Message(change.reader, "/start", self._language), int(change.reader.id)))

    async def _answer(self, asked: Asking) -> None:
        if asked.message.text.startswith("/start"):
            self._app.came_back(asked.message.reader, self._now())
        front = self._editorial
        now = self._now()
        answer = await front.reply(asked.message, now) if front else self._app.reply(asked.message, now)
        await self._dispatch(asked, answer)

    async def _dispatch(self, asked: Asking, answer: Answer) -> None:
        if asked.press:
            await self._acknowledge(asked.press, answer.toast)
            if asked.shared and answer.toast:
                return
        try:
            await self._deliver(asked, answer)
        except ChatMigrated as migrated:
            self._app.moved(asked.message.reader, Reader("telegram", str(migrated.new_chat_id)))
            await self._send(asked, answer, migrated.new_chat_id)
        except RetryAfter as flood:
            await self._later(asked, answer, flood)
        except Forbidden:
            logger.info("Telegram: a reader has blocked the bot")
            self._app.left(asked.message.reader, self._now())

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Send one check-in behind all answers, at the pace of mass sends; raises the words of `delivery`."""
        if not self._connected:
            raise TryLater("not connected yet", NOT_YET)
        return await self._check_ins.send(delivery, answer)

    async def tell(self, reader: Reader, answer: Answer) -> None:
        """Send an editor what they did not ask for."""
        try:
            await self._send(Asking(Message(reader, "", self._language), int(reader.id)), answer, int(reader.id))
        except TelegramError as error:
            logger.warning("Telegram: an editor cannot be told (%s)", error)

    async def _acknowledge(self, press: str, toast: str) -> None:
        """Stop the spinner of a button, with a note only this person sees; Telegram refuses it for an old one."""
        try:
            await self._application.bot.answer_callback_query(press, toast[:LONGEST_TOAST] or None)
        except BadRequest as error:
            logger.debug("Telegram: %s", error)

    async def _deliver(self, asked: Asking, answer: Answer) -> None:
        # Telegram bears with bursts of answers; only where it has said to wait do we wait.
        flooded = asked.chat in self._pacer.pauses()
        if not await self._pacer.turn("answer", asked.chat, patience=LONGEST_WAIT if flooded else 0) and flooded:
            logger.warning("Telegram: an answer was given up, as a flood limit lasts too long")
            return
        answer = _drawable(answer)
        if answer.picture:
            await self._send_picture(asked, answer)
            return
        if answer.file:
            await self._application.bot.send_document(asked.chat, answer.file.content, filename=answer.file.name)
        if asked.edits is None or not await self._edit(asked, answer):
            await self._send(asked, answer, asked.chat)

    async def _send_picture(self, asked: Asking, answer: Answer) -> None:
        """Send a picture, painted off the loop, with the answer's title below it."""
        await self._application.bot.send_photo(
            asked.chat,
            await asyncio.to_thread(pictures_png.png, answer.picture),
            filename="picture.png",
            caption=answer.title,
            reply_markup=render.keyboard(answer),
            message_thread_id=asked.topic,
        )

    async def _edit(self, asked: Asking, answer: Answer) -> bool:
        """Show an answer in place of an older one; False where that message is gone or too old to change."""
        try:
            await self._application.bot.edit_message_text(
                render.text(answer),
                chat_id=asked.chat,
                message_id=asked.edits,
                parse_mode=ParseMode.HTML,
                reply_markup=render.keyboard(answer),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except BadRequest as error:
            return "not modified" in str(error).lower()
        return True

    async def _send(self, asked: Asking, answer: Answer, chat: int) -> None:
        replies_to = ReplyParameters(asked.replies_to, allow_sending_without_reply=True) if asked.replies_to else None
        await self._application.bot.send_message(
            chat,
            render.text(answer),
            parse_mode=ParseMode.HTML,
            reply_markup=render.keyboard(answer),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            message_thread_id=asked.topic,
            reply_parameters=replies_to,
        )

    async def _later(self, asked: Asking, answer: Answer, flood: RetryAfter) -> None:
        """Send once more when a flood limit ends, if that is soon."""
        wait = seconds(flood)
        self._pacer.pause(asked.chat, self._clock() + wait)
        if wait > LONGEST_WAIT:
            logger.warning("Telegram: an answer was given up, the flood limit lasts %.0f s", wait)
            return
        await self._deliver(asked, answer)


def _drawable(answer: Answer) -> Answer:
    """Return an answer without what cannot be drawn here, for want of a font: neither pictures nor buttons to them."""
    if pictures_png.available():
        return answer
    rows = [tuple(each for each in row if not each.command.startswith("/picture")) for row in answer.buttons]
    return replace(answer, picture="", buttons=tuple(row for row in rows if row))


def concerns_all(text: str) -> bool:
    """Tell whether a question asks for what only the admins of a group choose."""
    command = COMMANDS.get(parse(text)[0])
    return command is not None and command.concerns_all


async def _first(*awaitables: Awaitable[object]) -> None:
    """Wait for the first to end, and raise what it raised."""
    tasks = [asyncio.ensure_future(each) for each in awaitables]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    for task in done:
        task.result()
