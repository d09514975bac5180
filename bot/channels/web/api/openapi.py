"""The document of the API (OpenAPI 3.1), made of the records that answer and of the choices that are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.channels.web.api.problems import MEDIA, Problem
from bot.channels.web.api.table import DOWNLOADED, ROOT, Index, ids
from bot.dataset import (
    LICENCE,
    LICENCE_NAME,
    RESOURCES,
    Choice,
    Dataset,
    Resource,
    SealedEdition,
    Tally,
    answer_of,
    list_of,
    values,
)

REFERENCE: Final = "#/components/schemas/{model}"
ABOUT: Final = (
    "What documents about AI foretold, and what became of it: forecasts with rules, verdicts and evidence, the same as"
    " on the pages. It only reads. Every answer names the edition and the day it is of; an ETag changes with any byte."
    " Fields of addresses that are not known are refused, never ignored."
)
_ETAG: Final = {"ETag": {"schema": {"type": "string"}, "description": "changes with any byte of the answer"}}


def document(dataset: Dataset, server: str) -> dict[str, Any]:
    """Return the document of the API below an address; what fields can be narrowed to is that of the edition."""
    kinds: list[type[BaseModel]] = [
        Index,
        Problem,
        *(model for each in RESOURCES for model in _answers(each)),
        list_of(Tally),
        list_of(SealedEdition),
    ]
    _, schemas = models_json_schema([(kind, "serialization") for kind in kinds], ref_template=REFERENCE)
    paths = {ROOT: {"get": _get("index", "What there is.", Index)}, **_downloads()}
    for resource in RESOURCES:
        paths |= _paths(resource, dataset)
    paths[f"{ROOT}/tallies"] = {
        "get": _get("tallies", "What readers say, of three on.", list_of(Tally), _fields(Choice, {}))
    }
    paths[f"{ROOT}/editions"] = {
        "get": _get("editions", "The editions that were live.", list_of(SealedEdition), _fields(Choice, {}))
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hindsight",
            "version": "1",
            "description": ABOUT,
            "license": {"name": LICENCE_NAME, "url": LICENCE},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": schemas["$defs"]},
    }


def _answers(resource: Resource) -> Iterable[type[BaseModel]]:
    yield list_of(resource.record)
    if resource.find:
        yield answer_of(resource.record)


def _paths(resource: Resource, dataset: Dataset) -> dict[str, Any]:
    """Return the paths of a resource: its list, and one of it where they have ids."""
    fields = _fields(resource.choice, values(dataset.edition))
    name, record = resource.path, resource.record
    paths = {f"{ROOT}/{name}": {"get": _get(name, resource.about, list_of(record), fields)}}
    if resource.find:
        parts = list(_parts(resource, dataset))
        address = "".join(f"/{{{each}}}" for each in ids(resource))
        found = _get(f"{name}_one", f"One of them: {record.__name__}.", answer_of(record), parts, missing=True)
        paths[f"{ROOT}/{name}{address}"] = {"get": found}
    return paths


def _parts(resource: Resource, dataset: Dataset) -> Iterable[dict[str, Any]]:
    """Yield the parts of an id, with the first one there is as an example."""
    listed = resource.select(dataset, resource.choice())
    known = str(getattr(resource.shape(dataset, listed[0]), "id", "")).split("/") if listed else []
    for number, each in enumerate(ids(resource)):
        example = {"example": known[number]} if number < len(known) else {}
        slug = {"pattern": "^[a-z0-9-]{1,24}$"} if len(ids(resource)) > 1 else {}
        yield {"name": each, "in": "path", "required": True, "schema": {"type": "string", **slug}, **example}


def _downloads() -> dict[str, Any]:
    """Return the paths of the files with all of an edition."""
    described = {kind: about for kind, (_, about) in DOWNLOADED.items()}
    return {f"{ROOT}/edition.{kind}": {"get": _file(kind, about)} for kind, about in described.items()}


def _file(kind: str, about: str) -> dict[str, Any]:
    media = DOWNLOADED[kind][0].partition(";")[0]
    content = {media: {"schema": {"type": "object"} if kind == "json" else {"type": "string"}}}
    answers = {"200": {"description": about, "headers": _ETAG, "content": content}, **_others(())}
    return {"operationId": f"edition_{kind}", "summary": about, "responses": answers}


def _get(
    name: str, about: str, model: type[BaseModel], parameters: Iterable[Any] = (), *, missing: bool = False
) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(model=model.__name__)}
    found = {"description": about, "headers": _ETAG, "content": {"application/json": {"schema": schema}}}
    wrong = (*(("404", "308") if missing else ()), "422")
    return {
        "operationId": name,
        "summary": about,
        "parameters": list(parameters),
        "responses": {"200": found, **_others(wrong)},
    }


_SAID: Final = {"404": "There is none of this id.", "422": "A field of the address is not one there is, or not so."}


def _others(wrong: Iterable[str]) -> dict[str, Any]:
    """Return what else an address answers: that nothing changed, that it moved, or what is wrong."""
    problem = {MEDIA: {"schema": {"$ref": REFERENCE.format(model=Problem.__name__)}}}
    found: dict[str, Any] = {"304": {"description": "It has not changed since the ETag that was named."}}
    for status in wrong:
        if status == "308":
            found[status] = {
                "description": "It has another id now.",
                "headers": {"Location": {"schema": {"type": "string"}}},
            }
        else:
            found[status] = {"description": _SAID[status], "content": problem}
    return found


def _fields(choice: type[Choice], known: Mapping[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return the fields of an address; one that the edition gives no value is left out."""
    whole = choice.model_json_schema()
    found = []
    for name, schema in whole["properties"].items():
        if name in known and not known[name]:
            continue
        told = {"type": "string", "enum": list(known[name])} if name in known else _plain(schema)
        required = {"required": True} if name in whole.get("required", ()) else {}
        found.append({"name": name, "in": "query", **required, "schema": told})
    return found


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema without that it may be nothing: a field of an address then is left out."""
    parts = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    kept = {key: value for key, value in schema.items() if key not in ("anyOf", "default", "title")}
    if len(parts) == 1:
        return {**parts[0], **kept}
    listed = [value for part in parts for value in part.get("enum", [part.get("const")])]
    return {"type": "string", "enum": listed, **kept} if parts else kept
