"""Messages that are edited: what they say now is answered, and only where it is not what they said before."""

from __future__ import annotations

from typing import Any

import pytest

from bot.people.readers import Reader
from bot.state.sqlite.store import Store
from bot.words import say
from tests.answers.test_confirmation import tables
from tests.channels.telegram.test_editors import edited
from tests.channels.telegram.test_group_chats import GROUP, NEWS, OWNER
from tests.channels.telegram.test_unreadable import PHOTO
from tests.support.botapi import BotAPI, Person
from tests.support.newsroom import ANNA, Newsroom


@pytest.mark.parametrize(
    ("chat", "first"),
    [(None, "/sectorz"), (GROUP, "/sectorz@hindsight_test_bot"), (GROUP, "what is there?")],
    ids=["alone", "group", "not for us before"],
)
async def test_a_slip_that_is_mended_is_answered(telegram: BotAPI, chat: dict[str, Any] | None, first: str) -> None:
    person = Person(telegram, 2, "en", chat or {})
    number = await person.send(first)
    if first.startswith("/"):
        assert say("en", "unknown-title") in (await person.read()).text
    await person.edit(number, "/sectors")
    assert (await person.read()).text == (await person.write("/sectors")).text


async def test_what_else_changes_of_a_message_asks_nothing(telegram: BotAPI) -> None:
    person = Person(telegram, 2, "en")
    words, photo, unmeant = await person.send("/about"), await person.send(None, **PHOTO), 77
    await person.read()
    await person.read()
    await person.edit(words, "/about", link_preview_options={"is_disabled": True})
    await person.edit(photo, None, **PHOTO)
    await Person(telegram, 2, "en", GROUP).edit(unmeant, "lunch?")
    assert say("en", "help-title") in (await person.write("/help")).text


async def test_what_is_mended_twice_is_answered_twice_and_in_order(telegram: BotAPI) -> None:
    person = Person(telegram, 2, "en")
    number = await person.send("/sectors")
    for text in ("/debates", "/debates", "/sectors"):
        await person.edit(number, text)
    titles = [(await person.read()).text.partition("\n")[0] for _ in range(3)]
    assert titles[0] == titles[2] != titles[1]


async def test_words_below_a_photo_and_files_that_are_replaced_are_read(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    number = await anna.send(None, **PHOTO, caption="/sectorz")
    await anna.read()
    await anna.edit(number, None, **PHOTO, caption="/sectors")
    assert (await anna.read()).text == (await anna.write("/sectors")).text
    number = await anna.hand("machine-dough.yaml", b"briefing: [")
    assert say("en", "button-publish") not in (await anna.read()).labels
    api.files["documents/better"] = edited(office)
    better = {"file_id": "better", "file_unique_id": "better", "file_name": "machine-dough.yaml"}
    await anna.edit(number, None, document=better)
    assert say("en", "button-publish") in (await anna.read()).labels


async def test_a_place_that_moves_moves_no_check_in(telegram: BotAPI, store: Store) -> None:
    person = Person(telegram, 2, "en")
    await person.write("/subscribe sat 18:00 Asia/Shanghai")
    number = await person.send(None, location={"latitude": 48.86, "longitude": 2.35, "live_period": 900})
    await person.read()
    before = tables(store)
    await person.edit(number, None, location={"latitude": 40.71, "longitude": -74.0, "live_period": 900})
    await person.write("/help")
    assert tables(store) == before


async def test_what_a_mended_message_would_change_takes_a_press(telegram: BotAPI, store: Store) -> None:
    telegram.admins = {OWNER}
    person, owner = Person(telegram, 2, "en"), Person(telegram, OWNER, "en", NEWS)
    number = await person.send("/subscrbe")
    await person.read()
    await person.edit(number, "/subscribe sat 18:00 Asia/Shanghai")
    shown = await person.read()
    post = {"message_id": 5, "date": 1_700_000_000, "edit_date": 1_700_000_060, "chat": NEWS, "text": "/subscribe"}
    await telegram.update(edited_channel_post=post)
    for reader, offer in ((person, shown), (owner, await owner.read())):
        assert await store.subscription(Reader("telegram", str(reader.chat["id"]))) is None
        await reader.press_command(next(each for each in offer.data if each.startswith("/subscribe")), offer.id)
        assert await store.subscription(Reader("telegram", str(reader.chat["id"])))


async def test_words_of_a_form_that_are_mended_fill_in_nothing_else(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    await anna.write("/announce")
    number = await anna.send("新的一期回头看来了。")
    asked, before = await anna.read(), tables(office.store)
    await anna.edit(number, "新一期回头看来了。")
    assert (await anna.read()).text != asked.text
    assert tables(office.store) == before
