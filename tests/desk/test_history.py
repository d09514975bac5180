"""The chain of editions: what was changed after the fact is found, and the first of it is named."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import random
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from bot.content.chain import Sealed, link
from bot.content.drafts import EditionEntry
from bot.content.edition import digest_of, digest_of_text
from bot.content.goalposts import goalposts
from bot.desk.history import History
from bot.state import digest
from bot.state.sqlite.editions import SQLiteEditions
from tests.conftest import NOW
from tests.content.test_edition import DOUGH, put
from tests.desk.test_desk import ANNA, desk_on

EDITIONS: Final = 20
DAY: Final = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def folder(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state in which twenty editions were live, each with another wording of a verdict."""
    made = tmp_path_factory.mktemp("history")
    put(made, files)
    with contextlib.closing(SQLiteEditions.open(made / "hindsight.db")) as rows:
        desk = desk_on(made, rows)
        desk.load(NOW)
        for number in range(1, EDITIONS):
            text = files[DOUGH].replace("协会统计是四成。".encode(), f"协会统计是四成，第 {number} 版。".encode())
            desk.publish(desk.propose({DOUGH: text}, ANNA, NOW + number * DAY).draft.digest, ANNA, NOW + number * DAY)
    return made


@pytest.fixture
def rows(folder: Path) -> Iterator[SQLiteEditions]:
    """The state, in a transaction that is rolled back."""
    with contextlib.closing(SQLiteEditions.open(folder / "hindsight.db")) as opened:
        opened.connection.execute("begin")
        yield opened
        opened.connection.rollback()


