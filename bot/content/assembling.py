"""All files → one frozen `Edition`, or `InvalidEdition` with every problem of every file; only what changed is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.content.advisories import warnings
from bot.content.briefing import Briefing, Card, Debates, Record, Register
from bot.content.checks import Agreement, problems_between
from bot.content.edition import Edition, InvalidEdition, digest_of, digest_of_text
from bot.content.goalposts import Written, written_of
from bot.content.kept import Keeper, Kept
from bot.content.phrases import Phrases
from bot.content.problem import Mark, Problem, problem
from bot.content.reading import BRIEFLESS, DEBATES, PHRASES, RULES, VOCABULARY, Reading, model_of, read_file
from bot.content.yaml_document import LaterDocument, YamlDocument
from bot.content.yaml_loading import load_yaml


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read, with the digest of its text, what its editor may put right later, and its goalposts."""

    reading: Reading
    digest: str
    advisories: tuple[Problem, ...]
    goalposts: Written

    @classmethod
    def of(cls, reading: Reading) -> _File:
        record = reading.record
        advisories = tuple(warnings(reading.document, record)) if isinstance(record, Briefing) else ()
        document = reading.document
        assert isinstance(document, YamlDocument), "it was just read"
        return cls(reading, digest_of_text(document.text), advisories, written_of(document))

    @classmethod
    def again(cls, name: str, kept: Kept, load: Callable[[], YamlDocument]) -> _File:
        """Return a file as it was read before."""
        document = LaterDocument(name, load)
        reading = Reading(document, kept.record, (), (document, kept.record))
        return cls(reading, kept.digest, kept.advisories, kept.goalposts)

    def within(self, contents: Mapping[str, bytes]) -> _File:
        """Return it without its document where it is sound by itself: what files hold tells where something is."""
        name = self.reading.document.file
        return replace(self, reading=self.reading.later(partial(_loaded, contents, name)))


class Shelf:
    """What was read of files, for the next edition that holds them.

    What comes of files depends on them alone, never on what stands here: a file that is the same by name and digest
    comes to the same. Those of the last two editions are kept, as of a draft and what is live, without their texts
    and the places in them. A `keeper` has what was read before this start.
    """

    def __init__(self, keeper: Keeper | None = None) -> None:
        self._keeper = keeper
        self._before: Mapping[tuple[str, str], _File] = {}
        self._last: Mapping[tuple[str, str], _File] = {}
        self._agreed: Mapping[str, Agreement] = {}

    def edition(self, contents: Mapping[str, bytes], digests: Mapping[str, str]) -> Edition:
        """Make an edition of files, named as below the content folders; raises InvalidEdition.

        `digests` are those of their bytes; the bytes of a file are asked for where it has to be read.
        """
        keys = [(name, digests[name]) for name in sorted(contents)]
        kept = {key: self._file(contents, *key) for key in keys}
        if kept.keys() != self._last.keys():
            self._before, self._last = self._last, kept
        files = [file.within(contents) for file in kept.values()]
        between = problems_between((file.reading for file in files), self._agreed)
        self._agreed = between.agreed
        return _edition(files, between.problems)

    def __contains__(self, named: object) -> bool:
        """Tell whether a file, by its name and digest, needs not be read again."""
        return named in self._last or named in self._before

    def goalposts(self, name: str, digest: str) -> Written | None:
        """Return the goalposts of a file as they were written when it was read; None where it does not stand here."""
        file = self._known((name, digest))
        return file.goalposts if file else None

    def _known(self, key: tuple[str, str]) -> _File | None:
        return self._last.get(key) or self._before.get(key)

    def _file(self, contents: Mapping[str, bytes], name: str, digest: str) -> _File:
        key = name, digest
        return self._known(key) or self._from_file(contents, *key).within({})  # what is kept holds no contents

    def _from_file(self, contents: Mapping[str, bytes], name: str, digest: str) -> _File:
        found = self._keeper and self._keeper.get(name, digest)
        if found and (kept := Kept.of(model_of(name), found)):
            return _File.again(name, kept, partial(_loaded, contents, name))
        file = _File.of(read_file(name, contents[name]))
        if self._keeper and file.reading.record:
            kept = Kept(file.reading.record, file.digest, file.advisories, file.goalposts)
            self._keeper.put(name, digest, kept.as_bytes())
        return file


def _loaded(contents: Mapping[str, bytes], name: str) -> YamlDocument:
    return load_yaml(name, contents[name])


def build_edition(files: Mapping[str, bytes]) -> Edition:
    """Make an edition of files, named as below the content folders; raises InvalidEdition."""
    return assemble([read_file(file, files[file]) for file in sorted(files)])


def assemble(readings: Iterable[Reading]) -> Edition:
    """Make an edition of all its files; raises InvalidEdition with what is wrong in and between them."""
    files = [_File.of(reading) for reading in readings]
    return _edition(files, problems_between(file.reading for file in files).problems)


def _edition(files: Collection[_File], between: Iterable[Problem]) -> Edition:
    """Make an edition of files and of what is wrong between them; raises InvalidEdition."""
    readings = [file.reading for file in files]
    found = [problem for reading in readings for problem in reading.problems]
    found += [*_missing_files({reading.document.file for reading in readings}), *between]
    if found:
        bad = {problem.file for problem in found}
        documents = (reading.document for reading in readings)
        raise InvalidEdition(found, {each.file: each.text for each in documents if each.file in bad})
    return Edition(
        **_parts({reading.document.file: reading.record for reading in readings}),
        digest=digest_of({file.reading.document.file: file.digest for file in files}),
        warnings=tuple(sorted((each for file in files for each in file.advisories), key=lambda found: found.order)),
    )


def _parts(records: Mapping[str, Record | None]) -> dict[str, Any]:
    """Return what an edition is made of, by the records of its files."""
    cards = {record.source: record for record in records.values() if isinstance(record, Card)}
    briefings = [record for record in records.values() if isinstance(record, Briefing)]
    debates, register, phrases = records.get(DEBATES), records.get(RULES), records.get(PHRASES)
    return {
        "briefings": tuple(sorted(briefings, key=lambda each: cards[each.source].published.first, reverse=True)),
        "cards": cards,
        "vocabulary": records[VOCABULARY],
        "debates": debates.debates if isinstance(debates, Debates) else (),
        "register": register.rules if isinstance(register, Register) else (),
        "phrases": phrases.phrases if isinstance(phrases, Phrases) else (),
    }


def _missing_files(files: set[str]) -> list[Problem]:
    missing = [] if VOCABULARY in files else [problem(VOCABULARY, Mark(1, 1), "no-vocabulary")]
    if not any(file.startswith("briefings/") and file not in BRIEFLESS for file in files):
        missing.append(problem("briefings/", Mark(1, 1), "no-briefings"))
    return missing
