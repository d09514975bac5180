"""Ten thousand hostile appeals lose nobody's check-in, bury no honest one, and no word of them is logged."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from bot.answers import Answer
from bot.app import Message
from bot.people.appeals import LONGEST_APPEAL, MOST_OPEN
from bot.people.newcomer_limit import MOST_NEWCOMERS
from bot.people.readers import Reader
from tests.support.newsroom import ANNA, Newsroom, newsroom

MANY: Final = 10_000
DESK, DEARER = "quiet-library/desk-first", "machine-dough/handmade-dearer"
HONEST: Final = "The count left the nights out: https://example.org/nights"
DAY: Final = dt.timedelta(days=1)
HOSTILE: Final = (
    "Liars, all of you! https://evil.example/{}?<script>alert(1)</script>",
    "{} \x00\x1b[2J\u202egnorw\u2066 \ufeff <b>&amp;</i> '); drop table appeals; --",
    "说谎！" * 200 + "{}",
    "/uphold {} /forget yes @everyone tg://resolve?domain=evil",
    "{}",
)


@pytest.fixture
def office(tmp_path: Path, files: dict[str, bytes]) -> Iterator[Newsroom]:
    with newsroom(tmp_path, files) as room:
        yield room


async def asks(office: Newsroom, who: Reader, text: str, *, editor: bool = False, network: str = "") -> Answer:
    message = Message(reader=who, text=text, language="en", editor=editor, network=network)
    return await office.app.reply(message, office.now)


def told(shown: Answer) -> str:
    return "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


async def crowd(office: Newsroom, at: str) -> None:
    """Send hostile appeals about everything that was judged, by as many made-up readers, and seconds beside them."""
    names = [name for name, each in office.app.edition.by_ref.items() if each.record.verdict or each.record.standing]
    with office.store.writing():  # as one, for the disk's sake; each is asked as any other is
        for number in range(MANY):
            who = Reader(at, f"7{number:09}" if at == "telegram" else f"made-up-{number}")
            name = names[number % len(names)]
            await asks(office, who, f"/appeal {name} {HOSTILE[number % len(HOSTILE)].format(number)}")
            if number % 10 == 0:
                await asks(office, who, f"/second {DEARER}")


@pytest.mark.exhaustive
@pytest.mark.parametrize("at", ["web", "telegram"])
async def test_an_honest_appeal_stays_on_the_first_page_and_every_check_in_arrives(
    office: Newsroom, at: str, log: Callable[..., io.StringIO]
) -> None:
    logged = log("debug", "text", [])
    reader, anna = Reader("telegram", "1"), Reader("telegram", str(ANNA))
    readers = [Reader("telegram", str(number)) for number in range(1, 21)]
    for each in readers:
        await asks(office, each, "/subscribe tue 09:30 Etc/UTC")
    await asks(office, reader, f"/appeal {DESK} {HONEST}")
    await crowd(office, at)
    waiting = await office.store.appeals.waiting()
    assert waiting.total > MANY / 2 and waiting.newcomers == (waiting.total - 1 if at == "web" else 0)

    due = await asks(office, anna, "/due", editor=True)
    assert HONEST in told(due) and due.page == 1
    listed = [span for block in (await asks(office, anna, "/appeals", editor=True)).blocks for span in block.spans]
    assert all(line.isprintable() for span in listed for line in span.text.split("\n"))
    assert not any(span.url for span in listed), "a link is text"
    others = told(await asks(office, readers[1], f"/prediction {DESK}"))
    assert "night" not in others and "Liars" not in others
    if at == "web":
        assert DEARER not in (await office.store.known(reader, reader)).heard, "made-up readers are heard by nobody"

    await asks(office, anna, f"/close new {waiting.newest}", editor=True)
    if at == "web":
        for words in ("不公开", "Insults"):
            await asks(office, anna, words, editor=True)
        await asks(office, anna, "/form done", editor=True)
        assert (await office.store.appeals.waiting()).total == 1, "the honest one alone still waits"
    assert "Liars" not in logged.getvalue() and "evil" not in logged.getvalue() and "night" not in logged.getvalue()

    office.now += 7 * DAY
    ledger = office.store.ledger
    while await ledger.enqueue_due(office.now, 250):
        pass
    claimed = await ledger.claim("telegram", office.now, 100, DAY)
    assert {each.reader for each in claimed} == {*readers}
    assert all([await office.app.issue(each, office.now) for each in claimed])


async def test_one_reader_says_it_in_as_many_chats_as_they_like_and_three_wait(office: Newsroom) -> None:
    who = Reader("telegram", "99")
    names = [name for name, each in office.app.edition.by_ref.items() if each.record.verdict or each.record.standing]
    for number in range(200):
        chat = Reader("telegram", f"-100{number}")
        text = f"/appeal {names[number % len(names)]} Not so at all"
        await office.app.reply(Message(reader=chat, person=who, text=text, language="en", shared=True), office.now)
        await asks(office, who, f"/appeal {names[number % len(names)]} Not so at all, number {number}")
    assert (await office.store.appeals.waiting()).total == MOST_OPEN


async def test_visitors_made_up_by_one_network_are_as_few_as_may_come_from_it(office: Newsroom) -> None:
    for number in range(3 * MOST_NEWCOMERS):
        await asks(office, Reader("web", f"made-up-{number}"), f"/appeal {DESK} Not so at all", network="192.0.2.1")
    assert (await office.store.appeals.waiting()).total == MOST_NEWCOMERS


@pytest.mark.parametrize("words", HOSTILE)
async def test_whatever_an_appeal_holds_is_printable_and_short_or_refused(office: Newsroom, words: str) -> None:
    await asks(office, Reader("telegram", "99"), f"/appeal {DESK} {words.format('x' * 20)}")
    for each in (await office.store.appeals.waiting()).first:
        assert each.words.isprintable() and len(each.words) <= LONGEST_APPEAL
