"""Looks at what a token opens, without polling or changing anything: the bot's name, and a webhook somebody set."""

from __future__ import annotations

from typing import NamedTuple

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.errors import without_quotes
from bot.channels.telegram.transport import Transport
from bot.proxies import Proxy


class SetWebhook(NamedTuple):
    """A webhook that is set: its address, how many updates wait for it, and what came of the last that was refused."""

    url: str
    waiting: int
    error: str

    @property
    def host(self) -> str:
        """The host it goes to: what follows that may be meant for nobody's eyes."""
        return self.url.partition("://")[2].partition("/")[0]


class Opened(NamedTuple):
    """The bot of a token: its name, whether its inline mode is on, and its webhook, if one is set."""

    name: str
    inline: bool
    webhook: SetWebhook | None


class NotOpened(Exception):
    """Telegram, or the way to it, refuses the token; the message says why, without the token."""


async def inspect(token: str, api_url: str, proxy: Proxy | None) -> Opened:
    """Ask Telegram for the bot of a token; raises NotOpened."""
    way = Transport(1, read_timeout=10, proxy=proxy)
    # For both kinds of requests: one that the library makes itself reads the proxies of the environment.
    bot = Bot(token, f"{api_url}/bot", request=way, get_updates_request=way)
    try:
        async with bot:
            hook = await bot.get_webhook_info()
            found = SetWebhook(hook.url, hook.pending_update_count, hook.last_error_message or "")
            return Opened(bot.username, bool(bot.supports_inline_queries), found if hook.url else None)
    except InvalidToken:
        raise NotOpened("the token opens no bot; copy it again from @BotFather") from None
    except TelegramError as error:
        raise NotOpened(without_quotes(error)) from None
