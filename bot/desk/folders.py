"""Reads the editors' folders into an edition, registers rules, and verifies cards against their documents."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import stat
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from bot import garbage
from bot.content.assembling import Shelf
from bot.content.edition import Edition, InvalidEdition
from bot.content.problem import NOT_READ, Mark, Problem, problem
from bot.content.reading import BRIEFLESS, RULES, Reading, read_file
from bot.content.rule_register import registered, today
from bot.content.yaml_loading import LARGEST_FILE
from bot.desk.journal import Folders
from bot.desk.seen import Found, Seen
from bot.documents import fingerprints
from bot.files import replacing
from bot.state import Contents, Editions, Text

AT_HAND: Final = 100
"""Files of which all that is to be read is held from the first look at them on; more of them are read one by one."""


def load_folders(
    briefings: Path, seeds: Path, overlay: Mapping[str, Path] | None = None, shelf: Shelf | None = None
) -> Edition:
    """Read the folders and make an edition; raises InvalidEdition with every problem of every file.

    `overlay` maps names such as briefings/x.yaml to files that take the place of those in the folders. What is on the
    `shelf` is not read again.
    """
    shelf = shelf or Shelf()
    return edition_from(*read_files(Folders(briefings, seeds), overlay or {}, shelf), shelf)


def edition_from(contents: Contents, problems: Sequence[Problem], shelf: Shelf) -> Edition:
    """Make an edition of files, less the problems found on the way to them; raises InvalidEdition."""
    if missing := [each for each in problems if each.code == "no-folder"]:
        raise InvalidEdition(missing)  # all that would be said of what stands in it follows from that
    try:
        with garbage.unseen():
            edition = shelf.edition(contents, contents.digests)
    except InvalidEdition as invalid:
        raise InvalidEdition((*problems, *invalid.problems), invalid.texts) from None
    if problems:
        raise InvalidEdition(problems)
    return edition


def _readings(contents: Mapping[str, bytes]) -> list[Reading]:
    return [read_file(name, contents[name]) for name in sorted(contents)]


def register_rules(briefings: Path, seeds: Path, now: dt.datetime) -> int:
    """Enter all rules that are not in the register yet into its file, as published now; return how many."""
    folders = Folders(briefings, seeds)
    with folders.locked(alone=True):
        contents, _ = read_unlocked(folders, {})
        text = registered(contents, today(now), criteria=True)
        if text is None:
            return 0
        path = briefings / RULES.partition("/")[2]
        with replacing(path, like=path) as new:
            new.write_bytes(text)
    return text.count(b"{prediction:") - contents.get(RULES, b"").count(b"{prediction:")


def verify_sources(briefings: Path, seeds: Path, originals: Path) -> list[Problem]:
    """Return where cards and citations no longer agree with the original documents in a folder."""
    contents, problems = read_files(Folders(briefings, seeds), {})
    files = {path.name: path.read_bytes() for path in originals.iterdir() if path.is_file()}
    return sorted([*problems, *fingerprints.disagreements(_readings(contents), files)], key=lambda found: found.order)


def read_files(
    folders: Folders, overlay: Mapping[str, Path], known: Container[tuple[str, str]] = (), seen: Seen | None = None
) -> tuple[Contents, list[Problem]]:
    """Return what the files of both folders hold, and the problems of those that could not even be opened.

    Of those that are `known` by name and digest only that is kept: of a thousand briefings all others are unchanged.
    What was `seen` and looks as it did is not even read.
    """
    with folders.locked(alone=False):
        return read_unlocked(folders, overlay, known, seen)


def read_unlocked(
    folders: Folders, overlay: Mapping[str, Path], known: Container[tuple[str, str]] = (), seen: Seen | None = None
) -> tuple[Contents, list[Problem]]:
    """Return the same, for whoever holds the lock already."""
    paths: dict[str, Path] = {}
    problems: list[Problem] = []
    wanted = (folders.briefings, "briefings", "BOT_BRIEFINGS"), (folders.seeds, "seeds", "BOT_SEEDS")
    for folder, name, variable in wanted:
        try:
            paths |= {f"{name}/{path.name}": path for path in content(folder)}
        except (FileNotFoundError, NotADirectoryError):
            problems.append(problem(f"{name}/", Mark(1, 1), "no-folder", variable=variable))
        except OSError as error:
            problems.append(problem(f"{name}/", Mark(1, 1), "unreadable", said=error.strerror or ""))
    few, seen = len(paths) <= AT_HAND, seen or Seen()
    seen.look()
    found = {name: _copied(path, name) or _text(path, name, known, seen, few=few) for name, path in paths.items()}
    contents = Contents({name: each for name, each in found.items() if isinstance(each, Text)})
    if journal := folders.pending():
        contents = journal.through(contents)
    laid = {name: _read(path, name) for name, path in overlay.items()}
    contents = contents.replaced({name: each if isinstance(each, bytes) else None for name, each in laid.items()})
    found_or_laid = [*found.items(), *laid.items()]
    problems += [each for name, each in found_or_laid if isinstance(each, Problem) and name not in contents]
    return contents, problems


def _text(path: Path, name: str, known: Container[tuple[str, str]], seen: Seen, *, few: bool) -> Text | Problem:
    looks = _looks(path, name)
    if isinstance(looks, Problem):
        return looks
    text, found = None, seen.found(path, looks)
    if found is None or (few and (name, found.digest) not in known):
        content = _content(path, name)
        if isinstance(content, Problem):
            return content
        text = Text.at_hand(content)
        found = Found(text.digest, _own_name(name, content))
        seen.remember(path, looks, found)
    if text is None or not few or (name, found.digest) in known:
        text = Text(found.digest, partial(_bytes, path))
    return _added(path, name, found.own) or text


def with_last(contents: Contents, problems: Sequence[Problem], editions: Editions) -> tuple[Contents, list[Problem]]:
    """Return what `read_files` found, and of files that cannot be opened what was live of them last; raises StateError.

    Readers then lose nothing while a file is out of reach, and what others edit meanwhile goes live.
    """
    lost = {meant for each in problems if each.code in NOT_READ and (meant := _meant(each)) not in contents}
    if not lost or not (last := editions.last()):
        return contents, [*problems]
    kept = editions.manifest(last.number)
    return contents.replaced(editions.texts({name: kept[name] for name in lost if name in kept})), [*problems]


def content(folder: Path) -> Iterator[Path]:
    """Yield what is named as a file that editors keep: not what is hidden, nor what text editors leave as they save."""
    for name in sorted(os.listdir(folder)):  # noqa: PTH208 - of thousands of files: pathlib takes much longer
        if _CONTENT.fullmatch(name) and not name.startswith((".", "#", "~")):
            yield folder / name


_CONTENT: Final = re.compile(r"(.+)\.ya?ml(?:\.(?:txt|download))?[\s.]*", re.IGNORECASE | re.DOTALL)
"""Names of YAML files, also as some systems and programs write them: with a hidden ending of their own behind it."""
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")
"""What a name of ours is made of: with anything else around it, it is that of a copy."""
_BETWEEN: Final = re.compile(r"[^A-Za-z0-9]+")
"""What stands between a name and what is added to it."""
_COPY: Final = re.compile(r"(.+?)[._](?:sync-)?conflict-\d{8}.*", re.DOTALL)
"""Names without ending that copies get by Syncthing and ownCloud, made of nothing else."""
_NOWHERE: Final = frozenset((errno.ENOENT, errno.ENOTDIR, errno.ELOOP))
"""Why a link cannot be followed: nothing is there, a file is where a folder is meant, or it leads to itself."""
_OWN_NAME: Final = {
    folder: re.compile(rf"^(?:\xef\xbb\xbf)?{key}[ \t]*:[ \t]*[\"']?([A-Za-z0-9_.-]*)".encode(), re.MULTILINE)
    for folder, key in (("briefings", "briefing"), ("seeds", "source"))
}
"""The name that a briefing or a card gives itself."""


def _meant(found: Problem) -> str:
    """Return the name under which a file that is not read would be."""
    folder = found.file.partition("/")[0]
    return f"{folder}/{dict(found.args)['value']}" if found.code == "wrong-ending" else found.file


def _copied(path: Path, name: str) -> Problem | None:
    """Return the problem of a copy that some program put beside a file; no problem where that file is not there."""
    stem = _stem(name)
    copy, parts = _COPY.fullmatch(stem), _NAME.findall(stem)
    for meant in (*([copy[1]] if copy else ()), *(parts if parts != [stem] else ())):
        if (original := path.with_name(f"{meant}.yaml")).is_file():
            return problem(name, Mark(1, 1), "conflict-copy", value=original.name, own="no")
    return None


def _added(path: Path, name: str, own: str | None) -> Problem | None:
    """Return the problem of a copy that has something added to its name, by the name that the file gives itself.

    OneDrive calls copies `x-DESKTOP-1.yaml`, git for a while `x_LOCAL_1.yaml`, and so others call a file of its own:
    what is within tells them apart.
    """
    folder, stem = name.partition("/")[0], _stem(name)
    for added in _BETWEEN.finditer(stem):
        original = stem[: added.start()]
        called = own == original if own is not None else f"{folder}/{original}.yaml" in BRIEFLESS
        if called and path.with_name(f"{original}.yaml").is_file():
            return problem(
                name, Mark(1, 1), "conflict-copy", value=f"{original}.yaml", own="no" if own is None else "yes"
            )
    return None


def _stem(name: str) -> str:
    """Return the stem of a file's name, in less time than pathlib takes."""
    file = name.rpartition("/")[2]
    return file.removesuffix(".yaml") if file.endswith(".yaml") else Path(file).stem


