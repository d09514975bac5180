"""The days and months that a text names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH: Final = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_DATES: Final = (
    re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*[-/.月]\s*(?P<day>\d{1,2}))?(?!\d)"
    ),
    re.compile(rf"\b(?P<name>{_MONTH})\.?\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name>{_MONTH})\.?,?\s+(?P<year>(?:19|20)\d\d)\b"),
    # Of 3/5/2024 nobody knows whether it is March or May.
    re.compile(
        r"(?<![\d./-])(?P<day>1[3-9]|2\d|3[01])(?P<by>[./-])(?P<month>\d{1,2})(?P=by)(?P<year>(?:19|20)\d\d)(?!\d)"
    ),
    re.compile(
        r"(?<![\d./-])(?P<month>\d{1,2})(?P<by>[./-])(?P<day>1[3-9]|2\d|3[01])(?P=by)(?P<year>(?:19|20)\d\d)(?!\d)"
    ),
)


def parse_date(text: str, today: dt.date | None = None) -> str | None:
    """Return the first day or month a text names, as 2024-03-05 or 2024-03; None where it names none.

    Days after `today` are passed over: nothing was published on them. Own, as dateparser makes days up: it takes
    2024年3月 for the year 2, 2024-13-01 for 13 January, 03/05/2024 for either, and gives a month the day of today.
    """
    return next(dates(text[:2_000], today), None)


def first_date(text: str) -> int:
    """Return where in a text the first date begins; its length where it names none."""
    return min((found.start() for pattern in _DATES if (found := pattern.search(text))), default=len(text))


def dates(text: str, today: dt.date | None = None) -> Iterator[str]:
    """Yield the days and months a text names, up to today."""
    matches = [match for pattern in _DATES for match in pattern.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        named = match.groupdict()
        month = _month(named["name"]) if "name" in named else int(named["month"])
        try:
            day = dt.date(int(named["year"]), month, int(named["day"] or 1))
        except ValueError:
            continue
        if not today or day <= today:
            yield day.isoformat() if named["day"] else day.isoformat()[:7]


def _month(name: str) -> int:
    return next(number for number, each in enumerate(_MONTHS, 1) if each[:3] == name[:3])
