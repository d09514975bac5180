"""Downloads files that editors send, within limits, and those of an album together."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from telegram import Bot, Document
from telegram.error import TelegramError

from bot.content.drafts import Declined
from bot.reception import LARGEST_PARCEL, MOST_FILES

ALBUM_WAIT: Final = 0.7
"""Seconds without another file after which an album counts as whole: its messages come one by one."""
ALBUMS_KNOWN: Final = 64
"""Albums that are remembered as not for us."""


class Uploads:
    """Fetches what editors send."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._albums: dict[str, list[Document]] = {}
        self._declined = deque[str](maxlen=ALBUMS_KNOWN)

    def first_of(self, album: str | None) -> bool:
        """Tell whether what we cannot read is alone, or the first of its album: once is enough to say so."""
        if album is None:
            return True
        first = album not in self._declined
        self._declined.append(album)
        return first

    async def fetch(self, document: Document, album: str | None) -> dict[str, bytes] | None:
        """Return files by name: one, or all of its album; None where another message of the album brings them.

        Raises Declined where they are too large, named alike or cannot be fetched.
        """
        documents = await self._gathered(document, album) if album else [document]
        if documents is None:
            return None
        if len(documents) > MOST_FILES or sum(each.file_size or 0 for each in documents) > LARGEST_PARCEL:
            raise Declined("too-much", files=MOST_FILES, most=LARGEST_PARCEL)
        files: dict[str, bytes] = {}
        for each in documents:
            name = each.file_name or "file"
            if name in files:
                raise Declined("twice", name=name)
            files[name] = await self._content(each)
        return files

    async def _gathered(self, document: Document, album: str) -> list[Document] | None:
        """Return all documents of an album to whoever brought the first of them, None to the others."""
        gathered = self._albums.setdefault(album, [])
        gathered.append(document)
        if len(gathered) > 1:
            return None
        count = 0
        while count < len(gathered):
            count = len(gathered)
            await asyncio.sleep(ALBUM_WAIT)
        return self._albums.pop(album)

    async def _content(self, document: Document) -> bytes:
        try:
            file = await self._bot.get_file(document.file_id)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise Declined("not-fetched", name=document.file_name or "") from error
