"""/metrics over HTTP: what operators watch, in the format of Prometheus, and nothing of any reader."""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_open
from prometheus_client.parser import text_string_to_metric_families as parse

from bot.channels.web.metrics import FRESH
from bot.content.edition import Edition
from bot.people.changes import MakeAppeal
from bot.people.readers import DELIVERY_STATES, WEEK, Reader, Subscription
from bot.people.schedule import Weekly
from bot.state.sqlite.store import Store
from tests.conftest import NOW
from tests.support.serving import House, housed
from tests.support.visiting import Visitor

Sample = tuple[str, frozenset[tuple[str, str]]]
ANN = Reader("telegram", "424242")


@pytest.fixture
def house(undecided: Edition) -> Iterator[House]:
    with housed(undecided) as house:
        yield house


def metrics(house: House) -> dict[Sample, float]:
    """Return every sample, asked for a moment later than anything before."""
    house.now += FRESH
    answer = httpx.get(f"{house.address}/metrics").raise_for_status()
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in parse(answer.text)
        for sample in family.samples
    }


def sample(name: str, **labels: str) -> Sample:
    return f"hindsight_{name}", frozenset(labels.items())


def subscribe(house: House, reader: Reader, at: dt.datetime, paused: str | None = None) -> None:
    async def write() -> None:
        weekly = Weekly(at.weekday(), at.hour * 60 + at.minute, "Etc/UTC")
        subscription = Subscription(weekly, at, NOW - WEEK, paused=paused)  # type: ignore[arg-type]
        await house.store.subscribe(reader, subscription)

    house.within(write)


def queue_due(house: House) -> None:
    async def queue() -> None:
        assert await house.store.ledger.enqueue_due(house.now, 100)

    house.within(queue)


