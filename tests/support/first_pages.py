"""The first page of every answer readers ask for, and how long it is: what they see before they press or unfold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from bot.answers import COMMANDS, Answer, answer
from bot.answers.filters import CERTAINTIES, OF_LEANING, OF_STATE
from bot.content.briefing import Language
from bot.content.edition import WEIGHTS, Edition
from tests.support.asking import asking

MOST: Final[dict[Language, int]] = {"zh": 900, "zh-Hant": 900, "en": 1_500}
"""Characters of a first page in each language."""
UNFOLDED: Final[dict[Language, int]] = {"zh": 75, "zh-Hant": 75, "en": 125}
"""Characters of a folded text that are seen: three lines on a phone."""
_WORDS: Final = ("客服", "智能体", "RAG", "AI", "agents", "programmers", "电")


def questions(edition: Edition) -> Iterator[str]:
    """Yield every command for readers, each with everything it can be asked of: fields, debates, documents, years."""
    yield from (f"/{name}" for name, row in COMMANDS.items() if not row.editors and not row.draws)
    slugs, fields, years = list(edition.by_slug), list(edition.sectors), _years(edition)
    yield from (f"/briefing {slug}" for slug in slugs)
    yield from (f"/sector {field}" for field in fields)
    yield from (f"/debate {debate.id}" for debate in edition.debates)
    yield from (f"/advice {audience}" for audience in edition.audiences)
    yield from (f"/timeline {year}" for year in years)
    yield from (f"/scores {what}" for what in (*slugs, *fields, *years))
    filters = (*OF_STATE, *OF_LEANING, *WEIGHTS, *CERTAINTIES, *slugs, *fields, *years, "all")
    yield from (f"/predictions {each}" for each in filters)
    yield from (f"/predictions {state} {slug}" for state in OF_STATE for slug in slugs)
    yield from (f"/search {words}" for words in _WORDS)


def statements(edition: Edition) -> Iterator[str]:
    """Yield the question for the page of each statement."""
    yield from (f"/prediction {name}" for name in (*edition.by_ref, *edition.observed))


def first_page(question: str, edition: Edition, language: Language, today: dt.date) -> Answer:
    """Return what somebody is shown who asks for no page."""
    return answer(question, asking(edition, language, today)).answer


def length(shown: Answer, language: Language) -> int:
    """Return how many characters of a page are seen, with the numbers of its doors and the breaks between blocks."""
    numbers = iter(range(shown.first_door, 100))
    texts = [f"{shown.title} ({shown.page}/{shown.pages})" if shown.pages > 1 else shown.title]
    for block in shown.blocks:
        text = "".join(span.text for span in block.spans)
        text = text[: UNFOLDED[language]] if block.kind == "folded" else text
        texts.append(f"{next(numbers)}. {text}" if block.command else text)
    return len("\n\n".join(texts))


def _years(edition: Edition) -> list[str]:
    ends = {each.record.window.until.year for each in edition.predictions if each.record.window.until}
    events = {day.year for each in edition.events for day in (each.record.when.first, each.record.when.last)}
    return sorted(map(str, ends | events))
