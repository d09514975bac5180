"""What Telegram shows of the bot before anyone asks: its name, description and command menus, in both languages."""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.answers import LANGUAGES, menu, say
from bot.briefing import Language

logger = logging.getLogger(__name__)


async def publish(bot: Bot, default: Language) -> None:
    """Set the profile for each language, and the default one for all others. A refusal is logged and harmless."""
    try:
        for code, language in [("", default), *((language, language) for language in LANGUAGES)]:
            await bot.set_my_commands(
                [BotCommand(name, text) for name, text in menu(language).items()], language_code=code or None
            )
            await _describe(bot, code, language)
    except TelegramError as error:
        logger.warning("the bot's profile could not be updated: %s", error)


async def _describe(bot: Bot, code: str, language: Language) -> None:
    """Set name and descriptions where they differ: Telegram allows few such changes a day."""
    wanted = say(language, "bot-description")
    if (await bot.get_my_description(language_code=code or None)).description != wanted:
        await bot.set_my_description(wanted, language_code=code or None)
    wanted = say(language, "bot-short-description")
    if (await bot.get_my_short_description(language_code=code or None)).short_description != wanted:
        await bot.set_my_short_description(wanted, language_code=code or None)
