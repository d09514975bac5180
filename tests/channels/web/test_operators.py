"""/healthz and /readyz: strangers learn whether, operators why; mistakes in files make nobody unready."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.channels.web.operators import FRESH, STILL
from bot.content.edition import Edition
from bot.release import version
from tests.support.nginx import nginx
from tests.support.serving import House, housed

PROXIES = [{"x-forwarded-for": "203.0.113.7"}, {"via": "1.1 somewhere"}, {"host": "bot.example"}]
"""Headers with which a request comes that is no program's of this machine."""


@pytest.fixture
def house(undecided: Edition) -> Iterator[House]:
    with housed(undecided) as house:
        yield house


def tick(house: House) -> None:
    async def queue() -> None:
        await house.program.deliveries().tick()

    house.within(queue)


def ready(house: House, **headers: str) -> tuple[int, dict[str, object]]:
    answer = httpx.get(f"{house.address}/readyz", headers=headers)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("headers", PROXIES, ids=[next(iter(each)) for each in PROXIES])
def test_a_stranger_learns_that_all_is_well_and_not_what_runs(house: House, headers: dict[str, str]) -> None:
    assert httpx.get(f"{house.address}/healthz", headers=headers).json() == {"status": "ok"}
    assert ready(house, **headers) == (200, {"ready": True})
    assert httpx.get(f"{house.address}/metrics", headers=headers).status_code == 403


@pytest.mark.process
def test_so_does_who_comes_by_a_proxy_as_it_is_installed(house: House, tmp_path: Path) -> None:
    with nginx(tmp_path, f"location / {{ proxy_pass {house.address}; }}") as address:
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
        assert httpx.get(f"{address}/readyz").json() == {"ready": True}


def test_where_figures_are_for_all_so_are_reasons(undecided: Edition) -> None:
    with housed(undecided) as house:
        house.page.operators._to_all = True
        assert httpx.get(f"{house.address}/healthz", headers=PROXIES[0]).json()["edition"] == undecided.digest


@pytest.fixture
def never_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing tells which version this is, as of a checkout that is run as it lies there."""
    with monkeypatch.context() as patched:
        patched.setattr("sys.path", [])
        version.cache_clear()
        assert version() == "unknown"
    yield
    version.cache_clear()


@pytest.mark.usefixtures("never_installed")
def test_a_checkout_that_was_never_installed_is_well_too(house: House) -> None:
    told = httpx.get(f"{house.address}/healthz")
    assert (told.status_code, told.json()["version"]) == (200, "unknown")
    assert "unknown" in httpx.get(f"{house.address}/en/about").text


def test_it_is_ready_while_somebody_looks_for_what_is_due(house: House) -> None:
    assert ready(house) == (200, {"ready": True, "state": "ok", "edition": "ok", "tick": "ok", "channels": "ok"})
    house.now += STILL + dt.timedelta(seconds=1)
    status, told = ready(house)
    assert (status, told["ready"], told["state"]) == (503, False, "ok") and "restart it" in str(told["tick"])
    assert ready(house, **PROXIES[0]) == (503, {"ready": False})
    tick(house)
    assert ready(house)[0] == 200
    house.now -= dt.timedelta(days=1)  # the clock was wrong
    assert ready(house)[0] == 200


def test_where_others_look_for_what_is_due_it_is_ready_whether_they_do(house: House) -> None:
    house.program.pulse.elsewhere = True
    house.now += STILL + dt.timedelta(seconds=1)
    assert ready(house)[0] == 200


def test_it_is_not_ready_without_its_state_nor_without_a_network(house: House) -> None:
    house.page.operators._trouble = lambda: "no route to Telegram"
    status, told = ready(house)
    assert (status, told["channels"], told["state"]) == (503, "no route to Telegram", "ok")
    assert httpx.get(f"{house.address}/healthz").json()["status"] == "degraded"
    assert httpx.get(f"{house.address}/healthz", headers=PROXIES[0]).json() == {"status": "degraded"}
    house.page.operators._trouble = str

    async def spoil() -> None:
        house.store.connection.close()

    house.within(spoil)
    status, told = ready(house)
    assert (status, told["channels"]) == (503, "ok") and "state" in str(told["state"])


def test_the_state_is_looked_at_for_health_once_a_second_at_most(house: House) -> None:
    seconds = 100.0
    house.page.operators._clock = lambda: seconds

    async def spoil() -> None:
        house.store.connection.close()

    assert httpx.get(f"{house.address}/healthz").json()["status"] == "ok"
    house.within(spoil)
    assert httpx.get(f"{house.address}/healthz").json()["status"] == "ok"
    seconds += FRESH
    told = httpx.get(f"{house.address}/healthz").json()
    assert told["status"] == "degraded" and told["why"].startswith("the state cannot be read: ")


def test_what_was_found_for_readiness_is_told_as_health_at_once(house: House) -> None:
    async def spoil() -> None:
        house.store.connection.close()

    assert httpx.get(f"{house.address}/healthz").json()["status"] == "ok"
    house.within(spoil)
    assert ready(house)[0] == 503
    assert httpx.get(f"{house.address}/healthz").json()["status"] == "degraded"
