"""What languages are called in addresses, and which of them an address names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

from bot.channels.web.public_url import Public
from bot.content.briefing import Language
from bot.words import language_of

PATHS: Final[Mapping[Language, str]] = {"zh": "zh", "zh-Hant": "zh-hant", "en": "en"}
"""What languages are called in addresses."""
BY_PATH: Final[Mapping[str, Language]] = {path: language for language, path in PATHS.items()}
"""The languages by those names."""


def asked(request: Request) -> Language | None:
    """Return the language that the query of an address asks for, as in ?lang=en."""
    return BY_PATH.get(request.query_params.get("lang", "").lower())


def named(request: Request) -> Language | None:
    """Return the language an address names: by its first part below our own path, or else by ?lang=.

    What is asked for need be no path: `OPTIONS *` has none.
    """
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return BY_PATH.get(path.removeprefix("/").partition("/")[0]) or asked(request)


def meant(path: str) -> str:
    """Return the path below our own that was meant by one that nothing stands under; empty where none was.

    It calls its language as others do, /zh-TW/… or /EN/…, or its slashes are doubled.
    """
    first, *rest = [part for part in path.split("/") if part] or [""]
    if not path.startswith("/") or (language := BY_PATH.get(first.lower()) or language_of(first)) is None:
        return ""  # what is no path means no page
    found = "/".join(("", PATHS[language], *rest))
    return found if found != path.rstrip("/") else ""


def chat(base: str, language: Language) -> str:
    """Return the path of the chat in a language, below the path of the site."""
    return f"{base}/{PATHS[language]}/chat"


def way(public: Public, command: str) -> str:
    """Return the address at which the chat page asks a command, in the language of whoever opens it."""
    return f"{public.origin}{public.path}/chat?{urlencode({'q': command})}"
