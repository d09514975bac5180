"""What others wrote acts for nobody who passes it on; what we cannot read gets a kind word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from bot.answers import COMMANDS, link
from bot.app import App
from bot.people.readers import Reader
from bot.state.sqlite.store import Store
from bot.words import WRITTEN, say
from tests.answers.test_confirmation import tables
from tests.channels.telegram.test_editors import edited, handed
from tests.channels.telegram.test_group_chats import BOT, DUE, GROUP, NEWS, OWNER, posted, seen
from tests.conftest import NOW
from tests.support.botapi import BotAPI, Person
from tests.support.newsroom import ANNA, Newsroom

languages = pytest.mark.parametrize("language", WRITTEN)

WORDS: Final = ("", "yes", "zh", "day 3", "send", f"{DUE} yes", "0123456789ab")
SENDER: Final[dict[str, Any]] = {"id": 77, "is_bot": False, "first_name": "Mallory"}
OTHER_BOT: Final[dict[str, Any]] = {"id": 78, "is_bot": True, "first_name": "M", "username": "mallory_bot"}
FORWARDED: Final[dict[str, dict[str, Any]]] = {
    "of a person": {"type": "user", "date": 1_700_000_000, "sender_user": SENDER},
    "of somebody hidden": {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "M"},
    "of a group": {"type": "chat", "date": 1_700_000_000, "sender_chat": GROUP},
    "of a channel": {"type": "channel", "date": 1_700_000_000, "chat": NEWS, "message_id": 5},
    "of our own": {"type": "user", "date": 1_700_000_000, "sender_user": BOT},
}
PHOTO: Final[dict[str, Any]] = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]}
PASSED_ON: Final[dict[str, dict[str, Any]]] = {
    **{f"forwarded {whose}": {"forward_origin": origin} for whose, origin in FORWARDED.items()},
    "made by a bot": {"via_bot": OTHER_BOT},
    "below a forwarded photo": {"forward_origin": FORWARDED["of a person"], **PHOTO},
}


def commands() -> Iterator[str]:
    """Yield every command, with words that some of them act on; a picture is the same as any and slow to draw."""
    yield from (f"/{name} {words}".strip() for name in COMMANDS if name != "picture" for words in WORDS)
    yield from (say("en", f"name-{each}") for each in ("subscribe", "pause", "unsubscribe", "checkin"))


async def at_home(person: Person) -> None:
    """Be somebody who has a subscription, a vote and a language."""
    for text in ("/subscribe sat 18:00 Asia/Shanghai", f"/vote {DUE} partly", "/language en"):
        await person.write(text)


def worded(text: str, marks: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a message that says this, as its caption where it has a picture."""
    return {"text": None, "caption": text, **marks} if "photo" in marks else {"text": text, **marks}


# A reader


@pytest.mark.exhaustive
@pytest.mark.parametrize(("how", "known"), [*((how, True) for how in PASSED_ON), ("forwarded of a person", False)])
async def test_no_command_that_is_passed_on_changes_anything(
    telegram: BotAPI, store: Store, how: str, known: bool
) -> None:
    person = Person(telegram, 2, "en")
    if known:
        await at_home(person)
    before = tables(store)
    for command in commands():
        await person.send(**worded(command, PASSED_ON[how]))
        assert (await person.read()).text
    assert tables(store) == before


@pytest.mark.parametrize("packed", [False, True], ids=["words", "base64"])
async def test_no_deep_link_changes_anything(telegram: BotAPI, store: Store, packed: bool) -> None:
    person = Person(telegram, 2, "en")
    await at_home(person)
    before = tables(store)
    for command in commands():
        payload = link(command) if packed else "_".join(command.strip("/").replace("/", "_").split())
        await person.send(f"/start {payload}")
        assert (await person.read()).text
    assert tables(store) == before


async def test_a_place_that_is_passed_on_is_not_where_its_reader_lives(telegram: BotAPI, store: Store) -> None:
    person = Person(telegram, 2, "en")
    await at_home(person)
    paris = {"location": {"latitude": 48.86, "longitude": 2.35}}
    before = tables(store)
    await person.send(None, **paris, forward_origin=FORWARDED["of a person"])
    assert (await person.read()).text and tables(store) == before
    await person.send(None, **paris)
    assert say("en", "changed") in (await person.read()).text and tables(store) != before


async def test_what_is_passed_on_is_shown_and_one_press_does_it(telegram: BotAPI, store: Store) -> None:
    person = Person(telegram, 2, "en")
    await at_home(person)
    shown = await person.write("/unsubscribe", forward_origin=FORWARDED["of a person"])
    assert say("en", "offered", label=say("en", "button-unsubscribe")) in shown.text
    done = await person.press(shown, say("en", "button-unsubscribe"))
    assert say("en", "unsubscribed") in done.text
    assert await store.subscription(Reader("telegram", "2")) is None


