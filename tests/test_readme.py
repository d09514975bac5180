"""The README tells the truth: commands, variables and examples, in both languages."""

from __future__ import annotations

import re

import pytest

from bot import __main__, settings
from bot.answers import COMMANDS
from bot.terminal import arguments
from tests.conftest import ROOT

READMES = ["README.md", "README.zh.md"]


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_variable_is_described_and_none_that_does_not_exist(readme: str) -> None:
    known = {f"BOT_{name.upper()}" for name in settings.Settings.model_fields}
    assert set(re.findall(r"BOT_[A-Z_]+", readme)) == known


def test_every_command_of_the_program_is_described(readme: str) -> None:
    offered = arguments.commands()
    assert set(re.findall(r"^\| `([a-z]+)[ `]", readme, re.MULTILINE)) == set(offered)


def test_every_question_a_reader_can_ask_is_described(readme: str) -> None:
    assert set(re.findall(r"`/([a-z]+)[ `]", readme)) == set(COMMANDS)


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_example_of_a_conversation_is_what_is_really_answered(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = re.search(r'ask "(.*?)".*?\n(.*?)\n…', (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    assert __main__.main(["ask", shown[1], "--lang", language]) == 0
    assert capsys.readouterr().out.startswith(shown[2])


def test_both_readmes_have_the_same_sections() -> None:
    first, second = ((ROOT / name).read_text(encoding="utf-8") for name in READMES)
    assert len(re.findall("^## ", first, re.MULTILINE)) == len(re.findall("^## ", second, re.MULTILINE))
