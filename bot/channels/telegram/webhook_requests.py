"""What Telegram brings over HTTP: it is told that an update arrived once that one is kept; nobody else gets to speak.

Telegram brings again whatever is not answered by 200, for a day. So what can never be taken is let go by a 200 too, and
all else that goes wrong is left to the next try.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import math
import time
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.channels.telegram.raw_updates import RawUpdate, lane
from bot.channels.telegram.refusals import read_json
from bot.channels.web.request_body import SLOWEST_BODY, read_body
from bot.reception import StateError

logger = logging.getLogger(__name__)

LARGEST: Final = 1 << 20
"""Bytes of an update: a message of 4,096 characters that answers another one comes to less than 100 kB."""
AT_ONCE: Final = 100
"""Updates that are read and kept at the same time: the most connections that Telegram may open."""
LARGEST_NUMBER: Final = (1 << 63) - 1
QUIET: Final = 60.0
"""Seconds for which the log says nothing more of requests without the secret."""
_SECRET: Final = b"x-telegram-bot-api-secret-token"

Keep = Callable[[int, bytes, str], Awaitable[None]]
"""Keeps an update by its number, as it came, in its lane; raises StateError where it cannot."""


class WebhookRequests:
    """Serves the address of a webhook; who does not show the `secret` is refused before anything is read."""

    def __init__(
        self,
        secret: str,
        keep: Keep,
        *,
        clock: Callable[[], float] = time.monotonic,
        patience: float = SLOWEST_BODY,
    ) -> None:
        """`patience` are the seconds in which an update must have come whole."""
        self._secret, self._keep, self._clock, self._patience = secret.encode(), keep, clock, patience
        self._under_way, self._told = asyncio.Semaphore(AT_ONCE), -math.inf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, without a word: programs read the number alone."""
        request = Request(scope, receive)
        status = self._refusal(request) or await self._taken(request)
        await Response(status_code=status, headers={"allow": "POST"} if status == 405 else None)(scope, receive, send)

    def _refusal(self, request: Request) -> int | None:
        if not self._knows_us(request):
            self._tell()
            return 403
        if request.method != "POST":
            return 405
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return 415
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > LARGEST:
            return 413
        return 503 if self._under_way.locked() else None

    def _knows_us(self, request: Request) -> bool:
        shown = [value for name, value in request.scope["headers"] if name == _SECRET]
        return len(shown) == 1 and hmac.compare_digest(shown[0], self._secret)

    def _tell(self) -> None:
        if (now := self._clock()) - self._told >= QUIET:
            self._told = now
            logger.warning(
                "Telegram: a request to the webhook did not show its secret and was refused; if Telegram does not get"
                " through, the proxy has to pass on X-Telegram-Bot-Api-Secret-Token"
            )

    async def _taken(self, request: Request) -> int:
        async with self._under_way:
            body = await read_body(request, LARGEST, self._patience)
            if (update := read_json(body)) is None:
                return 400
            try:
                if (number := _number(update)) is not None:
                    await self._keep(number, body, lane(update))
            except StateError as error:
                logger.error("Telegram: an update cannot be kept, and will come again: %s", error)
                return 503
        return 200


def _number(update: RawUpdate) -> int | None:
    """Return the number of an update; None for one that can never be taken."""
    number = update.get("update_id")
    if type(number) is int and 0 <= number <= LARGEST_NUMBER:
        return number
    logger.error("Telegram: an update without a number is dropped")
    return None
