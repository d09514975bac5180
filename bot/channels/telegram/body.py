"""Request bodies, as JSON or as forms with files, which know how much of them the network has taken."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final

from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import Payload

from bot.channels.telegram.hang_up import watched
from bot.channels.telegram.parameters import FilePart, Piece

CHUNK: Final = 1 << 16
"""Bytes handed over at once; each chunk has the whole write timeout, so that a slow line can carry a long file."""


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
        if watched(getattr(writer, "transport", None))():
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
