"""Texts of files in which ⟦ marks the place where a problem is to be found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from bot.answers.problems import describe, located
from bot.content.assembling import build_edition
from bot.content.edition import InvalidEdition
from bot.content.problem import Mark, Problem
from bot.words import LANGUAGES

LONGEST_LINE = 500
"""Characters of a problem in words: it is read in a terminal or a chat, whatever is in the file."""


def marked(text: str) -> tuple[str, list[Mark]]:
    """Return a text less its marks, and the places they stood at."""
    *before, last = text.split("⟦")
    places = []
    for number in range(1, len(before) + 1):
        lines = re.split("\r\n|\r|\n", "".join(before[:number]))
        places.append(Mark(len(lines), len(lines[-1]) + 1))
    return "".join(before) + last, places


@dataclass(frozen=True)
class Slip:
    """One mistake: in a file `old` becomes `new`, and the problem `code` stands at the mark in it."""

    code: str
    file: str
    old: str
    new: str
    near: str = ""


def slip_up(files: Mapping[str, bytes], *slips: Slip) -> tuple[dict[str, bytes], list[tuple[str, Mark, str]]]:
    """Make mistakes in files; return the files, and where each problem is to be found."""
    texts = {file: content.decode() for file, content in files.items()}
    for slip in slips:
        assert texts[slip.file].count(slip.old), f"{slip.old!r} is not in {slip.file}"
        texts[slip.file] = texts[slip.file].replace(slip.old, slip.new, 1)
    places = [(file, mark) for file in sorted(texts) for mark in marked(texts[file])[1]]
    codes = [slip.code for slip in sorted(slips, key=lambda slip: (slip.file, texts[slip.file].find(slip.new)))]
    assert len(places) == len(codes), "every mistake has one mark"
    found = [(file, mark, code) for (file, mark), code in zip(places, codes, strict=True)]
    return {file: marked(text)[0].encode() for file, text in texts.items()}, found


def problems(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Return the problems for which files do not make an edition."""
    with pytest.raises(InvalidEdition) as invalid:
        build_edition(files)
    return invalid.value.problems


def at(found: tuple[Problem, ...]) -> list[tuple[str, Mark, str]]:
    """Return where problems stand and their codes."""
    return [(each.file, each.mark, each.code) for each in found]


def assert_readable(found: tuple[Problem, ...]) -> None:
    """Every problem has words in both languages, on one line, with its place in front, and no gap left in them."""
    for problem in found:
        lines = {language: located(language, problem) for language in LANGUAGES}
        assert lines["zh"] != lines["en"]
        for language, line in lines.items():
            assert line == f"{problem.file}:{problem.mark.line}:{problem.mark.column}: {describe(language, problem)}"
            assert line.isprintable() and len(line) < LONGEST_LINE, line
            assert "{$" not in line and "“”。" not in line
