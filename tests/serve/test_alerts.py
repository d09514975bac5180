"""The alert rules for Prometheus: its own tools try them, and they go by nothing that is not told."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import httpx
import pytest
import yaml

from bot.content.edition import Edition
from tests.conftest import ROOT
from tests.support.programs import installed
from tests.support.quiet import PATIENCE
from tests.support.serving import serving

RULES, TESTS = ROOT / "deploy" / "alerts.yaml", sorted((ROOT / "tests" / "data").glob("alerts*.test.yaml"))
ALERTS = [rule for group in yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"] for rule in group["rules"]]


@pytest.mark.process
@pytest.mark.parametrize(("what", "files"), [("check", [RULES]), ("test", TESTS)], ids=["check", "test"])
def test_promtool_finds_each_alert_as_it_is_meant(what: str, files: list[Path]) -> None:
    promtool = installed("promtool", "apt install prometheus")
    ended = subprocess.run(
        [promtool, what, "rules", *map(str, files)], capture_output=True, timeout=PATIENCE, check=False
    )
    assert ended.returncode == 0, (ended.stdout + ended.stderr).decode()


def test_each_alert_says_what_to_do_and_is_tried_silent_and_loud() -> None:
    tests = [test for file in TESTS for test in yaml.safe_load(file.read_text(encoding="utf-8"))["tests"]]
    tried = [each for test in tests for each in test["alert_rule_test"]]
    for alert in ALERTS:
        assert alert["annotations"].keys() == {"summary", "action"} and alert["labels"]["severity"] in (
            "page",
            "ticket",
        )
        assert {"exp_alerts" in each for each in tried if each["alertname"] == alert["alert"]} == {True, False}


def test_each_figure_that_an_alert_goes_by_is_told(small: Edition) -> None:
    with serving(small) as address:
        told = set(re.findall(r"^# TYPE (\w+) ", httpx.get(f"{address}/metrics").text, re.MULTILINE))
    told |= {f"{name}_bucket" for name in told}
    wanted = {name for alert in ALERTS for name in re.findall(r"hindsight_\w+", alert["expr"])}
    assert len(wanted) > 8 and wanted <= told
