"""Answers: a question and an edition → a reply, as values. A file for each family of commands."""

from bot.answers.answer import Answer, Block, Button, ClientAction, File, Reply, Span
from bot.answers.asked import Asked, Personal
from bot.answers.commands import answer, as_said, carried_out, shown_as
from bot.answers.deep_links import harmless, link
from bot.answers.excerpts import Excerpt
from bot.answers.parsing import in_place, row_of
from bot.answers.table import COMMANDS, menu
from bot.words import LANGUAGES, say

__all__ = [
    "COMMANDS",
    "LANGUAGES",
    "Answer",
    "Asked",
    "Block",
    "Button",
    "ClientAction",
    "Excerpt",
    "File",
    "Personal",
    "Reply",
    "Span",
    "answer",
    "as_said",
    "carried_out",
    "harmless",
    "in_place",
    "link",
    "menu",
    "row_of",
    "say",
    "shown_as",
]
