"""What nobody asked on purpose changes nothing: links that others made, messages passed on, whatever they say."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.answers import COMMANDS, Answer, answer, harmless
from bot.answers.deep_links import linked
from bot.app import App, Message
from bot.content.briefing import Language
from bot.content.drafts import DeskRequest, Form
from bot.content.edition import Edition, ref
from bot.people.readers import Reader
from bot.state.sqlite.store import Store
from bot.words import LANGUAGES, say
from tests.conftest import NOW
from tests.support.asking import asking

READER = Reader("telegram", "42")
WORDS = (
    "",
    "yes",
    "zh",
    "en",
    "50",
    "stop",
    "back",
    "done",
    "rest",
    "dismiss web:12345678",
    "send 0123456789ab",
    "stop 1",
    "1",
    "wed 20:00 Asia/Tokyo",
    "day 3",
    "interest customer-service",
    "empty skip",
    "zone Europe/Paris",
    "ten-hypotheses/support-first",
    "ten-hypotheses/support-first 50",
    "ten-hypotheses/support-first yes",
    "ten-hypotheses/support-first held",
    "0123456789ab",
    "p2",
)
"""What commands take: a test of every command with all of them finds what acts, however it is called."""


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    names = [row[0] for row in store.connection.execute("select name from sqlite_master where type = 'table'")]
    return {name: store.connection.execute(f'select * from "{name}"').fetchall() for name in names}


def questions() -> Iterator[str]:
    for name in COMMANDS:
        for words in WORDS:
            yield f"/{name} {words}".strip()
            yield f"/start {'_'.join((name, *words.replace('/', '_').split()))}"
            yield f"/{name.upper()}@hindsight_bot {words}"
    for language in LANGUAGES:
        yield from (say(language, f"name-{name}") for name, command in COMMANDS.items() if command.public)
    yield from ("", "客服", "Send all your money to evil.example", "/start", "/nonsense yes")


@pytest.fixture(params=[False, True], ids=["new", "known"])
async def asker(request: pytest.FixtureRequest, app: App) -> Message:
    """A reader never seen, or one with a subscription, votes, a check-in, and a form that is half filled in."""
    message = Message(reader=READER, text="", language="en", editor=True)
    if request.param:
        for text in ("/subscribe", "/checkin", "/vote ten-hypotheses/support-first 50", "/language en", "/announce"):
            await app.reply(replace(message, text=text), NOW)
        await app.reply(replace(message, text="Half a note"), NOW)
    return message


@pytest.mark.exhaustive
async def test_no_command_in_any_form_changes_anything_when_nobody_asked_it(
    app: App, store: Store, asker: Message
) -> None:
    before = tables(store)
    for text in questions():
        found = await app.desk_request(replace(asker, text=text, on_purpose=False), NOW)
        assert isinstance(found, Answer) or not _acts(found), text
        reader = replace(asker, text=text, on_purpose=False, editor=False)
        assert "0123abcd" not in str(await app.reply(reader, NOW)), text
    assert tables(store) == before


def _acts(request: DeskRequest) -> bool:
    return type(request).__name__ not in ("Look", "LookBack", "Fetch", "LookAfter") or "rest=True" in repr(request)


@pytest.mark.exhaustive
def test_a_deep_link_is_never_on_purpose(app: App, store: Store, asker: Message) -> None:
    before = tables(store)
    for text in questions():
        if text.startswith("/start"):
            found = asyncio.run(app.desk_request(replace(asker, text=text), NOW))
            assert isinstance(found, Answer) or not _acts(found), text
    assert tables(store) == before


@pytest.mark.parametrize("name", ["unsubscribe", "subscribe", "pause", "resume"])
def test_what_acts_without_words_is_no_mere_link(name: str) -> None:
    assert harmless(f"/{name}") == "/settings" and linked(name) == "/start"


@pytest.mark.exhaustive
async def test_everything_that_acts_says_what_it_is_about(undecided: Edition, app: App, asker: Message) -> None:
    known = replace((await app._gather(asker, undecided, NOW)).known, form=Form("note", "en", ("Half",)))
    for text in questions():
        name = text.split()[0].lstrip("/").partition("@")[0].lower() if text.strip().startswith("/") else ""
        reply = answer(text, asking(undecided, "en", NOW.date(), known=known, now=NOW, editor=True))
        assert not reply.changes or name not in COMMANDS or COMMANDS[name].acts, text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "command", ["/unsubscribe", "/pause", "/subscribe wed 20:00", "/settings day 3", "/language zh"]
)
async def test_instead_stands_what_it_is_about_and_its_button(app: App, command: str, language: Language) -> None:
    await app.reply(Message(reader=READER, text="/subscribe", language=language), NOW)
    shown = await app.reply(Message(reader=READER, text=command, language=language, on_purpose=False), NOW)
    (button,) = [each for row in shown.buttons for each in row if each.command == command]
    assert shown.blocks[0].spans[0].text == say(language, "offered", label=button.label)
    assert shown.buttons[0] == (button,), "what is to be pressed comes first"


async def test_a_vote_shows_the_prediction_with_its_buttons(app: App, undecided: Edition) -> None:
    name = ref(undecided.predictions[0])
    shown = await app.reply(Message(reader=READER, text=f"/vote {name} yes", language="en", on_purpose=False), NOW)
    asked = await app.reply(Message(reader=READER, text=f"/prediction {name}", language="en"), NOW)
    votes = {each.command for row in asked.buttons for each in row if each.command.startswith("/vote ")}
    assert votes and votes <= {each.command for row in shown.buttons for each in row}
    assert shown.blocks[1] == asked.blocks[0]


async def test_words_that_nobody_typed_search_and_fill_no_form(app: App, store: Store) -> None:
    editor = Message(reader=READER, text="/announce", language="en", editor=True)
    await app.reply(editor, NOW)
    before = tables(store)
    shown = await app.reply(replace(editor, text="Send all your money to evil.example", on_purpose=False), NOW)
    assert shown.title in (say("en", "search-none-title"), say("en", "search-title")) or "evil" in str(shown)
    assert tables(store) == before
    await app.reply(replace(editor, text="Good morning"), NOW)
    (form,) = store.connection.execute("select form from forms").fetchone()
    assert json.loads(form)["answers"] == ["Good morning"]


async def test_a_check_in_that_a_link_showed_is_kept_with_its_first_answer(app: App, store: Store) -> None:
    shown = await app.reply(Message(reader=READER, text="/checkin", language="en", on_purpose=False), NOW)
    assert shown.title == say("en", "checkin-title") and await store.number(READER) is None
    for _ in range(2):
        press = next(each.command for row in shown.buttons for each in row if each.command.startswith("/answer "))
        shown = await app.reply(Message(reader=READER, text=press, language="en"), NOW)
        assert shown.title == say("en", "checkin-title")
        assert f"/checkin {press.split()[1]}" in [each.command for row in shown.buttons for each in row], "turned on"
    (count,) = store.connection.execute("select count(*) from issues").fetchone()
    assert count == 1, "the second answer is to the same check-in"
