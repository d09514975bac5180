"""Publishes the bot's profile in both languages: its name, its description, and menus of what is of use where."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import RetryAfter, TelegramError

from bot.channels.telegram.bulk import seconds
from bot.channels.telegram.errors import SHUT, meaning
from bot.content.briefing import Language
from bot.reception import Menu, menu
from bot.words import LANGUAGES, say

logger = logging.getLogger(__name__)

PROFILE_WAITS: Final = (5.0, 60.0, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0)
"""Seconds before each further attempt; a flood limit on the profile may last for hours."""
SCOPES: Final[dict[Menu, BotCommandScope]] = {
    "alone": BotCommandScopeDefault(),
    "members": BotCommandScopeAllGroupChats(),
    "admins": BotCommandScopeAllChatAdministrators(),
}
"""Where each menu is shown; an editor's in the chat with that editor."""


class Profile:
    """The profile, set for each language and, in the `default` one, for all others.

    `editors` are the chats of those who may edit. The menu of one who has never written to us is refused: it is set
    once they do.
    """

    def __init__(
        self,
        bot: Bot,
        default: Language,
        editors: Callable[[], Iterable[int]] = tuple,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot, self._editors, self._sleep = bot, editors, sleep
        self._languages: tuple[tuple[str, Language], ...] = (("", default), *((each, each) for each in LANGUAGES))
        self._unmet = set[int]()
        self._met = asyncio.Queue[int]()

    async def publish(self) -> None:
        """Set what differs, later what is refused now; go on for editors we have not met, until cancelled."""
        await self._until_set(self._describe)
        for chat in self._editors():
            await self._until_set(partial(self._serve_editor, chat))
        while self._unmet or not self._met.empty():
            await self._until_set(partial(self._serve_editor, await self._met.get()))

    def met(self, chat: int) -> None:
        """Hear of a chat that somebody writes in."""
        if chat in self._unmet:
            self._unmet.remove(chat)
            self._met.put_nowait(chat)

    async def _until_set(self, attempt: Callable[[], Awaitable[None]]) -> None:
        for wait in PROFILE_WAITS:
            try:
                await attempt()
                return
            except TelegramError as error:
                logger.info("Telegram: the bot's profile is set later (%s)", error)
                await self._sleep(max(wait, seconds(error) if isinstance(error, RetryAfter) else 0))
        logger.warning("Telegram: the bot's profile could not be set for a day; the next start tries again")

    async def _describe(self) -> None:
        """Set menus and descriptions where they differ: Telegram allows few such changes a day."""
        for code, language in self._languages:
            for whose, scope in SCOPES.items():
                await self._list(scope, code, menu(language, whose))
            await self._say(code, language)

    async def _serve_editor(self, chat: int) -> None:
        """Set the menu of an editor, or note that we have not met."""
        try:
            for code, language in self._languages:
                await self._list(BotCommandScopeChat(chat), code, menu(language, "editors"))
        except TelegramError as error:
            if meaning(error) not in SHUT:
                raise
            logger.info("Telegram: an editor has yet to write to the bot, to get the editors' menu")
            self._unmet.add(chat)

    async def _list(self, scope: BotCommandScope, code: str, listed: dict[str, str]) -> None:
        commands, language_code = tuple(BotCommand(*each) for each in listed.items()), code or None
        if await self._bot.get_my_commands(scope=scope, language_code=language_code) != commands:
            await self._bot.set_my_commands(commands, scope=scope, language_code=language_code)

    async def _say(self, code: str, language: Language) -> None:
        wanted, language_code = say(language, "bot-description"), code or None
        if (await self._bot.get_my_description(language_code=language_code)).description != wanted:
            await self._bot.set_my_description(wanted, language_code=language_code)
        wanted = say(language, "bot-short-description")
        if (await self._bot.get_my_short_description(language_code=language_code)).short_description != wanted:
            await self._bot.set_my_short_description(wanted, language_code=language_code)
