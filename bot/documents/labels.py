"""Labels, dates and titles around a text: what they say of the document it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from bot.documents.dates import parse_date
from bot.documents.metadata import ADDRESS, Declared, Fact, Facts, plain
from bot.documents.person_names import byline_names, is_byline

HEAD: Final = 30
"""Paragraphs at the beginning in which labels and titles are looked for; as many at the end for the address."""
_LONGEST_TITLE: Final = 80
_LINE_OF_TEXT: Final = 60
"""Characters from which a line is text and no longer part of what stands above it."""

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
        if "authors" not in facts and (authors := byline_names(line)):
            facts["authors"] = Declared(authors, where)
        if "publisher" not in facts and (match := _PUBLISHER.search(line)) and not ADDRESS.search(match[1]):
            facts["publisher"] = Declared((match[1].strip(),), where)
        own = (each for each in _PUBLISHED.finditer(line) if not _of_another(line[: each.start()]))
        if "published" not in facts and (match := next(own, None)):
            facts |= _dated("published", line[match.end() :], where, today)
    ends = (*(each for each in tail if first <= each[0] < first + HEAD), *tail[-HEAD:])
    for number, line in ends:
        if "url" not in facts and (label := _ADDRESSED.search(line)) and (found := ADDRESS.search(line, label.end())):
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
        if _may_be_title(line):
            yield number, line


def _may_be_title(line: str) -> bool:
    """Tell whether a line has words, and no date, label or byline."""
    words = len(line) > 1 and any(each.isalnum() for each in line)
    return words and not (parse_date(line) or re.search(r"[:：]", line) or is_byline(line))
