"""Reads what somebody writes right after they were asked something: as the answer, where it can be one."""

from __future__ import annotations

import re
from typing import Final

from bot.answers import names, search
from bot.answers.appeal import APPEAL
from bot.answers.parsing import is_words
from bot.answers.settings import DAY, FIELD, HOUR
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people import zones
from bot.understanding import phrases
from bot.understanding.day_and_time import SpokenTime, read_day_and_time
from bot.understanding.words import plain

_QUESTION: Final = re.compile(r"\s*(?:what|who|when|why|how|which)\s", re.IGNORECASE)
"""How a question begins that needs no mark, and no place does."""


def completed(asks: str, words: str, edition: Edition, language: Language) -> str:
    """Return the command that `words` complete, `asks` being what was asked for; the words where they answer nothing.

    Who objects may well ask back; but what is a question we know how to answer is one.
    Who is asked where they live and asks back, names another command, or looks for what there is, is not answering.
    """
    if asks.startswith(f"{APPEAL} "):
        return f"{asks} {words}" if is_words(words) and not _is_known_question(words, edition) else words
    if not is_words(words) or words.rstrip().endswith(("?", "？")):
        return words
    if asks == FIELD:
        return f"{asks} {words}" if names.of_sectors(edition).find(words) else words
    said, command = read_day_and_time(words), asks.split()[0]
    if _timed(said, language):
        return f"{command} {words}"
    return f"{asks} {words}" if asks not in (DAY, HOUR) and _placed(words, edition, language) else words


def _is_known_question(words: str, edition: Edition) -> bool:
    """Tell whether words are little else than a question that we know; not where they only hold words of one."""
    question = plain(words)
    return any(4 * len(each.own(question)) >= 3 * len(question) for each in phrases.held(edition, question))


def _timed(said: SpokenTime, language: Language) -> bool:
    """Tell whether words say a day or an hour, and nothing besides but where."""
    spoken = said.weekday is not None or said.minute is not None
    return spoken and (not said.rest or (said.clear and bool(zones.zones_named(said.rest, language))))


def _placed(words: str, edition: Edition, language: Language) -> bool:
    """Tell whether words name a place, or nothing else that is known here: then the place is one we do not know."""
    if _QUESTION.match(words):
        return False
    named = len(words.strip()) > 1 and zones.zones_named(words, language)
    return bool(named) or not (phrases.held(edition, plain(words)) or search.finds(edition, words))
