"""A Bot API server in a process of its own that answers at once, so that what is measured is who sends."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection

from tests.delivery.test_kill import Post


@contextlib.contextmanager
def receiving(delay: float = 0.0) -> Iterator[str]:
    """Give the address of a server that runs while the context lasts."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_receive, args=(theirs, delay), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.kill()
        process.join()


def _receive(to: Connection, delay: float) -> None:
    async def serve() -> None:
        async with Post(delay).serving() as post:
            to.send(post.url)
            await asyncio.Event().wait()

    asyncio.run(serve())
