"""An edition on a day, and how its pages are linked to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bot.answers.asked import Personal
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.dataset.records import Link
from bot.pages.impersonal import asking

LinkTo = Callable[[Language, str], str]
"""Returns where the page of an address stands in a language."""


@dataclass(frozen=True)
class Dataset:
    """The dataset of an edition on a day. An address is that of a page, as in `bot.pages`."""

    edition: Edition
    today: dt.date
    link_to: LinkTo

    def link(self, address: str) -> Link:
        """Return the links to a page, by language."""
        return Link.model_construct(
            zh=self.link_to("zh", address), zh_hant=self.link_to("zh-Hant", address), en=self.link_to("en", address)
        )

    @cached_property
    def asked(self) -> Personal:
        """What nobody in particular asks of the edition; its language decides nothing here."""
        return asking(self.edition, self.today, "en")
