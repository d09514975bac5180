"""The API over HTTP: read by programs and pages of anybody, nobody's own, kind where it cannot answer."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from bot.channels.web.public_url import Public
from bot.content.edition import Edition
from bot.dataset import RESOURCES
from bot.people.readers import Reader
from tests.support.quiet import PATIENCE
from tests.support.serving import House, housed

ROOT = "/api/v1"


@pytest.fixture(scope="module")
def house(shipped: Edition) -> Iterator[House]:
    with housed(shipped) as house:
        yield house


@pytest.fixture(scope="module")
def client(house: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=house.address, timeout=PATIENCE) as client:
        yield client


def got(client: httpx.Client, path: str) -> Any:
    answer = client.get(f"{ROOT}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_index_leads_to_everything(client: httpx.Client) -> None:
    index = got(client, "")
    for address in (index["document"], *index["resources"].values(), *index["downloads"].values()):
        if not address.endswith("/search"):
            assert client.get(address).status_code == 200, address
    assert index["licence"]["name"] == "CC BY 4.0"


def test_every_answer_names_the_licence_the_edition_and_the_day(house: House, client: httpx.Client) -> None:
    for path in (*(each.path for each in RESOURCES if each.whole), "search?q=AI", "tallies", "editions"):
        answer = client.get(f"{ROOT}/{path}")
        told = answer.json()
        assert told["licence"]["name"] == "CC BY 4.0" and told["licence"]["covers"]["zh"]
        assert (told["edition"], told["on"]) == (house.app.edition.digest, "2026-11-24")
        assert 'rel="license"' in answer.headers["link"]


def test_every_record_is_the_schema_of_the_document(client: httpx.Client) -> None:
    document = got(client, "/openapi.json")
    components = {"components": document["components"]}
    for resource in RESOURCES:
        asked = {"q": "客服"} if resource.path == "search" else {"per_page": "500"}
        said = document["paths"][f"{ROOT}/{resource.path}"]["get"]["responses"]["200"]
        check = Draft202012Validator({**said["content"]["application/json"]["schema"], **components})
        answer = client.get(f"{ROOT}/{resource.path}", params=asked).json()
        assert answer["items"]
        check.validate(answer)


def test_the_next_page_is_where_the_answer_says(client: httpx.Client) -> None:
    address, found = f"{ROOT}/predictions?state=ruled&per_page=20", []
    while address:
        answer = client.get(address).json()
        found += [each["id"] for each in answer["items"]]
        address = answer["links"]["next"]
    assert len({*found}) == len(found) == answer["total"] > 20


def test_a_page_of_a_record_is_where_it_says(client: httpx.Client) -> None:
    item = got(client, "/predictions/ten-hypotheses/support-first")["item"]
    for language in ("zh", "zh-Hant", "en"):
        assert client.get(item["url"][language]).status_code == 200


def test_it_is_not_sent_again_while_nothing_changes(client: httpx.Client) -> None:
    for path in (
        "/predictions",
        "/predictions/ten-hypotheses/support-first",
        "/edition.csv",
        "/openapi.json",
        "/tallies",
    ):
        first = client.get(f"{ROOT}{path}")
        again = client.get(f"{ROOT}{path}", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"") and again.headers["etag"] == first.headers["etag"]
        assert again.headers["access-control-allow-origin"] == "*"


def test_what_changes_changes_the_tag(client: httpx.Client) -> None:
    tags = {client.get(f"{ROOT}/predictions?page={number}").headers["etag"] for number in (1, 2)}
    assert len(tags) == 2


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("/predictions?colour=red", 422, "colour"),
        ("/predictions?state=held&state=failed", 422, "state"),
        ("/predictions?sector=cooking", 422, "customer-service"),
        ("/predictions?page=0", 422, "1–100000"),
        ("/predictions/ten-hypotheses/support-first?page=2", 422, "page"),
        ("/search", 422, "q"),
        ("/tallies?state=held", 422, "state"),
        ("/predictions/ten-hypotheses/never", 404, "ten-hypotheses/never"),
        ("/sectors/cooking", 404, "/api/v1/sectors"),
        ("/nothing", 404, "/api/v1"),
        ("/predictions/", 404, "/api/v1"),
        ("/predictions/%0A/x", 404, "/api/v1"),
        ("/..%2f..%2fetc/passwd", 404, "/api/v1"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    client: httpx.Client, path: str, status: int, named: str, language: str
) -> None:
    answer = client.get(f"{ROOT}{path}", headers={"accept-language": language})
    assert answer.status_code == status and answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status and named in problem["detail"]
    assert problem["detail"].endswith("." if language == "en" else "。")
    assert answer.headers["access-control-allow-origin"] == "*" and answer.headers["cache-control"] == "no-store"


def test_a_field_is_never_ignored(client: httpx.Client) -> None:
    for path in client.get(f"{ROOT}/openapi.json").json()["paths"]:
        if "{" not in path and not path.endswith("openapi.json") and path != ROOT:
            assert client.get(f"{path}?colour=red").status_code == 422, path


def test_an_id_of_before_leads_to_what_stands_there_now(client: httpx.Client) -> None:
    moved = client.get(f"{ROOT}/predictions/ten-hypotheses/next-turbo-2024")
    assert (moved.status_code, moved.headers["location"]) == (
        308,
        f"{ROOT}/predictions/ten-hypotheses/next-turbo-watershed",
    )
    seen = client.get(f"{ROOT}/predictions/ten-hypotheses/copilot-meetings-mail", follow_redirects=True)
    assert seen.json()["item"]["what"] and seen.url.path.startswith(f"{ROOT}/observations/")


def test_any_page_may_read_and_none_may_write(client: httpx.Client) -> None:
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    allowed = client.options(f"{ROOT}/predictions", headers=asked)
    assert allowed.status_code == 204 and allowed.headers["access-control-allow-origin"] == "*"
    assert "POST" not in allowed.headers["access-control-allow-methods"]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.request(method, f"{ROOT}/predictions", json={})
        assert answer.status_code == 405 and {"GET", "HEAD"} == {*answer.headers["allow"].split(", ")}
    assert "access-control-allow-origin" not in client.get("/healthz").headers
    assert "access-control-allow-credentials" not in allowed.headers


def test_head_sends_no_more_than_headers(client: httpx.Client) -> None:
    answer = client.head(f"{ROOT}/predictions")
    assert answer.status_code == 200 and not answer.content and answer.headers["etag"]


def test_files_to_download_open_elsewhere(house: House, client: httpx.Client, tmp_path: Path) -> None:
    whole = got(client, "/edition.json")
    assert len(whole["predictions"]) == len(house.app.edition.predictions)
    table = client.get(f"{ROOT}/edition.csv")
    assert len(list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))) == len(whole["predictions"])
    assert house.app.edition.digest in table.headers["content-disposition"]
    file = tmp_path / "edition.sqlite"
    file.write_bytes(client.get(f"{ROOT}/edition.sqlite").content)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("select count(*) from predictions").fetchone() == (len(whole["predictions"]),)


def test_links_are_those_of_the_public_address(shipped: Edition) -> None:
    with housed(shipped, public=Public("https://forecasts.example", "/hindsight")) as house:
        answer = httpx.get(f"{house.address}/hindsight{ROOT}/predictions?per_page=1", timeout=PATIENCE).json()
    here = "https://forecasts.example/hindsight"
    assert answer["links"]["next"] == f"{here}{ROOT}/predictions?per_page=1&page=2"
    assert answer["items"][0]["url"]["en"].startswith(f"{here}/en/predictions/")


def test_what_readers_said_is_told_of_three_on_and_of_nobody(undecided: Edition) -> None:
    name = "ten-hypotheses/gap-length"
    with housed(undecided) as house:
        readers = [Reader("telegram", str(700_000 + number)) for number in range(4)]

        def told() -> list[Any]:
            items: list[Any] = httpx.get(f"{house.address}{ROOT}/tallies", timeout=PATIENCE).json()["items"]
            return items

        async def say(reader: Reader, value: str) -> None:
            house.store.vote(reader, name, value, house.now)

        for number, (reader, value) in enumerate(zip(readers, ("5", "50", "80", "95"), strict=True)):
            house.within(lambda reader=reader, value=value: say(reader, value))  # type: ignore[misc]
            shown = told()
            if number < 2:
                assert shown == []
            else:
                [tally] = shown
                assert (tally["prediction"], tally["readers"]) == (name, number + 1)
                assert not any(each.id in json.dumps(shown) for each in readers)
