"""Questions as people ask them: how many are understood, and how long understanding and searching take.

`python -m bench.questions FILE…` scores other sets, and prints what is missed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from bench.measuring import Row, above, seconds, spread, table
from bot import desk
from bot.answers import answer, carried_out, closest, understood
from bot.content.edition import Edition
from tests.support.asking import asking
from tests.support.questions import AMONG_THREE, AT_ONCE, SETS, TODAY, Question, doors, questions, read, right

ROOT = Path(__file__).parent.parent
ROUNDS: Final = 5
MOST: Final = 10
"""Milliseconds that one question in a hundred may take to be understood and searched for."""


def rows() -> Iterator[Row]:
    """Yield the time, of questions never asked before too; then by set, by kind and for all what is right."""
    edition = _edition()
    asked = [question for name in SETS for question in questions(name)]
    understood.warm(edition)
    for what, measured, rounds, most in (
        ("understanding and searching, first time asked", _understood, 1, MOST),
        ("understanding and searching", _understood, ROUNDS, MOST),
        ("answering", _answered, ROUNDS, None),
    ):
        times = [seconds(measured, edition, question) for _ in range(rounds) for question in asked]
        yield spread(what, times, p99=most)
    for name in SETS:
        yield from _scores(f"{name}.yaml", edition, questions(name))
    of_kind = defaultdict[str, list[Question]](list)
    for question in asked:
        of_kind[question["kind"]].append(question)
    for kind, those in of_kind.items():
        yield from _scores(kind, edition, those, held=False)


def _edition() -> Edition:
    return desk.load_folders(ROOT / "briefings", ROOT / "seeds")


def _scores(what: str, edition: Edition, asked: Iterable[Question], *, held: bool = True) -> Iterator[Row]:
    found = [right(edition, question) for question in asked]
    least: tuple[float | None, float | None] = (AT_ONCE, AMONG_THREE) if held else (None, None)
    for said, scored, wanted in zip(("at once", "among three"), zip(*found, strict=True), least, strict=True):
        yield above(f"{what}, right {said}", 100 * sum(scored) / len(scored), wanted, "%", 0)


def _understood(edition: Edition, question: Question) -> None:
    carried_out(question["q"], asking(edition, question["lang"], TODAY))
    closest.beyond(edition, question["q"], "")


def _answered(edition: Edition, question: Question) -> None:
    answer(question["q"], asking(edition, question["lang"], TODAY))


def main(files: list[str]) -> int:
    """Print what of files of questions is not right at once, each with the doors it got, and their figures."""
    edition = _edition()
    scored: list[Row] = []
    for file in files:
        asked = read(Path(file))
        for question in asked:
            at_once, among = right(edition, question)
            if not at_once:
                print("    " if among else "miss", question["q"], "|", question["want"], "|", doors(edition, question))
        scored += _scores(file, edition, asked)
    print(table(scored))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
