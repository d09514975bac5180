"""Sends pictures and files with the words below them; where Telegram takes neither, it is left to words alone."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.answers import Answer, File, channel_errors
from bot.channels.telegram import render
from bot.channels.telegram.asking import Asking
from bot.channels.telegram.chat_actions import ChatActions
from bot.channels.telegram.contents import Content
from bot.channels.telegram.errors import SHUT, Meaning, fate, meaning
from bot.channels.telegram.photos import Photos
from bot.channels.telegram.posting import Posting
from bot.content.briefing import Language

logger = logging.getLogger(__name__)

LONGEST_CAPTION: Final = 1024
"""UTF-16 units of the words below a file."""


class Attachments:
    """Sends what an answer holds beside its words; what fails in a `language` is said in it."""

    def __init__(
        self, posting: Posting, actions: ChatActions, language: Callable[[Asking], Awaitable[Language]]
    ) -> None:
        self._posting, self._actions, self._language = posting, actions, language
        self._photos = Photos()

    async def picture(self, asked: Asking, answer: Answer) -> bool:
        """Send a picture with the answer's title below it; False where words have to do."""
        content = {"caption": answer.title} | self._posting.keyboard(asked, answer)
        try:
            await self._photo(asked, answer.picture, content)
        except TelegramError as error:
            if _ends_all(error) or meaning(error) is Meaning.DOUBT:
                raise
            logger.info("Telegram: a picture %s; sent in words", fate(error))
            return False
        return True

    async def file(self, asked: Asking, answer: Answer, file: File) -> Answer | None:
        """Send the file of an answer, its words below it in the same message: both arrive, and once, or neither does.

        Return what is left to say: words that are too long for that, or that the file did not arrive.
        """
        media = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        words = render.as_html(answer)
        fits = render.LIMITS.measure(words) <= LONGEST_CAPTION
        below = (
            {"caption": words, "parse_mode": ParseMode.HTML, **self._posting.keyboard(asked, answer)} if fits else {}
        )
        try:
            await self._posting.send(asked, "sendDocument", below, {"document": (file.name, file.content, media)})
        except TelegramError as error:
            if _ends_all(error):
                raise
            logger.warning("Telegram: a file %s", fate(error))
            if (what := meaning(error)) is not Meaning.DOUBT:
                language = await self._language(asked)
                return channel_errors.without_file(answer, language, refused=what is Meaning.NO_FILES)
        return None if fits else replace(answer, file=None)

    async def _photo(self, asked: Asking, svg: str, content: Content) -> None:
        """Send a picture that Telegram has by its id, any other as a file."""
        if file_id := self._photos.file_id(svg):
            try:
                await self._posting.send(asked, "sendPhoto", {**content, "photo": file_id})
                return
            except BadRequest as error:
                if meaning(error) is not Meaning.MESSAGE:
                    raise
                self._photos.lost(svg)
        with self._actions.shown(asked.chat, asked.topic, "upload_photo"):
            picture = "picture.png", await self._photos.png(svg), "image/png"
            self._photos.taken(svg, await self._posting.send(asked, "sendPhoto", content, {"photo": picture}))


def _ends_all(error: TelegramError) -> bool:
    """Tell whether nothing else can be sent either."""
    return meaning(error) in SHUT | {Meaning.FLOOD}
