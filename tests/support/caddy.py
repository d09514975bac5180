"""A real Caddy on a free port, with the configuration that comes with the program."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT
from tests.support.programs import installed
from tests.support.quiet import PATIENCE, address, listener


@contextlib.contextmanager
def caddy(folder: Path, upstream: str, configuration: str = "Caddyfile") -> Iterator[str]:
    """Run it before an address while the context lasts; yields its own, which ends in no slash."""
    path = installed("caddy", "apt install caddy")
    with listener() as bound:
        public = address(bound)
    host, _, port = upstream.removeprefix("http://").partition(":")
    given = {"BOT_PUBLIC_URL": public, "BOT_UPSTREAM": host, "BOT_WEB_PORT": port, "HOME": str(folder)}
    running = subprocess.Popen(
        [path, "run", "--adapter", "caddyfile", "--config", ROOT / "deploy" / configuration],
        env={**os.environ, **given, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        stderr=subprocess.PIPE,
    )
    try:
        assert running.stderr
        until = time.monotonic() + PATIENCE
        while b"serving initial configuration" not in running.stderr.readline():
            assert running.poll() is None and time.monotonic() < until
        yield public
    finally:
        running.terminate()
        running.communicate(timeout=PATIENCE)
