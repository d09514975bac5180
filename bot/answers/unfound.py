"""What may be kept of a question that found nothing: its words, alike for all who ask the same; never who is in them.

Such questions are counted, and those that enough different people asked are shown to editors, so that aliases grow
from use. What may name or lead to somebody is kept in no form: numbers as long as those of telephones, names with @,
addresses on the net and of streets.
"""

from __future__ import annotations

import re
from typing import Final

from bot.answers.limits import EVERYWHERE
from bot.search import LONGEST_QUERY, normal

SEARCH: Final = "/search"
ROOM: Final = EVERYWHERE.command - len(f"{SEARCH} ")
"""Bytes of a question that are kept: as many as the button carries that searches for it."""

_NUMBER: Final = r"\d{5,}|\d(?:[\s().+\-]*\d){6,}|[〇零一二三四五六七八九幺两]{5,}"
_ONLINE: Final = r"@|://|\bwww\.|[^\W_]\.[a-z]{2,}"
_STREET: Final = (
    r"[路街道巷弄]\s*\d+\s*[号號]|\d+\s*(?:室|栋|棟|单元|單元)"
    r"|\d+[a-z]?\s+(?:\w+\s+){1,3}(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|blvd)\b"
)
_PRIVATE: Final = re.compile(f"{_NUMBER}|{_ONLINE}|{_STREET}")
_AROUND: Final = " ?!.,:;~。、"
_LAST_WORD: Final = re.compile(r"(?<=.)(?<![a-z0-9])[a-z0-9]+$")


def question(words: str) -> str:
    """Return a question as it is counted; empty where it holds no word, or what may name or lead to somebody."""
    text = " ".join(normal(words[:LONGEST_QUERY]).split()).strip(_AROUND)
    return "" if _PRIVATE.search(text) or not re.search(r"\w", text) else _cut(text)


def _cut(text: str) -> str:
    """Return as much of a text as is kept, without half a Latin word at its end."""
    kept = text.encode()[:ROOM].decode(errors="ignore")
    if re.match("[a-z0-9]", text[len(kept) :]):
        kept = _LAST_WORD.sub("", kept)
    return kept.strip(_AROUND)