def _own_name(name: str, content: bytes) -> str | None:
    found = _OWN_NAME[name.partition("/")[0]].search(content)
    return found[1].decode() if found else None


def _read(path: Path, name: str) -> bytes | Problem:
    looks = _looks(path, name)
    return looks if isinstance(looks, Problem) else _content(path, name)


def _looks(path: Path, name: str) -> os.stat_result | Problem:
    """Return what the system says of a file, or the problem of one that is not to be read."""
    place = str(path)
    if not place.endswith(".yaml") and (named := _CONTENT.fullmatch(path.name)):
        return problem(name, Mark(1, 1), "wrong-ending", value=f"{named[1]}.yaml")
    try:
        looks = os.stat(place)  # noqa: PTH116 - as above
    except OSError as error:
        return _unopened(path, name, error)
    # To open a pipe would wait for whoever writes into it.
    return looks if stat.S_ISREG(looks.st_mode) else problem(name, Mark(1, 1), "not-a-file")


def _content(path: Path, name: str) -> bytes | Problem:
    try:
        return _bytes(path)
    except OSError as error:
        return _unopened(path, name, error)


def _bytes(path: Path) -> bytes:
    """Return what a file holds, of one that is too large as much as tells so; raises OSError."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _unopened(path: Path, name: str, error: OSError) -> Problem:
    if path.is_symlink() and error.errno in _NOWHERE:
        return problem(name, Mark(1, 1), "dangling-link", value=str(path.readlink()))
    return problem(name, Mark(1, 1), "unreadable", said=error.strerror or "")
