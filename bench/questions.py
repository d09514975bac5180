"""Questions as people ask them: how many are understood, and how long understanding and searching take."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import yaml

from bench.measuring import Row, above, seconds, spread
from bot import desk
from bot.answers import answer, carried_out, closest, search
from bot.answers.answer import Answer
from bot.content.edition import Edition
from tests.support.asking import asking

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT / "tests" / "data" / "questions.yaml"
TODAY: Final = dt.date(2026, 11, 28)
"""The day as of which relative times are meant."""
AMONG: Final = 3
ROUNDS: Final = 5
AT_ONCE, AMONG_THREE = 85, 95


def rows() -> Iterator[Row]:
    """Yield by kind, and for all, the share of questions right at once and among three doors; then the time."""
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    search.warm(edition)
    questions = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    right = defaultdict[str, list[tuple[bool, bool]]](list)
    for question in questions:
        one = _right(edition, question)
        right[question["kind"]].append(one)
        right["all"].append(one)
    for kind, found in right.items():
        of_all = kind == "all"
        yield _share(f"{kind}, right at once", [first for first, _ in found], AT_ONCE if of_all else None)
        yield _share(f"{kind}, right among three", [three for _, three in found], AMONG_THREE if of_all else None)
    for what, measured, most in (("understanding and searching", _understood, 10), ("answering", _answered, None)):
        times = [seconds(measured, edition, question) for _ in range(ROUNDS) for question in questions]
        yield spread(what, times, p99=most)


def _share(what: str, right: list[bool], least: float | None) -> Row:
    return above(what, 100 * sum(right) / len(right), least, "%", 0)


def missed(path: Path = QUESTIONS) -> Iterator[str]:
    """Yield the questions of a file that are not right at once, each with the doors it got."""
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    for question in yaml.safe_load(path.read_text(encoding="utf-8")):
        at_once, _ = _right(edition, question)
        if not at_once:
            yield f"{question['q']} | {question['want']} | {_doors(edition, question)}"


def _right(edition: Edition, question: dict[str, Any]) -> tuple[bool, bool]:
    """Tell whether the command that was carried out, else the first door, is wanted; and whether one of three is."""
    fit = [any(re.search(want, door) for want in question["want"]) for door in _doors(edition, question)]
    return any(fit[:1]), any(fit)


def _doors(edition: Edition, question: dict[str, Any]) -> list[str]:
    asked = asking(edition, question["lang"], TODAY)
    understood = carried_out(question["q"], asked)
    shown = answer(question["q"], asked).answer
    assert isinstance(shown, Answer)
    doors = (block.command for block in shown.blocks if block.command)
    buttons = (each.command for row in shown.buttons for each in row if not re.search(r" p\d+$", each.command))
    return [*filter(None, [understood]), *islice(doors, AMONG), *islice(buttons, AMONG)]


def _understood(edition: Edition, question: dict[str, Any]) -> None:
    carried_out(question["q"], asking(edition, question["lang"], TODAY))
    closest.beyond(edition, question["q"], "")


def _answered(edition: Edition, question: dict[str, Any]) -> None:
    answer(question["q"], asking(edition, question["lang"], TODAY))
