"""What Bot API servers older than ours refuse: a local server may lag years behind Telegram's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from telegram.error import BadRequest

NEWER: Final = ("copy_text", "switch_inline_query")
"""What makes a button one that a server may refuse: it does not know the kind, or the bot has no inline mode there."""


_FOLDED: Final = "<blockquote expandable>"
"""A quotation that unfolds: to a server that knows none it is no markup at all."""
_WORDS: Final = ("button", "keyboard", "markup", "entities")


def may_be_too_new(error: BadRequest) -> bool:
    """Tell whether a message was refused for its buttons or its markup."""
    return any(each in str(error).lower() for each in _WORDS)


def plainer(parameters: Mapping[str, object]) -> Mapping[str, object]:
    """Return parameters of a message as older servers know them: its quotations unfolded, its buttons of older kinds.

    Styles of buttons are left out as well. A message that has nothing new comes back equal.
    """
    return _with_older_buttons({name: _unfolded(name, value) for name, value in parameters.items()})


def _unfolded(name: str, value: object) -> object:
    if name in ("text", "caption") and isinstance(value, str):
        return value.replace(_FOLDED, "<blockquote>")
    return value


def _with_older_buttons(parameters: Mapping[str, object]) -> Mapping[str, object]:
    markup = parameters.get("reply_markup")
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        return parameters
    rows = [[_unstyled(key) for key in row if not key.keys() & {*NEWER}] for row in markup["inline_keyboard"]]
    kept = [row for row in rows if row]
    others = {name: value for name, value in parameters.items() if name != "reply_markup"}
    return {**others, "reply_markup": {**markup, "inline_keyboard": kept}} if kept else others


def _unstyled(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name != "style"}
