"""Speaks what a source wrote from its day: when that was, as precise as its card in words, and at most a month."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.asked import Asked
from bot.content.briefing import Card
from bot.content.periods import Period


def when(asked: Asked, card: Card) -> str:
    """Return when a source was written: January 2024, 2024, the first half of 2024."""
    return asked.say("range-dash").join(_part(asked, part.strip()) for part in card.published.text.split("/"))


def wrote(asked: Asked, card: Card, text: str, *, here: bool = False) -> str:
    """Return words as of their day: “Writing in January 2024: …”, with the source where the page is not all `here`."""
    if here:
        return asked.say("wrote-then", when=when(asked, card), text=text)
    return asked.say("wrote-named", source=asked.short(card), when=when(asked, card), text=text)


def named(asked: Asked, card: Card) -> str:
    """Return which source says something and when it did: its short name and the month."""
    return asked.say("named-when", source=asked.short(card), when=when(asked, card))


def years(asked: Asked, cards: Iterable[Card]) -> str:
    """Return the years in which sources were written, the first and the last of them."""
    spans: list[Period] = [card.published for card in cards]
    first, last = min(each.first.year for each in spans), max(each.last.year for each in spans)
    if first == last:
        return asked.say("years-one", year=str(first))
    return asked.say("years-some", first=str(first), last=str(last))


def _part(asked: Asked, text: str) -> str:
    year, _, rest = text.partition("-")
    if not rest:
        return asked.say("years-one", year=year)
    if rest[0] in ("H", "Q"):
        return asked.say("when-half" if rest[0] == "H" else "quarter", year=year, number=int(rest[1]))
    return asked.say("month-year", year=year, month=int(rest[:2]))
