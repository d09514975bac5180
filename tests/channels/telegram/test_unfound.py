"""What three people asked in vain in the chat is shown to editors there, until the search finds something."""

from __future__ import annotations

import pytest

from bot.content.briefing import Language
from bot.words import WRITTEN, say
from tests.channels.telegram.test_checkins import CLIENTS
from tests.channels.telegram.test_passed_on import FORWARDED
from tests.support.botapi import BotAPI, Person, Sent
from tests.support.newsroom import ANNA, Newsroom

languages = pytest.mark.parametrize("language", WRITTEN)
VOCABULARY = "briefings/vocabulary.yaml"


async def due(anna: Person) -> Sent:
    """Return the last page of what waits for an editor."""
    return await anna.write("/due p99")


@languages
async def test_an_editor_sees_what_was_asked_in_vain_looks_for_it_and_gives_it_a_name(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    anna, readers = (Person(api, ANNA, CLIENTS[language]), [Person(api, 70 + n, CLIENTS[language]) for n in range(3)])
    heading, question = say(language, "due-unfound"), "油条铺 zzqx"
    for reader in readers:
        assert heading not in (await due(anna)).text
        assert say(language, "search-none-title") in (await reader.write("油条铺　ZZQX？")).text
    shown = await due(anna)
    assert heading in shown.text and f"{question} — {say(language, 'due-unfound-times', count=3)}" in shown.text
    [door] = [label for label in shown.labels if shown.command(label) == f"/search {question}"]
    assert say(language, "search-none-title") in (await anna.press(shown, door)).text
    vocabulary = office.read(VOCABULARY).decode()
    (office.folder / VOCABULARY).write_text(vocabulary.replace("[烘焙,", "[烘焙, 油条铺,"), encoding="utf-8")
    await anna.write("/reload")
    assert heading not in (await due(anna)).text


async def test_what_is_forwarded_or_edited_is_nobodys_question(office: Newsroom, api: BotAPI) -> None:
    anna, readers = Person(api, ANNA, "en"), [Person(api, 70 + number, "en") for number in range(3)]
    for reader in readers[:2]:
        await reader.write("zzqx")
    await readers[2].write("zzqx", forward_origin=FORWARDED["of a person"])
    number = await readers[2].send("bakers")
    await readers[2].read()
    await readers[2].edit(number, "zzqx")
    await readers[2].read()
    assert say("en", "due-unfound") not in (await due(anna)).text
