"""The publication of an edition on a day: whoever serves or writes pages asks for everything here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.pages import addresses, page
from bot.pages.addresses import Place
from bot.pages.due_dates import DueDate, due_dates
from bot.pages.impersonal import asking
from bot.pages.news import Feed, feed
from bot.pages.page import Page


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition as it is on a day."""

    edition: Edition
    today: dt.date

    @property
    def digest(self) -> str:
        """The digest of the edition."""
        return self.edition.digest

    def place(self, address: str) -> Place | None:
        """Return what an address asks for; None where there is no such page."""
        return addresses.place(self.edition, address)

    def places(self) -> Iterable[Place]:
        """Yield every page that search engines may list."""
        return addresses.everything(self.edition)

    def address(self, command: str) -> str | None:
        """Return where the answer to a command stands; None where only the chat gives it."""
        return addresses.of_command(self.edition, command)

    def page(self, language: Language, place: Place, query: Mapping[str, str]) -> Page:
        """Return the page of a place; of the fields of its address those count that it knows."""
        return page.of_place(asking(self.edition, self.today, language), place, query)

    def feed(self, language: Language, path: str) -> Feed | None:
        """Return the feed of a path such as `verdicts` or `sector/music`; None where there is none."""
        return feed(asking(self.edition, self.today, language), path)

    def due(self, language: Language, sectors: Iterable[str] = ()) -> list[DueDate]:
        """Return the days on which forecasts fall due, all or those about any of some fields."""
        return due_dates(asking(self.edition, self.today, language), sectors)

    def missing(self, language: Language, address: str) -> Page:
        """Return what is said of an address that leads nowhere."""
        return page.missing(asking(self.edition, self.today, language), address)
