"""A proposed verdict, at every door there is: whatever would show the verdict shows that it is proposed, until its day.

Three editions differ in one ruling alone: not given yet, proposed, and final. A door that is not the same before and
after shows verdicts; so it has to show the one that is proposed, and as that.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from bot.answers import Answer
from bot.answers.filters import OF_LEANING, OF_STATE
from bot.channels.web.export.rewriting import Rewriter
from bot.channels.web.export.walk import Walk
from bot.channels.web.export.writing import Writer
from bot.channels.web.languages import PATHS
from bot.channels.web.site import build
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.content.proposals import OBJECTIONS, as_of
from bot.dataset import DOWNLOADS, RESOURCES, TOOLS, Dataset, search, spoken, table
from bot.pages import Publication
from bot.people.readers import Issue, Known
from bot.state.sqlite.store import Store
from bot.words import LANGUAGES, WRITTEN
from tests.conftest import NOW, TODAY, built
from tests.content.test_proposals import DONE, ruled, ruling
from tests.support.asking import asking, whole

BASE = "https://forecasts.example"
Doors = dict[str, str]
"""What stands behind every door, by what the door is called."""
BEGINNINGS = ("/start", "/help", "/predictions all", "/predictions proposed", "/timeline all", "/picture timeline")
ASKS_ANOTHER = ("/checkin", "/answer", "/start")
"""Doors that change because the forecast is asked about no more, however they name it."""
OF_ONE_STATE = {*OF_STATE, *OF_LEANING} - {"proposed"}
COUNTS_ALONE = ("/picture scores",)
"""Doors that show of forecasts only how many are decided: until its day a proposed verdict is none of them."""
languages = pytest.mark.parametrize("language", LANGUAGES)


WORDS: dict[Language, str] = {"zh": "拟判", "zh-Hant": "擬判", "en": "proposed"}
"""What every door calls it, or 📝."""


def hold(
    small: Edition,
    doors: Callable[[Edition], Doors],
    languages: tuple[Language, ...] = LANGUAGES,
    exempt: tuple[str, ...] = (),
) -> list[str]:
    """Hold every door that shows the verdict to showing the proposed one; return which do."""
    before, proposed, after = (
        doors(each)
        for each in (small, ruled(small, DONE, ruling(TODAY, TODAY + OBJECTIONS)), ruled(small, DONE, ruling(TODAY)))
    )
    there = [each for each in before.keys() & after.keys() if not each.startswith(exempt)]
    shows = [each for each in there if before[each] != after[each]]
    marks = ("📝", *(WORDS[each] for each in languages))
    forgets = [each for each in shows if not any(mark in proposed.get(each, "").casefold() for mark in marks)]
    assert not forgets, sorted(forgets)
    early = [each for each in there if before[each] != after[each] == proposed.get(each)]
    assert not early, sorted(early)
    return shows


def answers(edition: Edition, language: Language) -> Doors:
    """Walk through all answers that lead to each other, but lists of one state, which others join and leave."""
    seen, found = as_of(edition, TODAY), Doors()
    ahead = [*BEGINNINGS, *(f"/search {each}" for each in ("catalogues", "目录")), f"/follow {DONE}"]
    while ahead:
        if (command := ahead.pop()) not in found:
            shown = whole(command, asking(seen, language, TODAY))
            found[command] = words(shown)
            ahead += (
                each for each in led_to(shown) if not OF_ONE_STATE & {*each.split()} and not re.search(r" p\d+$", each)
            )
    return found


def words(shown: Answer) -> str:
    blocks = ("".join(span.text for span in block.spans) for block in shown.blocks)
    buttons = (button.label for row in (*shown.filters, *shown.buttons) for button in row)
    return "\n".join([shown.title, *blocks, *buttons, shown.picture or ""])


def led_to(shown: Answer) -> Iterator[str]:
    yield from (block.command for block in shown.blocks if block.command)
    yield from (button.command for row in (*shown.filters, *shown.buttons) for button in row if button.command)


@languages
def test_every_answer_that_shows_verdicts_shows_a_proposed_one(small: Edition, language: Language) -> None:
    shows = hold(small, lambda each: answers(each, language), (language,), COUNTS_ALONE + ASKS_ANOTHER)
    assert len(shows) > 20 and f"/prediction {DONE}" in shows


@languages
def test_a_question_of_a_check_in_that_was_ruled_on_since_says_that_it_is_proposed(
    small: Edition, language: Language
) -> None:
    known = Known(issue=Issue((DONE,), TODAY), chances={DONE: "80"})

    def doors(edition: Edition) -> Doors:
        asked = asking(as_of(edition, TODAY), language, TODAY, known=known)
        return {each: words(whole(each, asked)) for each in ("/checkin", f"/vote {DONE} yes")}

    assert hold(small, doors, (language,))


def site(edition: Edition) -> Doors:
    """Return every file of the site: pages, frames, feeds, calendars, and the API."""
    with closing(sqlite3.connect(":memory:")) as connection:
        program = built(Store(connection), lambda: NOW, edition=edition, public_url=BASE)
        starts = [
            f"/{path}/{place.address}" for path in PATHS.values() for place in program.page.publication().places()
        ]
        starts += [f"/embed/{path}/predictions/{DONE}" for path in PATHS.values()]
        starts += [f"/api/v1/{each.path}" for each in RESOURCES if each.whole] + [f"/api/v1/predictions/{DONE}"]
        rewriter, found = Rewriter(BASE, lambda _, __: ""), Doors()

        def put(name: str, content: bytes) -> int:
            found[name] = content.decode(errors="replace")
            return len(content)

        walk, writer = Walk(rewriter, starts), Writer(build(program.page), rewriter, put, {})
        while ahead := walk.batch():
            written = writer.write(ahead)
            walk.take(written.found, written.told)
        return found


def test_every_page_frame_feed_and_record_that_shows_verdicts_shows_a_proposed_one(small: Edition) -> None:
    shows = hold(small, site)
    for each in ("en/predictions", f"zh/predictions/{DONE}", f"embed/en/predictions/{DONE}", "due.en.ics"):
        assert any(one.startswith(each) for one in shows), each
    for each in ("feeds/verdicts", "api/v1/predictions.json", f"api/v1/predictions/{DONE}.json"):
        assert any(one.startswith(each) for one in shows), each


def test_programs_that_check_facts_are_told_of_a_verdict_only_when_it_counts(small: Edition) -> None:
    page = f"en/predictions/{DONE}/index.html"
    assert "ClaimReview" not in site(ruled(small, DONE, ruling(TODAY, TODAY + OBJECTIONS)))[page]
    assert "ClaimReview" in site(ruled(small, DONE, ruling(TODAY)))[page]


def data(edition: Edition) -> Doors:
    """Return what programs are given whole: downloads, answers of tools, what a page searches by itself; pictures."""
    dataset = Dataset(as_of(edition, TODAY), TODAY, lambda language, address: f"{BASE}/{language}/{address}")
    found = {kind: make(dataset).decode(errors="replace") for kind, (_, make) in DOWNLOADS.items()}
    asked: dict[str, dict[str, Any]] = {
        "search": {"words": "catalogues"},
        "forecast": {"id": DONE},
        "due": {"most": 50},
        "track_record": {"who": "quiet-library"},
    }
    for tool in TOOLS:
        answered = tool(dataset, tool.asks.model_validate({**asked.get(tool.name, {}), "language": "en"}))
        found[tool.name] = str(spoken(answered, "en")).replace("'", '"')
    scripts = {name: content.decode() for what in (search, table) for name, content in what(dataset)}
    found["script of fields"] = "".join(scripts[name] for name in scripts if name.startswith("table/by-"))
    live = Publication(dataset.edition, TODAY)
    for language in LANGUAGES:
        own = re.compile(rf"(?:table|search)/{language.lower()}-\d+")
        found[f"script {language}"] = "".join(scripts[name] for name in scripts if own.fullmatch(name))
        for address in (f"predictions/{DONE}", "authors/quiet-library"):
            place = live.place(address)
            assert place
            found[f"card {language} {address}"] = live.preview(language, place) or ""
    return found


def test_every_download_tool_and_picture_that_shows_verdicts_shows_a_proposed_one(small: Edition) -> None:
    shows = hold(small, data)
    for each in ("json", "csv", "sqlite", "search", "forecast", "track_record", "script en", "script of fields"):
        assert any(one.startswith(each) for one in shows), (each, shows)
    assert len([each for each in shows if each.startswith("card")]) >= len(WRITTEN)
