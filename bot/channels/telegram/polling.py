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

from telegram import Bot, Update
from telegram.error import Conflict, TelegramError
from telegram.request import RequestData

from bot.channels.telegram.confirming import Taken
from bot.channels.telegram.faults import MaybeSent
from bot.channels.telegram.parameters import Parameters
from bot.channels.telegram.poll_errors import NONE, POLL_WAITS, TRIES_BEFORE_ALARM, Trouble
from bot.channels.telegram.raw_updates import RawUpdate
from bot.channels.telegram.transport import Transport

logger = logging.getLogger(__name__)

WANTED: Final = (
    *(Update.MESSAGE, Update.CHANNEL_POST, Update.EDITED_MESSAGE, Update.EDITED_CHANNEL_POST),
    *(Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER),
)
"""Kinds of updates we understand."""
MOST: Final = 100
"""Updates that Telegram brings at a time."""
LONG: Final = 10
"""Seconds Telegram holds a request for updates while there are none."""
LAST_WORD: Final = 1.0
"""Seconds the end of polling may take."""


class Poller:
    """Fetches updates of a bot, from its logging in on, and hands each to `take`, which must be quick.

    `room` is awaited before more are fetched: what waits at Telegram waits safely. `tell` hears of a trouble that
    lasts, and of its end (None). Only what is decided in `taken` is confirmed, as far as that is soon known.
    """

    def __init__(
        self,
        bot: Bot,
        polling: Polling,
        take: Callable[[RawUpdate], None],
        *,
        room: Callable[[], Awaitable[None]],
        tell: Callable[[Trouble | None], None],
        taken: Taken,
        waits: tuple[float, ...] = POLL_WAITS,
    ) -> None:
        self._bot, self._polling, self._take, self._room = bot, polling, take, room
        self._tell, self._taken, self._waits = tell, taken, waits
        self._hooked = True
        self.trouble: Trouble | None = None
        self.connected = asyncio.Event()

    async def run(self) -> None:
        """Poll until cancelled: no error ends it."""
        while True:
            try:
                await self._fetch()
            except Exception as error:
                await asyncio.sleep(self._failed(error))
            else:
                self._worked()

    async def log_in(self) -> None:
        """Log in at the first try or not at all: `trouble` says why."""
        try:
            await self._bot.initialize()
            self.connected.set()
        except TelegramError as error:
            self.trouble = NONE.again(error)

    async def confirm(self) -> None:
        """Tell Telegram what has been taken, so that the next start does not fetch it again."""
        if (last := self._taken.following) is None or self.trouble:
            return
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(LAST_WORD):
                await self._polling.updates(self._bot, last, limit=1, held=0)

    async def _fetch(self) -> None:
        """Log in where we have not, and take one answer's worth of updates."""
        if not self.connected.is_set():
            await self._bot.initialize()
            self.connected.set()
        if self._hooked:
            await self._bot.delete_webhook()
            self._hooked = False
        await self._room()
        await self._taken.settled()
        offset = self._taken.offset
        updates = await self._polling.updates(self._bot, offset)
        self._taken.confirmed(offset)
        for update in updates:
            if self._taken.add(update["update_id"]):
                self._hand_over(update)

    def _hand_over(self, update: RawUpdate) -> None:
        try:
            self._take(update)
        except Exception:  # one that cannot be taken must not be fetched for ever
            self._taken.decided(update["update_id"])
            raise

    def _failed(self, error: Exception) -> float:
        """Note a try in vain, told once for as long as it is the same; return the seconds until the next."""
        self._hooked |= isinstance(error, Conflict) and "webhook" in str(error).lower()  # somebody set one meanwhile
        before, self.trouble = self.trouble, (self.trouble or NONE).again(error)
        if before is None or before.kind != self.trouble.kind:
            fault = error if self.trouble.kind == "fault" else None
            logger.warning("Telegram: %s; trying again until it works", self.trouble.why, exc_info=fault)
        if self.trouble.tries == TRIES_BEFORE_ALARM:
            self._tell(self.trouble)
        return self.trouble.wait(self._waits)

    def _worked(self) -> None:
        before, self.trouble = self.trouble, None
        if before:
            logger.info("Telegram: works again, at try %d", before.tries + 1)
            if before.tries >= TRIES_BEFORE_ALARM:
                self._tell(None)


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
