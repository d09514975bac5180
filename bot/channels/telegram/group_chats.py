"""The way from a chat that many see to a chat with the bot alone."""

from __future__ import annotations

from typing import Final

from bot.reception import link

_ALONE: Final = "https://t.me/{username}?start={payload}"


def alone(command: str, username: str) -> str:
    """Return the address that asks a command, or what is nearest to it, in a chat with the bot alone."""
    return _ALONE.format(username=username, payload=link(command))
