"""The naive rule in files: both forms of it, what is asked for, how editors give it and readers see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answers import Reply
from bot.answers.editors import resolve
from bot.answers.editors.changes import tallied
from bot.answers.prediction import prediction
from bot.cli.content import schema_of
from bot.content.assembling import build_edition
from bot.content.briefing import Decided, Language, Naive, VerdictText
from bot.content.diff import differences
from bot.content.drafts import DraftVerdict, Form
from bot.content.edition import Edition, InvalidEdition
from bot.content.export import edition_json
from bot.desk.verdict_edit import write_naive, write_verdict
from bot.words import LANGUAGES, say
from tests.answers.test_commands import told
from tests.conftest import NOW, TODAY
from tests.content.test_edition import DOUGH, LIBRARY
from tests.content.test_record import edited
from tests.content.test_schemas import checked
from tests.desk.test_verdict_edit import RULING
from tests.support.asking import asking
from tests.support.marked import assert_readable

LONG = """    naive:
      outcome: failed
      arguably: partly
      because: {zh: "当时只有三家店用。", en: "Three shops used one at the time."}
"""
CODES = {"no-naive", "arguably-the-same"}
"""Problems and warnings of the naive rule, each shown below to be found."""
NAIVE = Naive(outcome="held", because=VerdictText(zh="", en="They are there already."))


def codes(files: dict[str, bytes]) -> list[str]:
    with pytest.raises(InvalidEdition) as invalid:
        build_edition(files)
    assert_readable(invalid.value.problems)
    return [each.code for each in invalid.value.problems]


def naive_of(edition: Edition, name: str) -> Naive | None:
    return edition.by_ref[name].record.naive


def test_the_outcome_may_stand_alone_or_with_its_reason(small: Edition) -> None:
    assert naive_of(small, "quiet-library/desk-first") == Naive(outcome="failed")
    found = naive_of(small, "machine-dough/half-of-shops")
    assert found and (found.outcome, found.arguably) == ("failed", "partly") and found.because
    assert found.because.en == "Three shops used one at the time."


@pytest.mark.parametrize(
    ("naive", "code"),
    [
        ("    naive: perhaps\n", "choice"),
        ("    naive: unclear\n", "choice"),
        ("    naive: 3\n", "mapping"),
        ("    naive: {outcome: failed, arguable: held}\n", "unknown-key"),
        ("    naive: {arguably: held}\n", "missing"),
        ("    naive: {outcome: held, arguably: held}\n", "arguably-the-same"),
    ],
)
def test_what_is_no_naive_rule_is_named_with_its_place(files: dict[str, bytes], naive: str, code: str) -> None:
    assert codes(edited(files, DOUGH, (LONG, naive))) == [code]


@pytest.mark.process
def test_the_schema_knows_both_forms_and_refuses_others(files: dict[str, bytes], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_bytes(edited(files, DOUGH, (LONG, "    naive: held\n"))[DOUGH])
    bad.write_bytes(edited(files, DOUGH, (LONG, "    naive: void\n"))[DOUGH])
    assert checked(tmp_path, "briefing", good)[0] == 0
    assert checked(tmp_path, "briefing", bad)[0] == 1
    assert json.dumps(schema_of("briefing")).count('"#/$defs/Naive"') == 1


def test_a_verdict_that_decides_is_to_be_held_against_the_naive_rule(files: dict[str, bytes]) -> None:
    without = build_edition(edited(files, DOUGH, (LONG, "")))
    [warned] = [each for each in without.warnings if each.code == "no-naive"]
    assert without.by_ref["machine-dough/half-of-shops"].record.verdict and warned.file == DOUGH
    assert_readable(without.warnings)
    assert build_edition(files).warnings == ()  # an unclear verdict among them, and open forecasts


def test_a_reason_in_one_language_waits_for_the_other(files: dict[str, bytes]) -> None:
    half = build_edition(edited(files, DOUGH, ('zh: "当时只有三家店用。"', 'zh: ""')))
    assert [each.code for each in half.warnings] == ["unwritten"]


@pytest.mark.parametrize(
    ("after", "facet"),
    [
        ("", "naive-withdrawn"),
        (LONG.replace("outcome: failed", "outcome: held"), "naive-changed"),
        (LONG.replace("at the time", "then"), "naive-changed"),
    ],
)
def test_a_change_of_it_is_told_as_one(files: dict[str, bytes], after: str, facet: str) -> None:
    before, then = build_edition(files), build_edition(edited(files, DOUGH, (LONG, after)))
    [change] = differences(before, then)
    assert change.facets == (facet,) and all(edit.key.startswith("naive.") for edit in change.edits)
    assert all(tallied(language, {facet: 1}) for language in LANGUAGES)
    if not after:
        [back] = differences(then, before)
        assert back.facets == ("naive-given",)


def test_it_goes_out_in_the_shape_of_the_files(small: Edition) -> None:
    shown = edition_json(small, TODAY)
    said = {each["id"]: each.get("naive") for briefing in shown["briefings"] for each in briefing["predictions"]}
    assert said["desk-first"] == {"outcome": "failed"} and said["night-shift"] is None
    assert said["half-of-shops"]["arguably"] == "partly"


# At the desk


def test_an_editor_is_asked_for_it_with_a_verdict_that_decides(files: dict[str, bytes], small: Edition) -> None:
    asked = asking(small, "en", TODAY, editor=True, now=NOW, words=("quiet-library/catalogues-done", "held"))
    begun = resolve.rule(asked)
    assert isinstance(begun, Reply)
    said = ("All of it.", "failed", "None had one.", "https://example.org/a", "Shelf Talk", "primary", "2025-12-01")
    form = Form(begun.change.form.about, "en", (*said, "None is left.", "for"))  # type: ignore[union-attr]
    for count, wanted in enumerate(("why", "form-naive", "form-naive-because")):
        assert say("en", wanted) in told(resolve.FORM.question(asked, Form(form.about, "en", said[:count])))
    handed_in = resolve.FORM.press(asked, form, "done")
    assert isinstance(handed_in, Reply) and isinstance(handed_in.change, DraftVerdict)
    naive = handed_in.change.naive
    assert naive == Naive(outcome="failed", because=VerdictText(zh="", en="None had one."))
    ruled = write_verdict(LIBRARY, files[LIBRARY], "catalogues-done", handed_in.change.ruling)
    edition = build_edition({**files, LIBRARY: write_naive(LIBRARY, ruled, "catalogues-done", naive)})
    assert naive_of(edition, "quiet-library/catalogues-done") == naive


def test_an_editor_may_leave_it_to_the_file(small: Edition) -> None:
    said = ("All of it.", "later", "https://example.org/a", "Shelf Talk", "primary", "2025-12-01", "None.", "for")
    form = Form(f"{resolve.VERDICT_AND_NAIVE} quiet-library/catalogues-done held", "en", said)
    handed_in = resolve.FORM.press(asking(small, "en", TODAY, editor=True, now=NOW), form, "done")
    assert isinstance(handed_in, Reply) and isinstance(handed_in.change, DraftVerdict)
    assert handed_in.change.naive is None and len(handed_in.change.ruling.evidence) == 1


@pytest.mark.parametrize("name", ["machine-dough/half-of-shops partly", "quiet-library/catalogues-done unclear"])
def test_it_is_asked_for_only_where_it_is_missing_and_counts(small: Edition, name: str) -> None:
    begun = resolve.rule(asking(small, "en", TODAY, editor=True, now=NOW, words=tuple(name.split())))
    assert isinstance(begun, Reply)
    assert begun.change.form.about.startswith(f"{resolve.VERDICT} ")  # type: ignore[union-attr]


def test_what_the_file_says_already_stays(files: dict[str, bytes]) -> None:
    assert write_naive(DOUGH, files[DOUGH], "half-of-shops", NAIVE) == files[DOUGH]


def test_it_is_written_below_the_verdict_and_nothing_else_changes(files: dict[str, bytes]) -> None:
    ruled = write_verdict(DOUGH, files[DOUGH], "handmade-stays", RULING)
    after = write_naive(DOUGH, ruled, "handmade-stays", NAIVE)
    line = '    naive:\n      outcome: held\n      because: {zh: "", en: "They are there already."}\n'
    assert after.decode().count(line) == 1 and after.decode().replace(line, "") == ruled.decode()
    assert naive_of(build_edition({**files, DOUGH: after}), "machine-dough/handmade-stays") == NAIVE


# Readers


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_see_it_with_its_reason_and_the_other_reading(small: Edition, language: Language) -> None:
    def shown(name: str) -> str:
        return told(prediction(asking(small, language, TODAY, words=(name,))))

    def marked(outcome: Decided) -> str:
        return {"failed": "❌", "partly": "🌓"}[outcome] + " " + say(language, f"state-{outcome}")

    whole = shown("machine-dough/half-of-shops")
    assert say(language, "label-naive") in whole and marked("failed") in whole
    assert say(language, "naive-arguably", outcome=marked("partly")) in whole
    assert say(language, "label-naive") in shown("quiet-library/desk-first")
    assert say(language, "label-naive") not in shown("machine-dough/night-shift")


def test_every_shipped_verdict_that_decides_has_one_with_a_reason_in_both_languages(shipped: Edition) -> None:
    for name, forecast in shipped.by_ref.items():
        verdict, naive = forecast.record.verdict, forecast.record.naive
        if verdict and verdict.outcome in ("held", "partly", "failed"):
            assert naive and naive.because and not naive.because.missing, name
