"""The history: every edition that was live, with the texts of its files; and drafts of new ones."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, replace
from typing import Any, Final

from bot.content.chain import Link, Sealed, link
from bot.content.drafts import Draft, EditionEntry
from bot.content.goalposts import written
from bot.state.contents import Manifest, manifest
from bot.state.errors import StateError
from bot.state.sql.connection import Connection, Database, instant, text
from bot.state.sql.errors import answering
from bot.state.values import EDITIONS_KEPT, KeptDraft, News

DRAFTS_KEPT: Final = 100
DRAFT_DAYS: Final = 30
"""Days after which a draft is no longer kept."""
LEAVING: Final = 100
"""Editions that leave the history at a time."""
QUICKLY: Final = 1
"""How hard it is tried to shrink goalposts, which are digests: harder would gain little."""
GOALPOSTS: Final = "goalposts"
"""What their text is called while it is kept: it is no file."""


@answering
class EditionRows(Connection):
    """Drafts, and the editions that were live. What it has kept survives a loss of power too."""

    def record(self, entry: EditionEntry, contents: Mapping[str, bytes], goalposts: Mapping[str, str]) -> None:
        """Keep an edition that went live, and seal it; one that is the last already is not kept twice."""
        with self.writing() as db:
            if (last := self.last()) and last.digest == entry.digest:
                return
            files = self._keep(db, contents)
            before = self._last_link() or Link(0, "", "", "")
            number = 1 + max(before.number, last.number if last else 0)
            sealed = Sealed(replace(entry, at=instant(text(entry.at))), files, goalposts)
            posts = self._keep(db, {GOALPOSTS: written(goalposts).encode()})[GOALPOSTS]
            row = (number, entry.digest, entry.by, text(entry.at), entry.how)
            db.execute(
                "insert into editions (edition, digest, by, at, how, what, files, goalposts)"
                " values (?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, json.dumps(entry.what), json.dumps(files), posts),
            )
            db.execute(
                "insert into links values (?, ?, ?, ?)", astuple(link(number, before.seal if before else "", sealed))
            )
            if number % LEAVING == 0:
                gone = db.execute("delete from editions where edition <= ?", (number - EDITIONS_KEPT,)).rowcount
                self._sweep(db, gone)
            self.tell(News("edition"))

    shared = False

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other desk publish while the context lasts: there is one, whose folders have a lock."""
        yield

    def links(self) -> tuple[Link, ...]:
        """Return the chain, the oldest link first; it outlasts what it seals."""
        return tuple(Link(*row) for row in self.connection.execute("select * from links order by edition"))

    def _last_link(self) -> Link | None:
        row = self.connection.execute("select * from links order by edition desc limit 1").fetchone()
        return Link(*row) if row else None

    def seal(self) -> str:
        """Return the seal of the edition that went live last; an empty text where there is none."""
        found = self._last_link()
        return found.seal if found else ""

    def sealed(self, number: int) -> Sealed | None:
        """Return what is kept of an edition as it was sealed; None where it is kept no more.

        Raises StateError where what is kept cannot be read.
        """
        entry = next(iter(self.entries(1, number + 1)), None)
        if entry is None or entry.number != number:
            return None
        row = self.connection.execute("select goalposts from editions where edition = ?", (number,)).fetchone()
        return Sealed(entry, self.manifest(number), json.loads(self._content(row[0])) if row[0] else None)

    def entries(self, most: int, before: int | None = None) -> tuple[EditionEntry, ...]:
        """Return the editions that were live, the last one first; those `before` a number where one is given."""
        query = (
            "select edition, digest, by, at, how, what from editions where edition < ? order by edition desc limit ?"
        )
        rows = self.connection.execute(query, (before or 2**62, most))
        return tuple(
            EditionEntry(n, name, by, instant(at), how, json.loads(what)) for n, name, by, at, how, what in rows
        )

    def last(self) -> EditionEntry | None:
        """Return the edition that went live last."""
        return next(iter(self.entries(1)), None)

    def manifest(self, number: int) -> Manifest:
        """Return which texts an edition was made of."""
        row = self.connection.execute("select files from editions where edition = ?", (number,)).fetchone()
        found: Manifest = json.loads(row[0])
        return found

    def texts(self, files: Manifest) -> dict[str, bytes]:
        """Return the texts of files."""
        return {name: self._content(kept) for name, kept in files.items()}

    def add_draft(self, kept: KeptDraft, now: dt.datetime) -> None:
        """Keep a draft, in place of another one of the same edition; those nobody published for long go."""
        with self.writing() as db:
            files: dict[str, str | None] = dict.fromkeys(kept.files)
            files |= self._keep(db, {name: content for name, content in kept.files.items() if content is not None})
            draft = kept.draft
            row = (draft.digest, draft.by, text(draft.at), draft.how, json.dumps(kept.base), json.dumps(files))
            gone = db.execute("delete from drafts where digest = ?", row[:1]).rowcount  # the last that came counts
            db.execute("insert into drafts (digest, by, at, how, base, files) values (?, ?, ?, ?, ?, ?)", row)
            gone += db.execute("delete from drafts where at < ?", (text(now - dt.timedelta(days=DRAFT_DAYS)),)).rowcount
            gone += db.execute(
                "delete from drafts where digest not in"
                " (select digest from drafts order by at desc, rowid desc limit ?)",
                (DRAFTS_KEPT,),
            ).rowcount
            self._sweep(db, gone)

    def draft(self, name: str) -> KeptDraft | None:
        """Return the draft of an edition."""
        query = "select digest, by, at, how, base, files from drafts where digest = ?"
        row = self.connection.execute(query, (name,)).fetchone()
        if not row:
            return None
        files = json.loads(row[5])
        contents = {file: None if kept is None else self._content(kept) for file, kept in files.items()}
        return KeptDraft(_draft(row, files), json.loads(row[4]), contents)

    def drafts(self) -> tuple[Draft, ...]:
        """Return all drafts, the newest first."""
        rows = self.connection.execute("select digest, by, at, how, files from drafts order by at desc, rowid desc")
        return tuple(_draft(row, json.loads(row[4])) for row in rows)

    def drop_draft(self, name: str) -> bool:
        """Forget the draft of an edition; tell whether there was one."""
        with self.writing() as db:
            row = db.execute("select files from drafts where digest = ?", (name,)).fetchone()
            gone = db.execute("delete from drafts where digest = ?", (name,)).rowcount
            self._sweep(db, bool(row) and not self._is_live(json.loads(row[0])))
        return bool(gone)

    def _is_live(self, files: Mapping[str, str | None]) -> bool:
        """Tell whether the last edition has all texts of a draft, as one that was published has."""
        last = self.last()
        live = {*self.manifest(last.number).values()} if last else set[str]()
        return {each for each in files.values() if each} <= live

    def _content(self, kept: str) -> bytes:
        row = self.connection.execute("select content from texts where hash = ?", (kept,)).fetchone()
        try:
            return zlib.decompress(row[0])
        except (TypeError, zlib.error):
            raise StateError(f"text {kept[:12]} of the history cannot be read") from None

    def _keep(self, db: Database, contents: Mapping[str, bytes]) -> Manifest:
        """Keep texts, each of them once, and return by which digests."""
        files = manifest(contents)
        known = {row[0] for row in db.execute("select hash from texts")}
        levels = {GOALPOSTS: QUICKLY}
        rows = (  # one by one: of a thousand briefings all are 80 MB
            (kept, zlib.compress(contents[name], levels.get(name, zlib.Z_DEFAULT_COMPRESSION)))
            for name, kept in files.items()
            if kept not in known
        )
        db.executemany("insert into texts (hash, content) values (?, ?) on conflict do nothing", rows)
        return files

    def _sweep(self, db: Database, gone: int) -> None:
        """Forget texts that no edition and no draft holds any more, where any of these is gone.

        To look through a thousand editions of a thousand briefings takes seconds.
        """
        if not gone:
            return
        db.execute(
            "delete from texts where hash not in (select value from editions, json_each(files) union"
            " select goalposts from editions where goalposts is not null union"
            " select value from drafts, json_each(files) where value is not null)"
        )


def _draft(row: tuple[Any, ...], files: Mapping[str, object]) -> Draft:
    name, by, at, how, *_ = row
    return Draft(name, by, instant(at), tuple(files), how)
