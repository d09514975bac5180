"""Brings updates to a webhook as Telegram does: those of one chat one after the other, others beside it, until each is
answered by 200.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from time import time
from typing import Any, Final

import aiohttp

Update = dict[str, Any]
SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"
AGAIN: Final = 0.02
"""Seconds until an update is brought again; doubled each time, up to `LONGEST`. Telegram's own are minutes."""
LONGEST: Final = 0.5
MINUTE: Final = 60.0
"""Seconds Telegram waits for an answer."""


class Bringer:
    """Brings what `waiting` returns, at most so many at a time, and tells `arrived` of each that was answered by 200.

    Not `orderly` it brings those of one chat at once too. `brought` counts how often each was, and `error` is what came
    of the last one that was not taken, at `failed_at`.
    """

    def __init__(
        self,
        url: str,
        secret: str,
        most: int,
        *,
        waiting: Callable[[], list[Update]],
        arrived: Callable[[Update], None],
        orderly: bool = True,
    ) -> None:
        self.url, self.secret, self.most, self.orderly = url, secret, most, orderly
        self._waiting, self._arrived = waiting, arrived
        self.brought, self.error, self.failed_at = Counter[int](), "", 0
        self.most_at_once, self.failed = 0, asyncio.Event()
        self._under_way = dict[int, object]()
        self._resting = set[object]()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=most), timeout=aiohttp.ClientTimeout(total=MINUTE)
        )
        self._tasks = set[asyncio.Task[None]]()

    def look(self) -> None:
        """Begin to bring what may be brought."""
        for update in self._waiting():
            number, queue = update["update_id"], self._queue(update)
            busy = number in self._under_way or queue in self._resting or queue in self._under_way.values()
            if not busy and len(self._under_way) < self.most:
                self._under_way[number] = queue
                self.most_at_once = max(self.most_at_once, len(self._under_way))
                task = asyncio.create_task(self._bring(update))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def post(self, content: bytes, **headers: str) -> int:
        """Bring anything once; return the status of the answer."""
        sent = {"Content-Type": "application/json", SECRET: self.secret, **headers}
        async with self._session.post(self.url, data=content, headers=sent) as answer:
            return answer.status

    async def close(self) -> None:
        """Bring nothing more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    async def _bring(self, update: Update) -> None:
        number, queue = update["update_id"], self._under_way[update["update_id"]]
        self.brought[number] += 1
        try:
            status = await self.post(json.dumps(update).encode())
            wrong = "" if status == 200 else f"Wrong response from the webhook: {status}"
        except (aiohttp.ClientError, TimeoutError) as error:
            wrong = f"Connection failed: {type(error).__name__}"
        del self._under_way[number]
        if wrong:
            self.error, self.failed_at = wrong, int(time())
            self.failed.set()
            self._resting.add(queue)
            wait = min(LONGEST, AGAIN * 2 ** self.brought[number])
            asyncio.get_running_loop().call_later(wait, self._rested, queue)
        else:
            self._arrived(update)
        self.look()

    def _rested(self, queue: object) -> None:
        self._resting.discard(queue)
        if not self._session.closed:
            self.look()

    def _queue(self, update: Update) -> object:
        """Return what is brought one after the other with an update: all that is said in a chat, or pressed by one."""
        [(kind, said)] = [(name, value) for name, value in update.items() if name != "update_id"] or [("", None)]
        try:
            who = said["from"]["id"] if kind in ("callback_query", "inline_query") else said["chat"]["id"]
        except (TypeError, KeyError):
            return update["update_id"]
        return (
            ("asks" if kind in ("callback_query", "inline_query") else "says", who)
            if self.orderly
            else update["update_id"]
        )
