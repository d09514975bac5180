"""A third network: a chat of lines over TCP, whose messages are short and whose buttons are numbers to type.

Whoever connects says their name, then a line at a time what they want. A message ends with a line `.`, an answer with
a line `>`. `file NAME SIZE` announces a file, whose bytes follow once the answer asks for them with a line `send`.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from functools import partial
from itertools import count
from typing import Final

from bot.answers import Answer
from bot.content.briefing import Language
from bot.delivery.channel import Delivery, TryLater
from bot.people.readers import Reader
from bot.reception import Limits, Message, Reception

LONGEST: Final = 500
"""Characters of a message."""
ABSENT: Final = dt.timedelta(minutes=5)
"""How long a check-in waits for somebody who is not there."""


class LineChat:
    """The channel; `answered` in a language, and within limits that leave room for a title."""

    limits = Limits(page=300, measure=len, doors=5, row=1, edits=False, pictures=False)

    def __init__(self, reception: Reception, language: Language) -> None:
        self._reception, self._language = reception, language
        self._there: dict[Reader, _Line] = {}

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[int]:
        """Listen while the context lasts; yields the port."""
        async with await asyncio.start_server(self._talk, "127.0.0.1", 0) as server:
            yield server.sockets[0].getsockname()[1]

    def shares(self, reader: Reader) -> bool:
        return reader.id.startswith("-")

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        """Send a check-in to somebody who is there."""
        if (line := self._there.get(delivery.reader)) is None:
            raise TryLater("nobody is there", ABSENT)
        await line.show(answer)
        return str(line.shown)

    async def tell(self, reader: Reader, answer: Answer) -> None:
        """Show an editor who is there what they did not ask for."""
        if line := self._there.get(reader):
            await line.show(answer)

    async def _talk(self, lines: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reader = Reader("line", (await lines.readline()).decode().strip())
        line = self._there[reader] = _Line(lines, writer)
        while said := (await lines.readline()).decode().strip():
            message = Message(reader=reader, text=line.meant(said), language=self._language, limits=self.limits)
            if said.startswith("file "):
                answer = await self._reception.files(message, partial(line.file, *said.split()[1:]))
            else:
                answer = await self._reception.answer(message)
            if answer:
                await line.show(answer)
        del self._there[reader]
        writer.close()


class _Line:
    """Somebody who is there: what they can choose by its number, and how many answers they were shown."""

    def __init__(self, lines: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines, self._writer = lines, writer
        self._choices: Mapping[str, str] = {}
        self.shown = 0

    def meant(self, said: str) -> str:
        return self._choices.get(said, said)

    async def file(self, name: str, size: str) -> dict[str, bytes]:
        self._writer.write(b"send\n")
        return {name: await self._lines.readexactly(int(size))}

    async def show(self, answer: Answer) -> None:
        self._choices, said = _rendered(answer)
        self._writer.write("".join(f"{message}\n.\n" for message in _packed(said)).encode() + b">\n")
        await self._writer.drain()
        self.shown += 1


def _rendered(answer: Answer) -> tuple[dict[str, str], list[str]]:
    """Return the commands of an answer by their numbers, and its parts: title, blocks, choices."""
    choices: dict[str, str] = {}
    numbers = count(answer.first_door)
    said = [f"{answer.title} ({answer.page}/{answer.pages})" if answer.pages > 1 else answer.title]
    for text, command in (
        *(("".join(span.text for span in block.spans), block.command) for block in answer.blocks),
        *((button.label, button.command) for row in (*answer.filters, *answer.buttons) for button in row),
    ):
        number = str(next(numbers)) if command else ""
        choices[number] = command
        said.append(f"{number}) {text}" if number else text)
    return choices, said


def _packed(parts: Iterable[str]) -> Iterator[str]:
    """Yield messages of as many parts as fit into each."""
    message = ""
    for part in parts:
        if message and len(message) + 1 + len(part) > LONGEST:
            yield message
            message = ""
        message = f"{message}\n{part}" if message else part
    yield message
