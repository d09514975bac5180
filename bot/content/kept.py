"""What was read of a sound file, as bytes: they come back as the same records in a third of the time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

from bot.content.briefing import Record
from bot.content.compact import compact
from bot.content.goalposts import Written
from bot.content.problem import Mark, Problem


class Keeper(Protocol):
    """Keeps bytes from one start to the next, as far as it can; it gives nothing back but what was put there."""

    def get(self, name: str, digest: str) -> bytes | None:
        """Return what was put there of a file that holds what has this digest; None where it has nothing of it."""

    def put(self, name: str, digest: str, kept: bytes) -> None:
        """Keep this of a file, in place of what was kept of it before."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a file: its record, the digest of its text, what to put right later, and its goalposts."""

    record: Record
    digest: str
    advisories: tuple[Problem, ...]
    goalposts: Written

    def as_bytes(self) -> bytes:
        """Return it as a line of JSON, and the record as another."""
        advisories = [[each.file, each.mark, each.code, each.args] for each in self.advisories]
        head = [self.digest, advisories, self.goalposts]
        record = self.record.model_dump_json(by_alias=True, exclude_unset=True)
        return f"{json.dumps(head)}\n{record}".encode()

    @classmethod
    def of(cls, model: type[Record], kept: bytes) -> Kept | None:
        """Return what `as_bytes` made bytes of; None where they hold no record of this kind."""
        head, _, record = kept.partition(b"\n")
        try:
            digest, advisories, goalposts = json.loads(head)
            read = model.model_validate_json(record)
        except ValueError:  # also pydantic's
            return None
        return cls(compact(read), digest, tuple(_problem(*each) for each in advisories), goalposts)


def _problem(file: str, mark: list[int], code: str, args: list[list[Any]]) -> Problem:
    return Problem(file, Mark(*mark), code, tuple((name, value) for name, value in args))
