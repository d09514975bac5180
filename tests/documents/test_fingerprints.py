"""Originals against cards and citations: what changed, moved or went is found where it is cited, spacing aside."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.briefing import Card
from bot.content.problem import Problem
from bot.content.reading import Reading, read_file
from bot.documents.fingerprints import card_facts, disagreements, fingerprint, source_paragraphs
from tests.conftest import ROOT
from tests.support.marked import assert_readable

SOURCES = ROOT / "tests" / "small" / "sources"
DEBATES = "briefings/debates.yaml"
DOUGH = "briefings/machine-dough.yaml"
CARD = "seeds/bakery-2024.yaml"
BAKERY = "bakery-2024.txt"

CODES = {"original-missing", "original-changed", "original-length", "citation-changed", "citation-moved"}
"""Problems between cards and originals, shown below to be found."""


@pytest.fixture
def readings(files: dict[str, bytes]) -> list[Reading]:
    return [read_file(file, content) for file, content in files.items()]


@pytest.fixture
def originals() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in SOURCES.glob("*.txt")}


def cited(found: list[Problem]) -> dict[str, list[tuple[str, str]]]:
    """The citations that no longer hold: by what, which file and what was cited."""
    result: dict[str, list[tuple[str, str]]] = {}
    for each in found:
        if each.code.startswith("citation"):
            result.setdefault(each.code, []).append((each.file, str(dict(each.args)["value"])))
    return result


def codes(found: list[Problem]) -> set[str]:
    assert_readable(tuple(found))
    return {each.code for each in found}


def test_untouched_originals_agree_with_every_card_and_citation(
    readings: list[Reading], originals: dict[str, bytes]
) -> None:
    assert disagreements(readings, originals) == []
    for reading in readings:
        if isinstance(card := reading.record, Card):
            facts = (card.sha256, card.paragraphs, list(card.fingerprints))
            assert facts == tuple(card_facts(originals[card.file]).values())


def test_a_changed_paragraph_is_reported_wherever_it_is_cited_and_nowhere_else(
    readings: list[Reading], originals: dict[str, bytes]
) -> None:
    originals[BAKERY] = originals[BAKERY].replace("三成".encode(), "两成".encode())
    found = disagreements(readings, originals)
    assert codes(found) == {"original-changed", "citation-changed"}
    assert cited(found) == {"citation-changed": [(CARD, "4"), (DEBATES, "4"), *[(DOUGH, "4")] * 6]}
    lines = readings_text(readings, DOUGH).splitlines()
    for each in found:
        if each.file == DOUGH:
            assert lines[each.mark.line - 1][: each.mark.column - 1].endswith("at: [")
            assert lines[each.mark.line - 1][each.mark.column - 1] == "4"


def readings_text(readings: list[Reading], file: str) -> str:
    return next(reading.document.text for reading in readings if reading.document.file == file)


def test_moved_paragraphs_are_reported_with_where_they_stand_now(
    readings: list[Reading], originals: dict[str, bytes]
) -> None:
    first, rest = originals[BAKERY].decode().split("\n", 1)
    originals[BAKERY] = f"{first}\n广告：新店开张\n{rest}".encode()
    found = disagreements(readings, originals)
    assert codes(found) == {"original-changed", "original-length", "citation-moved"}
    moves = {(dict(each.args)["value"], dict(each.args)["now"]) for each in found if each.code == "citation-moved"}
    assert moves >= {("4-5", "5-6"), ("4-6", "5-7"), ("9", "10"), ("3", "4")}
    [length] = [each for each in found if each.code == "original-length"]
    assert dict(length.args) == {"value": BAKERY, "count": 10, "paragraphs": 9}


def test_a_missing_last_paragraph_is_reported_where_it_is_cited(
    readings: list[Reading], originals: dict[str, bytes]
) -> None:
    originals[BAKERY] = "\n".join(originals[BAKERY].decode().strip().split("\n")[:-1]).encode()
    found = disagreements(readings, originals)
    assert codes(found) == {"original-changed", "original-length", "citation-changed"}
    assert cited(found) == {"citation-changed": [(CARD, "9"), (DEBATES, "9"), (DOUGH, "9"), (DOUGH, "9")]}


def test_exchanged_paragraphs_have_moved_but_a_range_over_them_is_broken(
    readings: list[Reading], originals: dict[str, bytes]
) -> None:
    lines = source_paragraphs(originals[BAKERY])
    lines[4], lines[5] = lines[5], lines[4]
    originals[BAKERY] = "\n".join(lines).encode()
    found = cited(disagreements(readings, originals))
    assert set(found["citation-moved"]) == {(DOUGH, "5"), (DOUGH, "6")}
    assert set(found["citation-changed"]) == {(CARD, "5, 6"), (DOUGH, "5"), (DOUGH, "5, 6")}


def test_a_paragraph_that_now_stands_twice_has_not_moved(readings: list[Reading], originals: dict[str, bytes]) -> None:
    lines = source_paragraphs(originals[BAKERY])
    originals[BAKERY] = "\n".join([*lines[:8], "新的一段", lines[8], lines[8]]).encode()
    assert cited(disagreements(readings, originals)) == {
        "citation-changed": [(CARD, "9"), (DEBATES, "9"), (DOUGH, "9"), (DOUGH, "9")]
    }


def test_a_missing_original_is_one_problem_at_its_name(readings: list[Reading], originals: dict[str, bytes]) -> None:
    del originals[BAKERY]
    found = disagreements(readings, originals)
    assert [(each.file, each.mark.line, each.code) for each in found] == [(CARD, 2, "original-missing")]
    assert codes(found) == {"original-missing"}


@pytest.mark.parametrize("name", ["面包房 2024.txt", "bakery-2024 (1).txt", "\udcc3.txt"])
def test_an_original_that_is_called_otherwise_is_known_by_its_content(
    readings: list[Reading], originals: dict[str, bytes], name: str
) -> None:
    originals[name] = originals.pop(BAKERY)
    assert disagreements(readings, originals) == []
    originals[name] += b"x"
    assert codes(disagreements(readings, originals)) == {"original-missing"}


def test_spacing_and_width_change_the_file_but_no_citation(
    readings: list[Reading], originals: dict[str, bytes]
) -> None:
    text = (
        originals[BAKERY].decode().replace("2024", "２０２４").replace("，", ", ").replace("\n\n", "\r\n \t\r\n　\r\n")
    )
    originals[BAKERY] = b"\xef\xbb\xbf" + text.replace("机器", "机 器").encode()
    assert codes(disagreements(readings, originals)) == {"original-changed"}


def test_a_bad_card_or_briefing_is_left_to_the_check(files: dict[str, bytes], originals: dict[str, bytes]) -> None:
    bad = [read_file(file, content if file != CARD else b"{") for file, content in files.items()]
    originals[BAKERY] = b""
    assert disagreements(bad, originals) == []


WORDS = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), max_size=8)


@given(WORDS, WORDS)
def test_a_fingerprint_tells_words_apart_but_not_spacing(one: str, other: str) -> None:
    assert fingerprint(f" \t{one}\r") == fingerprint(one)
    assert len(fingerprint(one)) == 8
    same = unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other)
    assert (fingerprint(one) == fingerprint(other)) == same


@given(st.binary(max_size=200))
def test_any_file_has_facts(content: bytes) -> None:
    facts = card_facts(content)
    assert facts["sha256"] == hashlib.sha256(content).hexdigest()
    assert facts["paragraphs"] == len(source_paragraphs(content))
    assert all(text.strip() == text != "" for text in source_paragraphs(content))
