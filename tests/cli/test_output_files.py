"""Files of the state and files that commands write: nobody else's to read, and nothing is ever lost by a slip."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import files
from bot.__main__ import main
from bot.desk.kept_files import READ
from bot.state.sqlite import maintenance
from bot.state.sqlite.editions import SQLiteEditions
from bot.state.sqlite.store import FILE, LOCK, Store
from tests.conftest import NOW, ROOT
from tests.state.test_transfer import ANN
from tests.support.home import Home, running

STATE = "data/hindsight.db"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A folder with a state in use: what was written last is not in the database yet, but beside it."""
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    with contextlib.closing(Store.open(home.folder / "data")) as opened:
        opened.vote(ANN, "a/b", "35", NOW)
        yield opened


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# What a command may write over


def linked(home: Home) -> None:
    (home.folder / "link.db").symlink_to(STATE)


def twice_linked(home: Home) -> None:
    (home.folder / "one.db").symlink_to("link.db")
    linked(home)


def hard(home: Home) -> None:
    os.link(home.folder / STATE, home.folder / "hard.db")


def other_folder(home: Home) -> None:
    (home.folder / "elsewhere").symlink_to("data", target_is_directory=True)


def other_bot(home: Home) -> None:
    Store.open(home.folder / "other").close()


def open_database(home: Home) -> None:
    shutil.copy(home.folder / STATE, home.folder / "copy.db")
    (home.folder / "copy.db-wal").write_bytes(b"what is not in it yet")


def settings(home: Home) -> None:
    (home.folder / ".env").write_text("BOT_LANGUAGE=en\n")


def diary(home: Home) -> None:
    (home.folder / "diary.txt").write_text("Dear diary")


def database(home: Home) -> None:
    with contextlib.closing(sqlite3.connect(home.folder / "photos.db")) as photos:
        photos.execute("create table photos (photo)")


def damaged(home: Home) -> None:
    (home.folder / "damaged.db").write_bytes(b"SQLite format 3\0" + bytes(5000))


def looped(home: Home) -> None:
    (home.folder / "loop").symlink_to("loop")


def nothing(_: Home) -> None:
    pass


SLIPS: list[tuple[str, Callable[[Home], None], str]] = [
    (STATE, nothing, "the state itself"),
    ("data/../data/./hindsight.db", nothing, "the state itself"),
    ("{folder}/data/hindsight.db", nothing, "the state itself"),
    ("data/hindsight.db-wal", nothing, "the state itself"),
    ("data/sessions.key", nothing, "the state itself"),
    ("data/hindsight.db-shm", nothing, "the state itself"),
    ("data/hindsight.db-journal", nothing, "the state itself"),
    ("data/hindsight.lock", nothing, "the state itself"),
    ("data/HINDSIGHT.DB", nothing, "the state itself"),
    ("data/Hindsight.db-WAL", nothing, "the state itself"),
    ("link.db", linked, "the state itself"),
    ("one.db", twice_linked, "the state itself"),
    ("hard.db", hard, "the state itself"),
    ("elsewhere/hindsight.db", other_folder, "the state itself"),
    ("elsewhere/hindsight.db-wal", other_folder, "the state itself"),
    ("other/hindsight.db", other_bot, "in use"),
    ("other/hindsight.lock", other_bot, "in use"),
    ("copy.db", open_database, "in use"),
    (".env", nothing, "settings"),
    (".env", settings, "settings"),
    (".ENV", settings, "settings"),
    ("briefings/machine-dough.yaml", nothing, "content"),
    ("seeds/new.yaml", nothing, "content"),
    ("briefings/.publishing.json", nothing, "content"),
    ("diary.txt", diary, "is there already"),
    ("photos.db", database, "is there already"),
    ("damaged.db", damaged, "is there already"),
    ("sources/bakery-2024.txt", nothing, "is there already"),
    ("/dev/null", nothing, "is there already"),
    ("briefings", nothing, "this is a folder"),
    ("data", nothing, "this is a folder"),
    (".", nothing, "this is a folder"),
    ("/", nothing, "this is a folder"),
    ("nowhere/x", nothing, "no such folder"),
    ("diary.txt/x", diary, "no such folder"),
    ("loop", looped, ""),
    ("x" * 300, nothing, "too long"),
]


