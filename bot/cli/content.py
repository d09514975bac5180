"""The commands on content: `check`, `show`, `verify`, `register`, `links`, `schema`, `draft`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from bot import desk
from bot.answers.editors import drafts
from bot.answers.problems import describe
from bot.cli import terminal
from bot.cli.arguments import SCHEMAS
from bot.cli.history import verify_history
from bot.cli.output import Failure, write
from bot.cli.problems import FORMATS, as_text, at_home, failure
from bot.content.assembling import Shelf
from bot.content.briefing import Language
from bot.content.drafts import Declined
from bot.content.edition import Edition, InvalidEdition, ref, witnesses
from bot.content.export import edition_json
from bot.content.reviews import current, is_overdue
from bot.desk.kept_files import READ, KeptFiles
from bot.documents.errors import Unreadable
from bot.people.schedule import Clock
from bot.pictures import png
from bot.settings import Settings
from bot.words import WRITTEN, say

_FIRST_FORMAT: Final = {"criterion-only": "criterion-only-count", "criterion-only-core": "criterion-only-core-count"}
"""How many rules of the first format there are, in words."""


def edition(chosen: Settings) -> Edition:
    """Return the edition of the folders, or fail with all that is wrong with it.

    Where `run` keeps what was read of files, that is used: the folder is made by whoever serves, and nobody else.
    """
    read = chosen.data / READ
    shelf = Shelf(KeptFiles(read)) if os.access(read, os.X_OK) else None
    try:
        return desk.load_folders(chosen.briefings, chosen.seeds, shelf=shelf)
    except InvalidEdition as invalid:
        raise failure(chosen, invalid) from None


def check(chosen: Settings, asked: argparse.Namespace, now: Clock) -> int:
    """Tell every problem of the content, or count what it holds."""
    chosen, overlay = _places(chosen, asked.paths)
    try:
        sound = desk.load_folders(chosen.briefings, chosen.seeds, overlay)
    except InvalidEdition as invalid:
        problems = [at_home(chosen, problem, overlay) for problem in invalid.problems]
        write(FORMATS[asked.format](problems, asked.lang), sys.stdout if asked.format == "json" else sys.stderr)
        return 1
    waiting = [at_home(chosen, problem, overlay) for problem in sound.warnings]
    write(FORMATS[asked.format](waiting, asked.lang), sys.stdout if asked.format == "json" else sys.stderr)
    write("" if asked.format == "json" else _counts(sound) + _left(sound, asked.lang, now().date()))
    if asked.format == "text" and (missing := png.missing_font(asked.lang)):
        write(f"{missing}\n", sys.stderr)
    return 0


def _left(found: Edition, language: Language, today: dt.date) -> str:
    """Return what has long waited for a look, and how many texts are to be written, rules of the first format."""
    texts = Counter(str(dict(each.args)["wanted"]) for each in found.warnings if each.code == "unwritten")
    rules = Counter(each.code for each in found.warnings if each.code.startswith("criterion-only"))
    lines = _overdue(found, language, today)
    lines += [say(language, "unwritten-count", count=texts[each], wanted=each) for each in WRITTEN if texts[each]]
    lines += [say(language, _FIRST_FORMAT[each], count=count) for each, count in sorted(rules.items())]
    return "".join(f"{line}\n" for line in lines)


def _overdue(found: Edition, language: Language, today: dt.date) -> list[str]:
    """Return the forecasts that were to be looked at again, each with the day, where that is long past."""
    late = [each for each in found.predictions if is_overdue(each.record, today)]
    lines = sorted(f"  {stands.next} {ref(each)}" for each in late if (stands := current(each.record)))
    return [say(language, "standings-overdue", count=len(late)), *lines] if late else []


def _places(chosen: Settings, paths: list[Path]) -> tuple[Settings, dict[str, Path]]:
    """Return the folders to check, and single files that take the place of those of the same name."""
    overlay: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise Failure(f"{path}: there is no such file or folder")
        if path.is_file():
            overlay[f"{_folder(chosen, path)}/{path.name}"] = path
        elif (path / "briefings").is_dir():
            chosen = chosen.model_copy(update={"briefings": path / "briefings", "seeds": path / "seeds"})
        else:
            chosen = chosen.model_copy(update={"seeds" if path.name == "seeds" else "briefings": path})
    return chosen, overlay


def _folder(chosen: Settings, path: Path) -> str:
    """Return whose place a single file takes: that of a card, or of the other files."""
    is_card = path.absolute().parent.name == "seeds" or (
        (chosen.seeds / path.name).exists() and not (chosen.briefings / path.name).exists()
    )
    return "seeds" if is_card else "briefings"


def _counts(found: Edition) -> str:
    counts = {
        "briefings": found.briefings,
        "predictions": found.predictions,
        "observations": found.observations,
        "sector views": found.views,
        "events": found.events,
        "pieces of advice": found.advice,
        "figures": found.figures,
        "caveats": found.caveats,
        "debates": found.debates,
    }
    return f"{', '.join(f'{len(items)} {name}' for name, items in counts.items())}; edition {found.digest}\n"


def show(chosen: Settings, _: argparse.Namespace, now: Clock) -> int:
    """Print the whole edition as JSON."""
    write(json.dumps(edition_json(edition(chosen), now().date()), ensure_ascii=False, indent=2) + "\n")
    return 0


def verify(chosen: Settings, asked: argparse.Namespace, _: Clock) -> int:
    """Hold cards and citations against the originals, or the history against its seals."""
    if asked.history:
        return verify_history(chosen, asked.head or "")
    if asked.head:
        raise Failure("--head goes with --history")
    if not asked.sources.is_dir():
        raise Failure(f"{asked.sources}: there is no such folder")
    edition(chosen)
    with terminal.under_way("reading the originals"):
        problems = desk.verify_sources(chosen.briefings, chosen.seeds, asked.sources)
    write(as_text([at_home(chosen, problem) for problem in problems], "en"), sys.stderr)
    if not problems:
        write("every card and every citation agrees with the originals\n")
    return 1 if problems else 0


def register(chosen: Settings, _: argparse.Namespace, now: Clock) -> int:
    """Enter the rules that are not in the register of rules yet, as published today."""
    _own(chosen)
    try:
        count = desk.register_rules(chosen.briefings, chosen.seeds, now())
    except Declined as why:
        raise Failure(drafts.reason("en", why), code=1) from None
    if count:
        write(f"{count} rules entered\n")
    else:
        write("every rule is in the register\n")
    return 0


def _own(chosen: Settings) -> None:
    """Fail where the content came with the program, and is not ours to write into."""
    if chosen.shipped:
        raise Failure(drafts.reason("en", Declined("shipped")))


def links(chosen: Settings, _: argparse.Namespace, __: Clock) -> int:
    """List the addresses of all evidence by host, those with most of them first, each with its rank and prediction."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for name, evidence in witnesses(edition(chosen)):
        host = (urlsplit(evidence.url).hostname or "").removeprefix("www.")
        hosts[host].append(f"  {evidence.kind or '-'}\t{name}\t{evidence.url}\n")
    for host, lines in sorted(hosts.items(), key=lambda each: (-len(each[1]), each[0])):
        write(f"{host}\t{len(lines)}\n{''.join(sorted(lines))}")
    return 0


