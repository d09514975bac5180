"""Bots that only say again what they are told, and acknowledge what is pressed: what others need for no answer at all.

Each is a process of its own that polls until it is killed: `python -m bench.echoes URL`, and a script for Node.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, Final

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

from tests.support.botapi import TOKEN

TELEGRAF: Final = """
const { Telegraf } = require("telegraf")
const bot = new Telegraf(process.argv[2], { telegram: { apiRoot: process.argv[1] } })
bot.on("text", ctx => ctx.reply(ctx.message.text))
bot.on("callback_query", ctx => Promise.all([ctx.answerCbQuery(), ctx.editMessageText(ctx.callbackQuery.data)]))
bot.launch()
"""


def commands(url: str) -> dict[str, Sequence[str]]:
    """Return how to run each of those that are installed, by name; node finds Telegraf where NODE_PATH says."""
    found: dict[str, Sequence[str]] = {"python-telegram-bot": (sys.executable, "-m", "bench.echoes", url)}
    node = shutil.which("node")
    if node and subprocess.run([node, "-e", 'require("telegraf")'], capture_output=True, check=False).returncode == 0:
        found["Telegraf"] = (node, "-e", TELEGRAF, url, TOKEN)
    return found


async def _echo(update: Update, _: Any) -> None:
    assert update.message and update.message.text
    await update.message.reply_text(update.message.text)


async def _pressed(update: Update, _: Any) -> None:
    assert update.callback_query and update.callback_query.data
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(update.callback_query.data)


def _run(url: str) -> None:
    application = Application.builder().token(TOKEN).base_url(f"{url}/bot").concurrent_updates(16).build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.add_handler(CallbackQueryHandler(_pressed))
    application.run_polling()


if __name__ == "__main__":
    _run(sys.argv[1])
