"""Editors at work in the chat: files sent, problems shown, changes looked at, published, undone."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import re
import zipfile

import pytest

from bot.answers import COMMANDS, Answer
from bot.channels.telegram.channel import Telegram
from bot.content.briefing import Language
from bot.desk.upload import LARGEST_PARCEL
from bot.people.readers import Reader
from bot.state import Requeued
from bot.words import WRITTEN, say
from tests.conftest import NOW
from tests.support.botapi import BotAPI, Person, Refusal, Sent
from tests.support.newsroom import ANNA, BERT, READER, Newsroom
from tests.support.quiet import PATIENCE

DOUGH = "briefings/machine-dough.yaml"
CLIENTS: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
languages = pytest.mark.parametrize("language", WRITTEN)


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


@pytest.mark.usefixtures("arrival")
@languages
async def test_a_file_is_sent_looked_at_published_and_undone(office: Newsroom, api: BotAPI, language: Language) -> None:
    anna, reader = Person(api, ANNA, CLIENTS[language]), Person(api, READER, CLIENTS[language])
    before, old = office.app.edition.digest, office.read(DOUGH)
    new = edited(office, THREE["zh"], SIX["zh"]).replace(THREE["en"].encode(), SIX["en"].encode())

    draft = await handed(anna, "machine-dough.yaml", new)
    for each in WRITTEN:
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
    for each in WRITTEN:
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


@pytest.mark.usefixtures("arrival")
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
        ("notes.txt", b"hello", "is a document"),
        ("notes.csv", b"hello", "no name for a file of ours"),
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


async def test_what_editors_did_not_ask_for_waits_out_a_flood_limit_and_a_block_is_borne(
    office: Newsroom, api: BotAPI
) -> None:
    anna, told = Person(api, ANNA, "en"), Answer("🔔")
    await anna.write("/help")  # which waits until the bot is there
    assert isinstance(office.channel, Telegram)
    api.refuse["sendMessage"] = [Refusal(429, "Too Many Requests: retry after 1", retry_after=1)]
    await office.channel.tell(Reader("telegram", str(ANNA)), told)
    assert (await anna.read()).text == "🔔"
    api.refuse["sendMessage"] = [Refusal(403, "Forbidden: bot was blocked by the user")]
    await office.channel.tell(Reader("telegram", str(BERT)), told)
    api.refusals.clear()
    assert BERT not in api.outbox


async def test_of_two_editors_the_second_draft_on_an_older_edition_is_refused(office: Newsroom, api: BotAPI) -> None:
    anna, bert = Person(api, ANNA, "en"), Person(api, BERT, "en")
    first = await handed(anna, "machine-dough.yaml", edited(office))
    second = await handed(bert, "machine-dough.yaml", edited(office, "weight: core", "weight: minor"))
    live = await anna.press(first, say("en", "button-publish"))
    refused = await bert.press(second, say("en", "button-publish"))
    assert "Another edit came first" in refused.text and DOUGH in refused.text
    assert office.app.edition.digest in live.text


async def test_a_button_pressed_twice_says_the_same_twice(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    draft = await handed(anna, "machine-dough.yaml", edited(office))
    publish = draft.command(say("en", "button-publish"))
    for _ in range(2):
        shown = (await anna.press_command(publish, 0)).text  # under a message that is gone: each press brings one
        assert shown.startswith(say("en", "published-title")) and "1 piece of advice changed" in shown

    await Person(api, READER, "en").write("/subscribe sat 18:00 Asia/Shanghai")
    send = (await written(anna)).command(say("en", "note-send", count=1))
    for _ in range(2):
        shown = (await anna.press_command(send, 0)).text
        assert NOTES["en"] in shown and say("en", "note-going") in shown
    assert len(await office.store.notes.notes()) == 1
    api.refusals.clear()


async def test_a_draft_can_be_found_again_and_thrown_away(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    await handed(anna, "machine-dough.yaml", edited(office))
    listed = await anna.write("/draft")
    draft = await anna.press(listed, "1")
    discard = draft.command(say("en", "button-discard"))
    assert say("en", "proposal-gone") in (await anna.press_command(discard, draft.id)).text
    assert "Send the file again" in (await anna.press_command(discard, draft.id)).text
    assert say("en", "proposals-none") in (await anna.write("/draft")).text


@pytest.mark.parametrize(
    "command",
    [
        "/publish 0123",
        "/draft",
        "/discard 0",
        "/history",
        "/undo",
        "/reload",
        "/admin",
        "/due",
        "/resolve",
        "/rule",
        "/form",
        "/announce",
        "/file",
    ],
)
async def test_nobody_but_an_editor_learns_that_these_commands_exist(
    office: Newsroom, api: BotAPI, command: str
) -> None:
    reader = Person(api, READER, "en")
    told = (await reader.write(command)).text
    assert told.startswith(say("en", "unknown-title")) and told.count("/") == 1
    assert say("en", "help-editors") not in (await reader.write("/help")).text
    anna = Person(api, ANNA, "en")
    assert say("en", "help-editors") in (await anna.write("/help")).text
    assert not (await anna.write(command)).text.startswith(say("en", "unknown-title"))


async def test_a_link_to_a_command_of_editors_is_to_others_as_one_to_nothing(office: Newsroom, api: BotAPI) -> None:
    reader, anna = Person(api, READER, "en"), Person(api, ANNA, "en")
    nothing = (await reader.write("/start no-such-thing")).text
    for name in (name for name, command in COMMANDS.items() if command.editors):
        assert (await reader.write(f"/start {name}")).text == nothing
    assert say("en", "history-title") in (await anna.write("/start history")).text


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


async def test_what_editors_ask_is_counted_once_whoever_answers_it(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    for command in ("/history", "/sectors", "/due"):
        await anna.write(command)
    await handed(anna, "machine-dough.yaml", edited(office))
    assert office.app.answered["telegram"] == 4


@pytest.mark.parametrize("command", ["/undo x", "/history ２", "/undo -1"])
async def test_what_is_no_number_is_said(office: Newsroom, api: BotAPI, command: str) -> None:
    assert "is no number of an edition" in (await Person(api, ANNA, "en").write(command)).text


NOTES: dict[Language, str] = {"zh": "下周起改到周六。\n\n谢谢。", "en": "From next week on Saturdays.\n\nThank you."}


async def written(anna: Person) -> Sent:
    """Write a note, in English first, and return what it looks like before it is sent."""
    await anna.write("/announce")
    await anna.write(NOTES["en"])
    return await anna.write(NOTES["zh"])


def sent(language: Language, count: int) -> str:
    return say(language, "delivery-line", state=say(language, "delivery-sent"), count=str(count))


LIBRARY = "briefings/quiet-library.yaml"
DONE = "quiet-library/catalogues-done"
REASON: dict[Language, str] = {"zh": "目录已全部上线。", "en": "All catalogues are online."}
FACT: dict[Language, str] = {"zh": "二百家都已上线。", "en": "Two hundred of them are online."}


async def ruled(anna: Person, language: Language) -> Sent:
    """Lead an editor through the form of a verdict up to the draft."""
    opened = await anna.press(await anna.write("/due"), "1")
    asks = await anna.press(opened, f"✅ {say(language, 'state-held')}")
    assert say(language, "why") in asks.text
    asks = await anna.write(REASON[language])
    assert say(language, "bad-naive") in (await anna.write("perhaps")).text
    await anna.press(asks, say(language, "form-naive-later"))
    asks = await anna.write("https://example.org/catalogues")
    assert say(language, "evidence-publisher", number=1) in asks.text
    asks = await anna.write("Shelf Talk")
    assert say(language, "evidence-kind", number=1) in asks.text
    assert say(language, "bad-kind") in (await anna.write("gossip")).text
    await anna.press(asks, say(language, "rank-press"))
    assert say(language, "bad-date-future") in (await anna.write("2027-01-01")).text
    assert say(language, "bad-date") in (await anna.write("last week")).text
    await anna.write("2025-12-01")
    asks = await anna.write(FACT[language])
    bears = say(language, "bears-for").rstrip(":：")
    whole = await anna.press(asks, bears)
    assert f"{FACT[language]} · {bears}" in whole.text
    return await anna.press(whole, say(language, "form-done"))


@pytest.mark.usefixtures("arrival")
@languages
async def test_a_verdict_is_given_by_chat_and_keeps_the_comments_of_the_file(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    anna = Person(api, ANNA, CLIENTS[language])
    path = office.folder / LIBRARY
    path.write_bytes(b"# kept by hand\n" + path.read_bytes())
    await anna.write("/reload")
    before = office.read(LIBRARY).splitlines()

    draft = await ruled(anna, language)
    other = next(each for each in WRITTEN if each != language)
    assert REASON[language] in draft.text and say(language, "text-unwritten") in draft.text
    await anna.press(draft, say(language, "button-publish"))

    after = iter(office.read(LIBRARY).splitlines())
    assert all(line in after for line in before), "lines of the file were lost, or moved"
    record = office.app.edition.by_ref[DONE].record
    assert record.verdict and record.verdict.outcome == "held" and record.verdict.on == office.now.date()
    assert record.verdict.because.missing == other
    for each in WRITTEN:
        shown = await Person(api, READER, CLIENTS[each]).write(f"/prediction {DONE}")
        assert REASON[language] in shown.text and FACT[language] in shown.text
    assert say(language, "form-none") in (await anna.write("/form")).text


async def test_a_form_survives_other_commands_and_can_be_stepped_back_or_given_up(
    office: Newsroom, api: BotAPI
) -> None:
    anna = Person(api, ANNA, "en")
    await anna.write(f"/rule {DONE} failed")
    asks = await anna.write("Hardly any.")
    assert (await anna.write("/sectors")).text.startswith("3 fields")
    assert "One more piece of evidence is needed" in (await anna.write("/form")).text
    assert say("en", "why") in (await anna.press(asks, say("en", "form-back"))).text
    assert say("en", "form-stopped") in (await anna.write("/form stop")).text
    assert office.desk.drafts() == ()
    assert (await anna.write("bakery")).text.startswith("Bakeries"), "a question again"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("/resolve nothing-such", "unknown-title"),
        ("/rule", "due-title"),
        (f"/rule {DONE} maybe", "resolve-choose"),
        ("/form done", "form-none"),
    ],
)
async def test_what_no_verdict_can_be_made_of_is_answered(
    office: Newsroom, api: BotAPI, question: str, said: str
) -> None:
    assert say("en", said, count=1).split(":")[0] in (await Person(api, ANNA, "en").write(question)).text


async def test_a_core_claim_is_not_ruled_on_without_the_evidence_that_check_wants(
    office: Newsroom, api: BotAPI
) -> None:
    anna = Person(api, ANNA, "en")
    await anna.write("/rule quiet-library/no-closures failed")
    asks = await anna.write("Three closed.")
    assert "2 pieces of evidence are needed" in asks.text and say("en", "form-done") not in asks.labels
    assert "2 pieces of evidence are needed" in (await anna.write("/form done")).text


@languages
async def test_the_check_in_of_an_editor_says_what_waits_and_then_tells_the_verdict(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    anna, line = Person(api, ANNA, CLIENTS[language]), "🗂"
    reader = Person(api, READER, CLIENTS[language])
    assert line in (await anna.write("/checkin")).text and line not in (await reader.write("/checkin")).text
    await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    await reader.write(f"/vote {DONE} yes")
    office.now += dt.timedelta(hours=1)
    await anna.press(await ruled(anna, language), say(language, "button-publish"))
    subscription = await office.store.subscription(Reader("telegram", str(READER)))
    assert subscription
    office.now = subscription.next_at
    await office.send_due(telegram=office.channel)
    check_in = (await reader.read()).text
    statement = office.app.edition.by_ref[DONE].record.statement.in_(language)
    assert check_in.splitlines()[2] == f"✅ {statement}" and line not in check_in
    assert say(language, "ruling-yes") in check_in.splitlines()[3]


@pytest.mark.usefixtures("arrival")
@languages
async def test_a_note_is_written_looked_at_and_sent_to_all_who_subscribe_each_in_their_language(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    anna, other = Person(api, ANNA, CLIENTS[language]), next(each for each in WRITTEN if each != language)
    readers = {each: Person(api, READER + n, CLIENTS[each]) for n, each in enumerate(WRITTEN)}
    paused = Person(api, READER + 7, "en")
    for reader in (*readers.values(), paused):
        await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    await paused.write("/pause")

    assert say(language, "note-write", wanted=language) in (await anna.write("/announce")).text
    assert say(language, "note-write", wanted=other) in (await anna.write(NOTES[language])).text
    preview = await anna.write(NOTES[other])
    assert all(text in preview.text for text in NOTES.values())
    assert say(language, "note-receivers", count=2) in preview.text

    progress = await anna.press(preview, say(language, "note-send", count=2))
    assert say(language, "note-going") in progress.text
    await office.send_due(telegram=office.channel)
    for each, reader in readers.items():
        note = await reader.read()
        assert note.text.startswith(say(each, "note-title")) and NOTES[each] in note.text
    async with asyncio.timeout(PATIENCE):
        while say(language, "note-done") not in (await anna.read()).text:  # one message, shown anew by itself
            pass
    assert sent(language, 2) in progress.text
    assert paused.chat["id"] not in api.outbox or api.outbox[paused.chat["id"]].empty()
    assert say(language, "announce-nothing") in (await anna.write("/announce send")).text
    for each, reader in readers.items():
        assert NOTES[each] in (await reader.write("/note 1")).text


async def test_a_note_can_be_called_back_from_those_who_have_not_got_it(office: Newsroom, api: BotAPI) -> None:
    anna, reader = Person(api, ANNA, "en"), Person(api, READER, "en")
    await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    progress = await anna.press(await written(anna), say("en", "note-send", count=1))
    stopped = await anna.press(progress, say("en", "note-stop"))
    assert say("en", "note-stopped") in stopped.text
    await office.send_due(telegram=office.channel)
    assert (await reader.write("/help")).text.startswith(say("en", "help-title"))


async def test_a_note_called_back_reaches_nobody_who_was_about_to_get_it(office: Newsroom, api: BotAPI) -> None:
    anna, reader = Person(api, ANNA, "en"), Person(api, READER, "en")
    await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    progress = await anna.press(await written(anna), say("en", "note-send", count=1))
    ledger = office.store.ledger
    assert await office.app.spread(office.now, 9) == 1
    (claimed,) = await ledger.claim("telegram", office.now, 9, dt.timedelta(minutes=10))
    await anna.tap(progress.command(say("en", "note-stop")), progress.id)
    async with asyncio.timeout(PATIENCE):
        while say("en", "note-stopped") not in (await anna.read()).text:  # it also changes by itself
            pass
    assert await office.app.issue(claimed, office.now) is None
    await ledger.record([Requeued(claimed, office.now, "no network")], office.now)
    await office.send_due(telegram=office.channel)
    assert (await reader.write("/help")).text.startswith(say("en", "help-title"))
    assert (await office.store.figures(NOW - dt.timedelta(days=7))).counts == {}


async def test_a_button_sends_only_the_note_it_was_shown_with(office: Newsroom, api: BotAPI) -> None:
    anna, reader = Person(api, ANNA, "en"), Person(api, READER, "en")
    await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    first = await written(anna)
    label = say("en", "note-send", count=1)
    stale = first.command(label)
    await anna.press(first, say("en", "form-back"))
    second = await anna.write("改到周日。")
    for shown in (await anna.press_command(stale, first.id), await anna.write("/announce send")):
        assert "改到周日。" in shown.text and say("en", "note-going") not in shown.text
    assert say("en", "note-going") in (await anna.press(second, label)).text
    assert [note.words["zh"] for note in (await office.store.notes.notes()).values()] == ["改到周日。"]


async def test_a_note_keeps_its_languages_whatever_language_the_editor_chooses_meanwhile(
    office: Newsroom, api: BotAPI
) -> None:
    anna, reader = Person(api, ANNA, "en"), Person(api, READER, "en")
    await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    await anna.write("/announce")
    await anna.write(NOTES["en"])
    await anna.write("/language zh")
    assert say("en", "note-write", wanted="zh") in (await anna.write("/form")).text
    preview = await anna.write(NOTES["zh"])
    await anna.press(preview, say("en", "note-send", count=1))
    await office.send_due(telegram=office.channel)
    assert NOTES["en"] in (await reader.read()).text


async def test_a_reason_stays_in_the_language_it_was_asked_for_in(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    await anna.write(f"/rule {DONE} failed")
    await anna.write("/language zh")
    await anna.write("Hardly any.")
    assert say("en", "evidence-url", number=1) in (await anna.write(say("en", "form-naive-later"))).text
    for words in ("https://example.org/catalogues", "Shelf Talk", "press", "2025-12-01", "None is online."):
        await anna.write(words)
    await anna.write(say("en", "bears-against").rstrip(":"))
    await anna.press(await anna.write("/form done"), say("zh", "button-publish"))
    record = office.app.edition.by_ref[DONE].record
    assert record.verdict and record.verdict.because.written("en") == "Hardly any."


@pytest.mark.parametrize("command", ["/announce", f"/rule {DONE} held", f"/rule {DONE} failed"])
async def test_what_is_half_written_is_not_lost_to_another_form(office: Newsroom, api: BotAPI, command: str) -> None:
    anna = Person(api, ANNA, "en")
    await anna.write(f"/rule {DONE} failed")
    await anna.write("Hardly any.")
    shown = (await anna.write(command)).text
    assert "Hardly any." in shown and (say("en", "form-first") in shown) == (command != f"/rule {DONE} failed")
    assert "Hardly any." in (await anna.write("/form")).text
    await anna.write("/form stop")
    assert "Hardly any." not in (await anna.write(command)).text


async def test_a_note_changes_nothing_of_the_check_in_and_its_votes(office: Newsroom, api: BotAPI) -> None:
    anna, reader = Person(api, ANNA, "en"), Person(api, READER, "en")
    await reader.write("/subscribe sat 18:00 Asia/Shanghai")
    before = (await reader.write("/checkin")).text
    await anna.press(await written(anna), say("en", "note-send", count=1))
    await office.send_due(telegram=office.channel)
    assert NOTES["en"] in (await reader.read()).text
    assert (await reader.write("/checkin")).text == before


async def test_a_note_that_is_too_long_is_asked_for_again(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    await anna.write("/announce")
    shown = await anna.write("x" * 2_001)
    assert say("en", "note-length", most=2_000) in shown.text and say("en", "note-write", wanted="en") in shown.text
    assert say("en", "note-write", wanted="zh") in (await anna.write("x" * 2_000)).text


async def test_how_far_a_note_has_come_is_shown_also_after_a_moment_without_telegram(
    office: Newsroom, api: BotAPI
) -> None:
    anna = Person(api, ANNA, "en")
    await Person(api, READER, "en").write("/subscribe sat 18:00 Asia/Shanghai")
    progress = await anna.press(await written(anna), say("en", "note-send", count=1))
    api.refuse["editMessageText"] = [Refusal(502, "Bad Gateway")]
    await office.send_due(telegram=office.channel)
    async with asyncio.timeout(PATIENCE):
        while say("en", "note-done") not in progress.text:
            await anna.read()
    api.refusals.clear()


async def test_the_day_of_evidence_is_that_of_the_editor(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "zh-hans")
    office.now = NOW.replace(hour=23)  # in Shanghai the next day has begun
    await anna.write(f"/rule {DONE} failed")
    for words in ("几乎没有。", say("zh", "form-naive-later"), "https://example.org/catalogues", "Shelf Talk", "媒体"):
        await anna.write(words)
    assert say("zh", "bad-date-future") in (await anna.write("2026-11-26")).text
    await anna.write("2026-11-25")
    await anna.write("一家也没有。")
    await anna.write("不利")
    await anna.press(await anna.write("/form done"), say("zh", "button-publish"))
    record = office.app.edition.by_ref[DONE].record
    assert record.verdict and record.verdict.on == dt.date(2026, 11, 25)


async def test_a_file_is_fetched_to_be_edited_and_sent_back(office: Newsroom, api: BotAPI) -> None:
    anna = Person(api, ANNA, "en")
    listed = await anna.write("/file")
    assert DOUGH in listed.text and "seeds/bakery-2024.yaml" in listed.text
    sent = await anna.write(f"/file {DOUGH}")
    name, _, content = api.uploads["document"]
    assert (name, content) == ("machine-dough.yaml", office.read(DOUGH)) and sent.media and sent.text
    api.uploads.clear()
    (office.folder / DOUGH).write_bytes(b"")
    assert say("en", "file-empty") in (await anna.write(f"/file {DOUGH}")).text and not api.uploads
    for wrong in ("/file ../state.db", "/file briefings/no.yaml"):
        assert "There is no file" in (await anna.write(wrong)).text


@languages
async def test_an_editor_sees_how_deliveries_and_files_stand_and_sends_to_the_rest(
    office: Newsroom, api: BotAPI, language: Language
) -> None:
    anna = Person(api, ANNA, CLIENTS[language])
    nothing = (await anna.write("/admin")).text
    assert say(language, "admin-nothing") in nothing and office.app.edition.digest in nothing
    assert f"{NOW:%Y-%m-%d %H:%M:%S} UTC" in nothing

    await Person(api, READER, "en").write("/subscribe sat 18:00 Asia/Shanghai")
    subscription = await office.store.subscription(Reader("telegram", str(READER)))
    assert subscription
    office.now = subscription.next_at
    api.refuse["sendMessage"] = [Refusal(400, "Bad Request: can't parse entities")]
    await office.send_due(telegram=office.channel)
    api.refusals.clear()
    shown = await anna.write("/admin")
    assert say(language, "delivery-line", state=say(language, "delivery-failed"), count="1") in shown.text
    assert f"telegram:{READER}" in shown.text
    resent = await anna.press(shown, say(language, "admin-rest"))
    assert say(language, "admin-resent", count=1) in resent.text
    await office.send_due(telegram=office.channel)
    assert sent(language, 1) in (await anna.write("/admin")).text
