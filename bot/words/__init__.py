"""The words of the interface, from zh.ftl and en.ftl beside this file; traditional Chinese is converted from zh.ftl.

A language in which nothing is written has a file of its own name for what it says otherwise than the one it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, reduce
from importlib import resources
from typing import Any, Final

from babel.core import Locale
from fluent.runtime import FluentBundle, FluentResource

from bot.content.briefing import Language
from bot.content.texts import LANGUAGES, TAGS, WRITTEN, Written, read_in, written_as

__all__ = ["LANGUAGES", "OWN_NAMES", "TAGS", "WRITTEN", "Written", "joined", "language_of", "say", "written_as"]

_LOCALES: Final[dict[Language, str]] = {"zh": "zh-CN", "zh-Hant": "zh-TW", "en": "en-GB"}
OWN_NAMES: Final[dict[Language, str]] = {"zh": "中文", "zh-Hant": "繁體中文", "en": "English"}
"""What each language calls itself."""
_TRADITIONAL: Final = frozenset(("hant", "tw", "hk", "mo"))
"""Parts of a language tag by which a Chinese reader reads traditional characters."""


def say(language: Language, message: str, **args: str | int) -> str:
    """Return a message in a language; raises LookupError for one that does not exist.

    Numbers are grouped as the language does, so years are passed as text.
    """
    return _format(language, message, tuple(args.items()))


def joined(language: Language, items: Iterable[str]) -> str:
    """Return several words as a language puts one behind the other: A, B; 甲、乙."""
    return reduce(_between(language).format, items) if (items := [*items]) else ""


@lru_cache
def _between(language: Language) -> str:
    """Return how two words stand in a list; to look it up takes a walk through the names of all locales."""
    pattern: str = Locale.parse(_LOCALES[language], sep="-").list_patterns["standard"]["middle"]
    return pattern


def language_of(tag: str) -> Language | None:
    """Return that language of ours which a client's tag names, as zh-TW does traditional Chinese; None for others.

    A script counts for more than a region: zh-Hans-HK is simplified.
    """
    first, *rest = tag.lower().replace("_", "-").split("-")
    if first == "zh":
        return "zh-Hant" if "hans" not in rest and not _TRADITIONAL.isdisjoint(rest) else "zh"
    return "en" if first == "en" else None


@lru_cache(maxsize=4096)
def _format(language: Language, message: str, args: tuple[tuple[str, str | int], ...]) -> str:
    bundle = _bundle(language)
    pattern = bundle.message(message).value
    if pattern is None:
        raise LookupError(message)
    text, errors = bundle.format_pattern(pattern, dict(args))
    if errors:
        raise LookupError(f"{message}: {errors}")
    return str(text)


class _Bundle(FluentBundle):
    """The messages of a language, each parsed when it is first asked for: all of them would hold up a start."""

    def __init__(self, language: Language) -> None:
        super().__init__([_LOCALES[language]], use_isolating=False)
        files = resources.files(__package__)
        text = files.joinpath(f"{written_as(language)}.ftl").read_text(encoding="utf-8")
        self._entries = _entries(read_in(language, text))
        if language not in WRITTEN and (own := files.joinpath(f"{language}.ftl")).is_file():
            self._entries |= _entries(own.read_text(encoding="utf-8"))  # what is not translated yet falls back

    def message(self, name: str) -> Any:
        """Return a message, with those it refers to at hand; raises LookupError for one that does not exist."""
        if not self.has_message(name):
            entry = self._entries[name]
            self.add_resource(FluentResource(entry))
            for other in {*_REFERENCE.findall(entry)} & {*self._entries}:
                self.message(other)
        return self.get_message(name)


def _entries(text: str) -> dict[str, str]:
    """Return the messages of a file, by their names."""
    return {found[1]: found[0] for found in _ENTRY.finditer(text)}


_ENTRY: Final = re.compile(r"^([a-z][\w-]*) *=.*(?:\n(?:[ \t}].*)?)*", re.MULTILINE)
"""A message as our files write it: its name at the beginning of a line, what belongs to it set in."""
_REFERENCE: Final = re.compile(r"\{\s*([a-z][\w-]*)")


@lru_cache
def _bundle(language: Language) -> _Bundle:
    return _Bundle(language)
