"""An index of a text by paragraphs: the sectors and audiences of the vocabulary that it names, and years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.content.briefing import Term

_MOST_RANGES: Final = 20
_YEAR: Final = re.compile(r"(?<![\d.,/_-])((?:19|20)\d\d)(?![\d/_]|[.,]\d)")
_HAN: Final = "[\u3400-\u9fff]"


def terms_named(text: Mapping[int, str], terms: Sequence[Term]) -> Iterator[str]:
    """Yield the terms that occur in a text, the most frequent first, with their paragraphs and what they are called."""
    found: list[tuple[int, str]] = []
    for term in terms:
        pattern = _pattern(term)
        places: Mapping[int, set[str]] = {
            number: {match.lower() for match in matches}
            for number, paragraph in text.items()
            if (matches := pattern.findall(paragraph))
        }
        if places:
            words = sorted(set().union(*places.values()))
            found.append((len(places), f"{term.id} {_ranges(places)} ({', '.join(words[:6])})"))
    yield from (line for _, line in sorted(found, key=lambda each: -each[0]))


def _pattern(term: Term) -> re.Pattern[str]:
    """Return what finds a term, longest names first: Chinese anywhere, Latin letters as whole words, also in plural."""
    names = sorted({term.name.zh, term.name.en, *term.aliases}, key=lambda name: (-len(name), name))
    chinese = "|".join(re.escape(each) for each in names if re.search(_HAN, each))
    latin = "|".join(re.escape(each) for each in names if not re.search(_HAN, each))
    parts = [chinese] if chinese else []
    parts += [rf"(?<![A-Za-z0-9])(?:{latin})(?:s|es)?(?![A-Za-z0-9])"] if latin else []
    return re.compile("|".join(parts), re.IGNORECASE)


def years(text: Mapping[int, str]) -> Iterator[str]:
    """Yield the years a text names, with their paragraphs."""
    places: dict[str, list[int]] = {}
    for number, paragraph in text.items():
        for year in _YEAR.findall(paragraph):
            places.setdefault(year, []).append(number)
    yield from (f"{year} {_ranges(numbers)}" for year, numbers in sorted(places.items()))


def _ranges(numbers: Iterable[int]) -> str:
    """Return paragraph numbers as they are cited: ¶3, 5-7."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    shown = ["-".join(map(str, each)) for each in ranges[:_MOST_RANGES]]
    return f"¶{', '.join(shown)}{', …' if len(ranges) > _MOST_RANGES else ''}"
