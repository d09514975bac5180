"""Updates that cannot be read: passed over and confirmed, and the next ones answered."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from bot.app import App
from bot.telegram.polling import Polling
from bot.telegram.transport import InDoubt
from tests.botapi import BotAPI, Person
from tests.conftest import polling

WORDS = "what nobody but the two of them may read"
CHAT = {"id": 1, "type": "private"}
DEEP: Any = WORDS
for _ in range(300):
    DEEP = {"message_id": 1, "date": 1, "chat": CHAT, "reply_to_message": DEEP}
UNREADABLE = [
    pytest.param({"message": {"chat": 5, "text": WORDS}}, id="a chat that is a number"),
    pytest.param({"message": WORDS}, id="a message that is a text"),
    pytest.param({"message": {"message_id": 1, "chat": CHAT, "text": WORDS}}, id="a message without a date"),
    pytest.param({"message": {"message_id": 1, "date": WORDS, "chat": CHAT}}, id="a date in words"),
    pytest.param({"message": DEEP}, id="answers to answers to answers"),
    pytest.param({"callback_query": {"data": WORDS}}, id="a button nobody pressed"),
    pytest.param({"callback_query": [WORDS]}, id="a list where one is pressed"),
    pytest.param({"my_chat_member": {"chat": CHAT, "date": WORDS}}, id="a change at no time"),
]


@pytest.mark.parametrize("update", UNREADABLE)
async def test_an_update_that_cannot_be_read_is_passed_over_and_the_next_answered(
    api: BotAPI, app: App, log: Callable[..., io.StringIO], update: dict[str, Any]
) -> None:
    written = log("debug", "text", [])
    async with polling(app, api):
        person = Person(api, 1)
        await api.update(**update)  # alone, and in the same answer as one that can be read
        assert (await person.write("/help")).text
        await api.update(**update)
        assert (await person.write("/help")).text
        await api.handled()
    assert written.getvalue().count("cannot be read and is passed over") >= 2
    assert WORDS not in written.getvalue()


@pytest.mark.parametrize("update", [5, None, [], {}, {"update_id": "7"}, {"update_id": None, "message": 1}])
def test_what_has_no_number_is_dropped(update: object) -> None:
    readable = {"update_id": 8}
    payload = orjson.dumps({"ok": True, "result": [update, readable]})
    assert Polling.parse_json_payload(payload)["result"] == [readable]


@pytest.mark.parametrize("result", [5, None, "x", {"update_id": 7}])
def test_what_is_no_list_of_updates_is_asked_for_again(result: object) -> None:
    with pytest.raises(InDoubt):
        Polling.parse_json_payload(orjson.dumps({"ok": True, "result": result}))


def test_a_refusal_is_the_librarys_to_read() -> None:
    refusal = {"ok": False, "error_code": 409, "description": "Conflict"}
    assert Polling.parse_json_payload(orjson.dumps(refusal)) == refusal
