"""What is read straight from the Bot API's words is what the library's objects say, and all else is left to those."""

from __future__ import annotations

from typing import Any, Final

import pytest
from telegram import Update

from bot.channels.telegram.asking import Asking
from bot.channels.telegram.raw_updates import lane, ordinary
from bot.channels.telegram.updates import asking
from tests.channels.telegram.test_group_chats import BOT, GROUP
from tests.channels.telegram.test_unreadable import MEDIA, NOTICES

USERNAME: Final = "hindsight_test_bot"
CHAT: Final[dict[str, Any]] = {"id": 7, "type": "private", "first_name": "R"}
USER: Final[dict[str, Any]] = {"id": 7, "is_bot": False, "first_name": "R"}
SAID: Final[dict[str, Any]] = {"message_id": 3, "date": 1_700_000_000, "chat": CHAT, "from": USER}
BEFORE: Final = SAID | {"message_id": 2, "from": BOT, "text": "before"}
ENTITY: Final = {"type": "bot_command", "offset": 0, "length": 2}

WRITTEN: Final[dict[str, dict[str, Any]]] = {
    **{text: {"text": text} for text in ("/sectors", "agents", "客服", " 电 ", "/search", f"/help@{USERNAME}", "/")},
    "to our name in capitals": {"text": f"/help@{USERNAME.upper()} words"},
    "with entities": {"text": "/help", "entities": [ENTITY]},
    "with a link": {"text": "https://a.example", "link_preview_options": {"is_disabled": True}},
    **{f"in {tag}": {"text": "agents", "from": USER | {"language_code": tag}} for tag in ("en", "zh-hans", "fr", "")},
}
ODD: Final[dict[str, dict[str, Any]]] = {
    **MEDIA,
    **NOTICES,
    "nothing": {"text": " "},
    "another bot's command": {"text": "/help@other_bot"},
    "a bot": {"text": "agents", "from": USER | {"is_bot": True}},
    "a reply": {"text": "/search", "reply_to_message": BEFORE | {"from": USER}},
    "a quotation": {"text": "/search", "quote": {"text": "agents", "position": 0}},
    "passed on": {"text": "agents", "forward_origin": {"type": "hidden_user", "sender_user_name": "R", "date": 1}},
    "made by a bot": {"text": "agents", "via_bot": BOT},
    "what we gave to share": {"text": "agents", "via_bot": BOT | {"username": USERNAME}},
    "a topic": {"text": "agents", "message_thread_id": 5, "is_topic_message": True},
    "a group": {"text": "/sectors", "chat": GROUP},
    "in the name of a group": {"text": "/sectors", "chat": GROUP, "sender_chat": GROUP},
    "what nobody knows yet": {"text": "agents", "hologram": {}},
}
PRESSED: Final[dict[str, dict[str, Any]]] = {
    **{data: {"data": data} for data in ("/sectors", "/vote a b", "/subscribe on", "/settings", "nonsense")},
    "below a picture": {"data": "/sectors", "message": SAID | {"caption": "c", "photo": []}},
    "below buttons": {"data": "/settings", "message": BEFORE | {"reply_markup": {"inline_keyboard": [[]]}}},
    "in French": {"data": "/sectors", "from": USER | {"language_code": "fr"}},
}
ODDLY_PRESSED: Final[dict[str, dict[str, Any]]] = {
    "too old": {"data": "/settings", "message": {"message_id": 2, "date": 0, "chat": CHAT}},
    "in a group": {"data": "/settings", "message": BEFORE | {"chat": GROUP}},
    "in a topic": {"data": "/settings", "message": BEFORE | {"message_thread_id": 5, "is_topic_message": True}},
    "by a bot": {"data": "/settings", "from": USER | {"is_bot": True}},
    "a game": {"game_short_name": "g"},
    "in no chat": {"data": "/settings", "message": None, "inline_message_id": "x"},
    "without a command": {"data": ""},
}


def read(update: dict[str, Any]) -> tuple[Asking | None, Asking | None]:
    """What an update asks as we read it, and as the library's objects say."""
    raw = {"update_id": 1, **update}
    return ordinary(raw, USERNAME, "zh"), asking(Update.de_json(raw), USERNAME, "zh")


def pressed(fields: dict[str, Any]) -> dict[str, Any]:
    given = {"id": "9", "from": USER, "chat_instance": "1", "message": BEFORE, **fields}
    return {"callback_query": {name: value for name, value in given.items() if value is not None}}


@pytest.mark.parametrize("fields", WRITTEN.values(), ids=WRITTEN)
def test_words_in_a_private_chat_are_read_as_the_library_reads_them(fields: dict[str, Any]) -> None:
    ours, theirs = read({"message": SAID | fields})
    assert ours == theirs is not None


@pytest.mark.parametrize("fields", PRESSED.values(), ids=PRESSED)
def test_presses_in_a_private_chat_are_read_as_the_library_reads_them(fields: dict[str, Any]) -> None:
    ours, theirs = read(pressed(fields))
    assert ours == theirs is not None


@pytest.mark.parametrize("fields", ODD.values(), ids=ODD)
def test_what_is_out_of_the_ordinary_is_left_to_the_library(fields: dict[str, Any]) -> None:
    for kind in ("message", "edited_message", "channel_post"):
        assert read({kind: SAID | fields})[0] is None


@pytest.mark.parametrize("fields", ODDLY_PRESSED.values(), ids=ODDLY_PRESSED)
def test_presses_out_of_the_ordinary_are_left_to_the_library(fields: dict[str, Any]) -> None:
    assert read(pressed(fields))[0] is None


@pytest.mark.parametrize("kind", ["message", "callback_query"])
@pytest.mark.parametrize("name", [*SAID])
def test_what_lacks_anything_is_left_to_the_library(kind: str, name: str) -> None:
    said = {key: value for key, value in SAID.items() if key != name} | {"text": "/sectors"}
    if kind == "message":
        assert ordinary({"update_id": 1, "message": said}, USERNAME, "zh") is None
    elif name != "from":
        assert ordinary({"update_id": 1, **pressed({"data": "/sectors", "message": said})}, USERNAME, "zh") is None


@pytest.mark.parametrize(
    ("update", "where"),
    [
        ({"message": SAID}, "7"),
        ({"edited_message": SAID | {"chat": GROUP}}, str(GROUP["id"])),
        ({"callback_query": {"id": "p", "from": USER, "message": BEFORE}}, "7"),
        ({"my_chat_member": {"chat": CHAT, "from": USER}}, "7"),
        ({"inline_query": {"id": "q", "from": USER, "query": "agents"}}, ""),
        ({"callback_query": {"id": "p", "from": USER, "message": None}}, ""),
        ({"message": "nonsense"}, ""),
    ],
)
def test_an_update_is_in_the_lane_of_its_chat_if_it_has_one(update: dict[str, Any], where: str) -> None:
    assert lane({"update_id": 1} | update) == where
