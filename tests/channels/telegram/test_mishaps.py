"""What goes wrong between a bot that polls and the Bot API: the answer comes all the same, or words say why not."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram import Bot

from bot.answers import Answer, File
from bot.answers.answer import paragraph
from bot.app import App, Message
from bot.channels.telegram.acknowledgements import LONGEST_TOAST
from bot.channels.telegram.asking import Asking
from bot.channels.telegram.attachments import LONGEST_CAPTION
from bot.channels.telegram.chat_actions import ChatActions
from bot.channels.telegram.rate_limit import Pacer
from bot.channels.telegram.replies import Replies
from bot.channels.telegram.retries import Retrying
from bot.channels.telegram.transport import Transport
from bot.content.briefing import Language
from bot.people.readers import Reader
from bot.pictures import png
from bot.reception import Reception
from bot.state.sqlite.store import Store
from bot.words import WRITTEN, say
from tests.channels.telegram.test_checkins import CLIENTS, FORUM, GROUP, Service
from tests.conftest import NOW
from tests.support import wire
from tests.support.botapi import TOKEN, BotAPI, Person, Refusal
from tests.support.front import Front, resets_unanswered
from tests.support.quiet import PATIENCE

BAD_GATEWAY = Refusal(502, "Bad Gateway")
CLOSED = Refusal(400, "Bad Request: TOPIC_CLOSED")
FLOOD = Refusal(429, "Too Many Requests: retry after 45", retry_after=45)
DUE = "ten-hypotheses/support-first"


@pytest.fixture
async def troubled(api: BotAPI, app: App, store: Store) -> AsyncIterator[Service]:
    async with Service(app, store, api).running() as service:
        yield service


def notes(service: Service) -> list[str | None]:
    """Return what the acknowledgements that were carried out said."""
    return [form.get("text") for method, form in service.api.done if method == "answerCallbackQuery"]


def sent(service: Service, chat: int) -> list[tuple[str, dict[str, str]]]:
    """Return what was carried out in a chat."""
    return [(method, form) for method, form in service.api.done if form.get("chat_id") == str(chat)]


# Buttons


@pytest.mark.parametrize("refusal", [BAD_GATEWAY, Refusal(401, "Unauthorized"), Refusal(403, "Forbidden"), FLOOD])
async def test_a_vote_is_shown_however_its_acknowledgement_fails(troubled: Service, refusal: Refusal) -> None:
    person = Person(troubled.api, 1, "en")
    page = await person.write(f"/prediction {DUE}")
    troubled.api.refuse["answerCallbackQuery"] = [refusal] * 3
    once = await person.press(page, say("en", "ruling-yes"))
    assert once is page and say("en", "you-said", what=say("en", "ruling-yes")) in once.text
    await troubled.api.called("answerCallbackQuery", 1)
    assert (await person.write("/help")).text


async def test_an_answer_waits_for_no_acknowledgement(api: BotAPI, app: App, store: Store) -> None:
    """The acknowledgement hangs for as long as the test likes: the answers go on coming."""
    front = Front(api)

    async def hangs(_: object) -> None:
        hung.set()
        await asyncio.Event().wait()

    hung = asyncio.Event()
    async with wire.serving(front) as port, asyncio.timeout(PATIENCE):
        answering, bot = way(app, f"http://127.0.0.1:{port}")
        async with bot.request:
            front.method, front.fault = "answerCallbackQuery", hangs
            reader = Reader("telegram", "1")
            for number in range(3):
                asked = Asking(Message(reader=reader, text="/help", language="en"), 1, press=str(number))
                assert await answering.bring(asked, Answer(str(number), (paragraph("x"),)))
            await hung.wait()
            await answering.presses.close()
    assert [api.outbox[1].get_nowait().text[0] for _ in range(3)] == ["0", "1", "2"]


@pytest.mark.parametrize("length", [LONGEST_TOAST, LONGEST_TOAST + 1, 4_000])
async def test_of_a_note_too_long_for_a_button_the_beginning_is_shown(api: BotAPI, app: App, length: int) -> None:
    answering, bot = way(app, api.url)
    press = await Person(api, 1, "zh").tap("/help", 1)
    async with bot.request:
        await answering.presses.acknowledge(press, "多" * length)
        await answering.presses.close()
    assert (await api.acknowledged(press))["text"] == "多" * LONGEST_TOAST and not api.refusals


@pytest.mark.parametrize("language", WRITTEN)
async def test_who_presses_in_a_flooded_group_is_told_so_alone(troubled: Service, language: Language) -> None:
    troubled.api.admins = {1}
    admin = Person(troubled.api, 1, CLIENTS[language], GROUP)
    panel = await admin.write("/settings")
    troubled.api.refuse["editMessageText"] = troubled.api.refuse["sendMessage"] = [FLOOD]
    await admin.tap("/settings day", panel.id)
    await troubled.api.called("answerCallbackQuery", 1)
    for count in range(2, 30):  # the limit holds: nothing more is tried in the group
        await admin.tap("/settings hour", panel.id)
        await troubled.api.called("answerCallbackQuery", count)
    told = notes(troubled)
    assert set(told) == {say(language, "flooded-group")} and len(told) >= 29
    assert len([form for method, form in troubled.api.calls if form.get("chat_id") == "-7"]) <= 3


@pytest.mark.parametrize("language", WRITTEN)
async def test_who_presses_while_their_own_chat_is_flooded_is_told_so(troubled: Service, language: Language) -> None:
    person = Person(troubled.api, 1, CLIENTS[language])
    listing = await person.write("/sectors")
    troubled.api.refuse["sendMessage"] = [FLOOD]
    await person.send("/help")
    await troubled.barrier()
    await person.tap("/sectors p2", listing.id)
    await troubled.api.called("answerCallbackQuery", 1)
    assert notes(troubled) == [say(language, "flooded")]


# Topics


@pytest.mark.parametrize(
    ("refusals", "replies"),
    [([CLOSED], True), ([CLOSED] * 2, False), ([Refusal(400, "Bad Request: message thread not found")], True)],
)
@pytest.mark.parametrize("command", ["/help", "/picture timeline"])
async def test_refused_in_a_topic_an_answer_goes_beside_it(
    troubled: Service, refusals: list[Refusal], replies: bool, command: str
) -> None:
    person = Person(troubled.api, 1, "en", FORUM)
    troubled.api.refuse["sendMessage"], troubled.api.refuse["sendPhoto"] = list(refusals), list(refusals)
    asked = await person.send(command, message_thread_id=77, is_topic_message=True)
    answer = await person.read()
    method, form = sent(troubled, FORUM["id"])[-1]
    assert answer.topic is None and "message_thread_id" not in form
    assert (f'"message_id":{asked}' in form.get("reply_parameters", "").replace(" ", "")) == replies
    drawn = command.startswith("/picture") and png.available()
    assert method == ("sendPhoto" if drawn else "sendMessage")


@pytest.mark.parametrize(
    "refusals", [[], [Refusal(429, "Too Many Requests: retry after 1", retry_after=1)], [BAD_GATEWAY]]
)
async def test_a_file_comes_once_with_its_words_into_the_topic_it_was_asked_for_in(
    troubled: Service, refusals: list[Refusal]
) -> None:
    person = Person(troubled.api, 1, "en")
    troubled.api.refuse["sendDocument"] = list(refusals)
    await person.send("/mydata", message_thread_id=77, is_topic_message=True)
    data = await person.read()
    assert (data.media, data.topic) == (True, 77) and say("en", "mydata") in data.text
    await person.write("/help")
    assert [method for method, _ in sent(troubled, 1)] == ["sendDocument", "sendMessage"]


@pytest.mark.parametrize("said", ["x" * (LONGEST_CAPTION - 9), "x" * (LONGEST_CAPTION + 1), "<&😀" * 500])
async def test_words_too_long_to_stand_below_a_file_follow_it(api: BotAPI, app: App, said: str) -> None:
    answering, bot = way(app, api.url)
    asked = Asking(Message(reader=Reader("telegram", "1"), text="/mydata", language="en"), 1, topic=77)
    answer = Answer("", (paragraph(said),), file=File("a.json", b"{}"))
    async with bot.request:
        await answering.bring(asked, answer)
    shown = [api.outbox[1].get_nowait() for _ in range(api.outbox[1].qsize())]
    assert [each.media for each in shown] == ([True] if len(said) < LONGEST_CAPTION else [True, False])
    assert shown[-1].text == said and {each.topic for each in shown} == {77} and not api.refusals


async def test_of_a_file_that_may_have_arrived_nothing_is_said(api: BotAPI, app: App) -> None:
    front = Front(api)
    async with wire.serving(front) as port:
        answering, bot = way(app, f"http://127.0.0.1:{port}")
        async with bot.request:
            front.method, front.fault = "sendDocument", resets_unanswered
            asked = Asking(Message(reader=Reader("telegram", "1"), text="/mydata", language="en"), 1)
            await answering.bring(asked, Answer("t", (paragraph("Here it is."),), file=File("a.json", b"{}")))
    assert not api.done and 1 not in api.outbox


async def test_a_button_below_a_file_or_picture_is_answered_in_a_message_of_its_own(
    telegram: BotAPI, store: Store
) -> None:
    person = Person(telegram, 1, "en")
    await person.write("/subscribe")
    data = await person.write("/mydata")
    assert (await person.press(data, say("en", "button-forget"))).id > data.id
    assert (await person.press_command("/sectors p2", data.id)).id > data.id
    assert "editMessageText" not in [method for method, _ in telegram.calls]


# Chats that take nothing


@pytest.mark.parametrize(
    ("said", "code", "paused"),
    [
        ("Bad Request: not enough rights to send text messages to the chat", 400, "muted"),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", 400, "muted"),
        ("Bad Request: need administrator rights in the channel chat", 400, "muted"),
        ("Forbidden: bot was kicked from the supergroup chat", 403, "blocked"),
        ("Bad Request: chat not found", 400, "blocked"),
    ],
)
async def test_a_group_that_takes_no_answer_costs_a_line_for_each_and_is_paused(
    troubled: Service, said: str, code: int, paused: str, caplog: pytest.LogCaptureFixture
) -> None:
    troubled.api.admins = {1}
    admin = Person(troubled.api, 1, "en", GROUP)
    await admin.write("/subscribe")
    caplog.set_level(logging.INFO, "bot")
    caplog.clear()
    troubled.api.refuse[-7] = [Refusal(code, said)] * 3
    for _ in range(3):
        await admin.send("/help")
        await troubled.barrier()
    await troubled.api.called("sendMessage", 8)
    await troubled.barrier()
    lines = [each for each in caplog.records if each.name.startswith("bot")]
    assert [(each.levelname, each.exc_info) for each in lines] == [("INFO", None)] * 3
    assert await troubled.paused(-7) == paused


async def test_what_no_chat_would_take_pauses_nobody(troubled: Service, caplog: pytest.LogCaptureFixture) -> None:
    person = Person(troubled.api, 1, "en")
    await person.write("/subscribe")
    caplog.set_level(logging.INFO, "bot")
    caplog.clear()
    troubled.api.refuse[1] = [Refusal(400, 'Bad Request: can\'t parse entities: start tag "chat not found"')]
    await person.send("秘密")
    await troubled.barrier()
    assert (await person.write("/help")).text and await troubled.paused(1) is None
    [line] = [each for each in caplog.records if each.name.startswith("bot")]
    assert line.levelname == "WARNING" and not line.exc_info and "chat not found" not in line.getMessage()


@pytest.mark.parametrize("code", [401, 404, 409, 418, 500, 503])
async def test_the_bots_own_trouble_costs_no_check_in_and_pauses_nobody(troubled: Service, code: int) -> None:
    readers = [Person(troubled.api, number, "en") for number in range(1, 4)]
    for reader in readers:
        await reader.write("/subscribe")
    troubled.api.refuse["sendMessage"] = [Refusal(code, "no")] * 6
    await troubled.comes_due(1)
    await troubled.see_through()
    for reader in readers:
        assert say("en", "checkin-title") in (await reader.read()).text and await troubled.paused(reader.id) is None


# The way there


def way(app: App, url: str, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> tuple[Replies, Bot]:
    """Return what answers through a bot, which has not logged in, and that bot."""
    bot = Bot(TOKEN, base_url=f"{url}/bot", request=Transport(), get_updates_request=Transport())
    pacer = Pacer(clock=lambda: 0.0)
    calls, reception = Retrying(bot, pacer, lambda: 0.0, sleep), Reception(app, lambda: NOW)
    return Replies(calls, pacer, reception, ChatActions(bot, pacer, math.inf)), bot


@pytest.mark.parametrize("tells", [False, True], ids=["an answer", "what an editor is told"])
@pytest.mark.parametrize("away", [False, True], ids=["502", "nobody listens"])
async def test_what_surely_was_not_sent_is_sent_again_after_growing_waits(
    api: BotAPI, app: App, tells: bool, away: bool
) -> None:
    slept: list[float] = []

    async def comes_back(seconds: float) -> None:
        slept.append(seconds)
        if away and len(slept) == 2:
            servers.append(await asyncio.start_server(serve, sock=bound))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(EOFError):
            await Front(api)(reader, writer)
        writer.close()

    servers: list[asyncio.Server] = []
    api.refuse["sendMessage"] = [] if away else [BAD_GATEWAY] * 2
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        answering, bot = way(app, f"http://127.0.0.1:{bound.getsockname()[1]}" if away else api.url, comes_back)
        asked = Asking(Message(reader=Reader("telegram", "1"), text="/help", language="en"), 1)
        async with bot.request:
            await (answering.tell if tells else answering.bring)(asked, Answer("t", (paragraph("x"),)))
        for server in servers:
            server.close()
    assert slept == ([1.0, 5.0] if tells else [1.0, 3.0])
    assert api.outbox[1].qsize() == 1