def schema(_: Settings, asked: argparse.Namespace, __: Clock) -> int:
    """Print the JSON Schema of a kind of file."""
    write(json.dumps(schema_of(asked.kind), ensure_ascii=False, indent=2) + "\n")
    return 0


def schema_of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file."""
    # The oldest dialect that holds all we say is the one every editor's YAML extension understands.
    return {"$schema": "http://json-schema.org/draft-07/schema#", **SCHEMAS[kind].model_json_schema()}


def draft(chosen: Settings, asked: argparse.Namespace, now: Clock) -> int:
    """Make a card and the skeleton of a briefing from a document, or print its paragraphs."""
    from bot.cli import draft_files
    from bot.drafting import skeleton

    try:
        with terminal.under_way(f"reading {asked.file.name}"):
            document = draft_files.read_source_file(asked.file, now().date())
        if asked.paragraphs:
            write("".join(f"{line}\n" for line in skeleton.numbered_paragraphs(document.original)))
            return 0
        if not asked.to:
            _own(chosen)
        made = skeleton.skeleton_of(document, asked.slug, draft_files.vocabulary(chosen.briefings), asked.lang)
        seeds, briefings = (
            (asked.to / "seeds", asked.to / "briefings") if asked.to else (chosen.seeds, chosen.briefings)
        )
        card, briefing = seeds / made.card_file, briefings / made.briefing_file
        draft_files.write_all({card: made.card, briefing: made.briefing}, force=asked.force)
    except Unreadable as unreadable:
        raise Failure(describe(asked.lang, unreadable.found), code=1) from None
    except skeleton.Undraftable as named:
        raise Failure(describe(asked.lang, named.found)) from None
    except draft_files.CannotFile as error:
        raise Failure(str(error)) from None
    write(say(asked.lang, "draft-written", card=str(card), briefing=str(briefing), count=made.forecasts) + "\n")
    if made.document_file != document.file:
        write(say(asked.lang, "draft-document-named", file=made.document_file) + "\n")
    return 0
