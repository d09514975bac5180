"""Who counts among those who ask in vain: people who ask for themselves, on every channel; and nobody waits for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answers import Answer
from bot.people.readers import Reader
from bot.reception import Message
from bot.words import say
from tests.conftest import NOW
from tests.support.newsroom import ANNA, BERT, Newsroom, newsroom

GROUP = Reader("telegram", "-7")
NOTHING = "zzqx vwkj"


@pytest.fixture
def office(tmp_path: Path, files: dict[str, bytes]) -> Iterator[Newsroom]:
    with newsroom(tmp_path, files) as room:
        yield room


async def ask(office: Newsroom, who: int, text: str = NOTHING, **more: Any) -> Answer:
    person = Reader("telegram", str(who))
    asked: dict[str, Any] = {"reader": person, "text": text, "language": "en"}
    if more.get("shared"):
        asked |= {"reader": GROUP, "person": person}
    return await office.program.reception.answer(Message(**asked | more))


async def unfound(office: Newsroom) -> dict[str, int]:
    anna = Reader("telegram", str(ANNA))
    return dict((await office.store.known(anna, anna, now=NOW, editor=True)).unfound)


async def test_who_asks_alone_in_a_group_or_on_the_page_is_one_of_three(office: Newsroom) -> None:
    await ask(office, 1)
    await ask(office, 2, f"/search {NOTHING}?", shared=True)
    await ask(office, 1, shared=True)
    assert await unfound(office) == {}
    await ask(office, 0, "Zzqx  VWKJ", reader=Reader("web", "key"), network="192.0.2.0/24")
    assert await unfound(office) == {NOTHING: 3}


@pytest.mark.parametrize(
    ("who", "more"),
    [
        pytest.param(ANNA, {}, id="an editor"),
        pytest.param(BERT, {"shared": True}, id="an editor in a group"),
        pytest.param(3, {"on_purpose": False}, id="a link, or what is passed on"),
        pytest.param(3, {"shared": True, "person": None}, id="who writes in the name of a chat"),
        pytest.param(3, {"text": "/start search_zzqx_vwkj"}, id="a link that somebody else made"),
        pytest.param(3, {"text": f"{NOTHING} 13800138000"}, id="what may lead to somebody"),
        pytest.param(3, {"text": f"{NOTHING} bakers"}, id="what finds something"),
    ],
)
async def test_others_are_answered_and_do_not_count(office: Newsroom, who: int, more: dict[str, Any]) -> None:
    await ask(office, 1)
    await ask(office, 2)
    assert (await ask(office, who, **more)).title
    assert await unfound(office) == {}
    await ask(office, 4)
    assert await unfound(office) == {NOTHING: 3}


async def test_forgotten_is_who_asked_too(office: Newsroom) -> None:
    for person in (1, 2):
        await ask(office, person)
    await ask(office, 1, "/forget yes")
    await ask(office, 3)
    assert await unfound(office) == {}


async def test_who_asks_in_vain_is_answered_where_it_cannot_be_counted(
    office: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    office.store.connection.execute("pragma query_only = on")
    found = await ask(office, 1)
    assert found.title == say("en", "search-none-title")
    assert "cannot be counted" in caplog.text and "zzqx" not in caplog.text
    office.store.connection.execute("pragma query_only = off")


async def test_who_asks_in_vain_while_another_process_writes_is_answered(office: Newsroom) -> None:
    other = sqlite3.connect(office.folder / "state.db")
    other.execute("begin immediate")
    for person in range(5):
        assert (await ask(office, person)).title == say("en", "search-none-title")
    other.rollback()
    other.close()
    assert await unfound(office) == {}
