"""The ways to other channels: the address by which a reader goes on there, and who tells one what befell at another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answers import Answer
from bot.content.briefing import Language
from bot.people.readers import Reader

Way = Callable[[str], str]
"""Returns the address that asks a command on a channel; nothing while nobody can be led there."""
Ways = Callable[[], Mapping[str, Way]]
"""Returns the ways there are, by channel."""
TellReader = Callable[[Reader, Callable[[Language], Answer]], None]
"""Has a reader told something, in their own language; whoever calls goes on at once."""
