"""Programs of others with which tests try what is made for them."""

from __future__ import annotations

import os
import shutil

import pytest


def installed(program: str, how: str) -> str:
    """Return where a program is; what it tries must not go untried where everything is tested.

    `how` is what installs it.
    """
    path = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)(f"no {program} is installed; try: {how}")
    return path
