"""Sessions: the signed cookie by which a browser is known, and the CSRF token that only our pages can send."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.public_url import Public
from bot.channels.web.security import own
from bot.files import replacing
from bot.people.readers import Reader

COOKIE: Final = "reader"
BOUND: Final = "__Host-reader"
"""The cookie's name where all is encrypted: no other host, and no page that is not encrypted, can set one so called."""
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_NONCE: Final = 24
"""Characters of a key before its signature."""
_TOKEN: Final = re.compile(r"[0-9a-f]{64}")
_R = TypeVar("_R", bound=Response)
KEY_FILE: Final = "sessions.key"
_SECRET: Final = 32
"""Bytes of the secret."""

logger = logging.getLogger(__name__)


def secret(folder: Path, chosen: str | None = None) -> bytes:
    """Return what keys are signed with: of a file of its own, so that no copy of the state can make any.

    One that is not whole, as when a process was killed while it made it, is made anew. What several processes sign with
    is `chosen` by whoever runs them.
    """
    if chosen:
        return hashlib.sha256(chosen.encode()).digest()
    path = folder / KEY_FILE
    try:
        found = path.read_bytes() if path.exists() else b""
        if len(found) < _SECRET:
            found = secrets.token_bytes(_SECRET)
            with replacing(path) as new:
                new.write_bytes(found)
    except OSError as error:
        logger.warning("%s cannot be kept (%s): pages that are open now are asked to reload", KEY_FILE, error.strerror)
        return secrets.token_bytes(_SECRET)
    return found


@dataclass(frozen=True, slots=True)
class Session:
    """A browser's key; whether it is `held`, under the name it should have, or only now given out."""

    key: str
    held: bool

    @property
    def reader(self) -> Reader:
        """The reader; the state knows no key, only its digest."""
        return Reader("web", self.key)


class Sessions:
    """Gives out keys, and knows its own again.

    A key nobody stored anything for needs no row: the signature tells that it is ours. One of before keys were signed
    counts where the state knows its reader, so that whoever was a reader stays one.
    """

    def __init__(self, secret: bytes, public: Public, known: Callable[[Reader], Awaitable[bool]]) -> None:
        self._secret, self._public, self._known = secret, public, known

    async def of(self, request: Request) -> Session:
        """Return the session of a request; a new one where its cookie is none of ours."""
        name = self._name(request)
        if key := next(filter(self._ours, _sent(request, name)), ""):
            return Session(key, held=True)
        for each in dict.fromkeys((name, COOKIE)):
            for key in _sent(request, each):
                session = Session(key, held=each == name)
                if _KEY.fullmatch(key) and await self._known(session.reader):
                    return session
        return self.fresh()

    def fresh(self) -> Session:
        """Return a session nobody has yet."""
        nonce = secrets.token_urlsafe(_NONCE * 3 // 4)
        return Session(nonce + self._signature(nonce), held=False)

    def remembered(self, response: _R, request: Request, session: Session) -> _R:
        """Let the browser remember its key for another year or so.

        Not where another site sent a form: the cookie stayed at home then, and a new one would take its place.
        """
        if request.method == "POST" and not own(request.headers, self._public):
            return response
        name, path = self._name(request), self._public.path or "/"
        encrypted = self._encrypted(request)
        response.set_cookie(
            name, session.key, max_age=400 * 24 * 3600, path=path, httponly=True, samesite="lax", secure=encrypted
        )
        if name != COOKIE and COOKIE in request.cookies:
            response.delete_cookie(COOKIE, path=path, httponly=True, samesite="lax", secure=encrypted)
        return response

    def token(self, session: Session) -> str:
        """Return what our pages send with every change; another one on each page, all good for one session."""
        mask = secrets.token_bytes(16)
        return (mask + _masked(mask, self._mark(session))).hex()

    def fits(self, session: Session, token: str) -> bool:
        """Tell whether a token is one of a session that the browser holds."""
        if not (session.held and _TOKEN.fullmatch(token)):
            return False
        sent = bytes.fromhex(token)
        return hmac.compare_digest(_masked(sent[:16], sent[16:]), self._mark(session))

    def _mark(self, session: Session) -> bytes:
        return hmac.digest(self._secret, b"token:" + session.key.encode(), hashlib.sha256)[:16]

    def _ours(self, key: str) -> bool:
        nonce, signature = key[:_NONCE], key[_NONCE:]
        return bool(_KEY.fullmatch(key)) and hmac.compare_digest(signature, self._signature(nonce))

    def _signature(self, nonce: str) -> str:
        signed = hmac.digest(self._secret, b"key:" + nonce.encode(), hashlib.sha256)[:12]
        return base64.urlsafe_b64encode(signed).decode()

    def _encrypted(self, request: Request) -> bool:
        return self._public.encrypted or request.url.scheme == "https"

    def _name(self, request: Request) -> str:
        return BOUND if self._encrypted(request) and not self._public.path else COOKIE


def _sent(request: Request, name: str) -> list[str]:
    """Return all cookies of a name: the first is the nearest to our path, or the oldest, and most likely ours."""
    pairs = (each.partition("=") for header in request.headers.getlist("cookie") for each in header.split(";"))
    return [value.strip() for called, _, value in pairs if called.strip() == name]


def _masked(mask: bytes, plain: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(mask, plain, strict=True))
