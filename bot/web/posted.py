"""Bodies that a page sends, read within limits."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request

from bot.desk.parcel import LARGEST_PARCEL

LARGEST_BODY: Final = 200_000
"""Bytes of a question that are taken in; the app reads the first thousand characters."""
SLOWEST_BODY: Final = 3
"""Seconds in which a question must have arrived."""
LARGEST_FILES: Final = LARGEST_PARCEL * 3 // 2
"""Bytes of a body with an editor's files, which take a third more there."""
SLOWEST_FILES: Final = 60
"""Seconds in which an editor's files must have arrived."""


async def posted(request: Request, *, files: bool = False) -> Mapping[str, Any]:
    """Return the JSON object that a page sent, an empty one for anything else; with `files` it may be large."""
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_FILES if files else SLOWEST_BODY):
            async for part in request.stream():
                body += part
                if len(body) > (LARGEST_FILES if files else LARGEST_BODY):
                    return {}
        found = json.loads(body)
    except (ValueError, RecursionError, ClientDisconnect, TimeoutError):
        return {}
    return found if isinstance(found, dict) else {}


def unpacked(files: object) -> dict[str, bytes] | None:
    """Return files that came by name in base64; None where they are none."""
    if not isinstance(files, dict) or not all(isinstance(each, str) for each in files.values()):
        return None
    try:
        return {name: base64.b64decode(content, validate=True) for name, content in files.items()}
    except ValueError:
        return None
