"""Whatever is asked, answered, sent and published is the same on every database: one life on each, compared.

What each answer is to be, other tests say. Here a program on SQLite and one on PostgreSQL are asked the same.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

import pytest

from bot.answers import COMMANDS, Answer
from bot.answers.limits import EVERYWHERE
from bot.app.messages import Message
from bot.content.edition import Edition
from bot.people.readers import Reader
from bot.serve.program import Program
from bot.state import Delivery, Engine, State
from bot.state.sqlite.engine import SQLite
from tests.conftest import NOW, built
from tests.support import postgres
from tests.support.engines import POSTGRES

pytestmark = [*POSTGRES.marks]
ANN, BEN, PAGE, ANNA = Reader("telegram", "1"), Reader("telegram", "2"), Reader("web", "key"), Reader("telegram", "41")
GROUP: Final = Reader("telegram", "-9")
DAY: Final = dt.timedelta(days=1)
BY_CHANCE: Final = {"continue"}
"""Commands whose answers hold a key that nobody can guess."""
NUMBERS: Final = {"vote", "issue", "delivery", "item", "question", "appeal", "chat"}
"""Columns of numbers, which tell what of several things that came at once was first."""


class Post:
    """A channel that keeps what it sends."""

    limits = EVERYWHERE

    def __init__(self) -> None:
        self.sent: list[tuple[str, Answer]] = []

    def shares(self, reader: Reader) -> bool:
        return reader.id.startswith("-")

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        self.sent.append((delivery.reader.id, answer))
        return f"{delivery.reader.id}.{sum(chat == delivery.reader.id for chat, _ in self.sent)}"


class Life:
    """A program on a state of its own, with a clock that moves when it is told to."""

    def __init__(self, state: State, **more: Any) -> None:
        self.now, self.post, self.state, self.seconds = NOW, Post(), state, 0.0
        self.program: Program = built(state, lambda: self.now, editors=("telegram:41",), **more)

    async def begins(self) -> None:
        await self.program.app.live(self.program.app.edition, self.now)

    async def asked(self, reader: Reader, text: str, person: Reader | None = None, **more: Any) -> Answer:
        message = Message(reader=reader, text=text, language="en", person=person, shared=bool(person), **more)
        return await self.program.reception.answer(message)

    async def passes(self, time: dt.timedelta) -> list[tuple[str, Answer]]:
        """Let time pass, and send what is due; return what was sent, by reader."""
        self.now += time
        work = self.program.deliveries({"telegram": self.post})
        await work.tick()
        await work.drain()
        sent, self.post.sent = self.post.sent, []
        return sorted(sent, key=lambda each: each[0])


def written(folder: Path, files: dict[str, bytes]) -> dict[str, Path]:
    """Write an edition into a folder; return where its parts are."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return {each: folder / each for each in ("briefings", "seeds")}


Lives = tuple[Life, Life]


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    from bot.state.postgres.engine import Postgres

    with postgres.database() as address:
        seconds = iter(range(1_000_000))  # each look is a second after the last
        yield SQLite(tmp_path / "data"), Postgres(address, lambda: float(next(seconds)))


@pytest.fixture
def lives(engines: tuple[Engine, Engine], undecided: Edition) -> Iterator[Lives]:
    with ExitStack() as left:
        one, other = (Life(left.enter_context(closing(each.open())), edition=undecided) for each in engines)
        yield one, other


async def both(lives: Lives, act: Callable[..., Awaitable[Any]], *args: Any, **named: Any) -> Any:
    """Have something done in both lives, which comes to the same; return that."""
    one, other = [await act(each, *args, **named) for each in lives]
    assert one == other
    return one


async def stored(life: Life) -> list[Any]:
    """Return all that is stored of readers but the numbers of rows."""
    found = [json.loads(await life.state.as_json(each)) for each in (ANN, BEN, PAGE, ANNA, GROUP)]
    return [
        {table: sorted(map(_plain, rows), key=str) if isinstance(rows, list) else rows for table, rows in each.items()}
        for each in found
    ]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in NUMBERS}


