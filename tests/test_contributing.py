"""The recipes of CONTRIBUTING.md, carried out word for word on a copy of the code."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.quiet import PATIENCE

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", TEXT, re.DOTALL | re.MULTILINE))
FENCE = re.compile(r"^```(\w+)(?: (new|append))?(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass
class Kitchen:
    """A copy of the code, in which a recipe is carried out."""

    folder: Path

    def step(self, kind: str, how: str, name: str, text: str) -> None:
        path = self.folder / name
        if kind == "console":
            self._run(text)
        elif how == "new":
            assert not path.exists(), f"{name} is there already"
            path.write_text(text, encoding="utf-8")
        elif how == "append":
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        else:
            assert kind == "diff", f"no step of a recipe: {kind} {how} {name}"
            self._patch(path, text)

    def _patch(self, path: Path, text: str) -> None:
        lines = text.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] in signs) for signs in (" -", " +"))
        before = path.read_text(encoding="utf-8")
        assert before.count(old) == 1, f"{path.name} is not as the recipe has it; correct CONTRIBUTING.md:\n{old}"
        path.write_text(before.replace(old, new), encoding="utf-8")

    def _run(self, text: str) -> None:
        for command, wanted in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
            program, *arguments = shlex.split(command)
            assert program == "python"
            env = {
                name: value for name, value in os.environ.items() if not name.upper().startswith(("BOT_", "PYTEST_"))
            }
            ended = subprocess.run(
                [sys.executable, *arguments],
                cwd=self.folder,
                env={**env, "PYTHONPATH": str(self.folder)},
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
            said = ended.stdout.decode() + ended.stderr.decode()
            assert ended.returncode == 0, f"{command}\n{said}"
            for line in wanted.splitlines():
                assert line in said, f"{command} does not say {line!r}:\n{said}"


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    ignored = shutil.ignore_patterns("*.egg-info", "vendor")  # what is compiled comes with them: it saves minutes
    for name in ("bot", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True, ignore=ignored)
    for name in ("briefings", "seeds", "pyproject.toml", ".env.sample"):
        (tmp_path / name).symlink_to(ROOT / name)
    yield Kitchen(tmp_path)
    shutil.rmtree(tmp_path / "bot")


def test_there_are_the_five_recipes() -> None:
    assert [*RECIPES] == ["A command", "A field of a record", "A channel", "A column of the state", "A language"]
    assert sum(len(FENCE.findall(recipe)) for recipe in RECIPES.values()) == TEXT.count("\n```\n", TEXT.index("###"))


@pytest.mark.process
@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_does_what_it_says(kitchen: Kitchen, name: str) -> None:
    for kind, how, file, text in FENCE.findall(RECIPES[name]):
        kitchen.step(kind, how, file, text)


def test_every_file_that_is_named_is_there() -> None:
    named = {each for each in re.findall(r"`((?:bot|tests|bench|deploy)/[\w./]+)`", TEXT) if "*" not in each}
    made = {file for recipe in RECIPES.values() for _, how, file, _ in FENCE.findall(recipe) if how == "new"}
    assert len(named) > 10 and all((ROOT / each).exists() or each in made for each in named)
    for each in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (ROOT / each).is_file(), each
