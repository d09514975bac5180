"""Sets of questions as people ask them, each with where good answers lead; and whether the bot's answers lead there."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from pathlib import Path
from typing import Any, Final

import yaml

from bot.answers import answer, carried_out
from bot.answers.answer import Answer
from bot.content.edition import Edition
from tests.support.asking import asking

DATA: Final = Path(__file__).parent.parent / "data"
SETS: Final = ("questions", "more_questions", "third_questions")
"""Written by people who saw neither phrases nor code, and committed before anything was mended for them."""
TODAY: Final = dt.date(2026, 11, 28)
"""The day as of which relative times are meant."""
AMONG: Final = 3
AT_ONCE, AMONG_THREE = 85, 95
"""How many of a hundred are right at once, and how many among three doors, at least."""

Question = dict[str, Any]


def questions(name: str) -> list[Question]:
    """Return a set: each question with its `lang`, its `kind` and the patterns of doors it may `want`."""
    return read(DATA / f"{name}.yaml")


def read(path: Path) -> list[Question]:
    """Return the questions of a file."""
    found: list[Question] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def right(edition: Edition, question: Question) -> tuple[bool, bool]:
    """Tell whether the command that was carried out, else the first door, is wanted; and whether one of three is."""
    fit = [any(re.search(want, door) for want in question["want"]) for door in doors(edition, question)]
    return any(fit[:1]), any(fit)


def doors(edition: Edition, question: Question) -> list[str]:
    """Return what a question comes to, then the first doors and buttons of its answer."""
    asked = asking(edition, question["lang"], TODAY)
    understood = carried_out(question["q"], asked)
    shown = answer(question["q"], asked).answer
    assert isinstance(shown, Answer)
    opened = (block.command for block in shown.blocks if block.command)
    buttons = (each.command for row in shown.buttons for each in row if not re.search(r" p\d+$", each.command))
    return [*filter(None, [understood]), *islice(opened, AMONG), *islice(buttons, AMONG)]
