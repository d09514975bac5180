"""What a deep link carries: a command, in at most 64 characters out of the 64 that Telegram allows."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Final

_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PACKED: Final = "_"
"""What stands before a command in base64: no command's name begins like this."""


def nearest_link(command: str, linked: Callable[[str], str]) -> str:
    """Return the payload that asks a command, or what is left of it when words are taken from its end; at last start.

    `linked` tells what a payload asks.
    """
    words = command.split(" ")
    nearer = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((payload for each in nearer if (payload := _packed(each)) and linked(payload) == each), "start")


def unpacked(payload: str) -> str:
    """Return the command in a payload, also one that nobody packed; the id of a prediction joins its slug."""
    if payload.startswith(_PACKED):
        return f"/{_decoded(payload.removeprefix(_PACKED))}"
    name, *words = payload.split("_")
    if name == "prediction":
        words = ["/".join(words[:2]), *words[2:]]
    return " ".join((f"/{name}", *words))


def _packed(command: str) -> str:
    """Return the payload of a command: its words joined by underscores, else base64; empty where neither fits."""
    plain = re.sub(r"[ /]+", "_", command.strip("/"))
    encoded = base64.urlsafe_b64encode(command.removeprefix("/").encode("utf-8", "replace")).decode().rstrip("=")
    return next((each for each in (plain, _PACKED + encoded) if _fits(each) and unpacked(each) == command), "")


def _fits(payload: str) -> bool:
    return _PAYLOAD.fullmatch(payload) is not None


def _decoded(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        return ""
