"""The folders, watched: a change is told once it has settled, problems once, and nothing that is no content."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import functools
import os
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot import desk
from bot.content.assembling import build_edition
from bot.content.edition import Edition, InvalidEdition
from bot.content.problem import Mark, problem
from bot.desk import watch
from bot.state import StateBusy
from tests.content.test_edition import DEBATES, DOUGH, LIBRARY
from tests.desk.test_desk import content, reworded
from tests.support.quiet import PATIENCE

__all__ = ["content"]  # a fixture

SLIP = b"outcome: partly"


@dataclass
class Watched:
    """Folders under watch, and what was told of them."""

    folder: Path
    told: asyncio.Queue[Edition | InvalidEdition] = field(default_factory=asyncio.Queue)
    loads: asyncio.Queue[bool] = field(default_factory=asyncio.Queue)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def folders(self) -> tuple[Path, Path]:
        return self.folder / "briefings", self.folder / "seeds"

    async def run(self) -> None:
        loop = asyncio.get_running_loop()

        def load() -> Edition:
            good = False
            try:
                edition = desk.load_folders(*self.folders)
                good = True
                return edition
            finally:
                loop.call_soon_threadsafe(self.loads.put_nowait, good)

        seen = watch.signature(*self.folders)
        await watch.watch(self.folders, load, self.told.put, self.told.put, self.stop, seen=seen)

    async def edition(self) -> Edition:
        """Return the edition that is told next."""
        found = await asyncio.wait_for(self.told.get(), PATIENCE)
        assert isinstance(found, Edition), found
        return found

    async def problems(self) -> list[str]:
        """Return the codes of the problems that are told next."""
        found = await asyncio.wait_for(self.told.get(), PATIENCE)
        assert isinstance(found, InvalidEdition), found
        return [each.code for each in found.problems]

    async def loaded(self) -> bool:
        """Wait until the folders are read next; tell whether they made an edition."""
        return await asyncio.wait_for(self.loads.get(), PATIENCE)

    def write(self, name: str, text: bytes) -> None:
        (self.folder / name).write_bytes(text)


@pytest.fixture
async def watched(content: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    monkeypatch.setattr(watch, "ALARM_PATIENCE", 0.2)
    found = Watched(content)
    task = asyncio.create_task(found.run())
    await asyncio.sleep(0)  # until the folders as they are have been seen
    yield found
    assert not task.done()
    found.stop.set()
    await asyncio.wait_for(task, PATIENCE)


def plain(folder: Path, files: dict[str, bytes]) -> None:
    (folder / DOUGH).write_bytes(reworded(files, "一"))


def replaced(folder: Path, files: dict[str, bytes]) -> None:
    (folder / "briefings/.dough.tmp").write_bytes(reworded(files, "一"))
    (folder / "briefings/.dough.tmp").replace(folder / DOUGH)


def as_vim_does(folder: Path, files: dict[str, bytes]) -> None:
    (folder / "briefings/4913").touch()
    (folder / "briefings/4913").unlink()
    (folder / "briefings/.machine-dough.yaml.swp").write_bytes(b"b0VIM")
    (folder / DOUGH).rename(folder / f"{DOUGH}~")
    plain(folder, files)
    (folder / f"{DOUGH}~").unlink()


def bit_by_bit(folder: Path, files: dict[str, bytes]) -> None:
    with (folder / DOUGH).open("wb") as file:
        for byte in reworded(files, "一"):
            file.write(bytes([byte]))
            file.flush()


def keeping_its_time(folder: Path, files: dict[str, bytes]) -> None:
    before = (folder / DOUGH).stat()
    replaced(folder, {**files, DOUGH: files[DOUGH]})
    os.utime(folder / DOUGH, ns=(before.st_atime_ns, before.st_mtime_ns))


def a_folder_in_place_of_another(folder: Path, files: dict[str, bytes]) -> None:
    shutil.copytree(folder / "briefings", folder / "new")
    (folder / "new/machine-dough.yaml").write_bytes(reworded(files, "一"))
    (folder / "briefings").rename(folder / "old")
    (folder / "new").rename(folder / "briefings")


@pytest.mark.parametrize(
    "save", [plain, replaced, as_vim_does, bit_by_bit, keeping_its_time, a_folder_in_place_of_another]
)
async def test_however_a_file_is_saved_it_is_told_once_and_whole(
    watched: Watched, files: dict[str, bytes], save: Callable[[Path, dict[str, bytes]], None]
) -> None:
    save(watched.folder, files)
    assert (await watched.edition()).digest == build_edition({**files, DOUGH: reworded(files, "一")}).digest
    watched.write(LIBRARY, files[LIBRARY] + b"# next\n")
    await watched.edition()
    assert watched.told.empty() and watched.loads.qsize() == 2


async def test_a_file_written_in_place_with_its_old_time_and_size_goes_live(
    watched: Watched, files: dict[str, bytes]
) -> None:
    other = files[DOUGH].replace("城南面包坊".encode(), "城北面包坊".encode())
    with (watched.folder / DOUGH).open("r+b", buffering=0) as file:
        before = os.fstat(file.fileno())
        file.write(other)
        os.utime(file.fileno(), ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (await watched.edition()).digest == build_edition({**files, DOUGH: other}).digest


async def test_one_change_after_the_other_is_told(watched: Watched, files: dict[str, bytes]) -> None:
    for word in "一二":
        watched.write(DOUGH, text := reworded(files, word))
        assert (await watched.edition()).digest == build_edition({**files, DOUGH: text}).digest


async def test_what_is_no_content_is_not_told(watched: Watched, files: dict[str, bytes]) -> None:
    for name in ("4913", ".x.yaml.swp", "machine-dough.yaml~", "#x.yaml#", "~x.yaml", ".#x.yaml", "x.yaml.tmp", "x.md"):
        watched.write(f"briefings/{name}", b"{")
        (watched.folder / "briefings" / name).unlink()
    watched.write("briefings/.publishing.json", b"{}")
    watched.write(DOUGH, reworded(files, "一"))
    await watched.edition()
    assert watched.loads.qsize() == 1


async def test_files_that_come_and_go_are_told(watched: Watched, files: dict[str, bytes], small: Edition) -> None:
    (watched.folder / DEBATES).unlink()
    assert (await watched.edition()).debates == ()
    watched.write(DEBATES, files[DEBATES])
    assert (await watched.edition()).digest == small.digest


async def test_a_file_written_in_two_goes_is_no_problem(watched: Watched, files: dict[str, bytes]) -> None:
    watched.write(DOUGH, files[DOUGH][:3_000])
    assert not await watched.loaded()
    watched.write(DOUGH, reworded(files, "一"))
    await watched.edition()
    assert watched.told.empty()


@pytest.mark.parametrize(("patience", "told"), [(3_600.0, [Edition]), (0.0, [InvalidEdition, Edition])])
async def test_a_bad_edition_is_told_only_after_it_stayed_as_it_is_for_a_while(
    content: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, patience: float, told: list[type]
) -> None:
    found = Watched(content)

    async def notices(*_: object, **__: object) -> AsyncIterator[set[object]]:
        yield set()  # nothing has changed since it was read
        yield set()
        found.write(DOUGH, reworded(files, "一"))
        yield set()
        found.stop.set()

    monkeypatch.setattr(watch, "awatch", notices)
    monkeypatch.setattr(watch, "ALARM_PATIENCE", patience)
    load, seen = functools.partial(desk.load_folders, *found.folders), watch.signature(*found.folders)
    found.write(DOUGH, files[DOUGH].replace(SLIP, b"outcome: perhaps"))
    await watch.watch(found.folders, load, found.told.put, found.told.put, found.stop, seen=seen)
    assert [type(found.told.get_nowait()) for _ in range(found.told.qsize())] == told


@pytest.mark.parametrize(("patience", "told"), [(3_600.0, [Edition]), (0.0, [Edition, InvalidEdition])])
async def test_what_is_not_read_is_told_only_after_it_stayed_for_a_while(
    content: Path, small: Edition, monkeypatch: pytest.MonkeyPatch, patience: float, told: list[type]
) -> None:
    found = Watched(content)
    left = replace(small, warnings=(problem("briefings/x.YAML", Mark(1, 1), "wrong-ending", value="x.yaml"),))

    async def notices(*_: object, **__: object) -> AsyncIterator[set[object]]:
        yield set()
        yield set()
        found.stop.set()

    monkeypatch.setattr(watch, "awatch", notices)
    monkeypatch.setattr(watch, "ALARM_PATIENCE", patience)
    await watch.watch(found.folders, lambda: left, found.told.put, found.told.put, found.stop)
    assert [type(found.told.get_nowait()) for _ in range(found.told.qsize())] == told


async def test_the_same_problems_are_told_once_until_they_change_or_are_gone(
    watched: Watched, files: dict[str, bytes], small: Edition
) -> None:
    bad = files[DOUGH].replace(SLIP, b"outcome: perhaps")
    watched.write(DOUGH, bad)
    assert await watched.problems() == ["choice"]
    watched.write(DOUGH, b"# moved down\n" + bad)
    watched.write(LIBRARY, files[LIBRARY] + b"# and something else\n")
    assert [await watched.loaded(), await watched.loaded()] == [False, False]
    watched.write(DOUGH, bad.replace(b"bears: mixed", b"bears: both"))
    assert await watched.problems() == ["choice", "choice"]
    watched.write(DOUGH, files[DOUGH])
    watched.write(LIBRARY, files[LIBRARY])
    assert (await watched.edition()).digest == small.digest
    watched.write(DOUGH, bad)
    assert await watched.problems() == ["choice"]
    assert watched.told.empty()


async def test_a_folder_that_vanishes_is_told_and_watched_again_when_it_is_back(
    watched: Watched, files: dict[str, bytes], small: Edition
) -> None:
    (watched.folder / "seeds").rename(watched.folder / "elsewhere")
    assert await watched.problems() == ["no-folder"]
    (watched.folder / "elsewhere").rename(watched.folder / "seeds")
    assert (await watched.edition()).digest == small.digest
    shutil.rmtree(watched.folder / "briefings")
    shutil.rmtree(watched.folder / "seeds")
    assert await watched.problems() == ["no-folder", "no-folder"]
    for name, text in files.items():
        (watched.folder / name).parent.mkdir(exist_ok=True)
        watched.write(name, text)
    assert (await watched.edition()).digest == small.digest
    watched.write(DOUGH, reworded(files, "一"))
    await watched.edition()


async def test_an_error_of_ours_does_not_end_the_watch(
    content: Path, files: dict[str, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    failed, loop = asyncio.Event(), asyncio.get_running_loop()
    told: asyncio.Queue[Edition | InvalidEdition] = asyncio.Queue()
    stop = asyncio.Event()
    folders = content / "briefings", content / "seeds"

    def load() -> Edition:
        if not failed.is_set():
            loop.call_soon_threadsafe(failed.set)
            raise ZeroDivisionError
        return desk.load_folders(*folders)

    task = asyncio.create_task(watch.watch(folders, load, told.put, told.put, stop))
    await asyncio.wait_for(failed.wait(), PATIENCE)
    (content / DOUGH).write_bytes(reworded(files, "一"))
    assert isinstance(await asyncio.wait_for(told.get(), PATIENCE), Edition)
    assert "the edition cannot be loaded" in caplog.text
    stop.set()
    await asyncio.wait_for(task, PATIENCE)


async def test_an_edition_that_cannot_go_live_does_not_end_the_watch(watched: Watched, files: dict[str, bytes]) -> None:
    live: asyncio.Queue[Edition] = asyncio.Queue()

    async def show(edition: Edition) -> None:
        live.put_nowait(edition)
        raise StateBusy("database is locked")

    stop = asyncio.Event()
    load = functools.partial(desk.load_folders, *watched.folders)
    task = asyncio.create_task(watch.watch(watched.folders, load, show, watched.told.put, stop))
    first = await asyncio.wait_for(live.get(), PATIENCE)
    (watched.folder / DOUGH).write_bytes(reworded(files, "一"))
    assert (await asyncio.wait_for(live.get(), PATIENCE)).digest != first.digest
    stop.set()
    await asyncio.wait_for(task, PATIENCE)


async def test_a_watch_can_be_cancelled(content: Path) -> None:
    found = Watched(content)
    task = asyncio.create_task(found.run())
    await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(task, PATIENCE)
    assert task.cancelled()


async def test_where_the_system_gives_no_notice_the_folders_are_looked_at(
    content: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_watches_left(*_: object, **__: object) -> None:
        raise OSError(28, "no space left on device")

    caplog.set_level("WARNING")
    monkeypatch.setattr(watch, "awatch", no_watches_left)
    found = Watched(content)
    task = asyncio.create_task(found.run())
    await asyncio.sleep(0)
    found.write(DOUGH, reworded(files, "一"))
    await found.edition()
    assert "only looked at" in caplog.text
    found.stop.set()
    await asyncio.wait_for(task, PATIENCE)


@pytest.mark.parametrize(
    "error",
    [OSError(errno.EMFILE, "Too many open files"), OSError(errno.ENOLCK, "No locks available"), MemoryError()],
    ids=lambda error: type(error).__name__,
)
async def test_an_edit_that_could_not_be_loaded_for_a_while_goes_live_without_another_change(
    content: Path,
    files: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    monkeypatch.setattr(watch, "REREAD_WAIT", 0.01, raising=False)
    found = Watched(content)
    fails = [error] * 3

    def load() -> Edition:
        if fails:
            raise fails.pop()
        return desk.load_folders(*found.folders)

    seen = watch.signature(*found.folders)
    found.write(DOUGH, reworded(files, "一"))
    task = asyncio.create_task(watch.watch(found.folders, load, found.told.put, found.told.put, found.stop, seen=seen))
    assert (await found.edition()).digest == build_edition(files | {DOUGH: reworded(files, "一")}).digest
    found.stop.set()
    await asyncio.wait_for(task, PATIENCE)
    assert [each.message.count("cannot be loaded now") for each in caplog.records if each.levelname == "ERROR"] == [1]
    assert not [each for each in caplog.records if each.exc_info]


async def test_an_edition_that_the_state_did_not_take_goes_live_later(
    content: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "REREAD_WAIT", 0.01, raising=False)
    found, refusals = Watched(content), [StateBusy("database is locked")] * 2

    async def show(edition: Edition) -> None:
        if refusals:
            raise refusals.pop()
        await found.told.put(edition)

    load = functools.partial(desk.load_folders, *found.folders)
    task = asyncio.create_task(watch.watch(found.folders, load, show, found.told.put, found.stop))
    assert (await found.edition()).digest == build_edition(files).digest
    found.stop.set()
    await asyncio.wait_for(task, PATIENCE)


async def test_a_file_that_may_be_read_again_goes_live_though_nobody_saved_it(
    watched: Watched, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a chmod, or on a drive that was locked: what tells a change, size and time, is as it was."""
    monkeypatch.setattr(watch, "REREAD_WAIT", 0.01, raising=False)
    readable, changed = Path.open, reworded(files, "一")

    def refused(path: Path, mode: str = "r", *args: Any, **more: Any) -> Any:
        if path.name == Path(DOUGH).name and mode == "rb":
            raise PermissionError(errno.EACCES, "Permission denied")
        return readable(path, mode, *args, **more)

    monkeypatch.setattr(Path, "open", refused)
    watched.write(DOUGH, changed)
    assert "unreadable" in await watched.problems()
    monkeypatch.setattr(Path, "open", readable)
    assert (await watched.edition()).digest == build_edition(files | {DOUGH: changed}).digest
    assert watched.told.empty()


def test_the_waits_between_tries_grow_up_to_a_limit_and_begin_anew_after_success() -> None:
    again = watch._Again(lambda: 0.0)
    waits = [again.later() for _ in range(9)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    again.done()
    assert not again.due and again.later() == 1
