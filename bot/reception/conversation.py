"""The conversation of a reader: which questions are kept of it, and how they are asked again, which changes nothing.

Only questions are kept, never answers: these are made anew of what is true now. What changed something is read, as a
link to it is: it is shown what it was about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.answers import Answer, harmless, row_of
from bot.answers.parsing import is_command, one_line
from bot.app import App, Message
from bot.reception.reception import Reception

AT_ONCE: Final = 8
"""Questions of before that are shown at once; those before them when somebody asks for them."""
LONGEST_KEPT: Final = 300
"""Characters of a question that is kept: what is longer is no question that anybody asks twice."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of before: the command that is kept, what it is `called`, and the answer of now."""

    command: str
    called: str
    answer: Answer


class Conversations:
    """Keeps what readers ask on purpose, and shows it again."""

    def __init__(self, app: App, reception: Reception, now: Callable[[], dt.datetime]) -> None:
        self._app, self._reception, self._now = app, reception, now

    async def question(self, message: Message) -> str:
        """Return what is kept of a message, before it is answered; empty where it is no question.

        Files are none, nor what an editor writes into a form, nor what holds the key of a link.
        """
        text = one_line((await self._reception.completed(message)).text)
        filled = not is_command(text) and await self._fills(message)
        row = row_of(text)
        kept = not (message.files or filled or (row and row.takes_key)) and len(text) <= LONGEST_KEPT
        return text if kept else ""

    async def _fills(self, message: Message) -> bool:
        """Tell whether words are what an editor writes into a form."""
        return await self._reception.edits(message.voter) and await self._reception.changes(message)

    async def keep(self, message: Message, question: str, instead_of: str = "") -> bool:
        """Keep a question that was answered as the last one; tell whether it is kept here."""
        return await self._app.keep_question(message, question, self._now(), instead_of)

    async def last(self, message: Message, before: int | None = None) -> tuple[list[str], int | None]:
        """Return the last questions of a reader, oldest first, and the number before which there are more, if any."""
        found = await self._app.conversation(message.reader, self._now(), AT_ONCE + 1, before)
        shown = found[-AT_ONCE:]
        return [command for _, command in shown], shown[0][0] if len(found) > AT_ONCE else None

    async def said(self, message: Message, question: str, answer: Answer) -> str:
        """Return what somebody says who asks a question, a command by its name."""
        language = await self._reception.language(message.reader, message.language)
        return self._app.as_said(question, answer.title, language, self._now())

    async def again(self, message: Message, question: str) -> Exchange:
        """Ask a question of before again, which changes nothing."""
        reading = replace(message, text=harmless(question), on_purpose=False)
        answer = await self._reception.answer(reading)
        language = await self._reception.language(message.reader, message.language)
        return Exchange(question, self._app.shown_as(question, answer.title, language, self._now()), answer)
