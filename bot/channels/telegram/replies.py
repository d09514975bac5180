"""Sends answers to a chat, or edits an older message; where Telegram takes neither, the next best."""

from __future__ import annotations

import asyncio
import logging
import math
import mimetypes
from collections.abc import Mapping
from contextvars import Context
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.answers import Answer, File, channel_errors
from bot.channels.telegram import render
from bot.channels.telegram.body import FilePart
from bot.channels.telegram.chat_actions import ChatActions
from bot.channels.telegram.contents import Contents
from bot.channels.telegram.errors import SHUT, TOPIC, Meaning, meaning, pauses, without_quotes
from bot.channels.telegram.fair_queue import aside
from bot.channels.telegram.photos import Photos
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.retries import LONGEST_FLOOD_WAIT, Retrying
from bot.channels.telegram.updates import Asking
from bot.content.briefing import Language
from bot.delivery.channel import Gone
from bot.people.readers import Reader
from bot.reception import Message, Reception

logger = logging.getLogger(__name__)

SHORT_WAIT: Final = 5.0
"""Seconds a flood limit may hold back what a button of a shared chat asks: a note to who pressed it says it at once."""
SEND_WAITS: Final = (1.0, 5.0, 30.0, 60.0, 300.0, 900.0)
"""Seconds between attempts to send what nobody waits for."""
LONGEST_TOAST: Final = 200
"""Characters of the note that only the person who pressed a button sees."""
LONGEST_CAPTION: Final = 1024
"""UTF-16 units of the words below a file."""

Content = Mapping[str, object]
"""Parameters of a request."""
FileParts = Mapping[str, FilePart]


