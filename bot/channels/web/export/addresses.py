"""Addresses of the application → files: what stands under which name, and which fields a script in the page reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import category
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from bot.channels.web.languages import PATHS
from bot.dataset import RESOURCES

API: Final = "api/v1"
EDITION: Final = "edition."
"""How the files begin that hold a whole edition, which are made without asking the application."""
OF_SITE: Final = re.compile(r"/?(robots\.txt|sitemap\.xml|sitemap/\d{1,4}\.xml)", re.ASCII)
"""Files for robots: of a site that nobody named there are none."""
A_LIST: Final = 500
"""Items of one file of a list."""
_READ_BY_SCRIPT: Final = frozenset(("predictions", "search"))
"""Pages whose fields a script reads: the page is the same file for all of them."""
_SHORT: Final = frozenset(PATHS.values())
_LISTS: Final = frozenset(each.path for each in RESOURCES if each.whole)
_ONES: Final = frozenset(each.path for each in RESOURCES if each.find)
_IN_FILES: Final = ("page", "source", "sector", "lang")
"""Fields whose values stand in names of files."""
_LONGEST: Final = 255
"""Bytes of a name that every drive takes."""
_CONTROLS: Final = frozenset(("Cc", "Zl", "Zp"))
ADDRESSES_KEPT: Final = 20_000
"""Addresses whose files are kept at hand: each page leads to a hundred, most of them the same as another's."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file, what the application is asked for it, and the fields that its script reads."""

    file: str
    asked: str
    fields: str = ""

    def seen_from(self, file: str) -> str:
        """Return the link to it in another file, quoted."""
        folder, up = file[: file.rfind("/") + 1], ""
        while not self.file.startswith(folder):
            folder, up = folder[: folder.rfind("/", 0, -1) + 1], f"../{up}"
        way = f"{up}{quote(self.file[len(folder) :])}"
        return f"{way}?{self.fields}" if self.fields else way


def chat(address: str) -> str | None:
    """Return the question by which an address leads to the chat, empty for none; None where it leads elsewhere."""
    parts = urlsplit(address)
    question = dict(parse_qsl(parts.query)).get("q", "")
    names = parts.path.strip("/").split("/")
    if names[-1:] == ["chat"] and len(names) <= 2:
        return question
    return question if parts.path == "/" and question else None


@lru_cache(maxsize=ADDRESSES_KEPT)
def target(address: str) -> Target | None:
    """Return the file of an address below the path of the site; None where there is none, as of what changes things.

    Addresses stand in what others wrote too, so whatever could lead out of the folder is no file.
    """
    parts = urlsplit(address)
    fields = dict(parse_qsl(parts.query))
    if any("/" in fields.get(each, "") for each in _IN_FILES):
        return None
    found = _target(parts.path, fields)
    return found if found and all(map(_is_name, found.file.split("/"))) else None


def _is_name(part: str) -> bool:
    """Tell whether a file or a folder can be called so, on a line of its own in a list."""
    fits = len(part.encode(errors="replace")) <= _LONGEST
    return part not in ("", ".", "..") and fits and not any(category(sign) in _CONTROLS for sign in part)


def _target(path: str, fields: dict[str, str]) -> Target | None:
    first, _, rest = unquote(path).strip("/").partition("/")
    if first in _SHORT and rest != "chat":
        return _page(first, rest, fields)
    if first == "feeds" or (first == "due" and rest) or path.endswith(".ics"):
        return _spoken(path, fields)
    if path.startswith(f"/{API}"):
        return _data(path, fields)
    if first == "embed" and rest:
        return Target(f"embed/{rest}/index.html", path)
    if (first == "static" and rest) or OF_SITE.fullmatch(path):
        return Target(unquote(path).lstrip("/"), path)
    return Target("index.html", "/") if path == "/" else None


def _page(short: str, address: str, fields: dict[str, str]) -> Target:
    """Return the file of a page: a folder of its own, whose address is that of the page."""
    path = quote(f"/{short}/{address}".rstrip("/") + ("" if address else "/"))
    folder = f"{short}/{address}".rstrip("/")
    parts = [f"{name}-{fields[name]}" for name in ("source", "sector", "page") if name in fields]
    if parts and len(parts) == len(fields) and (address == "timeline" or fields.keys() == {"page"}):
        return Target("/".join((folder, *parts, "index.html")), f"{path}?{urlencode(fields)}")
    return Target(f"{folder}/index.html", path, urlencode(fields) if address in _READ_BY_SCRIPT else "")


def _spoken(path: str, fields: dict[str, str]) -> Target:
    """Return the file of a feed or a calendar, which is named by its language too."""
    name, _, ending = unquote(path).lstrip("/").rpartition(".")
    language = fields.get("lang", "")
    return Target(".".join(filter(None, (name, language, ending))), f"{path}?{urlencode({'lang': language})}")


def _data(path: str, fields: dict[str, str]) -> Target | None:
    """Return the file of a part of the API; of lists the pages of which they are made here, narrowed by nothing."""
    name, _, one = unquote(path).strip("/").removeprefix(API).strip("/").partition("/")
    if name.startswith(EDITION):
        return Target(f"{API}/{name}", path)
    if one and name in _ONES:
        return Target(f"{API}/{name}/{one}.json", path)
    if name not in _LISTS or fields.keys() - {"page", "per_page"}:
        return None
    number = fields.get("page", "1")
    part = f".{number}" if number != "1" else ""
    return Target(f"{API}/{name}{part}.json", f"{path}?{urlencode({'per_page': A_LIST, 'page': number})}")
