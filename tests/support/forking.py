"""A Python that has loaded the program once, and becomes a process of it as often as it is asked.

Loading takes most of the time of a command, and tests run a thousand of them. What is started is a process of its own
all the same, with its own folder, environment, output and end.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, TextIO

LARGEST: Final = 128 * 1024
"""Bytes of a request: the words of a command, and its environment."""
READ_BY_PYTHON: Final = ("LANG", "LC_", "PYTHON")
"""How the variables begin that Python reads while it starts, so that no Python that has started can heed them."""


def can(environment: Mapping[str, str]) -> bool:
    """Tell whether a Python that has started under our environment can go on under this one."""
    ours = {**os.environ, "PYTHONPATH": environment.get("PYTHONPATH", "")}
    return _read(environment) == _read(ours)


def carried_out(
    arguments: Sequence[str | bytes], folder: Path, environment: Mapping[str, str], stdout: Any, patience: float
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end, as subprocess.run does with stderr in a pipe; raises TimeoutExpired."""
    words = [os.fsdecode(each) for each in arguments]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, Path(os.devnull).open("wb") as null:
        to = {subprocess.PIPE: out, subprocess.DEVNULL: null}.get(stdout, stdout)
        output = [to if isinstance(to, int) else to.fileno(), err.fileno()]
        with _forker().start(words, folder, environment, output) as it:
            number = int(it.recv(32))
            it.settimeout(patience)
            try:
                code = int(it.recv(32))
            except TimeoutError:
                os.kill(number, signal.SIGKILL)
                raise subprocess.TimeoutExpired(words, patience) from None
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(words, code, out.read(), err.read())


class Process:
    """What was started and goes on, with its output in pipes; it is asked and told as one of asyncio is."""

    def __init__(self, number: int, said: socket.socket, out: asyncio.StreamReader, err: asyncio.StreamReader) -> None:
        self.pid, self.stdout, self.stderr = number, out, err
        self.returncode: int | None = None
        self._ending = asyncio.create_task(self._end(said))

    async def wait(self) -> int:
        """Return how it ended, when it has."""
        return await asyncio.shield(self._ending)

    async def communicate(self) -> tuple[bytes, bytes]:
        """Return all it writes until its end."""
        out, err, _ = await asyncio.gather(self.stdout.read(), self.stderr.read(), self.wait())
        return out, err

    def send_signal(self, number: signal.Signals) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def _end(self, said: socket.socket) -> int:
        with said:
            self.returncode = int(await asyncio.get_running_loop().sock_recv(said, 32))
        return self.returncode


@contextlib.asynccontextmanager
async def started(arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """Run a command while the context lasts; at its end it is killed if it still runs."""
    (out, its_out), (err, its_err) = os.pipe(), os.pipe()
    said = _forker().start(arguments, folder, environment, [its_out, its_err])
    for each in (its_out, its_err):
        os.close(each)
    number = int(said.recv(32))
    said.setblocking(False)
    async with _read_from(out) as out_reader, _read_from(err) as err_reader:
        process = Process(number, said, out_reader, err_reader)
        try:
            yield process
        finally:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def _read_from(pipe: int) -> AsyncIterator[asyncio.StreamReader]:
    reader = asyncio.StreamReader()
    way, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb", 0)
    )
    try:
        yield reader
    finally:
        way.close()


def _read(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(READ_BY_PYTHON)}


class _Forker:
    """The process that waits, as long as ours lives."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-W", "error", "-m", __name__, str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()])

    def start(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], output: Sequence[int]
    ) -> socket.socket:
        """Start a command; the socket says its number, and at its end how it ended."""
        sys.audit("subprocess.Popen", sys.executable, arguments, folder, None)
        umask = os.umask(0)
        os.umask(umask)
        asked = json.dumps([list(arguments), str(folder), dict(environment), umask]).encode()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(self._control, [asked], [theirs.fileno(), *output])
        return ours


@cache
def _forker() -> _Forker:
    return _Forker()


# The process that waits


def main() -> int:
    """Start what is asked for until nobody can ask any more; in what is started, run it, and return its exit code."""
    from bot.__main__ import main as run

    for _ in _loaded():
        pass
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # what we start is waited for by a process between it and us
    while True:
        asked, streams, *_ = socket.recv_fds(control, LARGEST, 3)
        if not asked:
            return 0
        if not os.fork():
            break
        for each in streams:
            os.close(each)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said = socket.socket(fileno=streams[0])
    control.close()
    if number := os.fork():
        _tell(said, number, streams[1:])
    said.close()
    arguments, folder, environment, umask = json.loads(asked)
    _become(folder, environment, umask, streams[1:])
    return run(arguments)


def _loaded() -> Iterator[object]:
    """Load all of the program but MCP, which takes as long as all else together."""
    import bot

    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.startswith(("bot.channels.mcp.", "bot.__main__")):
            yield importlib.import_module(module.name)


def _tell(said: socket.socket, number: int, output: Sequence[int]) -> None:
    """Say what was started and how it ended, and end."""
    for each in output:
        os.close(each)
    said.send(str(number).encode())
    said.send(str(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])).encode())
    os._exit(0)


def _become(folder: str, environment: dict[str, str], umask: int, output: Sequence[int]) -> None:
    """Take the place of a process that was started there and so, and writes to these."""
    for ours, theirs in zip((1, 2), output, strict=True):
        os.dup2(theirs, ours)
        os.close(theirs)
    sys.stdout, sys.stderr = _anew(1, sys.stdout, buffering=-1), _anew(2, sys.stderr, buffering=1)
    os.chdir(folder)
    os.umask(umask)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()


def _anew(number: int, writes: TextIO, buffering: int) -> TextIO:
    """Return what writes as before, but knows nothing of the output before, such as whether one can seek in it."""
    return os.fdopen(number, "w", buffering, writes.encoding, writes.errors, closefd=False)


if __name__ == "__main__":
    sys.exit(main())
