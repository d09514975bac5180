"""Detects words of a PDF that run together, and corrects what the library takes for a space.

TeX sets no character between words, it only moves on, and its fonts hold another sign in the place of the space. From
the width of that sign the library concludes how wide a space is, and misses nearly all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

_TOO_LONG: Final = 25
"""Letters in a row that no word has: the longest of German in common use have as many."""
_MOST: Final = 0.1
"""Of the letters of a text; of one that reads well less than a hundredth stand in such runs."""
_ADDRESS = re.compile(r"\S*(?:://|www\.|/|@|\\|_)\S*")
_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f]+")
# The first sign that means a space counts: where the font has one, this one is of no account.
_UNUSED: Final = b"1 beginbfchar\n<fffe> <0020>\nendbfchar\nendcmap"


def run_together(pages: Sequence[Sequence[str]]) -> int:
    """Return how many runs of letters in a text are too long for words."""
    return sum(len(each) >= _TOO_LONG for each in _words(pages))


def unreadably(pages: Sequence[Sequence[str]]) -> bool:
    """Tell whether so many words of a text run together that nobody could read it."""
    lengths = [len(each) for each in _words(pages)]
    return sum(each for each in lengths if each >= _TOO_LONG) > _MOST * sum(lengths)


def _words(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    for page in pages:
        for line in page:
            yield from _LETTERS.findall(_ADDRESS.sub(" ", line))


def tell(reader: Any) -> None:
    """Make the library take no sign for a space in fonts that have none."""
    told: set[int] = set()
    for page in reader.pages:
        fonts = _dictionary(_dictionary(page).get("/Resources")).get("/Font")
        for font in map(_dictionary, _dictionary(fonts).values()):
            if id(font) not in told:
                told.add(id(font))
                _tell(font)


def _tell(font: Any) -> None:
    from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, NumberObject, StreamObject

    if font.get("/Subtype") == "/Type0":
        shown = font["/ToUnicode"].get_object() if "/ToUnicode" in font else None
        if isinstance(shown, StreamObject):
            mapping = DecodedStreamObject()
            mapping.set_data(shown.get_data().replace(b"endcmap", _UNUSED, 1))
            font[NameObject("/ToUnicode")] = mapping
        return
    widths = font["/Widths"].get_object() if "/Widths" in font else None
    place = 32 - first if isinstance(first := font.get("/FirstChar"), int) else -1
    if isinstance(widths, ArrayObject) and 0 <= place < len(widths):
        font[NameObject("/Widths")] = ArrayObject([*widths[:place], NumberObject(0), *widths[place + 1 :]])


def _dictionary(value: Any) -> Any:
    """Return a dictionary of a PDF, an empty one in place of anything else."""
    from pypdf.generic import DictionaryObject

    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
