"""What clients do by themselves, how buttons look, which pages are seen in small; on older servers without all that."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest

from bot.answers.deep_links import linked
from bot.channels.telegram.older_servers import plainer
from bot.content.briefing import Language
from bot.serve.program import Program
from bot.words import LANGUAGES, say
from tests.conftest import polling
from tests.support.botapi import BotAPI, Person, Refusal, Sent
from tests.support.newsroom import ANNA, READER, Newsroom

pytestmark = pytest.mark.usefixtures("arrival")

CLIENTS: dict[Language, str] = {"zh": "zh-hans", "zh-Hant": "zh-hant", "en": "en"}
languages = pytest.mark.parametrize("language", LANGUAGES)
NAME = "ten-hypotheses/support-first"
GROUP = {"id": -100, "type": "supergroup", "title": "G"}


def latest(api: BotAPI, method: str = "sendMessage") -> dict[str, Any]:
    return next(form for name, form in reversed(api.calls) if name == method)


@languages
async def test_a_forecast_is_shared_by_inline_mode_where_that_is_on(
    api: BotAPI, program: Program, language: Language
) -> None:
    api.inline = True
    async with polling(program, api):
        person = Person(api, 1, CLIENTS[language])
        for chat in (person, Person(api, 1, CLIENTS[language], GROUP)):
            share = (await chat.write(f"/prediction {NAME}")).key("switch_inline_query")
            assert share == {"text": say(language, "button-share"), "switch_inline_query": NAME}
        assert [each["id"] for each in (await person.find(NAME))["results"]] == [NAME]
    assert not api.refusals


async def test_without_inline_mode_the_address_of_a_forecast_is_shared(telegram: BotAPI) -> None:
    sent = await Person(telegram, 1, "en").write(f"/prediction {NAME}")
    address = unquote(sent.key("url")["url"].partition("?url=")[2])
    assert address.startswith("https://t.me/hindsight_test_bot?start=")
    assert linked(address.partition("?start=")[2]) == f"/prediction {NAME}"


@languages
async def test_names_are_copied_by_a_button(telegram: BotAPI, language: Language) -> None:
    person = Person(telegram, 1, CLIENTS[language])
    copy = (await person.write(f"/prediction {NAME}")).key("copy_text")
    assert copy == {"text": say(language, "button-copy-id"), "copy_text": {"text": NAME}}
    await person.hand("notes.yaml", b"a: 1")
    assert (await person.read()).key("copy_text")["copy_text"] == {"text": "telegram:1"}


async def test_what_publishes_is_green_and_what_takes_away_is_red(office: Newsroom, api: BotAPI) -> None:
    reader, anna = Person(api, READER, "en"), Person(api, ANNA, "en")
    assert styles(await reader.write("/forget")) == {"/forget yes": "danger"}
    text = office.read("briefings/machine-dough.yaml")
    await anna.hand("machine-dough.yaml", text.replace(b"certainty: plain", b"certainty: hedged", 1))
    draft = await anna.read()
    found = {command.split()[0]: style for command, style in styles(draft).items()}
    assert found == {"/publish": "success", "/discard": "danger"}


def styles(sent: Sent) -> dict[str, str]:
    keys = (key for row in sent.keyboard for key in row)
    return {key["callback_data"]: key["style"] for key in keys if "style" in key}


async def test_only_the_page_an_answer_is_about_is_seen_in_small(telegram: BotAPI, program: Program) -> None:
    person, edition = Person(telegram, 1, "en"), program.app.edition
    cards = {slug: edition.card(briefing) for slug, briefing in edition.by_slug.items()}
    with_page = next(slug for slug, card in cards.items() if card.url)
    without = next(slug for slug, card in cards.items() if not card.url)
    for command, url in (
        (f"/briefing {with_page}", cards[with_page].url),
        (f"/briefing {without}", None),
        (f"/briefing {with_page} predictions", cards[with_page].url),
        ("/about", None),
        ("/start", None),
    ):
        await person.write(command)
        options = json.loads(latest(telegram)["link_preview_options"])
        if command.endswith("predictions"):
            assert options == {"is_disabled": True}
        else:
            assert options == ({"url": url, "prefer_small_media": True} if url else {"is_disabled": True}), command


async def test_an_older_server_gets_each_message_without_what_it_refuses_and_only_once_twice(
    api: BotAPI, program: Program
) -> None:
    api.older = True
    async with polling(program, api):
        person = Person(api, 1, "en")
        for _ in range(3):
            sent = await person.write(f"/prediction {NAME}")
            assert sent.data and not any("copy_text" in key or "style" in key for row in sent.keyboard for key in row)
            assert "<blockquote>" in latest(api)["text"]
        assert styles(await person.write("/forget")) == {}
        assert await person.press_command(f"/vote {NAME} yes", sent.id) is sent
    assert len(api.refusals) == 1


async def test_a_message_refused_for_another_reason_is_not_taken_for_an_older_server(
    api: BotAPI, program: Program
) -> None:
    async with polling(program, api):
        person = Person(api, 1, "en")
        api.refuse["sendMessage"] = [Refusal(400, "Bad Request: message is too long")]
        await person.send(f"/prediction {NAME}")
        await api.called("sendMessage", 1)
        assert (await person.write(f"/prediction {NAME}")).key("copy_text")


def test_nothing_is_left_out_of_a_message_that_has_nothing_new() -> None:
    key = {"text": "a", "callback_data": "/help"}
    plain = {"text": "t", "reply_markup": {"inline_keyboard": [[key]]}}
    assert plainer(plain) == plain and plainer({"text": "t"}) == {"text": "t"}
    styled = {"inline_keyboard": [[{**key, "style": "danger"}], [{"text": "c", "copy_text": {"text": "x"}}]]}
    assert plainer({"text": "t", "reply_markup": styled}) == plain
    only = {"inline_keyboard": [[{"text": "c", "copy_text": {"text": "x"}}]]}
    assert plainer({"text": "t", "reply_markup": only}) == {"text": "t"}
