"""Errors of the YAML parser as problems of ours, at the place to look at; finds marks of a merge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import yaml

from bot.content.characters import misplaced, taken_for_space
from bot.content.problem import LINE_BREAK, Mark, Problem, problem, shortened

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INCHES = re.compile(r"""(?<![\d.,:/])\d{1,3}(?:[.,/']\d{1,2})?\s?[½¼¾]?"(?![A-Za-z0-9])""")
_OPENS = re.compile(r"(?<!\w)'")
_CLOSES = re.compile(r"(?<![\dnsxz\s'])'$", re.IGNORECASE)
"""A single quote at the end; after some letters it is more likely an apostrophe, after digits it means feet."""


def mark_of(mark: yaml.Mark) -> Mark:
    """Return a place of the parser's as editors count."""
    return Mark(mark.line + 1, mark.column + 1)


def end_of(text: str) -> Mark:
    """Return the place after a text."""
    lines = LINE_BREAK.split(text)
    return Mark(len(lines), len(lines[-1]) + 1)


def within(mark: yaml.Mark, before: str) -> Mark:
    """Return the place in a value that begins at a place of the parser's, after some of its text."""
    inside = end_of(before)
    return Mark(mark.line + inside.line, inside.column + (mark.column if inside.line == 1 else 0))


_SYNTAX: Final = {
    "found a tab character": "tab",
    "mapping values are not allowed": "colon",
    "found unexpected ':'": "colon",
    "could not find expected ':'": "no-colon",
    "did not find expected key": "indent",
    "did not find expected '-' indicator": "indent",
    "did not find expected <document start>": "indent",
    "block sequence entries are not allowed": "dash",
    "did not find expected ',' or": "bracket",
    "did not find expected node content": "value",
    "found unexpected end of stream": "quote",
    "found unexpected document indicator": "quote",
    "found unknown escape character": "escape",
    "did not find expected hexdecimal number": "escape",
    "found invalid Unicode character escape code": "escape",
    "found character that cannot start any token": "token",
    "mapping keys are not allowed": "token",
    "did not find expected alphabetic or numeric character": "token",
    "did not find expected comment or line break": "token",
    "found undefined tag handle": "token",
    "did not find expected whitespace or line break": "token",
}
"""What the parser says, and our words for it (`problem-syntax-…`)."""

_TIGHT_COLON = re.compile(r"[\s-]*([A-Za-z_][\w-]*)(?:：|:(?=[^\s/]))")


def stumble(file: str, text: str, error: yaml.YAMLError) -> Problem:
    """Return what the parser stumbled over."""
    said = getattr(error, "problem", None) or str(error)
    found = getattr(error, "problem_mark", None)
    end = end_of(text)
    place = min(mark_of(found), end) if found else end  # the parser counts on after the last line
    began = getattr(error, "context_mark", None)
    opened = min(mark_of(began), place) if began else place
    lines = LINE_BREAK.split(text)
    around = sorted({opened.line, place.line - 1, place.line} - {0})
    if odd := _odd_space(file, lines, around):
        return odd
    before = lines[place.line - 1][: place.column - 1].rstrip(" ")
    code = next((code for start, code in _SYNTAX.items() if said.startswith(start)), "")
    if "\t" in lines[place.line - 1][: place.column] and not before.strip("\t -"):
        code = "tab"
    elif code in ("colon", "no-colon"):
        for number in around:
            if tight := _TIGHT_COLON.match(lines[number - 1]):
                return problem(file, Mark(number, tight.end(1) + 1), "tight-colon", name=shortened(tight[1]))
    elif code == "indent" and before.endswith(('"', "'")):
        code = "after-quote"
    if code in ("quote", "no-colon", "token"):
        place = opened
    return problem(file, place, f"syntax-{code}" if code else "syntax", said=shortened(said), opened=opened.line)


def _odd_space(file: str, lines: Sequence[str], numbers: Iterable[int]) -> Problem | None:
    for number in numbers:
        if (place := misplaced(lines[number - 1])) is not None:
            return taken_for_space(file, Mark(number, place + 1), lines[number - 1][place])
    return None


def half_quoted(text: str) -> bool:
    """Tell whether a text without quotes around it has half a pair; inches (27") and the bakers' are none."""
    if '"' not in text and "'" not in text:
        return False
    text = text.strip()
    odd = all(each.count('"') % 2 for each in (text, _INCHES.sub("", text)))
    return (odd and '"' in (text[0], text[-1])) or bool(_CLOSES.search(text) and not _OPENS.search(text))


_MERGE = re.compile(r"[ \t]*(?:<{7,}|>{7,}|\|{7,})(?=[ \t]|$)")
_MERGE_WITHIN = re.compile(r"(?<![^\s\"'])(?:<{7,}|={7}|>{7,})(?![^\s\"'])")
_SEPARATOR: Final = "=" * 7
SEPARATES: Final = re.compile(r"[\r\n][ \t]+(={7})[ \t]*(?=[\r\n]|$)")
"""What separates the sides of a merge, within a text whose lines YAML folds: there it cannot underline a heading."""


def unfinished(file: str, text: str) -> Iterator[Problem]:
    """Yield the marks of a merge that nobody finished, one for a line: also indented, or folded into one.

    What separates the sides counts beside the other marks, and alone only where no text of YAML begins.
    """
    if not any(each * 7 in text for each in "<=>|"):
        return
    lines = ["" if line.lstrip().startswith("#") else line for line in LINE_BREAK.split(text)]
    within = {found.group()[0] for line in lines for found in _MERGE_WITHIN.finditer(line)}
    sure = within == {"<", "=", ">"} or any(map(_MERGE.match, lines))
    for number, line in enumerate(lines, 1):
        if sure and (found := _MERGE.match(line) or _MERGE_WITHIN.search(line)):
            yield problem(file, Mark(number, len(line[: found.end()].rstrip("<=>|")) + 1), "unfinished-merge")
        elif line.startswith(_SEPARATOR) and line.rstrip() == _SEPARATOR:
            yield problem(file, Mark(number, 1), "unfinished-merge")
