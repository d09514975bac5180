"""`Unreadable`: why a document cannot be read, also where a library or an encoding fails on a hostile file."""

from __future__ import annotations

import codecs
import logging
import re
import warnings
from collections.abc import Callable
from typing import Final, TypeVar

from bot.content.problem import Mark, Problem, problem

Read = TypeVar("Read")

_EAST_ASIA: Final = {"GBK": "gb18030", "Big5": "big5hkscs", "Shift_JIS": "cp932", "EUC-JP": "euc_jp"}
_KOREAN: Final = {"CP949": "cp949", "Johab": "johab"}
_MARKS: Final = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
"""UTF-32 first: in one order of its bytes it begins as UTF-16 does."""
_WINDOWS: Final = re.compile("^CP125")
_LEAST_COHERENT: Final = 0.1
"""Of a text in a language that the library knows; of what is none it is mostly 0."""
_FEW: Final = 20
_HAN: Final = re.compile("[\u3400-\u9fff]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_OFTEN: Final = frozenset("다이는의에을를가은로고하지서도한")
"""Syllables that stand at the end of Korean words: of a text they are a fifth, of what was decoded wrongly few."""
_WELL_KNOWN: Final = frozenset(
    "的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者"
    "多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从這為個們說國時會對後無與經當學進種將還從來沒麼過發裡於業電"
)


class Unreadable(Exception):
    """A document out of which no paragraphs can be had."""

    def __init__(self, file: str, code: str, **args: str | int) -> None:
        self.found: Problem = problem(file, Mark(1, 1), code, value=file, **args)
        super().__init__(code)


def misread(file: str, content: bytes) -> Unreadable:
    """Return why bytes are no UTF-8 text: another encoding, as far as one can tell, or no text at all."""
    name = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    sample = content[:100_000]
    binary = re.search(rb"[\x00-\x08\x0e-\x1a]", sample) is not None
    if name := name or ("" if binary else likely(sample)) or _guessed(sample, wide=binary):
        return Unreadable(file, "original-encoding", encoding=name)
    nearly = len(sample.decode("utf-8", "ignore").encode()) > len(sample) * 0.98
    if not binary and (nearly or _mostly_ascii(sample)):
        return Unreadable(file, "original-encoding", encoding="none")
    return Unreadable(file, "original-no-document")


def _mostly_ascii(sample: bytes) -> bool:
    return len(re.findall(rb"[\s -~]", sample)) > len(sample) * 0.7


def _guessed(sample: bytes, *, wide: bool) -> str:
    """Return the encoding that a library takes bytes for; of Latin letters it could be any, and none is named."""
    from charset_normalizer import from_bytes

    if not wide and _mostly_ascii(sample):
        return ""
    found = from_bytes(sample).best()
    if not found or found.encoding.startswith("utf_8"):
        return ""
    if found.encoding.startswith(("utf_16", "utf_32")):
        return found.encoding[:6].replace("_", "-").upper()
    known = found.coherence >= _LEAST_COHERENT and not wide
    return _WINDOWS.sub("Windows-125", found.encoding.upper()).replace("_", "-") if known else ""


def _is_gbk(sample: bytes) -> bool:
    """Tell whether bytes are Chinese in GBK: what is not ASCII in them are characters in common use."""
    try:
        text = codecs.getincrementaldecoder("gb18030")().decode(sample)
    except UnicodeDecodeError:
        return False
    foreign = "".join(character for character in text if character > "\x7f")
    return len(foreign.encode("gb2312", "ignore")) > len(foreign) * 1.8 and well_known(text) >= 0.1


def likely(sample: bytes) -> str:
    """Return the encoding of East Asia in which bytes are a text, or an empty string."""
    if _is_gbk(sample):
        return "GBK"
    for name, codec in {**_EAST_ASIA, **_KOREAN}.items():
        text = codecs.getincrementaldecoder(codec)("ignore").decode(sample)
        lost = len(sample) - len(text.encode(codec, "ignore"))
        if lost * 100 <= len(sample) and (_is_korean(text) if name in _KOREAN else _is_han(text)):
            return name
    return ""


def _is_han(text: str) -> bool:
    return len(_HAN.findall(text)) >= _FEW and well_known(text) >= 0.15


def _is_korean(text: str) -> bool:
    syllables = _HANGUL.findall(text)
    return len(syllables) >= _FEW and sum(each in _OFTEN for each in syllables) >= len(syllables) * 0.15


def well_known(text: str) -> float:
    """Return which part of the Chinese characters of a text everybody uses all the time; 1 where there are but few.

    Of Chinese it is a third and more, of Japanese a fifth; of what was decoded wrongly less than a tenth.
    """
    characters = _HAN.findall(text)
    return sum(each in _WELL_KNOWN for each in characters) / len(characters) if len(characters) >= _FEW else 1


def quietly(file: str, what: str, read: Callable[[], Read]) -> Read:
    """Call a library: what it thinks of a file stays unsaid, and however it fails, the file is broken."""
    for name in ("pypdf", "trafilatura", "htmldate", "justext", "courlan", "readability", "charset_normalizer"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read()
    except Unreadable:
        raise
    except Exception:  # hostile files make libraries raise anything
        raise Unreadable(file, "original-broken", what=what) from None
