"""Reads the bodies that pages send, within limits of size and time."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from bot.reception import LARGEST_PARCEL

LARGEST_BODY: Final = 200_000
"""Bytes of a question that are taken in; the app reads the first thousand characters."""
SLOWEST_BODY: Final = 3
"""Seconds in which a question must have arrived."""
LARGEST_FILES: Final = LARGEST_PARCEL * 3 // 2
"""Bytes of a body with an editor's files, which take a third more there."""
SLOWEST_FILES: Final = 60
"""Seconds in which an editor's files must have arrived."""


async def read_json(request: Request, *, files: bool = False) -> Mapping[str, Any]:
    """Return the JSON object that a page sent, an empty one for anything else; with `files` it may be large."""
    try:
        found = json.loads(
            await read_body(request, LARGEST_FILES, SLOWEST_FILES) if files else await read_body(request)
        )
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


async def read_form(request: Request) -> Mapping[str, str]:
    """Return what a form of a page sent, of a name that came twice the last; an empty mapping for anything else."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    return dict(parse_qsl((await read_body(request)).decode("utf-8", "replace"), keep_blank_values=True))


async def read_body(request: Request, most: int = LARGEST_BODY, patience: float = SLOWEST_BODY) -> bytes:
    """Return a body that comes whole, in time and within so many bytes; else an empty one."""
    body = bytearray()
    try:
        async with asyncio.timeout(patience):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    return b""
    except (ClientDisconnect, TimeoutError):
        return b""
    return bytes(body)


def decode_files(files: object) -> dict[str, bytes] | None:
    """Return files that came by name in base64; None where they are none."""
    if not isinstance(files, dict) or not all(isinstance(each, str) for each in files.values()):
        return None
    try:
        return {name.encode().decode(): base64.b64decode(content, validate=True) for name, content in files.items()}
    except ValueError:  # a lone surrogate in a name is one too
        return None
