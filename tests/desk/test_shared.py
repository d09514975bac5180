"""Desks of several processes, each with folders of its own, on one history: one publishes at a time, all follow."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content.drafts import Declined
from bot.desk import Desk
from bot.desk.journal import STAGED, Folders
from bot.desk.shared import SharedDesk
from bot.serve import program
from bot.settings import Settings
from bot.state.postgres.engine import Postgres
from tests.conftest import NOW
from tests.content.test_edition import DEBATES, DOUGH, LIBRARY, put
from tests.desk.test_desk import reworded
from tests.support import postgres
from tests.support.engines import POSTGRES

pytestmark = [*POSTGRES.marks]
A, B = "telegram:1", "web:2"


class Process:
    """A process with folders and a desk of its own."""

    def __init__(self, folder: Path, files: dict[str, bytes], engine: Postgres, *, shipped: bool = False) -> None:
        self.folder, self._engine, self._shipped = folder, engine, shipped
        put(folder, files)

    @contextlib.contextmanager
    def runs(self) -> Iterator[Desk]:
        folders = self.folder / "briefings", self.folder / "seeds"
        with contextlib.closing(self._engine.editions()) as history:
            yield SharedDesk(*folders, history, shipped=self._shipped)

    def text(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


@pytest.fixture
def engine() -> Iterator[Postgres]:
    with postgres.database() as address:
        yield Postgres(address)


@pytest.fixture
def processes(files: dict[str, bytes], tmp_path: Path, engine: Postgres) -> tuple[Process, Process]:
    return Process(tmp_path / "one", files, engine), Process(tmp_path / "other", files, engine)


@pytest.fixture
def desks(processes: tuple[Process, Process]) -> Iterator[tuple[Desk, Desk]]:
    one, other = processes
    with one.runs() as here, other.runs() as there:
        here.load(NOW)
        there.load(NOW)
        yield here, there


def publish(desk: Desk, files: dict[str, bytes | None], by: str = A) -> str:
    return desk.publish(desk.propose(files, by, NOW).draft.digest, by, NOW).after.digest


def test_a_database_makes_a_desk_one_of_several(engine: Postgres, tmp_path: Path) -> None:
    with contextlib.closing(engine.editions()) as history:
        chosen = Settings.model_construct(briefings=tmp_path, seeds=tmp_path, data=tmp_path)
        assert isinstance(program.desk(chosen, history), SharedDesk)


def test_what_one_publishes_all_have(
    desks: tuple[Desk, Desk], processes: tuple[Process, Process], files: dict[str, bytes]
) -> None:
    digest = publish(desks[0], {DOUGH: reworded(files, "一")})
    found = desks[1].load(NOW)
    assert found.digest == digest == desks[0].load(NOW).digest
    assert processes[1].text(DOUGH) == processes[0].text(DOUGH) == reworded(files, "一")
    assert found.seal == desks[0].load(NOW).seal
    assert desks[1].history()[0].digest == digest and len(desks[1].history()) == 2


def test_files_that_come_and_go_do_so_everywhere(
    desks: tuple[Desk, Desk], processes: tuple[Process, Process], files: dict[str, bytes]
) -> None:
    publish(desks[0], {DEBATES: None})
    desks[1].load(NOW)
    assert not (processes[1].folder / DEBATES).exists()
    publish(desks[1], {DEBATES: files[DEBATES]}, B)
    desks[0].load(NOW)
    assert processes[0].text(DEBATES) == files[DEBATES]


def test_an_undoing_is_followed_too(
    desks: tuple[Desk, Desk], processes: tuple[Process, Process], files: dict[str, bytes]
) -> None:
    publish(desks[0], {DOUGH: reworded(files, "一")})
    desks[1].load(NOW)
    undone = desks[1].undo(B, NOW)
    digest = desks[1].publish(undone.draft.digest, B, NOW).after.digest
    assert desks[0].load(NOW).digest == digest and processes[0].text(DOUGH) == files[DOUGH]


def test_of_two_who_publish_one_wins_and_the_other_is_told(desks: tuple[Desk, Desk], files: dict[str, bytes]) -> None:
    drafts = [desk.propose({DOUGH: reworded(files, word)}, A, NOW) for desk, word in zip(desks, "一二", strict=True)]
    won = desks[0].publish(drafts[0].draft.digest, A, NOW).after.digest
    with pytest.raises(Declined) as why:
        desks[1].publish(drafts[1].draft.digest, B, NOW)
    assert why.value.code == "older-draft"
    assert desks[1].load(NOW).digest == won
    assert publish(desks[1], {DOUGH: reworded(files, "二")}, B) == desks[0].load(NOW).digest


def test_however_many_publish_at_once_each_that_wins_builds_on_the_one_before(
    desks: tuple[Desk, Desk], files: dict[str, bytes]
) -> None:
    won: list[str] = []

    def go(desk: Desk, word: str) -> None:
        for turn in range(4):
            with contextlib.suppress(Declined):
                won.append(publish(desk, {DOUGH: reworded(files, f"{word}{turn}")}))

    threads = [threading.Thread(target=go, args=each) for each in zip(desks, "一二", strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    history = [each.digest for each in desks[0].history()]
    assert len(won) >= 2 and sorted(won) == sorted(history[:-1])
    assert {desk.load(NOW).digest for desk in desks} == {history[0]}


def test_a_process_that_starts_with_older_files_follows(
    processes: tuple[Process, Process], files: dict[str, bytes]
) -> None:
    with processes[0].runs() as desk:
        desk.load(NOW)
        publish(desk, {DOUGH: reworded(files, "一")})
        digest = publish(desk, {DOUGH: reworded(files, "二")})
    with processes[1].runs() as later:
        assert later.load(NOW).digest == digest and len(later.history()) == 3
    assert processes[1].text(DOUGH) == reworded(files, "二")


def test_a_process_that_starts_with_newer_files_leads(
    desks: tuple[Desk, Desk],
    processes: tuple[Process, Process],
    files: dict[str, bytes],
    tmp_path: Path,
    engine: Postgres,
) -> None:
    publish(desks[0], {DOUGH: reworded(files, "一")})
    upgraded = Process(tmp_path / "upgraded", {**files, DOUGH: reworded(files, "新")}, engine)
    with upgraded.runs() as desk:
        newest = desk.load(NOW).digest
        assert {each.load(NOW).digest for each in (*desks, desk)} == {newest}
    assert processes[0].text(DOUGH) == reworded(files, "新")


def test_content_that_came_with_the_program_is_left_as_it_is_and_what_others_published_is_served(
    desks: tuple[Desk, Desk], files: dict[str, bytes], tmp_path: Path, engine: Postgres
) -> None:
    digest = publish(desks[0], {DOUGH: reworded(files, "一")})
    shipped = Process(tmp_path / "shipped", files, engine, shipped=True)
    with shipped.runs() as desk:
        found = desk.load(NOW)
        assert found.digest == digest and found.seal == desks[0].load(NOW).seal
        assert desk.load(NOW).digest == digest and len(desk.history()) == 2
    assert shipped.text(DOUGH) == files[DOUGH]


def test_where_the_folders_cannot_be_written_all_is_served_and_published_all_the_same(
    desks: tuple[Desk, Desk],
    processes: tuple[Process, Process],
    files: dict[str, bytes],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (processes[1].folder / "briefings" / f"{STAGED}machine-dough.yaml").mkdir()  # in the way of whoever writes there
    digest = publish(desks[0], {DOUGH: reworded(files, "一")})
    assert desks[1].load(NOW).digest == digest and processes[1].text(DOUGH) == files[DOUGH]
    assert "cannot be put into the folders" in caplog.text
    assert desks[0].load(NOW).digest == digest == desks[1].load(NOW).digest


@pytest.mark.parametrize("step", ["begin", "finish", "close"])
def test_whatever_a_publisher_dies_of_what_is_live_is_live_for_all(
    processes: tuple[Process, Process], files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with processes[0].runs() as desk, processes[1].runs() as other:
        desk.load(NOW)
        other.load(NOW)
        draft = desk.propose({DOUGH: reworded(files, "一")}, A, NOW).draft.digest
        with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):

            def die(*_: object) -> None:
                raise KeyboardInterrupt

            dying.setattr(Folders, step, die)
            desk.publish(draft, A, NOW)
        assert other.load(NOW).digest == draft
        newer = publish(other, {DOUGH: reworded(files, "二")}, B)
    with processes[0].runs() as again:
        assert again.load(NOW).digest == newer and again.history()[0].digest == newer
    assert processes[0].text(DOUGH) == reworded(files, "二")


def test_broken_files_hold_up_nobody_else(
    desks: tuple[Desk, Desk], processes: tuple[Process, Process], files: dict[str, bytes]
) -> None:
    (processes[1].folder / DOUGH).write_bytes(b"briefing: [")
    digest = publish(desks[0], {LIBRARY: files[LIBRARY].replace(b"The machine took", b"The machine had taken")})
    assert desks[0].load(NOW).digest == digest
    found = desks[1].last()
    assert found and found.digest == digest
