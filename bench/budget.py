"""What processes send together as one bot: on average, and at most in any second, though some stand still meanwhile.

Measured by when each turn was given, by the clock that all processes of a machine have. Beside it what they may send.
"""

from __future__ import annotations

import contextlib
import random
import signal
import socket
import subprocess
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

from bench.measuring import Row, above, below
from tests.support import postgres

ROOT: Final = Path(__file__).parent.parent
RATES: Final = (25, 950)
PROCESSES: Final = (1, 2, 4)
SECONDS: Final = 8
USED: Final = 0.9
"""The share of the rate that is used at least, beside all else that the machine has to do."""
Turn = tuple[int, float]
"""Whose it was, and when it was given."""


def rows(seconds: int = SECONDS) -> Iterator[Row]:
    """Yield for each rate and number of processes the messages a second and the most in any; last with some halted."""
    if lacking := postgres.missing():
        yield Row("not measured", f"{lacking} is missing")
        return
    for rate, count, halts in (*product(RATES, PROCESSES, (False,)), *((rate, PROCESSES[-1], True) for rate in RATES)):
        turns = _measured(rate, count, seconds, halts=halts)
        times, shares = sorted(at for _, at in turns), Counter(who for who, _ in turns)
        what = f"{count} at {rate}/s" + (", one after the other standing still" if halts else "")
        most = max(bisect_left(times, at + 1) - first for first, at in enumerate(times))
        yield above(what, len(times) / seconds, None if halts else USED * rate, "/s", 1)
        yield below(
            "  most in any second", most, rate + 1, f"(shares {min(shares.values())}–{max(shares.values())})", 0
        )


def _measured(rate: int, count: int, seconds: int, *, halts: bool) -> list[Turn]:
    """Return all turns of some seconds, from when every process sends."""
    with postgres.database() as address, contextlib.ExitStack() as left, contextlib.closing(_socket()) as inbox:
        words = ("-m", "tests.support.sharing", address, str(rate), str(inbox.getsockname()[1]))
        processes = [left.enter_context(subprocess.Popen([sys.executable, *words], cwd=ROOT)) for _ in range(count)]
        for each in processes:
            left.callback(each.kill)
        missing = {each.pid for each in processes}
        while missing:
            missing.discard(_turn(inbox)[0])
        began = time.monotonic()
        chance, turns = random.Random(1), list[Turn]()
        while time.monotonic() < began + seconds:
            if halts:
                halted = chance.choice(processes)
                halted.send_signal(signal.SIGSTOP)
                turns += _heard(inbox, chance.uniform(0.02, 0.4))
                halted.send_signal(signal.SIGCONT)
            turns += _heard(inbox, 0.2)
        return [turn for turn in turns if began <= turn[1] < began + seconds]


def _socket() -> socket.socket:
    inbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    inbox.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    inbox.bind(("127.0.0.1", 0))
    inbox.settimeout(60)
    return inbox


def _heard(inbox: socket.socket, seconds: float) -> list[Turn]:
    """Return the turns of so long a time."""
    until, found = time.monotonic() + seconds, list[Turn]()
    while not found or found[-1][1] < until:
        found.append(_turn(inbox))
    return found


def _turn(inbox: socket.socket) -> Turn:
    pid, at = inbox.recv(100).split()
    return int(pid), float(at)