def test_answers_are_counted_by_channel_and_errors_in_us_apart(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = metrics(house).get(sample("answers_total", channel="web"), 0)
    for words in ("/sectors", "客服", "/nosuch"):
        httpx.post(f"{house.address}/ask", json={"q": words}).raise_for_status()
    assert metrics(house)[sample("answers_total", channel="web")] == before + 3
    assert metrics(house)[sample("failures_total", channel="web")] == 0
    monkeypatch.setattr("bot.app.decide.answer", lambda *_, **__: 1 / 0)
    httpx.post(f"{house.address}/ask", json={"q": "/sectors"}).raise_for_status()
    assert metrics(house)[sample("failures_total", channel="web")] == 1


def test_how_long_answers_took_is_told_by_command_and_of_words_by_none(house: House) -> None:
    took = iter([0.0, 0.02, 1.0, 1.5, 2.0, 14.0, 20.0, 20.001])
    house.program.reception._timer = lambda: next(took)
    for words in ("/sectors", "/SECTORS 2", "客服 and a word of mine", "/nosuch"):
        httpx.post(f"{house.address}/ask", json={"q": words}).raise_for_status()
    found = metrics(house)
    buckets = {
        (dict(labels)["command"], float(dict(labels)["le"])): count
        for (name, labels), count in found.items()
        if name == "hindsight_answer_seconds_bucket"
    }
    assert {command for command, _ in buckets} == {"sectors", "words", "unknown"}
    at = (0.01, 0.025, 0.25, 0.5, 10.0, math.inf)
    assert [buckets["sectors", each] for each in at] == [0, 1, 1, 2, 2, 2]
    assert [buckets["words", each] for each in at] == [0, 0, 0, 0, 0, 1]
    assert found[sample("answer_seconds_sum", command="sectors")] == 0.52
    assert found[sample("answer_seconds_count", command="unknown")] == 1


def test_floods_and_the_last_tick_are_told(house: House) -> None:
    names = {name for name, _ in metrics(house)}
    assert not names & {"hindsight_last_tick_timestamp_seconds", "hindsight_backup_timestamp_seconds"}
    house.program.pulse.floods["telegram"] += 2
    subscribe(house, Reader("web", "w" * 22), NOW + dt.timedelta(hours=1))
    at = house.check_in(Reader("web", "w" * 22))
    found = metrics(house)
    assert found[sample("floods_total", channel="telegram")] == 2
    assert found[sample("last_tick_timestamp_seconds")] == at.timestamp()


async def test_when_the_state_was_backed_up_is_known(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    assert (await store.totals(NOW)).copied is None
    await store.nightly(lambda: NOW)
    os.utime(tmp_path / "backup.db", (NOW.timestamp(), NOW.timestamp()))
    assert (await store.totals(NOW)).copied == NOW
    store.close()


def test_deliveries_are_counted_by_channel_and_state(house: House) -> None:
    found = metrics(house)
    assert not [each for each in found if each[0] == "hindsight_deliveries"]
    subscribe(house, Reader("web", "w" * 22), NOW + dt.timedelta(hours=1))
    house.check_in(Reader("web", "w" * 22))
    subscribe(house, ANN, house.now)
    queue_due(house)
    found = metrics(house)
    for channel, done in (("web", "sent"), ("telegram", "queued")):
        for state in DELIVERY_STATES:
            assert found[sample("deliveries", channel=channel, state=state)] == (state == done)


def test_the_age_of_the_oldest_that_waits_counts_from_when_it_was_due(house: House) -> None:
    assert metrics(house)[sample("oldest_queued_seconds")] == 0
    due = NOW - dt.timedelta(minutes=5)
    subscribe(house, ANN, due)
    subscribe(house, Reader("telegram", "5"), NOW)
    queue_due(house)
    house.now = due + dt.timedelta(hours=1) - FRESH
    assert metrics(house)[sample("oldest_queued_seconds")] == 3600


def test_appeals_that_wait_and_questions_that_do_are_counted(house: House) -> None:
    assert metrics(house)[sample("appeals_open")] == 0

    async def object_to() -> None:
        for number in range(3):
            appeal = MakeAppeal(f"ten-hypotheses/p{number}", "failed 2026-01-01", "It is not so")
            house.store.appeals.make(ANN, appeal, house.now)

    house.within(object_to)
    house.program.reception.queues["telegram"] = range(7)
    found = metrics(house)
    assert found[sample("appeals_open")] == 3
    assert found[sample("questions_waiting", channel="telegram")] == 7


def test_subscriptions_are_counted_by_channel_running_or_paused_by_whom(house: House) -> None:
    later = NOW + WEEK
    for number, (channel, paused) in enumerate(
        [("telegram", None), ("telegram", None), ("telegram", "blocked"), ("web", "reader")]
    ):
        subscribe(house, Reader(channel, f"{number}"), later, paused)
    found = {each: count for each, count in metrics(house).items() if each[0] == "hindsight_subscriptions"}
    assert found == {
        sample("subscriptions", channel="telegram", state="running"): 2,
        sample("subscriptions", channel="telegram", state="blocked"): 1,
        sample("subscriptions", channel="web", state="reader"): 1,
    }


def test_the_edition_and_the_reloads_are_those_that_health_tells(house: House) -> None:
    health = httpx.get(f"{house.address}/healthz").json()
    found = metrics(house)
    assert found[sample("edition_info", digest=health["edition"], version=health["version"])] == 1
    for name in ("last_good", "last_tried"):
        at = dt.datetime.fromisoformat(health["reload"][name])
        assert found[sample(f"reload_{name}_timestamp_seconds")] == at.timestamp()


def test_the_process_is_measured_too(house: House) -> None:
    assert metrics(house)[("process_resident_memory_bytes", frozenset())] > 1_000_000


def test_nothing_of_a_reader_is_told(house: House) -> None:
    with Visitor(house.address) as client:
        key = client.key
        client.post("/ask", json={"q": "/subscribe sun 8pm london"}).raise_for_status()
        client.post("/ask", json={"q": "a secret word"}).raise_for_status()
        subscribe(house, ANN, house.now)
        queue_due(house)
        text = client.get("/metrics").raise_for_status().text
    assert "hindsight_subscriptions" in text
    for secret in (key, ANN.id, "secret", "London", "Europe"):
        assert secret not in text
    labels = {name for family in parse(text) for sample in family.samples for name in sample.labels}
    assert labels == {"channel", "state", "digest", "version", "command", "le"}


def test_who_wants_open_metrics_gets_them(house: House) -> None:
    answer = httpx.get(f"{house.address}/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    families = parse_open(answer.text)  # type: ignore[no-untyped-call]
    assert "hindsight_answers" in {family.name for family in families}


def test_who_asks_at_once_again_is_told_the_same_count(house: House) -> None:
    before = metrics(house)
    subscribe(house, ANN, NOW + WEEK)
    again = {
        (sample.name, frozenset(sample.labels.items()))
        for family in parse(httpx.get(f"{house.address}/metrics").text)
        for sample in family.samples
    }
    new = sample("subscriptions", channel="telegram", state="running")
    assert new not in before and new not in again and new in metrics(house)


def test_a_state_that_cannot_be_read_is_no_good_answer(house: House) -> None:
    async def spoil() -> None:
        house.store.connection.execute("drop table deliveries")

    house.within(spoil)
    assert httpx.get(f"{house.address}/metrics").status_code == 503


async def test_a_state_in_a_file_is_counted_beside_whoever_writes(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    await store.subscribe(ANN, Subscription(Weekly(1, 570, "Etc/UTC"), NOW, NOW - WEEK))
    with store.writing() as db:
        db.execute("update subscriptions set paused = 'reader'")
        totals = await store.totals(NOW - WEEK)
    assert totals.subscriptions == {("telegram", "running"): 1}
    assert (await store.totals(NOW - WEEK)).subscriptions == {("telegram", "reader"): 1}
    store.close()


async def test_only_deliveries_of_the_stretch_are_counted(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    await store.subscribe(ANN, Subscription(Weekly(1, 570, "Etc/UTC"), NOW, NOW - WEEK))
    await store.ledger.enqueue_due(NOW, 10)
    assert (await store.totals(NOW)).deliveries == {("telegram", "queued"): 1}
    assert (await store.totals(NOW + WEEK)).deliveries == {}
    store.close()
