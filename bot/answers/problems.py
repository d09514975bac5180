"""Problems of files in words, one line each."""

from __future__ import annotations

from bot.content.briefing import Language
from bot.content.problem import Problem
from bot.words import say


def describe(language: Language, problem: Problem) -> str:
    """Return what is wrong and what to do, in a language, on one line."""
    args = dict(problem.args)
    near = args.pop("near", "")
    text = say(language, f"problem-{problem.code}", **{name: _plain(value) for name, value in args.items()})
    return say(language, "problem-and-near", text=text, near=near) if near else text


def located(language: Language, problem: Problem) -> str:
    """Return file:line:column: what is wrong, and what to do."""
    return f"{problem.file}:{problem.mark.line}:{problem.mark.column}: {describe(language, problem)}"


def _plain(value: str | int) -> str:
    """Return a value as it stands in the file: no grouping of digits, no line breaks or controls from hostile files."""
    return "".join(character if character.isprintable() else "?" for character in str(value))
