"""Checking and loading the shipped edition against PyYAML, which only reads the same files."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from bench.measuring import Row, ratio, seconds
from bench.peers.installed import ROOT
from bot import desk


def rows(rounds: int) -> Iterator[Row]:
    """Yield both times and their ratio."""
    folders = ROOT / "briefings", ROOT / "seeds"
    texts = [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.yaml"))]
    pairs = [(seconds(desk.load_folders, *folders), seconds(_read, texts)) for _ in range(rounds)]
    yield Row("check and load, all files", f"{min(ours for ours, _ in pairs) * 1e3:6,.0f} ms")
    yield Row("  PyYAML's C loader alone", f"{min(theirs for _, theirs in pairs) * 1e3:6,.0f} ms")
    yield ratio("  check and load / PyYAML", pairs)


def _read(texts: list[str]) -> None:
    for text in texts:
        yaml.load(text, yaml.CSafeLoader)
