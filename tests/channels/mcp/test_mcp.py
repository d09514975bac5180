"""Assistants: the SDK's own client, over HTTP and standard output, in every revision of the protocol it speaks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from bot import __main__
from bot.channels.web.public_url import Public
from bot.content.edition import Edition
from tests.conftest import ROOT
from tests.support.home import Home
from tests.support.quiet import PATIENCE
from tests.support.serving import housed, serving

NAMES = ["search", "forecast", "track_record", "due", "debate", "advice"]
REVISIONS = {"legacy": "2025-11-25", "auto": "2026-07-28"}
FORECAST = "ten-hypotheses/support-first"
LISTED = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPT = {"accept": "application/json, text/event-stream"}
Connect = Callable[[str], contextlib.AbstractAsyncContextManager[Any]]


def over_stdio(folder: Path) -> Any:
    home = Home(folder)
    words = {"args": ["-W", "error", "-m", "bot", "mcp"], "cwd": folder, "env": home.environment()}
    return stdio_client(StdioServerParameters(command=sys.executable, **words))


@pytest.fixture(scope="module")
def address(shipped: Edition) -> Iterator[str]:
    with serving(shipped) as address:
        yield address


@pytest.fixture(params=["http", pytest.param("stdio", marks=pytest.mark.process)])
def connect(request: pytest.FixtureRequest, address: str) -> Connect:
    """Connect over a transport, in a mode."""

    @contextlib.asynccontextmanager
    async def connected(mode: str) -> AsyncIterator[Any]:
        to: Any = f"{address}/mcp" if request.param == "http" else over_stdio(ROOT)
        async with asyncio.timeout(PATIENCE), Client(to, mode=mode) as client:
            yield client

    return connected


@pytest.mark.parametrize("mode", REVISIONS)
async def test_every_tool_is_listed_reads_only_and_keeps_to_its_schema(connect: Connect, mode: str) -> None:
    asked: dict[str, dict[str, Any]] = {
        "search": {"words": "客服"},
        "forecast": {"id": FORECAST},
        "track_record": {},
        "due": {},
        "debate": {"id": "how-fast"},
        "advice": {"audience": "engineers"},
    }
    async with connect(mode) as client:
        assert client.protocol_version == REVISIONS[mode]
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == NAMES
        for tool in tools:
            hints = tool.annotations
            assert hints.read_only_hint and hints.idempotent_hint and not hints.destructive_hint
            assert tool.description and tool.output_schema and tool.input_schema["properties"]["language"]
            found = await client.call_tool(tool.name, asked[tool.name])  # the client holds it to the schema
            assert not found.is_error and json.loads(found.content[0].text) == found.structured_content
            assert found.structured_content["licence"]["name"] == "CC BY 4.0"


@pytest.mark.parametrize("mode", REVISIONS)
async def test_a_forecast_is_told_with_all_it_rests_on_in_either_language(
    connect: Connect, shipped: Edition, mode: str
) -> None:
    record = shipped.by_ref[FORECAST].record
    assert record.verdict and record.resolution
    async with connect(mode) as client:
        for language in ("zh", "en"):
            found = await client.call_tool("forecast", {"id": FORECAST, "language": language})
            told = found.structured_content["forecast"]
            assert told["statement"] == record.statement.in_(language)
            assert told["at"] and told["verdict"]["on"] == str(record.verdict.on)
            assert told["rule"]["question"] == record.resolution.question.in_(language)
            assert len(told["verdict"]["evidence"]) == len(record.verdict.evidence)
            assert f"/{language}/predictions/{FORECAST}" in told["url"]


@pytest.mark.parametrize("mode", REVISIONS)
async def test_every_forecast_is_a_resource(connect: Connect, shipped: Edition, mode: str) -> None:
    async with connect(mode) as client:
        found: list[str] = []
        cursor: str | None = None
        while True:
            listed = await client.list_resources(cursor=cursor)
            found += [each.uri for each in listed.resources]
            if (cursor := listed.next_cursor) is None:
                break
        assert found == [f"forecast://{name}" for name in shipped.by_ref]
        [template] = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "forecast://{briefing}/{id}"
        read = await client.read_resource(f"forecast://{FORECAST}")
        assert json.loads(read.contents[0].text)["item"]["id"] == FORECAST
        for name in ("forecast://no-such/thing", "file:///etc/passwd", "forecast://"):
            with pytest.raises(MCPError, match="Nothing is called"):
                await client.read_resource(name)


@pytest.mark.parametrize("mode", REVISIONS)
async def test_what_is_asked_wrongly_is_said_in_a_sentence(connect: Connect, mode: str) -> None:
    asked: list[tuple[str, dict[str, Any], str]] = [
        ("forecast", {"id": "suport-first"}, "Did you mean “ten-hypotheses/support-first”?"),
        ("forecast", {"id": "suport-first", "language": "zh"}, "是不是“ten-hypotheses/support-first”？"),
        ("forecast", {}, "“id” is missing"),
        ("due", {"colour": "red"}, "“colour” is missing, not a field"),
        ("search", {"words": "x" * 5_000}, "“words”"),
        ("mydata", {}, "There is no tool “mydata”"),
    ]
    async with connect(mode) as client:
        for name, arguments, said in asked:
            found = await client.call_tool(name, arguments)
            assert found.is_error and said in found.content[0].text and "Traceback" not in found.content[0].text


@pytest.mark.process
async def test_files_that_change_are_answered_from_at_once(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "small", tmp_path, dirs_exist_ok=True)
    file = tmp_path / "briefings" / "vocabulary.yaml"
    async with asyncio.timeout(PATIENCE), Client(over_stdio(tmp_path)) as client:
        before = (await client.call_tool("due", {})).structured_content["edition"]
        file.write_text(f"{file.read_text(encoding='utf-8')}\n# changed\n", encoding="utf-8")
        while (await client.call_tool("due", {})).structured_content["edition"] == before:
            pass


# Over HTTP


def asked(address: str, **more: Any) -> httpx.Response:
    headers = {**ACCEPT, **more.pop("headers", {})}
    return httpx.post(f"{address}/mcp", headers=headers, timeout=PATIENCE, **({"json": LISTED} | more))


def test_who_asks_under_a_name_or_for_a_page_of_others_is_refused(address: str) -> None:
    assert asked(address).status_code == 200
    assert asked(address, headers={"host": "evil.test"}).status_code == 421
    assert asked(address, headers={"origin": "http://evil.test"}).status_code == 403
    assert asked(address, headers={"origin": "null"}).status_code == 403
    assert asked(address, headers={"origin": address}).status_code == 200


def test_the_public_address_may_be_asked_below_its_path(shipped: Edition) -> None:
    with housed(shipped, public=Public("https://forecasts.example", "/hindsight")) as house:
        address = f"{house.address}/hindsight"
        for host in ("forecasts.example", house.address.partition("://")[2]):
            assert asked(address, headers={"host": host}).status_code == 200
        origin = {"host": "forecasts.example", "origin": "https://forecasts.example"}
        assert asked(address, headers=origin).status_code == 200
        assert asked(address, headers={"host": "forecasts.example.evil.test"}).status_code == 421


def test_nothing_but_a_question_is_answered(address: str) -> None:
    for method in ("GET", "DELETE", "PUT"):
        answer = httpx.request(method, f"{address}/mcp", headers=ACCEPT, timeout=PATIENCE)
        assert answer.status_code == 405 and answer.headers["allow"] == "POST"
    assert asked(address, json=None, content=b"").status_code == 400
    large = asked(address, json=None, content=b"x" * 300_000, headers={"content-type": "application/json"})
    assert large.status_code == 400 and "too long" in large.text
    assert asked(address, json=None, content=b"{", headers={"content-type": "application/json"}).status_code == 400


# Without the extra


def test_without_the_extra_it_is_said_how_to_come_by_it(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    answer = asked(address)
    assert answer.status_code == 501 and "python -m pip install 'mcp" in answer.text
    assert __main__.main(["mcp"]) == 2
    assert "python -m pip install 'mcp" in capsys.readouterr().err
