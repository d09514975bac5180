"""How Chinese characters sound, by pinyin without tones; of characters with several sounds the commonest.

The table `sounds.txt` has the 6,763 characters of GB 2312, a line for each sound. A name that holds a character with
another sound (银行: yinhang) is found by its pinyin where an alias gives it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

_INITIAL: Final = re.compile("^(zh|ch|sh)")


@cache
def _table() -> dict[int, str]:
    lines = files(__package__).joinpath("sounds.txt").read_text(encoding="utf-8").splitlines()
    return {ord(each): sound for line in lines for sound, characters in [line.split(" ")] for each in characters}


def pinyin(text: str) -> str:
    """Return Chinese words as they are typed by their sound: 客服 → kefu; characters of no known sound stay."""
    return text.translate(_table())


def heard(text: str) -> str:
    """Return how words sound to many speakers, who tell neither zh from z nor ng from n: a space around each sound."""
    return f" {' '.join(_blurred(pinyin(character)) for character in text)} "


def _blurred(sound: str) -> str:
    return re.sub("ng$", "n", _INITIAL.sub(lambda found: found[0][0], sound)).replace("v", "u")
