"""Publishes the bot's profile: its name, description and command menus, in both languages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Bot, BotCommand
from telegram.error import RetryAfter, TelegramError

from bot.channels.telegram.bulk import seconds
from bot.content.briefing import Language
from bot.reception import menu
from bot.words import LANGUAGES, say

logger = logging.getLogger(__name__)

PROFILE_WAITS: Final = (5.0, 60.0, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0)
"""Seconds before each further attempt; a flood limit on the profile may last for hours."""


async def publish_profile(
    bot: Bot, default: Language, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Set the profile for each language, and the default one for all others; later what is refused now."""
    for wait in PROFILE_WAITS:
        try:
            for code, language in [("", default), *((language, language) for language in LANGUAGES)]:
                await _describe(bot, code, language)
            return
        except TelegramError as error:
            logger.info("Telegram: the bot's profile is set later (%s)", error)
            await sleep(max(wait, seconds(error) if isinstance(error, RetryAfter) else 0))
    logger.warning("Telegram: the bot's profile could not be set for a day; the next start tries again")


async def _describe(bot: Bot, code: str, language: Language) -> None:
    """Set menu and descriptions where they differ: Telegram allows few such changes a day."""
    commands = tuple(BotCommand(name, text) for name, text in menu(language).items())
    if await bot.get_my_commands(language_code=code or None) != commands:
        await bot.set_my_commands(commands, language_code=code or None)
    wanted = say(language, "bot-description")
    if (await bot.get_my_description(language_code=code or None)).description != wanted:
        await bot.set_my_description(wanted, language_code=code or None)
    wanted = say(language, "bot-short-description")
    if (await bot.get_my_short_description(language_code=code or None)).short_description != wanted:
        await bot.set_my_short_description(wanted, language_code=code or None)
