"""Lays pages out as HTML, from the templates beside this file; every link is a path below our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final
from urllib.parse import quote, urlencode

from jinja2 import Environment

from bot.answers import Button
from bot.channels.web import languages
from bot.channels.web.languages import PATHS
from bot.channels.web.pages import blocks
from bot.channels.web.pages.sharing import data_block, sharing
from bot.channels.web.public_url import Public
from bot.channels.web.templating import environment
from bot.content.briefing import Language
from bot.pages import Page, Publication
from bot.words import LANGUAGES, OWN_NAMES, TAGS, say

NAV: Final = {
    "predictions": "name-predictions",
    "sectors": "name-sectors",
    "briefings": "name-briefings",
    "timeline": "name-timeline",
    "debates": "name-debates",
    "authors": "nav-authors",
    "advice": "name-advice",
}
"""The pages every page leads to, first, and what they are called."""
FOOT: Final = {
    "method": "method-title",
    "corrections": "nav-corrections",
    "glossary": "name-term",
    "feeds": "feeds-title",
    "about": "name-about",
    "privacy": "name-privacy",
}
"""The pages every page leads to, last."""


LOCALES: Final = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en_GB"}
"""What programs that show links call our languages."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a button leads: a page of ours, or the `chat`."""

    label: str
    href: str
    chat: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays out what is published in a language, below a public address."""

    publication: Publication
    language: Language
    public: Public

    def html(self, page: Page) -> str:
        """Return a page."""
        values = {
            "page": page,
            "base": self.public.path,
            "at": self.at,
            "href": self.href,
            "text": partial(blocks.text, href=self.href),
            "item": partial(blocks.item, href=self.href),
            "twins": dict(self._twins(page)),
            "canonical": self._absolute(self.at(page.address)),
            "ways": list(self._ways(page)),
            "nav": NAV,
            "foot": FOOT,
            "edition": self.publication.digest,
            "feed_path": self.feed,
            "chat": self._chat(page.command),
            "sharing": sharing(self, page) if page.place.thing else None,
            "data": data_block(self.publication.linked_data(self.language, page.place, self.whole)),
        }
        return self.template(f"{page.layout}.html", **values)

    def template(self, name: str, **values: object) -> str:
        """Return what a template makes of values, in the language."""
        words = {"language": self.language, "tag": TAGS[self.language], "short": PATHS[self.language]}
        return _environment().get_template(name).render(**words, say=partial(say, self.language), **values)

    def at(self, address: str) -> str:
        """Return the path of an address of a page."""
        return f"{self.public.path}{self.local(address)}"

    def local(self, address: str) -> str:
        """Return the same without the path of the site."""
        return f"/{PATHS[self.language]}/{address}"

    def feed(self, path: str, ending: str) -> str:
        """Return the path of a feed in the language, without the path of the site."""
        return f"/feeds/{quote(path)}.{ending}?lang={PATHS[self.language]}"

    def href(self, command: str) -> str:
        """Return where a command leads: to the page of its answer, or to the chat, where nothing is done yet."""
        address = self.publication.address(command)
        return self._chat(command) if address is None else self.at(address)

    def page_of(self, command: str) -> str:
        """Return the path of the page where the answer to a command stands; empty if there is none but the first."""
        address = self.publication.address(command) if command else None
        return self.at(address) if address else ""

    def _chat(self, command: str) -> str:
        asked = f"?{urlencode({'q': command}, errors='replace')}" if command else ""
        return languages.chat(self.public.path, self.language) + asked

    def whole(self, address: str) -> str:
        """Return the whole address of a page, or of what stands under a path of ours that begins with a slash."""
        return self._absolute(self.public.path + address if address.startswith("/") else self.at(address))

    def _absolute(self, path: str) -> str:
        return f"{self.public.origin}{path}"

    def _twins(self, page: Page) -> Iterator[tuple[Language, tuple[str, str, str]]]:
        """Yield the languages a page is there in: each with its tag, its own name, and the path."""
        for each in LANGUAGES:
            yield each, (TAGS[each], OWN_NAMES[each], self._absolute(replace(self, language=each).at(page.address)))

    def _ways(self, page: Page) -> Iterator[Way]:
        """Yield where the buttons of a page lead: each place once, none of them the page itself or a part of it."""
        seen = {self.at(page.address), self.at(page.place.address)}
        for button in page.links:
            way = self._way(button)
            if way.href not in seen and way.href.partition("#")[0] not in seen:
                seen.add(way.href)
                yield way

    def _way(self, button: Button) -> Way:
        address = self.publication.address(button.command)
        return Way(button.label, self.href(button.command), address is None)


@lru_cache
def _environment() -> Environment:
    made = environment("bot.channels.web.pages")
    made.filters.update({"grouped": blocks.grouped, "locale": LOCALES.__getitem__, "days": blocks.days})
    made.globals.update({"chip": blocks.chip, "icon": blocks.icon, "options": blocks.options})
    return made
