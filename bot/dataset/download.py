"""An edition whole, as a file: JSON of every resource, a table of forecasts (CSV), or a database (SQLite)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from typing import Final

from bot.dataset.database import database
from bot.dataset.dataset import Dataset
from bot.dataset.licence import licence
from bot.dataset.resources import RESOURCES
from bot.dataset.tables import predictions, tables


def as_json(dataset: Dataset) -> bytes:
    """Return every record of every resource, with the edition, the day and the licence."""
    facts = {"edition": dataset.edition.digest, "seal": dataset.edition.seal, "on": str(dataset.today)}
    written = bytearray(_json({**facts, "licence": licence().model_dump(mode="json")})[:-1])
    for each in RESOURCES:
        if each.whole:
            records = (_json(record.model_dump(mode="json", by_alias=True)) for record in each.all(dataset))
            written += b',"%s":[' % each.path.encode()
            for number, record in enumerate(records):  # one by one: all of them as objects are ten times their bytes
                written += b"," + record if number else record
            written += b"]"
    return bytes(written + b"}")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def as_csv(dataset: Dataset) -> bytes:
    """Return the forecasts, a line each; spreadsheets know by the first character that it is UTF-8."""
    rows = predictions(dataset)
    terms = licence()
    written = _Lines()
    made = csv.DictWriter(written, [*(rows[0] if rows else ()), "edition", "licence"], lineterminator="\r\n")
    made.writeheader()
    made.writerows({**row, "edition": dataset.edition.digest, "licence": f"{terms.name} {terms.url}"} for row in rows)
    return b"\xef\xbb\xbf" + "".join(written).encode()


class _Lines(list[str]):
    """What a table is written to."""

    def write(self, line: str) -> None:
        """Take in a line."""
        self.append(line)


def as_database(dataset: Dataset) -> bytes:
    """Return a database of all of it, which SQLite and Datasette open."""
    return database(tables(dataset))


DOWNLOADS: Final[Mapping[str, tuple[str, Callable[[Dataset], bytes]]]] = {
    "json": ("application/json", as_json),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "sqlite": ("application/vnd.sqlite3", as_database),
}
"""Endings of files, each with its media type and what makes it."""
