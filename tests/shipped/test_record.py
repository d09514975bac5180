"""The shipped record: dates as their pages give them, rules before the day, few verdicts unclear."""

from __future__ import annotations

import datetime as dt

import yaml

from bot.content.edition import ref, witnesses
from tests.conftest import ROOT, shipped_edition

KNOWN: dict[str, str] = yaml.safe_load((ROOT / "tests" / "data" / "dates.yaml").read_text(encoding="utf-8"))
SHIPPED = shipped_edition()


def test_no_date_is_more_precise_than_its_page_and_none_vaguer() -> None:
    shown = [(name, each.url, str(each.date)) for name, each in witnesses(SHIPPED)]
    assert [(name, url, date, KNOWN.get(url)) for name, url, date in shown if KNOWN.get(url) != date] == []


def test_every_core_claim_has_a_rule_with_a_source_and_a_day() -> None:
    missing = [ref(each) for each in SHIPPED.predictions if each.record.weight == "core" and not each.record.resolution]
    assert not missing


def test_what_ends_with_2026_had_its_rule_before() -> None:
    ending = [each for each in SHIPPED.predictions if each.record.window.until == dt.date(2026, 12, 31)]
    assert len(ending) >= 20
    for each in ending:
        rule = each.record.resolution
        assert rule and rule.written <= dt.date(2026, 12, 31) and each.record.ruled_beforehand, ref(each)


def test_of_the_verdicts_for_2024_and_2025_few_are_unclear_and_each_says_why() -> None:
    ended = [
        each.record.verdict
        for each in SHIPPED.predictions
        if (until := each.record.window.until) and until.year in (2024, 2025) and each.record.verdict
    ]
    unclear = [each for each in ended if each.outcome == "unclear"]
    assert len(unclear) < 0.15 * len(ended)
    assert all(each.lacks and each.settles for each in unclear)


def test_no_evidence_is_without_a_rank() -> None:
    assert not [name for name, each in witnesses(SHIPPED) if each.kind is None]
