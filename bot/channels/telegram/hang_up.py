"""Tells whether the peer has closed a kept-alive connection, though the event loop has not been told yet.

Without this, a request on such a connection is lost, and nobody can tell whether it was carried out.
"""

from __future__ import annotations

import select
from asyncio import BaseTransport
from collections.abc import Callable
from typing import Final

_HANGS_UP: Final = getattr(select, "POLLRDHUP", 0)


def watched(transport: BaseTransport | None) -> Callable[[], bool]:
    """Return what tells it of a connection now; it never does where the system does not tell."""
    connection = transport.get_extra_info("socket") if transport else None
    if connection is None or not hasattr(select, "poll"):
        return lambda: False
    poll = select.poll()
    poll.register(connection.fileno(), _HANGS_UP)
    return lambda: bool(poll.poll(0))
