"""Downloads: all of an edition, in files that other programs open."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.content.edition import STATES, Edition, state
from bot.dataset import DOWNLOADS, RESOURCES, Dataset
from bot.dataset.database import Table, database
from tests.conftest import TODAY
from tests.dataset.conftest import dataset_of


@pytest.fixture
def opened(dataset: Dataset, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    file = tmp_path / "edition.sqlite"
    file.write_bytes(DOWNLOADS["sqlite"][1](dataset))
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        yield connection


def test_json_holds_every_resource_whole(dataset: Dataset) -> None:
    whole = json.loads(DOWNLOADS["json"][1](dataset))
    assert whole["licence"]["name"] == "CC BY 4.0" and whole["edition"] == dataset.edition.digest
    for resource in RESOURCES:
        if resource.whole:
            assert len(whole[resource.path]) == len(resource.all(dataset)) > 0


def test_the_table_holds_a_line_for_each_forecast(dataset: Dataset) -> None:
    text = DOWNLOADS["csv"][1](dataset).decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(text.splitlines(keepends=True))}
    assert rows.keys() == dataset.edition.by_ref.keys()
    for name, row in rows.items():
        record = dataset.edition.by_ref[name].record
        assert (row["statement_zh"], row["statement_en"]) == (record.statement.zh, record.statement.en)
        assert row["state"] == state(record, TODAY) and row["licence"].startswith("CC BY 4.0")
        assert row["ruled_on"] == (str(record.verdict.on) if record.verdict else "")


def test_a_database_is_sound_and_its_rows_lead_to_each_other(opened: sqlite3.Connection) -> None:
    assert opened.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert opened.execute("pragma foreign_key_check").fetchall() == []
    assert opened.execute("select licence from edition").fetchone() == ("CC BY 4.0",)


def test_a_database_holds_every_forecast_ruling_and_piece_of_evidence(
    dataset: Dataset, opened: sqlite3.Connection
) -> None:
    found = dict(opened.execute("select state, count(*) from predictions group by state"))
    states = [state(each.record, TODAY) for each in dataset.edition.predictions]
    assert found == {each: states.count(each) for each in STATES if each in states}
    ruled = [each.record.verdict for each in dataset.edition.predictions if each.record.verdict]
    assert opened.execute("select count(*) from rulings where stands").fetchone() == (len(ruled),)
    witnesses = sum(len(each.evidence) for each in ruled)
    assert opened.execute("select count(*) from evidence where of = 'verdict'").fetchone() == (witnesses,)
    assert opened.execute("select count(*) from debate_sides").fetchone()[0] >= 2 * len(dataset.edition.debates)


def test_the_same_edition_makes_the_same_bytes(dataset: Dataset) -> None:
    for _, make in DOWNLOADS.values():
        assert make(dataset) == make(dataset)


def test_a_small_edition_can_be_downloaded_too(small: Edition) -> None:
    for _, make in DOWNLOADS.values():
        assert make(dataset_of(small))


def test_names_that_are_words_of_sql_are_columns_too(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    table = Table("order", ("select", "from", "share"), [{"select": 1, "from": "甲'\"", "share": None}], ("select",))
    file.write_bytes(database([table]))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute('select * from "order"').fetchall() == [(1, "甲'\"", None)]
