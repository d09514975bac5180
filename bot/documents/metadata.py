"""Metadata of a document: its front matter, and the labels, dates and titles around its text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.content.yaml_document import load_yaml


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


_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,20000}?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_KEYS: Final[dict[Fact, tuple[str, ...]]] = {
    "title": ("title", "标题"),
    "authors": ("author", "authors", "作者"),
    "publisher": ("publisher", "site", "sitename", "来源"),
    "published": (
        *("published", "datepublished", "publisheddate", "publishedat", "publishdate", "pubdate"),
        *("发布日期", "发布时间", "发表日期", "发表时间", "date", "日期"),
    ),
    "url": ("url", "link", "permalink", "canonical", "slug", "source"),
}
"""Keys of front matter, in lower case and one word; a slug or a source counts only where it is an address."""
_CREATED: Final = ("createdate", "created", "datecreated", "createdat", "创建日期", "创建时间")
_CLIPPED: Final = ("source", "url", "link", "published", "clipped", "site", "domain")
"""Keys of those who clip pages: beside them the day of creation is that of the clipping."""

HEAD: Final = 30
"""Paragraphs at the beginning in which labels and titles are looked for; as many at the end for the address."""
_LONGEST_TITLE: Final = 80
_LINE_OF_TEXT: Final = 60
"""Characters from which a line is text and no longer part of what stands above it."""

_MARKUP = re.compile(r"<[^<>]{1,300}>|!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)|\*\*|__|^#{1,6}\s+|^>\s*")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
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
    r"(?:首发于?|发表于|发布于|回答于|(?:发布|发表|首发|回答)时间|日期|Published|Posted|Date)(?:\s+on)?\s*[:：]?\s*(?=\d|[A-Z])"
)
_NOT_PUBLISHED: Final = re.compile(
    r"clip|sav(?:ed|ing)|creat|modif|updat|edited|captur|retriev|access|archiv|sync|added|highlight|download|export|print"
    r"|review|revis|repost|reprint|translat|cited|deadline|expir|copyright|©|\b(?:due|effective|born)\b"
    r"|收藏|剪藏|剪辑|抓取|采集|保存|下载|创建|更新|修改|编辑|整理|打印|访问|存档|修订|截图"
    r"|转载|转发|更改|改动|变更|翻译|引用|录入|阅读于|截止|到期|生效|摄于",
    re.IGNORECASE,
)
"""In the line of a date: it is not the day of publication."""
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
    # Of 3/5/2024 nobody knows whether it is March or May.
    re.compile(
        r"(?<![\d./-])(?P<day>1[3-9]|2\d|3[01])(?P<by>[./-])(?P<month>\d{1,2})(?P=by)(?P<year>(?:19|20)\d\d)(?!\d)"
    ),
    re.compile(
        r"(?<![\d./-])(?P<month>\d{1,2})(?P<by>[./-])(?P<day>1[3-9]|2\d|3[01])(?P=by)(?P<year>(?:19|20)\d\d)(?!\d)"
    ),
)


def lines(text: str) -> list[str]:
    """Return the lines of a text that are not empty, without the space around them."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def parse_date(text: str, today: dt.date | None = None) -> str | None:
    """Return the first day or month a text names, as 2024-03-05 or 2024-03; None where it names none.

    Days after `today` are passed over: nothing was published on them. Own, as dateparser makes days up: it takes
    2024年3月 for the year 2, 2024-13-01 for 13 January, 03/05/2024 for either, and gives a month the day of today.
    """
    return next(dates(text[:2_000], today), None)


