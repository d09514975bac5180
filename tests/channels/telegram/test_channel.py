"""The real python-telegram-bot against a Bot API server that enforces Telegram's limits."""

from __future__ import annotations

import asyncio
import io
import logging
import os
from collections.abc import Callable
from typing import Literal

import pytest

from bot.content.briefing import Language
from bot.pictures import png
from bot.serve.program import Program
from bot.words import WRITTEN, say
from tests.conftest import polling
from tests.support.botapi import TOKEN, BotAPI, Person, Refusal

GROUP = {"id": -100500, "type": "supergroup", "title": "Readers", "is_forum": True}


async def test_a_reader_starts_in_the_language_of_the_client(telegram: BotAPI) -> None:
    assert say("zh", "welcome") in (await Person(telegram, 1, "zh-hans").write("/start")).text
    assert say("en", "welcome") in (await Person(telegram, 2, "de").write("/start")).text
    assert say("zh", "welcome") in (await Person(telegram, 3, None).write("/start")).text


@pytest.mark.parametrize(
    "question",
    [
        "/sectors",
        "/timeline",
        "/advice",
        "/predictions",
        "/briefings",
        "/debates",
        "/help",
        "/about",
        "客服",
        "/briefing ten-hypotheses",
    ],
)
@pytest.mark.parametrize("language", WRITTEN)
async def test_every_page_of_every_answer_keeps_telegrams_rules(
    telegram: BotAPI, question: str, language: Language
) -> None:
    person = Person(telegram, 1, language)
    message = await person.write(question)
    while say(language, "button-on") in message.labels:
        before = message.text
        message = await person.press(message, say(language, "button-on"))
        assert message.text != before


async def test_a_page_turn_edits_in_place_and_a_door_opens_a_new_message(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en")
    listing = await person.write("/sectors")
    first = listing.text
    turned = await person.press(listing, "Next ›")
    assert turned is listing and turned.text != first
    opened = await person.press(turned, "1")
    assert opened is not listing and opened.id > listing.id


async def test_turning_to_the_page_already_shown_is_no_error(api: BotAPI, program: Program) -> None:
    async with polling(program, api):
        person = Person(api, 1, "en")
        listing = await person.write("/sectors p2")
        await person.tap("/sectors p2", listing.id)
        await api.called("editMessageText", 1)
        assert "1/" in (await person.write("/sectors")).text
    assert [str(refusal) for refusal in api.refusals] == ["Bad Request: message is not modified"]


@pytest.mark.parametrize("gone", [1, 0], ids=["deleted", "inaccessible"])
async def test_a_button_on_a_message_that_is_gone_brings_a_new_message(
    api: BotAPI, program: Program, gone: int
) -> None:
    async with polling(program, api):
        assert "2/" in (await Person(api, 1, "en").press_command("/sectors p2", 99_999, date=gone)).text


async def test_a_button_of_another_time_is_answered_kindly(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en")
    assert (
        say("en", "unknown-title")
        in (await person.press_command("/prediction ten-hypotheses/renamed-long-ago", 5)).text
    )
    assert say("en", "welcome") in (await person.press_command("v1:vote:17", 5)).text


async def test_the_language_chosen_outlasts_the_clients(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "zh-hans")
    await person.press(await person.write("/language"), "English")
    assert say("en", "help-title") in (await person.write("/help")).text


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh-tw", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-hant", "zh-Hant"), ("zh-Hans-HK", "zh"), ("zh", "zh")],
)
async def test_a_client_that_writes_traditional_chinese_is_answered_in_it(
    telegram: BotAPI, code: str, language: Language
) -> None:
    person = Person(telegram, 1, code)
    assert say(language, "welcome") in (await person.write("/start")).text


