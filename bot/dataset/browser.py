"""What a browser needs to search and to narrow forecasts by itself: texts and lines of one language, as a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from bot.answers.asked import Asked
from bot.answers.library import IndexEntry, library
from bot.content.briefing import Language
from bot.content.edition import Forecast
from bot.content.reviews import current
from bot.dataset.dataset import Dataset
from bot.pages import addresses
from bot.pages.rows import row
from bot.pages.table import chosen

_WORDS: Final = ("search-nothing", "search-counted", "filters-counted")
"""Messages that a script says."""


def script(dataset: Dataset, language: Language) -> bytes:
    """Return the script: `window.HINDSIGHT` with words, texts (most important first), lines (as the table comes)."""
    asked = dataset.asked.speaking(language)
    held: dict[str, Any] = {
        "words": {each: asked.say(each, count="{count}") for each in _WORDS},
        "texts": list(_texts(asked)),
        "rows": [_row(asked, each) for each in chosen(asked, {})],
    }
    return f"window.HINDSIGHT={json.dumps(held, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def _texts(asked: Asked) -> Iterator[list[str]]:
    """Yield what can be found: its kind, what it says, what else it is found by, and its address."""
    for entry in library(asked.edition)[0]:
        if address := addresses.of_command(asked.edition, entry.command):
            text = asked.text(entry.text)
            yield [_kind(asked, entry), text, entry.searched.replace(text, " "), address]


def _kind(asked: Asked, entry: IndexEntry) -> str:
    kind = asked.say(f"kind-{entry.kind}")
    forecast = entry.kind == "prediction" and entry.statement
    return f"{asked.mark(entry.statement.record)} {kind}" if forecast and entry.statement else kind


def _row(asked: Asked, forecast: Forecast) -> dict[str, Any]:
    """Return a line of the table, with the fields that narrow and sort it."""
    shown, record = row(asked, forecast), forecast.record
    standing = current(record)
    fields = {
        "state": [shown.state, *(["ruled"] if record.verdict else [])],
        "leaning": [standing.leans, "leaning"] if standing else [],
        "sector": list(record.sectors),
        "source": [forecast.briefing.briefing],
        "author": [author.zh for author in forecast.card.authors],
        "year": [shown.until[:4]] if shown.until else [],
        "weight": [record.weight],
        "certainty": [record.certainty],
    }
    told = {
        name: getattr(shown, name)
        for name in ("state", "stands", "leans", "statement", "said", "until", "ends", "ruled")
    }
    source = [shown.source.name, shown.source.address]
    sectors = [[each.name, each.address] for each in shown.sectors]
    told["published"] = str(forecast.card.published.first)
    return {**told, "address": shown.address, "source": source, "sectors": sectors, "fields": fields}
