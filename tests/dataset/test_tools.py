"""Tools: what assistants are answered, and what they are told where nothing is called so."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from bot.dataset import Dataset
from bot.dataset.languages import schema, spoken
from bot.dataset.tools import TOOLS, NotFound
from bot.words import LANGUAGES

BY_NAME = {each.name: each for each in TOOLS}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("search", {"words": "客服"}),
    ("search", {"words": "customer service", "most": 20}),
    ("forecast", {"id": "ten-hypotheses/support-first"}),
    ("forecast", {"id": "support-first"}),
    ("forecast", {"id": "copilot-meetings-mail"}),
    ("track_record", {}),
    ("track_record", {"who": "ten-hypotheses"}),
    ("due", {}),
    ("due", {"sector": "customer-service", "until": "2030-01-01"}),
    ("debate", {}),
    ("debate", {"id": "how-fast"}),
    ("advice", {}),
    ("advice", {"audience": "engineers", "most": 3}),
]


def answered(dataset: Dataset, name: str, asked: dict[str, Any], language: Any = "en") -> dict[str, Any]:
    tool = BY_NAME[name]
    return spoken(tool(dataset, tool.asks.model_validate({**asked, "language": language})), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "asked"), ASKED)
def test_answers_are_what_their_schema_says(dataset: Dataset, name: str, asked: dict[str, Any], language: Any) -> None:
    answer = answered(dataset, name, asked, language)
    Draft202012Validator(schema(BY_NAME[name].answers)).validate(answer)
    assert answer["edition"] == dataset.edition.digest and answer["licence"]["name"] == "CC BY 4.0"


def test_every_forecast_in_an_answer_carries_what_it_rests_on(dataset: Dataset) -> None:
    found = [
        each["prediction"]
        for each in answered(dataset, "search", {"words": "客服", "most": 20})["found"]
        if "prediction" in each
    ]
    found += answered(dataset, "due", {"most": 50})["due"]
    found += answered(dataset, "track_record", {"who": "ten-hypotheses", "most": 100})["verdicts"]
    found += answered(dataset, "debate", {"id": "how-fast"})["forecasts"]
    for each in found:
        assert each["at"] and each["rule"] and each["url"] and each["authors"] and each["said"]
        if each["state"] in ("held", "partly", "failed"):
            assert each["ruled_on"] and each["because"] and each["evidence"]


def test_what_was_taken_for_a_forecast_is_told_as_what_it_is(dataset: Dataset) -> None:
    answer = answered(dataset, "forecast", {"id": "copilot-meetings-mail"})
    assert answer["observation"]["since"] and "forecast" not in answer


def test_what_is_overdue_comes_first(dataset: Dataset) -> None:
    days = [each["due"] for each in answered(dataset, "due", {"most": 50})["due"]]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("name", "asked", "meant"),
    [
        ("forecast", {"id": "ten-hypotheses/suport-first"}, "ten-hypotheses/support-first"),
        ("forecast", {"id": "../../etc/passwd"}, ""),
        ("track_record", {"who": "zzzzzz"}, ""),
        ("due", {"sector": "customer-servic"}, "customer-service"),
        ("debate", {"id": "how-fsat"}, "how-fast"),
        ("advice", {"audience": "no-such"}, ""),
    ],
)
def test_what_is_called_so_by_nobody_is_said_with_what_was_meant(
    dataset: Dataset, name: str, asked: dict[str, Any], meant: str
) -> None:
    with pytest.raises(NotFound) as missing:
        answered(dataset, name, asked)
    assert missing.value.meant == meant


@pytest.mark.parametrize(
    ("name", "asked"),
    [("search", {}), ("search", {"words": ""}), ("search", {"words": "x", "most": 0}), ("due", {"colour": "red"})],
)
def test_a_tool_asked_wrongly_says_so(name: str, asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        BY_NAME[name].asks.model_validate(asked)
