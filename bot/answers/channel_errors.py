"""Answers where a channel fails: no picture, a file refused, a flood limit, admins that cannot be known."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.answer import Answer, paragraph
from bot.content.briefing import Language
from bot.words import say


def in_words(answer: Answer) -> Answer:
    """Return an answer without its picture, for a place that takes none: its title, its words, its doors."""
    return replace(answer, picture="")


def without_file(answer: Answer, language: Language, *, refused: bool) -> Answer:
    """Return an answer whose file did not arrive: refused for good, or lost on its way."""
    said = say(language, "file-refused") if refused else say(language, "file-failed")
    return replace(answer, blocks=(paragraph(said),), file=None)


def flooded(language: Language, *, shared: bool) -> str:
    """Return the note to who pressed a button while nothing more may be sent there."""
    return say(language, "flooded-group") if shared else say(language, "flooded")


def slower(language: Language) -> Answer:
    """Say that too much was asked at once."""
    return Answer(say(language, "name"), (paragraph(say(language, "slower")),))


def polling(language: Language, trouble: str) -> Answer:
    """Tell editors why nothing arrives from a channel, or that it does again where there is no trouble."""
    told = say(language, "polling-stands", why=say(language, f"polling-{trouble}")) if trouble else ""
    return Answer(say(language, "name"), (paragraph(told or say(language, "polling-again")),), command="/admin")


def admins_unknown(language: Language, *, hidden: bool) -> Answer:
    """Say that nobody can tell whether somebody is an admin: never, as the group hides them, or just now."""
    said = say(language, "admins-hidden") if hidden else say(language, "admins-unknown")
    return Answer(say(language, "name"), (paragraph(said),), toast=said)


def welcome_muted(language: Language) -> Answer:
    """Tell who added us to a group, alone, that we may not write in it."""
    return Answer(say(language, "name"), (paragraph(say(language, "welcome-muted")),))
