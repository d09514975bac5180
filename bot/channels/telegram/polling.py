"""Long polling that goes on until it is cancelled, whatever goes wrong meanwhile.

Not by the library's own loop: that one ends for good at a single 401 or 404, and whoever looks sees a bot that lives.
Nor are updates read here: the library reads all of an answer or none, so that one that cannot be read would be fetched
for ever, and what people wrote would be logged.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, cast

from telegram import Bot
from telegram.error import Conflict, TelegramError
from telegram.request import RequestData

from bot.channels.telegram.confirming import Taken
from bot.channels.telegram.faults import MaybeSent
from bot.channels.telegram.parameters import Parameters
from bot.channels.telegram.poll_errors import POLL_WAITS, Trouble
from bot.channels.telegram.raw_updates import RawUpdate
from bot.channels.telegram.receiving import WANTED, Receiver
from bot.channels.telegram.transport import Transport

logger = logging.getLogger(__name__)

MOST: Final = 100
"""Updates that Telegram brings at a time."""
LONG: Final = 10
"""Seconds Telegram holds a request for updates while there are none."""
LAST_WORD: Final = 1.0
"""Seconds the end of polling may take."""


class Poller(Receiver):
    """Fetches updates of a bot and hands each to `take`, which must be quick.

    `room` is awaited before more are fetched: what waits at Telegram waits safely. Only what is decided in `taken` is
    confirmed, as far as that is soon known.
    """

    def __init__(
        self,
        bot: Bot,
        polling: Polling,
        take: Callable[[RawUpdate], Awaitable[None]],
        *,
        room: Callable[[], Awaitable[None]],
        tell: Callable[[Trouble | None], None],
        taken: Taken,
        waits: tuple[float, ...] = POLL_WAITS,
    ) -> None:
        super().__init__(bot, tell, waits)
        self._polling, self._take, self._room, self._taken = polling, take, room, taken
        self._hooked = True

    async def confirm(self) -> None:
        """Tell Telegram what has been taken, so that the next start does not fetch it again."""
        if (last := self._taken.following) is None or self.trouble:
            return
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(LAST_WORD):
                await self._polling.updates(self._bot, last, limit=1, held=0)

    async def _receive(self) -> None:
        """Take one answer's worth of updates."""
        if self._hooked:
            await self._bot.delete_webhook()
            self._hooked = False
        await self._room()
        await self._taken.settled()
        offset = self._taken.offset
        updates = await self._polling.updates(self._bot, offset)
        self._taken.confirmed(offset)
        for update in updates:
            if await self._taken.add(update["update_id"]):
                await self._hand_over(update)

    async def _hand_over(self, update: RawUpdate) -> None:
        try:
            await self._take(update)
        except Exception:  # one that cannot be taken must not be fetched for ever
            await self._taken.decided(update["update_id"])
            raise

    def _failed(self, error: Exception) -> float:
        self._hooked |= isinstance(error, Conflict) and "webhook" in str(error).lower()  # somebody set one meanwhile
        return super()._failed(error)


class Polling(Transport):
    """A transport that asks for updates, and whose answers hold only updates with a number."""

    async def updates(self, bot: Bot, offset: int | None, *, limit: int = MOST, held: int = LONG) -> list[RawUpdate]:
        """Return the updates of a bot from a number on, as the Bot API tells them; those before it are confirmed.

        Where there are none the request is `held` so many seconds. The library would read all of them, or none.
        """
        wanted = {"offset": offset, "limit": limit, "timeout": held, "allowed_updates": WANTED}
        parameters = Parameters({name: value for name, value in wanted.items() if value is not None}, {})
        waits = (self.read_timeout or 0) + held
        address = f"{bot.base_url}/getUpdates"
        updates = await self.post(address, cast(RequestData, parameters), read_timeout=waits)
        return cast(list[RawUpdate], updates)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return what Telegram answered, without what has no number and so cannot be confirmed."""
        answer = Transport.parse_json_payload(payload)
        if "result" in answer:
            if not isinstance(answer["result"], list):
                raise MaybeSent("the answer is no list of updates")
            answer["result"] = [each for each in answer["result"] if _numbered(each)]
        return answer


def _numbered(update: object) -> bool:
    numbered = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    if not numbered:
        logger.error("Telegram: an update without a number is dropped")
    return numbered
