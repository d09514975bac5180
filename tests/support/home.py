"""A folder in which the bot's commands run as processes of their own, with nothing set but what a test sets."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import settings
from tests.conftest import ROOT
from tests.support import forking
from tests.support.botapi import TOKEN
from tests.support.quiet import PATIENCE


@dataclass
class Ended:
    """A program that has ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


@dataclass
class Home:
    """A folder with a small edition, in which commands run with nothing set but what a test sets."""

    folder: Path
    patience: float = PATIENCE
    """Seconds a command may take."""
    forks: bool = True
    """Whether one that has loaded the program may start what runs; not where its memory or start is measured."""

    def environment(self, **variables: object) -> dict[str, str]:
        read = {"BOT_", *settings.variables()}
        others = {name: value for name, value in os.environ.items() if not name.upper().startswith(tuple(read))}
        return {**others, "PYTHONPATH": str(ROOT), **{name: str(value) for name, value in variables.items()}}

    def bot(self, *arguments: str | bytes, stdout: Any = subprocess.PIPE, **variables: object) -> Ended:
        """Run a command to its end; none ever shows a traceback, a warning of Python or the token."""
        environment = self.environment(**variables)
        if forking.can(environment):
            ended = forking.carried_out(arguments, self.folder, environment, stdout, self.patience)
        else:
            ended = subprocess.run(
                [sys.executable, "-W", "error", "-m", "bot", *arguments],
                cwd=self.folder,
                env=environment,
                stdout=stdout,
                stderr=subprocess.PIPE,
                timeout=self.patience,
                check=False,
            )
        return checked(Ended(ended.returncode, (ended.stdout or b"").decode(), ended.stderr.decode()))

    def slip(self, old: str, new: str, name: str = "briefings/machine-dough.yaml", to: str = "") -> tuple[int, int]:
        """Write a mistake into a file, or into a copy of it; return line and column where it begins."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        before = text[: text.index(old)]
        target = self.folder / (to or name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace(old, new), encoding="utf-8")
        return before.count("\n") + 1, len(before) - before.rfind("\n")


def checked(ended: Ended) -> Ended:
    for wrong in ("Traceback", "Exception ignored", "Warning:", TOKEN, TOKEN.partition(":")[2]):
        assert wrong not in ended.out + ended.err, ended.err
    return ended


Process = asyncio.subprocess.Process | forking.Process
"""A process that was started, by whichever way."""


@dataclass
class Running:
    """A bot that runs, and what it has said so far."""

    process: Process
    err: str = ""

    async def says(self, words: str) -> str:
        """Return the next line of its log that holds the words."""
        assert self.process.stderr
        async with asyncio.timeout(PATIENCE):
            while line := (await self.process.stderr.readline()).decode():
                self.err += line
                if words in line:
                    return line
        raise AssertionError(f"it ended without saying {words!r}:\n{self.err}")

    async def address(self) -> str:
        return (await self.says("chat: ")).split("chat: ")[1].strip()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        """Ask it to stop and return how it ended."""
        self.process.send_signal(number)
        return await self.end()

    async def end(self) -> Ended:
        async with asyncio.timeout(PATIENCE):
            out, err = await self.process.communicate()
        assert self.process.returncode is not None
        return checked(Ended(self.process.returncode, out.decode(), self.err + err.decode()))


@contextlib.asynccontextmanager
async def running(
    home: Home, before: Sequence[str] = (), command: str = "run", /, **variables: object
) -> AsyncIterator[Running]:
    """Run the bot on a free port while the context lasts, by a command `before` it, if any; at no terminal."""
    environment = home.environment(**{"BOT_WEB_PORT": 0, **variables})
    if home.forks and not before and forking.can(environment):
        async with forking.started([command], home.folder, environment) as forked:
            yield Running(forked)
        return
    process = await asyncio.create_subprocess_exec(
        *(*before, sys.executable, "-W", "error", "-m", "bot", command),
        cwd=home.folder,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
