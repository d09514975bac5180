"""What a chat sees while an answer is made that takes a while."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any

import pytest

from bot.answers import Answer
from bot.pictures import png
from bot.reception import Message, Reception
from bot.serve.program import Program
from bot.words import say
from tests.conftest import talking
from tests.support.botapi import BotAPI, Person, Refusal

GROUP = {"id": -100, "type": "supergroup", "title": "G"}
drawn = pytest.mark.skipif(not png.available() and "CI" not in os.environ, reason="no font with Chinese is installed")
TOPIC = {"message_thread_id": 7, "is_topic_message": True}


class Slow:
    """Holds up answers until it is told to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go_on, at_once = asyncio.Event(), Reception.answer

        async def answer(reception: Reception, message: Message, *more: Any) -> Answer:
            await self.go_on.wait()
            return await at_once(reception, message, *more)

        monkeypatch.setattr(Reception, "answer", answer)


def shown(api: BotAPI) -> list[dict[str, str]]:
    return [form for name, form in api.calls if name == "sendChatAction"]


async def test_who_waits_sees_that_an_answer_is_written_where_they_asked(
    api: BotAPI, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    async with talking(program, api, noticed=0):
        ann, ben = Person(api, 1, "en"), Person(api, 2, "en", GROUP)
        await ann.send("/help")
        await api.called("sendChatAction", 1)
        await ben.send("/help", **TOPIC)
        await api.called("sendChatAction", 2)
        assert shown(api)[0] == {"chat_id": "1", "action": "typing"}
        assert shown(api)[1] == {"chat_id": "-100", "message_thread_id": "7", "action": "typing"}
        slow.go_on.set()
        assert say("en", "help-title") in (await ann.read()).text
    assert not api.refusals


@pytest.mark.parametrize("refusal", [Refusal(400, "Bad Request: x"), Refusal(429, "Too Many Requests", retry_after=9)])
async def test_where_it_cannot_be_shown_the_answer_comes_all_the_same(
    api: BotAPI, program: Program, monkeypatch: pytest.MonkeyPatch, refusal: Refusal
) -> None:
    slow = Slow(monkeypatch)
    api.refuse["sendChatAction"] = [refusal]
    async with talking(program, api, noticed=0):
        ann = Person(api, 1, "en")
        await ann.send("/help")
        await api.called("sendChatAction", 1)
        slow.go_on.set()
        assert say("en", "help-title") in (await ann.read()).text


async def test_a_press_spins_and_a_post_in_a_channel_shows_nothing(
    api: BotAPI, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    async with talking(program, api, noticed=0):
        channel = {"id": -200, "type": "channel", "title": "N"}
        post = {"message_id": 3, "date": 1_700_000_000, "chat": channel, "sender_chat": channel, "text": "/help"}
        await api.update(channel_post=post)
        await Person(api, 1, "en").tap("/help", 5)
        await Person(api, 2, "en").send("/help")
        await api.called("sendChatAction", 1)
        assert [form["chat_id"] for form in shown(api)] == ["2"]
        slow.go_on.set()
        await Person(api, 2, "en").read()


@drawn
async def test_who_waits_for_a_picture_sees_it_uploaded(
    api: BotAPI, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, painted = threading.Event(), png.png
    async with talking(program, api, noticed=0) as (channel, _):

        def paint(svg: str) -> bytes:
            go_on.wait()
            return painted(svg)

        monkeypatch.setattr(channel._replies._attachments._photos, "_paint", paint)
        ann = Person(api, 1, "en")
        await ann.send("/picture timeline")
        await api.called("sendChatAction", 1)
        assert shown(api)[-1] == {"chat_id": "1", "action": "upload_photo"}
        go_on.set()
        assert (await ann.read()).media
    assert not api.refusals