@pytest.mark.parametrize("command", [("backup",), ("readers", "export")], ids=" ".join)
@pytest.mark.parametrize(("name", "prepare", "told"), SLIPS, ids=lambda each: getattr(each, "__name__", str(each)[:40]))
async def test_a_slip_in_the_name_of_a_file_costs_nothing(
    home: Home,
    store: Store,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    name: str,
    prepare: Callable[[Home], None],
    told: str,
) -> None:
    prepare(home)
    before = contents(home.folder)
    assert "data/hindsight.db-wal" in before
    with contextlib.chdir(home.folder):
        assert main([*command, name.format(folder=home.folder)]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1) and told in said.err and "cannot be written" in said.err
    assert {**contents(home.folder), "data/hindsight.db-shm": b""} == {**before, "data/hindsight.db-shm": b""}
    assert (await store.known(ANN, ANN)).chances == {"a/b": "35"}


def test_the_nightly_backup_is_no_place_for_an_export_and_one_for_a_backup(home: Home, store: Store) -> None:
    refused = home.bot("readers", "export", "data/backup.db")
    assert (refused.code, len(refused.lines)) == (2, 1) and "choose another file" in refused.err
    for _ in range(2):
        assert home.bot("backup", "data/backup.db").code == 0


def test_each_writes_over_its_own_kind_alone(home: Home, store: Store) -> None:
    for _ in range(2):
        assert home.bot("backup", "copy.db").out == "the state in data is copied to copy.db\n"
        assert home.bot("readers", "export", "readers.jsonl").out == "1 reader exported to readers.jsonl\n"
    before = contents(home.folder)
    crossed = [home.bot("backup", "readers.jsonl"), home.bot("readers", "export", "copy.db")]
    assert [(each.code, "is there already" in each.err) for each in crossed] == [(2, True), (2, True)]
    assert contents(home.folder) == before
    (home.folder / "empty").touch()  # as mktemp makes it
    assert home.bot("readers", "export", "empty").code == 0


def test_a_link_to_a_backup_goes_on_leading_to_one(home: Home, store: Store) -> None:
    (home.folder / "latest.db").symlink_to("monday.db")
    for _ in range(2):
        assert home.bot("backup", "latest.db").code == 0
    assert (home.folder / "latest.db").is_symlink() and (home.folder / "monday.db").stat().st_size


def test_whose_fault_a_backup_is_that_cannot_be_made(home: Home) -> None:
    (home.folder / "data").mkdir()
    (home.folder / STATE).write_bytes(b"this is not a database" * 100)
    failed = home.bot("backup", "copy.db")
    assert (failed.code, len(failed.lines)) == (2, 1) and failed.err.startswith("BOT_DATA: ")


# Replaced whole or not at all


def test_a_file_that_cannot_be_written_whole_leaves_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for content in (b"first", b"second"):
        with files.replacing(file) as new:
            new.write_bytes(content)
            assert file.exists() == (content == b"second")
    with pytest.raises(ZeroDivisionError), files.replacing(file) as new:
        new.write_bytes(b"th")
        raise ZeroDivisionError
    assert contents(tmp_path) == {"file": b"second"}


