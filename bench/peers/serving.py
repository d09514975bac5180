"""Pages of the chat over HTTP against a bare page of its size, by Starlette and Jinja2 on the same server."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from statistics import median
from typing import Final

from bench.measuring import Row, processor_time, ratio
from bench.peers.installed import HERE
from bench.start import after, ready, running

CONNECTIONS: Final = 16
WARM: Final = 50
PAGES: Final = {
    "/zh/chat?q=/sectors": ("/page", 1.4),
    "/zh/chat?q=/scores": ("/page", 2.0),
    "/healthz": ("/healthz", 1.5),
}
"""What is asked of us, what of the bare one, and how many times its processor time ours may take."""


def rows(rounds: int, count: int, run: Path) -> Iterator[Row]:
    """Yield what each page costs us and the bare server, and the ratio; `run` is the folder of an earlier run of us."""
    for path, (bare, most) in PAGES.items():
        pairs = [asyncio.run(_pair(path, bare, count, run)) for _ in range(rounds)]
        yield Row(path, f"{min(ours for ours, _ in pairs) * 1e6:6,.0f} µs")
        yield Row(f"  bare {bare}", f"{min(theirs for _, theirs in pairs) * 1e6:6,.0f} µs")
        yield ratio(f"  {path} / bare", pairs, most=most)


async def _pair(path: str, bare: str, count: int, run: Path) -> tuple[float, float]:
    """Return the seconds of the processor that a page takes us, once we are ready, and the bare server."""
    with after(run) as folder:
        async with running(folder) as (process, url):
            port = int(url.rpartition(":")[2])
            await ready(url)
            size = await _asked(port, path, 1)
            ours = await _cost(process.pid, port, path, count)
    async with _bare(size) as (pid, port):
        return ours, await _cost(pid, port, bare, count)


async def _cost(pid: int, port: int, path: str, count: int) -> float:
    await _many(port, path, WARM)
    before = processor_time(pid)
    await _many(port, path, count // CONNECTIONS)
    return (processor_time(pid) - before) / (count // CONNECTIONS * CONNECTIONS)


async def _many(port: int, path: str, each: int) -> None:
    await asyncio.gather(*(_asked(port, path, each) for _ in range(CONNECTIONS)))


async def _asked(port: int, path: str, count: int) -> int:
    """Ask for a page again and again over one connection; return its size."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Language: zh\r\n\r\n".encode()
    sizes = []
    for _ in range(count):
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        sizes.append(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
        await reader.readexactly(sizes[-1])
    writer.close()
    return round(median(sizes))


@contextlib.asynccontextmanager
async def _bare(size: int) -> AsyncIterator[tuple[int, int]]:
    """Run the bare server while the context lasts; gives its process and port."""
    command = (sys.executable, str(HERE / "in_python.py"), "page", str(size))
    server = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    try:
        assert server.stdout
        yield server.pid, int(await server.stdout.readline())
    finally:
        server.kill()
        await server.wait()
