"""Why a document cannot be read: what libraries and encodings make of hostile or unlucky files, in one problem."""

from __future__ import annotations

import codecs
import logging
import re
import warnings
from collections.abc import Callable
from typing import TypeVar

from bot.problem import Mark, Problem, problem

Read = TypeVar("Read")


class Unreadable(Exception):
    """A document out of which no paragraphs can be had."""

    def __init__(self, file: str, code: str, **args: str | int) -> None:
        self.found: Problem = problem(file, Mark(1, 1), code, value=file, **args)
        super().__init__(code)


def misread(file: str, content: bytes) -> Unreadable:
    """Return why bytes are no UTF-8 text: another encoding, as far as one can tell, or no text at all."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Unreadable(file, "original-encoding", encoding="UTF-16")
    sample = content[:100_000]
    if re.search(rb"[\x00-\x08\x0e-\x1a]", sample):
        return Unreadable(file, "original-no-document")
    if _is_gbk(sample):
        return Unreadable(file, "original-encoding", encoding="GBK")
    if len(re.findall(rb"[\s -~]", sample)) > len(sample) * 0.7:
        return Unreadable(file, "original-encoding", encoding="none")
    return Unreadable(file, "original-no-document")


def _is_gbk(sample: bytes) -> bool:
    """Tell whether bytes are Chinese in GBK: what is not ASCII in them are characters in common use."""
    try:
        text = codecs.getincrementaldecoder("gb18030")().decode(sample)
    except UnicodeDecodeError:
        return False
    foreign = "".join(character for character in text if character > "\x7f")
    return len(foreign.encode("gb2312", "ignore")) > len(foreign) * 1.8


def quietly(file: str, what: str, read: Callable[[], Read]) -> Read:
    """Call a library: what it thinks of a file stays unsaid, and however it fails, the file is broken."""
    for name in ("pypdf", "trafilatura", "htmldate", "justext", "courlan", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read()
    except Unreadable:
        raise
    except Exception:  # hostile files make libraries raise anything
        raise Unreadable(file, "original-broken", what=what) from None
