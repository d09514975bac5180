"""The state's tables, forward only: append a step, never edit one that has been released."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("hindsight")


@migrations()
def readers(db: Database) -> None:
    """Make the table of readers: one person or chat on one channel, and what they chose."""
    db.table("readers").create(
        {"channel": str, "id": str, "language": str}, pk=("channel", "id"), not_null={"language"}, strict=True
    )
