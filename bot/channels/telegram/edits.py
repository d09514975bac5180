"""Tells whether a message that its author edited says anything new: Telegram reports other changes of it alike."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

MESSAGES_KNOWN: Final = 10_000
"""Messages whose words are told apart; some 200 bytes each."""


class Edits:
    """Knows what the latest messages said, as digests: their words are not kept."""

    def __init__(self, most: int = MESSAGES_KNOWN) -> None:
        self._known: OrderedDict[tuple[int, int], int] = OrderedDict()
        self._most = most

    def says_nothing_new(self, update: dict[str, Any]) -> bool:
        """Take note of what a message says, in an update as the Bot API tells it, and that is one we could read.

        Tell whether it is an edited one that says what it said before.
        """
        edited = update.get("edited_message") or update.get("edited_channel_post")
        if (message := edited or update.get("message") or update.get("channel_post")) is None:
            return False
        place, said = (message["chat"]["id"], message["message_id"]), _said(message)
        before = self._known.pop(place, None)
        self._known[place] = said
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return edited is not None and said == before


def _said(message: dict[str, Any]) -> int:
    file = message["document"]["file_unique_id"] if message.get("document") else ""
    return hash((message.get("text") or message.get("caption") or "", file))
