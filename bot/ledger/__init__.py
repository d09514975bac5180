"""The open ledger: one edition as pages with addresses, as feeds and as a calendar, the same for everybody, as values.

Each is made of the records, by the functions that answer the chat, so none says anything else than that does.
"""

from bot.ledger.addresses import FIELDS, Place
from bot.ledger.due_dates import DueDate
from bot.ledger.ledger import Ledger
from bot.ledger.news import Entry, Feed
from bot.ledger.pages import Page, Section

__all__ = ["FIELDS", "DueDate", "Entry", "Feed", "Ledger", "Page", "Place", "Section"]
