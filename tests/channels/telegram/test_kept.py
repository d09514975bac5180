"""Updates that several processes keep and take from one state."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, closing

from bot.channels.telegram.cancelling import cancelled
from bot.channels.telegram.kept import Kept
from bot.channels.telegram.raw_updates import RawUpdate
from tests.conftest import NOW
from tests.support import postgres
from tests.support.engines import POSTGRES

pytestmark = [*POSTGRES.marks]


async def test_what_one_process_keeps_another_that_waits_hands_over() -> None:
    from bot.state.postgres.engine import Postgres

    taken = asyncio.Queue[RawUpdate]()

    async def room() -> None:
        pass

    with ExitStack() as left:
        engine = Postgres(left.enter_context(postgres.database()))
        here, there = (left.enter_context(closing(engine.open())) for _ in range(2))
        waits, keeps = (Kept(state.received, "1", lambda: NOW) for state in (here, there))
        task = asyncio.create_task(waits.hand_over(taken.put, room))
        for number in (7, 8):
            await keeps.keep(number, b'{"update_id": %d}' % number, "ann")
            assert await taken.get() == {"update_id": number}
            await waits.decided(number)
        await cancelled([task])
        assert waits.in_hand == 0 == len(await there.received.take("telegram:1", 9))
