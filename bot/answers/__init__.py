"""Question + edition → reply, as values; one file per family of commands, words in `words/`."""

from bot.answers.answer import (
    Answer,
    Block,
    Button,
    Change,
    ChooseLanguage,
    Forget,
    KeepQuestions,
    Question,
    Reply,
    Span,
    Vote,
    in_place,
)
from bot.answers.commands import COMMANDS, answer, harmless, link, menu
from bot.answers.words import LANGUAGES, say

__all__ = [
    "COMMANDS",
    "LANGUAGES",
    "Answer",
    "Block",
    "Button",
    "Change",
    "ChooseLanguage",
    "Forget",
    "KeepQuestions",
    "Question",
    "Reply",
    "Span",
    "Vote",
    "answer",
    "harmless",
    "in_place",
    "link",
    "menu",
    "say",
]