async def test_every_command_is_answered_alike_to_whoever_asks_whatever_they_did_before(lives: Lives) -> None:
    [first, second, *_] = lives[0].program.app.edition.by_ref
    await both(lives, Life.begins)
    names = [name for name in COMMANDS if name not in BY_CHANCE]
    lived: list[tuple[Reader, str]] = [
        *((reader, f"/{name}") for name in names for reader in (ANN, ANNA)),
        *((reader, f"/{name} {first}") for name in names if name != "forget" for reader in (ANN, BEN)),
        (ANN, "/subscribe tue 09:30 Asia/Shanghai"),
        *((reader, f"/vote {first} {value}") for value in ("80", "20", "20") for reader in (ANN, BEN, PAGE)),
        (BEN, f"/vote {second} 5"),
        (BEN, f"/follow {first}"),
        (ANN, f"/appeal {first}"),
        (ANN, "It did\0 not come true, and the page says so."),
        (BEN, "\0agents\0"),
        *((reader, "half \ud800 a character") for reader in (ANN, BEN, PAGE)),
        (ANNA, "/announce"),
        (ANNA, "A note\0 to all"),
        *((reader, f"/{name}") for name in names for reader in (ANN, PAGE)),
        *((reader, "bakeri\0es on the moon") for reader in (ANN, BEN, PAGE)),
        *((ANNA, text) for text in ("/due", "/admin", "/editors")),
        (ANN, "/forget yes"),
        *((reader, "/scores") for reader in (ANN, BEN)),
    ]
    for reader, text in lived:
        await both(lives, Life.asked, reader, text)
    found = await both(lives, stored)
    assert found[0] == {} != found[1] and "\\u0000" not in json.dumps(found)


@pytest.mark.parametrize("seed", range(2))
async def test_weeks_of_check_ins_and_what_is_answered_in_them_are_alike(lives: Lives, seed: int) -> None:
    chance = random.Random(seed)
    await both(lives, Life.begins)
    for reader in (ANN, BEN, GROUP):
        await both(lives, Life.asked, reader, "/subscribe tue 10:00 Etc/UTC")
    answered = 0
    for week in range(1, 4):
        sent = await both(lives, Life.passes, DAY * 7 if week > 1 else DAY / 24)
        assert {chat for chat, _ in sent} == {"1", "2", "-9"}
        for chat, shown in sent:
            buttons = [each.command for row in shown.buttons for each in row if each.command.startswith("/answer")]
            person = BEN if chat == "-9" else None
            for text in chance.sample(buttons, min(len(buttons), 2)):
                await both(lives, Life.asked, Reader("telegram", chat), text, person, shown=f"{chat}.{week}")
                answered += 1
    assert answered > 10 and await both(lives, stored)
    for reader in (ANN, BEN, GROUP):
        for text in ("/scores", "/checkin", "/predictions", "/settings"):
            await both(lives, Life.asked, reader, text)


async def test_the_desk_looks_publishes_and_undoes_alike(
    engines: tuple[Engine, Engine], tmp_path: Path, files: dict[str, bytes]
) -> None:
    with ExitStack() as left:
        one, other = (
            Life(
                left.enter_context(closing(engine.open())),
                history=left.enter_context(closing(engine.editions())),
                **written(tmp_path / str(number), files),
            )
            for number, engine in enumerate(engines)
        )
        lives = one, other
        await both(lives, Life.begins)
        dough = files["briefings/machine-dough.yaml"]
        for old, new in ((b"statement:", b"statment:"), (b"weight: core", b"weight: minor")):
            assert old in dough
            upload = {"machine-dough.yaml": dough.replace(old, new)}
            shown = await both(lives, Life.asked, ANNA, "", files=upload, editor=True)
        await both(lives, Life.asked, ANNA, shown.command, editor=True)
        published = await both(lives, Life.asked, ANNA, shown.command.replace("draft", "publish"), editor=True)
        assert one.program.app.edition.digest == other.program.app.edition.digest in str(published)
        undone = await both(lives, Life.asked, ANNA, "/undo", editor=True)
        await both(lives, Life.asked, ANNA, undone.command.replace("draft", "publish"), editor=True)
        history = await both(lives, Life.asked, ANNA, "/history", editor=True)
        assert len([each for each in history.blocks if each.kind == "item"]) == 3
