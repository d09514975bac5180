"""Deliveries while the state cannot be written: nobody is lost, nobody gets it twice, readers are still answered."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.answers import Answer
from bot.answers.limits import EVERYWHERE
from bot.app import Message
from bot.content.edition import Edition
from bot.delivery.channel import Gone, Refused
from bot.people.readers import Reader
from bot.state import Delivery, StateBusy
from bot.state.sqlite.store import CHANGE_PATIENCE, FILE, Store
from bot.words import say
from tests.conftest import NOW, ROOT, built
from tests.delivery.test_worker import DAY, Post, World
from tests.support.at_once import at_once
from tests.support.faults import Disk, Holder, SmallFile, heard, holder, small_disk
from tests.support.home import Home, running

ANN = Reader("telegram", "ann")


@pytest.fixture(params=["small disk", "small file"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    if request.param == "small file":
        yield SmallFile(tmp_path)
    else:
        with small_disk(tmp_path) as mounted:
            yield mounted


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with contextlib.closing(Store.open(tmp_path)) as opened:
        yield opened


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Iterator[Holder]:
    with holder(tmp_path / FILE) as process:
        yield process


class Eventful(Post):
    """A channel that lets something happen when the first message has just left."""

    def __init__(self, event: Callable[[], object]) -> None:
        super().__init__()
        self._event: Callable[[], object] | None = event

    limits = EVERYWHERE

    def shares(self, reader: Reader) -> bool:
        return reader.id.startswith("-")

    async def send(self, delivery: Delivery, answer: Answer) -> str:
        if self._event:
            event, self._event = self._event, None
            event()
        return await super().send(delivery, answer)


async def world(undecided: Edition, store: Store, event: Callable[[], object]) -> World:
    made = World(built(store, edition=undecided).app, store)
    made.post = Eventful(event)
    made.work = await made.started()
    return made


async def ask(at: World, question: str) -> Answer:
    return await at.app.reply(Message(reader=ANN, text=question, language="en"), at.now)


def failed(answer: Answer) -> bool:
    return answer.title == say("en", "name")


async def test_what_was_sent_while_another_process_holds_the_state_is_recorded_once_it_lets_go(
    undecided: Edition, store: Store, keeper: Holder
) -> None:
    chats = [str(number) for number in range(30)]
    at = await world(undecided, store, keeper.take)
    await at.subscribe(*chats)
    with heard("bot.delivery", lambda: keeper.give() if keeper.holds else None) as errors:
        await at.pass_by()
    assert errors and not keeper.holds
    assert at.post.counts() == dict.fromkeys(chats, 1) and at.states() == {"sent": 30}


async def test_while_another_process_holds_the_state_readers_are_answered_and_told_what_cannot_be_kept(
    undecided: Edition, store: Store, keeper: Holder
) -> None:
    at = await world(undecided, store, keeper.take)
    await at.subscribe(*map(str, range(30)))
    name = next(iter(undecided.by_ref))
    answers: list[Answer] = []

    def look() -> None:
        if keeper.holds:
            answers.extend(at_once(ask(at, question)) for question in ("/help", f"/vote {name} 35", "/checkin"))
            keeper.give()

    with heard("bot.delivery", look):
        await at.pass_by()
    read, vote, checkin = answers
    assert read.title == say("en", "help-title") and failed(vote) and failed(checkin)
    assert not failed(await ask(at, f"/vote {name} 35")) and (await at.store.known(ANN, ANN)).chances == {name: "35"}


async def test_who_waited_in_vain_for_another_process_does_not_wait_again_until_it_works(
    store: Store, keeper: Holder
) -> None:
    def patience() -> float:
        return float(store.connection.execute("pragma busy_timeout").fetchone()[0]) / 1_000

    assert patience() == CHANGE_PATIENCE
    keeper.take()
    for _ in range(2):
        with pytest.raises(StateBusy):
            store.vote(ANN, "a/b", "yes", NOW)
        assert patience() == 0
    keeper.give()
    store.vote(ANN, "a/b", "yes", NOW)
    assert patience() == CHANGE_PATIENCE and (await store.known(ANN, ANN)).tallies == {"a/b": {"yes": 1}}


async def test_a_tick_that_finds_the_state_held_is_made_up_for_by_the_next(
    undecided: Edition, store: Store, keeper: Holder
) -> None:
    at = await world(undecided, store, lambda: None)
    await at.subscribe("1", "2")
    keeper.take()
    with pytest.raises(StateBusy):
        await at.work.tick()
    keeper.give()
    await at.pass_by()
    assert at.post.counts() == {"1": 1, "2": 1}


async def test_what_is_due_while_the_state_is_held_is_claimed_later(
    undecided: Edition, store: Store, keeper: Holder
) -> None:
    at = await world(undecided, store, lambda: None)
    await at.subscribe("1", "2")
    await at.work.tick()
    keeper.take()
    with heard("bot.delivery", lambda: None) as errors:
        await at.work.drain()
    assert errors and not at.post.sent and at.states() == {"queued": 2}
    keeper.give()
    await at.work.drain()
    assert at.post.counts() == {"1": 1, "2": 1}


async def test_on_a_full_disk_nobody_is_lost_nobody_gets_it_twice_and_readers_are_answered(
    undecided: Edition, disk: Disk
) -> None:
    chats = [str(number) for number in range(80)]
    with contextlib.closing(Store.open(disk.folder)) as store:
        at = await world(undecided, store, lambda: disk.fill(store))
        await at.subscribe(*chats)
        at.post.says = {"7": [Gone("blocked")], "9": [Refused("no")], "11": [Gone("blocked")], "13": [Refused("no")]}
        read: list[Answer] = []

        def look() -> None:
            if not read:
                read.append(at_once(ask(at, "/help")))
                disk.free(store)

        with heard("bot.delivery", look) as errors:
            await at.pass_by()
        assert errors and read[0].title == say("en", "help-title")
        assert (
            at.states() == {"sent": 76, "gone": 2, "failed": 2}
            and await at.paused("7") == await at.paused("11") == "blocked"
        )
        assert at.post.counts() == dict.fromkeys(set(chats) - set(at.post.says), 1)
        await at.pass_by(DAY)
        assert len(at.post.sent) == 76


async def test_after_a_stop_on_a_full_disk_only_what_was_in_flight_is_sent_again(
    undecided: Edition, disk: Disk
) -> None:
    """What could not be recorded before the process ended is as after a kill: one message a worker at most."""
    chats = [str(number) for number in range(80)]
    with contextlib.closing(Store.open(disk.folder)) as store:
        at = await world(undecided, store, lambda: disk.fill(store))
        await at.subscribe(*chats)
        full, stop = asyncio.Event(), asyncio.Event()
        with heard("bot.delivery", full.set):
            await at.work.tick()
            working = asyncio.create_task(at.work.run(stop))
            await full.wait()
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working
            workers = asyncio.all_tasks() - {asyncio.current_task()}
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        disk.free(store)
    with contextlib.closing(Store.open(disk.folder)) as store:
        after = await world(undecided, store, lambda: None)
        await after.pass_by()
        counts = at.post.counts() + after.post.counts()
        assert counts.keys() == set(chats) and max(counts.values()) <= 2
        assert counts.total() - len(chats) <= 8
        assert after.states() == {"sent": 80}


@pytest.mark.parametrize("command", [("run",), ("tick",), ("readers", "import", "briefings/vocabulary.yaml")])
@pytest.mark.process
async def test_a_second_process_on_the_same_state_refuses_to_start_and_says_why(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    home = Home(tmp_path)
    async with running(home) as bot:
        await bot.address()
        refused = await asyncio.to_thread(home.bot, *command, BOT_WEB_PORT=0)
        assert (refused.code, refused.out, len(refused.lines)) == (2, "", 1)
        assert refused.err == "BOT_DATA: another process is working with the state in data; stop it first\n"
        assert (await bot.stop()).code == 0
