"""Pages over HTTP, on one server: of the chat against a bare page of their size, by Starlette and Jinja2.

Pages that are kept against as many bytes by Starlette, and against Datasette, if it is installed, which shows the same
rows.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from bench.measuring import Row, processor_time, ratio
from bench.peers.installed import FOLDER, HERE, ROOT
from bench.start import after, free_port, ready, running
from bot import desk
from bot.dataset import Dataset
from bot.dataset.download import as_database
from tests.conftest import TODAY

CONNECTIONS: Final = 16
WARM: Final = 50
PAGES: Final = {
    "/zh/chat?q=/sectors": ("/page", 1.4),
    "/zh/chat?q=/scores": ("/page", 2.0),
    "/healthz": ("/healthz", 1.5),
    "/en/": ("/bytes", 2.0),
    "/zh/predictions": ("/bytes", 2.0),
}
"""What is asked of us, what of the bare one, and how many times its processor time ours may take."""
_ROWS: Final = "/edition/predictions?_size=20"


def rows(rounds: int, count: int, run: Path) -> Iterator[Row]:
    """Yield what each page costs us and the bare server, and the ratio; `run` is the folder of an earlier run of us."""
    for path, (bare, most) in PAGES.items():
        pairs = [asyncio.run(_pair(path, bare, count, run)) for _ in range(rounds)]
        yield Row(path, f"{min(ours for ours, _ in pairs) * 1e6:6,.0f} µs")
        yield Row(f"  bare {bare}", f"{min(theirs for _, theirs in pairs) * 1e6:6,.0f} µs")
        yield ratio(f"  {path} / bare", pairs, most=most)
    if (program := FOLDER / "venv" / "bin" / "datasette").exists():
        costs = [asyncio.run(_datasette(str(program), count)) for _ in range(rounds)]
        yield Row("  a page of the same forecasts by Datasette", f"{min(costs) * 1e6:6,.0f} µs")


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


async def _datasette(program: str, count: int) -> float:
    """Return the seconds of the processor that a page of forecasts takes Datasette."""
    with TemporaryDirectory() as name:
        command = (program, "serve", _rows_in(Path(name)), "--port", str(port := free_port()))
        server = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                return await _shown(client, server.pid, count // CONNECTIONS)
        finally:
            server.kill()
            await server.wait()


def _rows_in(folder: Path) -> str:
    """Write the edition as a database into a folder; return its name."""
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    file = folder / "edition.sqlite"
    file.write_bytes(as_database(Dataset(edition, TODAY, lambda _, address: address)))
    return str(file)


async def _shown(client: httpx.AsyncClient, process: int, count: int) -> float:
    """Return the seconds that a page takes a process, once it answers."""
    while True:
        with contextlib.suppress(httpx.ConnectError):
            (await client.get(_ROWS)).raise_for_status()
            break
        await asyncio.sleep(0.1)
    before = processor_time(process)
    for _ in range(count):
        (await client.get(_ROWS)).raise_for_status()
    return (processor_time(process) - before) / count


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
