"""An installed browser of the Chromium family, as patient as every test."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.support.quiet import PATIENCE

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""Without a window first: for all of Chromium, its hidden window takes most of the time."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP *.test 127.0.0.1",
]
PATIENT = PATIENCE * 1_000
"""Milliseconds a page may take to show what it must."""

expect.set_options(timeout=PATIENT)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser while the context lasts; the page must not go untested where tests count."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)("no Chromium is installed; try: apt install chromium")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=PATIENT) as browser,
    ):
        yield browser
