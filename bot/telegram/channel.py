"""The channel itself: receives updates by long polling, asks the app, sends or edits messages."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from telegram import LinkPreviewOptions, ReplyParameters, Update
from telegram.constants import ParseMode
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

from bot.answers import Answer
from bot.app import App
from bot.briefing import Language
from bot.telegram import profile, render
from bot.telegram.asking import Asking, asking
from bot.telegram.transport import Transport

logger = logging.getLogger(__name__)

AT_ONCE: Final = 32
"""Updates handled at the same time."""
LONGEST_WAIT: Final = 30
"""Seconds an answer may be held back by a flood limit; later nobody waits for it any more."""
LONGEST_TOAST: Final = 200
"""Characters of the note that only the person who pressed a button sees."""
CONFLICTS_WITHIN: Final = 60
"""Seconds within which a second conflict means that another program keeps polling."""


class Refused(Exception):
    """Telegram will not let this bot work; the message says why and what to do."""


class Telegram:
    """Serves readers on Telegram until `stop` is set."""

    def __init__(
        self, app: App, *, token: str, api_url: str, language: Language, now: Callable[[], dt.datetime]
    ) -> None:
        self._app, self._language, self._now = app, language, now
        builder = ApplicationBuilder().token(token).base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
        builder = builder.request(Transport(64, read_timeout=20, pool_timeout=10)).get_updates_request(Transport(1))
        self._application = builder.job_queue(None).concurrent_updates(AT_ONCE).build()
        self._application.add_handler(TypeHandler(Update, self._on_update))
        self._application.add_error_handler(self._on_error)
        self._last_conflict = float("-inf")
        self._failed: asyncio.Future[None] | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Poll and answer until `stop`; raises Refused for a bad token or where another program polls with it."""
        self._failed = asyncio.get_running_loop().create_future()
        try:
            if await self._initialize(stop):
                await self._poll(stop)
        finally:
            await self._shutdown()

    async def _poll(self, stop: asyncio.Event) -> None:
        await self._application.start()
        assert self._application.updater and self._failed
        await self._application.updater.start_polling(
            allowed_updates=[Update.MESSAGE, Update.CALLBACK_QUERY],
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
        asked = asking(update, self._application.bot.username, self._language)
        if asked is None:
            return
        answer = self._app.reply(asked.message, self._now())
        if asked.press:
            await self._acknowledge(asked.press, answer.toast)
            if asked.shared and answer.toast:
                return
        try:
            await self._deliver(asked, answer)
        except ChatMigrated as moved:
            await self._send(asked, answer, moved.new_chat_id)
        except RetryAfter as flood:
            await self._later(asked, answer, flood)
        except Forbidden:
            logger.info("Telegram: a reader has blocked the bot")

    async def _acknowledge(self, press: str, toast: str) -> None:
        """Stop the spinner of a button, with a note only this person sees; Telegram refuses it for an old one."""
        try:
            await self._application.bot.answer_callback_query(press, toast[:LONGEST_TOAST] or None)
        except BadRequest as error:
            logger.debug("Telegram: %s", error)

    async def _deliver(self, asked: Asking, answer: Answer) -> None:
        if asked.edits is None or not await self._edit(asked, answer):
            await self._send(asked, answer, asked.chat)

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
        wait = flood.retry_after
        seconds = wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)
        if seconds > LONGEST_WAIT:
            logger.warning("Telegram: an answer was given up, the flood limit lasts %.0f s", seconds)
            return
        await asyncio.sleep(seconds)
        await self._deliver(asked, answer)


async def _first(*awaitables: Awaitable[object]) -> None:
    """Wait for the first to end, and raise what it raised."""
    tasks = [asyncio.ensure_future(each) for each in awaitables]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    for task in done:
        task.result()
