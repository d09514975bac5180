"""What is published of an edition: pages with addresses, feeds, a calendar; the same for everybody, as values.

Each is made of the records, by the functions that answer the chat, so none says anything else than that does.
"""

from bot.pages.addresses import FIELDS, Place
from bot.pages.answered import Page, Section
from bot.pages.citing import Citation
from bot.pages.due_dates import DueDate
from bot.pages.news import Entry, Feed
from bot.pages.publication import Publication
from bot.pages.rows import shorter
from bot.pages.table import Choice, Field

__all__ = [
    "FIELDS",
    "Choice",
    "Citation",
    "DueDate",
    "Entry",
    "Feed",
    "Field",
    "Page",
    "Place",
    "Publication",
    "Section",
    "shorter",
]
