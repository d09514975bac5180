"""Servers that speak bytes: they reset, stall, hang up or answer nonsense exactly when told to."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import ssl
import struct
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
DONE = b'{"ok":true,"result":{"message_id":1,"date":1700000000,"chat":{"id":1,"type":"private"},"text":"x"}}'

KEY = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiD01Ufi1l2PIbesH
edD3+R5jy/iDW2w6rV90vuvkCAehRANCAARq8MHwmQG9d9wqtXS5yvIMmnKxQOqu
/pO9r9IabFNFEJvxonzcfGgVhrrAPSjzUrWjrJhkkAKPh9/gcqnq6krD
-----END PRIVATE KEY-----
"""
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUYX4KzkBJsuBQWSGjxPqEaFP9iY0wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDA3MjUyM1oYDzIxMjYxMDMx
MDcyNTIzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARq8MHwmQG9d9wqtXS5yvIMmnKxQOqu/pO9r9IabFNFEJvxonzcfGgV
hrrAPSjzUrWjrJhkkAKPh9/gcqnq6krDo28wbTAdBgNVHQ4EFgQUlsHljJt7foLI
IR0tEKQNvhy1p8kwHwYDVR0jBBgwFoAUlsHljJt7foLIIR0tEKQNvhy1p8kwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgChr6otdCk3uFdOyWfvkMLDTHkIKY9gyyO1jK6mrrNAgCIQC4
92z4VbukMTt6/6NWSW17g63Xj3CMT5ZghB4FcoFH/Q==
-----END CERTIFICATE-----
"""
"""A key that protects nothing: it is only ever used by tests, for `localhost`."""


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        file.write_text(KEY + CERTIFICATE)
        context.load_cert_chain(file)
    return context


def trusting() -> ssl.SSLContext:
    """Return what a client needs to believe this server."""
    return ssl.create_default_context(cadata=CERTIFICATE)


def answer(status: int, body: bytes, *headers: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers))
    return head.encode() + b"\r\n" + body


async def request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """Read a request; return its head and its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = re.search(r"(?i)^content-length: *(\d+)", head, re.MULTILINE)
    return head, await reader.readexactly(int(length[1]) if length else 0)


def reset(writer: asyncio.StreamWriter) -> None:
    """Close a connection the rude way."""
    peer = writer.get_extra_info("socket")
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@contextlib.asynccontextmanager
async def serving(handle: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Serve on a free port while the context lasts; every connection is closed after it."""
    tasks: set[asyncio.Task[None]] = set()
    writers: set[asyncio.StreamWriter] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())  # type: ignore[arg-type]
        writers.add(writer)
        with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):  # asyncio would log a cancelled one
            await handle(reader, writer)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        for writer in writers:
            writer.close()
        await asyncio.gather(*tasks, *(writer.wait_closed() for writer in writers), return_exceptions=True)
        await server.wait_closed()
