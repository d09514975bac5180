"""What operators are given to run it as a service, tried with the programs it is written for."""

from __future__ import annotations

import configparser
import re
import subprocess
from pathlib import Path

import httpx
import pytest
import yaml

from bot import settings
from bot.content.edition import Edition
from bot.words import say
from tests.channels.web.test_inbox import Visitor
from tests.conftest import ROOT
from tests.support.caddy import caddy
from tests.support.programs import installed
from tests.support.quiet import PATIENCE
from tests.support.serving import housed

pytestmark = pytest.mark.process
UNIT = (ROOT / "deploy" / "hindsight.service").read_text(encoding="utf-8")
CREDENTIALS = "".join(f"{line}\n" for line in re.findall("^#((?:LoadCredential|Environment)=.*)", UNIT, re.MULTILINE))
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
MOST_EXPOSED = 15
"""Tenths, of the exposure that systemd-analyze reckons from 0 to 10: what it thinks little of begins at 20."""


def examined(unit: str, folder: Path, *words: str) -> str:
    """Have systemd look at a unit, in which the program is one that is there."""
    path = folder / "hindsight.service"
    path.write_text(unit.replace("/opt/hindsight/bin/hindsight", "/bin/true"), encoding="utf-8")
    looks = [installed("systemd-analyze", "apt install systemd"), *words, str(path)]
    ended = subprocess.run(looks, capture_output=True, timeout=PATIENCE, check=False)
    said = ended.stdout.decode() + ended.stderr.decode()
    assert ended.returncode == 0, said
    return said


def test_systemd_understands_every_line_of_the_unit_and_finds_little_exposed(tmp_path: Path) -> None:
    assert CREDENTIALS.count("\n") == 2
    for unit in (UNIT, UNIT.replace("[Install]", f"{CREDENTIALS}[Install]")):
        assert examined(unit, tmp_path, "verify") == ""
        examined(unit, tmp_path, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager")


def test_the_unit_runs_the_bot_and_hands_over_a_secret_as_the_bot_reads_it() -> None:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(UNIT)
    service = parsed["Service"]
    assert service["ExecStart"].endswith("/hindsight run") and "-HUP" in service["ExecReload"]
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
    name, variable = re.findall(r"=(\w+)[:=]", CREDENTIALS)
    assert variable in settings.variables() and CREDENTIALS.endswith(f"{variable}=%d/{name}\n")


@pytest.mark.parametrize("name", SERVICES["services"])
def test_no_container_gets_more_than_it_needs(name: str) -> None:
    service = SERVICES["services"][name]
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert {*service["tmpfs"]} <= {"/tmp", "/run/postgresql"}
    assert "no-new-privileges:true" in service["security_opt"] and service["mem_limit"] and service["pids_limit"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    volumes = [each.partition(":")[0] for each in service["volumes"]]
    assert {each for each in volumes if not each.startswith((".", "/app/"))} <= SERVICES["volumes"].keys()
    assert all((ROOT / each).exists() for each in volumes if each.startswith("."))


@pytest.mark.parametrize(
    ("name", "configuration", "upstream"), [("proxy", "Caddyfile", "bot"), ("balancer", "Caddyfile.cluster", "web")]
)
def test_a_proxy_is_told_all_it_reads(name: str, configuration: str, upstream: str) -> None:
    services = SERVICES["services"]
    service = services[name]
    read = re.findall(r"\{\$(\w+)(:\w+)?\}", (ROOT / "deploy" / configuration).read_text(encoding="utf-8"))
    unset = {variable for variable, default in read if variable not in service["environment"]}
    assert unset == {"BOT_UPSTREAM"} and ("BOT_UPSTREAM", f":{upstream}") in read
    assert service["volumes"][0].startswith(f"./deploy/{configuration}:")
    assert upstream in services and upstream in service["depends_on"]


def test_only_who_asks_for_more_than_one_process_gets_it() -> None:
    services = SERVICES["services"]
    profiles = {name: service.get("profiles") for name, service in services.items()}
    several = {each: ["cluster"] for each in ("web", "work", "balancer", "database")}
    assert profiles == {"bot": None, "proxy": ["tls"], **several}
    for name in ("web", "work"):
        assert services[name]["command"] == ["hindsight", name] and services[name]["deploy"]["replicas"] == 2
        assert services[name]["environment"] == services["bot"]["environment"]
        assert not {each for each in services[name]["volumes"] if ":" in each}, "they share no folder"
        assert (ROOT / services[name]["build"]["args"]["LOCK"]).exists()


@pytest.mark.parametrize("configuration", ["Caddyfile", "Caddyfile.cluster"])
def test_through_the_proxy_pages_and_check_ins_come_at_once_and_whole(
    undecided: Edition, tmp_path: Path, configuration: str
) -> None:
    with housed(undecided) as house, caddy(tmp_path, house.address, configuration) as address:
        visitor = Visitor(house, "en")
        with visitor.client:
            visitor.client.base_url = httpx.URL(address)
            visitor.ask("/subscribe")
            with visitor.events() as events:
                for _ in range(2):
                    house.check_in(visitor.reader)
                    assert say("en", "checkin-title") in next(events)["html"]
