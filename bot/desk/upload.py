"""Files or zips that an editor sends → files under their names among the content, within limits."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from bot.content.drafts import Declined
from bot.content.problem import shortened
from bot.content.reading import DEBATES, PHRASES, RULES, VOCABULARY
from bot.content.yaml_loading import LARGEST_FILE, load_yaml

MOST_FILES: Final = 50
LARGEST_PARCEL: Final = 5_000_000
"""Bytes of all files together, and of a zip."""
MOST_SQUEEZED: Final = 100
"""How many times smaller a file may be in a zip: texts are 3 to 10 times smaller, bombs a thousand times."""

_NAME = re.compile(r"(?:(briefings|seeds)/)?([A-Za-z0-9_][A-Za-z0-9_.-]{0,95})\.ya?ml")
_DOCUMENTS: Final = (".pdf", ".html", ".htm", ".md", ".txt")
"""Endings of what a briefing is made of, by the command that drafts one."""
_COPY = re.compile(r" ?\([0-9]{1,3}\)(?=\.ya?ml$)")
"""What browsers and phones add to a name that is there already."""
_LEFT_BY_SYSTEMS = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|briefings/|seeds/)")
_FOLDER = re.compile(r"[^./\\][^/\\]*/")
"""The name of a folder in a zip, not within another one."""
_KEY = re.compile(r"^([a-z0-9_]+) *:", re.MULTILINE)

UploadedFiles = dict[str, bytes | None]


def uploaded_files(sent: Mapping[str, bytes | None], known: Collection[str]) -> UploadedFiles:
    """Return files under their names among the content, such as briefings/x.yaml; None where one is to go.

    `known` are the files there are: they tell where a file belongs that cannot be read. Raises Declined.
    """
    files: UploadedFiles = {}
    total = 0
    for name, content in _unpacked(sent):
        if content is not None and len(content) > LARGEST_FILE:
            raise Declined("too-large", name=shortened(name), most=LARGEST_FILE)
        total += len(content or b"")
        if total > LARGEST_PARCEL or len(files) >= MOST_FILES:
            raise Declined("too-much", files=MOST_FILES, most=LARGEST_PARCEL)
        place = _place(name, content, known)
        if place in files:
            raise Declined("twice", name=place)
        files[place] = content
    if not files:
        raise Declined("nothing-sent")
    return files


def _unpacked(sent: Mapping[str, bytes | None]) -> Iterator[tuple[str, bytes | None]]:
    for name, content in sent.items():
        if content is not None and (content.startswith(b"PK\x03\x04") or name.lower().endswith(".zip")):
            yield from _unzipped(name, content)
        else:
            yield name, content


def _unzipped(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a zip; never more of any of them than one file may have."""
    if len(content) > LARGEST_PARCEL:
        raise Declined("too-much", files=MOST_FILES, most=LARGEST_PARCEL)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            members = [each for each in parcel.infolist() if not _LEFT_BY_SYSTEMS.fullmatch(each.filename)]
            if len(members) > MOST_FILES:
                raise Declined("too-much", files=MOST_FILES, most=LARGEST_PARCEL)
            for member, name in _named(members):
                _guard(member, name)
                with parcel.open(member) as file:
                    yield name, file.read(LARGEST_FILE + 1)
    except Declined:
        raise
    except Exception:  # there is no end to what damage makes the library raise
        raise Declined("bad-zip", name=shortened(name)) from None


def _named(members: Iterable[zipfile.ZipInfo]) -> list[tuple[zipfile.ZipInfo, str]]:
    """Return files with their names, less the folder that was zipped where that holds them all."""
    files = [each for each in members if not _FOLDER.fullmatch(each.filename)]
    tops = {each.filename.partition("/")[0] + "/" for each in files}
    top = tops.pop() if len(tops) == 1 else ""
    kept = "" if top in ("briefings/", "seeds/") or not _FOLDER.fullmatch(top) else top
    return [(each, each.filename.removeprefix(kept)) for each in files]


def _guard(member: zipfile.ZipInfo, named: str) -> None:
    """Refuse what cannot be a text of ours before any of it is unpacked."""
    name = shortened(named)
    if member.flag_bits & 1:
        raise Declined("locked-zip", name=name)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Declined("bad-zip", name=name)
    if not _NAME.fullmatch(_COPY.sub("", named)):
        raise Declined("file-name", name=name)
    if member.file_size > LARGEST_FILE or member.file_size > MOST_SQUEEZED * max(member.compress_size, 1):
        raise Declined("too-large", name=name, most=LARGEST_FILE)


def _place(name: str, content: bytes | None, known: Collection[str]) -> str:
    """Return the name a file has among the content: what it holds tells its folder, else what is called so."""
    found = _NAME.fullmatch(_COPY.sub("", name))
    if not found and name.lower().endswith(_DOCUMENTS):
        raise Declined("document", name=shortened(name))
    if not found:
        raise Declined("file-name", name=shortened(name))
    folder, file = found[1], f"{found[2]}.yaml"
    if content is None:
        return f"{folder or _folder_of(file, known)}/{file}"
    match _kind(content):
        case "vocabulary" | "debates" | "rules" | "phrases" as special if folder != "seeds":
            return {"vocabulary": VOCABULARY, "debates": DEBATES, "rules": RULES, "phrases": PHRASES}[special]
        case "briefing":
            return f"{folder or 'briefings'}/{file}"
        case "card":
            return f"{folder or 'seeds'}/{file}"
    return f"{folder or _folder_of(file, known)}/{file}"


def _folder_of(file: str, known: Collection[str]) -> str:
    return "seeds" if f"seeds/{file}" in known and f"briefings/{file}" not in known else "briefings"


def _kind(content: bytes) -> str:
    """Return which kind of record a file means to hold, by its keys; an empty text where they do not tell."""
    document = load_yaml("", content)
    keys = set(document.data) if isinstance(document.data, dict) else {*_KEY.findall(content.decode(errors="replace"))}
    if "briefing" in keys:
        return "briefing"
    if keys & {"sha256", "fingerprints", "paragraphs", "publisher"}:
        return "card"
    if special := keys & {"debates", "rules", "phrases"}:
        return str(special.pop())
    return "vocabulary" if keys >= {"sectors", "audiences"} else ""
