"""Records as readers of one language have them: each text in both languages becomes its words in that one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel

from bot.content.briefing import Language, Name, Record, Text
from bot.dataset.records import Link


def spoken(record: Record, language: Language) -> dict[str, Any]:
    """Return a record as JSON values in a language; what is not known is left out, as far as it may be."""
    plain = record.model_dump(mode="json", by_alias=True)
    found: dict[str, Any] = _spoken(record, plain, language)
    return found


def _spoken(value: object, plain: Any, language: Language) -> Any:
    """Walk a value beside its JSON: only the value tells a text from other pairs of words."""
    if isinstance(value, Name):
        return value.as_name_in(language)
    if isinstance(value, Text | Link):
        return value.in_(language)
    if isinstance(value, BaseModel):
        return {key: _spoken(each, plain[key], language) for key, each in _fields(value)}
    if isinstance(value, tuple | list):
        return [_spoken(each, part, language) for each, part in zip(value, plain, strict=True)]
    return plain


def _fields(record: BaseModel) -> Iterator[tuple[str, object]]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if value is not None or field.is_required():
            yield field.alias or name, value


def _below(kind: type[BaseModel]) -> Iterator[str]:
    yield kind.__name__
    for each in kind.__subclasses__():
        yield from _below(each)


_SPOKEN: Final = frozenset((*_below(Text), Link.__name__))
"""Names of schemas that a language makes plain words of."""


def schema(record: type[Record]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `spoken` makes of records."""
    whole = record.model_json_schema(by_alias=True, mode="serialization")
    kept = {name: each for name, each in whole.get("$defs", {}).items() if name not in _SPOKEN}
    found: dict[str, Any] = _worded({**whole, "$defs": kept})
    return found


def _worded(part: Any) -> Any:
    if isinstance(part, list):
        return [_worded(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    if str(part.get("$ref", "")).rpartition("/")[2] in _SPOKEN:
        return {"type": "string", **{key: each for key, each in part.items() if key == "description"}}
    return {key: _worded(each) for key, each in part.items()}