async def test_words_of_ones_own_act_whatever_they_reply_to_or_quote(telegram: BotAPI, store: Store) -> None:
    person = Person(telegram, 2, "en")
    await at_home(person)
    theirs = {"message_id": 3, "date": 1_700_000_000, "chat": person.chat, "from": SENDER, "text": "/forget yes"}
    quote = {"text": "/forget yes", "position": 0}
    before = tables(store)
    await person.write("why?", reply_to_message=theirs, quote=quote)
    await person.write("/help", reply_to_message=theirs, quote=quote)
    assert tables(store) == before
    await person.write("/pause", reply_to_message=theirs, quote=quote)
    subscription = await store.subscription(Reader("telegram", "2"))
    assert subscription and subscription.paused == "reader"


async def test_who_is_back_is_known_by_their_own_start_and_not_by_one_passed_on(
    telegram: BotAPI, app: App, store: Store
) -> None:
    person, reader = Person(telegram, 2, "en"), Reader("telegram", "2")
    await at_home(person)
    await app.left(reader, NOW)
    await person.write("/start", forward_origin=FORWARDED["of a person"])
    subscription = await store.subscription(reader)
    assert subscription and subscription.paused == "blocked"
    await person.write("/start")
    subscription = await store.subscription(reader)
    assert subscription and subscription.paused is None


# A group, a channel


@pytest.mark.parametrize("how", ["forwarded of a channel", "made by a bot"])
@pytest.mark.parametrize("chat", [GROUP, NEWS], ids=["group", "channel"])
async def test_nothing_passed_on_decides_for_a_group_or_channel(
    telegram: BotAPI, store: Store, how: str, chat: dict[str, Any]
) -> None:
    telegram.admins = {OWNER}
    owner = Person(telegram, OWNER, "en", chat)
    await (posted(telegram, "/subscribe") if chat is NEWS else owner.write("/subscribe"))
    before = tables(store)
    for command in (each for each in commands() if each.startswith("/")):
        message = {"message_id": telegram.next_number(), "date": 1_700_000_000, "chat": chat, "text": command}
        if chat is NEWS:
            await telegram.update(channel_post=message | PASSED_ON[how])
        else:
            await telegram.update(message=message | {"from": owner.user} | PASSED_ON[how])
        assert (await owner.read()).text, command
    assert tables(store) == before


async def test_what_a_channel_passes_on_into_its_group_is_not_answered(telegram: BotAPI) -> None:
    telegram.admins = {OWNER}
    member, since = Person(telegram, 2, "en", GROUP), len(telegram.calls)
    service = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    auto = {"is_automatic_forward": True, "sender_chat": NEWS, "forward_origin": FORWARDED["of a channel"]}
    for text in ("/subscribe", "/help", "/unsubscribe@hindsight_test_bot"):
        await member.send(text, **{"from": service}, **auto)
    await member.send(None, photo=[], caption="/help", **{"from": service}, **auto)
    assert say("en", "about-title") in (await member.write("/about")).text  # and not the answer to one before it
    assert [name for name, _ in seen(telegram, since)] == ["sendMessage"]


# An editor


async def test_no_command_of_editors_that_is_passed_on_does_anything(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    draft = await handed(anna, "machine-dough.yaml", edited(office))
    [digest] = [each.digest for each in office.desk.drafts()]
    live, before = office.app.edition.digest, tables(office.store)
    for command in (
        *(f"/publish {digest}", f"/discard {digest}", f"/draft {digest}", "/undo", "/undo 1", "/reload"),
        *("/announce", "/rule machine-dough/half-of-shops", "/form stop", "/admin rest", "/history"),
    ):
        assert (await anna.write(command, forward_origin=FORWARDED["of a person"])).text
    assert (office.app.edition.digest, tables(office.store)) == (live, before)
    assert [each.digest for each in office.desk.drafts()] == [digest]
    await anna.write("/announce")
    before = tables(office.store)
    await anna.write("Send all your money", forward_origin=FORWARDED["of a person"])
    assert tables(office.store) == before
    await anna.press(draft, say("en", "button-publish"))
    assert office.app.edition.digest != live


async def test_a_file_that_is_passed_on_to_an_editor_is_a_draft_to_look_at(office: Newsroom, api: BotAPI) -> None:
    anna, live = Person(api, ANNA, "en"), office.app.edition.digest
    await anna.hand(
        "machine-dough.yaml", edited(office), forward_origin=FORWARDED["of a person"], caption="/publish 0123456789ab"
    )
    draft = await anna.read()
    assert say("en", "button-publish") in draft.labels and office.app.edition.digest == live
    await anna.press(draft, say("en", "button-publish"))
    assert office.app.edition.digest != live
