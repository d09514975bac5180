"""Simplified and traditional Chinese: one script into the other by OpenCC, with the words of Taiwan where asked for.

Its dictionaries are read when first needed, and then kept. Those that lead to simplified Chinese are small, 4 MB
in all; those that lead to traditional Chinese take a tenth of a second and 40 MB: nobody needs them but its readers.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from opencc import OpenCC

Conversion = Literal["t2s", "tw2sp", "s2tw", "s2twp"]
"""Conversions by OpenCC's names: t traditional, s simplified, tw as written in Taiwan, p with the words used there."""


def converted(text: str, conversion: Conversion) -> str:
    """Return a text in another script; what is not Chinese stays as it is."""
    return text if text.isascii() else str(_converter(conversion).convert(text))


def simplified(text: str) -> str:
    """Return a text in simplified characters; its words stay what they are."""
    return converted(text, "t2s")


@cache
def _converter(conversion: Conversion) -> OpenCC:
    return OpenCC(conversion)
