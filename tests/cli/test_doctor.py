"""`doctor`: on a bot that is well it finds nothing, and each fault it knows is shown once, with what to do."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import inspect
import json
import os
import re
import shutil
import socket
import sqlite3
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Final

import pytest

from bot.cli import doctor
from bot.people.readers import Reader
from bot.settings import Settings
from bot.state.sqlite import engine, maintenance
from bot.state.sqlite.engine import SQLite
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW, ROOT
from tests.support.botapi import TOKEN, BotAPI, Refusal
from tests.support.faults import holder, small_disk
from tests.support.home import Ended, Home, running
from tests.support.states import STEPS, stored

ANN = Reader("telegram", "1")
PAGE: Final = 4_096
"""Bytes of a page of a database."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    with contextlib.closing(Store.open(tmp_path / "data")) as store:
        store.vote(ANN, "a/b", "35", NOW)
    maintenance.copy(tmp_path / "data" / FILE, tmp_path / "data" / "backup.db")
    return Home(tmp_path)


async def examined(home: Home, api: BotAPI, **variables: object) -> Ended:
    """Have a bot examined whose token is that of a server."""
    given = {"BOT_WEB_PORT": 0, "BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url, **variables}
    return await asyncio.to_thread(lambda: home.bot("doctor", **given))


def bad(ended: Ended) -> list[str]:
    return [line[5:] for line in ended.out.splitlines() if not line.startswith("ok ")]


async def test_a_bot_that_is_well_is_told_so_thing_by_thing(home: Home, api: BotAPI) -> None:
    well = await examined(home, api)
    assert (well.code, well.err, bad(well)) == (0, "", [])
    things = [line.split()[1] for line in well.out.splitlines()]
    assert things == [
        *(
            "settings",
            "content",
            "folders",
            "state",
            "clock",
            "backup",
            "disk",
            "fonts",
            "zones",
            "page",
            "telegram",
            "webhook",
        )
    ]


async def test_programs_read_it_as_json(home: Home, api: BotAPI) -> None:
    given = {"BOT_WEB_PORT": 0, "BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API_URL": api.url}
    told = await asyncio.to_thread(lambda: home.bot("doctor", "--json", **given))
    assert all(set(each) == {"what", "said", "well"} and each["well"] for each in json.loads(told.out))


def slip_in_content(home: Home) -> None:
    home.slip("stance: mixed", "stance: mixd")


def damage(home: Home) -> None:
    (home.folder / "data" / FILE).write_bytes(b"no database" * 1_000)


def damage_without_backup(home: Home) -> None:
    damage(home)
    (home.folder / "data" / "backup.db").unlink()


def a_folder(home: Home) -> None:
    """Put a folder in the place of the state: nobody may open it as a file."""
    (home.folder / "data" / FILE).unlink()
    (home.folder / "data" / FILE).mkdir()


def damage_within(home: Home) -> None:
    """Spoil a page in the midst, as a bad disk does: the file is a database still."""
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        for number in range(500):
            store.vote(Reader("telegram", str(number)), "a/b", "35", NOW)
    with (home.folder / "data" / FILE).open("r+b") as file:
        (table,) = (row for row in pages(home) if row[0] == "votes")
        file.seek((table[1] - 1) * PAGE + 7)  # how many bytes of the page are lost between its rows
        file.write(b"\xee")


def pages(home: Home) -> list[tuple[str, int]]:
    """Return each table and the page it begins on."""
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        return db.execute("select name, rootpage from sqlite_schema where type = 'table'").fetchall()


def of_a_newer_version(home: Home) -> None:
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        columns = "migration_set, name, applied_at"
        db.execute(f"insert into _sqlite_migrations ({columns}) values ('hindsight', 'later', 'x')")
        db.commit()


def from_the_future(home: Home) -> None:
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        store.vote(ANN, "a/c", "35", dt.datetime(2090, 1, 1, tzinfo=dt.UTC))


def counted_wrong(home: Home) -> None:
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        db.execute("update tallies set readers = readers + 1")
        db.commit()


def old_backup(home: Home) -> None:
    os.utime(home.folder / "data" / "backup.db", (1_700_000_000, 1_700_000_000))


@pytest.mark.parametrize(
    ("fault", "what", "said"),
    [
        (slip_in_content, "content", "1 problem: run `check`"),
        (damage, "state", "end the bot, then `restore data/backup.db` puts a backup in its place"),
        (damage_without_backup, "state", "end the bot, then `restore FILE` puts a backup in its place"),
        (damage_within, "state", "damaged: "),
        (of_a_newer_version, "state", "run that version or a newer one, or restore a backup of before"),
        (a_folder, "state", "unable to open database file; look at the rights and the disk of data"),
        (
            counted_wrong,
            "tallies",
            "tally of 1 forecast is not what readers said: end the bot, then `readers export FI",
        ),
        (from_the_future, "clock", "but the state was written on 2090-01-01 00:00: set the clock"),
        (old_backup, "backup", "see that it runs, and look into its log"),
    ],
)
async def test_what_is_not_well_is_shown_once_with_what_to_do(
    home: Home, api: BotAPI, fault: Callable[[Home], None], what: str, said: str
) -> None:
    fault(home)
    told = await examined(home, api)
    (line,) = bad(told)
    assert told.code == 1 and line.startswith(what) and said in line


@pytest.mark.parametrize("editors", [(), ("telegram:42",)], ids=["without editors", "with editors"])
def test_folders_that_nobody_may_write_are_shown_to_who_has_editors(
    home: Home, monkeypatch: pytest.MonkeyPatch, editors: tuple[str, ...]
) -> None:
    briefings, seeds = home.folder / "briefings", home.folder / "seeds"
    chosen = Settings.model_construct(editors=editors, briefings=briefings, seeds=seeds)
    (fine,) = doctor.folders(chosen, NOW)
    monkeypatch.setattr(os, "access", lambda path, mode: path != seeds)  # root may write anywhere
    (shut,) = doctor.folders(chosen, NOW)
    assert fine.well and shut.well == (not editors) and str(seeds) in shut.said


@pytest.mark.parametrize("there", [True, False], ids=["a state", "none yet"])
def test_a_state_that_this_user_may_not_write_is_shown_as_that_and_not_as_damaged(
    home: Home, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    data = home.folder / "data" if there else home.folder / "deep" / "er"
    shut = data / FILE if there else home.folder
    monkeypatch.setattr(os, "access", lambda path, mode: path.exists() if mode == os.F_OK else path != shut)
    (line,) = doctor._state(Settings.model_construct(data=data, database_url=None), NOW)
    assert not line.well and f"may not read and write {shut}: ask as the user that runs the bot" in line.said


def test_a_state_that_another_program_holds_is_not_called_damaged(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "EXPORT_PATIENCE", 0)
    file = home.folder / "data" / FILE
    with contextlib.closing(sqlite3.connect(file)) as db:
        db.execute("pragma journal_mode = delete")  # as in a backup: in the other mode nobody keeps readers out
    with holder(file) as other:
        other.take()
        (held,) = doctor._state(Settings.model_construct(data=file.parent, database_url=None), NOW)
    assert not held.well and "end that one, and ask again" in held.said and "restore" not in held.said


async def test_a_file_where_the_folder_of_the_state_is_to_be_is_shown(home: Home, api: BotAPI) -> None:
    (home.folder / "taken").touch()
    (line,) = bad(await examined(home, api, BOT_DATA="taken"))
    assert line.startswith("state") and "taken is no folder: set BOT_DATA" in line


async def test_a_start_says_what_would_fail_later(home: Home) -> None:
    (home.folder / "small").mkdir()
    with small_disk(home.folder / "small"):
        async with running(home, BOT_DATA="small/data") as bot:
            assert "make room" in await bot.says("WARNING")


async def test_a_variable_that_is_none_is_shown(home: Home, api: BotAPI) -> None:
    (line,) = bad(await examined(home, api, BOT_ZONES="Asia/Shanghai"))
    assert line.startswith("settings") and "did you mean BOT_ZONE?" in line


async def test_an_address_that_is_taken_is_shown_unless_it_is_our_own(home: Home, api: BotAPI) -> None:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        (line,) = bad(await examined(home, api, BOT_WEB_PORT=port))
        assert line.startswith("page") and "BOT_WEB_PORT" in line
        with contextlib.closing(Store.open(home.folder / "data")):  # `run` is at work
            told = await examined(home, api, BOT_WEB_PORT=port)
        assert bad(told) == [] and f"127.0.0.1:{port} is in use, as `run` is at work" in told.out


@pytest.mark.parametrize(
    ("host", "why"), [("192.0.2.1", "Cannot assign requested address"), ("回" * 64, "not a host name")]
)
async def test_an_address_that_is_not_of_this_machine_is_shown(home: Home, api: BotAPI, host: str, why: str) -> None:
    (line,) = bad(await examined(home, api, BOT_WEB_HOST=host))
    assert line.startswith("page") and f"{host}:0: {why}; set BOT_WEB_HOST to an address of this machine" in line


async def test_a_token_that_opens_nothing_is_shown_without_it(home: Home, api: BotAPI) -> None:
    api.refuse["getMe"] = [Refusal(401, "Unauthorized")] * 9
    (line,) = bad(await examined(home, api))
    assert line.startswith("telegram") and "@BotFather" in line and TOKEN not in line


async def test_a_way_that_leads_nowhere_is_shown(home: Home, api: BotAPI) -> None:
    (line,) = bad(await examined(home, api, BOT_TELEGRAM_API_URL="http://127.0.0.1:9"))
    assert line.startswith("telegram") and "http://127.0.0.1:9" in line


async def test_a_webhook_of_others_is_shown_by_its_host(home: Home, api: BotAPI) -> None:
    api.instead["getWebhookInfo"] = {
        "url": "https://other.example/secret-path",
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }
    (line,) = bad(await examined(home, api))
    assert line.startswith("webhook") and "other.example:" in line and "secret-path" not in line


@pytest.mark.parametrize(
    ("url", "waiting", "error", "said"),
    [
        ("", 0, "", ""),
        ("https://bots.example/hook", 3, "", ""),
        ("https://bots.example/hook", 0, "Connection refused", ""),
        (
            "https://bots.example/hook",
            3,
            "Connection refused",
            "3 updates wait, as Telegram does not get through (Connec",
        ),
        ("https://bots.example/other", 0, "", "one is set, to bots.example: another program uses this token, or did"),
        ("https://other.example/hook", 0, "", "one is set, to other.example: another program uses this token, or did"),
    ],
)
async def test_a_webhook_of_ours_is_well_while_telegram_gets_through(
    home: Home, api: BotAPI, url: str, waiting: int, error: str, said: str
) -> None:
    failed = {"last_error_date": 1_700_000_000, "last_error_message": error} if error else {}
    found = {"url": url, "has_custom_certificate": False, "pending_update_count": waiting, **failed}
    api.instead["getWebhookInfo"] = found
    lines = bad(await examined(home, api, BOT_WEBHOOK_URL="https://bots.example/hook"))
    assert [line.startswith("webhook") and said in line and "/hook" not in line for line in lines] == [True] * bool(
        said
    )


def test_a_disk_that_is_full_fonts_that_miss_and_zones_that_are_old_are_shown(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "ROOM", 2**62)
    (disk,) = doctor.disk(Settings.model_construct(data=home.folder / "data" / "deep" / "er"), NOW)
    assert not disk.well and "make room" in disk.said
    (zones,) = doctor._zones(Settings.model_construct(zone="Asia/Shanghai"), NOW + dt.timedelta(days=2_000))
    assert not zones.well and "pip install -U tzdata" in zones.said
    monkeypatch.setattr("bot.pictures.png.missing_font", lambda language: "install a font")
    (fonts,) = doctor._fonts(Settings.model_construct(), NOW)
    assert (fonts.well, fonts.said) == (False, "install a font")


def test_time_zones_that_are_missing_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", missing)
    (zones,) = doctor._zones(Settings.model_construct(zone="Asia/Shanghai"), NOW)
    assert not zones.well and "pip install tzdata" in zones.said


@pytest.mark.parametrize("step", [STEPS[0], "deliveries", STEPS[-2]])
async def test_a_state_of_an_earlier_version_is_well_and_what_becomes_of_it_is_said(
    home: Home, api: BotAPI, step: str
) -> None:
    (home.folder / "data" / FILE).unlink()
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        db.executescript(stored(step).read_text(encoding="utf-8"))
    told = await examined(home, api)
    assert not [line for line in bad(told) if not line.startswith("clock")], "what is due in it lies ahead of us"
    assert "the next start upgrades it, and keeps it as it is for a week" in told.out


KNOWN: Final = {
    *("settings", "content", "folders", "state", "tallies", "clock"),
    *("backup", "disk", "fonts", "zones", "page", "telegram", "webhook"),
}
"""What it looks at: of each a line that is not well is shown by a test of this file."""


def test_each_kind_of_fault_it_knows_is_shown_above() -> None:
    assert set(re.findall(r'Finding\(\s*"(\w+)"', inspect.getsource(doctor))) == KNOWN


def test_it_changes_nothing(home: Home) -> None:
    before = (home.folder / "data" / FILE).read_bytes()
    home.bot("doctor", BOT_WEB_PORT=0)
    assert (home.folder / "data" / FILE).read_bytes() == before
    with contextlib.closing(sqlite3.connect(home.folder / "data" / FILE)) as db:
        db.execute("pragma page_size")
    assert not SQLite(home.folder / "data").in_use()
