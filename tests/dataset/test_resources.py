"""Resources: true to their schemas and to the files, narrowed as the pages are, whole over all pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.content.edition import Edition, state
from bot.dataset import RESOURCES, Choice, Dataset, NotAChoice, Resource, choose, list_of, listed, written
from bot.dataset.choices import OfPredictions
from bot.dataset.languages import schema, spoken
from bot.pages.impersonal import asking
from bot.pages.paging import A_PAGE
from bot.pages.table import table
from bot.words import LANGUAGES
from tests.conftest import TODAY
from tests.dataset.conftest import dataset_of

WHOLE = [each for each in RESOURCES if each.whole]
SEARCHED = next(each for each in RESOURCES if not each.whole)


def named(resource: Resource) -> str:
    return resource.path


def choice_of(resource: Resource, dataset: Dataset, **fields: str) -> Choice:
    asked = fields if resource.whole else {"q": "客服", **fields}
    found: Choice = choose(resource.choice, dataset.edition, asked.items())
    return found


def answered(resource: Resource, dataset: Dataset, **fields: str) -> dict[str, Any]:
    found = listed(dataset, resource, choice_of(resource, dataset, **fields), lambda number: f"?page={number}")
    answer: dict[str, Any] = json.loads(written(found))
    return answer


def texts(value: object) -> Iterator[dict[str, str]]:
    """Yield whatever still holds words in two languages."""
    if isinstance(value, dict):
        if {"zh", "en"} <= value.keys():
            yield value
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("resource", RESOURCES, ids=named)
def test_answers_are_what_their_schema_says(dataset: Dataset, resource: Resource) -> None:
    kind = list_of(resource.record)
    answer = answered(resource, dataset, per_page="500")
    assert answer["items"] and answer["licence"]["name"] == "CC BY 4.0" and answer["edition"] == dataset.edition.digest
    Draft202012Validator(kind.model_json_schema(mode="serialization", by_alias=True)).validate(answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("resource", RESOURCES, ids=named)
def test_in_one_language_no_text_stands_in_two(dataset: Dataset, resource: Resource, language: Any) -> None:
    check = Draft202012Validator(schema(resource.record))
    for each in resource.select(dataset, choice_of(resource, dataset)):
        said = spoken(resource.shape(dataset, each), language)
        assert not list(texts(said))
        check.validate(said)


def test_a_text_is_told_in_the_language_that_is_asked_for(dataset: Dataset) -> None:
    [first] = (each for each in RESOURCES if each.path == "debates")
    debate = first.all(dataset)[0]
    question = dataset.edition.debates[0].question
    told = {language: spoken(debate, language)["question"] for language in LANGUAGES}
    assert told == {language: question.in_(language) for language in LANGUAGES} and len({*told.values()}) == 3
    assert spoken(debate, "zh-Hant")["url"].startswith("https://site.example/zh-hant/debates/")


@pytest.mark.parametrize("resource", WHOLE, ids=named)
def test_pages_together_are_the_whole(dataset: Dataset, resource: Resource) -> None:
    whole, number, found = answered(resource, dataset, per_page="500"), 1, []
    while True:
        part = answered(resource, dataset, per_page="7", page=str(number))
        found += part["items"]
        assert (part["links"]["prev"] is None) == (number == 1)
        if part["links"]["next"] is None:
            break
        number += 1
        assert part["links"]["next"] == f"?page={number}"
    assert found == whole["items"] and len(found) == whole["total"] and part["pages"] == number


def test_what_lies_behind_the_last_page_is_empty_and_leads_back(dataset: Dataset) -> None:
    answer = answered(RESOURCES[0], dataset, page="99999")
    assert not answer["items"] and answer["links"]["next"] is None
    assert answer["links"]["prev"] == answer["links"]["last"] == f"?page={answer['pages']}"


@pytest.mark.parametrize("resource", [each for each in WHOLE if each.find], ids=named)
def test_each_is_found_by_its_id(dataset: Dataset, resource: Resource) -> None:
    assert resource.find
    for each in answered(resource, dataset, per_page="500")["items"]:
        found = resource.find(dataset, each["id"])
        assert json.loads(written(resource.shape(dataset, found))) == each
    assert resource.find(dataset, "nobody/ever") is None


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"state": "failed"},
        {"state": "ruled", "sector": "customer-service"},
        {"leaning": "held"},
        {"leaning": "leaning", "sort": "until"},
        {"source": "ten-hypotheses", "year": "2024", "weight": "core"},
        {"certainty": "hedged", "state": "open", "sort": "-said"},
        {"sort": "-state"},
    ],
)
def test_forecasts_are_narrowed_and_sorted_as_on_the_page(dataset: Dataset, query: dict[str, str]) -> None:
    asked = asking(dataset.edition, TODAY, "en")
    count = table(asked, query).count
    pages = [table(asked, {**query, "page": str(number)}) for number in range(1, -(-count // A_PAGE) + 1)]
    answer = answered(RESOURCES[0], dataset, per_page="500", **query)
    assert [each["id"] for each in answer["items"]] == [row.ref for page in pages for row in page.rows]
    assert answer["total"] == count


def test_a_forecast_carries_paragraphs_rule_verdict_and_evidence(dataset: Dataset) -> None:
    for each in answered(RESOURCES[0], dataset, per_page="500")["items"]:
        record = dataset.edition.by_ref[each["id"]].record
        assert each["at"] and each["state"] == state(record, TODAY) and each["rule"]["question"]["en"]
        assert each["rule"]["beforehand"] is record.ruled_beforehand
        assert (each["verdict"] or {}).get("on") == (str(record.verdict.on) if record.verdict else None)
        assert len((each["verdict"] or {}).get("evidence", ())) == len(
            record.verdict.evidence if record.verdict else ()
        )
        assert each["verdict"] is None or each["standing"] is None


@pytest.mark.parametrize(
    ("pairs", "trouble", "field"),
    [
        ([("colour", "red")], "unknown", "colour"),
        ([("state", "held"), ("state", "held")], "twice", "state"),
        ([("state", "right")], "value", "state"),
        ([("sector", "no-such-field")], "value", "sector"),
        ([("sector", "客服")], "value", "sector"),
        ([("year", "24")], "value", "year"),
        ([("page", "0")], "value", "page"),
        ([("page", "٣")], "value", "page"),
        ([("page", "1.0")], "value", "page"),
        ([("page", " 1")], "value", "page"),
        ([("per_page", "501")], "value", "per_page"),
        ([("state", "")], "value", "state"),
    ],
)
def test_what_cannot_be_chosen_is_refused(
    dataset: Dataset, pairs: list[tuple[str, str]], trouble: str, field: str
) -> None:
    with pytest.raises(NotAChoice) as refused:
        choose(OfPredictions, dataset.edition, pairs)
    assert (refused.value.trouble, refused.value.field) == (trouble, field)
    assert refused.value.known or trouble == "twice"


def test_a_search_needs_words(dataset: Dataset) -> None:
    with pytest.raises(NotAChoice):
        choose(SEARCHED.choice, dataset.edition, [])


def test_the_timeline_and_advice_are_narrowed(dataset: Dataset) -> None:
    timeline, advice = (next(each for each in RESOURCES if each.path == path) for path in ("timeline", "advice"))
    events = answered(timeline, dataset, year="2024", kind="forecast", per_page="500")["items"]
    assert events and all(each["kind"] == "forecast" and "2024" in str(each["when"]) for each in events[:1])
    given = answered(advice, dataset, audience="engineers", source="ten-hypotheses", per_page="500")["items"]
    assert given and {(each["audience"], each["source"]["briefing"]) for each in given} == {
        ("engineers", "ten-hypotheses")
    }


def test_a_small_edition_has_all_of_it_too(small: Edition) -> None:
    dataset = dataset_of(small)
    for resource in WHOLE:
        answered(resource, dataset)
