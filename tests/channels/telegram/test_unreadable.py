"""What is no words: whoever sends us something we cannot read is told what we can."""

from __future__ import annotations

from typing import Any, Final

import pytest

from bot.content.briefing import Language
from bot.state.sqlite.store import Store
from bot.words import WRITTEN, say
from tests.answers.test_confirmation import tables
from tests.channels.telegram.test_checkins import CLIENTS
from tests.channels.telegram.test_editors import edited
from tests.channels.telegram.test_group_chats import BOT, GROUP, NEWS, seen
from tests.support.botapi import BotAPI, Person
from tests.support.newsroom import READER, Newsroom

languages = pytest.mark.parametrize("language", WRITTEN)

FILE: Final[dict[str, Any]] = {"file_id": "x", "file_unique_id": "y"}
SIZED: Final[dict[str, Any]] = FILE | {"width": 90, "height": 90}
PHOTO: Final[dict[str, Any]] = {"photo": [SIZED]}
STICKER: Final[dict[str, Any]] = SIZED | {"type": "regular", "is_animated": False, "is_video": False}
TEXT: Final[dict[str, Any]] = {"text": "?", "entities": []}
POLL: Final[dict[str, Any]] = {
    "id": "1",
    "question": "q",
    "type": "regular",
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "options": [],
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
MEDIA: Final[dict[str, dict[str, Any]]] = {
    "photo": PHOTO,
    "sticker": {"sticker": STICKER},
    "voice": {"voice": FILE | {"duration": 1}},
    "audio": {"audio": FILE | {"duration": 1}},
    "video": {"video": SIZED | {"duration": 1}},
    "video note": {"video_note": FILE | {"duration": 1, "length": 90}},
    "animation": {"animation": SIZED | {"duration": 1}},
    "live photo": {"live_photo": SIZED | {"duration": 1, "photo": [SIZED]}, **PHOTO},
    "paid media": {"paid_media": {"star_count": 1, "paid_media": [{"type": "preview"}]}},
    "contact": {"contact": {"phone_number": "1", "first_name": "M"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "poll": {"poll": POLL},
    "story": {"story": {"chat": NEWS, "id": 1}},
    "venue": {"venue": {"location": {"latitude": 1, "longitude": 1}, "title": "t", "address": "a"}},
    "game": {"game": {"title": "t", "description": "d", "photo": [SIZED]}},
    "checklist": {"checklist": {"title": "t", "tasks": []}},
    "giveaway": {"giveaway": {"chats": [NEWS], "winners_selection_date": 1_700_000_000, "winner_count": 1}},
    "winners of a giveaway": {
        "giveaway_winners": {
            "chat": NEWS,
            "giveaway_message_id": 1,
            "winners_selection_date": 1_700_000_000,
            "winner_count": 0,
            "winners": [],
        }
    },
    "text of a kind the library does not know": {"rich_message": {"blocks": [{"type": "paragraph", "text": TEXT}]}},
    "what nobody knows yet": {"hologram": FILE},
}
NOTICES: Final[dict[str, dict[str, Any]]] = {
    "a pin": {"pinned_message": {"message_id": 1, "date": 0, "chat": NEWS}},
    "leave to write": {"write_access_allowed": {}},
    "a background": {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🎲"}}},
    "messages that vanish": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 1}},
    "a topic": {"forum_topic_created": {"name": "t", "icon_color": 1}},
    "tasks": {"checklist_tasks_done": {"marked_as_done_task_ids": [1]}},
}


@languages
@pytest.mark.parametrize("kind", [*MEDIA])
async def test_who_sends_what_we_cannot_read_is_told_what_we_can(
    telegram: BotAPI, kind: str, language: Language
) -> None:
    person = Person(telegram, 2, CLIENTS[language])
    await person.send(None, **MEDIA[kind])
    assert say(language, "unread") in (await person.read()).text


@pytest.mark.parametrize("kind", [*NOTICES])
async def test_what_telegram_notes_of_a_chat_is_nobodys_word(telegram: BotAPI, kind: str) -> None:
    person = Person(telegram, 2, "en")
    await person.send(None, **NOTICES[kind])
    assert say("en", "help-title") in (await person.write("/help")).text


async def test_what_we_cannot_read_is_told_once_of_an_album_and_never_in_a_group(telegram: BotAPI) -> None:
    person, member, since = Person(telegram, 2, "en"), Person(telegram, 2, "en", GROUP), len(telegram.calls)
    for _ in range(10):
        await person.send(None, **PHOTO, media_group_id="7")
        await member.send(None, **PHOTO)
    await person.read()
    assert say("en", "help-title") in (await person.write("/help")).text
    await member.write("/help")
    assert len(seen(telegram, since)) == 3


@languages
@pytest.mark.parametrize("kind", [*MEDIA, "file"])
async def test_what_we_cannot_read_is_told_in_a_group_to_who_replies_to_us_or_names_us(
    telegram: BotAPI, kind: str, language: Language
) -> None:
    member, sent = Person(telegram, 2, CLIENTS[language], GROUP), {**MEDIA, "file": {"document": FILE}}[kind]
    before = {"message_id": 3, "date": 1_700_000_000, "chat": GROUP, "from": BOT, "text": "…"}
    asked = await member.send(None, **sent, reply_to_message=before)
    told = await member.read()
    assert say(language, "unread") in told.text and told.replies_to == asked
    await member.send(None, **sent, caption="@hindsight_test_bot")
    assert say(language, "unread") in (await member.read()).text


async def test_of_an_album_in_reply_to_us_it_is_told_once_and_of_notices_never(telegram: BotAPI) -> None:
    member, since = Person(telegram, 2, "en", GROUP), len(telegram.calls)
    before = {"message_id": 3, "date": 1_700_000_000, "chat": GROUP, "from": BOT, "text": "…"}
    for _ in range(10):
        await member.send(None, **PHOTO, media_group_id="7", reply_to_message=before)
    for notice in NOTICES.values():
        await member.send(None, **notice, reply_to_message=before)
    await member.read()
    assert say("en", "help-title") in (await member.write("/help")).text
    assert len(seen(telegram, since)) == 2


async def test_a_place_in_reply_to_us_is_where_a_group_lives_if_an_admin_says_so(
    telegram: BotAPI, store: Store
) -> None:
    telegram.admins = {1}
    admin, member = Person(telegram, 1, "en", GROUP), Person(telegram, 2, "en", GROUP)
    panel, before = await admin.write("/subscribe"), tables(store)
    ours = {"message_id": panel.id, "date": 1_700_000_000, "chat": GROUP, "from": BOT, "text": "…"}
    paris = {"location": {"latitude": 48.86, "longitude": 2.35}}
    await member.send(None, **paris, reply_to_message=ours)
    assert say("en", "only-admins") in (await member.read()).text
    await admin.send(None, **paris)
    await admin.send(None, **paris, reply_to_message=ours | {"from": member.user})
    assert say("en", "help-title") in (await admin.write("/help")).text and tables(store) == before
    await admin.send(None, **paris, reply_to_message=ours)
    assert "Paris" in (await admin.read()).text and tables(store) != before


async def test_words_below_a_photo_are_read(telegram: BotAPI) -> None:
    person = Person(telegram, 2, "zh-hans")
    await person.send(None, **PHOTO, caption="客服")
    assert (await person.read()).text == (await person.write("客服")).text


@languages
@pytest.mark.parametrize("caption", [{}, {"caption": "please publish"}], ids=["alone", "with words"])
async def test_who_sends_a_file_and_is_no_editor_is_told_how_to_become_one(
    office: Newsroom, api: BotAPI, caption: dict[str, str], language: Language
) -> None:
    reader = Person(api, READER, CLIENTS[language])
    await reader.hand("machine-dough.yaml", edited(office), **caption)
    assert say(language, "unread-file", sender=f"telegram:{READER}") in (await reader.read()).text
    assert "getFile" not in [name for name, _ in api.calls] and office.desk.drafts() == ()
