"""The words in which Telegram refuses: whose trouble each is, and what becomes of a check-in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.answers import Answer
from bot.answers.answer import paragraph
from bot.channels.telegram.bulk import CheckIns
from bot.channels.telegram.errors import WORDS, Meaning, meaning, without_quotes
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.transport import Transport
from bot.delivery.channel import Gone, InDoubt, Moved, Refused, TryLater
from bot.people.readers import PausedBy, Reader
from bot.state import Delivery
from tests.conftest import NOW
from tests.support.botapi import TOKEN, BotAPI, Refusal

BLOCKED: dict[str, int] = {
    "chat not found": 400,
    "private chat not found": 400,
    "user not found": 400,
    "PEER_ID_INVALID": 400,
    "CHAT_ID_INVALID": 400,
    "USER_ID_INVALID": 400,
    "CHANNEL_PRIVATE": 400,
    "CHANNEL_INVALID": 400,
    "CHAT_FORBIDDEN": 400,
    "USER_IS_BLOCKED": 400,
    "YOU_BLOCKED_USER": 400,
    "USER_IS_BOT": 400,
    "INPUT_USER_DEACTIVATED": 400,
    "group chat was deactivated": 400,
    "group chat is deactivated": 400,
    "group chat was upgraded to a supergroup chat": 400,
    "message thread not found": 400,
    "TOPIC_DELETED": 400,
    "TOPIC_ID_INVALID": 400,
    "bot was blocked by the user": 403,
    "bot was kicked from the group chat": 403,
    "bot was kicked from the supergroup chat": 403,
    "bot was kicked from the channel chat": 403,
    "bot is not a member of the supergroup chat": 403,
    "bot is not a member of the channel chat": 403,
    "bot can't initiate conversation with a user": 403,
    "bot can't send messages to bots": 403,
    "user is deactivated": 403,
    "the group chat was deleted": 403,
    "something we have never heard of": 403,
}
MUTED: dict[str, int] = {
    "not enough rights to send text messages to the chat": 400,
    "not enough rights": 400,
    "have no rights to send a message": 400,
    "Have no write access to the chat": 400,
    "need administrator rights in the channel chat": 400,
    "CHAT_WRITE_FORBIDDEN": 400,
    "CHAT_RESTRICTED": 400,
    "CHAT_ADMIN_REQUIRED": 400,
    "CHAT_SEND_PLAIN_FORBIDDEN": 400,
    "CHAT_GUEST_SEND_FORBIDDEN": 400,
    "USER_BANNED_IN_CHANNEL": 400,
    "PRIVACY_PREMIUM_REQUIRED": 400,
    "ALLOW_PAYMENT_REQUIRED": 400,
    "TOPIC_CLOSED": 400,
    "CHAT_SEND_MEDIA_FORBIDDEN": 400,
    "CHAT_WRITE_FORBIDDEN ": 403,
    "not enough rights to send text messages to the chat ": 403,
}
OURS: dict[str, int] = {
    "Unauthorized": 401,
    "Not Found": 404,
    "Not Found: method not found": 404,
    "Not Acceptable: FROZEN_METHOD_INVALID": 406,
    "Conflict: terminated by other getUpdates request": 409,
    "I'm a teapot": 418,
    "Internal Server Error: Request aborted": 500,
    "Bad Gateway": 502,
    "Service Unavailable": 503,
    "Gateway Timeout": 504,
}
MESSAGE: dict[str, int] = {
    'can\'t parse entities: unsupported start tag "chat not found" at byte offset 3': 400,
    "message text is empty": 400,
    "message is too long": 400,
    "BUTTON_DATA_INVALID": 400,
    "reply markup is too long": 400,
    "ENTITY_BOUNDS_INVALID": 400,
    "message to be replied not found": 400,
}
ELSEWHERE: dict[str, Meaning] = {
    "message is not modified: specified new message content and reply markup are exactly the same": Meaning.UNCHANGED,
    "query is too old and response timeout expired or query ID is invalid": Meaning.LATE,
    "query ID is invalid": Meaning.LATE,
    "QUERY_ID_INVALID": Meaning.LATE,
    "not enough rights to send photos to the chat": Meaning.NO_FILES,
    "not enough rights to send documents to the chat": Meaning.NO_FILES,
    "not enough rights to send media messages to the chat": Meaning.NO_FILES,
    "CHAT_SEND_PHOTOS_FORBIDDEN": Meaning.NO_FILES,
    "CHAT_SEND_DOCS_FORBIDDEN": Meaning.NO_FILES,
    "CHAT_SEND_MEDIA_FORBIDDEN": Meaning.NO_FILES,
}
"""What is said of anything but a check-in."""
SAID = [*BLOCKED, *MUTED, *MESSAGE, *ELSEWHERE]


@pytest.mark.parametrize("part", [part for part, _ in WORDS])
def test_every_word_of_the_table_is_one_that_telegram_says(part: str) -> None:
    first = [next((known for known, _ in WORDS if known in each.lower()), None) for each in SAID]
    assert part in first


@pytest.mark.parametrize(("words", "what"), ELSEWHERE.items())
def test_whose_trouble_it_is(words: str, what: Meaning) -> None:
    assert meaning(BadRequest(words)) is what


@pytest.mark.parametrize("error", [BadRequest('unsupported start tag "客服" at byte offset 3'), BadRequest('x "客服')])
def test_what_is_logged_quotes_nobody(error: TelegramError) -> None:
    assert "客服" not in without_quotes(error) and "“…”" in without_quotes(error)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[tuple[BotAPI, Bot]]:
    """A server, and a bot that has not logged in, for all words."""
    async with BotAPI().serving() as api, Transport() as request:
        yield api, Bot(TOKEN, base_url=f"{api.url}/bot", request=request, get_updates_request=Transport())


async def word(server: tuple[BotAPI, Bot], refusal: Refusal) -> Exception:
    """Return what becomes of a check-in that is refused."""
    api, bot = server
    api.refuse["sendMessage"] = [refusal]
    check_ins = CheckIns(bot, Pacer(clock=lambda: 0.0), lambda: 0.0)
    delivery = Delivery(1, 1, Reader("telegram", "1"), NOW, 1, 0, None, None, skips_empty=False)
    with pytest.raises((Gone, InDoubt, Moved, Refused, TryLater)) as caught:
        await check_ins.send(delivery, Answer("t", (paragraph("x"),)))
    return caught.value


def prefixed(code: int, words: str) -> str:
    return {400: "Bad Request: ", 403: "Forbidden: "}.get(code, "") + words


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("words", "code", "paused"),
    [(*each, paused) for found, paused in ((BLOCKED, "blocked"), (MUTED, "muted")) for each in found.items()],
)
async def test_what_names_the_chat_pauses_that_chat(
    server: tuple[BotAPI, Bot], words: str, code: int, paused: PausedBy
) -> None:
    became = await word(server, Refusal(code, prefixed(code, words)))
    assert isinstance(became, Gone) and became.paused == paused


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("words", "code"), OURS.items())
async def test_what_names_the_bot_closes_no_row(server: tuple[BotAPI, Bot], words: str, code: int) -> None:
    became = await word(server, Refusal(code, words))
    assert isinstance(became, TryLater) and became.after is None


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("words", "code"), MESSAGE.items())
async def test_what_names_neither_is_the_messages_own_fault(server: tuple[BotAPI, Bot], words: str, code: int) -> None:
    assert isinstance(await word(server, Refusal(code, prefixed(code, words))), Refused)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_chat_that_moved_is_followed(server: tuple[BotAPI, Bot]) -> None:
    became = await word(server, Refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007))
    assert isinstance(became, Moved) and became.new == "-1007"
