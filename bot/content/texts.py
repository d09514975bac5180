"""Texts in both languages, and the base of all records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, TypeAdapter, WrapValidator, model_validator
from pydantic_core import PydanticCustomError

from bot.content.traditional import characters, traditional
from bot.content.values import FewWords, RuleWords, ShortWords, Words, WordsOrNothing

Written = Literal["zh", "en"]
WRITTEN: Final[tuple[Written, ...]] = get_args(Written)
"""The languages in which texts are written."""
Language = Literal["zh", "zh-Hant", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""The languages in which they are read: traditional Chinese is converted from simplified."""
TAGS: Final[dict[Language, str]] = {"zh": "zh-Hans", "zh-Hant": "zh-Hant", "en": "en"}
"""What browsers call them."""


def written_as(language: Language) -> Written:
    """Return the language in which what readers of one see was written."""
    return "zh" if language.startswith("zh") else "en"


def read_in(language: Language, words: str) -> str:
    """Return words that were written in `written_as(language)` as readers of the language see them."""
    return traditional(words) if language == "zh-Hant" else words


def named_in(language: Language, name: str) -> str:
    """Return the name of a person or publisher, or a document's title, likewise: its characters alone change."""
    return characters(name) if language == "zh-Hant" else name


class Record(BaseModel):
    """The base of all records: frozen, and no unknown key is ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Name the fields in a first instance: only so do later ones share their names."""
        first = cls.__new__(cls)
        for name in cls.model_fields:
            object.__setattr__(first, name, None)

    @property
    def __dict__(self) -> dict[str, Any]:
        """The values by their names, in a dictionary made for whoever asks.

        pydantic asks to compare, to hash, to copy and to write. One that CPython makes stays with a record for ever,
        and takes 80 bytes of each of a million; without it the values stand where those of slots would.
        """
        return {name: getattr(self, name) for name in type(self).__pydantic_fields__}

    @__dict__.setter
    def __dict__(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)  # records are frozen

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return the same with other values in place of some, which are not validated."""
        copied, changed = super().model_copy(deep=deep), update or {}
        copied.__dict__ = changed
        copied.__pydantic_fields_set__.update(changed)
        return copied


class Text(Record):
    """The same words in both languages."""

    zh: Words
    en: Words

    def written(self, language: Language) -> str:
        """Return the words as they were written for readers of one language."""
        return self.zh if written_as(language) == "zh" else self.en

    def in_(self, language: Language) -> str:
        """Return the words a reader of one language sees."""
        return read_in(language, self.written(language))

    def as_name_in(self, language: Language) -> str:
        """Return the words where they are a proper name or a title."""
        return named_in(language, self.written(language))


class Name(Text):
    """A title or a name: short enough to stand on a button or above a page."""

    zh: ShortWords
    en: ShortWords


class ShortName(Name):
    """What a source is called for short, without quotation marks."""

    zh: FewWords
    en: FewWords


def _parse_name_or_words(value: object, _: object) -> Name | str:
    """Read one or the other by its shape: a union would tell an editor what is wrong with it as either."""
    return Name.model_validate(value) if isinstance(value, dict) else _SHORT_WORDS.validate_python(value)


_SHORT_WORDS: Final = TypeAdapter[str](ShortWords)
NameOrWords = Annotated[ShortWords | Name, WrapValidator(_parse_name_or_words)]
"""A name, or words that are the same in both languages and stand once."""


class RuleText(Text):
    """One part of a rule: so short that the whole of it fits a message."""

    zh: RuleWords
    en: RuleWords


class VerdictText(Text):
    """What an editor ruled, in both languages or at first in one: `""` stands for words that are still to be written.

    Readers of the other language then see the words there are; `check` lists those that are missing.
    """

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"properties": {each: {"minLength": 1}}} for each in WRITTEN]}
    )

    zh: WordsOrNothing
    en: WordsOrNothing

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.zh and not self.en:
            raise PydanticCustomError("neither_language", "empty in both languages")
        return self

    @property
    def missing(self) -> Written | None:
        """Return the language in which the words are still to be written, if there is one."""
        return next((each for each in WRITTEN if not self.written(each)), None)

    def in_(self, language: Language) -> str:
        """Return the words in one language; while they are missing, those in the other one."""
        return super().in_(language) or self.zh or self.en
