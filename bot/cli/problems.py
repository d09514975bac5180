"""Problems of files as text, JSON or GitHub's annotations, under the names the files have on this machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.answers.problems import describe, located
from bot.cli.output import Failure
from bot.content.briefing import Language
from bot.content.edition import InvalidEdition
from bot.content.problem import Problem
from bot.settings import Settings
from bot.words import WRITTEN


def at_home(chosen: Settings, problem: Problem, overlay: Mapping[str, object] | None = None) -> Problem:
    """Return a problem that names its file as it is named on this machine.

    `overlay` holds the names of files that take the place of those in the folders.
    """
    folder, _, name = problem.file.partition("/")
    home = {"briefings": chosen.briefings, "seeds": chosen.seeds}.get(folder)
    path = (overlay or {}).get(problem.file) or (home / name if home else problem.file)
    return Problem(str(path), problem.mark, problem.code, problem.args)


def failure(
    chosen: Settings, invalid: InvalidEdition, language: Language = "en", overlay: Mapping[str, object] | None = None
) -> Failure:
    """Return all that is wrong with an edition, as what ends a command; a missing folder is wrong usage."""
    lines = [located(language, at_home(chosen, problem, overlay)) for problem in invalid.problems]
    missing = all(problem.code == "no-folder" for problem in invalid.problems)
    return Failure(*lines, code=2 if missing else 1)


def as_text(problems: Sequence[Problem], language: Language) -> str:
    """Return one line each: file:line:column: what is wrong, and what to do."""
    return "".join(f"{located(language, problem)}\n" for problem in problems)


def as_json(problems: Sequence[Problem], _: Language) -> str:
    """Return a list for programs, with messages in all languages."""
    return json.dumps([_plain(problem) for problem in problems], ensure_ascii=False, indent=2) + "\n"


def _plain(problem: Problem) -> dict[str, Any]:
    message = {language: describe(language, problem) for language in WRITTEN}
    place = {"file": problem.file, "line": problem.mark.line, "column": problem.mark.column}
    return {**place, "level": problem.level, "code": problem.code, "message": message}


def as_github(problems: Sequence[Problem], language: Language) -> str:
    """Return commands of GitHub's workflows, which mark the lines in a pull request."""
    return "".join(
        f"::{each.level} file={_escaped(each.file, ':,')},line={each.mark.line},col={each.mark.column}"
        f"::{_escaped(describe(language, each))}\n"
        for each in problems
    )


def _escaped(text: str, also: str = "") -> str:
    return "".join(f"%{ord(each):02X}" if each in f"%\r\n{also}" else each for each in text)


FORMATS: Final = {"text": as_text, "json": as_json, "github": as_github}
