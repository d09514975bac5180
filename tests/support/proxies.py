"""Proxies of HTTP and SOCKS5 that really connect, count their connections, and may want credentials."""

from __future__ import annotations

import asyncio
import base64
import struct
from collections.abc import Mapping

from tests.support import wire

_DONE = b"HTTP/1.1 200 Connection established\r\n\r\n"
_CREDENTIALS_WANTED = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"


class _Proxy:
    """What both kinds have: `credentials` as name:password, and `names` that only the proxy can look up."""

    def __init__(self, credentials: str = "", names: Mapping[str, str] | None = None) -> None:
        self._credentials, self._names = credentials, names or {}
        self.connections = 0
        self.asked: list[str] = []

    async def _onwards(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.asked.append(f"{host}:{port}")
        return await asyncio.open_connection(self._names.get(host, host), port)


class HTTPProxy(_Proxy):
    """Tunnels CONNECT, fetches absolute addresses; `heads` are those of all requests."""

    def __init__(self, credentials: str = "", names: Mapping[str, str] | None = None) -> None:
        super().__init__(credentials, names)
        self.heads: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        head, body = await wire.request(reader)
        self.heads.append(head)
        given = base64.b64encode(self._credentials.encode()).decode()
        if self._credentials and f"Proxy-Authorization: Basic {given}" not in head:
            writer.write(_CREDENTIALS_WANTED)
            return
        method, target, _ = head.split("\r\n")[0].split()
        host, _, port = target.removeprefix("http://").split("/")[0].partition(":")
        there, onwards = await self._onwards(host, int(port))
        if method == "CONNECT":
            writer.write(_DONE)
            await _joined((reader, writer), (there, onwards))
            return
        answers = asyncio.create_task(_copied(there, writer))
        try:
            while True:
                onwards.write(head.replace(f"http://{host}:{port}", "", 1).encode() + body)
                head, body = await wire.request(reader)
        finally:
            onwards.close()
            await answers


class SOCKS5Proxy(_Proxy):
    """Connects as RFC 1928 and 1929 say; `refuses` is the reply to every request to connect, if it is not 0."""

    def __init__(self, credentials: str = "", names: Mapping[str, str] | None = None, refuses: int = 0) -> None:
        super().__init__(credentials, names)
        self._refuses = refuses

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        version, count = await reader.readexactly(2)
        offered, wanted = await reader.readexactly(count), 2 if self._credentials else 0
        writer.write(bytes([version, wanted if wanted in offered else 0xFF]))
        if wanted not in offered or (wanted and not await self._admits(reader, writer)):
            return
        _, _, _, kind = await reader.readexactly(4)
        host = await self._host(reader, kind)
        (port,) = struct.unpack("!H", await reader.readexactly(2))
        if self._refuses:
            writer.write(bytes([5, self._refuses, 0, 1]) + bytes(6))
            return
        there, onwards = await self._onwards(host, port)
        writer.write(bytes([5, 0, 0, 1]) + bytes(6))
        await _joined((reader, writer), (there, onwards))

    async def _admits(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        said = []
        await reader.readexactly(1)
        for _ in range(2):
            (length,) = await reader.readexactly(1)
            said.append((await reader.readexactly(length)).decode())
        right = ":".join(said) == self._credentials
        writer.write(bytes([1, not right]))
        return right

    async def _host(self, reader: asyncio.StreamReader, kind: int) -> str:
        if kind == 1:
            return ".".join(map(str, await reader.readexactly(4)))
        (length,) = await reader.readexactly(1)
        return (await reader.readexactly(length)).decode()


_Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _joined(one: _Ends, other: _Ends) -> None:
    """Pass on both ways until both have ended."""
    try:
        await asyncio.gather(_copied(one[0], other[1]), _copied(other[0], one[1]))
    finally:
        other[1].close()


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()
    writer.close()
