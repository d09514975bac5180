"""What a document says of itself: its front matter, and the labels, dates and lines of a title around its text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.document import load


@dataclass(frozen=True)
class Said:
    """What a document says of one thing, and where: "front-matter", "HTML", "PDF", or a paragraph such as "¶12"."""

    values: tuple[str, ...]
    where: str

    @property
    def value(self) -> str:
        """The only value, or the first one."""
        return self.values[0]


Fact = Literal["title", "authors", "publisher", "published", "reposted", "url"]
Facts = dict[Fact, Said]

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,20000}?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_KEYS: Final[dict[Fact, tuple[str, ...]]] = {
    "title": ("title", "标题"),
    "authors": ("author", "authors", "作者"),
    "publisher": ("publisher", "site", "sitename", "来源"),
    "published": ("date", "createdate", "created", "published", "pubdate", "publishdate", "日期"),
    "url": ("url", "link", "permalink", "canonical", "slug", "source"),
}
"""Keys of front matter in lower case; a slug or a source counts only where it is an address."""

HEAD: Final = 30
"""Paragraphs at the beginning in which labels and titles are looked for; as many at the end for the address."""
_LONGEST_TITLE: Final = 80
_LINE_OF_TEXT: Final = 60
"""Characters from which a line is text and no longer part of what stands above it."""

_MARKUP = re.compile(r"<[^<>]{1,300}>|!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)|\*\*|__|^#{1,6}\s+|^>\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]，。；、]+")
_AUTHOR = re.compile(
    r"(?:作者|回答者|撰文|Authors?|Written by|^By)\s*[:：]\s*(.+)|^文\s*[/／|丨]\s*(.+)|^By\s+([A-Z].+)"
)
_PUBLISHER = re.compile(
    r"(?:公众号|(?<!图片)(?<!头图)来源|Source|Published (?:in|by))\s*[:：]"
    r"\s*([^\s,，(（。;；|:：][^,，(（。;；|:：]*)(?![:：])"
)
_ADDRESSED = re.compile(r"(?:原文|链接|网址|Original|Source|URL)[^:：]{0,12}[:：]", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:首发于?|发表于|发布于|回答于|(?:发布|发表|首发|回答|编辑于?)时间|日期|Published|Posted|Date)(?:\s+on)?\s*[:：]?\s*(?=\d|[A-Z])"
)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH: Final = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_DATES: Final = (
    re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*[-/.月]\s*(?P<day>\d{1,2}))?(?!\d)"
    ),
    re.compile(rf"\b(?P<name>{_MONTH})\.?\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name>{_MONTH})\.?,?\s+(?P<year>(?:19|20)\d\d)\b"),
)


def lines(text: str) -> list[str]:
    """Return the lines of a text that are not empty, without the space around them."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def parse_date(text: str) -> str | None:
    """Return the first day or month a text names, as 2024-03-05 or 2024-03; None where it names none."""
    matches = [match for pattern in _DATES for match in pattern.finditer(text[:2_000])]
    for match in sorted(matches, key=lambda match: match.start()):
        named = match.groupdict()
        month = _month(named["name"]) if "name" in named else int(named["month"])
        try:
            day = dt.date(int(named["year"]), month, int(named["day"] or 1))
        except ValueError:
            continue
        return day.isoformat() if named["day"] else day.isoformat()[:7]
    return None


def _month(name: str) -> int:
    return next(number for number, each in enumerate(_MONTHS, 1) if each[:3] == name[:3])


def plain(line: str) -> str:
    """Return a line without the marks of Markdown and HTML."""
    return " ".join(_MARKUP.sub(lambda match: match[1] or "", line).split())


def front_matter(text: str) -> tuple[Facts, int]:
    """Return what the front matter of a document says, and how many of its lines with words in them it takes."""
    if not (block := _FRONT_MATTER.match(text)):
        return {}, 0
    data = load("", block[1].encode("utf-8", "replace")).data
    given = {key.lower(): value for key, value in data.items()} if isinstance(data, dict) else {}
    facts: Facts = {}
    for name, keys in _KEYS.items():
        if values := next(filter(None, (_values(name, given.get(key)) for key in keys)), ()):
            facts[name] = Said(values, "front-matter")
    return facts, len(lines(block.group()))


