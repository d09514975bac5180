"""Decodes the bytes of a page: as UTF-8 where they are that, whatever its label; else as labelled, if that reads well.

A label is often wrong: pages are saved anew in UTF-8 and keep it. What is decoded wrongly looks like text and is none,
and a card would keep its fingerprints for ever; so it is refused rather than guessed.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from bot.documents.errors import Unreadable, likely, misread, well_known

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
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]+")
_FEW: Final = 20
"""Characters of which nothing can be told yet."""
_LOST: Final = re.compile("[\ufffd\ue000-\uefff]|锟斤拷|烫烫烫")
"""What programs put in the place of what they cannot read, and what that becomes when it is misread in turn."""
_MOST_AS_UTF8: Final = 0.8
_LONG_RUN: Final = 6
"""Letters that no European word has in a row beyond ASCII."""
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
            return sound(file, content.decode("utf-8"))
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


def sound(file: str, text: str) -> str:
    """Return a text that was UTF-8; raises Unreadable where it was decoded wrongly before it was saved."""
    sample = text[:_SAMPLE]
    if name := _in_seven_bits(sample):
        raise Unreadable(file, "original-encoding", encoding=name)
    if len(_LOST.findall(sample)) > len(sample) * _MOST_BROKEN or _decoded_twice(_BEYOND_ASCII.findall(sample)):
        raise Unreadable(file, "original-fouled")
    return text


def _in_seven_bits(text: str) -> str:
    """Return which encoding that is written in ASCII a text is still in."""
    if found := re.search(r"\x1b\$\)?([A-C])|\x1b\([JI]", text):
        return "ISO-2022-KR" if found.group() == "\x1b$)C" else "ISO-2022"
    if "~{" in text and text.isascii():
        read = text.encode().decode("hz", "ignore")
        return "HZ" if likely(read.encode("gb18030")) else ""
    return ""


def _decoded_twice(runs: list[str]) -> bool:
    """Tell whether the runs of characters beyond ASCII are bytes of UTF-8 or of East Asia read as something else.

    Words as people write them hardly ever are: read backwards as bytes, they are no UTF-8, nor long runs of letters.
    """
    western = [run.encode("cp1252", "c1") for run in runs]
    if _are_utf8(western) or _are_utf8([run.encode("gbk", "ignore") for run in runs]):
        return True
    long = b" ".join(each for each, run in zip(western, runs, strict=True) if len(run) >= _LONG_RUN)
    return len(long) >= 2 * _FEW and bool(likely(long))


def _are_utf8(runs: list[bytes]) -> bool:
    total = sum(map(len, runs))
    kept = sum(len(run.decode("utf-8", "ignore").encode()) for run in runs)
    return total >= _FEW and kept > total * _MOST_AS_UTF8


def _as_control(error: UnicodeError) -> tuple[bytes, int]:
    """Stand for a character that Windows has not by the byte of the same number, as browsers read it; else leave it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    code = ord(error.object[error.start])
    return (bytes([code]) if code < 256 else b""), error.start + 1


codecs.register_error("c1", _as_control)
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
