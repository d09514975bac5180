"""The publication of an edition on a day: whoever serves or writes pages asks for everything here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.answers.asked import Personal
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.pages import addresses, page
from bot.pages.addresses import Place
from bot.pages.answered import Page
from bot.pages.citing import Citation, citation
from bot.pages.due_dates import DueDate, due_dates
from bot.pages.forecast import foretold
from bot.pages.impersonal import asking
from bot.pages.linked_data import Absolute, linked_data
from bot.pages.news import Feed, feed, meant, paths
from bot.pages.rows import Row, row
from bot.people.appeals import Appeal, Heard, upheld


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition as it is on a day, with what everybody may know of readers' appeals, by forecast."""

    edition: Edition
    today: dt.date
    heard: Mapping[str, Heard] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The digest of the edition."""
        return self.edition.digest

    @property
    def seal(self) -> str:
        """The seal under which the edition joined the history, for others to keep; empty where it stands in none."""
        return self.edition.seal

    @property
    def answered(self) -> tuple[Appeal, ...]:
        """All appeals that editors answered in public."""
        return tuple(each for name in sorted(self.heard) for each in self.heard[name].answered)

    def appeals_on(self, place: Place) -> Hashable:
        """Return what a page shows of appeals: a page that is kept is made anew where that is another."""
        return self.heard.get(place.thing) or upheld(self.heard.values())

    def place(self, address: str) -> Place | None:
        """Return what an address asks for; None where there is no such page."""
        return addresses.place(self.edition, address)

    def places(self) -> Sequence[Place]:
        """Return every page that search engines may list."""
        return addresses.everything(self.edition)

    def address(self, command: str) -> str | None:
        """Return where the answer to a command stands; None where only the chat gives it."""
        return addresses.of_command(self.edition, command)

    def understood(self, place: Place, query: Mapping[str, str]) -> dict[str, str]:
        """Return what the page of a place makes of the fields of its address: one spelling of each, and no others."""
        return page.understood(self.edition, place, query)

    def page(self, language: Language, place: Place, query: Mapping[str, str]) -> Page:
        """Return the page of a place; of the fields of its address those count that it knows."""
        return page.of_place(self._asking(language), place, query)

    def in_short(self, language: Language, place: Place) -> tuple[Row, str]:
        """Return the forecast of a place as a line of a list, and of when it is: less than its page takes to make."""
        asked, forecast = self._asking(language), self.edition.by_ref[place.thing]
        return row(asked, forecast), foretold(asked, forecast)

    def feeds(self, language: Language) -> Mapping[str, str]:
        """Return the paths of all feeds there are, each with its title."""
        return paths(self._asking(language))

    def feed(self, language: Language, path: str) -> Feed | None:
        """Return the feed of a path such as `verdicts` or `sector/music`; None where there is none."""
        return feed(self._asking(language), path)

    def feed_meant(self, path: str) -> str:
        """Return the path of the feed that is meant by one with a name in place of an id; nothing where none is."""
        return meant(self.edition, path)

    def due(self, language: Language, sectors: Iterable[str] = ()) -> list[DueDate]:
        """Return the days on which forecasts fall due, all or those about any of some fields."""
        return due_dates(self._asking(language), sectors)

    def citation(self, language: Language, page: Page, url: str) -> Citation:
        """Return how a page is cited that stands at an address."""
        return citation(self._asking(language), page, url)

    def linked_data(self, language: Language, place: Place, whole: Absolute) -> dict[str, Any] | None:
        """Return what a page says to programs in the words of schema.org; None where that is nothing."""
        return linked_data(self._asking(language), place, whole)

    def preview(self, language: Language, place: Place) -> str | None:
        """Return the picture (SVG) that stands beside a link to a page; None for pages that have none."""
        from bot.pages.previews import picture  # what draws is loaded with the first drawing

        return picture(self._asking(language), place)

    def missing(self, language: Language, address: str) -> Page:
        """Return what is said of an address that leads nowhere."""
        return page.missing(self._asking(language), address)

    def _asking(self, language: Language) -> Personal:
        return asking(self.edition, self.today, language, self.heard)
