"""Somebody who visits the page without a browser: holds its cookie, and sends the token that stands on it."""

from __future__ import annotations

import re
from typing import Any, Self

import httpx

from bot.people.readers import Reader
from tests.support.quiet import PATIENCE

_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


def token(page: str) -> str:
    """Return the token that stands on a page."""
    found = _TOKEN.search(page)
    assert found, page[:500]
    return found[1]


class Visitor(httpx.Client):
    """A browser without scripts, and what its scripts would send."""

    def __init__(self, address: str, language: str = "en", **more: Any) -> None:
        headers = {"Accept-Language": language, **more.pop("headers", {})}
        super().__init__(base_url=address, headers=headers, timeout=PATIENCE, follow_redirects=True, **more)
        self.enter()

    def __enter__(self) -> Self:
        return self  # it is open already

    def __exit__(self, *_: object) -> None:
        self.close()

    def enter(self) -> None:
        """Open the page, and take its token."""
        self.headers["X-CSRF"] = token(self.get("/chat").text)

    @property
    def key(self) -> str:
        """The key in the cookie."""
        return self.cookies.get("__Host-reader") or self.cookies["reader"]

    @property
    def reader(self) -> Reader:
        """Who the page takes them for."""
        return Reader("web", self.key)

    def press(self, command: str) -> httpx.Response:
        """Send a form of the page, as a button does where there are no scripts."""
        return self.post("/", data={"csrf": self.headers["X-CSRF"], "q": command})

    def open(self, link: str) -> httpx.Response:
        """Open the editors' link, and press its button."""
        entered = self.post(link, data={"csrf": token(self.get(link).text)})
        self.enter()
        return entered
