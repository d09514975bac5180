"""Files that change go live; files that are wrong do not, and are told of once."""

from __future__ import annotations

import asyncio
import gc
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from weakref import ref

import pytest

from bot import garbage
from bot.app import Message
from bot.content.briefing import Language
from bot.content.derived import kept_with_edition
from bot.content.edition import Edition
from bot.notify import Notice
from bot.people.readers import Reader
from bot.state.sqlite.editions import SQLiteEditions
from bot.state.sqlite.store import Store
from bot.words import WRITTEN
from tests.answers.editors.test_drafts import told
from tests.conftest import NOW, built
from tests.support.quiet import PATIENCE

NAME = "briefings/machine-dough.yaml"


class Desk:
    """Folders of a small edition that is live, and what editors are told."""

    def __init__(
        self, folder: Path, files: dict[str, bytes], store: Store, history: SQLiteEditions | None = None
    ) -> None:
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        self.folder, self.told, self.live = folder, list[Notice](), asyncio.Event()
        briefings, seeds = folder / "briefings", folder / "seeds"
        program = built(store, briefings=briefings, seeds=seeds, tell=self.tell, history=history)
        self.app, self.reloader = program.app, program.reloader

    def tell(self, notice: Notice) -> None:
        self.told.append(notice)
        self.live.set()

    def read(self, number: int, language: Language) -> str:
        """Return a notice as an editor reads it."""
        return told(self.told[number](language))

    async def ask(self, *questions: str) -> None:
        """Have a reader ask, in both languages, so that what is kept for the next who asks is kept."""
        for question in questions:
            for language in WRITTEN:
                await self.app.reply(Message(reader=Reader("telegram", "1"), text=question, language=language), NOW)

    def replace(self, old: str, new: str) -> None:
        path = self.folder / NAME
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def there(tmp_path: Path, files: dict[str, bytes], store: Store) -> Desk:
    return Desk(tmp_path, files, store)


@pytest.fixture
def kept(tmp_path: Path, files: dict[str, bytes], store: Store) -> Iterator[Desk]:
    """The same, with a history, as the bot runs."""
    with closing(SQLiteEditions.open(tmp_path / "hindsight.db")) as history:
        yield Desk(tmp_path, files, store, history)


async def test_a_changed_file_is_live_after_a_reload(there: Desk) -> None:
    before = there.app.edition.digest
    there.replace("weight: core", "weight: minor")
    assert await there.reloader.reload()
    assert there.app.edition.digest != before and not there.told


async def test_a_bad_file_never_shows_and_its_problems_are_told_once_with_their_place(there: Desk) -> None:
    before = there.app.edition
    there.replace("weight: core", "weight: huge")
    assert not await there.reloader.reload()
    assert not await there.reloader.reload()
    assert there.app.edition is before
    assert len(there.told) == 1
    for language in WRITTEN:
        assert re.search(rf"{NAME}:\d+:\d+\n.*weight: ▸huge\n.*“huge”", there.read(0, language)), there.read(
            0, language
        )


COPY = "briefings/machine-dough.sync-conflict-20261128-101112-ABCDEFG.yaml"


@pytest.mark.parametrize("name", [COPY, "briefings/machine-dough (1).yaml", "seeds/x.YAML", "briefings/x.yaml.txt"])
async def test_beside_what_is_not_read_edits_go_live_and_editors_are_told_of_it_once(kept: Desk, name: str) -> None:
    (kept.folder / name).write_bytes((kept.folder / NAME).read_bytes())
    for before, after in (("weight: core", "weight: minor"), ("weight: minor", "weight: secondary")):
        live = kept.app.edition.digest
        kept.replace(before, after)
        assert await kept.reloader.reload()
        assert kept.app.edition.digest != live
    assert len(kept.told) == 1
    for language in WRITTEN:
        assert name in kept.read(0, language) and "Nothing was changed" not in kept.read(0, language)
    assert "bring into that file" in kept.read(0, "en") or "rename it to" in kept.read(0, "en")
    (kept.folder / name).unlink()
    assert await kept.reloader.reload()
    assert len(kept.told) == 2 and kept.app.edition.digest in kept.read(1, "en")


async def test_the_watch_tells_of_what_is_not_read_once_an_edit_is_live(kept: Desk) -> None:
    (kept.folder / COPY).write_bytes((kept.folder / NAME).read_bytes())
    kept.replace("weight: core", "weight: minor")
    live, stop = kept.app.edition.digest, asyncio.Event()
    watching = asyncio.create_task(kept.reloader.watch(stop))
    await asyncio.wait_for(kept.live.wait(), PATIENCE)
    stop.set()
    await asyncio.wait_for(watching, PATIENCE)
    assert kept.app.edition.digest != live
    assert len(kept.told) == 1 and COPY in kept.read(0, "zh")


