"""The register of rules: when each wording was first published. Lines are added, never changed, so nobody moves a goal.

It travels with the files, so that whoever has them, and their history, can check the days that are claimed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from bot.content.briefing import Briefing, Register, Registered
from bot.content.drafts import Declined
from bot.content.edition import Edition
from bot.content.reading import RULES, Reading, read_file

_HEAD: Final = (
    "# When each wording of a rule was first published. The program adds lines; nobody changes any.\nrules:\n"
)
_WESTMOST: Final = dt.timedelta(hours=12)


def today(now: dt.datetime) -> dt.date:
    """Return the day it still is somewhere on earth: no editor's day is earlier."""
    return (now.astimezone(dt.UTC) - _WESTMOST).date()


def registered(contents: Mapping[str, bytes], on: dt.date, *, criteria: bool = False) -> bytes | None:
    """Return the file of the register with a line for each rule that is not in it yet; None where all are.

    `contents` are the files by name; those that cannot be read are passed over. With `criteria` rules of the first
    format join it too. The register as it is stays byte for byte.
    """
    text = contents.get(RULES, b"")
    kept = read_file(RULES, text).record if text.strip() else Register(rules=())
    if not isinstance(kept, Register):
        return None  # its own problems come first
    known = {line.rule for line in kept.rules}
    readings = (read_file(name, content) for name, content in sorted(contents.items()) if name.startswith("briefings/"))
    lines = [line for line in _lines(readings, on, criteria) if line.rule not in known]
    if not lines:
        return None
    before = text.decode() if kept.rules else _HEAD
    return (before + "\n" * (not before.endswith("\n")) + "".join(map(_line, lines))).encode()


def brought(files: Mapping[str, bytes | None], contents: Mapping[str, bytes], on: dt.date) -> dict[str, bytes | None]:
    """Return the register by its name, lengthened by the rules that files bring; nothing where they bring none.

    `contents` are the files there are now. Files that change nothing bring nothing.
    """
    if all(contents.get(name) == text for name, text in files.items()):
        return {}
    sent = {name: text for name, text in files.items() if text is not None}
    longer = registered({**sent, RULES: sent.get(RULES) or contents.get(RULES, b"")}, on)
    return {} if longer is None else {RULES: longer}


def _lines(readings: Iterable[Reading], on: dt.date, criteria: bool) -> Iterable[Registered]:
    for reading in readings:
        record = reading.sound[1] if reading.sound else None
        if not isinstance(record, Briefing):
            continue
        for each in record.predictions:
            if each.resolution or (criteria and each.criterion):
                yield Registered(prediction=f"{record.briefing}/{each.id}", rule=each.rule.digest, on=on)


def _line(line: Registered) -> str:
    return f'  - {{prediction: {line.prediction}, rule: "{line.rule}", on: {line.on}}}\n'


def hold(before: Edition, after: Edition, on: dt.date) -> None:
    """Raise Declined where an edit takes a line out of the register, changes one, or adds one of an earlier day."""
    was = set(before.register)
    gone = was - set(after.register)
    early = [line for line in after.register if line not in was and line.on < on]
    if changed := [*gone, *early]:
        raise Declined("register-changed", name=changed[0].prediction)
