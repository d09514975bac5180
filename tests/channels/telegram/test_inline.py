"""Inline mode: @bot and some words, in any chat, finds forecasts to send there; nothing else is changed by it."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.answers.deep_links import linked
from bot.answers.excerpts import MOST_EXCERPTS
from bot.channels.telegram.inline import KEPT_FOR
from bot.channels.telegram.receiving import WANTED
from bot.content.briefing import Language
from bot.people.readers import Reader
from bot.serve.program import Program
from bot.words import LANGUAGES, say
from tests.conftest import polling
from tests.support.botapi import BotAPI, Person, Refusal

pytestmark = pytest.mark.usefixtures("arrival")

CLIENTS: dict[Language, str] = {"zh": "zh-hans", "zh-Hant": "zh-hant", "en": "en"}
languages = pytest.mark.parametrize("language", LANGUAGES)
NAME = "ten-hypotheses/support-first"


@languages
async def test_words_find_forecasts_that_open_the_rest_in_a_chat_with_the_bot(
    telegram: BotAPI, program: Program, language: Language
) -> None:
    found = await Person(telegram, 1, CLIENTS[language]).find("customer service 客服")
    assert 1 < len(found["results"]) <= MOST_EXCERPTS
    for each in found["results"]:
        forecast = program.app.edition.by_ref[each["id"]]
        assert each["title"] == forecast.record.statement.in_(language)
        assert each["title"] in each["text"] and each["text"].startswith(each["description"])
        [[opens]] = each["keyboard"]
        assert opens["text"] == say(language, "button-whole")
        assert linked(opens["url"].partition("?start=")[2]) == f"/prediction {each['id']}"


async def test_a_name_finds_the_one_that_is_called_so(telegram: BotAPI) -> None:
    for name in (NAME, "support-first", " SUPPORT-FIRST "):
        assert [each["id"] for each in (await Person(telegram, 1, "en").find(name))["results"]] == [NAME]


async def test_no_words_find_what_is_due_next(telegram: BotAPI, program: Program) -> None:
    found = (await Person(telegram, 1, "en").find(""))["results"]
    ends = [program.app.edition.by_ref[each["id"]].record.window.until for each in found]
    assert len(ends) == MOST_EXCERPTS and None not in ends and ends == sorted(each for each in ends if each)


async def test_results_are_kept_for_who_asked_and_not_for_long(telegram: BotAPI) -> None:
    for words in ("Copilot", "", "zzzzz"):
        found = await Person(telegram, 1, "en").find(words)
        assert (found["is_personal"], found["cache_time"]) == ("true", str(KEPT_FOR)) and KEPT_FOR <= 300


async def test_each_is_answered_in_their_own_language_also_one_they_chose(telegram: BotAPI) -> None:
    ann, ben = Person(telegram, 1, "en"), Person(telegram, 2, "zh-hans")
    english, chinese = [(await each.find(NAME))["results"][0]["title"] for each in (ann, ben)]
    assert english.isascii() and not chinese.isascii()
    await ann.write("/language zh")
    assert (await ann.find(NAME))["results"][0]["title"] == chinese


@languages
async def test_where_nothing_is_found_a_button_leads_to_all_there_is(telegram: BotAPI, language: Language) -> None:
    found = await Person(telegram, 1, CLIENTS[language]).find("qwxzqwxz")
    assert found["results"] == [] and found["button"]["text"] == say(language, "inline-none")
    assert linked(found["button"]["start_parameter"]) == "/search qwxzqwxz"


@pytest.mark.parametrize(
    "words",
    [
        "客服" * 128,
        "<b>&amp;</b>",
        '" OR 1 --',
        "* AND (NEAR",
        "/forget yes",
        "\x00\x1b",
        "😀" * 100,
        "@hindsight_test_bot",
    ],
)
async def test_no_words_whatever_break_it(telegram: BotAPI, program: Program, words: str) -> None:
    person = Person(telegram, 1, "en")
    await person.find(words)
    assert "results" in await person.find("Copilot")
    assert not await program.state.number(Reader("telegram", "1"))  # nobody is stored who only looks


async def test_there_is_no_second_page(telegram: BotAPI) -> None:
    found = await Person(telegram, 1, "en").find("Copilot", offset="20")
    assert found["results"] == [] and found["button"] is None


async def test_of_one_person_only_the_latest_query_is_answered(telegram: BotAPI) -> None:
    telegram.hold["answerInlineQuery"] = asyncio.Event()
    ann = Person(telegram, 1, "en")
    for words in ("c", "co", "cop"):
        await ann.look_for(words)
    latest = await ann.look_for("copilot")
    assert (await Person(telegram, 1, "en").write("/help")).text  # nobody waits for what is held
    telegram.hold.pop("answerInlineQuery").set()
    async with asyncio.timeout(30), telegram._arrived:
        await telegram._arrived.wait_for(lambda: latest in telegram.inline_answers)


async def test_a_query_that_is_too_old_harms_nothing(api: BotAPI, program: Program) -> None:
    async with polling(program, api):
        api.refuse["answerInlineQuery"] = [Refusal(400, "Bad Request: query is too old")]
        person = Person(api, 1, "en")
        await person.look_for("Copilot")
        await api.called("answerInlineQuery", 1)
        assert (await person.find("Copilot"))["results"]


async def test_what_was_shared_in_a_chat_with_the_bot_asks_nothing(telegram: BotAPI) -> None:
    own = {"id": 123456, "is_bot": True, "first_name": "Hindsight", "username": "hindsight_test_bot"}
    person = Person(telegram, 1, "en")
    await person.send("❌ failed · Copilots will take off", via_bot=own)
    assert say("en", "help-title") in (await person.write("/help")).text  # the one answer there is


async def test_exactly_what_is_understood_is_asked_for(telegram: BotAPI, arrival: str) -> None:
    method = "getUpdates" if arrival == "polling" else "setWebhook"
    await telegram.called(method, 1)
    asked = next(form for name, form in telegram.calls if name == method)
    messages = {"message", "channel_post", "edited_message", "edited_channel_post"}
    assert {*json.loads(asked["allowed_updates"])} == {*WANTED}
    assert {*WANTED} == messages | {"callback_query", "inline_query", "my_chat_member"}