async def test_editors_who_were_told_of_a_problem_are_told_when_it_is_gone(there: Desk) -> None:
    there.replace("weight: core", "weight: huge")
    assert not await there.reloader.reload()
    there.replace("weight: huge", "weight: minor")
    assert await there.reloader.reload()
    assert await there.reloader.reload()
    assert len(there.told) == 2
    assert there.app.edition.digest in there.read(1, "zh") and there.app.edition.digest in there.read(1, "en")


async def test_of_two_readings_the_last_is_live_whichever_comes_first(there: Desk) -> None:
    there.replace("weight: core", "weight: minor")
    older = there.reloader.load()
    there.replace("weight: minor", "weight: secondary")
    newer = there.reloader.load()
    for each in (newer, older):
        await there.reloader._show_last(each)  # as two tasks may, each with what it read in a thread
    assert there.app.edition is newer is not older


async def test_a_change_is_seen_without_anybody_asking(there: Desk) -> None:
    stop = asyncio.Event()
    watching = asyncio.create_task(there.reloader.watch(stop))
    there.replace("weight: core", "weight: huge")
    async with asyncio.timeout(PATIENCE):
        await there.live.wait()
    stop.set()
    await watching
    assert f"{NAME}:" in there.read(0, "zh")


QUESTIONS = (
    "/start",
    "/briefings",
    "/predictions",
    "/predictions bakeris",
    "/timeline",
    "/scores",
    "/sectors",
    "/checkin",
    "dough",
)


@pytest.mark.exhaustive
async def test_an_edition_that_is_live_no_more_is_gone_whoever_asked_it_and_however_many_came(there: Desk) -> None:
    lived: list[ref[Edition]] = []
    indexes = databases()
    for number in range(40):
        await there.ask(f"/prediction machine-dough/night-shift {number}", *QUESTIONS)
        lived.append(ref(there.app.edition))
        there.replace("# " if number else "", f"# {number} ")
        assert await there.reloader.reload()
    assert not [number for number, edition in enumerate(lived) if edition() is not None]
    assert databases() <= indexes + 2, "what can be found, and what can be shared"


async def test_an_edition_goes_beside_the_loop(there: Desk) -> None:
    ended: list[threading.Thread] = []

    class Large:
        def __del__(self) -> None:
            ended.append(threading.current_thread())

    @kept_with_edition
    def large(_: Edition) -> Large:
        return Large()

    large(there.app.edition)
    there.replace("", "# ")
    assert await there.reloader.reload()
    assert ended and ended[0] is not threading.current_thread(), "of a thousand briefings that takes long"


async def test_nor_does_the_desk_keep_what_it_published_loaded_or_had_discarded(
    tmp_path: Path, files: dict[str, bytes], store: Store
) -> None:
    there = Desk(tmp_path, files, store)
    with closing(SQLiteEditions.open(tmp_path / "history.db")) as history:
        briefings, seeds = tmp_path / "briefings", tmp_path / "seeds"
        program = built(store, history=history, app=there.app, briefings=briefings, seeds=seeds)
        house, reloader = program.desk, program.reloader
        assert house
        await reloader.reload()
        lived: list[ref[Edition]] = []
        for number in range(6):
            await there.ask(*QUESTIONS)
            lived.append(ref(there.app.edition))
            changed = files[NAME] + f"# {number}\n".encode()
            draft = await asyncio.to_thread(house.propose, {"machine-dough.yaml": changed}, "telegram:1", NOW)
            published = await asyncio.to_thread(house.publish, draft.draft.digest, "telegram:1", NOW)
            await reloader.show(published.after)
            del draft, published
            there.replace(f"# {number}", f"# {number}, from a text editor")
            lived.append(ref(there.app.edition))
            assert await reloader.reload()
        assert not [number for number, edition in enumerate(lived) if edition() is not None]


async def test_what_is_garbage_by_the_time_of_a_reload_does_not_stay_for_ever(
    there: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_left", garbage._Left())
    monkeypatch.setattr(garbage, "MUCH", 1.05)  # as all tests before have left more than a bot ever holds

    class Circle:
        def __init__(self) -> None:
            self.myself = self

    kept: list[Circle] = []
    there.replace("", "# ")
    assert await there.reloader.reload()
    left: list[ref[Circle]] = []
    for number in range(10):
        kept += [Circle() for _ in range(20_000)]
        left += map(ref, kept)
        there.replace("# ", f"# {number} ")
        assert await there.reloader.reload()
        kept.clear()  # by now the collector does not see them
    assert sum(each() is not None for each in left) < len(left) / 2


def databases() -> int:
    """Return how many connections there are, those that the garbage collector leaves alone among them."""
    gc.unfreeze()
    return sum(isinstance(each, sqlite3.Connection) for each in gc.get_objects())
