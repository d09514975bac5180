"""Publishes the bot's profile in both languages: its descriptions, and menus of what is of use where.

The name stays what whoever runs the bot has chosen.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from itertools import chain, repeat
from typing import Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    MenuButton,
    MenuButtonCommands,
)
from telegram.error import RetryAfter, TelegramError

from bot.channels.telegram.bulk import seconds
from bot.channels.telegram.errors import SHUT, meaning, without_quotes
from bot.content.briefing import Language
from bot.reception import Menu, menu
from bot.words import say, written_as

logger = logging.getLogger(__name__)

PROFILE_WAITS: Final = (5.0, 60.0, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0)
"""Seconds before each further attempt, the last of them for ever; a flood limit on the profile may last for hours."""
SCOPES: Final[dict[Menu, BotCommandScope]] = {
    "alone": BotCommandScopeDefault(),
    "members": BotCommandScopeAllGroupChats(),
    "admins": BotCommandScopeAllChatAdministrators(),
}
"""Where each menu is shown; an editor's in the chat with that editor."""

Piece = Callable[[], Awaitable[None]]
"""Sets one part of the profile, where it differs: Telegram allows few such changes a day."""


async def _nobody() -> tuple[int, ...]:
    return ()


class Profile:
    """The profile, set for each language and, in the `default` one, for all others.

    `editors` are the chats of those who may edit. The menu of one who has never written to us is refused: it is set
    once they do. Telegram's codes of languages know no script: all who read Chinese get the same.
    """

    def __init__(
        self,
        bot: Bot,
        default: Language,
        editors: Callable[[], Awaitable[Iterable[int]]] = _nobody,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot, self._editors, self._sleep = bot, editors, sleep
        self._languages: dict[str, Language] = {"": default, "zh": "zh", "en": "en", written_as(default): default}
        self._unmet = set[int]()
        self._met = asyncio.Queue[int]()

    async def publish(self) -> None:
        """Set what differs, later what is refused now; go on for editors we have not met, until cancelled."""
        editors = [partial(self._serve_editor, chat) for chat in await self._editors()]
        await asyncio.gather(self._until_set([*self._everybodys(), *editors]), self._greet())

    def met(self, chat: int) -> None:
        """Hear of a chat that somebody writes in."""
        if chat in self._unmet:
            self._unmet.remove(chat)
            self._met.put_nowait(chat)

    async def _greet(self) -> None:
        """Set the menus of editors once they write to us."""
        while True:
            await self._until_set([partial(self._serve_editor, await self._met.get())])

    async def _until_set(self, pieces: list[Piece]) -> None:
        """Set each piece, again and again while it is refused: one holds up no other."""
        for wait in chain(PROFILE_WAITS, repeat(PROFILE_WAITS[-1])):
            refused = [(piece, error) for piece in pieces if (error := await _refusal(piece))]
            if not refused:
                return
            level = logging.WARNING if wait == PROFILE_WAITS[-1] else logging.INFO
            logger.log(level, "Telegram: %d parts of the profile are set later (%s)", len(refused), _why(refused[0][1]))
            pieces = [piece for piece, _ in refused]
            await self._sleep(max(wait, *(seconds(error) for _, error in refused if isinstance(error, RetryAfter)), 0))

    def _everybodys(self) -> Iterator[Piece]:
        for code, language in self._languages.items():
            for whose, scope in SCOPES.items():
                yield partial(self._list, scope, code, menu(language, whose))
            yield partial(self._describe, code, say(language, "bot-description"))
            yield partial(self._describe_shortly, code, say(language, "bot-short-description"))
        yield self._open_menu

    async def _serve_editor(self, chat: int) -> None:
        """Set the menu of an editor, or note that we have not met."""
        try:
            for code, language in self._languages.items():
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

    async def _open_menu(self) -> None:
        """Have the button beside the input open the commands, unless whoever runs the bot gave it something else."""
        if (await self._bot.get_chat_menu_button()).type == MenuButton.DEFAULT:
            await self._bot.set_chat_menu_button(menu_button=MenuButtonCommands())

    async def _describe(self, code: str, wanted: str) -> None:
        language_code = code or None
        if (await self._bot.get_my_description(language_code=language_code)).description != wanted:
            await self._bot.set_my_description(wanted, language_code=language_code)

    async def _describe_shortly(self, code: str, wanted: str) -> None:
        language_code = code or None
        if (await self._bot.get_my_short_description(language_code=language_code)).short_description != wanted:
            await self._bot.set_my_short_description(wanted, language_code=language_code)


async def _refusal(piece: Piece) -> Exception | None:
    """Set a piece; return what prevents it, also an answer that cannot be read."""
    try:
        await piece()
    except Exception as error:
        return error
    return None


def _why(error: Exception) -> str:
    return without_quotes(error) if isinstance(error, TelegramError) else type(error).__name__
