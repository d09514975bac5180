"""What updates are fetched with: one that the library cannot read holds up no other.

The library reads all updates of an answer or none: it would fetch the same ones for ever, and log what people wrote.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from telegram import Update

from bot.telegram.transport import InDoubt, Transport

logger = logging.getLogger(__name__)


class Polling(Transport):
    """A transport whose answers hold only updates that can be read."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return what Telegram answered, every update that cannot be read emptied: so it is confirmed like the rest."""
        answer = Transport.parse_json_payload(payload)
        if "result" in answer:
            if not isinstance(answer["result"], list):
                raise InDoubt("the answer is no list of updates")
            answer["result"] = list(_readable(answer["result"]))
        return answer


def _readable(updates: list[Any]) -> Iterator[dict[str, Any]]:
    for update in updates:
        number = update.get("update_id") if isinstance(update, dict) else None
        if not isinstance(number, int):
            logger.error("Telegram: an update without a number is dropped")
            continue
        if trouble := _trouble(update):
            logger.error("Telegram: update %d cannot be read and is passed over (%s)", number, trouble)
        yield {"update_id": number} if trouble else update


def _trouble(update: dict[str, Any]) -> str:
    """Return the kind of error the library stumbles over; reading twice costs 0.1 ms, it takes nothing read before."""
    try:
        Update.de_json(update)
    except Exception as error:
        return type(error).__name__
    return ""
