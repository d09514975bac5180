"""States as each earlier version left them, one for each step of the tables, with a row in every table there was.

`python -m tests.support.states` writes those that are missing into tests/data/states; what is there is never changed:
it stands for the files that operators have.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from bot.state.sqlite.migrations import migrations

FOLDER: Final = Path(__file__).parent.parent / "data" / "states"
STEPS: Final = tuple(each.name for each in migrations.pending(Database(memory=True)))
AT: Final = "2026-11-24T09:30:00Z"
LATER: Final = "2026-12-01T09:30:00Z"
NIGHT: Final = "machine-dough/night-shift"
ROWS: Final[dict[str, list[dict[str, Any]]]] = {
    "readers": [
        {"reader": 1, "channel": "telegram", "id": "1", "language": "en"},
        {"reader": 2, "channel": "web", "id": "w" * 22, "language": None},
        {"reader": 3, "channel": "telegram", "id": "-100", "language": "zh"},
    ],
    "votes": [
        {"reader": reader, "prediction": NIGHT, "value": value, "at": at}
        for reader, value, at in ((1, "35", AT), (1, "80", LATER), (2, "20", AT))
    ],
    "issues": [{"reader": 1, "at": AT, "questions": f'["{NIGHT}"]', "verdicts": "[]", "briefings": "[]"}],
    "asked": [{"reader": 1, "prediction": NIGHT, "at": AT}],
    "subscriptions": [
        {
            "reader": reader,
            "weekday": 1,
            "minute": 570,
            "zone": "Asia/Shanghai",
            "interests": '["bakeries"]',
            "topic": None,
            "skips_empty": 0,
            "since": AT,
            "next_at": LATER,
            "last_at": AT,
            "paused": paused,
            "paused_on": AT if paused else None,
        }
        for reader, paused in ((1, None), (3, "blocked"))
    ],
    "deliveries": [
        {
            "reader": 1,
            "channel": "telegram",
            "slot": slot,
            "state": state,
            "next_at": slot,
            "lease_until": None,
            "issue": issue,
            "message": message,
            "done_at": done,
        }
        for slot, state, issue, message, done in ((AT, "sent", 1, "7", AT), (LATER, "queued", None, None, None))
    ],
    "pauses": [{"channel": "telegram", "chat": "*", "until": LATER}],
    "news": [{"kind": "verdict", "what": NIGHT, "at": AT}],
    "inbox": [{"reader": 2, "command": "/checkin", "at": AT, "seen": 0}],
    "texts": [{"hash": "0" * 64, "content": b"briefing: x\n"}],
    "editions": [
        {
            "digest": "d1",
            "by": "",
            "at": AT,
            "how": "found",
            "what": "{}",
            "files": '{"briefings/x.yaml": "%s"}' % ("0" * 64),
        }
    ],
    "drafts": [{"digest": "d2", "by": "telegram:1", "at": AT, "how": "published", "base": "{}", "files": "{}"}],
    "editors": [{"reader": 2, "since": AT}],
    "forms": [{"reader": 1, "form": "{}", "at": AT}],
    "notes": [{"zh": "话", "en": "word", "by": "telegram:1", "at": AT, "reached": 3, "spread": 1}],
    "visits": [{"reader": 2, "first": "2026-11-24", "back": 1}],
    "unfound": [{"question": "蛋糕", "count": 3, "on_day": "2026-11-24"}],
    "unfound_digests": [{"question": b"q", "asker": b"a"}],
    "unfound_key": [{"only": 1, "secret": b"s", "since": "2026-11-24"}],
    "conversations": [{"reader": 2, "command": "/sectors", "at": AT}],
    "follows": [{"reader": 1, "prediction": NIGHT, "at": AT}],
    "answered_in": [{"reader": 1, "chat": 3, "prediction": NIGHT}],
    "replies": [{"zh": "有理", "en": "right", "by": "telegram:1", "at": LATER}],
    "appeals": [
        {
            "reader": reader,
            "prediction": NIGHT,
            "against": "verdict 2026-11-20",
            "words": "wrong",
            "at": AT,
            "decision": decision,
            "reply": reply,
            "seconds": 0,
        }
        for reader, decision, reply in ((1, None, None), (2, "upheld", 1))
    ],
    "seconds": [{"reader": 3, "prediction": NIGHT, "at": AT}],
    "basis": [{"name": "machine-dough/long-ago", "current": NIGHT, "closes": None}],
    "passes": [{"reader": 2, "key": "e" * 64, "until": "2026-11-24T09:45:00Z"}],
    "crossings": [
        {
            "reader": 1,
            "maker": 2,
            "key": "f" * 64,
            "at": AT,
            "answers": 1,
            "carried": '{"language": false, "votes": [[3]], "issues": [], "asked": [], "follows": [],'
            ' "answered_in": [], "appeals": [], "seconds": [], "answered": [], "subscriptions": [null, null, null]}',
        }
    ],
    "received": [
        {"source": "telegram:123456", "number": number, "content": content, "at": AT}
        for number, content in ((7, None), (8, b'{"update_id": 8}'))
    ],
}
"""A row or more of each table, with the columns there are today; a version of before has fewer."""


def tables(db: sqlite3.Connection) -> list[str]:
    """Return the tables of a state, less those of SQLite and of the steps themselves."""
    query = "select name from sqlite_master where type = 'table' and name not like '%sqlite_%' order by rowid"
    return [name for (name,) in db.execute(query)]


def written(step: str) -> str:
    """Return a state that has come to a step, as SQL."""
    with closing(sqlite3.connect(":memory:")) as db:
        for each in STEPS[: STEPS.index(step) + 1]:
            migrations.apply(Database(db), stop_before=_after(each))
            for table in tables(db):
                if not db.execute(f"select 1 from {table}").fetchone():
                    _fill(db, table)
        db.commit()
        return "".join(f"{line}\n" for line in db.iterdump())


def _after(step: str) -> str | None:
    return next(iter(STEPS[STEPS.index(step) + 1 :]), None)


def _fill(db: sqlite3.Connection, table: str) -> None:
    columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
    for row in ROWS.get(table, []):
        held = {name: value for name, value in row.items() if name in columns}
        marks = ", ".join("?" * len(held))
        db.execute(f"insert into {table} ({', '.join(held)}) values ({marks})", [*held.values()])


def stored(step: str) -> Path:
    """Return where the state of a step is kept."""
    return FOLDER / f"{STEPS.index(step) + 1:02}-{step}.sql"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in STEPS:
        if not stored(each).exists():
            stored(each).write_text(written(each), encoding="utf-8")
