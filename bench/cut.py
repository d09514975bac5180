"""A network that is cut between one of two workers and the database: who is forgotten, and who hears twice.

The one lives in a network namespace, with a wire to the database and another to the server that receives; the first is
pulled while it sends. What it had in hand goes to the other after its lease, and then the wire is put back. It needs
root and `ip`; run it with `python -m bench.cut [READERS]`, or among the others.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from bench.cluster import Cluster, cluster
from bench.measuring import Row, below, table
from tests.delivery.test_kill import IN_FLIGHT
from tests.support.quiet import PATIENCE
from tests.support.wires import Streams, passing

READERS: Final = 1_000
NAME: Final = "hindsight-cut"
DATABASE, RECEIVER = "10.99.98", "10.99.99"
"""The networks of the two wires: the first address is ours, the second one is within."""


def rows(readers: int = READERS) -> Iterator[Row]:
    """Yield what became of everybody; a row that says so where no network can be made."""
    if os.geteuid() or not shutil.which("ip"):
        yield Row("a network that is cut", "not tried: it needs root and ip")
        return
    with _wires():
        yield from asyncio.run(_cut(readers))


@contextlib.contextmanager
def _wires() -> Iterator[None]:
    """Have a namespace with both wires while the context lasts."""
    _ip("netns", "add", NAME)
    try:
        _ip("-n", NAME, "link", "set", "lo", "up")
        for number, network in enumerate((DATABASE, RECEIVER)):
            _ip("link", "add", f"cut-{number}", "type", "veth", "peer", "name", f"cut-in-{number}", "netns", NAME)
            for own, link, host in ((), f"cut-{number}", 1), (("-n", NAME), f"cut-in-{number}", 2):
                _ip(*own, "address", "add", f"{network}.{host}/24", "dev", link)
                _ip(*own, "link", "set", link, "up")
        yield
    finally:
        _ip("netns", "delete", NAME)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


async def _cut(readers: int) -> list[Row]:
    async with cluster(readers, rate=100) as them, AsyncExitStack() as left:
        folder = dict(part.split("=") for part in them.address.partition("?")[2].split("&"))["host"]
        at = await left.enter_async_context(passing(f"{DATABASE}.1", lambda: _to_socket(folder)))
        api = await left.enter_async_context(passing(f"{RECEIVER}.1", lambda: _to_port(them.post.port)))
        name = them.address.partition("?")[0].rpartition("/")[2]
        within = {
            "BOT_DATABASE_URL": f"postgresql://hindsight@{DATABASE}.1:{at}/{name}",
            "BOT_TELEGRAM_API_URL": f"http://{RECEIVER}.1:{api}",
        }
        await them.work(("ip", "netns", "exec", NAME), **within)
        await them.post.reached(readers // 4, PATIENCE)
        await them.work()
        _ip("link", "set", "cut-0", "down")
        await _lapsed(them)
        _ip("link", "set", "cut-0", "up")
        await them.end()
        sent = dict(them.asked("select state, count(*) from deliveries group by state"))
    counts = them.post.counts
    return [
        Row(f"{readers:,} readers, 2 processes, a network that is cut from one", ""),
        Row("  forgotten", str(readers - len(counts)), "0", len(counts) == readers),
        Row("  not recorded as sent", str(readers - sent.get("sent", 0)), "0", sent == {"sent": readers}),
        below("  sent again", counts.total() - len(counts), IN_FLIGHT + 0.5, "messages", 0),
    ]


async def _lapsed(them: Cluster) -> None:
    """Wait until the other has sent all it finds, and then what the first had in hand, as after its lease."""
    await them.done("select 1 from deliveries where state = 'queued' limit 1")
    await asyncio.to_thread(them.asked, "select pg_sleep(5)")  # the other has nothing in hand then
    them.asked("update deliveries set lease_until = '2020-01-01T00:00:00Z' where state = 'sending'")
    await them.done("select 1 from deliveries where state in ('queued', 'sending') limit 1")


# What listens on this machine alone, at the other end


async def _to_socket(folder: str) -> Streams:
    return await asyncio.open_unix_connection(str(Path(folder) / ".s.PGSQL.5432"))


async def _to_port(port: int) -> Streams:
    return await asyncio.open_connection("127.0.0.1", port)


if __name__ == "__main__":
    print(table(list(rows(*map(int, sys.argv[1:])))))
