"""The server of the Model Context Protocol: tools and resources of a dataset, all read-only, the same for everybody."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import mcp_types as types
from mcp.server.caching import CacheHint
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from bot.content.briefing import Language
from bot.dataset import RESOURCES, TOOLS, Dataset, NotFound, Tool, one, schema, spoken, written
from bot.release import version
from bot.words import LANGUAGES, say

INSTRUCTIONS: Final = (
    "What documents about AI foretold, and what became of it. Forecasts are statements of their authors, as of their"
    " day: never facts. Cite a forecast with its author, its day and its paragraphs (`at`), a verdict with its day and"
    " evidence, and link to `url`. A standing is no verdict. Texts are paraphrases, licensed CC BY 4.0."
)
SCHEME: Final = "forecast://"
A_PAGE: Final = 100
"""Resources of one answer."""
_READS: Final = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_HOUR, _MINUTE = CacheHint(ttl_ms=3_600_000, scope="public"), CacheHint(ttl_ms=60_000, scope="public")
_BY_NAME: Final = {tool.name: tool for tool in TOOLS}
_FORECASTS: Final = next(each for each in RESOURCES if each.path == "predictions")

# What it says of hosts it does not know, anybody could fill the log with.
logging.getLogger("mcp").setLevel(logging.ERROR)


def server(dataset: Callable[[], Dataset]) -> Server[Any]:
    """Return the server; `dataset` is what it answers from, asked for at each request."""

    async def tools(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=_tools())

    async def call(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        return await asyncio.to_thread(answered, dataset(), asked.name, asked.arguments or {})

    async def resources(_: Any, asked: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        return _listed(dataset(), asked.cursor if asked else None)

    async def templates(_: Any, __: Any) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[_template()])

    async def read(_: Any, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        return await asyncio.to_thread(_read, dataset(), asked.uri)

    return Server(
        "hindsight",
        version=version(),
        title="Hindsight · 回头看",
        instructions=INSTRUCTIONS,
        cache_hints={
            "tools/list": _HOUR,
            "resources/templates/list": _HOUR,
            "resources/list": _MINUTE,
            "resources/read": _MINUTE,
        },
        on_list_tools=tools,
        on_call_tool=call,
        on_list_resources=resources,
        on_list_resource_templates=templates,
        on_read_resource=read,
    )


@cache
def _tools() -> list[types.Tool]:
    return [
        types.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.about,
            input_schema=tool.asks.model_json_schema(),
            output_schema=schema(tool.answers),
            annotations=_READS,
        )
        for tool in TOOLS
    ]


def answered(dataset: Dataset, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """Return what a tool answers; what is wrong is said in a sentence, in the language that was asked for."""
    language: Language = "en" if (wanted := arguments.get("language")) not in LANGUAGES else wanted
    tool = _BY_NAME.get(name)
    if tool is None:
        return _wrong(say(language, "tool-unknown", called=name[:80], known=", ".join(_BY_NAME)))
    try:
        found = spoken(tool(dataset, tool.asks.model_validate(arguments)), language)
    except ValidationError as invalid:
        field = ".".join(map(str, invalid.errors()[0]["loc"]))
        return _wrong(say(language, "tool-field", field=field[:80], known=_fields(tool)))
    except NotFound as missing:
        return _wrong(_missing(language, missing))
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=found)


def _fields(tool: Tool) -> str:
    return ", ".join(tool.asks.model_fields)


def _missing(language: Language, missing: NotFound) -> str:
    """Return that nothing is called so, with what was most likely meant."""
    called = missing.called[:80]
    if missing.meant:
        return say(language, "tool-meant", called=called, meant=missing.meant)
    return say(language, "tool-missing", called=called)


def _wrong(said: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=said)], is_error=True)


# A resource for each forecast


def _template() -> types.ResourceTemplate:
    about = "One forecast whole, in both languages, by its document and id."
    return types.ResourceTemplate(
        name="forecast", uri_template=f"{SCHEME}{{briefing}}/{{id}}", description=about, mime_type="application/json"
    )


def _listed(dataset: Dataset, cursor: str | None) -> types.ListResourcesResult:
    """Return some of the forecasts; a cursor is how many came before."""
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 9):
        raise MCPError(types.INVALID_PARAMS, say("en", "tool-cursor"))
    start = int(cursor or 0)
    forecasts = dataset.edition.predictions
    shown: list[Any] = [_FORECASTS.shape(dataset, each) for each in forecasts[start : start + A_PAGE]]
    found = [
        types.Resource(
            name=each.id, uri=f"{SCHEME}{each.id}", description=each.statement.en, mime_type="application/json"
        )
        for each in shown
    ]
    more = str(start + A_PAGE) if start + A_PAGE < len(forecasts) else None
    return types.ListResourcesResult(resources=found, next_cursor=more)


def _read(dataset: Dataset, uri: str) -> types.ReadResourceResult:
    name = uri.removeprefix(SCHEME)
    assert _FORECASTS.find
    found = _FORECASTS.find(dataset, name) if uri.startswith(SCHEME) else None
    if found is None:
        raise MCPError(types.INVALID_PARAMS, say("en", "tool-missing", called=uri[:80]))
    text = written(one(dataset, _FORECASTS.shape(dataset, found), uri)).decode()
    return types.ReadResourceResult(
        contents=[types.TextResourceContents(uri=uri, mime_type="application/json", text=text)]
    )
