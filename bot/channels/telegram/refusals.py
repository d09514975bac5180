"""Reads what servers answer, and raises for refusals that the library would misread.

Text that is not Telegram's is never shown: it may quote us, with the token.
"""

from __future__ import annotations

import http.client
import json
from http import HTTPStatus
from typing import Any, Final

import orjson
from telegram.error import NetworkError, RetryAfter

from bot.channels.telegram.faults import Unavailable

FLOOD_WAIT: Final = 5
"""Seconds to wait after a flood limit that does not say how long it lasts."""


def read_json(payload: bytes) -> dict[str, Any] | None:
    """Return what was answered; None where that is no JSON object."""
    try:
        answer = orjson.loads(payload)
    except ValueError:
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))  # more lenient, as the library's own
        except (ValueError, RecursionError):
            return None
    return answer if isinstance(answer, dict) else None


def check_refusal(status: int, payload: bytes, wait: str) -> None:
    """Raise what an answer that refuses means; those of Telegram that the library reads well are left to it.

    `wait` is what the header Retry-After says.
    """
    answer = read_json(payload)
    phrase = f"{status} {http.client.responses.get(status, '')}".strip()
    if status == HTTPStatus.TOO_MANY_REQUESTS and not ((answer or {}).get("parameters") or {}).get("retry_after"):
        raise RetryAfter(int(wait) if wait.isdecimal() and int(wait) else FLOOD_WAIT)
    if status >= 500:
        raise Unavailable(str((answer or {}).get("description") or phrase)[:200])
    if answer is None:
        raise NetworkError(f"{phrase}, but not from Telegram; are BOT_TELEGRAM_API_URL and the proxy right?")
