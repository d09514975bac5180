"""Who asks on the page: the cookie that names a reader, the language of the browser, and whether it is on purpose."""

from __future__ import annotations

import re
import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.briefing import Language
from bot.readers import Reader

COOKIE: Final = "reader"
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")


def returning(request: Request) -> bool:
    """Tell whether a request comes from somebody who has seen the page: nobody is counted who comes only to vote."""
    return bool(_KEY.fullmatch(request.cookies.get(COOKIE, "")))


def on_purpose(request: Request) -> bool:
    """Tell whether a reader followed a link of our own page, and the browser did not just fetch it in advance."""
    own = request.headers.get("sec-fetch-site") == "same-origin" and "sec-purpose" not in request.headers
    return own and returning(request)


def foreign(request: Request) -> bool:
    """Tell whether a page that is not ours sent a request, such as one of another port of this machine.

    It would bring our cookie along. Programs that are no browser do not say where they come from.
    """
    return request.headers.get("sec-fetch-site", "same-origin") != "same-origin"


def reader(request: Request) -> Reader:
    """Return who our cookie says it is, or somebody new."""
    key = request.cookies.get(COOKIE, "")
    return Reader("web", key if _KEY.fullmatch(key) else secrets.token_urlsafe(16))


def remembered(response: Response, request: Request, who: Reader) -> Response:
    """Let the browser remember who it is for another year or so."""
    response.set_cookie(
        COOKIE,
        who.id,
        max_age=400 * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def spoken(request: Request, otherwise: Language) -> Language:
    """Return the first language of the browser that is one of ours."""
    for part in request.headers.get("accept-language", "").lower().split(","):
        code = part.strip()[:2]
        if code == "zh":
            return "zh"
        if code == "en":
            return "en"
    return otherwise
