"""The steps of the Dockerfile, carried out one by one in a clean folder: what they make runs as they say."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support import clean
from tests.support.home import Running
from tests.support.quiet import address, listener

pytestmark = pytest.mark.process
STEPS = [
    (word, rest)
    for line in re.sub(
        r"\\\n\s*|^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE
    ).splitlines()
    for word, _, rest in [line.partition(" ")]
]
OF_THE_MACHINE = ("apt-get ", "rm -rf /var/lib/apt/", "useradd ", "chown ")
"""What a step does to the machine: here it is not ours."""


LOCKS = ("requirements.lock", "requirements-cluster.lock")
"""What an image may be made of: a bot alone, or one of several processes."""


def told(word: str) -> list[str]:
    return [rest for each, rest in STEPS if each == word]


def seen() -> set[str]:
    """Return what .dockerignore lets a build see."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert lines[0] == "*" and lines[-1] == "**/__pycache__"
    assert all(line.startswith("!") for line in lines[1:-1])
    return {line[1:] for line in lines[1:-1]}


def test_a_build_sees_what_it_copies_and_no_more() -> None:
    copied = {name.removeprefix("./") for rest in told("COPY") for name in rest.split()[:-1]}
    assert seen() == copied and all((ROOT / name).exists() for name in copied)


def test_an_image_of_one_of_several_is_one_of_a_bot_with_what_they_share() -> None:
    versions = [dict(re.findall(r"^(\S+)==(\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE)) for lock in LOCKS]
    alone, several = versions
    assert alone.items() < several.items() and {"psycopg", "greenlet", "procrastinate"} <= several.keys() - alone.keys()
    assert told("ARG") == [f"LOCK={LOCKS[0]}"]


async def test_what_the_steps_make_runs_and_is_healthy(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    programs = clean.environment(tmp_path / "venv")
    for word, rest in STEPS:
        if word == "COPY":
            clean.copied([name for name in rest.split()[:-1] if not (app / name).exists()], app)
        elif word == "RUN":
            for command in rest.replace("$LOCK", LOCKS[0]).split(" && "):
                if not command.startswith(OF_THE_MACHINE):
                    program, *rest_of_it = shlex.split(command)
                    step = ("python", "-m", "pip") if program == "pip" else (program,)
                    clean.carried_out(programs, app, *step, *rest_of_it)
    with listener() as bound:
        port = address(bound).rpartition(":")[2]
    given = dict(each.split("=") for each in told("ENV")[0].split()) | {"BOT_WEB_PORT": port}
    assert given["BOT_WEB_HOST"] == "0.0.0.0"
    given["BOT_WEB_HOST"] = "127.0.0.1"
    process = await asyncio.create_subprocess_exec(
        programs / "hindsight",
        *json.loads(told("CMD")[0])[1:],
        cwd=app,
        env=clean.variables(programs, **given),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        bot = Running(process)
        await bot.address()
        asks = json.loads(told("HEALTHCHECK")[0].partition(" CMD ")[2])
        await asyncio.to_thread(lambda: clean.carried_out(programs, app, *asks, BOT_WEB_PORT=port))
        assert (await bot.stop()).code == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    with pytest.raises(AssertionError, match="URLError"):
        clean.carried_out(programs, app, *asks, BOT_WEB_PORT=port)
    assert (app / "data" / "hindsight.db").is_file() and told("VOLUME") == ["/app/data"] and told("USER") == ["reader"]
