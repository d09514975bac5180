"""Logs as text or JSON lines, from which every secret is struck out."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from typing import Literal, TextIO


class Redacting(logging.Formatter):
    """Formats records, exceptions included, without the secrets."""

    def __init__(self, secrets: Iterable[str], *, as_json: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(filter(None, secrets))
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return one record, as a line of JSON or as text."""
        text = super().format(record)
        if self._as_json:
            facts = {"time": self.formatTime(record), "level": record.levelname, "logger": record.name}
            text = json.dumps(
                {**facts, "message": record.getMessage(), "exception": record.exc_text}, ensure_ascii=False
            )
        return redacted(text, self._secrets)


def redacted(text: str, secrets: Iterable[str]) -> str:
    """Return a text without the secrets."""
    for secret in sorted(secrets, key=len, reverse=True):  # one may hold another
        text = text.replace(secret, "[secret]")
    return text


def setup(level: str, form: Literal["text", "json"], secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Send all logs to a stream (default: stderr).

    The HTTP client logs addresses, and Telegram's hold the token; the client of its API logs all that readers write.
    So both only warn, at any level.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting(secrets, as_json=form == "json"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "telegram", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # That a database is gone whoever asks it tells, in one line; these tell it for each connection, with all its calls.
    for verbose in ("procrastinate", "psycopg"):
        logging.getLogger(verbose).setLevel(logging.CRITICAL)
    # Whoever sends what is no HTTP would fill the log with it.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    # What goes wrong in polling comes to the channel by callback, and is told there in one line.
    logging.getLogger("telegram.ext.Updater").setLevel(logging.CRITICAL)
