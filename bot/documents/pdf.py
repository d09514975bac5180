"""PDF → its lines joined to paragraphs, and its metadata. The library is loaded only when needed."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from bot.documents import pdf_spaces
from bot.documents.dates import parse_date
from bot.documents.errors import Unreadable, quietly
from bot.documents.metadata import Declared, Extract, Fact, lines
from bot.documents.pdf_spaces import run_together, unreadably
from bot.documents.person_names import person_names

MOST_PAGES: Final = 3_000

_FEW_RUNS: Final = 3
"""Of runs of letters too long for words a text may have as many without anything being wrong."""

_PAGE_NUMBER = re.compile(
    r"(?:page|第|-|–|—|\||·)?\s*\d{1,4}\s*(?:(?:/|of|／)\s*\d{1,4})?\s*(?:页|-|–|—|\||·)?", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?。！？…:：;；][”’\"'）)\]]*$")
_ITEM = re.compile(
    r"[•·▪◦●■*–-]\s+\S|\(?\d{1,2}[.)、]\s*\S|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、"
)
_RADICALS: Final = str.maketrans(
    "⺁⺎⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "厂兀民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
"""Radicals that browsers print in place of the characters, and which Unicode does not count as the same."""
_ALONE = re.compile(r"(?:作者|来源|发布时间|日期|文章来源)\s*[:：]|(?:By|Author|Published|Source)\b.{0,60}$")
_LONG: Final = 25
"""Lines after which a paragraph ends with the next sentence, in print where every line reaches the margin."""
_WIDE: Final = "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]"


def read_pdf(file: str, content: bytes, today: dt.date | None = None) -> Extract:
    """Return the paragraphs and the facts of a PDF, none of them later than `today`; raises Unreadable."""
    return quietly(file, "PDF", lambda: _document(file, content, today))


def _document(file: str, content: bytes, today: dt.date | None) -> Extract:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(file, "original-locked")
    except DependencyError:  # locked in a way that only another library could open
        raise Unreadable(file, "original-locked") from None
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(file, "original-too-long", count=len(reader.pages), most=MOST_PAGES)
    pages = _pages(reader)
    if (run := run_together(pages)) >= _FEW_RUNS:
        pdf_spaces.tell(reader)
        again = _pages(reader)
        pages = again if run_together(again) * 4 <= run else pages
    if unreadably(pages):
        raise Unreadable(file, "original-run-together")
    return Extract(joined(_without_furniture(pages)), dict(_info(reader.metadata, today)))


def _pages(reader: Any) -> list[list[str]]:
    return [lines(_readable(page.extract_text())) for page in reader.pages]


def _readable(text: str) -> str:
    """Return the text of a page in the characters people write, less controls and the gaps of typesetting."""
    text = re.sub("[\u2f00-\u2fdf\ufb00-\ufb06]", lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f\xad]", "", text.translate(_RADICALS))
    return re.sub(f"(?<={_WIDE}) +|(?<! ) +(?={_WIDE})", "", text)


def _info(info: Any, today: dt.date | None) -> Iterator[tuple[Fact, Declared]]:
    """Yield what the information of a PDF says; programs put the name of a file in place of a title."""
    given = {key: " ".join(str(value).split()) for key, value in (info or {}).items() if value is not None}
    title = re.sub(r"^Microsoft (?:Word|PowerPoint) - ", "", given.get("/Title", ""))
    if title and not re.search(r"\.[a-z]{2,5}$|^untitled", title, re.IGNORECASE):
        yield "title", Declared((title,), "PDF")
    if authors := person_names(given.get("/Author", "")):
        yield "authors", Declared(authors, "PDF")
    created = re.match(r"D:((?:19|20)\d\d)(\d\d)(\d\d)", given.get("/CreationDate", ""))
    if created and (date := parse_date("-".join(created.groups()), today)):
        yield "published", Declared((date,), "PDF")


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Return the lines of pages less their numbers, and less first and last lines that half of the pages share.

    The first line of the first page is likely the title, and stays.
    """
    for page in pages:
        for place in (0, -1):
            if page and _PAGE_NUMBER.fullmatch(page[place]):
                del page[place]
    for place in (0, -1) * 3:
        shared = Counter(re.sub(r"\d+", "#", page[place]) for page in pages if page)
        often = {line for line, count in shared.items() if len(pages) > 2 and count * 2 >= len(pages)}
        for page in pages[1:] if place == 0 else pages:
            if page and re.sub(r"\d+", "#", page[place]) in often:
                del page[place]
    return pages


def joined(pages: Sequence[Sequence[str]]) -> list[str]:
    """Join the lines of pages to paragraphs: one ends with a short line, or with a sentence before the margin."""
    found: list[list[str]] = []
    goes_on = False
    for page in pages:
        full = _usual(_width(line) for line in page)
        for line in page:
            if goes_on and not _ITEM.match(line):
                found[-1].append(line)
            else:
                found.append([line])
            share = _width(line) / full
            early = share < 0.95 or len(found[-1]) >= _LONG
            goes_on = share > 0.6 and not (early and _ENDS.search(line)) and not _ALONE.match(line)
    return ["".join(_spaced(each)) for each in found]


def _usual(widths: Iterable[int]) -> int:
    """Return the width of a full line: that which one in ten of the lines passes."""
    found = sorted(widths)
    return max(1, found[len(found) * 9 // 10]) if found else 1


def _width(line: str) -> int:
    return len(line) + len(re.findall(_WIDE, line))


def _spaced(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a paragraph so that they can be put together: with spaces, without the hyphens of breaks."""
    for line, following in pairwise((*lines, "")):
        if not following:
            yield line
        elif re.search(r"[a-z]-$", line) and following[0].islower():
            yield line[:-1]
        elif re.search(f"{_WIDE}$|[、，。；：！？》”]$", line) and re.match(f"{_WIDE}|[《“]", following):
            yield line
        else:
            yield f"{line} "
