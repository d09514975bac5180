"""Server-sent events that get through proxies as they are: unbuffered, never silent for long, each with its number.

Own, as sse-starlette patches `uvicorn.Server.handle_exit` for the whole process when it is imported, where the inbox
lets its pages go before the server stops, and gives nothing else that these lines do not.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

Event = tuple[int, object] | None
"""A number and what is pushed under it; None says that nothing came, which keeps a connection open."""
RECONNECT_AFTER: Final = 5_000
"""Milliseconds after which a browser whose connection broke comes back."""
_HEADERS: Final = {
    "x-accel-buffering": "no",  # else nginx keeps a small event for ever, and of a large one its end
    "cache-control": "no-store",
}


def stream(request: Request, events: AsyncIterator[Event]) -> Response:
    """Return the answer that pushes events as they come; whoever asks for its head alone does not wait for any."""
    kind = StreamingResponse(_written(events), headers=_HEADERS, media_type="text/event-stream")
    return Response(headers=kind.headers) if request.method == "HEAD" else kind


def last(request: Request) -> int:
    """Return the number of the last event a browser got before its connection broke; 0 for one that comes anew."""
    said = request.headers.get("last-event-id", "")
    return int(said) if len(said) < 20 and said.isascii() and said.isdigit() else 0


async def _written(events: AsyncIterator[Event]) -> AsyncIterator[str]:
    yield f"retry: {RECONNECT_AFTER}\n\n"
    async for event in events:
        if event is None:
            yield ": nothing yet\n\n"
        else:
            number, data = event
            yield f"id: {number}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
