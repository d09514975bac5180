"""Commands on a terminal and in a pipe: colour and progress for who sees them, plain text for programs; and `chat`."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.words import say
from tests.conftest import ROOT
from tests.support.home import Home
from tests.support.quiet import PATIENCE

READY = "\x1b[?2004h"
"""What a terminal is told when a line may be typed, or pasted."""
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


@dataclass
class Terminal:
    """A program at a terminal, and all it has shown so far."""

    process: subprocess.Popen[bytes]
    handle: int
    shown: str = ""

    def types(self, keys: str) -> None:
        os.write(self.handle, keys.encode())

    def shows(self, words: str) -> str:
        """Wait until words stand on it; return what came since the last time, without what moves and colours."""
        until, fresh = time.monotonic() + PATIENCE, ""
        while words not in fresh and words not in CONTROL.sub("", fresh):
            assert time.monotonic() < until, fresh
            if select.select([self.handle], [], [], 1)[0]:
                fresh += self._read()
        self.shown += fresh
        return CONTROL.sub("", fresh)

    def _read(self) -> str:
        try:
            return os.read(self.handle, 65_536).decode(errors="replace")
        except OSError:  # nobody is at its other end any more
            raise AssertionError(f"it ended: {self.shown}") from None

    def end(self) -> int:
        while True:  # what is still to be read would hold it up
            try:
                self.shown += os.read(self.handle, 65_536).decode(errors="replace")
            except OSError:
                return self.process.wait(PATIENCE)


@contextlib.contextmanager
def terminal(home: Home, *arguments: str, **variables: object) -> Iterator[Terminal]:
    """Run a command at a terminal while the context lasts."""
    here, there = pty.openpty()
    termios.tcsetwinsize(there, (40, 120))
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "bot", *arguments],
        cwd=home.folder,
        env=home.environment(TERM="xterm-256color", PROMPT_TOOLKIT_NO_CPR="1", **variables),
        stdin=there,
        stdout=there,
        stderr=there,
        start_new_session=True,
    )
    os.close(there)
    try:
        yield Terminal(process, here)
    finally:
        process.kill()
        process.wait()
        os.close(here)


def test_an_answer_has_colour_on_a_terminal_and_none_in_a_pipe_nor_against_ones_wish(home: Home) -> None:
    piped = home.bot("ask", "/sectors", "--lang", "en").out
    assert "\x1b" not in piped and "→ /sector bakeries" in piped
    with terminal(home, "ask", "/sectors", "--lang", "en") as coloured:
        assert coloured.end() == 0
    assert "\x1b[36m/sector bakeries" in coloured.shown
    assert CONTROL.sub("", coloured.shown) == piped
    with terminal(home, "ask", "/sectors", "--lang", "en", NO_COLOR=1) as plain:
        assert plain.end() == 0 and "\x1b[36m" not in plain.shown


LONG = {
    "sending": ("tick",),
    "copying": ("backup", "copy.db"),
    "writing": ("readers", "export", "readers.jsonl"),
    "moving": ("move", "--to", "moved"),
    "taking in": ("readers", "import", "readers.jsonl"),
    "walking": ("verify", "--history"),
    "originals": ("verify", "--sources", "sources"),
    "bakery-2024.txt": ("draft", "sources/bakery-2024.txt", "--paragraphs"),
}


@pytest.mark.parametrize("words", LONG)
def test_what_takes_long_shows_that_it_is_under_way_on_a_terminal_alone(home: Home, words: str) -> None:
    assert home.bot("tick").code == 0  # makes a state
    assert home.bot("readers", "export", "readers.jsonl").code == 0
    with terminal(home, *LONG[words]) as seen:
        assert seen.end() == 0
    assert words in CONTROL.sub("", seen.shown)
    shutil.rmtree(home.folder / "moved", ignore_errors=True)
    piped = home.bot(*LONG[words])
    assert (piped.code, piped.err) == (0, "") and "\x1b" not in piped.out


def test_counts_of_a_tick_are_told_to_programs(home: Home) -> None:
    assert json.loads(home.bot("tick", "--json").out) == {}


def test_a_conversation_completes_opens_doors_by_number_and_remembers_what_was_typed(home: Home) -> None:
    (home.folder / "data").mkdir()
    with terminal(home, "chat", "--lang", "en") as seen:
        assert say("en", "console-hint")[:40] in seen.shows(READY)
        seen.types("/secto\t")
        seen.shows("/sectors")
        seen.types("\r")
        assert "→ /sector bakeries" in seen.shows(READY)
        seen.types("1\r")
        assert "/predictions bakeries" in seen.shows(READY)
        seen.types("half a li\x03")  # Ctrl-C gives up the line alone
        seen.shows(READY)
        seen.types("\x1b[A\x1b[A\r")
        assert "→ /sector bakeries" in seen.shows(READY)
        seen.types("\x04")
        assert seen.end() == 0
    kept = home.folder / "data" / "chat.history"
    assert "+1\n" in kept.read_text(encoding="utf-8") and kept.stat().st_mode & 0o77 == 0


def spoken(home: Home, words: str, *more: str) -> str:
    """Return what a conversation by a pipe answers."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", "chat", "--lang", "en", *more],
        cwd=home.folder,
        env=home.environment(),
        input=words.encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    assert not ended.stderr
    return ended.stdout.decode()


def test_words_by_a_pipe_are_answered_line_by_line_and_leave_nothing(home: Home) -> None:
    words = "/sectors\n\n1\n/subscribe sun 09:30 Europe/London\n/settings\nexit\n/sectors\n"
    told = spoken(home, words)
    assert told.count("→ /sector bakeries") == 1 and told.count("09:30") >= 2
    assert not (home.folder / "data").exists()


@pytest.mark.parametrize("editor", [False, True], ids=["a reader", "an editor"])
def test_the_desk_is_for_editors_there_too(home: Home, editor: bool) -> None:
    told = spoken(home, "/due\n", *(["--as-editor"] if editor else []))
    assert (say("en", "unknown-command", called="/due") in told) == (not editor)


def test_no_command_waits_for_what_only_a_terminal_needs(home: Home) -> None:
    program = (
        "import sys; from bot.__main__ import main; main(['check']); main(['ask', '/help']);"
        " print(sorted({name.split('.')[0] for name in sys.modules} & {'rich', 'prompt_toolkit'}), file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=home.folder, env=home.environment(), capture_output=True, check=True
    )
    assert ended.stderr.decode().splitlines()[-1] == "[]"
