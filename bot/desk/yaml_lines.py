"""Rulings and reviews as the lines of YAML that editors write: texts in quotes, words of the format without."""

from __future__ import annotations

import json
import re
from typing import Any, Final

WIDEST: Final = 120
"""Characters of a line on which a text in both languages still stands whole."""
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\"'{}\[\],]*[^\s<>\"'{}\[\],:]")
_BARE: Final = ("outcome", "arguably", "leans", "bears", "kind", "lacks")
"""Keys whose values are words of the format, or times, and stand without quotes."""
_TEXTS: Final = ("because", "settles", "thin", "fact")
"""Keys of texts in both languages."""

Plain = dict[str, Any]


def block(column: int, lines: list[str]) -> str:
    """Return lines at a column."""
    return "".join(f"{' ' * column}{line}\n" for line in lines)


def indented(lines: list[str]) -> list[str]:
    """Return lines set in, as they stand below their key."""
    return [f"  {line}" for line in lines]


def whole_lines(record: Plain) -> list[str]:
    """Return a verdict or a standing with all it replaced."""
    lines = own_lines(record)
    if "earlier" in record:
        lines += ["earlier:", *(line for each in record["earlier"] for line in _entry_lines(own_lines(each)))]
    return lines


def own_lines(record: Plain) -> list[str]:
    """Return a ruling or a review without what it replaced."""
    lines = []
    for name, value in record.items():
        if name not in ("evidence", "earlier"):
            lines += _text_lines(name, value) if name in _TEXTS else [f"{name}: {value}"]
    evidence = [line for each in record.get("evidence") or () for line in _entry_lines(_evidence_lines(each))]
    return [*lines, "evidence:", *evidence] if evidence else lines


def _evidence_lines(evidence: Plain) -> list[str]:
    return [line for name, value in evidence.items() for line in _evidence_line(name, value)]


def _evidence_line(name: str, value: Any) -> list[str]:
    """Return a fact of a piece of evidence as editors write it."""
    match name:
        case "url" | "archive":
            return [f"{name}: {value if _PLAIN_ADDRESS.fullmatch(value) else _quoted(value)}"]
        case "publisher" | "mirrors" | "words" if isinstance(value, str):
            return [f"{name}: {_quoted(value)}"]
        case "publisher" | "mirrors" | "fact":
            return _text_lines(name, value)
    # A day in quotes, as in JSON, is a text to YAML and stays one.
    return [f"{name}: {_quoted(value) if isinstance(value, str) and DAY.fullmatch(value) else value}"]


def _entry_lines(lines: list[str]) -> list[str]:
    """Return lines as an entry of a list, set in as it is below its key."""
    return [f"  {'- ' if not number else '  '}{line}" for number, line in enumerate(lines)]


def _text_lines(key: str, text: Plain) -> list[str]:
    line = f"{key}: {flow(text)}"
    return [line] if len(line) <= WIDEST else [f"{key}:", *(f"  {name}: {_quoted(text[name])}" for name in text)]


def flow(value: Any) -> str:
    """Return a value in braces and brackets, its texts in quotes."""
    match value:
        case dict():
            return f"{{{', '.join(f'{key}: {_word(key, each)}' for key, each in value.items())}}}"
        case list():
            return f"[{', '.join(map(flow, value))}]"
    return _quoted(value) if isinstance(value, str) else str(value)


def _word(key: str, value: Any) -> str:
    return str(value) if key in _BARE else flow(value)


def _quoted(text: str) -> str:
    """Return a text in double quotes; what JSON escapes, YAML understands."""
    return json.dumps(text, ensure_ascii=False)
