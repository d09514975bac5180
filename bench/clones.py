"""Editions of any size: the shipped briefings and cards, and copies of them under other names and in other words."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_RULE: Final = re.compile(r"( *)(?:resolution|criterion):")
_WORDS: Final = re.compile(r'(\b(?:zh|en): ")')
_PUBLISHED: Final = re.compile(r"^(published: )\d{4}", re.MULTILINE)
_YEARS: Final = 15
"""Years over which copies are spread."""


def write(folder: Path, shipped: Path, count: int) -> list[Path]:
    """Write so many briefings with their cards into a folder, the shipped ones first; return those of the briefings.

    What the files share is that of the shipped edition. Rules keep their words: its register holds them.
    """
    for name in ("briefings", "seeds"):
        (folder / name).mkdir(parents=True)
    cards = {path.stem: path for path in sorted((shipped / "seeds").glob("*.yaml"))}
    originals = {}
    for path in sorted((shipped / "briefings").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if found := re.search(r"^source: (\S+)$", text, re.MULTILINE):
            originals[path.stem] = text, cards[found[1]].read_text(encoding="utf-8")
        else:
            shutil.copy(path, folder / "briefings")
    return [_copied(folder, originals, number) for number in range(count)]


def _copied(folder: Path, originals: dict[str, tuple[str, str]], number: int) -> Path:
    """Write one briefing and its card, each original in its turn; the first of each as it is."""
    slug = [*originals][number % len(originals)]
    briefing, card = originals[slug]
    [source] = re.findall(r"^source: (\S+)$", briefing, re.MULTILINE)
    if turn := number // len(originals):
        briefing = "".join(_reworded(briefing, turn)).replace(f"briefing: {slug}", f"briefing: {slug}-{turn}", 1)
        card = re.sub(
            r"^(published: )\d{4}", rf"\g<1>{2011 + turn % _YEARS}", _WORDS.sub(rf"\g<1>{turn} ", card), flags=re.M
        )
        briefing, card = (each.replace(f"source: {source}", f"source: {source}-{turn}", 1) for each in (briefing, card))
        slug, source = f"{slug}-{turn}", f"{source}-{turn}"
    (folder / "seeds" / f"{source}.yaml").write_text(card, encoding="utf-8")
    path = folder / "briefings" / f"{slug}.yaml"
    path.write_text(briefing, encoding="utf-8")
    return path


def _reworded(text: str, turn: int) -> Iterator[str]:
    """Yield the lines of a briefing, in every text but those of rules a number that no other copy has."""
    rule: int | None = None
    for line in text.splitlines(keepends=True):
        indent = len(line) - len(line.lstrip())
        if rule is not None and line.strip() and indent <= rule:
            rule = None
        if rule is None and (found := _RULE.match(line)):
            rule = len(found[1])
        yield line if rule is not None else _WORDS.sub(rf"\g<1>{turn} ", line)
