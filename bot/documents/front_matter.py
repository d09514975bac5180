"""Front matter: the block above a text in which programs for notes and sites keep what they know of it.

YAML between `---` (Jekyll, Obsidian and most others), or above `---` alone (Hexo); TOML between `+++` (Hugo, Zola);
JSON in braces (Hugo), or without them above `;;;` (Hexo); the three lines of Pandoc that begin with `%`. Where a block
is broken, each entry counts that is well by itself, and of a text without quotes what is written.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from bot.content.yaml_comments import Cut
from bot.content.yaml_loading import load_yaml
from bot.documents.dates import parse_date
from bot.documents.metadata import ADDRESS, Declared, Fact, Facts, lines
from bot.documents.person_names import person_names

Block = dict[str, Any]
"""The entries of front matter by their keys; where there are none, there is no front matter."""

_LONGEST: Final = 20_000
"""Characters of a block."""
_KEYS: Final[dict[Fact, tuple[str, ...]]] = {
    "title": ("title", "标题"),
    "authors": ("author", "authors", "作者"),
    "publisher": ("publisher", "site", "sitename", "来源"),
    "published": (
        *("published", "datepublished", "publisheddate", "publishedat", "publishdate", "pubdate"),
        *("发布日期", "发布时间", "发表日期", "发表时间", "date", "日期"),
    ),
    "url": ("url", "link", "permalink", "canonical", "slug", "source"),
}
"""Keys of front matter, in lower case and one word; a slug or a source counts only where it is an address."""
_NESTED: Final = ("params", "extra")
"""Tables in which Hugo and Zola keep what they do not know themselves."""
_CREATED: Final = ("createdate", "created", "datecreated", "createdat", "创建日期", "创建时间")
_CLIPPED: Final = ("source", "url", "link", "published", "clipped", "site", "domain")
"""Keys of those who clip pages: beside them the day of creation is that of the clipping."""

_END: Final = r"[ \t]*(?:\r?\n|\Z)"
_FENCED: Final = re.compile(rf"\s*(-{{3,}}|\+\+\+|;;;){_END}(.{{0,{_LONGEST}}}?\n)(?:\1-*|\.\.\.){_END}", re.DOTALL)
_ABOVE: Final = re.compile(rf"\s*(?=\S)(.{{0,{_LONGEST}}}?\n)(-{{3,}}|;;;){_END}", re.DOTALL)
_UNCLOSED: Final = re.compile(rf"\s*(---|\+\+\+){_END}((?:[^\n]*\S[^\n]*(?:\n|\Z)){{1,60}})")
_PANDOC: Final = re.compile(r"%[ \t]+([^\n]+)\n(?:%[ \t]*([^\n]*)\n)?(?:%[ \t]*([^\n]*)\n)?")
_ENTRY: Final = {
    "yaml": re.compile(r"([^\s:：#\-{}\[\]][^\n:：]{0,40}?)[ \t]*(?:：|:(?=\s|\Z))[ \t]*(.*)"),
    "toml": re.compile(r"[ \t]*([\w\"'-]{1,40})[ \t]*=[ \t]*(.*)"),
}
_GOES_ON: Final = re.compile(r"\s|-\s|\Z|#")
"""Begins a line that is no entry of its own."""
_TEMPLATE: Final = re.compile(r"\{\{|\{%|<%")


def front_matter(text: str, today: dt.date | None = None) -> tuple[Facts, int]:
    """Return what the front matter of a document says, and how many of its lines with words in them it takes."""
    text = text.removeprefix("\ufeff")
    for found in (_fenced, _json, _pandoc, _above, _unclosed):
        block, end = found(text)
        if block:
            return _facts(block, today), len(lines(text[:end]))
    return {}, 0


# Where a block stands


def _fenced(text: str) -> tuple[Block, int]:
    if not (found := _FENCED.match(text)):
        return {}, 0
    kind = {"-": _yaml, "+": _toml, ";": _bare_json}[found[1][0]]
    return kind(found[2]), found.end()


def _json(text: str) -> tuple[Block, int]:
    if not re.match(r"\s*\{\s*\"", text):
        return {}, 0
    start = len(text) - len(text.lstrip())
    try:
        data, end = json.JSONDecoder(strict=False).raw_decode(text[:_LONGEST], start)
    except (ValueError, RecursionError):
        return {}, 0
    return data, end


def _pandoc(text: str) -> tuple[Block, int]:
    if not (found := _PANDOC.match(text)):
        return {}, 0
    return {"title": found[1], "authors": found[2], "date": found[3]}, found.end()


def _above(text: str) -> tuple[Block, int]:
    """Return the block above a line of its own: of a text or a heading nothing but its entries tells it apart."""
    if not (found := _ABOVE.match(text)):
        return {}, 0
    if found[2] == ";;;":
        return _bare_json(found[1]), found.end()
    return (_yaml(found[1]), found.end()) if _only_entries(found[1], "yaml") else ({}, 0)


def _unclosed(text: str) -> tuple[Block, int]:
    """Return the block that nothing ends but an empty line."""
    if not (found := _UNCLOSED.match(text)):
        return {}, 0
    kind = "toml" if found[1] == "+++" else "yaml"
    read = _toml if kind == "toml" else _yaml
    return (read(found[2]), found.end()) if _only_entries(found[2], kind) else ({}, 0)


def _only_entries(block: str, kind: str) -> bool:
    """Tell whether a block is made of several entries, one of them with a key that we know."""
    rows = block.splitlines()
    entries = [found for row in rows if (found := _ENTRY[kind].fullmatch(row))]
    known = {key for keys in _KEYS.values() for key in keys}
    rest = all(_ENTRY[kind].fullmatch(row) or _GOES_ON.match(row) for row in rows)
    return rest and len(entries) > 1 and any(_plain_key(each[1]) in known for each in entries)


# What a block holds


def _yaml(block: str) -> Block:
    data = _of_yaml(block)
    return data if isinstance(data, dict) else _entries(block, "yaml", _of_yaml)


def _of_yaml(text: str) -> Any:
    return load_yaml("", text.encode("utf-8", "replace")).data


def _toml(block: str) -> Block:
    data = _of_toml(block)
    return data if isinstance(data, dict) else _entries(block, "toml", _of_toml)


def _of_toml(text: str) -> Any:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        return None


def _bare_json(block: str) -> Block:
    try:
        data = json.loads(f"{{{block}}}", strict=False)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _entries(block: str, kind: str, read: Callable[[str], Any]) -> Block:
    """Return the entries of a broken block: those that are well by themselves, and others as they are written."""
    found: Block = {}
    for entry, more in _rows(block, kind):
        data = read(entry[0] + more)
        if isinstance(data, dict):
            found = {**data, **found}
        elif not more.strip():
            found.setdefault(entry[1].strip("\"'"), _unquoted(entry[2].strip()))
    return found


def _rows(block: str, kind: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the first line of each entry, and the lines that belong to it."""
    entry, more = None, ""
    for line in block.splitlines():
        begun, heading = _ENTRY[kind].fullmatch(line), kind == "toml" and line.startswith("[")
        if (begun or heading) and entry:
            yield entry, more
        if begun or heading:
            entry, more = begun, ""
        else:
            more += f"\n{line}"
    if entry:
        yield entry, more


