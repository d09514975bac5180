"""A file of readers, line by line: written with an end that seals it, and read only where it is as it was written."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import IO, Any, Final, TypeVar

from pydantic import ValidationError

from bot.state.errors import Unusable
from bot.state.transfer.records import VERSION, End, ExportRecord, Head, TakenReader

BEGINNING: Final = b'{"hindsight":"readers",'
"""How a file of readers begins."""
LONGEST_LINE: Final = 1 << 26
"""Bytes a line may have: the years of one busy group stay far below it."""
_NUL: Final = rb"\u0000"
Parsed = TypeVar("Parsed", bound=ExportRecord)


def write(readers: Iterable[dict[str, Any]], head: Mapping[str, list[dict[str, Any]]], file: IO[bytes]) -> int:
    """Write what the head says, then all readers, as the records of a file have them; return how many there are."""
    digest, lines = hashlib.sha256(), 0
    for each in _headed(head, readers):
        line = _line(each)
        digest.update(line)
        file.write(line)
        lines += 1
    count = lines - 1  # the head is no reader
    file.write(_line({"readers": count, "sha256": digest.hexdigest()}))
    return count


def _headed(head: Mapping[str, list[dict[str, Any]]], readers: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield {"hindsight": "readers", "version": VERSION, **head}
    yield from readers


def _line(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read(file: IO[bytes]) -> tuple[Head, Iterator[TakenReader]]:
    """Return the head of a file and all its readers; raises Unusable, for what is wrong later once it is come to."""
    lines = _lines(file)
    head = _head(next(lines, (1, b""))[1])
    return head, (_parsed(TakenReader, number, line) for number, line in lines)


def _parsed(record: type[Parsed], number: int, line: bytes) -> Parsed:
    """Return a record; without the NULs in what people said to earlier versions, which not every database keeps."""
    try:
        found = json.loads(line, object_pairs_hook=_once)
        if _NUL in line and (without := _without_nul(found)) != found:
            line = _line(without)
        return record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Unusable(f"line {number}: {f'{place}: ' if place else ''}{first['msg']}") from None
    except RecursionError:
        raise Unusable(f"line {number}: it is nested too deeply") from None
    except ValueError as error:
        raise Unusable(f"line {number}: {error}") from None


def _without_nul(found: Any) -> Any:
    match found:
        case str():
            return found.replace("\0", "")
        case list():
            return [_without_nul(each) for each in found]
        case dict():
            return {name: _without_nul(each) for name, each in found.items()}
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raises ValueError where it says one thing twice: the last would win in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _head(line: bytes) -> Head:
    if line.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unusable("an editor has saved this file in another encoding; import it as it was exported")
    found: Any = None
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(line)
    if not isinstance(found, dict) or found.get("hindsight") != "readers":
        raise Unusable("this is no file that `readers export` wrote")
    if found.get("version") != VERSION:
        raise Unusable("this was exported by another version of Hindsight; import it with that version or a newer one")
    return _parsed(Head, 1, line)


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines before the end, by number; raises Unusable at the end where they are not what was written."""
    digest, number = hashlib.sha256(), 0
    for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), b""), 1):
        if not line.startswith(b'{"readers"'):
            digest.update(line)
            yield number, line
            continue
        end = _parsed(End, number, line)
        if end != End(readers=number - 2, sha256=digest.hexdigest()) or file.read(1):
            raise Unusable("the file is not as it was exported: lines were changed, lost or added")
        return
    raise Unusable("the file has no end: it was not copied whole" if number else "the file is empty")
