"""Has Telegram bring updates to an address of ours, and looks now and then whether it gets through."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

from telegram import Bot
from telegram.error import BadRequest

from bot.channels.telegram.kept import Kept
from bot.channels.telegram.poll_errors import POLL_WAITS, Trouble, Undelivered
from bot.channels.telegram.receiving import WANTED, Receiver
from bot.channels.telegram.transport import call
from bot.webhooks import Webhook

logger = logging.getLogger(__name__)

EVERY: Final = 60.0
"""Seconds between two looks at how Telegram fares with us."""
AT_ONCE: Final = 40
"""Updates that Telegram may bring at the same time; those of one chat it brings one after the other."""


class Hook(Receiver):
    """Sets the webhook of a bot, again where another program took it away; what is brought is `kept`."""

    def __init__(
        self,
        bot: Bot,
        webhook: Webhook,
        *,
        kept: Kept,
        tell: Callable[[Trouble | None], None],
        waits: tuple[float, ...] = POLL_WAITS,
        every: float = EVERY,
    ) -> None:
        super().__init__(bot, tell, waits)
        self._webhook, self._kept, self._every = webhook, kept, every
        self._set = False

    async def _receive(self) -> None:
        """Set the webhook, or after a while look at it."""
        if not self._set:
            await self._set_it()
            return
        if not self.trouble:
            await asyncio.sleep(self._every)
        info: dict[str, Any] = await call(self._bot, "getWebhookInfo", {})
        if info.get("url") != self._webhook.url:
            logger.warning("Telegram: another program took our webhook away; it is set again")
            self._set = False
        elif info.get("pending_update_count") and info.get("last_error_date", 0) > self._kept.last_at:
            raise Undelivered(str(info.get("last_error_message", "")))

    async def confirm(self) -> None:
        """Do nothing: what is kept was confirmed as it came."""

    async def _set_it(self) -> None:
        wanted = {"allowed_updates": WANTED, "max_connections": AT_ONCE, "drop_pending_updates": False}
        own = {"url": self._webhook.url, "secret_token": self._webhook.secret}
        try:
            await call(self._bot, "setWebhook", {**own, **wanted})
        except BadRequest as error:
            raise Undelivered(str(error)) from None
        self._set = True
