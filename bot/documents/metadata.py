"""What a document declares of itself, as values, and what it takes to look for that: lines, plain words, languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True)
class Declared:
    """A fact that a document declares, and where: "front-matter", "HTML", "PDF", or a paragraph such as "¶12"."""

    values: tuple[str, ...]
    where: str

    @property
    def value(self) -> str:
        """The only value, or the first one."""
        return self.values[0]


Fact = Literal["title", "authors", "publisher", "published", "reposted", "url"]
Facts = dict[Fact, Declared]


@dataclass(frozen=True)
class Extract:
    """What a document holds: its paragraphs, what it says of itself, and which paragraphs say nothing of it, from 1.

    These are code, and what a page has beside the article.
    """

    paragraphs: list[str]
    facts: Facts
    other: frozenset[int] = frozenset()


ADDRESS: Final = re.compile(r"https?://[^\s<>\"'()\[\]，。；、]+")

_MARKUP = re.compile(r"<[^<>]{1,300}>|!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)|\*\*|__|^#{1,6}\s+|^>\s*")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")


def lines(text: str) -> list[str]:
    """Return the lines of a text that are not empty, without the space around them."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def plain(line: str) -> str:
    """Return a line without the marks of Markdown and HTML."""
    return " ".join(_MARKUP.sub(lambda match: match[1] or "", _WIKI_LINK.sub(r"\1", line)).split())


def language_of(paragraphs: Sequence[str]) -> Literal["zh", "en"] | None:
    """Return the language of a text where it is Chinese or English."""
    text = "\n".join(paragraphs)
    han, kana, latin = (len(re.findall(each, text)) for each in ("[\u3400-\u9fff]", "[\u3040-\u30ff]", "[A-Za-z]+"))
    if han * 2 > latin:
        return "zh" if kana * 10 < han else None
    common = len(re.findall(r"\b(?:the|of|and|to|in|is|that|it|for)\b", text, re.IGNORECASE))
    return "en" if common * 12 > latin else None
