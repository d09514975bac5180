"""Question + edition → reply, as values; one file per family of commands, words in `words/`."""

from bot.answers.answer import Answer, Block, Button, Change, ChooseLanguage, Question, Reply, Span
from bot.answers.commands import COMMANDS, answer, link, menu
from bot.answers.words import LANGUAGES, say

__all__ = [
    "COMMANDS",
    "LANGUAGES",
    "Answer",
    "Block",
    "Button",
    "Change",
    "ChooseLanguage",
    "Question",
    "Reply",
    "Span",
    "answer",
    "link",
    "menu",
    "say",
]
