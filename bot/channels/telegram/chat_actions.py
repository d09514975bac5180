"""Shows in a chat that an answer is under way, once it takes longer than people notice: typing, uploading a photo."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from contextvars import Context
from typing import Final, Literal

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.transport import call

NOTICED: Final = 0.3
"""Seconds after which people notice that they wait."""
SHOWN_FOR: Final = 4.5
"""Seconds after which it is shown again: clients show it for five."""

Action = Literal["typing", "upload_photo"]


class ChatActions:
    """Tells chats what is made for them, `after` so many seconds; nothing else waits for that, or for its errors."""

    def __init__(self, bot: Bot, pacer: Pacer, after: float = NOTICED) -> None:
        self._bot, self._pacer, self._after = bot, pacer, after

    @contextlib.contextmanager
    def shown(self, chat: int, topic: int | None, action: Action) -> Iterator[None]:
        """Show an action while the context lasts; in a chat that Telegram has told us to leave alone nothing."""
        if chat in self._pacer.pauses():
            yield
            return
        where = {"chat_id": chat} if topic is None else {"chat_id": chat, "message_thread_id": topic}
        showing: list[asyncio.Task[None]] = []
        timer = asyncio.get_running_loop().call_later(self._after, self._begin, {**where, "action": action}, showing)
        try:
            yield
        finally:
            timer.cancel()
            for task in showing:
                task.cancel()

    def _begin(self, parameters: Mapping[str, object], showing: list[asyncio.Task[None]]) -> None:
        """Show it in a task: most answers are there before, and a timer costs them a tenth of one."""
        showing.append(asyncio.create_task(self._show(parameters), context=Context()))

    async def _show(self, parameters: Mapping[str, object]) -> None:
        with contextlib.suppress(TelegramError):
            while True:
                await call(self._bot, "sendChatAction", parameters)
                await asyncio.sleep(SHOWN_FOR)
