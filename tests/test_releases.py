"""Releases: the version stands in one place, the changelog knows it, and what contributors run is what is checked."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

import yaml

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_version_stands_in_one_place_and_is_the_newest_that_was_released() -> None:
    released = re.findall(r"^## (\d+\.\d+\.\d+) – (\d{4}-\d\d-\d\d)$", CHANGES, re.MULTILINE)
    assert released[0][0] == PROJECT["version"] == version("hindsight")
    assert released == sorted(released, key=lambda each: [*map(int, each[0].split("."))], reverse=True)
    assert [day for _, day in released] == sorted((day for _, day in released), reverse=True)
    written = [path for path in (ROOT / "bot").rglob("*.py") if PROJECT["version"] in path.read_text(encoding="utf-8")]
    assert not written


def test_what_changed_is_told_by_kind() -> None:
    kinds = set(re.findall(r"^### (.+)$", CHANGES, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Upgrading"}
    assert CHANGES.index("## Unreleased") < CHANGES.index("## 0.")


def test_hooks_before_a_commit_run_what_make_runs() -> None:
    (repo,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    for hook in repo["hooks"]:
        assert hook["language"] == "system" and hook["entry"].startswith(".venv/bin/")
        command = hook["entry"].removeprefix(".venv/bin/")
        assert f"$(BIN)/{command}" in MAKEFILE or "pytest" in command, "hooks ask nothing that the gate does not"
    content = next(hook for hook in repo["hooks"] if hook["id"] == "briefings")
    assert re.search(content["files"], "briefings/ten-hypotheses.yaml") and not re.search(content["files"], "bot/x.py")


def test_security_names_what_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:tests|deploy)/[\w./]+)`", text):
        assert (ROOT / name).exists(), name
    for target in re.findall(r"`make (\w+)`", text):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target
