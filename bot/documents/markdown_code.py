"""Finds the lines of code in Markdown, so that an example in it is not taken for what the text says."""

from __future__ import annotations

import re

_FENCE = re.compile(r"(`{3,}|~{3,})")
_LISTED = re.compile(r"[-*+]\s|\d{1,3}[.)]\s")
"""What is set in below an item belongs to it, and is no code."""


def code_lines(text: str, *, indented: bool) -> frozenset[int]:
    """Return which of the lines of a text that are not empty are code: between fences, or set in after a gap."""
    found: set[int] = set()
    number, fence, in_list, open_ = 0, "", False, True
    for raw in text.split("\n"):
        line = raw.strip().lstrip("> ")  # code may be quoted
        if not raw.strip():
            open_ = True
            continue
        number += 1
        mark = _FENCE.match(line)
        set_in = indented and not in_list and open_ and raw.startswith(("    ", "\t"))
        if fence or mark or set_in:
            found.add(number)
        if not fence and mark:
            fence = mark[1]
        elif mark and line == mark[1] and line.startswith(fence):
            fence = ""
        open_ = set_in
        in_list = bool(_LISTED.match(line)) or (in_list and raw[:1].isspace())
    return frozenset(found)