class Replies:
    """Brings answers to where they were asked for."""

    def __init__(self, calls: Retrying, pacer: Pacer, reception: Reception, actions: ChatActions) -> None:
        self._calls, self._pacer, self._reception, self._actions = calls, pacer, reception, actions
        self._acknowledging = dict[str, asyncio.Task[None]]()
        self._photos = Photos()
        self._contents = Contents(self._made)

    async def bring(self, asked: Asking, answer: Answer) -> int | None:
        """Show an answer, and stop the spinner of the button that asked for it; return its message, where it is known.

        What prevents it is one line of the log, and pauses a chat that takes none.
        """
        try:
            return await self._bring(asked, answer)
        except Gone as gone:
            logger.info("Telegram: a chat takes no answer (%s)", gone)
            told = self._reception.shut_out(asked.message, gone.paused, asked.invited_by)
            if told and (person := asked.invited_by):
                alone = Message(reader=person, text="", language=asked.message.language)
                await self.bring(Asking(alone, int(person.id)), told)
        return None

    async def _bring(self, asked: Asking, answer: Answer) -> int | None:
        """Show an answer; raises Gone."""
        note = answer.toast
        if asked.press and (asked.opens or (asked.shared and note)):
            await self.acknowledge(asked.press, note, asked.opens)
            return None
        if asked.press and not (asked.shared or self._paused(asked) > _patience(asked)):
            self._acknowledge(asked.press, note)  # beside the answer: neither waits for the other
            asked = replace(asked, press=None)
        try:
            return await self._deliver(asked, answer)
        except RetryAfter as flood:
            logger.warning(
                "Telegram: an answer was given up, as a flood limit lasts too long (%s)", without_quotes(flood)
            )
            note = channel_errors.flooded(self.language(asked), shared=asked.shared)
        except TelegramError as error:
            if (what := meaning(error)) in SHUT:
                raise Gone(without_quotes(error), pauses(what) or "blocked") from None
            logger.warning("Telegram: an answer %s", _fate(error))
        finally:
            if asked.press:
                self._acknowledge(asked.press, note)
        return None

    def _acknowledge(self, press: str, note: str) -> None:
        task = asyncio.create_task(self.acknowledge(press, note), context=Context())  # it holds no place of a lane
        self._acknowledging[press] = task
        task.add_done_callback(lambda _: self._acknowledging.pop(press, None))

    async def acknowledged(self, press: str) -> None:
        """Wait until a button spins no more: else who presses fast, while that is slow, would take all connections."""
        if task := self._acknowledging.get(press):
            with aside():
                await asyncio.wait([task])

    async def acknowledge(self, press: str, note: str = "", opens: str = "") -> None:
        """Stop the spinner of a button, with a note only this person sees; without one, an address may open for them.

        Where that cannot be, nothing else is the worse for it.
        """
        more = {"text": note[:LONGEST_TOAST]} if note else {"url": opens} if opens else {}
        try:
            await self._calls.call("answerCallbackQuery", {"callback_query_id": press, **more})
        except TelegramError as error:
            late = meaning(error) is Meaning.LATE
            logger.log(
                logging.DEBUG if late else logging.INFO, "Telegram: a button spins on (%s)", without_quotes(error)
            )

    def language(self, asked: Asking) -> Language:
        """Return the language in which whoever asks is answered."""
        return self._reception.language(asked.message.reader, asked.message.language)

    async def close(self) -> None:
        """Wait for no acknowledgement any more."""
        tasks = list(self._acknowledging.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _deliver(self, asked: Asking, answer: Answer) -> int | None:
        # Telegram bears with bursts of answers; only where it has said to wait do we wait.
        patience = _patience(asked) if self._paused(asked) else 0
        if not await self._pacer.turn("answer", asked.chat, patience=patience) and patience:
            raise RetryAfter(math.ceil(self._paused(asked)))
        if answer.picture:
            if await self._send_picture(asked, answer):
                return None
            answer = channel_errors.in_words(answer)
        if answer.file:
            left = await self._send_file(asked, answer, answer.file)
            if left is None:
                return None
            answer = left
        if asked.edits is not None and await self.edit(asked, answer):
            return asked.edits
        sent = await self._sent(asked, "sendMessage", self._content(asked, answer))
        number = sent.get("message_id") if isinstance(sent, dict) else None
        return number if isinstance(number, int) else None

    def _paused(self, asked: Asking) -> float:
        """Return the seconds for which Telegram has told us to leave the chat alone."""
        return self._pacer.wait("answer", asked.chat) if asked.chat in self._pacer.pauses() else 0.0

    async def _send_picture(self, asked: Asking, answer: Answer) -> bool:
        """Send a picture with the answer's title below it; False where words have to do."""
        content = {"caption": answer.title} | self._keyboard(answer, shared=asked.message.shared)
        try:
            await self._send_photo(asked, answer.picture, content)
        except TelegramError as error:
            if _ends_all(error) or meaning(error) is Meaning.DOUBT:
                raise
            logger.info("Telegram: a picture %s; sent in words", _fate(error))
            return False
        return True

    async def _send_photo(self, asked: Asking, svg: str, content: Content) -> None:
        """Send a picture that Telegram has by its id, any other as a file."""
        if file_id := self._photos.file_id(svg):
            try:
                await self._sent(asked, "sendPhoto", {**content, "photo": file_id})
                return
            except BadRequest as error:
                if meaning(error) is not Meaning.MESSAGE:
                    raise
                self._photos.lost(svg)
        with self._actions.shown(asked.chat, asked.topic, "upload_photo"):
            picture = "picture.png", await self._photos.png(svg), "image/png"
            self._photos.taken(svg, await self._sent(asked, "sendPhoto", content, {"photo": picture}))

    async def _send_file(self, asked: Asking, answer: Answer, file: File) -> Answer | None:
        """Send the file of an answer, its words below it in the same message: both arrive, and once, or neither does.

        Return what is left to say: words that are too long for that, or that the file did not arrive.
        """
        media = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        words = render.as_html(answer)
        fits = render.LIMITS.measure(words) <= LONGEST_CAPTION
        below = (
            {"caption": words, "parse_mode": ParseMode.HTML, **self._keyboard(answer, shared=asked.message.shared)}
            if fits
            else {}
        )
        try:
            await self._sent(asked, "sendDocument", below, {"document": (file.name, file.content, media)})
        except TelegramError as error:
            if _ends_all(error):
                raise
            logger.warning("Telegram: a file %s", _fate(error))
            if (what := meaning(error)) is not Meaning.DOUBT:
                language = self.language(asked)
                return channel_errors.without_file(answer, language, refused=what is Meaning.NO_FILES)
        return None if fits else replace(answer, file=None)

    async def edit(self, asked: Asking, answer: Answer) -> bool:
        """Show an answer in place of an older one; False where that message is gone or too old to change."""
        where = {"chat_id": asked.chat, "message_id": asked.edits}
        try:
            await self._calls.call("editMessageText", where | self._content(asked, answer), patience=_patience(asked))
        except ChatMigrated:
            return False  # whoever sends learns where to
        except BadRequest as error:
            if meaning(error) in SHUT:
                raise
            return meaning(error) is Meaning.UNCHANGED
        return True

    async def _sent(self, asked: Asking, method: str, content: Content, files: FileParts = MappingProxyType({})) -> Any:
        """Send to where it was asked, or as near as can be; return the message as Telegram tells it."""
        places = _places(asked)
        while True:
            try:
                return await self._calls.call(method, {**places[0], **content}, files, patience=_patience(asked))
            except TelegramError as error:
                places = self._elsewhere(asked, places, error)

    def _elsewhere(self, asked: Asking, places: list[Content], error: TelegramError) -> list[Content]:
        """Return where else to send what was refused: to the new id of a chat, beside a topic; raises the error."""
        if isinstance(error, ChatMigrated) and places[0]["chat_id"] == asked.chat != error.new_chat_id:
            self._reception.moved(asked.message.reader, Reader("telegram", str(error.new_chat_id)))
            return _places(replace(asked, chat=error.new_chat_id, replies_to=None))
        if meaning(error) in TOPIC and len(places) > 1:
            logger.info("Telegram: an answer goes beside its topic (%s)", without_quotes(error))
            return places[1:]
        raise error

    def _content(self, asked: Asking, answer: Answer) -> dict[str, object]:
        """Return what an answer is made of, as sending and editing take it."""
        return self._contents.of(answer, shared=asked.message.shared)

    def _made(self, answer: Answer, shared: bool) -> dict[str, object]:
        return {**render.content(answer), **self._keyboard(answer, shared=shared)}

    def _keyboard(self, answer: Answer, *, shared: bool) -> dict[str, object]:
        own = self._calls.own if answer.actions or shared else None
        keyboard = render.plain_keyboard(answer, own.username if own and shared else "", own)
        return {"reply_markup": keyboard} if keyboard else {}

    async def tell(self, asked: Asking, answer: Answer) -> None:
        """Send what nobody waits for; again and again while it surely has not arrived."""
        try:
            parameters = {"chat_id": asked.chat, **self._content(asked, answer)}
            await self._calls.call("sendMessage", parameters, patience=math.inf, waits=SEND_WAITS)
        except TelegramError as error:
            logger.warning("Telegram: an editor cannot be told (%s)", without_quotes(error))


def _patience(asked: Asking) -> float:
    """Return the seconds an answer may be held back by a flood limit."""
    return SHORT_WAIT if asked.shared and asked.press else LONGEST_FLOOD_WAIT


def _places(asked: Asking) -> list[Content]:
    """Return where an answer belongs and, where that is a topic, the next best: under what asked, or anywhere."""
    here = {"chat_id": asked.chat}
    if asked.topic is None:
        return [here | _reply(asked.replies_to)]
    under = _reply(asked.replies_to or int(asked.message.shown or 0))
    return [
        here | _reply(asked.replies_to) | {"message_thread_id": asked.topic},
        *([here | under] if under else []),
        here,
    ]


def _reply(message: int | None) -> dict[str, object]:
    return {"reply_parameters": {"message_id": message, "allow_sending_without_reply": True}} if message else {}


def _ends_all(error: TelegramError) -> bool:
    """Tell whether nothing else can be sent either."""
    return meaning(error) in SHUT | {Meaning.FLOOD}


def _fate(error: TelegramError) -> str:
    """Return what became of something that failed, and why, for a line of the log."""
    fate = "may have arrived or not" if meaning(error) is Meaning.DOUBT else "was given up"
    return f"{fate} ({without_quotes(error)})"
