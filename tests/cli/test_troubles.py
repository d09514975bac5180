"""Trouble from outside, met by every command: it is told in one line, and no command ever ends in a traceback."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.__main__ import main
from bot.cli import arguments
from bot.cli.serve import DOOR
from bot.people.readers import Reader
from bot.state.sqlite import maintenance
from bot.state.sqlite.store import FILE, Store
from tests.conftest import NOW, ROOT
from tests.state.test_transfer import ANN, subscription
from tests.support import wire
from tests.support.botapi import TOKEN, BotAPI
from tests.support.faults import holder, small_disk
from tests.support.home import Ended, Home, checked, running
from tests.support.quiet import PATIENCE

COMMANDS = {
    "init": ("init", "laid"),
    "run": ("run",),
    "tick": ("tick",),
    "ask": ("ask", "/help"),
    "ask the desk": ("ask", "/history", "--as-editor"),
    "chat": ("chat",),
    "mcp": ("mcp",),
    "site": ("site", "written"),
    "check": ("check",),
    "show": ("show", "--json"),
    "verify": ("verify", "--sources", "sources"),
    "register": ("register",),
    "links": ("links",),
    "schema": ("schema",),
    "draft": ("draft", "sources/bakery-2024.txt", "--slug", "again", "--to", "drafts"),
    "publish": ("publish", "changed/quiet-library.yaml"),
    "backup": ("backup", "copy.db"),
    "doctor": ("doctor",),
    "restore": ("restore", "before.db"),
    "move": ("move", "--to", "moved"),
    "export": ("readers", "export", "readers.jsonl"),
    "import": ("readers", "import", "before.jsonl"),
}
SHARED = {"web", "work"}
"""Commands that need a database before all else, see tests/serve/test_roles.py."""
PAGE = Reader("web", "a-key-of-the-page-of-22")


def test_every_command_is_tried() -> None:
    assert {words[0] for words in COMMANDS.values()} | SHARED == set(arguments.commands())


@pytest.fixture
async def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    made = Home(tmp_path)
    shutil.copy(ROOT / "tests" / "data" / "readers-2026-11.jsonl", tmp_path / "before.jsonl")
    changed = made.folder / "changed" / "quiet-library.yaml"
    changed.parent.mkdir()
    text = (made.folder / "briefings" / "quiet-library.yaml").read_text(encoding="utf-8")
    changed.write_text(text.replace("The machine took one in five.", "The machine took two in ten."), encoding="utf-8")
    with contextlib.closing(Store.open(made.folder / "data")) as store:
        await store.subscribe(ANN, subscription(0))
    maintenance.copy(made.folder / "data" / FILE, made.folder / "before.db")
    return made


# What lies where it should not


def data_is_a_file(home: Home) -> None:
    shutil.rmtree(home.folder / "data")
    (home.folder / "data").write_bytes(b"")


def data_is_below_a_file(home: Home) -> None:
    data_is_a_file(home)
    os.environ["BOT_DATA"] = "data/deeper"


def state_is_no_database(home: Home) -> None:
    (home.folder / "data" / FILE).write_bytes(b"this is not a database" * 100)


def state_is_a_folder(home: Home) -> None:
    (home.folder / "data" / FILE).unlink()
    (home.folder / "data" / FILE).mkdir()


def state_is_half_a_database(home: Home) -> None:
    with (home.folder / "data" / FILE).open("r+b") as file:
        file.truncate(5_000)


def lock_is_a_folder(home: Home) -> None:
    (home.folder / "data" / "hindsight.lock").unlink()
    (home.folder / "data" / "hindsight.lock").mkdir()


def no_content(home: Home) -> None:
    shutil.rmtree(home.folder / "briefings")
    shutil.rmtree(home.folder / "seeds")


def content_is_a_file(home: Home) -> None:
    no_content(home)
    (home.folder / "briefings").write_bytes(b"")
    (home.folder / "seeds").write_bytes(b"")


def settings_are_no_text(home: Home) -> None:
    (home.folder / ".env").write_bytes(b"BOT_DATA=\xff\xfe")


def targets_are_folders(home: Home) -> None:
    for name in ("copy.db", "readers.jsonl", "drafts/seeds/bakery-2024.yaml", "before.jsonl.d"):
        (home.folder / name).mkdir(parents=True)


def targets_are_files(home: Home) -> None:
    for name in ("laid", "written"):
        (home.folder / name).write_bytes(b"")


def what_is_read_is_a_folder(home: Home) -> None:
    for name in ("before.jsonl", "changed/quiet-library.yaml", "sources/bakery-2024.txt"):
        (home.folder / name).unlink()
        (home.folder / name).mkdir()


STATE = (data_is_a_file, data_is_below_a_file, state_is_no_database, state_is_a_folder, state_is_half_a_database)
CONTENT = (
    no_content,
    content_is_a_file,
    settings_are_no_text,
    targets_are_folders,
    targets_are_files,
    what_is_read_is_a_folder,
)
NEEDS_STATE = ("run", "tick", "ask the desk", "publish", "backup", "move", "export", "import")
SERVES_ALL_THE_SAME = (no_content, targets_are_folders, targets_are_files, what_is_read_is_a_folder)


@pytest.fixture
def inside(home: Home, log: Callable[..., io.StringIO], monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """The folder, as that of this process; what a command sets up is undone."""
    log("error", "text", [])
    for name in os.environ:
        if name.upper().startswith("BOT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BOT_DATA", "data")
    monkeypatch.setenv("BOT_WEB_PORT", "0")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"/sectors\n")))
    monkeypatch.chdir(home.folder)
    yield home


@pytest.mark.parametrize("trouble", [*STATE, lock_is_a_folder, *CONTENT], ids=lambda each: each.__name__)
@pytest.mark.parametrize("name", COMMANDS)
def test_what_lies_where_it_should_not_is_told_in_one_line(
    inside: Home, name: str, trouble: Callable[[Home], None], capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "run" and trouble in SERVES_ALL_THE_SAME:
        pytest.skip("it serves")
    trouble(inside)
    code = main(list(COMMANDS[name]))
    said = capsys.readouterr()
    assert code in (0, 1, 2) and "Traceback" not in said.err + said.out
    if trouble in STATE and name in NEEDS_STATE:
        assert code == 2 and said.out == "" and len(said.err.splitlines()) == 1 and "BOT_DATA: " in said.err
    if code == 2:
        assert len(said.err.splitlines()) <= 2


@pytest.mark.parametrize("name", COMMANDS)
def test_a_state_that_another_program_keeps_for_itself_is_told_in_one_line(
    inside: Home, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr("sqlite3.connect", lambda file, **more: connect(file, **{**more, "timeout": 0}))
    with holder(inside.folder / "data" / FILE) as other:
        other.take()
        code = main(list(COMMANDS[name]))
        other.give()
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    if name in ("run", "tick", "publish", "move", "import"):
        assert code in (1, 2) and said.out == "" and re.search("locked|another process|Somebody else", said.err)
    else:  # they only read
        assert code == 0


# Rights that are missing


@pytest.fixture
def bounded(home: Home) -> Iterator[Home]:
    """The folder, whose rights come back after the test."""
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("root may read and write everywhere")
    yield home
    for path in (home.folder, *home.folder.iterdir(), *(home.folder / "data").glob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def without_power(home: Home, *words: str) -> Ended:
    """Run a command for which rights count, as they do for everybody but root."""
    command = [sys.executable, "-W", "error", "-m", "bot", *words]
    if os.geteuid() == 0:
        lost = "-dac_override,-dac_read_search"
        command = ["setpriv", f"--bounding-set={lost}", f"--inh-caps={lost}", *command]
    ended = subprocess.run(command, cwd=home.folder, env=home.environment(BOT_WEB_PORT=0), capture_output=True)
    return checked(Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode()))


@pytest.mark.parametrize("rights", [0o000, 0o555])
@pytest.mark.parametrize("name", ["run", "tick", "ask the desk", "publish", "backup", "move", "export", "import"])
def test_a_state_one_may_not_read_or_write_is_told_in_one_line(bounded: Home, name: str, rights: int) -> None:
    (bounded.folder / "data").chmod(rights)
    ended = without_power(bounded, *COMMANDS[name])
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1) and "BOT_DATA: " in ended.err


@pytest.mark.parametrize(
    ("name", "closed"),
    [(name, "data") for name in ("ask", "check", "show", "site", "register", "links", "schema", "draft", "verify")]
    + [("ask", "data/read")],
)
def test_what_needs_no_state_is_done_beside_one_that_one_may_not_read(bounded: Home, name: str, closed: str) -> None:
    (bounded.folder / "data" / "read").mkdir()
    (bounded.folder / closed).chmod(0o000)
    ended = without_power(bounded, *COMMANDS[name])
    assert ended.code in (0, 1) and ended.out and "Permission denied" not in ended.err


def test_a_state_one_may_not_read_is_a_finding_of_the_doctor(bounded: Home) -> None:
    (bounded.folder / "data").chmod(0o000)
    ended = without_power(bounded, "doctor")
    [found] = [line for line in ended.out.splitlines() if line.split()[1] == "state"]
    assert ended.code == 1 and "this user may not read and write data: " in found and not found.startswith("ok")
    assert "disk" in ended.out, "the others are looked at all the same"


@pytest.mark.parametrize("name", ["check", "draft", "verify", "publish", "show"])
def test_content_and_documents_one_may_not_read_are_told(bounded: Home, name: str) -> None:
    for path in ("briefings/machine-dough.yaml", "changed/quiet-library.yaml", "sources/bakery-2024.txt"):
        (bounded.folder / path).chmod(0o000)
    shutil.rmtree(bounded.folder / "data")
    ended = without_power(bounded, *COMMANDS[name])
    assert ended.code in (1, 2) and "Permission denied" in ended.err


@pytest.mark.parametrize("name", ["draft", "backup", "export"])
def test_a_folder_one_may_not_write_into_is_told(bounded: Home, name: str) -> None:
    bounded.folder.chmod(0o555)
    ended = without_power(bounded, *COMMANDS[name])
    assert (ended.code, len(ended.lines)) == (2, 1) and "Permission denied" in ended.err


def test_settings_one_may_not_read_are_told(bounded: Home) -> None:
    (bounded.folder / ".env").write_text("BOT_LANGUAGE=en\n")
    (bounded.folder / ".env").chmod(0o000)
    ended = without_power(bounded, "schema")
    assert (ended.code, len(ended.lines)) == (2, 1) and ".env" in ended.err


# Output that goes nowhere

SPEAK = ["check", "show", "ask", "schema", "draft", "publish", "backup", "export", "import", "tick", "verify"]


def spoken(home: Home, words: tuple[str, ...], how: str) -> tuple[int, str]:
    """Run a command in a shell that does something to its output; return its code and what is said on stderr."""
    command = [sys.executable, "-W", "error", "-m", "bot", *words]
    script = f'"$@" {how}'
    shell = ["bash", "-c", script, "bash", *command]
    ended = subprocess.run(shell, cwd=home.folder, env=home.environment(), capture_output=True, check=False)
    return ended.returncode, ended.stderr.decode()


def closed_pipe(home: Home, *words: str, both: bool) -> tuple[int, str]:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-W", "error", "-m", "bot", *words]
    err = writing if both else subprocess.PIPE
    ended = subprocess.run(command, cwd=home.folder, env=home.environment(), stdout=writing, stderr=err, check=False)
    os.close(writing)
    return ended.returncode, (ended.stderr or b"").decode()


@pytest.mark.parametrize("name", SPEAK)
def test_output_that_nobody_reads_is_no_error(home: Home, name: str) -> None:
    assert closed_pipe(home, *COMMANDS[name], both=False) == (0, "")


@pytest.mark.parametrize(
    "words", [("--help",), ("check", "--help"), ("nonsense",), ("check", "nowhere.yaml")], ids=" ".join
)
def test_neither_is_help_or_a_complaint_that_nobody_reads(home: Home, words: tuple[str, ...]) -> None:
    code, _ = closed_pipe(home, *words, both=True)
    assert code == (0 if "--help" in words else 2)


@pytest.mark.parametrize("name", ["check", "show", "schema", "backup"])
@pytest.mark.parametrize("how", [">&-", ">&- 2>&-"])
def test_output_that_is_closed_is_no_error(home: Home, name: str, how: str) -> None:
    assert spoken(home, COMMANDS[name], how) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("name", ["check", "schema", "backup", "tick"])
def test_output_onto_a_full_disk_is_told_in_one_line(home: Home, name: str) -> None:
    code, said = spoken(home, COMMANDS[name], "> /dev/full")
    assert (code, len(said.splitlines())) == (2, 1) and "No space left" in said


@pytest.mark.parametrize("name", ["register", "publish"])
def test_folders_that_another_program_keeps_for_itself_are_told_in_one_line(
    inside: Home, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.journal.LOCK_PATIENCE", 0)
    held = os.open(inside.folder / "briefings", os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        assert main(list(COMMANDS[name])) == 1
    finally:
        os.close(held)
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("name", ["draft", "backup", "export", "publish"])
def test_a_full_disk_is_told_in_one_line_and_leaves_nothing(home: Home, name: str) -> None:
    small = home.folder / "small"
    small.mkdir()
    words = {
        "draft": ("draft", "sources/bakery-2024.txt", "--slug", "again", "--to", "small"),
        "backup": ("backup", "small/copy.db"),
        "export": ("readers", "export", "small/readers.jsonl"),
        "publish": ("publish", "changed/quiet-library.yaml"),
    }[name]
    with small_disk(small) as disk, contextlib.closing(Store.open(home.folder / "data")) as store:
        if name == "publish":
            shutil.copytree(home.folder / "briefings", small / "briefings")
        disk.fill(store)
        before = {path for path in small.rglob("*") if path.is_file()}
        ended = home.bot(*words, **({"BOT_BRIEFINGS": "small/briefings"} if name == "publish" else {}))
        assert ended.code in (1, 2) and len(ended.lines) == 1
        assert {path for path in small.rglob("*") if path.is_file()} == before


# Ctrl-C


async def interrupted(
    home: Home, *words: str, when: Callable[[], Any], then: Callable[[], Any] = lambda: None, **variables: object
) -> Ended:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "bot", *words),
        cwd=home.folder,
        env=home.environment(**variables),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            await when()
            process.send_signal(signal.SIGINT)
            then()
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    return checked(Ended(process.returncode or 0, out.decode(), err.decode()))


async def test_an_import_is_interrupted_without_a_traceback(home: Home) -> None:
    os.mkfifo(home.folder / "fifo")
    opened: list[int] = []

    def begin() -> None:
        opened.append(os.open(home.folder / "fifo", os.O_WRONLY))
        os.write(opened[0], b"{" * 200_000)  # more than a pipe holds: once it is written the other side reads

    def end() -> None:
        os.close(opened[0])  # what came between two reads, Python sees after the second

    ended = await interrupted(home, "readers", "import", "fifo", when=lambda: asyncio.to_thread(begin), then=end)
    assert (ended.code, ended.err) == (130, "")


async def test_a_tick_that_waits_for_telegram_is_interrupted_without_a_traceback(home: Home) -> None:
    asked = asyncio.Event()

    async def stalls(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await wire.request(reader)
        asked.set()
        await asyncio.Event().wait()

    async with wire.serving(stalls) as port:
        ended = await interrupted(
            home, "tick", when=asked.wait, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=f"http://127.0.0.1:{port}"
        )
    assert (ended.code, ended.err) == (130, "")


# A tick, and a Telegram that will not


@contextlib.asynccontextmanager
async def answering(status: int, body: bytes) -> AsyncIterator[str]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await wire.request(reader)
        writer.write(wire.answer(status, body))
        await writer.drain()

    async with wire.serving(handle) as port:
        yield f"http://127.0.0.1:{port}"


@contextlib.asynccontextmanager
async def resetting() -> AsyncIterator[str]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await wire.request(reader)
        wire.reset(writer)

    async with wire.serving(handle) as port:
        yield f"http://127.0.0.1:{port}"


@contextlib.asynccontextmanager
async def untrusted() -> AsyncIterator[str]:
    async def handle(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        pass

    async with wire.serving(handle, wire.server_tls()) as port:
        yield f"https://127.0.0.1:{port}"


@contextlib.asynccontextmanager
async def nowhere(url: str) -> AsyncIterator[str]:
    yield url


def refusal(status: int, said: str, **more: object) -> bytes:
    return json.dumps({"ok": False, "error_code": status, "description": said, **more}).encode()


WORLDS: dict[str, Callable[[], Any]] = {
    "refused": lambda: nowhere("http://127.0.0.1:1"),
    "no such name": lambda: nowhere("http://nowhere.invalid"),
    "401": lambda: answering(401, refusal(401, "Unauthorized")),
    "404": lambda: answering(404, refusal(404, "Not Found")),
    "403": lambda: answering(403, refusal(403, "Forbidden")),
    "409": lambda: answering(409, refusal(409, "Conflict: terminated by other getUpdates request")),
    "429": lambda: answering(429, refusal(429, "Too Many Requests: retry after 35", parameters={"retry_after": 35})),
    "500": lambda: answering(500, refusal(500, "Internal Server Error")),
    "502": lambda: answering(502, b"<html>502 Bad Gateway</html>"),
    "a page": lambda: answering(200, b"<html>Please log in to this network</html>"),
    "nonsense": lambda: answering(200, b'{"ok":true,"result":'),
    "reset": resetting,
    "a certificate": untrusted,
}


@pytest.mark.parametrize("world", WORLDS)
async def test_a_tick_whose_telegram_will_not_ends_in_one_line(home: Home, world: str) -> None:
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        await store.subscribe(PAGE, subscription(-9, next_at=NOW))
    async with WORLDS[world]() as url:
        ended = await asyncio.to_thread(
            home.bot, "tick", "--even-so", "--now", NOW.isoformat(), BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=url
        )
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1) and "Telegram" in ended.err
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        assert [command for _, command in await store.unseen(PAGE)] == ["/checkin"]


async def test_a_tick_behind_a_proxy_that_is_down_ends_in_one_line(home: Home) -> None:
    variables = {"BOT_TELEGRAM_TOKEN": TOKEN, "HTTPS_PROXY": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1"}
    ended = await asyncio.to_thread(home.bot, "tick", **variables)
    assert (ended.code, ended.out, len(ended.lines)) == (1, "", 1) and "proxy" in ended.err


async def test_what_telegram_would_not_take_goes_out_with_a_later_tick(home: Home, api: BotAPI) -> None:
    with contextlib.closing(Store.open(home.folder / "data")) as store:
        await store.subscribe(ANN, subscription(-9, next_at=NOW))
    words = ("tick", "--even-so", "--now", NOW.isoformat())
    down = await asyncio.to_thread(
        home.bot, *words, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL="http://127.0.0.1:1"
    )
    assert down.code == 1
    up = await asyncio.to_thread(home.bot, *words, BOT_TELEGRAM_TOKEN=TOKEN, BOT_TELEGRAM_API_URL=api.url)
    assert (up.code, up.err, up.out) == (0, "", "last seven days: 1 sent\n")


# The editors' link


async def test_where_there_is_no_terminal_the_editors_link_lies_in_a_file_of_its_owners(home: Home) -> None:
    async with running(home) as bot, httpx.AsyncClient() as client:
        await bot.address()
        file = home.folder / "data" / DOOR
        told = await bot.says("the link that lets one in is in")
        assert str(Path("data") / DOOR) in told
        said = file.read_text(encoding="utf-8")
        assert re.fullmatch(r"editors: http://127\.0\.0\.1:\d+/editor\?key=[\w-]{22} \(opens once\)\n", said)
        link = said.split()[1]
        assert file.stat().st_mode & 0o777 == 0o600
        assert (await client.get(link)).status_code == 200
        ended = await bot.stop()
    assert (ended.code, ended.out) == (0, "") and "key=" not in ended.err
    assert not file.exists()


async def test_at_a_terminal_it_is_printed(home: Home) -> None:
    ours, theirs = os.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=home.folder,
        env=home.environment(BOT_WEB_PORT=0),
        stdout=theirs,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(theirs)
    try:
        said = b""
        while b"\n" not in said:
            said += await asyncio.to_thread(os.read, ours, 1024)
        assert b"/editor?key=" in said and not (home.folder / "data" / DOOR).exists()
    finally:
        process.terminate()
        await process.communicate()
        os.close(ours)
