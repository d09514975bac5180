"""Decodes the bytes of a page: as UTF-8 where they are that, whatever its label; else as labelled, if that reads well.

A label is often wrong: pages are saved anew in UTF-8 and keep it. What is decoded wrongly looks like text and is none,
and a card would keep its fingerprints for ever; so it is refused rather than guessed.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from bot.documents.errors import likely, misread, well_known

BROKEN: Final = "\ufdd0"
"""Stands in a text for each byte that its encoding has no character for; no document holds this one itself."""

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{1,40})"
    rb"|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:-]{1,40})",
    re.IGNORECASE,
)
_NOT_AS_LABELLED: Final = {
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("iso8859-1", "ascii"), "cp1252"),
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""Browsers read these labels as the larger encodings they belong to; what says UTF-16 in ASCII is not."""
_ENCODINGS: Final = re.compile(
    r"utf-8|gb18030|big5hkscs|cp932|cp949|euc_jp|cp125\d|iso8859-\d+|koi8-r|(?:iso2022_\w+|hz)"
)
_SEVEN_BIT: Final = re.compile(r"iso2022_\w+|hz")
"""These write other scripts in ASCII, so that their bytes pass for UTF-8."""
_EAST_ASIA: Final = frozenset(("gb18030", "big5hkscs", "cp932", "cp949", "euc_jp"))
_LEAST_WELL_KNOWN: Final = 0.1
_SAMPLE: Final = 100_000
_FOREIGN: Final = re.compile("[\u0080-\u024f]+")
_RUN: Final = re.compile("[\u0080-\u024f]{4,}")
"""European words hold at most three letters in a row that English has not."""
_MOST_BROKEN: Final = 0.01
"""Of the characters of a page; more are no slips but another encoding."""


def decoded(file: str, content: bytes) -> str:
    """Return the text of a page, with BROKEN for bytes that mean nothing; raises Unreadable."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "broken")
            broken = text.count(BROKEN) > len(text) * _MOST_BROKEN
            if "\0" in text or broken or well_known(text) < _LEAST_WELL_KNOWN:  # UTF-32 begins like UTF-16
                raise misread(file, content)
            return text
    declared = _declared(content)
    if b"\0" in content:
        return _wide(file, content)
    if not _SEVEN_BIT.fullmatch(declared):
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    text = content.decode(declared, "broken")
    if text.count(BROKEN) > len(text) * _MOST_BROKEN or not _plausible(content, text, declared):
        raise misread(file, content)
    return text


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BROKEN, error.end


codecs.register_error("broken", _mark)


def _declared(content: bytes) -> str:
    """Return the encoding a page names, as Python does; UTF-8 where it names none, or none we know."""
    found = _CHARSET.search(content[:8192])
    label = (found[1] or found[2]).decode().lower().removeprefix("x-") if found else "utf-8"
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return "utf-8"
    name = _NOT_AS_LABELLED.get(name, name)
    return name if _ENCODINGS.fullmatch(name) else "utf-8"


def _wide(file: str, content: bytes) -> str:
    """Return the text of a page in UTF-16 without its mark; raises Unreadable for other bytes with zeros in them."""
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if content.startswith(start):
            return content.decode(encoding, "broken")
    raise misread(file, content)


def _plausible(content: bytes, text: str, encoding: str) -> bool:
    """Tell whether what was decoded as a page says is a text: a wrong label mostly makes one that nobody writes."""
    if encoding == "utf-8" or _SEVEN_BIT.fullmatch(encoding):
        return True
    if encoding in _EAST_ASIA:
        return well_known(text) >= _LEAST_WELL_KNOWN
    return not likely(content[:_SAMPLE]) and len(_RUN.findall(text)) * 5 <= len(_FOREIGN.findall(text))
