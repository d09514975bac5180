"""Request bodies, as JSON or as forms with files, which know how much of them the network has taken."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import select
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import IO, Final, NamedTuple

import orjson
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import Payload

CHUNK: Final = 1 << 16
"""Bytes handed over at once; each chunk has the whole write timeout, so that a slow line can carry a long file."""
_HANGS_UP: Final = getattr(select, "POLLRDHUP", 0)

Piece = bytes | IO[bytes]
FilePart = tuple[str, Piece, str]
"""A file to upload: its name, its content, its media type."""


class Parameters(NamedTuple):
    """Parameters of a request and the files uploaded with it, in the shape of the library's RequestData."""

    parameters: Mapping[str, object]
    multipart_data: Mapping[str, FilePart]

    @property
    def contains_files(self) -> bool:
        """Tell whether it has to be a form."""
        return bool(self.multipart_data)

    @property
    def json_parameters(self) -> dict[str, str]:
        """The parameters as texts, as a form holds them."""
        found = self.parameters.items()
        return {name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in found}


class Body(Payload):
    """Pieces in memory and open files, sent in order; files are read where they stand, and stay open.

    `begun`: a byte may have left. `left`: the last byte may have left, so that the server may act on the request.
    """

    _autoclose = True

    def __init__(self, pieces: Sequence[Piece], content_type: str, write_timeout: float | None) -> None:
        super().__init__(None, content_type=content_type)
        self._pieces = [piece if isinstance(piece, bytes) or piece.seekable() else piece.read() for piece in pieces]
        self._sizes = [_size(piece) for piece in self._pieces]
        self._size = sum(self._sizes)
        self._write_timeout = write_timeout
        self.begun = self.left = False

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Exist for aiohttp, which never asks for it."""
        raise TypeError("a body is not a text")

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Hand everything to the network; raises OSError before the first byte where the peer has hung up."""
        if _hung_up(writer):
            raise ConnectionResetError
        self.begun = True
        *others, last = zip(self._pieces, self._sizes, strict=True)
        for piece, size in others:
            async for chunk in _chunks(piece, size):
                async with asyncio.timeout(self._write_timeout):
                    await writer.write(chunk)
        self.left = True
        waits = (
            sum(self._sizes) > CHUNK
        )  # anything shorter fits into buffers, and a timer would cost more than the writing
        async with asyncio.timeout(self._write_timeout) if waits else contextlib.nullcontext():
            await writer.write(last[0])  # type: ignore[arg-type]  # the closing of a form, or all of a JSON body

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        """Do the same; the length is the body's own."""
        await self.write(writer)


def form_body(fields: Mapping[str, str], files: Mapping[str, FilePart], write_timeout: float | None) -> Body:
    """Return a form as browsers send it: names in UTF-8, so that a Chinese file name arrives as it is."""
    boundary = secrets.token_hex(16)
    pieces: list[Piece] = []
    for name, value in fields.items():
        pieces.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n{value}\r\n'.encode()
        )
    for name, (filename, content, media) in files.items():
        disposition = f'form-data; name="{_quoted(name)}"; filename="{_quoted(filename)}"'
        head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: {_quoted(media)}\r\n\r\n"
        pieces += [head.encode(), content, b"\r\n"]
    return Body([*pieces, f"--{boundary}--\r\n".encode()], f"multipart/form-data; boundary={boundary}", write_timeout)


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _size(piece: Piece) -> int:
    if isinstance(piece, bytes):
        return len(piece)
    here = piece.tell()
    size = piece.seek(0, 2) - here
    piece.seek(here)
    return size


async def _chunks(piece: Piece, size: int) -> AsyncIterator[bytes]:
    if isinstance(piece, bytes):
        for start in range(0, size, CHUNK):
            yield piece[start : start + CHUNK]
        return
    while size:
        chunk = await asyncio.to_thread(piece.read, min(CHUNK, size))
        if not chunk:
            raise OSError("the file became shorter while it was sent")
        size -= len(chunk)
        yield chunk


def _hung_up(writer: AbstractStreamWriter) -> bool:
    """Whether the peer has closed a kept-alive connection, though the event loop has not been told yet.

    Without this, a request on such a connection is lost, and nobody can tell whether it was carried out.
    """
    transport = getattr(writer, "transport", None)
    connection = transport and transport.get_extra_info("socket")
    if connection is None or not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(connection.fileno(), _HANGS_UP)
    return bool(poll.poll(0))
