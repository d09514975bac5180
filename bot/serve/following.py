"""Has this process follow others with the same state: what they publish, queue, and leave to readers of the page."""

from __future__ import annotations

import contextlib

from bot.delivery.worker import Deliveries
from bot.people.readers import Reader
from bot.serve.program import Program


async def follow(program: Program, work: Deliveries | None) -> None:
    """Hear of others until cancelled; `work` is what sends check-ins here."""
    async with contextlib.aclosing(program.state.hear()) as heard:
        async for each in heard:
            if each.what in ("edition", "missed"):
                await program.reloader.reload()
            if each.what in ("due", "missed") and work:
                work.wake()
            if each.what == "ticked":
                program.pulse.ticked = program.now()
            if each.what in ("inbox", "missed"):
                program.inbox.wake(Reader("web", each.whose) if each.whose else None)
