"""Answers what is asked when it is its turn: asks the reception, and brings its answer to where it is wanted."""

from __future__ import annotations

import asyncio
import contextlib
import functools

from telegram import Document

from bot.answers import Answer
from bot.channels.telegram.admins import Admins
from bot.channels.telegram.asking import Asking
from bot.channels.telegram.chat_actions import ChatActions
from bot.channels.telegram.confirming import Taken
from bot.channels.telegram.following import Following
from bot.channels.telegram.overload import Overload
from bot.channels.telegram.replies import Replies
from bot.channels.telegram.uploads import Uploads
from bot.reception import IsAdmin, Reception, pressed_here


class Answering:
    """Answers one question after the other; of each it is noted in `taken` when its outcome is stored."""

    def __init__(
        self,
        reception: Reception,
        replies: Replies,
        *,
        taken: Taken,
        actions: ChatActions,
        admins: Admins,
        files: Uploads,
        excusing: Overload,
    ) -> None:
        self._reception, self._replies, self._taken = reception, replies, taken
        self._actions, self._admins, self._files, self._excusing = actions, admins, files, excusing
        self._following = Following(reception, replies)
        self._noting = set[asyncio.Task[None]]()

    async def answer(self, asked: Asking, slower: bool) -> None:
        """Answer what is asked, or say that too much came at once."""
        try:
            await self._answer(asked, slower)
        except Exception:
            await self._taken.decided(asked.update)
            raise
        await self._taken.decided(
            asked.update
        )  # not where a stop ends it: what is kept is answered after the next start

    def dropped(self, asked: Asking) -> bool:
        """Note that nobody answers what is asked; tell whether whoever asked must still be told so."""
        noting = asyncio.create_task(self._taken.decided(asked.update))
        self._noting.add(noting)
        noting.add_done_callback(self._noting.discard)
        return self._excusing.dropped(asked)

    async def close(self) -> None:
        """Show nothing anew any more; what is being answered goes on."""
        await self._following.close()
        await asyncio.gather(*self._noting)

    async def _answer(self, asked: Asking, slower: bool) -> None:
        if slower:
            await self._dispatch(asked, await self._excusing.answer(asked))
            return
        if asked.press and asked.opens and not pressed_here(asked.message.text):
            await self._replies.presses.acknowledge(asked.press, opens=asked.opens)
            return
        if asked.attached:
            await self._on_file(asked, asked.attached)
        elif asked.message.text.strip():
            with self._typing(asked):
                answer = await self._reception.answer(asked.message, self._is_admin(asked))
            await self._dispatch(asked, answer)
        elif self._files.first_of(asked.album):
            await self._dispatch(asked, await self._reception.unread(asked.message))

    async def _on_file(self, asked: Asking, document: Document) -> None:
        """Bring a file, with the others of its album; who may not send any is told so once for all of them."""
        if not await self._reception.edits(asked.message.voter) and not self._files.first_of(asked.album):
            return
        fetch = functools.partial(self._files.fetch, document, asked.album)
        with self._typing(asked):
            answer = await self._reception.files(asked.message, fetch)
        if answer:
            await self._dispatch(asked, answer)

    def _typing(self, asked: Asking) -> contextlib.AbstractContextManager[None]:
        """Return what shows that we write an answer; a button spins instead, and a channel shows no such thing."""
        if asked.press or (asked.message.shared and not asked.shared):
            return contextlib.nullcontext()
        return self._actions.shown(asked.chat, asked.topic, "typing")

    def _is_admin(self, asked: Asking) -> IsAdmin | None:
        """Return what tells who decides where others read along; None where whoever may write there does."""
        return functools.partial(self._admins.has, asked.chat) if asked.shared else None

    async def _dispatch(self, asked: Asking, answer: Answer) -> None:
        """Bring an answer to where it is wanted, whatever has become of the chat meanwhile."""
        await self._taken.decided(asked.update)  # what it changes is stored
        self._following.end(asked)
        if message := await self._replies.bring(asked, answer):
            self._following.begin(asked, answer, message, self._is_admin(asked))
        if asked.press:
            await self._replies.presses.done(asked.press)