async def test_traditional_chinese_is_chosen_by_its_button_and_the_buttons_go_on_working(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en")
    await person.press(await person.write("/language"), "繁體中文")
    listing = await person.write("/sectors")
    assert (await person.press(listing, say("zh-Hant", "button-on"))).text.startswith("共")
    assert say("zh-Hant", "help-title") in (await person.write("/help")).text


async def test_a_deep_link_opens_what_it_links(telegram: BotAPI) -> None:
    sent = await Person(telegram, 1, "en").write("/start prediction_ten-hypotheses_support-first")
    assert say("en", "label-criterion") in sent.text


async def test_in_a_group_only_what_is_meant_for_us_is_answered_and_in_its_topic(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en", GROUP)
    await person.send("lunch?")
    await person.send("/weather@other_bot")
    await person.send("/weather")
    asked = await person.send("/sectors@Hindsight_Test_Bot", message_thread_id=77, is_topic_message=True)
    answer = await person.read()
    assert (answer.topic, answer.replies_to) == (77, asked)


async def test_updates_without_words_are_passed_over(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en")
    await person.send(None, pinned_message={"message_id": 1, "date": 0, "chat": person.chat})
    await person.send("   ")
    await telegram.update()
    assert say("en", "help-title") in (await person.write("/help")).text


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "客" * 100_000,
        "\x00\x01\x1b[2J",
        "\u202eabc\u2066",
        "👩\u200d👩\u200d👧" * 3000,
        "<b>&lt;_*[",
        "/" + "a" * 300,
        "/ ",
        "「」。、",
    ],
)
async def test_whatever_a_person_types_gets_an_answer(telegram: BotAPI, text: str) -> None:
    assert (await Person(telegram, 1, "en").write(text)).text


async def test_a_blocked_bot_goes_on_with_the_others(api: BotAPI, program: Program) -> None:
    async with polling(program, api):
        api.refuse["sendMessage"] = [Refusal(403, "Forbidden: bot was blocked by the user")]
        await Person(api, 1).send("/help")
        await api.handled()
        assert (await Person(api, 2).write("/help")).text


async def test_an_answer_follows_a_group_that_became_a_supergroup(api: BotAPI, program: Program) -> None:
    async with polling(program, api):
        api.refuse["sendMessage"] = [
            Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100501)
        ]
        await Person(api, 1, "en", {"id": -7, "type": "group", "title": "Readers"}).send("/help")
        moved = Person(api, 1, "en", {**GROUP, "id": -100501})
        assert say("en", "help-title") in (await moved.read()).text


async def test_an_answer_waits_out_a_short_flood_limit(api: BotAPI, program: Program) -> None:
    async with polling(program, api):
        api.refuse["sendMessage"] = [Refusal(429, "Too Many Requests: retry after 1", retry_after=1)]
        assert (await Person(api, 1).write("/help")).text


@pytest.mark.parametrize("form", ["text", "json"])
async def test_the_token_is_in_no_log(
    api: BotAPI, program: Program, form: Literal["text", "json"], log: Callable[..., io.StringIO]
) -> None:
    written = log("debug", form, [TOKEN])
    logging.getLogger("httpx").setLevel(logging.INFO)
    async with polling(program, api):
        api.refuse["sendMessage"] = [Refusal(500, "Internal Server Error")]
        await Person(api, 1).send("/help")
        await api.handled()
        await Person(api, 2).write("/help")
    logging.getLogger("bot").warning("an address such as %s/bot%s/getMe", api.url, TOKEN)
    assert "[secret]" in written.getvalue() and "Internal Server Error" in written.getvalue()
    assert TOKEN not in written.getvalue()


DUE = "ten-hypotheses/support-first"


