"""What all handlers of requests have in common: who sent one, whether a page of ours did, and what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from starlette.requests import Request

from bot.channels.web.clients import network, spoken
from bot.channels.web.languages import named
from bot.channels.web.security import Guard
from bot.channels.web.sessions import Session, Sessions
from bot.content.briefing import Language
from bot.reception import EVERYWHERE, Message, Reception

LIMITS: Final = replace(EVERYWHERE, reaches=False)
"""Those of the page: what is sent to a reader waits in its inbox until they open it."""


class Requests:
    """Reads requests; `default` is the language of readers whose browser names none."""

    def __init__(self, reception: Reception, sessions: Sessions, guard: Guard, default: Language) -> None:
        self._reception, self.sessions, self._guard, self._default = reception, sessions, guard, default

    def ours(self, request: Request, session: Session, token: str) -> bool:
        """Tell whether a page of ours sent a request, with the token of its reader's session."""
        return self._guard.lets(request, token_fits=self.sessions.fits(session, token))

    def spoken(self, request: Request) -> Language:
        """Return the language of the address, or where it names none the one that the browser asks for."""
        return named(request) or spoken(request, self._default)

    async def language(self, request: Request, session: Session) -> Language:
        """Return the language the reader wants."""
        return await self._reception.language(session.reader, self.spoken(request))

    def message(
        self,
        request: Request,
        session: Session,
        text: str,
        on_purpose: bool,
        files: Mapping[str, bytes] | None = None,
        zone: str = "",
    ) -> Message:
        """Return what a request asks."""
        return Message(
            reader=session.reader,
            text=text,
            language=self.spoken(request),
            files=files or {},
            zone=zone,
            on_purpose=on_purpose,
            network=network(request),
            limits=LIMITS,
        )
