"""Pictures on Telegram: painted and uploaded once, then sent by the id Telegram gave them."""

from __future__ import annotations

import os
from typing import Any, Final

import pytest

from bot.channels.telegram.photos import Photos
from bot.content.briefing import Language
from bot.pictures import png
from bot.serve.program import Program
from bot.words import WRITTEN, say
from tests.channels.telegram.test_checkins import CLIENTS
from tests.channels.telegram.test_group_chats import FORUM
from tests.conftest import polling
from tests.support.botapi import BotAPI, Person, Refusal

drawn = pytest.mark.skipif(not png.available() and "CI" not in os.environ, reason="no font with Chinese is installed")

UPLOADED: Final = None
"""What a request for a picture that is uploaded names as its id."""


def photos(api: BotAPI) -> list[str | None]:
    """Return the file id each photo was sent by."""
    return [form.get("photo") for method, form in api.calls if method == "sendPhoto"]


@drawn
@pytest.mark.parametrize("what", ["timeline", "scores", "me", "timeline 2024"])
async def test_a_picture_is_uploaded_once_for_all_who_see_the_same(telegram: BotAPI, what: str) -> None:
    shown = [await Person(telegram, number, "en").write(f"/picture {what}") for number in (1, 2, 3)]
    [known] = telegram.photos
    assert photos(telegram) == [UPLOADED, known, known]
    assert len({(each.text, *each.labels) for each in shown}) == 1 and shown[0].labels


@drawn
async def test_another_language_and_another_picture_are_their_own(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en")
    for _ in range(2):
        for language in WRITTEN:
            await Person(telegram, 2, CLIENTS[language]).write("/picture timeline")
        await person.write("/picture scores")
    known = list(telegram.photos)
    assert photos(telegram) == [UPLOADED] * 3 + known and len(set(telegram.photos.values())) == 3


@drawn
async def test_a_picture_that_telegram_has_lost_is_uploaded_again(api: BotAPI, program: Program) -> None:
    async with polling(program, api):
        person = Person(api, 1, "en")
        await person.write("/picture timeline")
        [lost] = api.photos
        api.photos.clear()
        assert (await person.write("/picture timeline")).text == say("en", "timeline-title")
        [known] = api.photos
        await person.write("/picture timeline")
    assert photos(api) == [UPLOADED, lost, UPLOADED, known]
    assert [str(each) for each in api.refusals] == ["Bad Request: wrong file identifier/HTTP URL specified"]


@drawn
async def test_a_known_picture_goes_into_the_topic_too(telegram: BotAPI) -> None:
    person = Person(telegram, 1, "en", FORUM)
    for _ in range(2):
        await person.send("/picture timeline", message_thread_id=77, is_topic_message=True)
        await person.read()
    asked = [form for method, form in telegram.calls if method == "sendPhoto"]
    assert [form["message_thread_id"] for form in asked] == ["77", "77"] and asked[1]["photo"] in telegram.photos


@drawn
@pytest.mark.parametrize("language", WRITTEN)
async def test_a_chat_that_takes_no_photo_is_not_tried_twice(api: BotAPI, program: Program, language: Language) -> None:
    async with polling(program, api):
        person = Person(api, 1, CLIENTS[language])
        await person.write("/picture timeline")
        api.refuse["sendPhoto"] = [Refusal(400, "Bad Request: not enough rights to send photos to the chat")]
        assert say(language, "picture-unavailable") in (await person.write("/picture timeline")).text
        await person.write("/picture timeline")
    [known] = api.photos
    assert photos(api) == [UPLOADED, known, known]


@pytest.mark.parametrize("message", [None, True, {}, {"photo": None}, {"photo": []}, {"photo": [{}]}, {"photo": [1]}])
def test_what_names_no_id_is_not_noted(message: Any) -> None:
    kept = Photos(lambda _: b"")
    kept.taken("svg", message)
    assert kept.file_id("svg") is None


async def test_the_latest_pictures_are_kept_painted() -> None:
    painted = list[str]()

    def paint(svg: str) -> bytes:
        painted.append(svg)
        return svg.encode()

    kept = Photos(paint, kept=2)
    for svg in ("a", "b", "a", "c", "a", "b", "b"):
        assert await kept.png(svg) == svg.encode()
    assert painted == ["a", "b", "c", "b"]
