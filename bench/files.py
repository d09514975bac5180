"""Generated briefings with their cards, laid out as editors write them: 30 KB each, the same from the same seed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bench.texts import Texts
from bot.content.edition import Edition

PARAGRAPHS: Final = 120
MISTAKES: Final = (
    ("    statement:", "    statment:"),
    ("    certainty: hedged", "    certainty: maybe"),
    ("    window: {from: 2024", "    window: {from: 2034"),
    ("    id: forecast-2\n", "    id: forecast-1\n"),
    ("    at: [7]\n", "    at: [700]\n"),
    ("    at: [8]\n", "    at: 08:30\n"),
    ("    stance: mixed\n", ""),
    ("source: report", "source: raport"),
)
"""What is written, and the slip in its place; each is one problem of its file."""


def write(folder: Path, shipped: Path, edition: Edition, count: int) -> None:
    """Write so many briefings and cards into a folder, with the fields and audiences of the shipped edition."""
    texts = Texts(seed=count)
    for name in ("briefings", "seeds"):
        (folder / name).mkdir()
    shutil.copy(shipped / "briefings" / "vocabulary.yaml", folder / "briefings")
    for number in range(count):
        _put(folder, f"seeds/report-{number}.yaml", _card(texts, number))
        _put(folder, f"briefings/report-{number}.yaml", _briefing(texts, edition, number))


def spoil(folder: Path) -> int:
    """Make one mistake in every briefing, each kind in its turn; return how many there are now."""
    paths = sorted((folder / "briefings").glob("report-*.yaml"))
    for number, path in enumerate(paths):
        written, slip = MISTAKES[number % len(MISTAKES)]
        path.write_text(path.read_text(encoding="utf-8").replace(written, slip, 1), encoding="utf-8")
    return len(paths)


def _put(folder: Path, name: str, lines: Iterable[str]) -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _card(texts: Texts, number: int) -> list[str]:
    prints = [f'"{texts.random.getrandbits(32):08x}"' for _ in range(PARAGRAPHS)]
    return [
        f"source: report-{number}",
        f"file: report-{number}.txt",
        f"title: {_both(texts, 5)}",
        f"authors: [{_both(texts, 2)}]",
        f"publisher: {_both(texts, 3)}",
        f"published: {texts.random.randint(2015, 2025)}-0{texts.random.randint(1, 9)}-11",
        "kind: essay",
        "language: zh",
        f'sha256: "{texts.random.getrandbits(256):064x}"',
        f"paragraphs: {PARAGRAPHS}",
        f"fingerprints: [{', '.join(prints)}]",
    ]


def _briefing(texts: Texts, edition: Edition, number: int) -> list[str]:
    sectors = texts.random.sample(sorted(edition.sectors), 8)
    audiences = texts.random.choices(sorted(edition.audiences), k=5)
    lines = [
        f"briefing: report-{number}",
        f"source: report-{number}",
        "thesis:",
        *_text(texts, "  ", 50),
        "  at: [1-3]",
    ]
    for section, count in (("sectors", 8), ("timeline", 8), ("advice", 5), ("predictions", 11), ("figures", 6)):
        lines += [f"{section}:"]
        for place in range(count):
            lines += _entry(texts, section, place, sectors[place % 8], audiences[place % 5])
    return lines


def _entry(texts: Texts, section: str, place: int, sector: str, audience: str) -> list[str]:
    """Return the lines of one entry of a section."""
    cited = f"    at: [{place + 3}]"
    match section:
        case "sectors":
            return [f"  - sector: {sector}", "    stance: mixed", "    says:", *_text(texts, "      ", 35), cited]
        case "timeline":
            when = [f"  - when: {2010 + place}-Q{place % 4 + 1}", "    kind: past"]
            return [*when, "    what:", *_text(texts, "      ", 35), cited]
        case "advice":
            to = [f"  - audience: {audience}", "    do:", *_text(texts, "      ", 25), "    because:"]
            return [*to, *_text(texts, "      ", 30), f"    sectors: [{sector}]", cited]
        case "predictions":
            return [*_prediction(texts, place), f"    sectors: [{sector}]", cited]
    return [f'  - value: "{place * 7} %"', "    what:", *_text(texts, "      ", 20), cited]


def _prediction(texts: Texts, place: int) -> list[str]:
    window = f"{{from: 2024-01-01, until: {2025 + place}-12-31, basis: {_both(texts, 10)}}}"
    return [
        "  -",
        f"    id: forecast-{place}",
        "    statement:",
        *_text(texts, "      ", 30),
        f"    window: {window}",
        "    certainty: hedged",
        f"    weight: {('core', 'secondary', 'minor')[place % 3]}",
        "    criterion:",
        *_text(texts, "      ", 25),
    ]


def _text(texts: Texts, indent: str, words: int) -> list[str]:
    return [
        f"{indent}zh: {_quoted(texts.sentence('zh', words))}",
        f"{indent}en: {_quoted(texts.sentence('en', words))}",
    ]


def _both(texts: Texts, words: int) -> str:
    return f"{{zh: {_quoted(texts.sentence('zh', words))}, en: {_quoted(texts.sentence('en', words))}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
