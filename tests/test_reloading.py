"""Files that change go live; files that are wrong do not, and are told of once."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot import desk
from bot.answers import LANGUAGES
from bot.app import App
from bot.briefing import Language
from bot.reloading import Reloader
from bot.store import Store
from bot.telling import Notice
from tests.conftest import NOW
from tests.quiet import PATIENCE
from tests.test_editing import told

NAME = "briefings/machine-dough.yaml"


class Desk:
    """Folders of a small edition that is live, and what editors are told."""

    def __init__(self, folder: Path, files: dict[str, bytes], store: Store) -> None:
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        self.folder, self.told, self.live = folder, list[Notice](), asyncio.Event()
        folders = folder / "briefings", folder / "seeds"
        self.app = App(desk.load(*folders), store, new_id=lambda: "0123abcd")
        self.reloader = Reloader(self.app, *folders, lambda _: desk.load(*folders), now=lambda: NOW, tell=self.tell)

    def tell(self, notice: Notice) -> None:
        self.told.append(notice)
        self.live.set()

    def read(self, number: int, language: Language) -> str:
        """Return a notice as an editor reads it."""
        return told(self.told[number](language))

    def replace(self, old: str, new: str) -> None:
        path = self.folder / NAME
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def there(tmp_path: Path, files: dict[str, bytes], store: Store) -> Desk:
    return Desk(tmp_path, files, store)


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
    for language in LANGUAGES:
        assert re.search(rf"{NAME}:\d+:\d+\n.*weight: ▸huge\n.*“huge”", there.read(0, language)), there.read(
            0, language
        )


async def test_editors_who_were_told_of_a_problem_are_told_when_it_is_gone(there: Desk) -> None:
    there.replace("weight: core", "weight: huge")
    assert not await there.reloader.reload()
    there.replace("weight: huge", "weight: minor")
    assert await there.reloader.reload()
    assert await there.reloader.reload()
    assert len(there.told) == 2
    assert there.app.edition.digest in there.read(1, "zh") and there.app.edition.digest in there.read(1, "en")


async def test_a_change_is_seen_without_anybody_asking(there: Desk) -> None:
    stop = asyncio.Event()
    watching = asyncio.create_task(there.reloader.watch(stop))
    there.replace("weight: core", "weight: huge")
    async with asyncio.timeout(PATIENCE):
        await there.live.wait()
    stop.set()
    await watching
    assert f"{NAME}:" in there.read(0, "zh")