async def test_an_answer_by_one_tap_changes_the_message_and_can_be_changed(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en")
    page = await person.write(f"/prediction {DUE}")
    once = await person.press(page, say("en", "ruling-yes"))
    assert once is page and say("en", "you-said", what=say("en", "ruling-yes")) in once.text
    again = await person.press(page, say("en", "ruling-no"))
    assert say("en", "you-said", what=say("en", "ruling-no")) in again.text
    assert f"{say('en', 'ruling-no')} 1" in again.text and f"{say('en', 'ruling-yes')} 1" not in again.text


async def test_the_check_in_shows_what_was_said_to_its_questions(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "zh")
    shown = await person.write("/checkin")
    assert say("zh", "checkin-title") in shown.text and say("zh", "ask-due") in shown.text
    answered = await person.press(shown, say("zh", "ruling-partly"))
    assert answered is shown and say("zh", "you-said", what=say("zh", "ruling-partly")) in shown.text
    assert (await person.write("/checkin")).keyboard[:3] == shown.keyboard[:3], "the same card, whose turn it is"


async def test_in_a_group_each_member_answers_alone_and_sees_it_alone(telegram: BotAPI) -> None:
    ann, ben = Person(telegram, 1, "en", GROUP), Person(telegram, 2, "en", GROUP)
    page = await ann.write(f"/prediction {DUE}")
    before = page.text
    for person, value in ((ann, "yes"), (ben, "no")):
        await person.tap(f"/vote {DUE} {value}", page.id)
    await telegram.called("answerCallbackQuery", 2)
    toasts = [form["text"] for method, form in telegram.calls if method == "answerCallbackQuery"]
    assert [
        say("en", "you-said", what=say("en", f"ruling-{value}")) in toast
        for value, toast in zip(("yes", "no"), toasts, strict=True)
    ] == [True, True]
    assert page.text == before
    alone = await Person(telegram, 2, "en").write(f"/prediction {DUE}")
    assert say("en", "you-said", what=say("en", "ruling-no")) in alone.text


async def test_a_reader_is_forgotten_only_after_a_second_tap(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en")
    await person.press(await person.write(f"/prediction {DUE}"), say("en", "ruling-yes"))
    sure = await person.press(await person.write("/privacy"), say("en", "button-forget"))
    assert say("en", "forget-sure") in sure.text
    assert say("en", "you-said", what=say("en", "ruling-yes")) in (await person.write(f"/prediction {DUE}")).text
    assert say("en", "forgotten") in (await person.press(sure, say("en", "button-forget-yes"))).text
    assert say("en", "you-said", what="").strip() not in (await person.write(f"/prediction {DUE}")).text


async def test_four_taps_at_once_are_one_answer(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en")
    page = await person.write(f"/prediction {DUE}")
    await asyncio.gather(*(person.tap(f"/vote {DUE} yes", page.id) for _ in range(4)))
    await telegram.called("answerCallbackQuery", 4)
    await telegram.handled()
    telegram.refusals.clear()  # three of the four edits change nothing, and Telegram says so
    fresh = await Person(telegram, 1, "en").write(f"/prediction {DUE}")
    while fresh is page:
        fresh = await person.read()
    assert f"{say('en', 'ruling-yes')} 1" in fresh.text
    telegram.refusals.clear()


@pytest.mark.skipif(not png.available() and "CI" not in os.environ, reason="no font with Chinese is installed")
@pytest.mark.parametrize("language", WRITTEN)
async def test_a_picture_arrives_as_a_photo(telegram: BotAPI, language: Language) -> None:
    person = Person(telegram, 1, language)
    timeline = await person.write("/timeline")
    photo = await person.press(timeline, say(language, "button-picture"))
    [(_, kind, content)] = telegram.uploads.values()
    assert say(language, "timeline-title") in photo.text
    assert kind.startswith("image/") and content.startswith(b"\x89PNG")


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("language", WRITTEN)
async def test_without_a_font_no_button_leads_to_a_picture_and_words_answer_for_it(
    telegram: BotAPI, language: Language
) -> None:
    person = Person(telegram, 1, language)
    assert say(language, "button-picture") not in (await person.write("/timeline")).labels
    assert (await person.write("/picture timeline")).text.startswith(say(language, "timeline-title"))
    assert not telegram.uploads
