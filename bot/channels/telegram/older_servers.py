"""What Bot API servers older than ours refuse: a local server may lag years behind Telegram's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from telegram.error import BadRequest

NEWER: Final = ("copy_text", "switch_inline_query")
"""What makes a button one that a server may refuse: it does not know the kind, or the bot has no inline mode there."""


def concerns_buttons(error: BadRequest) -> bool:
    """Tell whether a message was refused for its buttons."""
    return any(each in str(error).lower() for each in ("button", "keyboard", "markup"))


def plainer(parameters: Mapping[str, object]) -> Mapping[str, object]:
    """Return parameters of a message without styles of buttons, and without buttons of newer kinds.

    Those that have none come back equal.
    """
    markup = parameters.get("reply_markup")
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        return parameters
    rows = [[_unstyled(key) for key in row if not key.keys() & {*NEWER}] for row in markup["inline_keyboard"]]
    kept = [row for row in rows if row]
    others = {name: value for name, value in parameters.items() if name != "reply_markup"}
    return {**others, "reply_markup": {**markup, "inline_keyboard": kept}} if kept else others


def _unstyled(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name != "style"}
