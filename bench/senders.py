"""Senders with nothing behind them: what libraries and bare HTTP need for one message whose text is ready."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, NamedTuple

import aiohttp
import orjson
from telegram import Bot, LinkPreviewOptions

from bot.answers import Answer
from bot.channels.telegram import render
from tests.support.botapi import TOKEN

Sender = Callable[[int], Awaitable[Any]]
"""Sends the message to a chat."""
Opened = Callable[[str, Answer], AsyncIterator[Sender]]
"""Opens a sender to a server, yields it once, and closes it."""


class Rate(NamedTuple):
    """Messages a second, and seconds of processor for each."""

    messages: float
    processor: float


async def rate(opened: AsyncIterator[Sender], count: int, in_flight: int) -> Rate:
    """Return the rate of a loop over chats, or of as many loops side by side as messages are in flight."""
    send = await anext(opened)
    chats = iter(range(1, count + 1))

    async def loop() -> None:
        for chat in chats:
            await send(chat)

    started, processor = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(in_flight):
            group.create_task(loop())
    taken, processor = time.perf_counter() - started, time.process_time() - processor
    await anext(opened, None)
    return Rate(count / taken, processor / count)


async def _library(url: str, answer: Answer) -> AsyncIterator[Sender]:
    """`send_message` of python-telegram-bot as installed, its keyboard built once."""
    text, keyboard, preview = render.as_html(answer), render.keyboard(answer), LinkPreviewOptions(is_disabled=True)
    async with Bot(TOKEN, base_url=f"{url}/bot") as bot:
        yield lambda chat: bot.send_message(
            chat, text, parse_mode="HTML", reply_markup=keyboard, link_preview_options=preview
        )


async def _aiogram(url: str, answer: Answer) -> AsyncIterator[Sender]:
    """`send_message` of aiogram as installed, its keyboard built once."""
    aiogram, types = importlib.import_module("aiogram"), importlib.import_module("aiogram.types")
    sessions = importlib.import_module("aiogram.client.session.aiohttp")
    server = importlib.import_module("aiogram.client.telegram").TelegramAPIServer.from_base(url)
    text, preview = render.as_html(answer), types.LinkPreviewOptions(is_disabled=True)
    keyboard = types.InlineKeyboardMarkup.model_validate(render.plain_keyboard(answer))
    async with aiogram.Bot(TOKEN, session=sessions.AiohttpSession(api=server)) as bot:
        yield lambda chat: bot.send_message(
            chat, text, parse_mode="HTML", reply_markup=keyboard, link_preview_options=preview
        )


async def _http(url: str, answer: Answer) -> AsyncIterator[Sender]:
    """`post` of aiohttp, everything but the chat serialised once."""
    fixed = {
        "text": render.as_html(answer),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": render.plain_keyboard(answer),
    }
    rest = b"," + orjson.dumps(fixed)[1:]
    async with aiohttp.ClientSession() as session:

        async def send(chat: int) -> None:
            body, kind = b'{"chat_id":%d' % chat + rest, {"Content-Type": "application/json"}
            async with session.post(f"{url}/bot{TOKEN}/sendMessage", data=body, headers=kind) as got:
                await got.read()

        yield send


SENDERS: Final[dict[str, Opened]] = {
    "python-telegram-bot": _library,
    **({"aiogram": _aiogram} if importlib.util.find_spec("aiogram") else {}),
    "aiohttp": _http,
}
"""The senders by name; aiogram where it is installed: it is no dependency of anything here."""
