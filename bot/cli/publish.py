"""The command `publish`: puts files live through the desk, also while `run` serves from the same folders."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.answers.asked import Asked
from bot.answers.editors import drafts
from bot.channels import console
from bot.cli.content import edition
from bot.cli.output import Failure, write
from bot.cli.problems import failure
from bot.cli.state import history
from bot.content.briefing import Language
from bot.content.drafts import Declined
from bot.content.edition import InvalidEdition
from bot.desk import Desk, Proposal, content, upload
from bot.people.schedule import Clock
from bot.serve import program
from bot.settings import Settings
from bot.words import say

BY: Final = "console"
"""Who the history says it was: whoever may write to the folders needs no other right."""


def publish(chosen: Settings, asked: argparse.Namespace, now: Clock) -> int:
    """Tell all problems of files, or what they change, and publish that; no change is well too."""
    homes: dict[str, str] = {}
    try:
        files = _read(chosen, asked.files, homes)
        with _desk(chosen) as desk:
            proposal = desk.propose(files, BY, now())
            write(_changes(proposal, asked.lang))
            desk.publish(proposal.draft.digest, BY, now())
    except InvalidEdition as invalid:
        raise failure(chosen, invalid, asked.lang, homes) from None
    except Declined as why:
        told = drafts.reason(asked.lang, why)
        if why.code != "nothing-new":
            raise Failure(told, code=1) from None
        edition(chosen)  # what the files do not change may be broken all the same
        write(f"{told}\n")
        return 0
    write(say(asked.lang, "published", digest=proposal.draft.digest) + "\n")
    return 0


@contextlib.contextmanager
def _desk(chosen: Settings) -> Iterator[Desk]:
    """Open the desk. It needs no lock of the state: its own keeps publishers of all processes apart."""
    with history(chosen) as kept:
        yield program.desk(chosen, kept)


def _read(chosen: Settings, paths: list[Path], homes: dict[str, str]) -> dict[str, bytes | None]:
    """Return files, and those of zips, by their names among the content; `homes` gets how they are named here."""
    known = _known(chosen)
    files: dict[str, bytes | None] = {}
    for path in paths:
        for place, text in upload.uploaded_files({_called(path): _bytes(path)}, known).items():
            if place in files:
                raise Declined("twice", name=place)
            files[place] = text
            homes[place] = f"{path}/{place}" if path.suffix.lower() == ".zip" else str(path)
    return files


def _known(chosen: Settings) -> set[str]:
    """Return the files there are; a folder that is missing is for the desk to say."""
    known = set()
    for name, folder in (("briefings", chosen.briefings), ("seeds", chosen.seeds)):
        with contextlib.suppress(OSError):
            known |= {f"{name}/{path.name}" for path in content(folder)}
    return known


def _called(path: Path) -> str:
    """Return the name under which a file comes: with its folder where that tells what it is."""
    folder = path.absolute().parent.name
    return f"{folder}/{path.name}" if folder in ("briefings", "seeds") else path.name


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise Failure(f"{path}: there is no such file")
    if not path.is_file():
        raise Failure(f"{path}: this is no file; name the files, or a zip of them")
    with path.open("rb") as file:
        return file.read(upload.LARGEST_PARCEL + 1)


def _changes(proposal: Proposal, language: Language) -> str:
    """Return what a draft changes, in words; the buttons below it in chats are of no use here."""
    edition, today = proposal.before or proposal.after, proposal.draft.at.date()
    asked = Asked(edition=edition, language=language, today=today, editor=True)
    answer = drafts.drafted(asked, proposal.draft, proposal.changes, proposal.after)
    return console.render(replace(answer, buttons=()))
