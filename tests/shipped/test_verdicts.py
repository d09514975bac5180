"""The shipped verdicts: with witnesses, or a reason why they cannot be decided; all of it in `show --json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import desk
from bot.content.briefing import Verdict
from bot.content.edition import STATES, Forecast, ref, state
from bot.content.export import edition_json
from bot.content.periods import Period
from bot.content.verdict_checks import thin
from bot.scores import OUTCOME_WORTH
from tests.conftest import ROOT, TODAY, shipped_edition

EDITION = shipped_edition()
ENDED = [each for each in EDITION.predictions if (until := each.record.window.until) and until < TODAY]
RULED = [each for each in EDITION.predictions if each.record.verdict]


def verdict(forecast: Forecast) -> Verdict:
    assert forecast.record.verdict
    return forecast.record.verdict


def test_there_is_something_to_rule_on() -> None:
    assert len([each for each in ENDED if each.record.weight == "core"]) > 20


@pytest.mark.parametrize("forecast", ENDED, ids=ref)
def test_of_what_has_ended_nothing_waits_without_a_reason(forecast: Forecast) -> None:
    assert forecast.record.verdict or forecast.record.pending


@pytest.mark.parametrize("forecast", [each for each in ENDED if each.record.weight == "core"], ids=ref)
def test_a_core_claim_whose_window_has_ended_has_two_witnesses_or_a_reason_why_it_is_unclear(
    forecast: Forecast,
) -> None:
    ruling = verdict(forecast)
    assert ruling.because.zh and ruling.because.en
    assert ruling.outcome == "unclear" or ruling.thin or not thin(forecast.record, ruling)


@pytest.mark.parametrize("forecast", [each for each in RULED if verdict(each).outcome in OUTCOME_WORTH], ids=ref)
def test_the_witnesses_of_a_verdict_speak_for_it(forecast: Forecast) -> None:
    """A claim that held has one that bears for it, one that failed one against it; in part takes either, or both."""
    sides = {each.bears for each in verdict(forecast).evidence}
    wanted = {"held": {"for", "mixed"}, "failed": {"against", "mixed"}, "partly": {"for", "against", "mixed"}}
    assert sides & wanted[verdict(forecast).outcome]


@pytest.mark.parametrize("forecast", RULED, ids=ref)
def test_a_verdict_rests_on_what_was_known_by_then(forecast: Forecast) -> None:
    days = [each.date.first if isinstance(each.date, Period) else each.seen for each in verdict(forecast).evidence]
    assert all(day and day <= verdict(forecast).on for day in days)


def in_words(value: Any) -> Any:
    """Return what JSON carries as YAML's simplest reader gives it: a year is a word to it."""
    match value:
        case dict():
            return {key: in_words(each) for key, each in value.items()}
        case list():
            return [in_words(each) for each in value]
    return str(value) if isinstance(value, int) else value


def predictions_in(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Return the predictions as they stand in the files, by slug/id, every value as it is written."""
    found = {}
    for file in sorted((folder / "briefings").glob("*.yaml")):
        written = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        for each in written.get("predictions", ()):
            found[f"{written['briefing']}/{each['id']}"] = each
    return found


@pytest.mark.exhaustive
@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests" / "small"], ids=["shipped", "small"])
def test_show_carries_all_there_is_of_verdicts(folder: Path) -> None:
    edition = desk.load_folders(folder / "briefings", folder / "seeds")
    shown = json.loads(json.dumps(edition_json(edition, TODAY)))
    carried = {
        f"{briefing['briefing']}/{each['id']}": each
        for briefing in shown["briefings"]
        for each in briefing["predictions"]
    }
    written = predictions_in(folder)
    assert carried.keys() == written.keys() == edition.by_ref.keys()
    for name, each in carried.items():
        assert in_words(each.get("verdict")) == written[name].get("verdict"), name
        assert in_words(each.get("resolution")) == written[name].get("resolution"), name
        assert each.get("criterion") == written[name].get("criterion"), name
        assert each.get("pending") == written[name].get("pending"), name
        assert each["state"] == state(edition.by_ref[name].record, TODAY) and each["state"] in STATES


def test_the_small_edition_has_every_part_of_a_verdict_to_be_carried() -> None:
    written = list(predictions_in(ROOT / "tests" / "small").values())
    ruled = [each["verdict"] for each in written if "verdict" in each]
    assert any(each.get("earlier") for each in ruled) and any("pending" in each for each in written)
    assert {key for each in ruled for key in each} == {
        *("outcome", "on", "because", "lacks", "settles", "looked", "thin", "evidence", "earlier")
    }
    assert {key for each in ruled for witness in each.get("evidence", ()) for key in witness} == {
        *("url", "publisher", "kind", "mirrors", "date", "seen", "fact", "bears", "archive", "words")
    }
