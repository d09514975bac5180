"""Peers in Python with nothing behind them: they send one text to many, say again what they are told, or serve a page.

A script for any interpreter that has them, so that it needs nothing of ours: `in_python.py send NAME URL COUNT FLIGHT`
reads the message as JSON and prints the seconds and the processor's seconds it took; `in_python.py echo NAME URL` polls
until it is killed; `in_python.py page SIZE` prints its port and serves until it is killed.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

TOKEN = "123456:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
WARM = 100
Send = Callable[[int], Awaitable[Any]]


def load(name: str) -> Any:
    """Return a module that need not be installed where types are checked."""
    return importlib.import_module(name)


# Senders: each yields what sends the message to a chat


async def _ptb(url: str, message: dict[str, Any]) -> AsyncIterator[Send]:
    telegram = load("telegram")
    keyboard = telegram.InlineKeyboardMarkup.de_json(message["reply_markup"], None)
    preview = telegram.LinkPreviewOptions(is_disabled=True)
    async with telegram.Bot(TOKEN, base_url=f"{url}/bot") as bot:
        yield lambda chat: bot.send_message(
            chat, message["text"], parse_mode="HTML", reply_markup=keyboard, link_preview_options=preview
        )


async def _aiogram(url: str, message: dict[str, Any]) -> AsyncIterator[Send]:
    aiogram, types = load("aiogram"), load("aiogram.types")
    keyboard = types.InlineKeyboardMarkup.model_validate(message["reply_markup"])
    preview = types.LinkPreviewOptions(is_disabled=True)
    async with _aiogram_bot(aiogram, url) as bot:
        yield lambda chat: bot.send_message(
            chat, message["text"], parse_mode="HTML", reply_markup=keyboard, link_preview_options=preview
        )


def _aiogram_bot(aiogram: Any, url: str) -> Any:
    server = load("aiogram.client.telegram").TelegramAPIServer.from_base(url)
    return aiogram.Bot(TOKEN, session=load("aiogram.client.session.aiohttp").AiohttpSession(api=server))


async def _telebot(url: str, message: dict[str, Any]) -> AsyncIterator[Send]:
    bot, types = _telebot_bot(url), load("telebot.types")
    keyboard = types.InlineKeyboardMarkup.de_json(message["reply_markup"])
    preview = types.LinkPreviewOptions(is_disabled=True)
    yield lambda chat: bot.send_message(
        chat, message["text"], parse_mode="HTML", reply_markup=keyboard, link_preview_options=preview
    )
    await bot.close_session()


def _telebot_bot(url: str) -> Any:
    load("telebot.asyncio_helper").API_URL = url + "/bot{0}/{1}"
    return load("telebot.async_telebot").AsyncTeleBot(TOKEN)


async def _loops(send: Send, chats: range, in_flight: int) -> None:
    left = iter(chats)

    async def loop() -> None:
        for chat in left:
            await send(chat)

    await asyncio.gather(*(loop() for _ in range(in_flight)))


async def _send(name: str, url: str, count: int, in_flight: int) -> None:
    opened = {"telegram": _ptb, "aiogram": _aiogram, "telebot": _telebot}[name](url, json.load(sys.stdin))
    send = await anext(opened)
    await _loops(send, range(1, WARM), in_flight)
    began, processor = time.perf_counter(), time.process_time()
    await _loops(send, range(WARM, WARM + count), in_flight)
    print(json.dumps([time.perf_counter() - began, time.process_time() - processor]))
    await anext(opened, None)


# Bots that say again what they are told


def _echo_ptb(url: str) -> None:
    ext = load("telegram.ext")

    async def said(update: Any, _: Any) -> None:
        await update.message.reply_text(update.message.text)

    async def pressed(update: Any, _: Any) -> None:
        await update.callback_query.answer()
        await update.callback_query.edit_message_text(update.callback_query.data)

    application = ext.Application.builder().token(TOKEN).base_url(f"{url}/bot").concurrent_updates(16).build()
    application.add_handler(ext.MessageHandler(ext.filters.TEXT, said))
    application.add_handler(ext.CallbackQueryHandler(pressed))
    application.run_polling()


def _echo_aiogram(url: str) -> None:
    aiogram = load("aiogram")
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message()  # type: ignore[untyped-decorator]
    async def said(message: Any) -> None:
        await message.answer(message.text)

    @dispatcher.callback_query()  # type: ignore[untyped-decorator]
    async def pressed(query: Any) -> None:
        await query.answer()
        await query.message.edit_text(query.data)

    asyncio.run(dispatcher.start_polling(_aiogram_bot(aiogram, url)))


def _echo_telebot(url: str) -> None:
    bot = _telebot_bot(url)

    @bot.message_handler(func=lambda _: True)  # type: ignore[untyped-decorator]
    async def said(message: Any) -> None:
        await bot.send_message(message.chat.id, message.text)

    @bot.callback_query_handler(func=lambda _: True)  # type: ignore[untyped-decorator]
    async def pressed(query: Any) -> None:
        await bot.answer_callback_query(query.id)
        await bot.edit_message_text(query.data, query.message.chat.id, query.message.message_id)

    asyncio.run(bot.polling(non_stop=True))


# A page as others serve it


def _page(size: int) -> None:
    uvicorn, responses, routing = load("uvicorn"), load("starlette.responses"), load("starlette.routing")
    template = (
        load("jinja2")
        .Environment(autoescape=True)
        .from_string(
            "<!doctype html><title>{{ title }}</title><main>{% for row in rows %}"
            '<p><a href="/{{ row.link }}">{{ row.title }}</a> {{ row.text }}</p>{% endfor %}</main>'
        )
    )
    row = {"link": "a/b", "title": "A title & more", "text": "words " * 20}
    rows = [row] * (size // len(template.render(title="t", rows=[row])) + 1)

    async def page(_: Any) -> Any:
        return responses.HTMLResponse(template.render(title="A page", rows=rows))

    async def health(_: Any) -> Any:
        return responses.JSONResponse({"status": "ok"})

    async def same(_: Any) -> Any:
        return responses.HTMLResponse(b"x" * size)

    served = {"/page": page, "/bytes": same, "/healthz": health}
    app = load("starlette.applications").Starlette(routes=[routing.Route(*each) for each in served.items()])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)
        config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
        asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


def main(what: str, *words: str) -> None:
    """Do as the docstring of this file says."""
    if what == "send":
        name, url, count, in_flight = words
        asyncio.run(_send(name, url, int(count), int(in_flight)))
    elif what == "echo":
        {"telegram": _echo_ptb, "aiogram": _echo_aiogram, "telebot": _echo_telebot}[words[0]](words[1])
    else:
        _page(int(words[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
