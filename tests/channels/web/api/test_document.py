"""The document of the API, held against it by a program that reads nothing else: Schemathesis, with all its checks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.content.edition import Edition
from tests.support.quiet import PATIENCE
from tests.support.serving import serving

CASES = 5
"""Random requests of each operation, beside those that cover its document."""


@pytest.mark.exhaustive
@pytest.mark.process
def test_what_the_document_says_is_so(shipped: Edition, tmp_path: Path) -> None:
    words = ["run", "--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", str(CASES)]
    words += ["--seed", "1", "--generation-deterministic", "--no-color"]
    with serving(shipped) as address:
        command = [sys.executable, "-m", "schemathesis.cli", *words, f"{address}/api/v1/openapi.json"]
        ended = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=20 * PATIENCE, check=False
        )
    assert ended.returncode == 0, ended.stdout
    assert "No issues found" in ended.stdout
