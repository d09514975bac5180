"""The container gets what operators set: every variable reaches it, and left out it means what it means without one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot import settings
from bot.settings import Settings, load
from tests.conftest import ROOT

MOUNTED = {"BOT_DATA", "BOT_BRIEFINGS", "BOT_SEEDS"}
"""Folders, which a container has where they are mounted."""
HOST = "BOT_WEB_HOST"
"""Where the page is offered: to the machine by its port, inside everywhere."""
SERVICE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["bot"]
SET = {
    "BOT_TELEGRAM_TOKEN": "123456:TEST",
    "BOT_TELEGRAM_API_URL": "http://bots.example:8081",
    "BOT_WEBHOOK_URL": "http://bot.example:9000/hook",
    "BOT_WEBHOOK_SECRET": "a-secret-of-ones-own",
    "BOT_DATABASE_URL": "postgresql://hindsight:secret@db.example/hindsight",
    "BOT_EDITORS": "telegram:42,telegram:43",
    "BOT_WEB_PORT": "9000",
    "BOT_PUBLIC_URL": "https://example.org/hindsight",
    "BOT_SESSION_SECRET": "a secret of forty characters, all of them",
    "BOT_METRICS": "all",
    "BOT_ZONE": "Europe/London",
    "BOT_LANGUAGE": "en",
    "BOT_BULK_RATE": "7",
    "BOT_LOG": "debug",
    "BOT_LOG_FORMAT": "json",
    "NO_PROXY": "10.0.0.0/8",
    "HTTP_PROXY": "http://host.docker.internal:7890",
    "HTTPS_PROXY": "http://me:secret@host.docker.internal:7890",
    "ALL_PROXY": "socks5://host.docker.internal:1080",
    "FORWARDED_ALLOW_IPS": "172.16.0.0/12",
}
"""Every variable, with another value than its own."""


def composed(port: str, chosen: dict[str, str]) -> str:
    """Fill in what compose fills in: a variable, or else what stands for one that is empty or missing."""
    return re.sub(r"\$\{(\w+):-(.*?)\}", lambda found: chosen.get(found[1]) or found[2], port)


def inside(monkeypatch: pytest.MonkeyPatch, folder: Path, chosen: dict[str, str]) -> Settings:
    """Return the settings in a container with these in the file .env beside docker-compose.yml."""
    monkeypatch.chdir(folder)
    for name in ("briefings", "seeds"):  # which the image has, or what is mounted in their place
        (folder / name).mkdir()
    for name in settings.variables():
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in chosen.keys() & SERVICE["environment"]:
        monkeypatch.setenv(name, chosen[name])
    return load()


def test_every_variable_reaches_the_container_and_stands_in_the_sample() -> None:
    known = set(settings.variables())
    assert {*SERVICE["environment"], *MOUNTED, HOST} == known
    sample = (ROOT / ".env.sample").read_text(encoding="utf-8")
    assert set(re.findall("^#([A-Z_]+)=", sample, re.MULTILINE)) == known


def test_what_is_set_means_the_same_inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    in_files = {name for name in settings.variables() if name.endswith(settings.IN_FILE)}  # instead of their secrets
    assert {*SET, *MOUNTED, HOST} == set(settings.variables()) - in_files
    found = inside(monkeypatch, tmp_path, SET)
    for name, value in SET.items():
        monkeypatch.setenv(name, value)
    assert found == load()
    outside = Settings.model_construct()
    changed = {name for name in Settings.model_fields if getattr(found, name) != getattr(outside, name)}
    assert changed == set(Settings.model_fields) - {"data", "briefings", "seeds", "web_host"}


def test_what_is_not_set_means_the_same_inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert inside(monkeypatch, tmp_path, {}) == Settings.model_construct()


@pytest.mark.parametrize(
    ("chosen", "port"),
    [({}, "127.0.0.1:8080:8080"), ({HOST: "0.0.0.0", "BOT_WEB_PORT": "9000"}, "0.0.0.0:9000:9000")],
)
def test_the_page_is_offered_where_it_is_wanted(chosen: dict[str, str], port: str) -> None:
    assert [composed(each, chosen) for each in SERVICE["ports"]] == [port]


def test_a_proxy_of_this_machine_has_a_name_inside() -> None:
    assert SERVICE["extra_hosts"] == ["host.docker.internal:host-gateway"]


def test_the_image_is_built_on_a_version_of_python_that_is_tried_and_of_debian_that_stays() -> None:
    (base,) = re.findall("^FROM (.+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", base)
