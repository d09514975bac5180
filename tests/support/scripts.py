"""Simplified characters, as readers of traditional Chinese would see them among theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

from bot.answers import Answer
from bot.content.texts import LANGUAGES
from bot.words import OWN_NAMES, say

_MARKUP = re.compile(r"<[^>]*>")


def seen(answer: Answer) -> Iterator[str]:
    """Yield all words of an answer that somebody sees; no commands, and no addresses."""
    yield from (answer.title, answer.toast, _MARKUP.sub(" ", answer.picture))
    yield from (span.text for block in answer.blocks for span in block.spans if span.text != span.url)
    yield from (text for row in (*answer.filters, *answer.buttons) for each in row for text in (each.label, each.about))


def simplified(text: str) -> set[str]:
    """Return the characters of a text that nobody writes in Taiwan; none of how a language is called in its own."""
    for own in (*OWN_NAMES.values(), *(say(each, "language-title") for each in LANGUAGES if each != "zh-Hant")):
        text = text.replace(own, "")
    return {each for each in set(text) if "\u3400" <= each <= "\u9fff" and _simplified(each)}


@cache
def _simplified(letter: str) -> bool:
    """Tell whether OpenCC changes a character that the charset of Taiwan lacks: 后, 里 and 台 are of both."""
    return _to_traditional().convert(letter) != letter and not letter.encode("big5", "ignore")


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")
