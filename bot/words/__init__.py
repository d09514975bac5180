"""The words of the interface in both languages, from zh.ftl and en.ftl beside this file."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from bot.content.briefing import Language
from bot.content.texts import LANGUAGES

__all__ = ["LANGUAGES", "say"]

_LOCALES: Final = {"zh": "zh-CN", "en": "en-GB"}


def say(language: Language, message: str, **args: str | int) -> str:
    """Return a message in a language; raises LookupError for one that does not exist.

    Numbers are grouped as the language does, so years are passed as text.
    """
    return _format(language, message, tuple(args.items()))


@lru_cache(maxsize=4096)
def _format(language: Language, message: str, args: tuple[tuple[str, str | int], ...]) -> str:
    bundle = _bundle(language)
    pattern = bundle.get_message(message).value
    if pattern is None:
        raise LookupError(message)
    text, errors = bundle.format_pattern(pattern, dict(args))
    if errors:
        raise LookupError(f"{message}: {errors}")
    return str(text)


@lru_cache
def _bundle(language: Language) -> FluentBundle:
    bundle = FluentBundle([_LOCALES[language]], use_isolating=False)
    text = resources.files(__package__).joinpath(f"{language}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(text))
    return bundle
