"""Updates of every shape that the Bot API knows, and damaged ones: no fault, stopping nobody, answered where asked."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any, Final

import pytest
from telegram import Update

from bot.channels.telegram.updates import asking
from bot.serve.program import Program
from bot.words import say
from tests.channels.telegram.test_group_chats import GROUP
from tests.conftest import talking
from tests.support.any_update import US, kinds, update
from tests.support.botapi import BotAPI, Person
from tests.support.everything import Everything
from tests.support.quiet import PATIENCE

MANY: Final = 500
CHAT: Final[dict[str, Any]] = {"id": 3_000, "type": "private"}
USER: Final[dict[str, Any]] = {"id": 3_000, "is_bot": False, "first_name": "R"}
SAID: Final[dict[str, Any]] = {"message_id": 3, "date": 1_700_000_000, "chat": CHAT, "from": USER, "text": "/help"}
PRESS: Final[dict[str, Any]] = {"id": "9", "from": USER, "chat_instance": "1", "message": SAID, "data": "/help"}
LEFT: Final[dict[str, Any]] = {"user": USER | {"is_bot": True}, "status": "left"}

DAMAGED: Final[dict[str, dict[str, Any]]] = {
    "whose id is no number": {"message": SAID | {"chat": CHAT | {"id": True}}},
    "from nobody who has an id": {"message": SAID | {"from": USER | {"id": None}}},
    "of nobody's language": {"message": SAID | {"from": USER | {"language_code": 7}}},
    "in no chat": {"message": {name: value for name, value in SAID.items() if name != "chat"}},
    "in a chat that is none": {"edited_message": SAID | {"chat": None, "sender_chat": CHAT}},
    "whose words are none": {"message": SAID | {"chat": GROUP, "text": {"text": f"@{US}"}}},
    "whose caption is a number": {"message": SAID | {"text": None, "caption": 7, "photo": []}},
    "with a button that is a number": {"callback_query": PRESS | {"data": 1e308}},
    "with a button below nothing": {"callback_query": PRESS | {"message": []}},
    "of a search by nobody": {"inline_query": {"id": "9", "query": "x", "offset": ""}},
    "of a search by something": {"inline_query": {"id": "9", "from": USER | {"id": {}}, "query": "x", "offset": ""}},
    "of somebody who was nothing": {
        "my_chat_member": {"chat": GROUP, "from": USER, "date": 1, "old_chat_member": None, "new_chat_member": LEFT}
    },
}


@pytest.mark.exhaustive
async def test_whatever_comes_is_no_fault_stops_nobody_and_is_answered_only_where_somebody_asked(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    api = Everything(seed=MANY)
    reader = Person(api, 7, "en")
    async with api.serving(), talking(program, api, bulk_rate=10_000, last_answers=PATIENCE):
        await api.bring(MANY)
        assert say("en", "help-title") in (await reader.write("/help")).text
    assert api.wrong(reader.id) == []
    assert faults(caplog) == [] and not program.app.failed
    assert len(api.sent) > MANY / 25, "many of them were questions"


@pytest.mark.parametrize("damaged", DAMAGED)
async def test_what_is_damaged_is_passed_over(telegram: BotAPI, damaged: str, caplog: pytest.LogCaptureFixture) -> None:
    await telegram.update(**DAMAGED[damaged])
    assert say("en", "help-title") in (await Person(telegram, 7, "en").write("/help")).text
    assert {form["chat_id"] for _, form in telegram.calls if "chat_id" in form} == {"7"}
    assert "cannot be read and is passed over" in caplog.text and faults(caplog) == []


@pytest.mark.parametrize("latitude", [91, 103.5, -1e9])
async def test_a_place_outside_the_world_is_something_we_cannot_read(telegram: BotAPI, latitude: float) -> None:
    person = Person(telegram, 7, "en")
    await person.send(None, location={"latitude": latitude, "longitude": 1})
    assert say("en", "unread") in (await person.read()).text


@pytest.mark.parametrize("text", ["half \ud800", "/search \udfff", "/start \ud83d", "\0"])
async def test_half_a_character_is_answered_too(telegram: BotAPI, text: str) -> None:
    assert (await Person(telegram, 7, "en").write(text)).text


def test_whole_ones_are_such_as_the_library_reads_and_many_of_them_ask() -> None:
    chance, asked = random.Random(1), Counter[str]()
    for number in range(1, 1_000):
        made = update(number, chance, damaged=False)
        read = Update.de_json({"update_id": 1, **made})
        asked.update([*made] if asking(read, US, "en") else [])
    assert asked.keys() == {"message", "edited_message", "channel_post", "edited_channel_post", "callback_query"}
    assert len(kinds()) > 20 and min(asked.values()) > 5


def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.exc_info]