def dates(text: str, today: dt.date | None = None) -> Iterator[str]:
    """Yield the days and months a text names, up to today."""
    matches = [match for pattern in _DATES for match in pattern.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        named = match.groupdict()
        month = _month(named["name"]) if "name" in named else int(named["month"])
        try:
            day = dt.date(int(named["year"]), month, int(named["day"] or 1))
        except ValueError:
            continue
        if not today or day <= today:
            yield day.isoformat() if named["day"] else day.isoformat()[:7]


def _month(name: str) -> int:
    return next(number for number, each in enumerate(_MONTHS, 1) if each[:3] == name[:3])


def plain(line: str) -> str:
    """Return a line without the marks of Markdown and HTML."""
    return " ".join(_MARKUP.sub(lambda match: match[1] or "", _WIKI_LINK.sub(r"\1", line)).split())


def front_matter(text: str, today: dt.date | None = None) -> tuple[Facts, int]:
    """Return what the front matter of a document says, and how many of its lines with words in them it takes."""
    if not (block := _FRONT_MATTER.match(text)):
        return {}, 0
    data = load_yaml("", block[1].encode("utf-8", "replace")).data
    given = {
        re.sub(r"[\s_-]", "", key.lower()): value for key, value in (data if isinstance(data, dict) else {}).items()
    }
    facts: Facts = {}
    for name, keys in _KEYS.items():
        if values := next(filter(None, (_values(name, given.get(key), today) for key in keys)), ()):
            facts[name] = Declared(values, "front-matter")
    if "published" not in facts and not given.keys() & set(_CLIPPED):
        created = (_values("published", given.get(key), today) for key in _CREATED)
        if values := next(filter(None, created), ()):
            facts["published"] = Declared(values, "front-matter")
    return facts, len(lines(block.group()))


def _values(name: Fact, value: Any, today: dt.date | None) -> tuple[str, ...]:
    """Return what a value of front matter means for a fact; nothing where it does not fit."""
    texts = [" ".join(str(each).split()) for each in _flat(value) if isinstance(each, str | int | dt.date)]
    texts = [each for each in texts if each]
    if name == "published":
        texts = [date for each in texts if (date := parse_date(each, today))]
    elif name == "url":
        texts = [each for each in texts if _ADDRESS.fullmatch(each)]
    elif name == "authors":
        return tuple(author for each in texts for author in person_names(each))
    return tuple(texts[:1])


def _flat(value: Any) -> Iterator[Any]:
    """Yield the single values of front matter: of lists in lists, as [[a name]] is without quotes, and of people."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, list):
            yield from _flat(each)
        else:
            yield each.get("name") if isinstance(each, dict) else each


def person_names(text: str) -> tuple[str, ...]:
    """Return the names of the people a text consists of, without links and labels; none where it is something else."""
    text = plain(text).strip(" \"'“”")
    text = re.sub(r"^(?:by|written by|author|作者|文|撰文)\s*[:：/／]\s*|^by\s+", "", text, flags=re.IGNORECASE)
    found = re.split(r"\s*[;；、|｜]\s*|\s+&\s+|\s+/\s+", text)
    if re.search("[\u3400-\u9fff]", text):
        found = [name for each in found for name in re.split(r"\s*[,，&／/]\s*", each)]
    else:
        found = [name for each in found for name in _latin(each)]
    found = [name.strip(" .*_@\"'“”") for name in found]
    fit = all(len(name) <= 60 and not _ADDRESS.search(name) for name in found)
    return tuple(dict.fromkeys(name for name in found if name)) if fit else ()


def _latin(text: str) -> list[str]:
    """Return the names that commas and “and” join, if each of them is a whole one: Stone, Ada is one person."""
    parts = [each.strip() for each in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", text) if each.strip()]
    return parts if all(" " in each for each in parts) else [text]


def facts_around(
    paragraphs: Sequence[str], first: int, other: Collection[int] = (), today: dt.date | None = None
) -> Facts:
    """Return what labels, dates and lines around a text say; the text begins with paragraph `first`.

    `other` are paragraphs that say nothing of the document, such as code.
    """
    tail = [(number, line) for number, line in enumerate(paragraphs, 1) if number not in other]
    head = [(number, plain(line)) for number, line in tail if first <= number < first + HEAD]
    facts: Facts = {}
    for number, line in head:
        where = f"¶{number}"
        if "authors" not in facts and (authors := _authors(line)):
            facts["authors"] = Declared(authors, where)
        if "publisher" not in facts and (match := _PUBLISHER.search(line)) and not _ADDRESS.search(match[1]):
            facts["publisher"] = Declared((match[1].strip(),), where)
        own = (each for each in _PUBLISHED.finditer(line) if not _of_another(line[: each.start()]))
        if "published" not in facts and (match := next(own, None)):
            facts |= _dated("published", line[match.end() :], where, today)
    ends = (*(each for each in tail if first <= each[0] < first + HEAD), *tail[-HEAD:])
    for number, line in ends:
        if "url" not in facts and (label := _ADDRESSED.search(line)) and (found := _ADDRESS.search(line, label.end())):
            facts["url"] = Declared((found.group(),), f"¶{number}")
    return facts | _title(head, paragraphs) | _bare_date(head, facts, today)


def _of_another(before: str) -> bool:
    """Tell whether the words right before a label make it that of another day, as in “更新日期” or “Access Date”."""
    return _NOT_PUBLISHED.search(re.split(r"[\d.,，。;；:：|·()（）]", before)[-1]) is not None


def _dated(name: Fact, text: str, where: str, today: dt.date | None) -> Facts:
    text = text[:40]
    other = _NOT_PUBLISHED.search(text)
    date = parse_date(text[: other.start()] if other else text, today)
    return {name: Declared((date,), where)} if date else {}


def _bare_date(head: Iterable[tuple[int, str]], facts: Facts, today: dt.date | None) -> Facts:
    """Return the date that stands in a short line: of publication, or where that is told, of a later copy."""
    for number, line in head:
        date = parse_date(line, today) if len(line) <= _LONGEST_TITLE and not _NOT_PUBLISHED.search(line) else None
        if date and "published" not in facts:
            return {"published": Declared((date,), f"¶{number}")}
        if date and len(date) == 10 and date[:10] > facts["published"].value:
            return {"reposted": Declared((date,), f"¶{number}")}
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
            return {"title": Declared((line,), f"¶{number}")}
    lines = list(_above(head))
    if not lines:
        return {}
    number, line = max(lines, key=lambda each: (len(each[1]), -each[0]))
    return {"title": Declared((line,), f"¶{number}")}


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
