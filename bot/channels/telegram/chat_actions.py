"""Shows in a chat that an answer is under way, once it takes longer than people notice: typing, uploading a photo."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
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
        self._under_way = dict[Shown, float]()
        """What nobody noticed yet, and until when: the oldest first. Most answers are there before."""
        self._timer: asyncio.TimerHandle | None = None

    def shown(self, chat: int, topic: int | None, action: Action) -> contextlib.AbstractContextManager[None]:
        """Show an action while the context lasts; in a chat that Telegram has told us to leave alone nothing."""
        if chat in self._pacer.pauses():
            return contextlib.nullcontext()
        where = {"chat_id": chat} if topic is None else {"chat_id": chat, "message_thread_id": topic}
        return Shown(self, {**where, "action": action})

    def began(self, shown: Shown) -> None:
        """Show an action when it is noticed, unless it has ended by then."""
        loop = asyncio.get_running_loop()
        self._under_way[shown] = at = loop.time() + self._after
        if self._timer is None:  # one serves all: setting one for each answer costs a tenth of it
            self._timer = loop.call_at(at, self._look)

    def ended(self, shown: Shown) -> None:
        """Show it no more."""
        self._under_way.pop(shown, None)

    def _look(self) -> None:
        """Show what is noticed by now, and come back for the next."""
        loop, self._timer = asyncio.get_running_loop(), None
        for shown, at in list(self._under_way.items()):
            if at > loop.time():
                self._timer = loop.call_at(at, self._look)
                break
            del self._under_way[shown]
            shown.task = asyncio.create_task(self._show(shown.parameters), context=Context())

    async def _show(self, parameters: Mapping[str, object]) -> None:
        with contextlib.suppress(TelegramError):
            while True:
                await call(self._bot, "sendChatAction", parameters)
                await asyncio.sleep(SHOWN_FOR)


class Shown:
    """Shows an action as long as this context lasts, in a task once it is noticed."""

    __slots__ = ("_actions", "parameters", "task")

    def __init__(self, actions: ChatActions, parameters: Mapping[str, object]) -> None:
        self._actions, self.parameters = actions, parameters
        self.task: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        """Begin."""
        self._actions.began(self)

    def __exit__(self, *_: object) -> None:
        """End."""
        self._actions.ended(self)
        if self.task:
            self.task.cancel()
