"""Chats that many see: what one of them presses is theirs alone, and nobody votes in the name of a chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import pytest

from bot.answers import COMMANDS, answer
from bot.answers.deep_links import linked
from bot.app import App
from bot.channels.telegram import render
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Reader
from bot.reception import concerns_all, pressed_here
from bot.state.sqlite.store import Store
from bot.words import WRITTEN, say
from tests.answers.test_confirmation import tables
from tests.channels.telegram.test_checkins import CLIENTS, Service, is_check_in, own_place
from tests.conftest import NOW, TODAY
from tests.shipped.test_reach import ways_on
from tests.support.asking import asking
from tests.support.botapi import BotAPI, Person, Sent

BOT: Final[dict[str, Any]] = {"id": 123456, "is_bot": True, "first_name": "H", "username": "hindsight_test_bot"}
GROUP: Final[dict[str, Any]] = {"id": -7, "type": "group", "title": "Readers"}
FORUM: Final[dict[str, Any]] = {"id": -100500, "type": "supergroup", "title": "Readers", "is_forum": True}
NEWS: Final[dict[str, Any]] = {"id": -100900, "type": "channel", "title": "News"}
ANONYMOUS: Final[dict[str, Any]] = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
AS_CHANNEL: Final[dict[str, Any]] = {
    "id": 136817688,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}
DUE: Final = "ten-hypotheses/support-first"
WORDS: Final = ("", "yes", "day 3", DUE, f"{DUE} yes", f"{DUE} 50", "no/such yes")
OWNER, ANN = 1, 2
RESTRICTED: Final = (
    *("can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages", "can_send_polls"),
    *("can_send_other_messages", "can_add_web_page_previews", "can_manage_topics", "can_send_audios"),
    *("can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes", "can_send_voice_notes"),
    *("can_edit_tag", "can_react_to_messages"),
)

languages = pytest.mark.parametrize("language", WRITTEN)


class Robot(Person):
    """Another bot."""

    @property
    def user(self) -> dict[str, Any]:
        return {**super().user, "is_bot": True, "username": "another_bot"}


def pressable() -> Iterator[str]:
    """Yield what buttons of today, of another time, or of nobody at all may carry."""
    yield from (f"/{name} {words}".strip() for name in COMMANDS for words in WORDS)
    yield from ("/predictions p2", "/settings interest p2", "v1:vote:17", "/", "/start forget_yes", "/vote", "客服")


async def posted(api: BotAPI, text: str, chat: dict[str, Any] = NEWS) -> Sent:
    """Post into a channel as its owner; return the answer."""
    post = {"message_id": api.next_number(), "date": 1_700_000_000, "chat": chat, "text": text}
    await api.update(channel_post=post)
    return await Person(api, OWNER, "en", chat).read()


async def shown_in(chat: dict[str, Any], api: BotAPI) -> tuple[Sent, Sent]:
    """Return the settings of a chat that subscribes, and a check-in, both shown there to its owner."""
    if chat is NEWS:
        return await posted(api, "/subscribe"), await posted(api, "/checkin")
    owner = Person(api, OWNER, "en", chat)
    return await owner.write("/subscribe"), await owner.write("/checkin")


def seen(api: BotAPI, since: int) -> list[tuple[str, dict[str, str]]]:
    """Return what the bot did since so many calls that anybody gets to see."""
    return [call for call in api.calls[since:] if call[0].startswith(("send", "edit", "copy", "forward", "deleteM"))]


@pytest.fixture
async def service(api: BotAPI, app: App, store: Store) -> AsyncIterator[Service]:
    async with Service(app, store, api).running() as service:
        yield service
    assert not api.refusals, [str(refusal) for refusal in api.refusals]


# Presses


@pytest.mark.exhaustive
@pytest.mark.parametrize("chat", [NEWS, GROUP, FORUM], ids=["channel", "group", "forum"])
async def test_whatever_somebody_presses_in_a_shared_chat_only_they_see_and_only_their_votes_are_kept(
    telegram: BotAPI, store: Store, chat: dict[str, Any]
) -> None:
    telegram.admins = {OWNER}
    panel, check_in = await shown_in(chat, telegram)
    ann, reader = Person(telegram, ANN, "en", chat), Reader("telegram", str(chat["id"]))
    before, since = store.everything(reader), len(telegram.calls)
    theirs = ("readers", "votes", "answered_in", "tallies")
    kept = {name: rows for name, rows in tables(store).items() if name not in theirs}
    looks = [(each.text, each.keyboard) for each in (panel, check_in)]
    for number, command in enumerate(pressable()):
        under = (panel, check_in)[number % 2]
        told = await telegram.acknowledged(await ann.tap(command, under.id, date=0 if number % 3 == 0 else 1))
        assert ("text" in told) is not ("url" in told), command
        assert ("text" in told) is (concerns_all(command) or command.startswith(("/vote ten", "/answer ten"))) or (
            "url" in told and command in (f"/vote {DUE}", f"/answer {DUE}")
        ), command
    await telegram.handled()
    assert not seen(telegram, since)
    assert [(each.text, each.keyboard) for each in (panel, check_in)] == looks
    assert store.everything(reader) == before
    assert {name: rows for name, rows in tables(store).items() if name in kept} == kept
    assert (await store.known(Reader("telegram", str(ANN)), Reader("telegram", str(ANN)))).rulings == {DUE: "yes"}


@pytest.mark.exhaustive
@pytest.mark.parametrize("chat", [NEWS, GROUP], ids=["channel", "group"])
async def test_who_decides_changes_the_settings_where_they_stand_and_nothing_else_of_what_all_see(
    telegram: BotAPI, chat: dict[str, Any]
) -> None:
    telegram.admins = {OWNER}
    panel, check_in = await shown_in(chat, telegram)
    owner, look = Person(telegram, OWNER, "en", chat), (check_in.text, check_in.keyboard)
    for command in pressable():
        since = len(telegram.calls)
        await telegram.acknowledged(await owner.tap(command, check_in.id))
        if concerns_all(command):
            fresh = await owner.read()
            assert fresh.id > check_in.id and fresh.chat == chat["id"], command
        assert [name for name, _ in seen(telegram, since)] == ["sendMessage"] * concerns_all(command), command
    assert (check_in.text, check_in.keyboard) == look

    panel = await posted(telegram, "/subscribe") if chat is NEWS else await owner.write("/subscribe")
    for command in ("/settings day", "/settings day 4", "/pause", "/resume", "/settings interest", "/settings"):
        since = len(telegram.calls)
        assert command in panel.data or command == "/settings day 4"
        assert await owner.press_command(command, panel.id) is panel
        assert [name for name, _ in seen(telegram, since)] == ["editMessageText"], command


@pytest.mark.parametrize("chat", [NEWS, GROUP], ids=["channel", "group"])
async def test_a_press_opens_in_a_chat_of_ones_own_what_it_asks(telegram: BotAPI, chat: dict[str, Any]) -> None:
    ann = Person(telegram, ANN, "en", chat)
    for command in (
        "/predictions p2",
        f"/prediction {DUE}",
        "/search 客服 p2",
        "/picture timeline",
        "/mydata",
        "/start",
    ):
        told = await telegram.acknowledged(await ann.tap(command, 5))
        assert linked(told["url"].partition("?start=")[2]) == command
    alone = await Person(telegram, ANN, "en").write(f"/start {told['url'].partition('?start=')[2]}")
    assert say("en", "welcome") in alone.text


@languages
async def test_sixty_members_vote_by_button_and_each_is_told_alone(telegram: BotAPI, language: Language) -> None:
    telegram.admins = {OWNER}
    _, check_in = await shown_in(GROUP, telegram)
    since = len(telegram.calls)
    for number in range(60):
        member = Person(telegram, 100 + number, CLIENTS[language], GROUP)
        told = await telegram.acknowledged(await member.tap(f"/answer {DUE} yes", check_in.id))
        assert say("en", "tally", parts=f"{say('en', 'ruling-yes')} {number + 1}") in told["text"]
    assert not seen(telegram, since)


async def test_an_error_in_us_is_told_to_who_pressed_alone(telegram: BotAPI, app: App) -> None:
    app.edition = None  # type: ignore[assignment]
    told = await telegram.acknowledged(await Person(telegram, ANN, "en", GROUP).tap(f"/vote {DUE} yes", 5))
    assert told["text"] == say("en", "failure", id="0123abcd")
    assert not seen(telegram, next(n for n, (name, _) in enumerate(telegram.calls) if name == "answerCallbackQuery"))


@pytest.mark.parametrize("kind", [{"inline_message_id": "x", "data": "/help"}, {"game_short_name": "go"}])
async def test_a_press_under_a_message_in_no_chat_of_ours_is_acknowledged(
    telegram: BotAPI, kind: dict[str, str]
) -> None:
    ann = Person(telegram, ANN, "en")
    telegram.queries.add("77")
    await telegram.update(callback_query={"id": "77", "from": ann.user, "chat_instance": "1", **kind})
    assert await telegram.acknowledged("77") == {"callback_query_id": "77"}


# What stands there


@languages
@pytest.mark.parametrize("chat", [GROUP, NEWS], ids=["group", "channel"])
async def test_what_is_asked_for_in_a_shared_chat_is_shown_there_and_its_doors_open_elsewhere(
    telegram: BotAPI, language: Language, chat: dict[str, Any]
) -> None:
    owner = Person(telegram, OWNER, CLIENTS[language], chat)
    await (posted(telegram, f"/language {language}") if chat is NEWS else owner.write("/start"))
    for name in ("start", "predictions", f"prediction {DUE}", "search 客服", "checkin", "scores", "privacy", "help"):
        sent = await (posted(telegram, f"/{name}") if chat is NEWS else owner.write(f"/{name}"))
        assert all(map(pressed_here, sent.data)), name
        assert sent.links and all(linked(each) != "/start" for each in sent.links), name


@pytest.mark.exhaustive
@languages
def test_every_button_leads_alone_to_what_it_led_to_before(edition: Edition, language: Language) -> None:
    ahead, walked = ["/start"], set[str]()
    while ahead:
        command = ahead.pop()
        shown = answer(command, asking(edition, language, TODAY, shared=True)).answer
        keys = [key for row in _keyboard(render.plain_keyboard(shown, "a_bot")) for key in row]
        plain = [key for row in _keyboard(render.plain_keyboard(shown)) for key in row]
        assert [key["text"] for key in keys] == [key["text"] for key in plain]
        for key, before in zip(keys, plain, strict=True):
            url = key.get("url", "")
            assert url.startswith("https://t.me/a_bot?start=") is not pressed_here(before["callback_data"])
            if url and before["callback_data"] != "/start":
                assert linked(url.partition("?start=")[2]) == before["callback_data"]
        fresh = {each for each in ways_on(shown) if each not in walked and not pressed_here(each)}
        walked |= fresh
        ahead += fresh
    assert len(walked) > 1000


def _keyboard(markup: Any) -> list[list[dict[str, str]]]:
    rows: list[list[dict[str, str]]] = markup["inline_keyboard"] if markup else []
    return rows


@languages
async def test_a_check_in_has_other_doors_where_many_read_it(service: Service, language: Language) -> None:
    service.api.admins = {OWNER}
    alone = Person(service.api, OWNER, CLIENTS[language])
    group = Person(service.api, OWNER, CLIENTS[language], GROUP)
    for person in (alone, group):
        await person.write("/subscribe sat 18:00 Asia/Shanghai")
    await posted(service.api, f"/language {language}")
    await posted(service.api, "/subscribe sat 18:00 Asia/Shanghai")
    await service.comes_due(OWNER)
    own, theirs, public = await alone.read(), await group.read(), await Person(service.api, 1, chat=NEWS).read()
    assert is_check_in(own, language) and is_check_in(theirs, language) and theirs.text == public.text
    assert theirs.labels == public.labels and own.labels != theirs.labels, "alone it is cards"
    assert not own.links and theirs.links == public.links
    assert theirs.data == public.data and all(map(pressed_here, theirs.data))


# Who speaks


@languages
@pytest.mark.parametrize("command", ["vote", "answer"])
async def test_nobody_votes_in_the_name_of_a_chat(
    telegram: BotAPI, store: Store, language: Language, command: str
) -> None:
    member = Person(telegram, ANN, CLIENTS[language], GROUP)
    asked = f"/{command} {DUE} yes"
    refused = [
        await member.write(asked, **{"from": ANONYMOUS, "sender_chat": GROUP}),
        await member.write(asked, **{"from": AS_CHANNEL, "sender_chat": NEWS}),
        await member.write(asked, sender_chat=FORUM),
    ]
    for answered, spoken in zip(refused, ("zh", "zh", language), strict=True):
        assert say(spoken, "vote-anonymous") in answered.text
        assert any(each.endswith(f"{DUE} yes") for each in answered.data)
    assert say("zh", "vote-anonymous") in (await posted(telegram, asked)).text
    assert not tables(store)["votes"]
    nobody = Person(telegram, ANONYMOUS["id"], CLIENTS[language], GROUP)
    told = await telegram.acknowledged(await nobody.tap(refused[0].data[0], refused[0].id))
    assert told["text"] == say(language, "vote-anonymous") and not tables(store)["votes"]
    told = await telegram.acknowledged(await member.tap(refused[0].data[0], refused[0].id))
    assert say(language, "you-said", what=say(language, "ruling-yes")) in told["text"]
    assert len(tables(store)["votes"]) == 1


async def test_what_was_said_in_the_name_of_a_chat_is_shown_handed_over_and_deleted_to_nobody(
    telegram: BotAPI, store: Store
) -> None:
    for each in (ANONYMOUS["id"], AS_CHANNEL["id"], GROUP["id"]):
        store.vote(Reader("telegram", str(each)), DUE, "yes", NOW)
    before = tables(store)["votes"]
    member = Person(telegram, ANN, "en", GROUP)
    for mask in ({"from": ANONYMOUS, "sender_chat": GROUP}, {"from": AS_CHANNEL, "sender_chat": NEWS}):
        for asked in (f"/vote {DUE}", f"/vote {DUE} no", f"/prediction {DUE}", "/checkin", "/scores"):
            answered = await member.write(asked, **mask)
            assert say("zh", "you-said", what="").strip() not in answered.text and "✓" not in "".join(answered.labels)
        for asked in ("/mydata", "/forget", "/forget yes"):
            answered = await member.write(asked, **mask)
            assert say("zh", "in-private", command=asked.split()[0]) in answered.text
    assert tables(store)["votes"] == before


async def test_an_anonymous_admin_decides_for_the_group_and_a_channel_that_writes_there_does_not(
    service: Service,
) -> None:
    member = Person(service.api, ANN, "en", GROUP)
    foreign = await member.write("/subscribe", **{"from": AS_CHANNEL, "sender_chat": NEWS})
    assert say("zh", "only-admins") in foreign.text and await service.subscription(GROUP["id"]) is None
    own = await member.write("/subscribe", **{"from": ANONYMOUS, "sender_chat": GROUP})
    assert say("zh", "subscribed") in own.text and await service.subscription(GROUP["id"])
    elsewhere = {**GROUP, "id": -8}
    await member.write("/unsubscribe", **{"from": ANONYMOUS, "sender_chat": elsewhere})
    assert await service.subscription(GROUP["id"])
    assert "getChatMember" not in [method for method, _ in service.api.calls]


@pytest.mark.parametrize("chat", [None, GROUP, FORUM], ids=["alone", "group", "forum"])
@pytest.mark.parametrize("mask", [{}, {"sender_chat": NEWS}], ids=["itself", "as a channel"])
async def test_other_bots_are_not_answered(
    telegram: BotAPI, store: Store, chat: dict[str, Any] | None, mask: dict[str, Any]
) -> None:
    robot, since, before = Robot(telegram, 55, "en", chat or {}), len(telegram.calls), tables(store)
    for text in ("/help", "/subscribe", "hello there", "@hindsight_test_bot hello", f"/vote {DUE} yes"):
        await robot.send(text, **mask)
        await robot.edit(await robot.send(None, photo=[], **mask), text, **mask)
    await robot.hand("machine-dough.yaml", b"", **mask)
    for command in ("/help", "/subscribe", f"/vote {DUE} yes", "/start"):
        press = await robot.tap(command, 5)
        assert await telegram.acknowledged(press) == {"callback_query_id": press}
    assert say("en", "help-title") in (await Person(telegram, ANN, "en").write("/help")).text
    assert [form["chat_id"] for _, form in seen(telegram, since) if "chat_id" in form] == [str(ANN)]
    assert tables(store) == before


@languages
@pytest.mark.parametrize("chat", [GROUP, FORUM], ids=["group", "forum"])
async def test_a_mention_or_a_reply_asks_as_words_do_in_a_chat_alone(
    telegram: BotAPI, chat: dict[str, Any], language: Language
) -> None:
    member = Person(telegram, ANN, CLIENTS[language], chat)
    before = {"message_id": 3, "date": 1_700_000_000, "chat": chat, "from": BOT, "text": "…"}
    found = (await Person(telegram, ANN, CLIENTS[language]).write("客服")).text
    assert (await member.write("@Hindsight_Test_Bot 客服")).text == found
    assert (await member.write("客服 @hindsight_test_bot")).text == found
    assert (await member.write("客服", reply_to_message=before)).text == found
    assert say(language, "help-title") in (await member.write("@hindsight_test_bot")).text
    theirs = {**before, "from": member.user, "text": "/forget yes"}
    others: tuple[dict[str, Any], ...] = (
        {"text": "客服 @hindsight_test_bots"},
        {"text": "客服", "reply_to_message": theirs},
        {"text": "客服", "reply_to_message": {**before, "forum_topic_created": {"name": "t", "icon_color": 1}}},
        {"text": "/weather @hindsight_test_bot"},
        {"text": "@hindsight_test_bot 客服", "via_bot": {**BOT, "id": 9, "username": "other_bot"}},
    )
    for unasked in others:
        await member.send(**unasked)
    assert say(language, "help-title") in (await member.write("/help")).text


@languages
@pytest.mark.parametrize("chat", [None, GROUP], ids=["alone", "group"])
async def test_a_search_without_words_is_for_those_it_replies_to(
    telegram: BotAPI, chat: dict[str, Any] | None, language: Language
) -> None:
    member = Person(telegram, ANN, CLIENTS[language], chat or {})
    theirs = {"message_id": 3, "date": 1_700_000_000, "chat": member.chat, "from": member.user, "text": "客服"}
    found = (await member.write("/search 客服")).text
    answered = (await Person(telegram, ANN, CLIENTS[language]).write("客服")).text
    for asked in (
        {"reply_to_message": theirs},
        {"reply_to_message": theirs | {"text": None, "caption": "客服"}},
        {"reply_to_message": theirs | {"text": "今天说说客服"}, "quote": {"text": "客服", "position": 4}},
        {"reply_to_message": theirs | {"from": BOT, "text": "…"}, "quote": {"text": "客服", "position": 0}},
    ):
        assert (await member.write("/search@hindsight_test_bot", **asked)).text == found
        if chat:
            assert (await member.write("@hindsight_test_bot", **asked)).text == answered
    assert "Copilot" in (await member.write("/search Copilot", reply_to_message=theirs)).text.partition("\n")[0]
    how = await member.write("/search", reply_to_message=theirs | {"from": BOT})
    assert say(language, "search-how-group" if chat else "search-how") in how.text


async def test_a_mention_below_a_command_of_somebody_else_does_not_carry_it_out(telegram: BotAPI, store: Store) -> None:
    telegram.admins = {OWNER}
    owner = Person(telegram, OWNER, "en", GROUP)
    await owner.write("/subscribe")
    before = tables(store)
    for text in ("/unsubscribe", "/language zh", "unsubscribe", f"/vote {DUE} yes"):
        theirs = {"message_id": 3, "date": 1_700_000_000, "chat": GROUP, "from": {**owner.user, "id": 9}, "text": text}
        assert (await owner.write("@hindsight_test_bot", reply_to_message=theirs)).text
        assert (await owner.write("/search", reply_to_message=theirs)).text
    assert tables(store) == before


async def test_a_channel_that_names_us_in_its_news_is_not_answered(telegram: BotAPI) -> None:
    post = {"message_id": 5, "date": 1_700_000_000, "chat": NEWS, "text": "Follow @hindsight_test_bot!"}
    await telegram.update(channel_post=post)
    assert say("zh", "help-title") in (await posted(telegram, "/help")).text


async def test_restricted_and_gone_is_not_within(service: Service) -> None:
    service.api.admins = {OWNER}
    person = Person(service.api, OWNER, "en", FORUM)
    await person.write("/subscribe")
    fields = dict.fromkeys(RESTRICTED, False) | {"until_date": 0}
    left = own_place("member", "restricted", FORUM, person)
    left["my_chat_member"]["new_chat_member"] |= {**fields, "is_member": False}
    await service.api.update(**left)
    await service.barrier()
    assert await service.paused(FORUM["id"]) == "blocked"
    back = own_place("restricted", "member", FORUM, person)
    back["my_chat_member"]["old_chat_member"] |= {**fields, "is_member": False}
    await service.api.update(**back)
    assert say("en", "welcome") in (await person.read()).text
    assert await service.paused(FORUM["id"]) is None
