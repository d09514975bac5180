"""Parses days of the week and times of day as people write them, in Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.search import normal

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_NUMERALS: Final = "零一二三四五六七八九十"
_QUARTERS: Final = {"半": 30, "一刻": 15, "三刻": 45}
_DAY = re.compile(
    r"(?<![\w/])(mon|tue|wed|thu|fri|sat|sun)(?:s|rs|nes|ur)?(?:day)?s?(?![\w/])[.,]?"
    r"|(?:周|星期|礼拜)([一二三四五六日天])[,，]?"
)
_TIME = re.compile(
    r"(?<![\d+:./-])(?<![a-z])"
    r"(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?\s*"
    r"(?:(\d{1,2})(?:\s*([:.点點时時h])\s*(\d{2}|半|[一三]刻)?分?)?|([一二三四五六七八九十两]{1,3})[点點时時](半|[一三]刻)?)"
    r"[钟鐘整]?\s*([ap]\.?m\b\.?)?(?![\da-z:/区區])"
)
_FILLERS = re.compile(r"(?<![\w/])(?:at|on|in|every|each|o'clock)(?![\w/])|每(?=$|\s)|[,，、。]")


@dataclass(frozen=True, slots=True)
class SpokenTime:
    """Day and time found in words: weekday (Monday is 0), minute of the day, and the words left for a zone."""

    weekday: int | None
    minute: int | None
    rest: str

    @property
    def clear(self) -> bool:
        """Tell whether the rest can be a zone: it holds no second day or hour, nor one that is none (25:00)."""
        return not (_DAY.search(self.rest) or re.search(r"(?<![\w+:/-])\d", self.rest))


def read_day_and_time(words: str) -> SpokenTime:
    """Return the day and the hour in words: sunday at 9, 21点半, fri 9 pm, 周日晚上八点."""
    text = re.sub(r"\b(utc|gmt)\s+(?=[+-]?\d)", r"\1", normal(words).replace("−", "-"))
    day = _DAY.search(text)
    if day:
        text = f"{text[: day.start()]} {text[day.end() :]}"
    found = next(((match, minute) for match in _TIME.finditer(text) if (minute := _minute(match)) is not None), None)
    if found:
        text = f"{text[: found[0].start()]} {text[found[0].end() :]}"
    rest = " ".join(_FILLERS.sub(" ", text).split())
    return SpokenTime(_weekday(day) if day else None, found[1] if found else None, rest)


def _weekday(match: re.Match[str]) -> int:
    return DAYS.index(match[1]) if match[1] else min("一二三四五六日天".index(match[2]), 6)


def _minute(match: re.Match[str]) -> int | None:
    """Return the minute of the day of a time; None for a time there is none of, or whose day is not clear."""
    part, minute = match[1] or "", match[4] or match[6] or "0"
    hour = _hour(int(match[2]) if match[2] else _number(match[5]), part, (match[7] or " ")[0])
    minutes = _QUARTERS[minute] if minute in _QUARTERS else int(minute)
    return hour * 60 + minutes if hour is not None and minutes < 60 else None


def _hour(hour: int, part: str, half: str) -> int | None:
    """Return an hour of 24. Midnight at the end of an evening is on the next day, so it is left to be said clearly."""
    if hour > 23 or (half == "a" and hour > 12) or (part in ("傍晚", "晚上", "夜里") and (hour < 5 or hour == 12)):
        return None
    if (half == "a" or part == "凌晨") and hour == 12:
        return 0
    later = half == "p" or part in ("下午", "傍晚", "晚上", "夜里") or (part == "中午" and hour < 5)
    return hour + 12 if later and hour < 12 else hour


def _number(numerals: str) -> int:
    """Return a Chinese number below a hundred; what is no number is an hour there is none of."""
    tens, ten, ones = numerals.replace("两", "二").rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 99
    return (_NUMERALS.index(tens) if tens else 1) * 10 * bool(ten) + (_NUMERALS.index(ones) if ones else 0)
