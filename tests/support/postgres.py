"""A PostgreSQL of our own, for the tests that need one: private, without a network, without patience for disks."""

from __future__ import annotations

import atexit
import contextlib
import functools
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import psycopg

BINARIES: Final = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
USER: Final = "hindsight"
HASTY: Final = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "autovacuum": "off",
    "deadlock_timeout": "20ms",
}
_NUMBERS = itertools.count(1)
_IDLE: list[str] = []


def missing() -> str:
    """Return what is missing for a server, as the reason of a skip; nothing where one can be started."""
    if not BINARIES:
        return "postgresql"
    return "" if find_spec("psycopg") else "psycopg"


@functools.cache
def server() -> str:
    """Start the server that ends with this process; return its address, without a database."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    as_nobody = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    if as_nobody:
        shutil.chown(folder, "nobody", "nogroup")
    run = functools.partial(subprocess.run, check=True, capture_output=True, cwd=folder, **as_nobody)
    data = folder / "data"
    made = (BINARIES[-1] / "initdb", "-D", data, "-U", USER, "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8")
    run(made)
    options = " ".join(f"-c {name}={value}" for name, value in HASTY.items())
    start = ("-D", data, "-w", "-l", folder / "log", "-o", f"-k {folder} {options}", "start")
    run((BINARIES[-1] / "pg_ctl", *start))
    atexit.register(_end, run, data, folder)
    return f"postgresql:///{{}}?host={folder}&user={USER}"


def _end(run: functools.partial[Any], data: Path, folder: Path) -> None:
    run((BINARIES[-1] / "pg_ctl", "-D", data, "-m", "immediate", "stop"))
    shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def _template() -> str:
    """Make a database with all tables, of which others are copies."""
    from bot.state.postgres.tables import upgrade

    with connected(_made("hindsight_tables", "template1")) as connection:
        upgrade(connection)
    return "hindsight_tables"


def connected(address: str) -> contextlib.closing[psycopg.Connection]:
    """Have a connection of a test's own while the context lasts."""
    import psycopg

    return contextlib.closing(psycopg.connect(address, autocommit=True))


@contextlib.contextmanager
def database() -> Iterator[str]:
    """Lend a database that has all tables, with nothing in them; yields its address."""
    address = _IDLE.pop() if _IDLE else _made(f"state_{next(_NUMBERS)}", _template())
    yield address
    with connected(address) as connection, connection.transaction():
        query = "select tablename from pg_tables where schemaname = 'public' and tablename <> 'steps'"
        emptied = [f"delete from {name}" for (name,) in connection.execute(query)]
        begun = [
            f"alter sequence {name} restart"
            for (name,) in connection.execute("select sequencename from pg_sequences where schemaname = 'public'")
        ]
        connection.execute("drop schema if exists jobs cascade")
        connection.execute("; ".join(("set local session_replication_role = replica", *emptied, *begun)).encode())
    _IDLE.append(address)


def empty_database() -> str:
    """Make a database without tables; return its address."""
    return _made(f"empty_{next(_NUMBERS)}", "template1")


def _made(name: str, template: str) -> str:
    with connected(server().format("postgres")) as connection:
        connection.execute(f"create database {name} template {template}".encode())
    return server().format(name)
