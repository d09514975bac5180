"""Many files → one edition, named by its content; its look-ups, its export, and what a day makes of a prediction."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot import desk
from bot.content.assembling import build_edition
from bot.content.briefing import Prediction
from bot.content.derived import kept_with_edition, let_go
from bot.content.edition import STATES, Edition, InvalidEdition, Statement, ref, state
from bot.content.export import edition_json
from bot.content.problem import Problem
from bot.content.yaml_loading import LARGEST_FILE
from tests.conftest import ROOT, TODAY
from tests.support.marked import assert_readable, at, marked, problems

DOUGH = "briefings/machine-dough.yaml"
LIBRARY = "briefings/quiet-library.yaml"
DEBATES = "briefings/debates.yaml"
VOCABULARY = "briefings/vocabulary.yaml"
RULES = "briefings/rules.yaml"

CODES = {"no-vocabulary", "no-briefings", "no-folder", "wrong-ending", "unreadable", "unwritten"}
CODES |= {"conflict-copy", "dangling-link", "not-a-file"}
"""Problems of files as such, shown below to be found."""


def test_the_newest_source_comes_first(small: Edition) -> None:
    assert [briefing.briefing for briefing in small.briefings] == ["quiet-library", "machine-dough"]
    published = [small.card(briefing).published for briefing in small.briefings]
    assert published == sorted(published, reverse=True)


def test_look_ups_find_everything_by_its_name(small: Edition) -> None:
    assert list(small.by_slug) == ["quiet-library", "machine-dough"]
    assert list(small.sectors) == ["bakeries", "libraries", "translation"]
    assert list(small.audiences) == ["owners", "workers"]
    assert list(small.debates_by_id) == ["who-stays", "how-soon"]
    assert small.by_ref["machine-dough/night-shift"].record.statement.en.endswith("fewer bakers on night shifts.")
    assert all(small.by_ref[ref(each)] is each for each in small.predictions)


def test_statements_know_their_briefing_and_its_source(small: Edition) -> None:
    kinds = (small.predictions, small.views, small.events, small.advice, small.figures, small.caveats)
    assert [len(kind) for kind in kinds] == [8, 3, 6, 3, 2, 1]
    for statement in (each for kind in kinds for each in kind):
        assert statement.card.source == statement.briefing.source


def test_what_a_briefing_says_is_the_very_same_in_the_next_edition_that_has_it(shipped: Edition) -> None:
    live = dataclasses.replace(shipped)  # of which nothing was made yet
    first, *others = live.briefings
    before = live.events, live.predictions
    edited = dataclasses.replace(live, briefings=(first.model_copy(update={"timeline": first.timeline[1:]}), *others))
    times = [(each.record.when.first, -each.record.when.last.toordinal()) for each in edited.events]
    assert times == sorted(times)
    pairs: list[tuple[Sequence[Statement[Any]], Sequence[Statement[Any]]]]
    pairs = [(before[0], edited.events), (before[1], edited.predictions)]
    for these, now in pairs:
        kept = {id(each) for each in these}
        assert all(each.briefing is edited.by_slug[each.briefing.briefing] for each in now)
        assert all(id(each) in kept for each in now if each.briefing in others)


def test_events_stand_in_the_order_of_time_the_longer_one_first(small: Edition) -> None:
    order = ["2023-H2", "2023-12/2024-02", "2024", "2025-Q2", "2025-12", "2030"]
    assert [each.record.when.text for each in small.events] == order


def test_of_the_same_first_day_the_longer_time_comes_first(files: dict[str, bytes]) -> None:
    later = files[LIBRARY].replace(b"when: 2025-Q2", b"when: 2024-01")
    order = [each.record.when.text for each in build_edition({**files, LIBRARY: later}).events]
    assert order[2:4] == ["2024", "2024-01"]


def test_nothing_in_an_edition_can_be_changed(small: Edition) -> None:
    with pytest.raises(ValidationError):
        small.briefings[0].briefing = "other"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        small.digest = "0"  # type: ignore[misc]


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_digest_names_the_content_not_the_order_of_files(
    files: dict[str, bytes], small: Edition, dice: random.Random
) -> None:
    names = list(files)
    dice.shuffle(names)
    assert build_edition({name: files[name] for name in names}).digest == small.digest
    assert len(small.digest) == 16 and int(small.digest, 16)


def test_the_digest_changes_with_every_file(files: dict[str, bytes], small: Edition) -> None:
    digests = {build_edition({**files, file: files[file] + b"# a remark\n"}).digest for file in files}
    without_debates = build_edition({file: content for file, content in files.items() if file != DEBATES})
    assert len(digests | {small.digest, without_debates.digest}) == len(files) + 2


def test_a_byte_order_mark_makes_no_other_edition(files: dict[str, bytes], small: Edition) -> None:
    marked = {file: b"\xef\xbb\xbf" + content for file, content in files.items()}
    assert build_edition(marked).digest == small.digest


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"])
def test_line_ends_make_no_other_briefings(files: dict[str, bytes], small: Edition, line_end: bytes) -> None:
    edition = build_edition({file: content.replace(b"\n", line_end) for file, content in files.items()})
    assert (edition.briefings, edition.debates) == (small.briefings, small.debates)


def test_an_edition_needs_no_debates(files: dict[str, bytes]) -> None:
    assert build_edition({file: content for file, content in files.items() if file != DEBATES}).debates == ()


@pytest.mark.parametrize(
    ("gone", "place", "code"),
    [({VOCABULARY}, VOCABULARY, "no-vocabulary"), ({DOUGH, LIBRARY, DEBATES}, "briefings/", "no-briefings")],
)
def test_an_edition_needs_a_vocabulary_and_a_briefing(
    files: dict[str, bytes], gone: set[str], place: str, code: str
) -> None:
    found = problems({file: content for file, content in files.items() if file not in gone})
    assert [(each.file, each.code) for each in found] == [(place, code)]
    assert_readable(found)


def test_no_files_are_two_problems() -> None:
    assert [each.code for each in problems({})] == ["no-briefings", "no-vocabulary"]


def test_problems_stand_in_the_order_of_files_and_lines(files: dict[str, bytes]) -> None:
    found = problems({file: content.replace(b"zh:", b"zh: 1 #") for file, content in files.items()})
    assert list(found) == sorted(found, key=lambda each: (each.file, each.mark.line, each.mark.column))
    assert {each.file for each in found} == {*files} - {RULES}


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("machine-dough/half-of-shops", TODAY, "partly"),
        ("machine-dough/handmade-dearer", TODAY, "held"),
        ("quiet-library/desk-first", TODAY, "failed"),
        ("quiet-library/print-unread", TODAY, "unclear"),
        ("quiet-library/catalogues-done", TODAY, "due"),
        ("quiet-library/no-closures", TODAY, "open"),
        ("quiet-library/no-closures", dt.date(2034, 10, 31), "open"),
        ("quiet-library/no-closures", dt.date(2034, 11, 1), "due"),
        ("machine-dough/night-shift", dt.date(2027, 3, 31), "open"),
        ("machine-dough/night-shift", dt.date(2027, 4, 1), "due"),
        ("machine-dough/night-shift", dt.date.min, "open"),
        ("machine-dough/half-of-shops", dt.date.min, "partly"),
    ],
)
def test_a_prediction_is_open_until_its_day_of_ruling_then_due_until_a_verdict(
    small: Edition, name: str, day: dt.date, expected: str
) -> None:
    assert state(small.by_ref[name].record, day) == expected


def test_the_small_edition_shows_every_state(small: Edition) -> None:
    assert {state(each.record, TODAY) for each in small.predictions} == {*STATES} - {"void", "proposed"}


def test_an_export_is_json_in_the_shape_of_the_files(files: dict[str, bytes], small: Edition) -> None:
    whole = json.loads(json.dumps(edition_json(small, TODAY), allow_nan=False))
    assert whole["edition"] == small.digest
    assert [each["source"] for each in whole["sources"]] == ["library-2024", "bakery-2024"]
    for part in whole["briefings"]:
        for prediction in part["predictions"]:
            found = small.by_ref[f"{part['briefing']}/{prediction['id']}"].record
            assert prediction.pop("state") == state(found, TODAY)
            assert Prediction.model_validate(prediction) == found
    again: dict[str, object] = {
        VOCABULARY: whole["vocabulary"],
        DEBATES: {"debates": whole["debates"]},
        RULES: {"rules": whole["rules"]},
        **{f"briefings/{each['briefing']}.yaml": each for each in whole["briefings"]},
        **{f"seeds/{each['source']}.yaml": each for each in whole["sources"]},
    }
    assert again.keys() == files.keys()
    edition = build_edition({file: json.dumps(each, ensure_ascii=False).encode() for file, each in again.items()})
    assert (edition.briefings, edition.cards, edition.debates) == (small.briefings, small.cards, small.debates)


def test_an_export_writes_what_stands_in_the_files_and_no_more(small: Edition) -> None:
    whole = edition_json(small, TODAY)
    [library, dough] = whole["briefings"]
    assert library["thesis"].keys() == {"zh", "en"}
    assert "verdict" not in library["predictions"][1] and "figures" not in library
    assert dough["timeline"][1]["when"] == 2024 and dough["timeline"][0]["when"] == "2023-12/2024-02"
    assert dough["predictions"][2]["window"]["from"] == "2024-03-05"
    assert dough["predictions"][2]["window"]["until"] is None
    assert dough["sectors"][0]["at"] == ["4-6"] and dough["timeline"][0]["at"] == [3]
    assert whole["debates"][1].keys() == {"id", "question", "sides"}


def test_the_shipped_edition_exports_too(edition: Edition) -> None:
    whole = json.loads(json.dumps(edition_json(edition, TODAY), allow_nan=False))
    assert sum(len(each["predictions"]) for each in whole["briefings"]) == len(edition.predictions)


def put(folder: Path, files: dict[str, bytes]) -> tuple[Path, Path]:
    for file, content in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)
    return folder / "briefings", folder / "seeds"


def test_folders_are_read_as_their_files_without_what_editors_leave_behind(
    files: dict[str, bytes], small: Edition, tmp_path: Path
) -> None:
    left = {f"briefings/{name}": b"{" for name in (".swap.yaml", "#x.yaml", "~x.yaml", "notes.txt", "x.yaml~")}
    assert desk.load_folders(*put(tmp_path, {**files, **left})).digest == small.digest


def test_files_that_cannot_be_read_as_content_are_problems(files: dict[str, bytes], tmp_path: Path) -> None:
    folders = put(tmp_path, {**files, "briefings/x.yml": b"a: b", LIBRARY: b"a" * (LARGEST_FILE + 10)})
    locked = tmp_path / "loop.yaml"
    locked.symlink_to(locked)
    with pytest.raises(InvalidEdition) as invalid:
        desk.load_folders(*folders, {"briefings/loop.yaml": locked})
    found = invalid.value.problems
    assert [(each.file, each.code) for each in found] == [
        ("briefings/loop.yaml", "dangling-link"),
        (LIBRARY, "too-large"),
        ("briefings/x.yml", "wrong-ending"),
    ]
    assert_readable(found)


def test_missing_folders_are_named_with_the_setting_that_points_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(InvalidEdition) as invalid:
        desk.load_folders(tmp_path / "briefings", tmp_path / "seeds")
    found = [each for each in invalid.value.problems if each.code == "no-folder"]
    assert [(each.file, dict(each.args)["variable"]) for each in found] == [
        ("briefings/", "BOT_BRIEFINGS"),
        ("seeds/", "BOT_SEEDS"),
    ]
    assert_readable(invalid.value.problems)


def test_the_shipped_folders_make_an_edition(edition: Edition) -> None:
    assert desk.load_folders(ROOT / "briefings", ROOT / "seeds").digest == edition.digest


BECAUSE = 'because: {zh: "机器只接了两成。", en: "The machine took one in five."}'
HALF = (
    'fact: {zh: "有一家馆过半的问题由机器先接。", en: "At one library the machine took half of the questions first."}'
)


def unwritten(edition: Edition) -> tuple[Problem, ...]:
    return tuple(each for each in edition.warnings if each.code == "unwritten")


def test_a_verdict_in_one_language_goes_live_and_what_is_missing_is_listed(files: dict[str, bytes]) -> None:
    text = files[LIBRARY].decode()
    assert BECAUSE in text and HALF in text
    text = text.replace(BECAUSE, 'because: {zh: ⟦"", en: "One in five."}').replace(HALF, 'fact: {zh: "半数。", en: ⟦ }')
    text, places = marked(text.replace("en: ⟦ ", 'en: ⟦" "'))
    edition = build_edition({**files, LIBRARY: text.encode()})
    missing = unwritten(edition)
    assert at(missing) == [(LIBRARY, place, "unwritten") for place in places]
    assert_readable(edition.warnings)
    assert [dict(each.args)["wanted"] for each in missing] == ["zh", "en"]
    verdict = edition.by_ref["quiet-library/desk-first"].record.verdict
    assert verdict and verdict.because.in_("zh") == verdict.because.in_("en") == "One in five."
    assert verdict.earlier[0].evidence[0].fact.in_("en") == "半数。"


def test_a_verdict_in_no_language_is_refused(files: dict[str, bytes]) -> None:
    text, (place,) = marked(files[LIBRARY].decode().replace(BECAUSE, 'because: ⟦{zh: "", en: ""}'))
    assert at(problems({**files, LIBRARY: text.encode()})) == [(LIBRARY, place, "empty-text")]


def test_all_other_texts_stand_in_both_languages(files: dict[str, bytes]) -> None:
    for old in ('zh: "看咨询台的年报。"', 'en: "No time is given."', 'zh: "图书馆让模型回复咨询台的邮件。"'):
        text, (place,) = marked(files[LIBRARY].decode().replace(old, f'{old[:4]}⟦""'))
        assert at(problems({**files, LIBRARY: text.encode()})) == [(LIBRARY, place, "empty-text")]


def test_an_edition_in_both_languages_waits_for_nothing(small: Edition, shipped: Edition) -> None:
    assert unwritten(small) == unwritten(shipped) == ()


def test_what_is_let_go_of_an_edition_is_made_anew_for_who_still_asks(small: Edition) -> None:
    made: list[str] = []

    @kept_with_edition
    def first(edition: Edition) -> str:
        made.append(edition.briefings[0].briefing)
        return made[-1]

    leaving, stays = dataclasses.replace(small), dataclasses.replace(small)
    before = leaving.by_ref
    assert first(leaving) == first(leaving) == first(stays) and len(made) == 2
    for _ in let_go(leaving):
        pass
    assert leaving.by_ref == before and leaving.by_ref is not before
    assert first(leaving) == first(stays) and len(made) == 3, "and of the other one all is kept"
