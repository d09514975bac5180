"""Links: the command a deep link carries, in at most 64 of the 64 characters Telegram allows, and what one may ask."""

from __future__ import annotations

import base64
import re
from typing import Final

from bot.answers.parsing import parse
from bot.answers.table import COMMANDS

_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PACKED: Final = "_"
"""What stands before a command in base64: no command's name begins like this."""


def harmless(text: str) -> str:
    """Return a question as a mere link may ask it: one that would change something only shows what it is about."""
    name, words, _ = parse(text)
    if name not in COMMANDS or not (about := COMMANDS[name].about):
        return text
    return f"/{name}" if "{}" in about and not words else f"/{about.format(*words)}"


def link(command: str) -> str:
    """Return the deep link payload of a command, or of what is nearest that a link may ask and carry; at last start.

    Nearer to it is what is left when fewer words are taken from its end.
    """
    words = harmless(command).split(" ")
    nearer = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((payload for each in nearer if (payload := _packed(each)) and linked(payload) == each), "start")


def linked(payload: str, *, editor: bool = False) -> str:
    """Return the command in a deep link; one of the editors' is to others as one that does not exist."""
    command = unpacked(payload)
    row = COMMANDS.get(command.split()[0].removeprefix("/"))
    known = row is not None and not row.opens_link and (editor or not row.editors)
    return command if known and harmless(command) == command else "/start"


def followed(text: str) -> str:
    """Return the command that a question asks by a deep link; any other as it is."""
    name, words, _ = parse(text)
    return linked(words[0]) if words and name in COMMANDS and COMMANDS[name].opens_link else text


def unpacked(payload: str) -> str:
    """Return the command in a payload, also one that nobody packed; the id of a prediction joins its slug."""
    if payload.startswith(_PACKED):
        return f"/{_decoded(payload.removeprefix(_PACKED))}"
    name, *words = payload.split("_")
    if name in COMMANDS and COMMANDS[name].by_reference:
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