def test_a_history_nobody_touched_fits_and_holds_every_seal_it_ever_had(rows: SQLiteEditions) -> None:
    links = rows.links()
    assert [each.number for each in links] == list(range(1, EDITIONS + 1)) and links[0].before == ""
    assert all(History(rows).first_flaw(each.seal[:12]) is None for each in (links[0], links[EDITIONS // 2], links[-1]))
    assert rows.seal() == links[-1].seal


def test_every_edition_names_its_rules_verdicts_and_standings(rows: SQLiteEditions) -> None:
    first, last = rows.sealed(1), rows.sealed(EDITIONS)
    assert first and last and first.goalposts and last.goalposts
    changed = {name for name, post in last.goalposts.items() if post != first.goalposts[name]}
    assert changed == {"verdict of machine-dough/half-of-shops"}
    assert {name.partition(" of ")[0] for name in last.goalposts} == {"rule", "verdict", "standing"}


def edition(db: sqlite3.Connection, number: int) -> dict[str, Any]:
    cursor = db.execute("select * from editions where edition = ?", (number,))
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def keep(db: sqlite3.Connection, content: bytes) -> str:
    row = digest(content), zlib.compress(content)
    db.execute("insert or replace into texts values (?, ?)", row)
    return row[0]


def reworded(db: sqlite3.Connection, number: int, chance: random.Random) -> None:
    """Change a word of an edition's files, and name the new text in its list of files."""
    files: dict[str, str] = json.loads(edition(db, number)["files"])
    name = chance.choice(sorted(files))
    (kept,) = db.execute("select content from texts where hash = ?", (files[name],)).fetchone()
    text = zlib.decompress(kept) + f"\n# {chance.random()}\n".encode()
    db.execute("update editions set files = ? where edition = ?", (json.dumps({**files, name: keep(db, text)}), number))


def ruled_otherwise(db: sqlite3.Connection, number: int, chance: random.Random) -> None:
    """Change a verdict or a rule in an edition's files, and their name in the list of files."""
    files: dict[str, str] = json.loads(edition(db, number)["files"])
    (kept,) = db.execute("select content from texts where hash = ?", (files[DOUGH],)).fetchone()
    old, new = chance.choice([(b"outcome: partly", b"outcome: held"), (b"2024-12-31", b"2025-12-31")])
    text = zlib.decompress(kept).replace(old, new)
    db.execute(
        "update editions set files = ? where edition = ?", (json.dumps({**files, DOUGH: keep(db, text)}), number)
    )


def overwritten(db: sqlite3.Connection, number: int, chance: random.Random) -> None:
    """Put another text where one is kept."""
    kept = chance.choice(sorted(json.loads(edition(db, number)["files"]).values()))
    content = chance.choice([zlib.compress(b"x"), b"no text", b""])
    db.execute("update texts set content = ? where hash = ?", (content, kept))


def lost(db: sqlite3.Connection, number: int, chance: random.Random) -> None:
    """Take a text away."""
    kept = chance.choice(sorted(json.loads(edition(db, number)["files"]).values()))
    db.execute("delete from texts where hash = ?", (kept,))


def rewritten(db: sqlite3.Connection, number: int, chance: random.Random) -> None:
    """Change what is written of an edition."""
    column, value = chance.choice(
        [
            ("at", "2020-01-01T00:00:00Z"),
            ("how", "undone"),
            ("what", '{"removed-predictions": 7}'),
            ("digest", "0" * 16),
            ("files", "{}"),
            ("what", "nonsense"),
        ]
    )
    db.execute(f"update editions set {column} = ? where edition = ?", (value, number))


def moved(db: sqlite3.Connection, number: int, chance: random.Random) -> None:
    """Change a goalpost that an edition names."""
    (kept,) = db.execute("select content from texts where hash = ?", (edition(db, number)["goalposts"],)).fetchone()
    posts: dict[str, str] = json.loads(zlib.decompress(kept))
    posts[chance.choice(sorted(posts))] = "0" * 32
    db.execute("update editions set goalposts = ? where edition = ?", (keep(db, json.dumps(posts).encode()), number))


def removed(db: sqlite3.Connection, number: int, chance: random.Random) -> None:
    """Take an edition away, or its link, or both."""
    for table in chance.choice([("editions",), ("links",), ("editions", "links")]):
        db.execute(f"delete from {table} where edition = ?", (number,))


def resealed(db: sqlite3.Connection, number: int, chance: random.Random) -> None:
    """Change a link."""
    column = chance.choice(["before", "content", "seal"])
    db.execute(f"update links set {column} = ? where edition = ?", (hashlib.sha256(b"x").hexdigest()[:32], number))


def swapped(db: sqlite3.Connection, number: int, chance: random.Random) -> None:
    """Let two editions change places."""
    other = chance.choice([each for each in range(1, EDITIONS + 1) if each != number])
    for table in chance.choice([("editions",), ("links",), ("editions", "links")]):
        for old, new in ((number, 999), (other, number), (999, other)):
            db.execute(f"update {table} set edition = ? where edition = ?", (new, old))


TAMPERINGS: Final[tuple[Callable[[sqlite3.Connection, int, random.Random], None], ...]] = (
    reworded,
    ruled_otherwise,
    overwritten,
    lost,
    rewritten,
    moved,
    removed,
    resealed,
    swapped,
)
COMPUTED_ANEW: Final = (reworded, ruled_otherwise, moved)


def seal_anew(rows: SQLiteEditions, number: int, until: int) -> None:
    """Compute all digests from an edition on, as whoever tampers with the history and knows how it is sealed would."""
    links = {each.number: each for each in rows.links()}
    before = links[number - 1].seal if number > 1 else ""
    for each in range(number, until + 1):
        sealed = rows.sealed(each)
        assert sealed
        made = link(each, before, _named_anew(rows, sealed))
        rows.connection.execute(
            "update links set before = ?, content = ?, seal = ? where edition = ?",
            (made.before, made.content, made.seal, each),
        )
        before = made.seal


def _named_anew(rows: SQLiteEditions, sealed: Sealed) -> Sealed:
    """Return an edition under the name its files make now, with the goalposts they hold now."""
    contents: Mapping[str, bytes] = rows.texts(dict(sealed.files))
    named = digest_of({name: digest_of_text(text.decode()) for name, text in contents.items()})
    posts = {post: held for name, text in contents.items() for post, held in goalposts(name, text).items()}
    kept, entry = keep(rows.connection, json.dumps(posts).encode()), sealed.entry
    rows.connection.execute(
        "update editions set digest = ?, goalposts = ? where edition = ?", (named, kept, entry.number)
    )
    return Sealed(EditionEntry(entry.number, named, "", entry.at, entry.how, entry.what), sealed.files, posts)


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(6))
def test_sixty_tamperings_are_all_found_and_the_first_edition_is_named(rows: SQLiteEditions, seed: int) -> None:
    chance, head = random.Random(seed), rows.seal()
    history = History(rows)
    for _ in range(60):
        rows.connection.execute("savepoint one")
        tamper, number = chance.choice(TAMPERINGS), chance.randint(1, EDITIONS)
        tamper(rows.connection, number, chance)
        flaw = history.first_flaw(head)
        assert flaw, f"{tamper.__name__} at edition {number}"
        assert tamper in (overwritten, lost, swapped) or flaw.kind == "head" or flaw.number in (number, number + 1)
        rows.connection.execute("rollback to one")
        rows.connection.execute("release one")


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(4))
def test_tamperings_with_all_digests_computed_anew_are_found_by_the_seal_somebody_kept(
    rows: SQLiteEditions, seed: int
) -> None:
    chance, head = random.Random(seed), rows.seal()
    history = History(rows)
    for _ in range(20):
        rows.connection.execute("savepoint one")
        number = chance.randint(1, EDITIONS)
        until = chance.choice([number, min(number + 5, EDITIONS), EDITIONS])
        chance.choice(COMPUTED_ANEW[:2])(rows.connection, number, chance)
        seal_anew(rows, number, until)
        flaw = history.first_flaw(head)
        assert flaw and (flaw.kind, flaw.number) == (
            ("head", EDITIONS) if until == EDITIONS else ("before", until + 1)
        ), (number, until, flaw)
        rows.connection.execute("rollback to one")
        rows.connection.execute("release one")


@pytest.mark.parametrize(
    ("tamper", "said"),
    [(ruled_otherwise, "edition"), (moved, "goalpost"), (rewritten, None), (resealed, None)],
)
def test_what_was_tampered_with_is_named(
    rows: SQLiteEditions, tamper: Callable[[sqlite3.Connection, int, random.Random], None], said: str | None
) -> None:
    tamper(rows.connection, 12, random.Random(1))
    flaw = History(rows).first_flaw()
    assert flaw and flaw.number in (12, 13) and (said is None or flaw.kind == said)


def test_a_verdict_changed_in_the_files_of_old_is_named_where_their_names_were_computed_anew(
    rows: SQLiteEditions,
) -> None:
    ruled_otherwise(rows.connection, 12, random.Random(1))
    sealed = rows.sealed(12)
    assert sealed
    posts = rows.connection.execute("select goalposts from editions where edition = 12").fetchone()
    _named_anew(rows, sealed)
    rows.connection.execute("update editions set goalposts = ? where edition = 12", posts)
    flaw = History(rows).first_flaw()
    assert flaw and flaw.kind == "goalpost" and flaw.name.endswith(" of machine-dough/half-of-shops")


def test_the_newest_editions_taken_away_are_found_by_the_seal_somebody_kept(rows: SQLiteEditions) -> None:
    head = rows.seal()
    for table in ("editions", "links"):
        rows.connection.execute(f"delete from {table} where edition > 15")
    assert History(rows).first_flaw() is None
    flaw = History(rows).first_flaw(head)
    assert flaw and (flaw.kind, flaw.number) == ("head", 15)


def test_an_edition_without_a_seal_is_named(rows: SQLiteEditions) -> None:
    rows.connection.execute(f"delete from links where edition = {EDITIONS}")
    flaw = History(rows).first_flaw()
    assert flaw and (flaw.kind, flaw.number) == ("unsealed", EDITIONS)


def test_who_brought_an_edition_may_be_forgotten(rows: SQLiteEditions) -> None:
    rows.connection.execute("update editions set by = 'forgotten'")
    assert History(rows).first_flaw(rows.seal()) is None


def test_the_chain_outlasts_the_texts_of_editions_that_are_kept_no_longer(
    rows: SQLiteEditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows.connection.execute("delete from editions where edition <= 12")
    flaw = History(rows).first_flaw()
    assert flaw and (flaw.kind, flaw.number) == ("gone", 1)
    monkeypatch.setattr("bot.desk.history.EDITIONS_KEPT", 8)
    assert History(rows).first_flaw(rows.links()[3].seal) is None