def _values(name: Fact, value: Any) -> tuple[str, ...]:
    """Return what a value of front matter means for a fact; nothing where it does not fit."""
    given = (
        [each.get("name") if isinstance(each, dict) else each for each in value] if isinstance(value, list) else [value]
    )
    texts = [" ".join(str(each).split()) for each in given if isinstance(each, str | int | dt.date)]
    texts = [each for each in texts if each]
    if name == "published":
        texts = [date for each in texts if (date := parse_date(each))]
    elif name == "url":
        texts = [each for each in texts if _ADDRESS.fullmatch(each)]
    return tuple(texts if name == "authors" else texts[:1])


def said(paragraphs: Sequence[str], first: int) -> Facts:
    """Return what labels, dates and lines around a text say; the text begins with paragraph `first`."""
    head = [(number, plain(line)) for number, line in enumerate(paragraphs, 1) if first <= number < first + HEAD]
    tail = list(enumerate(paragraphs, 1))
    facts: Facts = {}
    for number, line in head:
        where = f"¶{number}"
        if "authors" not in facts and (authors := _authors(line)):
            facts["authors"] = Said(authors, where)
        if "publisher" not in facts and (match := _PUBLISHER.search(line)) and not _ADDRESS.search(match[1]):
            facts["publisher"] = Said((match[1].strip(),), where)
        if "published" not in facts and (match := _PUBLISHED.search(line)):
            facts |= _dated("published", line[match.end() :], where)
    for number, line in (*tail[first - 1 : first - 1 + HEAD], *tail[-HEAD:]):
        if "url" not in facts and (label := _ADDRESSED.search(line)) and (found := _ADDRESS.search(line, label.end())):
            facts["url"] = Said((found.group(),), f"¶{number}")
    return facts | _title(head, paragraphs) | _bare_date(head, facts)


def _dated(name: Fact, text: str, where: str) -> Facts:
    date = parse_date(text[:40])
    return {name: Said((date,), where)} if date else {}


def _bare_date(head: Iterable[tuple[int, str]], facts: Facts) -> Facts:
    """Return the date that stands in a short line: of publication, or where that is told, of a later copy."""
    for number, line in head:
        date = parse_date(line) if len(line) <= _LONGEST_TITLE else None
        if date and "published" not in facts:
            return _dated("published", date, f"¶{number}")
        if date and len(date) == 10 and date[:10] > facts["published"].value:
            return _dated("reposted", date, f"¶{number}")
    return {}


def _authors(line: str) -> tuple[str, ...]:
    if not (match := _AUTHOR.search(line)):
        return ()
    text = next(filter(None, match.groups()))
    if re.search("[\u3400-\u9fff]", text):
        names = re.split(r"[、/／&]", re.split(r"[,，;；。|（(]|\s\S{1,8}[:：]", text)[0])
    else:
        names = re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*|;\s*", re.split(r"[.|(]\s|[|(]", text)[0])
    names = [name.strip(" .*_") for name in names]
    return tuple(name for name in names if 0 < len(name) <= 40)[:10] if all(len(name) <= 40 for name in names) else ()


def _title(head: Sequence[tuple[int, str]], paragraphs: Sequence[str]) -> Facts:
    """Return the first heading of Markdown, or the longest of the short lines above the text."""
    for number, line in head:
        if re.match(r"#\s+\S", paragraphs[number - 1]) and len(line) <= _LONGEST_TITLE:
            return {"title": Said((line,), f"¶{number}")}
    lines = list(_above(head))
    if not lines:
        return {}
    number, line = max(lines, key=lambda each: (len(each[1]), -each[0]))
    return {"title": Said((line,), f"¶{number}")}


def _above(head: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in head:
        if len(line) > _LINE_OF_TEXT or re.search(r"[。！；;]$|[^.]\.$", line):
            return
        if len(line) > 1 and not parse_date(line) and not re.search(r"[:：]", line) and not _AUTHOR.search(line):
            yield number, line


def language_of(paragraphs: Sequence[str]) -> Literal["zh", "en"] | None:
    """Return the language of a text where it is Chinese or English."""
    text = "\n".join(paragraphs)
    han, kana, latin = (len(re.findall(each, text)) for each in ("[\u3400-\u9fff]", "[\u3040-\u30ff]", "[A-Za-z]+"))
    if han * 2 > latin:
        return "zh" if kana * 10 < han else None
    common = len(re.findall(r"\b(?:the|of|and|to|in|is|that|it|for)\b", text, re.IGNORECASE))
    return "en" if common * 12 > latin else None
