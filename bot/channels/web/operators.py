"""What operators and their programs ask: whether we live, whether we are ready, and the figures.

Strangers learn whether, and nothing else; why, and on which version and edition, is for programs of this machine, or
for all where the settings open the metrics to all.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import math
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.channels.web.clients import direct
from bot.content.drafts import Reloads
from bot.delivery.pulse import Pulse
from bot.people.schedule import Clock
from bot.reception import Reception, StateError
from bot.release import version

if TYPE_CHECKING:
    from bot.channels.web.metrics import Metrics

logger = logging.getLogger(__name__)
STILL: Final = dt.timedelta(minutes=3)
"""How long what is due may go unlooked at: it is looked at every half minute."""
FRESH: Final = 1.0
"""Seconds for which /healthz tells what was found when the state was last looked at: who asks more often costs less."""


class Operators:
    """The handlers; `trouble` says why nothing arrives from some network, `to_all` tells everything to everybody."""

    def __init__(
        self,
        reception: Reception,
        now: Clock,
        *,
        trouble: Callable[[], str],
        pulse: Pulse,
        to_all: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reception, self._now, self._trouble, self._pulse, self._to_all = reception, now, trouble, pulse, to_all
        self._started, self._clock = now(), clock
        self._looking: asyncio.Task[str] | None = None
        self._looked_at, self._found = -math.inf, ""

    @cached_property
    def _metrics(self) -> Metrics:
        from bot.channels.web.metrics import Metrics  # whose library is for those alone who watch us by it

        return Metrics(self._reception, self._now, self._reloads, self._pulse)

    async def health(self, request: Request) -> Response:
        """Tell that we live; 200 also where something is wrong, as the page goes on."""
        lately = self._clock() - self._looked_at < FRESH
        state = self._found if lately else await self._state_trouble()
        why = "; ".join(filter(None, (state, self._trouble())))
        status = {"status": "degraded" if why else "ok"}
        if not self._trusted(request):
            return JSONResponse(status)
        reasons = {"why": why} if why else {}
        facts = {**status, **reasons, "version": version(), "edition": self._reception.edition}
        reloads = self._reloads()
        times = {"last_good": reloads.good.isoformat(), "last_tried": reloads.tried.isoformat()}
        return JSONResponse({**facts, "reload": times})

    async def ready(self, request: Request) -> Response:
        """Tell whether all works that readers and subscribers rely on: 200, or 503 and what does not.

        Files with mistakes are no reason: the edition that is live answers.
        """
        checks = {
            "state": await self._state_trouble(),
            "edition": "" if self._reception.edition else "none is live",
            "tick": self._stopped(),
            "channels": self._trouble(),
        }
        ready = not any(checks.values())
        told = {name: why or "ok" for name, why in checks.items()} if self._trusted(request) else {}
        return JSONResponse({"ready": ready, **told}, 200 if ready else 503)

    async def _state_trouble(self) -> str:
        """Return what is wrong with the state; who asks while it is looked at hears the same."""
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._looking)

    async def _look(self) -> str:
        try:
            self._found = await self._reception.trouble()
            self._looked_at = self._clock()
            return self._found
        finally:
            self._looking = None

    def _stopped(self) -> str:
        """Return since when nobody has looked for what is due; nothing while somebody does, or others are to."""
        if self._pulse.elsewhere:
            return ""
        last = self._pulse.ticked or self._started
        if self._now() - last <= STILL:
            return ""
        return (
            f"nobody has looked for what is due since {last:%Y-%m-%d %H:%M:%S} UTC; restart it, and look into its log"
        )

    async def metrics(self, request: Request) -> Response:
        """Tell the figures, in the text format of Prometheus."""
        if not self._trusted(request):
            return PlainTextResponse("The metrics are for this machine alone; BOT_METRICS=all opens them to all.", 403)
        try:
            text, kind = await self._metrics.text(request.headers.get("accept", ""))
        except StateError as error:
            logger.error("the state cannot be counted: %s", error)
            return PlainTextResponse("The state cannot be read; the log says why.", 503)
        return Response(text, media_type=kind)

    def _trusted(self, request: Request) -> bool:
        return self._to_all or direct(request)

    def _reloads(self) -> Reloads:
        return self._reception.reloads or Reloads(self._started, self._started)
