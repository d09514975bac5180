"""The editors' desk: propose → look → publish → undo, every edition kept."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

from bot.content import rule_register
from bot.content.assembling import Shelf
from bot.content.briefing import Naive, Review, Ruling
from bot.content.diff import differences, tally
from bot.content.drafts import Declined, Draft, EditionEntry
from bot.content.edition import Edition, InvalidEdition
from bot.content.kept import Keeper
from bot.content.problem import NOT_READ, Problem
from bot.desk import upload
from bot.desk.declining import declining
from bot.desk.folders import edition_from, read_files, read_unlocked, with_last
from bot.desk.history import History
from bot.desk.journal import Folders, Journal
from bot.desk.proposal import Proposal, hold
from bot.desk.seen import Seen
from bot.desk.verdict_edit import write_naive, write_standing, write_verdict
from bot.state import Contents, Editions, KeptDraft, Manifest, StateError, manifest

logger = logging.getLogger(__name__)
MOST_NAMED: Final = 5
"""Files that are named where others edited them."""

Reads = Callable[[Folders, Mapping[str, Path], Shelf, Seen], tuple[Contents, list[Problem]]]


class Desk:
    """Reads and replaces the editors' files. Its methods may be called from any thread, and wait for each other.

    They raise Declined where something cannot be done, and InvalidEdition where files make no edition.
    """

    def __init__(
        self, briefings: Path, seeds: Path, editions: Editions, *, shipped: bool = False, keeper: Keeper | None = None
    ) -> None:
        """`shipped` files came with the program, and are left as they are; a `keeper` has what was read before."""
        self._folders, self._shipped = Folders(briefings, seeds), shipped
        self._editions = editions
        self._at_hand: WeakValueDictionary[str, Edition] = WeakValueDictionary()
        self._drafted: Edition | None = None  # which is not read again between a look at it and its publication
        self._shelf, self._seen = Shelf(keeper), Seen()
        self._history = History(editions, self._shelf.goalposts)
        self._turn = threading.RLock()

    def load(self, now: dt.datetime) -> Edition:
        """Read the folders, once what was being published is done; what others edited in them joins the history."""
        with self._turn:
            try:
                self.recover()
            except Declined as why:
                logger.warning("a publication cannot be finished (%s); it is read as if it were", why.code)
            contents, problems = self._read(read_files)
            edition, self._drafted = self._made(contents, problems), None
            try:
                self._note(edition, contents, now)
                edition = self._sealed(edition, contents)
            except StateError as error:
                logger.warning("edition %s does not join the history: %s", edition.digest, error)
            return replace(edition, warnings=(*problems, *edition.warnings)) if problems else edition

    def _sealed(self, edition: Edition, contents: Contents) -> Edition:
        """Return the edition that is live with its seal, which others then find at hand."""
        if edition.seal != (seal := self._history.seal()):
            edition = self._at_hand[repr(manifest(contents))] = replace(edition, seal=seal)
        return edition

    def last(self) -> Edition | None:
        """Return the edition that was live last, as the history keeps it."""
        with self._turn, declining():
            return self._last()

    def recover(self) -> bool:
        """Finish a publication that was cut short; tell whether there was one."""
        with self._turn, declining(), self._folders.locked(alone=True):
            return self._finish()

    def propose(self, files: Mapping[str, bytes | None], by: str, now: dt.datetime) -> Proposal:
        """Draft what would come of files (or zips of them); None where one is to go."""
        with self._turn, declining():
            contents, problems = self._read(read_files)
            wanted = upload.uploaded_files(files, {*contents, *(each.file for each in problems)})
            wanted |= rule_register.brought(wanted, contents, rule_register.today(now))
            return self._draft(wanted, contents, problems, Draft("", by, now, tuple(wanted)))

    def rule(self, prediction: str, ruling: Ruling, by: str, now: dt.datetime, naive: Naive | None = None) -> Proposal:
        """Draft a verdict on a prediction, named slug/id; the one it replaces joins the earlier ones.

        With it what the naive rule says, where nothing of that stands in the file yet.
        """

        def write(file: str, text: bytes, name: str) -> bytes:
            ruled = write_verdict(file, text, name, ruling)
            return write_naive(file, ruled, name, naive) if naive else ruled

        return self._written(prediction, write, by, now)

    def stand(self, prediction: str, review: Review, by: str, now: dt.datetime) -> Proposal:
        """Draft how a prediction, named slug/id, stands; the standing it replaces joins the earlier ones."""
        return self._written(prediction, lambda file, text, name: write_standing(file, text, name, review), by, now)

    def _written(
        self, prediction: str, write: Callable[[str, bytes, str], bytes], by: str, now: dt.datetime
    ) -> Proposal:
        """Draft what is written into the file of a prediction, by the file's name, its text and the prediction's id."""
        slug, _, name = prediction.partition("/")
        file = f"briefings/{slug}.yaml"
        with self._turn:
            text = self.text(file)
            if text is None:
                raise Declined("rule-unknown", name=prediction)
            return self.propose({file: write(file, text, name)}, by, now)

    def drafted(self, digest: str) -> Proposal:
        """Return a draft again; raises Declined where it is gone, or was made on files that have changed since."""
        with self._turn, declining():
            contents, problems = self._read(read_files)
            kept = self._kept(digest, contents)
            return self._proposal(kept.draft, self._before(contents), self._would_be(kept.files, contents, problems))

    def drafts(self) -> tuple[Draft, ...]:
        """Return the drafts of all editors, the newest first."""
        with self._turn, declining():
            return self._editions.drafts()

    def discard(self, digest: str) -> bool:
        """Forget a draft; tell whether there was one."""
        with self._turn, declining():
            return self._editions.drop_draft(digest)

    def publish(self, digest: str, by: str, now: dt.datetime) -> Proposal:
        """Make a draft the edition on disk: all its files or none. Raises Declined where others came first."""
        with self._turn, declining(), self._folders.locked(alone=True):
            if self._shipped:  # since it was drafted
                raise Declined("shipped")
            self._finish()
            contents, problems = self._read(read_unlocked)
            kept = self._kept(digest, contents)
            after = self._would_be(kept.files, contents, problems)
            held = self._sound(contents)
            before = held or self._last()
            hold(kept.draft, before, after, now)
            if held:
                self._note(held, contents, now)  # so that an undo finds it
            proposal = self._proposal(kept.draft, before, after)
            self._carry_out(Journal.of(kept, tally(proposal.changes), by, now))
            return proposal

    def _carry_out(self, journal: Journal) -> None:
        """Make a plan count, and put the files into their places; raises OSError where it does not count."""
        self._folders.begin(journal)
        try:
            self._finish()
        except (OSError, StateError):  # it counts all the same, and is finished next time
            logger.exception("edition %s is published, but not every file is in its place yet", journal.digest)

    def undo(self, by: str, now: dt.datetime, number: int | None = None) -> Proposal:
        """Draft the edition before the last one, or before the one of a number; publishing it brings it back.

        Where the files on disk are not those of the last edition, as when they are broken, undoing brings that back.
        """
        with self._turn, declining():
            contents, problems = self._read(read_files)
            held, wanted = contents.digests, self._manifest_before(number, contents.digests)
            others = sorted(name for name in held.keys() | wanted.keys() if held.get(name) != wanted.get(name))
            texts = self._editions.texts({name: wanted[name] for name in others if name in wanted})
            changed: upload.UploadedFiles = {name: texts.get(name) for name in others}
            return self._draft(changed, contents, problems, Draft("", by, now, tuple(changed), "undone"))

    def history(self, most: int = 10, before: int | None = None) -> tuple[EditionEntry, ...]:
        """Return the editions that were live, the last one first; those `before` a number where one is given."""
        with self._turn, declining():
            return self._editions.entries(most, before)

    def seals(self) -> dict[int, str]:
        """Return the seals of all editions that were live, by their numbers."""
        with self._turn, declining():
            return {link.number: link.seal for link in self._editions.links()}

    def names(self) -> tuple[str, ...]:
        """Return the names of the files there are, such as briefings/x.yaml."""
        with self._turn, declining():
            return tuple(sorted(self._read(read_files)[0]))

    def text(self, name: str) -> bytes | None:
        """Return what a file such as briefings/x.yaml holds now, None where there is none."""
        with self._turn, declining():
            return self._read(read_files)[0].get(name)

    def _read(self, read: Reads) -> tuple[Contents, list[Problem]]:
        return with_last(*read(self._folders, {}, self._shelf, self._seen), self._editions)

    def _manifest_before(self, number: int | None, held: Manifest) -> Manifest:
        last = self._editions.last()
        if last and number is None and self._editions.manifest(last.number) != held:
            return self._editions.manifest(last.number)
        earlier = self._editions.entries(1, before=number or (last.number if last else 0))
        if not earlier:
            raise Declined("nothing-before")
        return self._editions.manifest(earlier[0].number)

    def _draft(
        self, files: upload.UploadedFiles, contents: Contents, problems: list[Problem], draft: Draft
    ) -> Proposal:
        """Keep a draft of files; raises InvalidEdition, or Declined where they change nothing."""
        if self._shipped:
            raise Declined("shipped")
        if all(contents.get(name) == text for name, text in files.items()):
            raise Declined("nothing-new")
        after = self._would_be(files, contents, problems)
        named = replace(draft, digest=after.digest)
        with declining():
            before = self._before(contents)
            hold(draft, before, after, draft.at)
            self._editions.add_draft(KeptDraft(named, manifest(contents), files), draft.at)
            return self._proposal(named, before, after)

    def _kept(self, digest: str, contents: Contents) -> KeptDraft:
        """Return a draft that was made on just these files."""
        kept = self._editions.draft(digest)
        if not kept:
            raise Declined("no-draft", digest=digest)
        held = manifest(contents)
        if others := sorted(name for name in held.keys() | kept.base.keys() if held.get(name) != kept.base.get(name)):
            raise Declined("older-draft", files=", ".join(others[:MOST_NAMED]), count=len(others))
        return kept

    def _would_be(self, files: Mapping[str, bytes | None], contents: Contents, problems: list[Problem]) -> Edition:
        """Return the edition that files make in place of those there are."""
        self._drafted = self._made(contents.replaced(files), [each for each in problems if each.file not in files])
        return self._drafted

    def _proposal(self, draft: Draft, before: Edition | None, after: Edition) -> Proposal:
        return Proposal(draft, before, after, differences(before, after) if before else ())

    def _before(self, contents: Contents) -> Edition | None:
        """Return the edition that files make; where they are broken, the last one that was live."""
        return self._sound(contents) or self._last()

    def _sound(self, contents: Contents) -> Edition | None:
        with contextlib.suppress(InvalidEdition):
            return self._made(contents, [])
        return None

    def _last(self) -> Edition | None:
        last = self._editions.last()
        return self._sound(self._history.texts(self._editions.manifest(last.number))) if last else None

    def _made(self, contents: Contents, problems: list[Problem]) -> Edition:
        """Make an edition of files, or take it from those that others still hold, such as the live one.

        What is not read keeps none from being made; where another problem does, it is told with that one.
        """
        key, hinders = repr(manifest(contents)), any(each.code not in NOT_READ for each in problems)
        edition = None if hinders else self._at_hand.get(key)
        if edition is None:
            try:
                edition = self._at_hand[key] = edition_from(contents, problems if hinders else [], self._shelf)
            except InvalidEdition as invalid:
                raise InvalidEdition({*problems, *invalid.problems}, invalid.texts) from None
        return edition

    def _note(self, edition: Edition, contents: Contents, now: dt.datetime) -> None:
        """Keep an edition that others than the desk brought."""
        last = self._editions.last()
        if last is None or last.digest != edition.digest:
            before = self._last()
            what = tally(differences(before, edition)) if before else {}
            self._history.record(EditionEntry(0, edition.digest, "", now, "found", what), contents)

    def _finish(self) -> bool:
        """Do what a journal says, if there is one, and keep what came of it; whoever calls holds the lock."""
        journal = self._folders.pending()
        if journal is None:
            self._folders.sweep()
            return False
        if journal.concerns(self._folders.held(journal.new)):
            self._folders.finish(journal)
            self._finished(journal)
        else:
            logger.warning(
                "edition %s was being published when others edited its files: it is left to them", journal.digest
            )
        self._folders.close()
        return True

    def _finished(self, journal: Journal) -> None:
        """Keep what came of a plan that is carried out."""
        self._record(journal, self._read(read_unlocked)[0])

    def _record(self, journal: Journal, contents: Contents) -> None:
        at = dt.datetime.fromisoformat(journal.at)
        self._history.record(EditionEntry(0, journal.digest, journal.by, at, journal.how, journal.what), contents)
        self._editions.drop_draft(journal.digest)
