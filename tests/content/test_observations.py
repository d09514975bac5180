"""What an author saw and did not foresee, ids of before, claims, and figures in both languages: the format."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from bot.content.assembling import build_edition
from bot.content.diff import differences, tally
from bot.content.edition import Edition, witnesses
from bot.content.export import edition_json
from bot.content.problem import Problem
from bot.content.texts import LANGUAGES
from tests.conftest import TODAY
from tests.content.test_edition import DEBATES, DOUGH
from tests.content.test_record import codes, edited, found_in
from tests.support.marked import assert_readable

CODES = {"was-stands", "claim-alone", "figure-in-chinese", "publisher-once"}
"""Problems and warnings of these records, each shown below to be found."""

SAW = "machine-dough/south-bakeries"


def warned(files: dict[str, bytes], code: str) -> tuple[Problem, ...]:
    edition = build_edition(files)
    assert_readable(edition.warnings)
    return tuple(each for each in edition.warnings if each.code == code)


# Ids


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("- id: south-bakeries", "- id: night-shift", "used-twice"),
        ("was: [cameras-come]", "was: [craft-lasts]", "used-twice"),
        ("was: [cameras-come]", "was: [cameras-come, cameras-come]", "used-twice"),
        ("was: [cameras-come]", "was: [night-shift]", "was-stands"),
        ("was: [cameras-come]", "was: [south-bakeries]", "was-stands"),
        ("was: [craft-lasts]", "was: [south-bakeries]", "was-stands"),
        ("was: [craft-lasts]", "was: [Craft_Lasts]", "slug"),
        ("claim: handmade", "claim: Hand made", "slug"),
    ],
)
def test_an_id_leads_to_one_thing_alone(files: dict[str, bytes], old: str, new: str, code: str) -> None:
    assert codes(edited(files, DOUGH, (old, new))) == [code]


def test_ids_of_before_lead_to_what_took_their_place(small: Edition) -> None:
    assert small.current("machine-dough/craft-lasts") == "machine-dough/handmade-stays"
    assert small.current("machine-dough/cameras-come") == SAW and SAW in small.observed
    assert small.current("machine-dough/night-shift") == "machine-dough/night-shift"
    assert small.current("nowhere/nothing") == "nowhere/nothing"
    assert not {*small.successors} & {*small.by_ref, *small.observed}


def test_sides_of_a_debate_cite_forecasts_observations_and_ids_of_before(files: dict[str, bytes]) -> None:
    for cited in ("south-bakeries", "cameras-come", "craft-lasts"):
        assert codes(edited(files, DEBATES, ("cites: [night-shift, handmade-stays]", f"cites: [{cited}]"))) == []
    unknown = edited(files, DEBATES, ("cites: [night-shift, handmade-stays]", "cites: [south-bakery]"))
    [found] = found_in(unknown)
    assert (found.code, dict(found.args)["near"]) == ("unknown-prediction", "south-bakeries")


# What an observation holds


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    sectors: [bakeries]\n    at: [3]\n", "    sectors: []\n    at: [3]\n", "too-few"),
        ("    sectors: [bakeries]\n    at: [3]\n", "    sectors: [bakerys]\n    at: [3]\n", "unknown-sector"),
        ("    sectors: [bakeries]\n    at: [3]\n", "    sectors: [bakeries]\n    at: [300]\n", "outside-source"),
        ('    since: {zh: "2024 年底是 25 家。", en: ', "    since: {en: ", "missing"),
        ('    what: {zh: "城南三家面包店已经', '    statement: {zh: "城南三家面包店已经', "unknown-key"),
    ],
)
def test_an_observation_is_held_to_the_format(files: dict[str, bytes], old: str, new: str, code: str) -> None:
    assert code in codes(edited(files, DOUGH, (old, new)))


@pytest.mark.parametrize(
    ("date", "code"), [("undated", "undated-unseen"), ("2024/2025", "dated"), ("undated\n        seen: 2025-01-31", "")]
)
def test_evidence_of_an_observation_is_dated_as_that_of_a_verdict(
    files: dict[str, bytes], date: str, code: str
) -> None:
    assert codes({**files, DOUGH: _observed(files, "        date: 2024-12-20", f"        date: {date}")}) == (
        [code] if code else []
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("        date: 2024-12-20", "        date: 2024-11-30", "month-end"),
        ("        kind: primary\n", "", "no-rank"),
        ('en: "25 of 62 shops use the machine."', 'en: ""', "unwritten"),
    ],
)
def test_what_evidence_of_an_observation_lacks_is_a_warning(
    files: dict[str, bytes], old: str, new: str, code: str
) -> None:
    assert len(warned({**files, DOUGH: _observed(files, old, new)}, code)) == 1


def _observed(files: dict[str, bytes], old: str, new: str) -> bytes:
    """The file after an edit of its observations."""
    before, within, after = files[DOUGH].decode().partition("observations:\n")
    assert old in after
    return (before + within + after.replace(old, new, 1)).encode()


def test_evidence_of_observations_and_reviews_is_among_all_evidence(small: Edition) -> None:
    found = [(name, evidence.url) for name, evidence in witnesses(small)]
    assert (SAW, "https://example.org/guild/2024?page=2#count") in found
    assert {("machine-dough/night-shift", f"https://example.org/{page}") for page in ("night", "night-2025")} <= {
        *found
    }


# Claims, figures


def test_a_claim_of_one_prediction_alone_is_a_warning(files: dict[str, bytes]) -> None:
    assert warned(files, "claim-alone") == ()
    slips = warned(edited(files, DOUGH, ("claim: handmade", "claim: handmad")), "claim-alone")
    assert [dict(each.args)["value"] for each in slips] == ["handmad", "handmade"]
    assert [dict(each.args)["near"] for each in slips] == ["handmade", "handmad"]


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ('"6,000 元"', 1),
        ("{zh: 快二十年, en: 快二十年}", 1),
        ("{zh: 快二十年, en: almost twenty years}", 0),
        ('"1:10"', 0),
        ("{zh: 6000 元, en: 6000 yuan}", 0),
    ],
)
def test_a_figure_that_readers_of_english_see_in_chinese_is_a_warning(
    files: dict[str, bytes], value: str, count: int
) -> None:
    after = edited(files, DOUGH, ('value: {zh: "6,000 元", en: "6,000 yuan"}', f"value: {value}"))
    assert len(warned(after, "figure-in-chinese")) == count


@pytest.mark.parametrize(
    ("publisher", "count"),
    [
        ('"Oven Weekly (on a survey)"', 1),
        ('"灶台周刊（转述调查）"', 1),
        ('"Oven Weekly"', 0),
        ('{zh: "灶台周刊（转述调查）", en: "Oven Weekly (on a survey)"}', 0),
    ],
)
def test_what_is_said_of_a_publisher_in_one_language_is_a_warning(
    files: dict[str, bytes], publisher: str, count: int
) -> None:
    after = edited(files, DOUGH, ('publisher: "城南面包坊"', f"publisher: {publisher}"))
    assert len(warned(after, "publisher-once")) == count


def test_a_publisher_in_both_languages_is_shown_in_each(files: dict[str, bytes]) -> None:
    after = edited(
        files, DOUGH, ('publisher: "城南面包坊"', 'publisher: {zh: "灶台周刊（转述）", en: "Oven (relayed)"}')
    )
    edition = build_edition(after)
    found = next(each for _, each in witnesses(edition) if each.published_by("en") == "Oven (relayed)")
    assert [found.published_by(each) for each in LANGUAGES] == [
        "灶台周刊（转述）",
        "灶臺週刊（轉述）",
        "Oven (relayed)",
    ]
    changed = [edit for each in differences(build_edition(files), edition) for edit in each.edits]
    assert [edit.key.rpartition(".")[2] for edit in changed] == ["publisher"]
    assert '"publisher": {"zh": "灶台周刊（转述）"' in json.dumps(edition_json(edition, TODAY), ensure_ascii=False)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("6000", "quote"),
        ("{zh: 六千元}", "missing"),
        ('{zh: 六千元, en: ""}', "empty-text"),
        ("{zh: 六千元, en: yuan, fr: yuan}", "unknown-key"),
        ("[6000]", "text"),
        ("", "nothing"),
    ],
)
def test_what_is_wrong_with_a_value_is_told_once(files: dict[str, bytes], value: str, code: str) -> None:
    after = edited(files, DOUGH, ('value: {zh: "6,000 元", en: "6,000 yuan"}', f"value: {value}"))
    assert codes(after) == [code]


# Differences, export


def test_an_observation_that_changes_is_told_by_its_name(files: dict[str, bytes], small: Edition) -> None:
    after = build_edition(edited(files, DOUGH, ("2024 年底是 25 家", "2024 年底是 26 家")))
    [change] = differences(small, after)
    assert (change.kind, change.name, [edit.key for edit in change.edits]) == (
        "observations",
        "south-bakeries",
        ["since"],
    )
    assert tally(differences(small, after)) == {"changed-observations": 1}


def test_a_value_that_is_written_in_both_languages_is_told_in_both(files: dict[str, bytes], small: Edition) -> None:
    before = build_edition(edited(files, DOUGH, ('value: {zh: "6,000 元", en: "6,000 yuan"}', 'value: "6,000 元"')))
    for old, new in ((before, small), (small, before)):
        [change] = differences(old, new)
        [edit] = change.edits
        assert edit.key == "value" and {"6,000 元", "6,000 yuan"} == {
            getattr(each, language) for each in (edit.old, edit.new) for language in ("zh", "en")
        }


@pytest.mark.parametrize(
    ("file", "old", "new", "counts"),
    [
        (DOUGH, "没有走进一半的店", "没有走进半数的店", {"changed-briefings": 1}),
        (DOUGH, "电费没有省下。", "电费没有省。", {"changed-sectors": 1}),
        (DOUGH, "年底是四成。", "年底才四成。", {"changed-timeline": 1}),
        (DEBATES, "两边都还有人", "两边都有人", {"changed-debates": 1}),
        (
            DOUGH,
            'claim: handmade\n    statement: {zh: "手工面包会更贵',
            'statement: {zh: "手工面包会更贵',
            {"changed-predictions": 1},
        ),
        ("briefings/vocabulary.yaml", "留到第二天做种的面团", "留到次日做种的面团", {"changed-vocabulary": 1}),
    ],
)
def test_what_became_of_it_and_what_words_mean_are_told_when_they_change(
    files: dict[str, bytes], small: Edition, file: str, old: str, new: str, counts: dict[str, int]
) -> None:
    assert tally(differences(small, build_edition(edited(files, file, (old, new))))) == counts


def test_an_export_holds_observations_without_a_state(small: Edition) -> None:
    [_, dough] = edition_json(small, TODAY)["briefings"]
    [observation] = dough["observations"]
    assert observation.keys() == {"id", "was", "what", "since", "sectors", "at", "evidence"}
    assert (
        dough["figures"][0]["value"] == {"zh": "6,000 元", "en": "6,000 yuan"} and dough["figures"][1]["value"] == "1/2"
    )
    assert dt.date(2024, 12, 31) < TODAY and dough["predictions"][1]["standing"]["leans"] == "mixed"
