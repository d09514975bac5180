"""Editors at work in the chat: files sent, problems shown, changes looked at, published, undone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answers import LANGUAGES, say
from bot.briefing import Language
from bot.desk.parcel import LARGEST_PARCEL
from tests.botapi import BotAPI, Person, Sent
from tests.conftest import talking
from tests.newsroom import ANNA, BERT, READER, Newsroom, newsroom

DOUGH = "briefings/machine-dough.yaml"
CLIENTS: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
async def office(tmp_path: Path, files: dict[str, bytes], api: BotAPI) -> AsyncIterator[Newsroom]:
    """The bot polling, with a desk behind it; no call it makes may break a rule of the Bot API."""
    with newsroom(tmp_path, files) as room:
        async with talking(room.app, api, lambda: room.now, room.editorial):
            yield room
    assert not api.refusals, [str(refusal) for refusal in api.refusals]


def edited(office: Newsroom, old: str = "先租一台，试三个月。", new: str = "先租一台，试半年。") -> bytes:
    """Return a briefing in which an editor changed something."""
    text = office.read(DOUGH).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


async def handed(person: Person, name: str, content: bytes) -> Sent:
    """Send a file and return the answer."""
    await person.hand(name, content)
    return await person.read()


THREE: dict[Language, str] = {"zh": "先租一台，试三个月。", "en": "Rent one and try it for three months."}
SIX: dict[Language, str] = {"zh": "先租一台，试半年。", "en": "Rent one and try it for half a year."}


@languages
async def test_a_file_is_sent_looked_at_published_and_undone(office: Newsroom, api: BotAPI, language: Language) -> None:
    anna, reader = Person(api, ANNA, CLIENTS[language]), Person(api, READER, CLIENTS[language])
    before, old = office.app.edition.digest, office.read(DOUGH)
    new = edited(office, THREE["zh"], SIX["zh"]).replace(THREE["en"].encode(), SIX["en"].encode())

    draft = await handed(anna, "machine-dough.yaml", new)
    for each in LANGUAGES:
        assert f"{each} － {THREE[each]}\n{each} ＋ {SIX[each]}" in draft.text
    assert office.app.edition.digest == before

    preview = await anna.press(draft, say(language, "button-preview"))
    assert preview.id == draft.id and SIX[language] in preview.text
    assert THREE[language] in (await reader.write("/briefing machine-dough advice")).text

    done = await anna.press(preview, say(language, "button-publish"))
    assert done.id == draft.id and office.app.edition.digest in done.text
    assert office.app.edition.digest != before and office.read(DOUGH) == new
    assert SIX[language] in (await reader.write("/briefing machine-dough advice")).text

    undo = await anna.press(done, say(language, "button-undo"))
    for each in LANGUAGES:
        assert f"{each} － {SIX[each]}\n{each} ＋ {THREE[each]}" in undo.text
    await anna.press(undo, say(language, "button-publish"))
    assert office.app.edition.digest == before and office.read(DOUGH) == old
    assert THREE[language] in (await reader.write("/briefing machine-dough advice")).text

    history = (await anna.write("/history")).text
    by = f"telegram:{ANNA}"
    assert say(language, "history-undone", by=by) in history and say(language, "history-published", by=by) in history
    assert say(language, "history-found") in history


@languages
async def test_every_problem_of_a_file_comes_with_place_and_line(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    anna, before = Person(api, ANNA, CLIENTS[language]), office.app.edition
    broken = edited(office, "weight: core", "weight: huge").replace(b"until: 2026-12-31", b"until: 2020-12-31")
    shown = await handed(anna, "machine-dough.yaml", broken)
    places = re.findall(rf"{DOUGH}:\d+:\d+", shown.text)
    assert len(places) >= 2 and "weight: ▸huge" in shown.text
    assert say(language, "refused") in shown.text and office.app.edition is before


async def test_several_files_of_one_album_are_one_draft(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    library = office.read("briefings/quiet-library.yaml").replace(b"weight: core", b"weight: minor", 1)
    await anna.hand("machine-dough.yaml", edited(office), media_group_id="7")
    await anna.hand("quiet-library.yaml", library, media_group_id="7")
    draft = await anna.read()
    assert "machine-dough.yaml" in draft.text and "quiet-library.yaml" in draft.text


async def test_a_zip_is_unpacked(office: Newsroom, api: BotAPI) -> None:
    parcel = io.BytesIO()
    with zipfile.ZipFile(parcel, "w") as archive:
        archive.writestr(DOUGH, edited(office))
    assert "试半年" in (await handed(Person(api, ANNA, "en"), "all.zip", parcel.getvalue())).text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("../../etc/passwd.yaml", b"a: 1\n", "no name for a file of ours"),
        ("notes.txt", b"hello", "no name for a file of ours"),
        ("large.yaml", b"#" * (LARGEST_PARCEL + 1), "too much at once"),
        ("all.zip", b"PK\x03\x04 damaged", "cannot be unpacked"),
        ("machine-dough.yaml", None, "just what is live already"),
    ],
)
async def test_what_is_no_file_of_ours_is_declined_with_what_to_do(
    office: Newsroom, api: BotAPI, name: str, content: bytes | None, said: str
) -> None:
    shown = await handed(Person(api, ANNA, "en"), name, office.read(DOUGH) if content is None else content)
    assert said in shown.text


async def test_a_file_that_telegram_does_not_hand_over_is_asked_for_again(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    await anna.send(None, document={"file_id": "gone", "file_unique_id": "g", "file_name": "a.yaml", "file_size": 9})
    assert "send it again" in (await anna.read()).text
    api.refusals.clear()


async def test_of_two_editors_the_second_draft_on_an_older_edition_is_refused(office: Newsroom, api: BotAPI) -> None:
    anna, bert = Person(api, ANNA, "en"), Person(api, BERT, "en")
    first = await handed(anna, "machine-dough.yaml", edited(office))
    second = await handed(bert, "machine-dough.yaml", edited(office, "weight: core", "weight: minor"))
    live = await anna.press(first, say("en", "button-publish"))
    refused = await bert.press(second, say("en", "button-publish"))
    assert "Another edit came first" in refused.text and DOUGH in refused.text
    assert office.app.edition.digest in live.text


async def test_a_draft_can_be_found_again_and_thrown_away(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    await handed(anna, "machine-dough.yaml", edited(office))
    listed = await anna.write("/draft")
    draft = await anna.press(listed, "1")
    discard = draft.command(say("en", "button-discard"))
    assert say("en", "proposal-gone") in (await anna.press_command(discard, draft.id)).text
    assert "Send the file again" in (await anna.press_command(discard, draft.id)).text
    assert say("en", "proposals-none") in (await anna.write("/draft")).text


@pytest.mark.parametrize("command", ["/publish 0123", "/draft", "/discard 0", "/history", "/undo", "/reload", "/admin"])
async def test_nobody_but_an_editor_learns_that_these_commands_exist(
    office: Newsroom, api: BotAPI, command: str
) -> None:
    reader = Person(api, READER, "en")
    name = command.split()[0]
    told = (await reader.write(command)).text
    assert told.startswith(say("en", "unknown-title")) and told.count("/") == 1
    assert name not in (await reader.write("/help")).text
    assert name in (await Person(api, ANNA, "en").write("/help")).text


async def test_a_file_of_somebody_else_is_not_even_fetched(office: Newsroom, api: BotAPI) -> None:
    reader = Person(api, READER, "en")
    await reader.hand("machine-dough.yaml", edited(office))
    assert (await reader.write("/help")).text.startswith(say("en", "help-title"))
    assert "getFile" not in [name for name, _ in api.calls]
    assert office.desk.drafts() == ()


async def test_in_a_group_an_editor_is_a_reader_like_others(office: Newsroom, api: BotAPI) -> None:
    group = {"id": -5, "type": "group", "title": "G"}
    anna = Person(api, ANNA, "en", chat=group)
    await anna.send("/history@hindsight_test_bot")
    assert (await anna.read()).text.startswith(say("en", "unknown-title"))


async def test_files_edited_on_disk_go_live_on_a_word(office: Newsroom, api: BotAPI) -> None:
    anna, before = Person(api, ANNA, "en"), office.app.edition.digest
    (office.folder / DOUGH).write_bytes(edited(office, "weight: core", "weight: minor"))
    shown = await anna.write("/reload")
    assert office.app.edition.digest in shown.text != before
    (office.folder / DOUGH).write_bytes(b"briefing: [\n")
    assert f"{DOUGH}:" in (await anna.write("/reload")).text
    assert office.app.edition.digest in (await anna.write("/history")).text


@pytest.mark.parametrize("command", ["/undo x", "/history ２", "/undo -1"])
async def test_what_is_no_number_is_said(office: Newsroom, api: BotAPI, command: str) -> None:
    assert "is no number of an edition" in (await Person(api, ANNA, "en").write(command)).text
