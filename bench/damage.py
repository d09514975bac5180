"""Ten thousand files damaged at random: each is an edition or refused at places inside it, and none takes long."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import thread_time
from typing import Final

from bench.measuring import Row, below, resident, spread
from bot.content.assembling import assemble
from bot.content.edition import InvalidEdition
from bot.content.reading import Reading, read_file

ROOT: Final = Path(__file__).parent.parent
DAMAGES: Final = 10_000
LARGE: Final = 300
"""Damages to the longest shipped briefing, a hundred times as long."""
JUNK: Final = (
    "",
    " ",
    "\n",
    "  ",
    "- ",
    ": ",
    "：",
    "#",
    "&a ",
    "*a",
    "!t ",
    "---\n",
    "\t",
    "\r",
    "\0",
    "\ufeff",
    "\U0001f600",
)

Damage = Callable[[random.Random, str], str]


def rows() -> Iterator[Row]:
    """Yield how many are editions, how many are refused, and how long it takes; a crash ends the program."""
    before = resident()
    for what, folder, name, count in (
        ("short briefing", ROOT / "tests" / "small", "machine-dough", DAMAGES),
        ("debates", ROOT / "tests" / "small", "debates", DAMAGES // 10),
        ("long briefing", ROOT, "ten-hypotheses", LARGE),
    ):
        yield from _damaged(what, folder, f"briefings/{name}.yaml", count)
    yield below("memory more than before", resident() - before, 300, "MB", 0)


def _damaged(what: str, folder: Path, file: str, count: int) -> Iterator[Row]:
    files = {
        f"{name}/{path.name}": path.read_bytes()
        for name in ("briefings", "seeds")
        for path in sorted((folder / name).glob("*.yaml"))
    }
    others = [read_file(name, content) for name, content in files.items() if name != file]
    dice = random.Random(count)
    outcomes: Counter[str] = Counter()
    times = []
    for _ in range(count):
        text = files[file].decode()
        for _ in range(dice.randint(1, 4)):
            text = dice.choice(DAMAGE)(dice, text)
        started = thread_time()
        outcomes[_outcome(file, text, others, files)] += 1
        times.append(thread_time() - started)
    yield Row(f"{what}, {count:,} times", ", ".join(f"{number:,} {name}" for name, number in sorted(outcomes.items())))
    yield spread("  time of each", times)
    yield below("  longest", max(times), 2, "s")


def _outcome(file: str, text: str, others: list[Reading], files: Mapping[str, bytes]) -> str:
    """Return what came of a file; raises where a problem stands outside of its file."""
    try:
        assemble([read_file(file, text.encode("utf-8", "surrogatepass")), *others])
    except InvalidEdition as invalid:
        for found in invalid.problems:
            whole = text.removeprefix("\ufeff") if found.file == file else files[found.file].decode()
            lines = re.split("\r\n|\r|\n", whole)
            if not (0 < found.mark.line <= len(lines) and 0 < found.mark.column <= len(lines[found.mark.line - 1]) + 1):
                raise AssertionError(f"{found} is outside of {text!r}") from None
        return "refused"
    return "editions"


def _place(dice: random.Random, text: str) -> tuple[int, int]:
    start = dice.randrange(len(text) + 1)
    return start, min(start + int(dice.expovariate(0.2)), len(text))


def _cut(dice: random.Random, text: str) -> str:
    start, end = _place(dice, text)
    return text[:start] + text[end:]


def _insert(dice: random.Random, text: str) -> str:
    start, end = _place(dice, text)
    junk: str = dice.choice([*JUNK, *"\"'[]{},|>%@`=~?", chr(dice.randrange(0x250))])
    return text[:start] + junk + text[end:]


def _double(dice: random.Random, text: str) -> str:
    start, end = _place(dice, text)
    return text[:end] + text[start:]


def _line_elsewhere(dice: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    lines.insert(dice.randrange(len(lines)), lines.pop(dice.randrange(len(lines))))
    return "".join(lines)


def _end_early(dice: random.Random, text: str) -> str:
    return text[: dice.randrange(len(text) + 1)] if dice.random() < 0.2 else text


def _indent(dice: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    place = dice.randrange(len(lines))
    lines[place] = f" {lines[place]}" if dice.random() < 0.5 else lines[place].removeprefix(" ")
    return "".join(lines)


DAMAGE: Final[tuple[Damage, ...]] = (_cut, _insert, _double, _line_elsewhere, _end_early, _indent)
