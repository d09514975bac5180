"""On what terms the dataset leaves: said in every answer, file and page."""

from __future__ import annotations

from typing import Final

from bot.content.briefing import Text
from bot.dataset.records import Licence
from bot.words import say

LICENCE_NAME: Final = "CC BY 4.0"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


def licence() -> Licence:
    """Return the licence of our words, and that it does not reach the sources."""
    covers = Text(zh=say("zh", "page-licence"), en=say("en", "page-licence"))
    return Licence(name=LICENCE_NAME, url=LICENCE, covers=covers)
