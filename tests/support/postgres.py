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
from collections.abc import Callable, Iterator
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


def wait_for_the_disk() -> None:
    """Have the server, before it is started, be as patient as one of operators: for what is measured."""
    assert not _started.cache_info().currsize
    HASTY.update(dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "on"))
    HASTY.update(shared_buffers="256MB")


def server() -> str:
    """Return the address of the server that ends with this process, without a database."""
    return _started()[0]


def restart() -> None:
    """End the server as a loss of power does, and start it again."""
    _, control = _started()
    control("-m", "immediate", "restart")


@functools.cache
def _started() -> tuple[str, Callable[..., Any]]:
    """Start the server; return its address, and what controls it."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    as_nobody = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    if as_nobody:
        shutil.chown(folder, "nobody", "nogroup")
    run = functools.partial(subprocess.run, check=True, capture_output=True, cwd=folder, **as_nobody)
    data = folder / "data"
    made = (BINARIES[-1] / "initdb", "-D", data, "-U", USER, "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8")
    run(made)
    options = " ".join(f"-c {name}={value}" for name, value in HASTY.items())

    def control(*words: str) -> None:
        own = ("-D", data, "-w", "-l", folder / "log", "-o", f"-k {folder} {options}")
        run((BINARIES[-1] / "pg_ctl", *own, *words))

    control("start")
    atexit.register(_end, control, folder)
    return f"postgresql:///{{}}?host={folder}&user={USER}", control


def _end(control: Callable[..., None], folder: Path) -> None:
    control("-m", "immediate", "stop")
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
