"""A file that looks as it did is not read again, and what others do to files is noticed all the same."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.problem import Problem
from bot.desk.folders import read_files
from bot.desk.journal import Folders
from bot.desk.seen import RACY, Found, Seen
from tests.content.test_edition import DEBATES, DOUGH, LIBRARY, put
from tests.desk.test_desk import CARD, content

__all__ = ["content"]  # a fixture

A_WHILE = 2 * RACY


class Watched(Seen):
    """Remembers, and says which files were read; by its clock they were written a while ago."""

    def __init__(self, later: int = A_WHILE) -> None:
        super().__init__(lambda: time.time_ns() + later)
        self.read: list[str] = []

    def remember(self, path: Path, stat: os.stat_result, found: Found) -> None:
        self.read.append(f"{path.parent.name}/{path.name}")
        super().remember(path, stat, found)


class Known:
    """All files, as those of a shelf that has read them."""

    def __contains__(self, _: object) -> bool:
        return True


def read(folder: Path, seen: Seen) -> tuple[dict[str, str], list[Problem]]:
    """Return what files hold, by their digests, and what is wrong with others."""
    contents, problems = read_files(Folders(folder / "briefings", folder / "seeds"), {}, Known(), seen)
    return contents.digests, problems


def as_often_read(folder: Path, seen: Watched) -> list[str]:
    """Return which files are read as they are looked at again; what is found is the same as if all were."""
    seen.read.clear()
    assert read(folder, seen) == read(folder, Seen())
    return seen.read


def test_what_nobody_changed_is_read_once(content: Path, files: dict[str, bytes]) -> None:
    seen = Watched()
    assert as_often_read(content, seen) == sorted(files)
    assert as_often_read(content, seen) == []


def test_what_had_just_been_changed_is_read_again(content: Path, files: dict[str, bytes]) -> None:
    seen = Watched(later=0)
    for _ in range(2):
        assert as_often_read(content, seen) == sorted(files)


def overwritten(path: Path) -> None:
    path.write_bytes(path.read_bytes().swapcase())


def overwritten_with_its_time_set_back(path: Path) -> None:
    before = path.stat()
    overwritten(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    new = path.with_suffix(".new")
    new.write_bytes(path.read_bytes().swapcase())
    new.replace(path)


def led_elsewhere(path: Path) -> None:
    (path.parent.parent / "elsewhere.yaml").write_bytes(path.read_bytes() + b"#")
    path.unlink()
    path.symlink_to("../elsewhere.yaml")


@pytest.mark.parametrize("change", [overwritten, overwritten_with_its_time_set_back, replaced, led_elsewhere])
def test_what_was_changed_is_read_again_however(content: Path, change: Callable[[Path], None]) -> None:
    seen = Watched()
    as_often_read(content, seen)
    change(content / DOUGH)
    assert as_often_read(content, seen) == [DOUGH]
    assert as_often_read(content, seen) == []


def test_what_was_no_copy_becomes_one_as_the_file_comes_that_it_is_a_copy_of(content: Path) -> None:
    seen, copy = Watched(), content / "briefings/machine-dough-DESKTOP-1.yaml"
    (content / DOUGH).rename(copy)
    assert not read(content, seen)[1]
    (content / DOUGH).write_bytes(copy.read_bytes())
    assert as_often_read(content, seen) == [DOUGH]
    assert [(each.file, each.code) for each in read(content, seen)[1]] == [
        ("briefings/machine-dough-DESKTOP-1.yaml", "conflict-copy")
    ]


def test_what_was_gone_for_a_while_is_read_again(content: Path) -> None:
    seen, aside = Watched(), content / "aside"
    as_often_read(content, seen)
    (content / DOUGH).rename(aside)
    as_often_read(content, seen)
    aside.rename(content / DOUGH)
    assert as_often_read(content, seen) == [DOUGH]


def test_what_is_not_known_and_at_hand_is_read_however_it_looks(content: Path, files: dict[str, bytes]) -> None:
    seen = Watched()
    as_often_read(content, seen)
    seen.read.clear()
    contents, _ = read_files(Folders(content / "briefings", content / "seeds"), {}, (), seen)
    assert seen.read == sorted(files)
    (content / DOUGH).unlink()
    assert contents[DOUGH] == files[DOUGH]


PLACES = (DOUGH, LIBRARY, DEBATES, CARD, "briefings/machine-dough-2.yaml", "briefings/x.YAML", "seeds/a.b.yaml")
STEPS = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([None, b"", b"a: 1", b"briefing: machine-dough"])))


@settings(deadline=None)
@given(STEPS)
def test_step_by_step_it_finds_what_reading_everything_would(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], steps: list[tuple[str, bytes | None]]
) -> None:
    folder, seen = tmp_path_factory.mktemp("content"), Watched()
    put(folder, files)
    for name, text in steps:
        if text is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(text)
        as_often_read(folder, seen)
