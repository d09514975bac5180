"""Times that a question names: years (2025, 去年, next month, in three years), a day of the week and an hour."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from bot.understanding import day_and_time

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NUMERALS: Final = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS: Final = {word: number for number, word in enumerate(_NUMBERS, 1)}
_YEARS: Final = (
    (-3, "大前年"),
    (-2, "前年|(?:the )?year before last"),
    (-1, "去年|上一?年|(?:last|previous|past) (?:year|yr)"),
    (0, "今年|本年|年底|年末|年内|岁末|(?:this|current) (?:year|yr)|years end|end of the year"),
    (1, "明年|下一?年|来年|(?:next|coming|following) (?:year|yr)"),
    (2, "后年|(?:the )?year after next"),
)
_MONTHS: Final = (
    (-1, "上个?月|last month"),
    (0, "本月|这个?月|当月|this month|本周|这周|this week"),
    (1, "下个?月|next month|近期|快到期|coming weeks|coming month|下周|next week"),
)
_COUNT: Final = "[0-9]{1,2}|[一二两三四五六七八九十]"
_WORD: Final = "[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten"
_BEFORE = re.compile(rf"({_COUNT})年(?:以前|之前|前)|({_WORD}) (?:years|year|yrs) ago")
_AFTER = re.compile(
    rf"({_COUNT})年(?:后|以后|之后|内|以内|之内)|(?:再过|未来)({_COUNT})年"
    rf"|(?:in|within|after) ({_WORD}) (?:years|year|yrs)"
    rf"|({_WORD}) (?:years|year|yrs) (?:from now|time|later|ahead)|next ({_WORD}) (?:years|yrs)"
)
_CLOCK = re.compile(r"[点點时:]|\d\s*[ap]\.?m|o'?clock|\bat \d", re.IGNORECASE)


def schedule(text: str) -> str:
    """Return the day of the week and the hour that words name, as a subscription is told them; empty without any."""
    said = day_and_time.read_day_and_time(text)
    day = [day_and_time.DAYS[said.weekday]] if said.weekday is not None else []
    hour = [f"{said.minute // 60:02}:{said.minute % 60:02}"] if said.minute is not None and _CLOCK.search(text) else []
    return " ".join((*day, *hour))


def year(question: str, today: dt.date) -> int | None:
    """Return the year a plain question speaks of, None where it names none."""
    if found := _YEAR.search(question):
        return int(found[1])
    relative = next((years for years, words in _YEARS if re.search(words, question)), None)
    if relative is not None:
        return today.year + relative
    months = next((months for months, words in _MONTHS if re.search(words, question)), None)
    if months is not None:
        return today.year + (today.month - 1 + months) // 12
    return _distant(question, today)


def words(question: str) -> str:
    """Return the words of a plain question that tell a year."""
    relative = (re.compile(words) for _, words in (*_YEARS, *_MONTHS))
    found = (pattern.search(question) for pattern in (_YEAR, *relative, _BEFORE, _AFTER))
    return " ".join(each[0] for each in found if each)


def _distant(question: str, today: dt.date) -> int | None:
    if before := _BEFORE.search(question):
        return today.year - _number(before[before.lastindex or 0])
    after = _AFTER.search(question)
    return today.year + _number(after[after.lastindex or 0]) if after else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMERALS.get(word, _WORDS.get(word, 0))
