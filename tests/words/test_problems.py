"""Every problem has words in both languages, and every word belongs to a problem that a test provokes."""

from __future__ import annotations

import ast
import re
from importlib import resources

import pytest

from bot.answers.problems import describe, located
from bot.content.problem import Mark, problem
from bot.words import WRITTEN
from tests.conftest import ROOT
from tests.content import (
    test_edition,
    test_fouled_texts,
    test_naive,
    test_observations,
    test_phrases,
    test_proposals,
    test_reading,
    test_record,
    test_standings,
    test_yaml_document,
)
from tests.documents import test_document, test_fingerprints

PROVOKED = (
    {code for code, _ in test_yaml_document.CASES}
    | {"encoding", "too-large", "too-many-nodes", "more-problems"}
    | {slip.code for slip in test_reading.SLIPS}
    | {"empty-file", "other"}
    | test_edition.CODES
    | test_fouled_texts.CODES
    | test_fingerprints.CODES
    | test_document.CODES
    | test_record.CODES
    | test_naive.CODES
    | test_observations.CODES
    | test_standings.CODES
    | test_phrases.CODES
    | test_proposals.CODES
)
"""Each of these is shown to be found, and to read well, in the tests beside this one."""

RAISING = (
    *(ROOT / "bot" / "content").glob("*.py"),
    *(ROOT / "bot" / "documents").glob("*.py"),
    ROOT / "bot" / "desk" / "folders.py",
)
"""The modules that make problems."""


def worded(language: str) -> set[str]:
    text = resources.files("bot.words").joinpath(f"{language}.ftl").read_text(encoding="utf-8")
    return set(re.findall(r"^problem-([a-z-]+) =", text, re.MULTILINE)) - {"and-near"}


def raised() -> set[str]:
    """The codes that stand in calls that make problems."""
    codes = set()
    for path in RAISING:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("problem", "_known", "Unreadable")):
                codes |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    return {code for code in codes if isinstance(code, str) and re.fullmatch("[a-z-]+", code)}


@pytest.mark.parametrize("language", WRITTEN)
def test_words_and_provoked_problems_are_the_same(language: str) -> None:
    assert worded(language) == PROVOKED


def test_every_problem_the_program_makes_is_provoked() -> None:
    assert len(raised()) > 30
    assert raised() <= PROVOKED


def test_a_problem_is_located_as_compilers_do() -> None:
    found = problem("briefings/x.yaml", Mark(3, 14), "missing", name="zh")
    assert located("en", found) == "briefings/x.yaml:3:14: “zh” is missing; add it"
    assert located("zh", found) == "briefings/x.yaml:3:14: 缺少“zh”；请补上"


def test_a_guess_is_added_as_a_question() -> None:
    found = problem("x", Mark(1, 1), "unknown-sector", value="bakerys", near="bakeries")
    assert describe("en", found).endswith(". Did you mean “bakeries”?")
    assert describe("zh", found).endswith("。是不是想写“bakeries”？")


def test_numbers_stand_as_in_the_file_and_controls_not_at_all() -> None:
    found = problem("x", Mark(1, 1), "unknown-source", value="a\u202e\x07b\n", near="")
    assert "a??b?" in describe("en", found)
    assert "1000000" in describe("en", problem("x", Mark(1, 1), "too-large", most=1_000_000))