def _unquoted(written: str) -> str:
    quoted = re.fullmatch(r"([\"'])([^\"']*)\1?", written)
    return quoted[2] if quoted else written


# What entries mean


def _facts(block: Block, today: dt.date | None) -> Facts:
    nested = (value for key, value in block.items() if _plain_key(key) in _NESTED and isinstance(value, dict))
    given = {_plain_key(key): value for each in (*nested, block) for key, value in each.items()}
    facts: Facts = {}
    for name, keys in _KEYS.items():
        if values := _first(name, given, keys, today):
            facts[name] = Declared(values, "front-matter")
    created = () if given.keys() & set(_CLIPPED) else _first("published", given, _CREATED, today)
    if created and "published" not in facts:
        facts["published"] = Declared(created, "front-matter")
    return facts


def _plain_key(key: object) -> str:
    return re.sub(r"[\s_\"'-]", "", str(key).lower())


def _first(name: Fact, given: Mapping[str, Any], keys: tuple[str, ...], today: dt.date | None) -> tuple[str, ...]:
    return next(filter(None, (_values(name, given.get(key), today) for key in keys)), ())


def _values(name: Fact, value: Any, today: dt.date | None) -> tuple[str, ...]:
    """Return what a value of front matter means for a fact; nothing where it does not fit."""
    texts = [" ".join(each.split()) for text in _texts(value) for each in _lines_of(name, text)]
    texts = [each for each in texts if any(letter.isalnum() for letter in each) and not _TEMPLATE.search(each)]
    if name == "published":
        texts = [date for each in texts if (date := parse_date(each, today))]
    elif name == "url":
        texts = [each for each in texts if ADDRESS.fullmatch(each)]
    elif name == "authors":
        return tuple(dict.fromkeys(author for each in texts for author in person_names(each)))
    return tuple(texts[:1])


def _lines_of(name: Fact, text: str) -> list[str]:
    return text.splitlines() if name == "authors" else [text]


def _texts(value: Any) -> Iterator[str]:
    """Yield single values of front matter as texts, less those of which a comment took the rest."""
    for each in _flat(value):
        if isinstance(each, str | int | dt.date) and not isinstance(each, Cut):
            yield str(each)


def _flat(value: Any) -> Iterator[Any]:
    """Yield the single values of front matter: of lists in lists, as [[a name]] is without quotes, and of people."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, list):
            yield from _flat(each)
        else:
            yield each.get("name") if isinstance(each, dict) else each
