"""Chinese scripts: which way OpenCC turns them, and that its large dictionaries are read for whom they are meant."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.answers import COMMANDS
from bot.answers.parsing import parse
from bot.scripts import converted, simplified
from bot.words import LANGUAGES, say
from tests.conftest import ROOT

ASKED = """
import datetime as dt
from pathlib import Path
from bot import desk, scripts
from bot.answers import answer, understood
from tests.support.asking import asking
edition = desk.load_folders(Path("tests/small/briefings"), Path("tests/small/seeds"))
understood.warm(edition)
used = []
scripts.OpenCC = lambda conversion, made=scripts.OpenCC: used.append(conversion) or made(conversion)
for language in {languages}:
    for question in ("帮助", "圖書館會不會消失", "/predictions 应验 图书馆", "/vote bread 是的", "/language"):
        answer(question, asking(edition, language, dt.date(2026, 11, 29)))
print(*used)
"""


@pytest.mark.parametrize(
    ("text", "simple"),
    [("圖書館", "图书馆"), ("皇后", "皇后"), ("乾隆", "乾隆"), ("ＡＢ library", "ＡＢ library"), ("", "")],
)
def test_characters_become_simplified_and_words_stay(text: str, simple: str) -> None:
    assert simplified(text) == simple == simplified(simple)


def test_words_of_taiwan_are_turned_where_asked_for() -> None:
    assert converted("軟體", "tw2sp") == "软件" and converted("软件", "s2twp") == "軟體"


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if command.public])
def test_a_command_is_known_by_its_name_in_every_language(name: str) -> None:
    assert {parse(say(language, f"name-{name}")).name for language in LANGUAGES} == {name}


@pytest.mark.process
@pytest.mark.parametrize(("languages", "large"), [(("zh", "en"), False), (("zh-Hant",), True)])
def test_dictionaries_of_40_megabytes_are_read_for_readers_of_traditional_chinese(
    languages: tuple[str, ...], large: bool
) -> None:
    code = ASKED.format(languages=languages)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ("s2twp" in done.stdout.split()) == large
