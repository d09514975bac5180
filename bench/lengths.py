"""Lengths of first pages over the shipped edition: what somebody sees of every answer before they press anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from bench.measuring import Row
from bot import desk
from bot.words import LANGUAGES
from tests.support.first_pages import MOST, first_page, length, questions, statements

ROOT = Path(__file__).parent.parent


def rows() -> Iterator[Row]:
    """Yield a row for the first page of each question, the longest of each language first, then one for all."""
    edition = desk.load_folders(ROOT / "briefings", ROOT / "seeds")
    today = dt.datetime.now(dt.UTC).date()
    asked = [*chain(questions(edition), statements(edition))]
    for language in LANGUAGES:
        pages = {question: first_page(question, edition, language, today) for question in asked}
        lengths = {question: length(page, language) for question, page in pages.items()}
        most = MOST[language]
        for question in sorted(lengths, key=lambda each: -lengths[each]):
            buttons = len(pages[question].filters) + len(pages[question].buttons)
            figures = f"{lengths[question]:5} characters, rows of buttons {buttons:2}, pages {pages[question].pages:2}"
            over = lengths[question] > most
            yield Row(f"{language} {question}", figures, f"≤ {most}" if over else "", False if over else None)
        longer = sum(each > most for each in lengths.values())
        yield Row(f"{language}: first pages above {most}", f"{longer} of {len(lengths)}", "0", not longer)
