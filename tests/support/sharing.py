"""A process that sends as one of several, as fast as all of them together may: `… ADDRESS RATE PORT`.

To the port goes a datagram for each message, with its process and the moment of its turn, by the clock of the machine.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from contextlib import closing
from typing import Final

from bot.channels.telegram.shared_rate import SharedRate
from bot.delivery.channel import in_flight
from bot.state.postgres.engine import Postgres

SENDER: Final = "telegram:123456"


async def share(address: str, rate: int, port: int) -> None:
    """Send until somebody ends the process."""
    with closing(Postgres(address).open()) as state, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        assert state.budget
        shared = SharedRate(state.budget, SENDER, rate, clock=time.monotonic, sleep=asyncio.sleep)

        async def work() -> None:
            while True:
                await shared.turn(patience=60)
                out.sendto(f"{os.getpid()} {time.monotonic()}".encode(), ("127.0.0.1", port))
                await asyncio.sleep(0.005)

        await asyncio.gather(*(work() for _ in range(in_flight(rate))))


if __name__ == "__main__":
    asyncio.run(share(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
