"""What a browser is told of an edition: it narrows, sorts and searches by it as the program does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

import pytest

from bot.content.edition import Edition, ref
from bot.dataset import Dataset, messages, search, table
from bot.dataset.browser_search import MOST_HELD, part_of, words
from bot.pages.table import chosen
from bot.search import normal

BEGINNING = "(window.HINDSIGHT=window.HINDSIGHT||{})"


def said(scripts: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
    """Return what scripts say, by their names; each says only what bears its own."""
    found = {}
    for name, script in scripts:
        before, _, value = script.decode().partition("]=")
        assert before == f'{BEGINNING}["{name}"' and name not in found
        found[name] = json.loads(value)
    return found


def whole(found: Mapping[str, Any], name: str) -> list[Any]:
    """Return a list that is cut into scripts."""
    count = sum(each.startswith(f"{name}-") and each.removeprefix(f"{name}-").isdigit() for each in found)
    return [each for number in range(count) for each in found[f"{name}-{number}"]]


@pytest.fixture(scope="module")
def narrowing(dataset: Dataset) -> dict[str, Any]:
    return said(table(dataset))


@pytest.fixture(scope="module")
def searching(dataset: Dataset) -> dict[str, Any]:
    return said(search(dataset))


def test_each_value_of_each_field_lets_through_what_the_table_does(
    narrowing: dict[str, Any], dataset: Dataset, shipped: Edition
) -> None:
    default = [ref(each) for each in chosen(dataset.asked, {})]
    assert narrowing["table/index"]["count"] == len(default) == len(shipped.predictions)
    values = 0
    for field in narrowing["table/index"]["fields"]:
        for value, steps in narrowing[f"table/by-{field}"].items():
            through = [default[at] for at in accumulate(steps)]
            assert through == [ref(each) for each in chosen(dataset.asked, {field: value})], (field, value)
            values += 1
    assert values > 60


def test_each_other_order_is_that_of_the_table(narrowing: dict[str, Any], dataset: Dataset) -> None:
    default = [ref(each) for each in chosen(dataset.asked, {})]
    orders = narrowing["table/index"]["orders"]
    assert {*orders} == {"-ruled", "until", "-until", "said", "-said", "state", "-state"}
    for sort in orders:
        there = [default[at] for at in narrowing[f"table/order-{sort}"]]
        assert there == [ref(each) for each in chosen(dataset.asked, {"sort": sort})]


@pytest.mark.parametrize("language", ["zh", "zh-hant", "en"])
def test_each_forecast_has_its_line_in_each_language(
    narrowing: dict[str, Any], dataset: Dataset, language: str
) -> None:
    lines = whole(narrowing, f"table/{language}")
    assert [each["address"] for each in lines] == [f"predictions/{ref(each)}" for each in chosen(dataset.asked, {})]
    assert all(each["statement"] and each["stands"] and each["source"][0] for each in lines)


def test_the_index_leads_from_each_word_of_a_statement_to_it(searching: dict[str, Any], shipped: Edition) -> None:
    index, shown = searching["search/index"], whole(searching, "search/en")
    assert index["count"] == len(shown) == len(index["lengths"])
    places = {text: number for number, (_, text, _) in reversed([*enumerate(shown)])}
    for each in shipped.predictions[::7]:
        for word in words(normal(each.record.statement.en)):
            count, *steps = searching[f"search/words-{part_of(word, index['cut'])}"][word]
            held = [*accumulate(steps)]
            assert places[each.record.statement.en] in held or count > MOST_HELD
            assert len(held) == min(count, MOST_HELD)


def test_traditional_characters_are_turned_into_those_of_the_texts(searching: dict[str, Any]) -> None:
    pairs = searching["search/index"]["simplified"]
    turned = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert (turned["電"], turned["預"], turned["測"]) == ("电", "预", "测")
    assert not {*turned} & {*turned.values()}


def test_what_a_page_loads_for_a_question_stays_small(searching: dict[str, Any], narrowing: dict[str, Any]) -> None:
    """The whole of it was 800 kB for each language before it was cut."""
    for name, value in (searching | narrowing).items():
        assert len(json.dumps(value, ensure_ascii=False).encode()) < 200_000, name


def test_messages_are_there_in_every_language(dataset: Dataset) -> None:
    found = said(messages(dataset))
    assert {*found} == {"words/zh", "words/zh-hant", "words/en"}
    assert all("{count}" in each["search-counted"] and "{number}" in each["page-number"] for each in found.values())


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("B100 降价 75%".lower(), {"b100", "75", "降", "价", "降价"}),
        ("电", {"电"}),
        ("gpt-4.5/5", {"gpt", "4", "5"}),
        ("", set[str]()),
    ],
)
def test_a_text_is_found_by_its_words_and_pairs_of_characters(text: str, held: set[str]) -> None:
    assert words(text) == held
