"""What a browser searches an edition by, as scripts: which texts hold which words, and what is shown of each text.

One index serves all languages, as each text is found by its words in any of them. It is cut by how words begin, so that
a question loads only the scripts that may hold its words; numbers stand for texts, most important first.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from bot.answers.asked import Asked
from bot.answers.entries import IndexEntry
from bot.answers.library import library
from bot.dataset.browser import Script, parts, script, steps
from bot.dataset.dataset import Dataset
from bot.pages import addresses
from bot.scripts import simplified
from bot.search import normal
from bot.words import LANGUAGES

A_PART: Final = 50
"""Texts of a script: forty are shown, most important first."""
A_SCRIPT: Final = 50_000
"""Bytes that a script of words is to have, about."""
MOST_HELD: Final = 1_000
"""Texts that are told of a word; of more, the most important: it tells little, and forty are shown."""
LENGTHS: Final = 25
"""Characters by which lengths of texts are told, one sign each."""
_HAN: Final = "\u3400-\u9fff"
_RUN: Final = re.compile(f"[{_HAN}]+|[a-z0-9]+")
_MARKS: Final = re.compile("[\u0300-\u036f]")
_SIGNS: Final = "".join(map(chr, range(0x30, 0x5B))) + "".join(map(chr, range(0x5D, 0x7F)))
"""Signs for lengths, which stand in a script as they are."""


def search(dataset: Dataset) -> Iterator[Script]:
    """Yield the index: what is true of all texts, the scripts of words, and what is shown of texts, by language."""
    edition = dataset.edition
    ways = ((each, addresses.of_command(edition, each.command)) for each in library(edition)[0])
    found = [(entry, address) for entry, address in ways if address]
    held, lengths = _held([entry for entry, _ in found])
    cut = -(-sum(4 * len(each) + 8 for each in held.values()) // A_SCRIPT)
    told = {"count": len(found), "cut": cut, "part": A_PART, "lengths": lengths, "length": LENGTHS, "signs": _SIGNS}
    yield script("search/index", {**told, "simplified": _turned(held)})
    for number, words in enumerate(_cut(held, cut)):
        yield script(f"search/words-{number}", words)
    for language in LANGUAGES:
        asked = dataset.asked.speaking(language)
        for number, part in enumerate(parts(found, A_PART)):
            shown = [[_kind(asked, entry), asked.text(entry.text), address] for entry, address in part]
            yield script(f"search/{language.lower()}-{number}", shown)


def _held(entries: list[IndexEntry]) -> tuple[dict[str, array[int]], str]:
    """Return the texts that hold each word, by their numbers, and how long each text is, a sign for each."""
    held: dict[str, array[int]] = defaultdict(lambda: array("I"))
    lengths = []
    for number, entry in enumerate(entries):
        text = _MARKS.sub("", unicodedata.normalize("NFKD", normal(entry.searched)))
        lengths.append(_SIGNS[min(len(text) // LENGTHS, len(_SIGNS) - 1)])
        for word in words(text):
            held[word].append(number)
    return held, "".join(lengths)


def words(text: str) -> set[str]:
    """Return what a text is found by: Latin words and numbers, and of Chinese each character and each pair of them."""
    found = set[str]()
    for run in _RUN.findall(text):
        if run.isascii():
            found.add(run)
        else:
            found.update(run)
            found.update(map("".join, pairwise(run)))
    return found


def _cut(held: Mapping[str, array[int]], cut: int) -> list[dict[str, list[int]]]:
    """Return words in as many parts: of each word how many texts hold it, and then which."""
    told: list[dict[str, list[int]]] = [{} for _ in range(cut)]
    for word in sorted(held):
        those = held[word]
        told[part_of(word, cut)][word] = [len(those), *steps(those[:MOST_HELD])]
    return told


def part_of(word: str, cut: int) -> int:
    """Return the part a word is in: that of all that begin alike, with two letters, or a Chinese character."""
    second = ord(word[1]) if word.isascii() and len(word) > 1 else 0
    return (ord(word[0]) * 31 + second) % cut


def _turned(held: Mapping[str, array[int]]) -> str:
    """Return traditional characters whose simplified ones stand in texts, each followed by that."""
    known = {each for each in held if len(each) == 1}
    pairs = ((each, simplified(each)) for each in map(chr, range(0x3400, 0xA000)))
    return "".join(f"{each}{turned}" for each, turned in pairs if turned != each and turned in known)


def _kind(asked: Asked, entry: IndexEntry) -> str:
    kind = asked.say(f"kind-{entry.kind}")
    forecast = entry.kind == "prediction" and entry.statement
    return f"{asked.mark(entry.statement.record)} {kind}" if forecast and entry.statement else kind
