"""Which peers are installed, and how each is run.

They are no dependencies of anything here, so they have a folder of their own, which is not committed:

    npm install --prefix .peers telegraf grammy
    python3 -m venv .peers/venv
    .peers/venv/bin/python -m pip install python-telegram-bot aiogram pyTelegramBotAPI datasette
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent.parent
FOLDER: Final = Path(os.environ.get("BENCH_PEERS", ROOT / ".peers"))
IN_PYTHON: Final = {
    "python-telegram-bot": "telegram",
    "aiogram": "aiogram",
    "pyTelegramBotAPI": "telebot",
}
"""Packages in Python and the modules they are imported by."""
IN_NODE: Final = ("telegraf", "grammy")
_VERSIONS: Final = """
import json, sys
from importlib.metadata import PackageNotFoundError, version
found = {}
for name in sys.argv[1:]:
    try: found[name] = version(name)
    except PackageNotFoundError: pass
print(json.dumps(found))
"""


class Peer(NamedTuple):
    """A peer: what it is called, its version, and how it is run."""

    name: str
    version: str
    command: Sequence[str]

    def sends(self, url: str, count: int, in_flight: int) -> Sequence[str]:
        """Return what sends so many messages."""
        return (*self.command[:2], "send", *self.command[2:], url, str(count), str(in_flight))

    def echoes(self, url: str) -> Sequence[str]:
        """Return what polls, and says again what it is told."""
        return (*self.command[:2], "echo", *self.command[2:], url)


def peers() -> list[Peer]:
    """Return those that are installed."""
    own = FOLDER / "venv" / "bin" / "python"
    python = str(own) if own.exists() else sys.executable
    versions = json.loads(subprocess.check_output([python, "-c", _VERSIONS, *IN_PYTHON]))
    script = str(HERE / "in_python.py")
    found = [Peer(name, version, (python, script, IN_PYTHON[name])) for name, version in versions.items()]
    node = shutil.which("node")
    for name in IN_NODE if node else ():
        described = FOLDER / "node_modules" / name / "package.json"
        if node and described.exists():
            version = json.loads(described.read_text(encoding="utf-8"))["version"]
            found.append(Peer(name, version, (node, str(HERE / "in_node.js"), name)))
    return found


def environment() -> Mapping[str, str]:
    """Return what peers are run with: node finds its modules in their folder."""
    return {**os.environ, "NODE_PATH": str(FOLDER / "node_modules"), "NODE_ENV": "production"}