@pytest.mark.process
def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys; from bot import files\n"
        "with files.replacing(pathlib.Path(sys.argv[1])) as new:\n"
        "    new.write_bytes(b'half'); print('half', flush=True); sys.stdin.read()"
    )
    file = tmp_path / "[file]*"  # no pattern
    (tmp_path / "[file]*.partial").write_bytes(b"somebody's")
    command = [sys.executable, "-c", script, str(file)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout and process.stdout.readline() == "half\n"
        with files.replacing(file) as new:
            new.write_bytes(b"whole")
        assert sorted(contents(tmp_path).values()) == [b"half", b"somebody's", b"whole"]
        process.send_signal(signal.SIGKILL)
    with files.replacing(file) as new:
        new.write_bytes(b"again")
    assert sorted(contents(tmp_path).values()) == [b"again", b"somebody's"]


# Who may read it


def rights(*paths: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in paths}


def test_what_takes_the_place_of_a_file_of_content_has_its_rights(tmp_path: Path) -> None:
    file, other = tmp_path / "file", tmp_path / "other"
    before = os.umask(0o027)
    try:
        for expected in (0o640, 0o444, 0o600):  # a new one, and what its owner made of it
            if file.exists():
                file.chmod(expected)
            with files.replacing(file, like=file) as new:
                new.write_bytes(b"whole")
            assert rights(file) == {expected}
        with files.replacing(other) as new:
            assert rights(new) == {0o600}
    finally:
        os.umask(before)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
async def test_the_state_is_its_owners_alone_whatever_the_umask(home: Home, umask: int) -> None:
    data = home.folder / "data"
    before = os.umask(umask & 0o077)
    try:
        async with running(home) as bot:
            await bot.address()
            assert rights(data) == {0o700}
            made = [data / each for each in (FILE, f"{FILE}-wal", f"{FILE}-shm", LOCK)]
            assert rights(*made) == {0o600}
            assert (await bot.stop()).code == 0
        for command in (("backup", "copy.db"), ("readers", "export", "readers.jsonl"), ("backup", "data/backup.db")):
            assert home.bot(*command).code == 0
    finally:
        os.umask(before)
    assert rights(home.folder / "copy.db", home.folder / "readers.jsonl", data / "backup.db") == {0o600}
    assert rights(data / READ) == {0o700} and list((data / READ).iterdir())
    assert rights(*(path for path in data.rglob("*") if path.is_file())) == {0o600}


def test_neither_does_publish_open_it_to_others(home: Home) -> None:
    before = os.umask(0)
    try:
        SQLiteEditions.open(home.folder / "data" / FILE).close()
        assert rights(home.folder / "data") == {0o700} and rights(home.folder / STATE) == {0o600}
    finally:
        os.umask(before)


async def test_the_nightly_backup_is_too(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with contextlib.closing(Store.open(tmp_path)) as store:
            await store.nightly(lambda: NOW)
        assert rights(tmp_path / maintenance.BACKUP) == {0o600}
    finally:
        os.umask(before)


async def test_a_state_that_others_could_read_is_narrowed_and_that_is_said_once(home: Home, store: Store) -> None:
    store.close()
    data = home.folder / "data"
    (data / "backup.db").write_bytes((data / FILE).read_bytes())
    for path in (data, *data.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o664)
    async with running(home) as bot:
        await bot.address()
        ended = await bot.stop()
    assert rights(*(path for path in data.rglob("*") if path.is_file())) == {0o600}
    assert len([line for line in ended.lines if "could be read by other users" in line]) == 3
    async with running(home) as bot:
        await bot.address()
        assert "other users" not in (await bot.stop()).err


def test_where_the_rights_are_not_ours_to_give_it_is_said_and_all_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drive without rights, or files of another owner: neither can be made here without being root."""
    (tmp_path / "file").touch(0o644)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    files.narrow(tmp_path / "file", tmp_path / "none")
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    files.private_file(tmp_path / "file")
    assert ["stays so: Operation not permitted" in each for each in caplog.messages] == [True, False]
    assert "the drive keeps no rights" in caplog.messages[1] and rights(tmp_path / "file") == {0o644}


def test_a_lock_of_another_program_on_a_half_written_file_is_respected(tmp_path: Path) -> None:
    left = tmp_path / ".file.abc.partial"
    left.write_bytes(b"half")
    with left.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with files.replacing(tmp_path / "file"):
            assert left.exists()
    with files.replacing(tmp_path / "file"):
        assert not left.exists()
