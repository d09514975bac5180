"""What lies in the folders and is no file of content is told by its name, with what to do, and holds nothing up."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import desk
from bot.answers.problems import describe
from bot.content.assembling import build_edition
from bot.content.edition import Edition, InvalidEdition
from bot.desk import Desk, watch
from bot.words import WRITTEN
from tests.conftest import NOW
from tests.content.test_edition import DOUGH, LIBRARY, VOCABULARY
from tests.desk.test_desk import ANNA, CARD, at, content, reworded

__all__ = ["at", "content"]  # fixtures

Makes = Callable[[Path], object]
"""Puts something in a place."""

HALF = b"briefing: ["


def a_file(path: Path) -> None:
    path.write_bytes(HALF)


def a_dangling_link(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def a_link_through_a_file(path: Path) -> None:
    path.symlink_to("vocabulary.yaml/x.yaml")


def an_unreadable_file(path: Path) -> None:
    path.symlink_to("/proc/self/mem")  # which even root cannot read from its beginning


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))  # the name of a socket is short


WRONG_ENDINGS = ("x.YAML", "x.yml", "x.yaml.txt", "x.Yml", "x.YAML.TXT", "x.yaml.download", "x.yaml ", "x.yaml.")
COPIES = (
    "machine-dough.sync-conflict-20261128-101112-ABCDEFG.yaml",
    "machine-dough (1).yaml",
    "machine-dough (conflicted copy 2026-11-28 101112).yaml",
    "machine-dough (Anna's conflicted copy).yaml",
    "machine-dough - 副本.yaml",
    "machine-dough（冲突）.yaml",
    "machine-dough 2.yaml",
    "machine-dough~1.yaml",
    "machine-dough_conflict-20261128-101112.yaml",
    "Copy of machine-dough.yaml",
    "Copy (2) of machine-dough.yaml",
    "复件 machine-dough.yaml",
    "复件machine-dough.yaml",
    "[conflicted] machine-dough (1).yaml",
    "- machine-dough 2.yaml",
)
A_BRIEFING = b"briefing: machine-dough\nsource: ["
A_CARD = b"# yaml-language-server: $schema=card.schema.json\nsource: 'bakery-2024'\nfile: ["


def holding(content: bytes) -> Makes:
    """Return what makes a file that holds something."""

    def a_copy(path: Path) -> None:
        path.write_bytes(content)

    return a_copy


UNREAD: list[tuple[str, Makes, str, str]] = [
    *((f"briefings/{name}", a_file, "wrong-ending", "“x.yaml”") for name in WRONG_ENDINGS),
    *((f"briefings/{name}", a_file, "conflict-copy", "“machine-dough.yaml”") for name in COPIES),
    ("seeds/bakery-2024.sync-conflict-20261128-101112-ABCDEFG.yaml", a_file, "conflict-copy", "“bakery-2024.yaml”"),
    ("seeds/bakery-2024 (1).yaml", a_file, "conflict-copy", "“bakery-2024.yaml”"),
    ("briefings/machine-dough-DESKTOP-4J3K2L1.yaml", holding(A_BRIEFING), "conflict-copy", "“machine-dough.yaml”"),
    (
        "briefings/machine-dough-laptop-safeBackup-0001.yaml",
        holding(A_BRIEFING),
        "conflict-copy",
        "“machine-dough.yaml”",
    ),
    *(
        (f"briefings/machine-dough{added}.yaml", holding(A_BRIEFING), "conflict-copy", "“machine-dough.yaml”")
        for added in (
            "_LOCAL_4711",
            ".REMOTE.4711",
            "_nas_Nov-28-101112-2026_Conflict",
            "_conf(2026-11-28)",
            "--",
            ".2",
        )
    ),
    ("briefings/vocabulary_nas_Conflict.yaml", holding(b"sectors: ["), "conflict-copy", "“vocabulary.yaml”"),
    ("seeds/bakery-2024_BASE_4711.yaml", holding(A_CARD), "conflict-copy", "“bakery-2024.yaml”"),
    ("briefings/vocabulary-DESKTOP-4J3K2L1.yaml", holding(b"sectors: ["), "conflict-copy", "“vocabulary.yaml”"),
    ("briefings/debates-Annas-MacBook-Pro.yaml", holding(b"debates: ["), "conflict-copy", "“debates.yaml”"),
    ("seeds/bakery-2024-DESKTOP-4J3K2L1.yaml", holding(A_CARD), "conflict-copy", "“bakery-2024.yaml”"),
    ("briefings/x.yaml", a_dangling_link, "dangling-link", "“nowhere.yaml”"),
    ("seeds/x.yaml", a_dangling_link, "dangling-link", "“nowhere.yaml”"),
    ("briefings/x.yaml", a_link_to_itself, "dangling-link", "x.yaml”"),
    ("briefings/x.yaml", a_link_through_a_file, "dangling-link", "“vocabulary.yaml/x.yaml”"),
    ("briefings/x.yaml", an_unreadable_file, "unreadable", "Input/output error"),
    ("briefings/x.yaml", Path.mkdir, "not-a-file", ""),
    ("seeds/x.yaml", Path.mkdir, "not-a-file", ""),
    ("briefings/x.yaml", a_pipe, "not-a-file", ""),
    ("briefings/x.yaml", a_socket, "not-a-file", ""),
]


def test_who_began_a_file_with_a_copy_of_another_hears_how_to_make_it_its_own(content: Path) -> None:
    (content / "briefings/machine-dough-2.yaml").write_bytes((content / DOUGH).read_bytes())
    with pytest.raises(InvalidEdition) as invalid:
        desk.load_folders(content / "briefings", content / "seeds")
    assert describe("en", invalid.value.problems[0]).endswith("a file of its own must bear its own name inside")


def called(value: object) -> str:
    """Return what a case is called by, the same in every process."""
    return getattr(value, "__name__", None) or ascii(value)


each_unread = pytest.mark.parametrize(("name", "makes", "code", "said"), UNREAD, ids=called)


@each_unread
def test_a_check_tells_what_is_not_read_and_what_to_do(
    content: Path, name: str, makes: Makes, code: str, said: str
) -> None:
    makes(content / name)
    with pytest.raises(InvalidEdition) as invalid:
        desk.load_folders(content / "briefings", content / "seeds")
    assert [(each.file, each.code) for each in invalid.value.problems] == [(name, code)]
    for language in WRITTEN:
        assert said in describe(language, invalid.value.problems[0]), language


@pytest.fixture(scope="module")
def edited(files: dict[str, bytes]) -> tuple[bytes, str]:
    """A file that was edited, and the digest of the edition with it."""
    text = reworded(files, "分店")
    return text, build_edition({**files, DOUGH: text}).digest


@each_unread
def test_what_is_not_read_holds_up_no_edit(
    at: Desk, content: Path, edited: tuple[bytes, str], name: str, makes: Makes, code: str, said: str
) -> None:
    makes(content / name)
    text, digest = edited
    (content / DOUGH).write_bytes(text)
    edition = at.load(NOW)
    assert edition.digest == digest
    assert [(each.file, each.code) for each in watch.unread(edition)] == [(name, code)]


@each_unread
def test_what_comes_and_is_not_read_is_noticed(content: Path, name: str, makes: Makes, code: str, said: str) -> None:
    before = watch.signature(content / "briefings", content / "seeds")
    makes(content / name)
    assert watch.signature(content / "briefings", content / "seeds") != before


def test_a_draft_is_published_beside_what_is_not_read(at: Desk, content: Path, files: dict[str, bytes]) -> None:
    for name, makes, _, _ in {each[0]: each for each in UNREAD}.values():
        makes(content / name)
    draft = at.propose({"machine-dough.yaml": reworded(files, "分店")}, ANNA, NOW).draft
    at.publish(draft.digest, ANNA, NOW)
    assert at.load(NOW).digest == draft.digest
    back = at.undo(ANNA, NOW).draft
    assert back.digest == build_edition(files).digest


LOST: list[tuple[str, Makes]] = [
    *((name, makes) for name in (LIBRARY, CARD, VOCABULARY) for makes in (a_dangling_link, an_unreadable_file)),
    *((LIBRARY, makes) for makes in (Path.mkdir, a_link_to_itself, a_pipe)),
]


@pytest.mark.parametrize(("name", "makes"), LOST, ids=called)
def test_of_a_file_out_of_reach_stays_what_was_live(
    at: Desk, content: Path, files: dict[str, bytes], name: str, makes: Makes
) -> None:
    (content / name).unlink()
    makes(content / name)
    (content / DOUGH).write_bytes(text := reworded(files, "分店"))
    edition = at.load(NOW)
    assert edition.digest == build_edition({**files, DOUGH: text}).digest
    assert [each.file for each in watch.unread(edition)] == [name]
    draft = at.propose({"machine-dough.yaml": reworded(files, "总店")}, ANNA, NOW).draft
    at.publish(draft.digest, ANNA, NOW)
    assert at.load(NOW).digest == draft.digest == at.history(1)[0].digest


@pytest.mark.parametrize("name", ["quiet-library.YAML", "quiet-library.yaml.txt", "quiet-library.yml"])
def test_a_file_that_gets_another_ending_takes_nothing_from_readers(
    at: Desk, content: Path, small: Edition, name: str
) -> None:
    (content / LIBRARY).rename(content / "briefings" / name)
    edition = at.load(NOW)
    assert edition.digest == small.digest
    assert [each.file for each in watch.unread(edition)] == [f"briefings/{name}"]


def test_a_file_that_is_deleted_goes(at: Desk, content: Path) -> None:
    (content / DOUGH).with_name("debates.yaml").unlink()
    assert at.load(NOW).debates == ()


def test_what_is_broken_is_told_with_what_is_not_read(at: Desk, content: Path) -> None:
    (content / "briefings/x.YAML").write_bytes(b"")
    (content / DOUGH).write_bytes(HALF)
    with pytest.raises(InvalidEdition) as invalid:
        at.load(NOW)
    assert {each.file for each in invalid.value.problems} >= {"briefings/x.YAML", DOUGH}


@pytest.mark.parametrize("name", ["machine-dough.yaml~", ".#machine-dough.yaml", "#machine-dough.yaml#", ".x.yaml.swp"])
def test_what_text_editors_leave_is_nobodys_concern(content: Path, small: Edition, name: str) -> None:
    a_dangling_link(content / "briefings" / name)  # as Emacs marks a file that is being edited
    edition = desk.load_folders(content / "briefings", content / "seeds")
    assert (edition.digest, watch.unread(edition)) == (small.digest, ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(
            (f"briefings/{name}.yaml", HALF)
            for name in ("us-china", "us-china-conflict", "machine-dough-2", "machine.dough", "a_b")
        ),
        ("briefings/machine-dough-2.yaml", b"source: machine-dough\nbriefing: machine-dough-2\nthesis: ["),
        ("briefings/debates-of-2024.yaml", b"briefing: debates-of-2024\nthesis: ["),
        ("seeds/bakery-2024-UK.yaml", b"source: bakery-2024-UK\nfile: ["),
    ],
)
def test_a_name_of_its_own_is_no_copy(content: Path, name: str, text: bytes) -> None:
    (content / "briefings/us-china.yaml").write_bytes(HALF)
    (content / name).write_bytes(text)
    with pytest.raises(InvalidEdition) as invalid:
        desk.load_folders(content / "briefings", content / "seeds")
    assert "conflict-copy" not in {each.code for each in invalid.value.problems}


def test_a_copy_whose_file_is_gone_is_told_like_any_misnamed_file(content: Path) -> None:
    (content / LIBRARY).rename(content / "briefings/quiet-library (1).yaml")
    with pytest.raises(InvalidEdition) as invalid:
        desk.load_folders(content / "briefings", content / "seeds")
    assert "file-named-otherwise" in {each.code for each in invalid.value.problems}
