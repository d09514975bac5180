"""What is said to a program whose request cannot be answered: a problem (RFC 9457), in the language it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.clients import spoken
from bot.dataset import NotAChoice
from bot.words import TAGS, say

TITLES: Final = {404: "missing", 405: "method", 422: "field", 429: "many", 500: "error"}
"""What is wrong, by the status."""
MEDIA: Final = "application/problem+json"
MOST_NAMED: Final = 50
"""Values that are named where another one was given."""


class Problem(BaseModel):
    """What is wrong with a request, and what to do (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int = Field(ge=400, le=599)
    detail: str


def problem(
    request: Request, status: int, why: str, headers: Mapping[str, str] | None = None, **args: str | int
) -> Response:
    """Return a problem with a sentence on what to do, in the language the request asks for, else in English."""
    language = spoken(request, "en")
    said = Problem(
        title=say(language, f"unanswered-{TITLES[status]}"), status=status, detail=say(language, why, **args)
    )
    more = {"content-language": TAGS[language], "vary": "accept-language", "cache-control": "no-store"}
    return Response(said.model_dump_json(), status, {**(headers or {}), **more}, media_type=MEDIA)


def not_a_choice(request: Request, wrong: NotAChoice) -> Response:
    """Return what is said of a field that is none, stands twice, or has a value it cannot have."""
    known = ", ".join(wrong.known[:MOST_NAMED]) or "–"
    field, value = wrong.field[:80], wrong.value[:80]
    return problem(request, 422, f"api-{wrong.trouble}", field=field, value=value, known=known)
