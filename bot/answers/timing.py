"""Days and times of day as people write them, in both languages."""

from __future__ import annotations

import re
from typing import Final

from bot.search import normal

_WEEKDAYS: Final = (
    ("mon", "monday", "周一", "星期一", "礼拜一"),
    ("tue", "tues", "tuesday", "周二", "星期二", "礼拜二"),
    ("wed", "wednesday", "周三", "星期三", "礼拜三"),
    ("thu", "thur", "thurs", "thursday", "周四", "星期四", "礼拜四"),
    ("fri", "friday", "周五", "星期五", "礼拜五"),
    ("sat", "saturday", "周六", "星期六", "礼拜六"),
    ("sun", "sunday", "周日", "周天", "星期日", "星期天", "礼拜日", "礼拜天"),
)
_TIME = re.compile(r"(上午|早上|下午|晚上)?(\d{1,2})(?:[:：.点时h](\d{2}|半)?分?)?(am|pm)?")

DAYS: Final = tuple(names[0] for names in _WEEKDAYS)


def weekday(word: str) -> int | None:
    """Return the day of the week a word names, Monday being 0; None for other words."""
    return next((day for day, names in enumerate(_WEEKDAYS) if normal(word) in names), None)


def minute(word: str) -> int | None:
    """Return the minute of the day a word names (9:30, 21点半, 9am, 晚上8点), None for other words."""
    match = _TIME.fullmatch(normal(word))
    if not match or (
        match[2].isdigit() and not (match[1] or match[3] or match[4] or re.search(r"[:点时h]", normal(word)))
    ):
        return None
    hour, minute = int(match[2]), 30 if match[3] == "半" else int(match[3] or 0)
    if (match[4] == "pm" or match[1] in ("下午", "晚上")) and hour < 12:
        hour += 12
    if match[4] == "am" and hour == 12:
        hour = 0
    return hour * 60 + minute if hour < 24 and minute < 60 else None
