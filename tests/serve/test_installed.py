"""Installed outside a checkout: what is built holds all it needs, serves it from anywhere, and lays out a folder."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tarfile
import urllib.request
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import SHIPPED
from tests.conftest import ROOT
from tests.support import clean
from tests.support.home import Running

pytestmark = pytest.mark.process
BUILD = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])('dist')"
PARTS = ["pyproject.toml", "README.md", "LICENSE", ".env.sample", "bot", "briefings", "seeds"]


def built(project: Path, kind: str) -> Path:
    """Build a wheel or a source distribution as any front end does, and return it."""
    clean.carried_out(Path(sys.executable).parent, project, sys.executable, "-c", BUILD, f"build_{kind}")
    (made,) = (project / "dist").iterdir()
    return made


def held(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the source distribution."""
    source = built(clean.copied(PARTS, tmp_path_factory.mktemp("project")), "sdist")
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(source) as archive:
        archive.extractall(unpacked, filter="data")
    (project,) = unpacked.iterdir()
    return built(project, "wheel")


def test_what_is_built_holds_every_file_of_the_program_and_its_content(wheel: Path, tmp_path: Path) -> None:
    files = {path for path in (ROOT / "bot").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    files |= {path for part in ("briefings", "seeds") for path in (SHIPPED / part).iterdir() if path.name[0] != "."}
    wanted = {path.relative_to(ROOT).as_posix() for path in files}
    assert held(wheel) == wanted
    assert held(built(clean.copied(PARTS, tmp_path), "wheel")) == wanted


@dataclass
class Installed:
    """The program as it is installed, and an empty folder to run it in."""

    programs: Path
    folder: Path

    def says(self, *arguments: str, folder: Path | None = None) -> str:
        return clean.carried_out(self.programs, folder or self.folder, "hindsight", *arguments)

    @contextlib.asynccontextmanager
    async def running(self, folder: Path) -> AsyncIterator[Running]:
        process = await asyncio.create_subprocess_exec(
            self.programs / "hindsight",
            "run",
            cwd=folder,
            env=clean.variables(self.programs, BOT_WEB_PORT=0),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        bot = Running(process)
        try:
            yield bot
            assert (await bot.stop()).code == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    programs = clean.environment(tmp_path_factory.mktemp("clean") / "venv")
    folder = tmp_path_factory.mktemp("elsewhere")
    clean.carried_out(programs, folder, "python", "-m", "pip", "install", "--quiet", "--no-deps", str(wheel))
    where = clean.carried_out(programs, folder, "python", "-c", "import bot; print(bot.__file__)")
    assert where.startswith(str(programs.parent))
    return Installed(programs, folder)


async def page(bot: Running) -> str:
    address = await bot.address()
    return await asyncio.to_thread(lambda: urllib.request.urlopen(f"{address}en/").read().decode())


async def test_from_any_folder_it_serves_what_came_with_it_and_edits_none_of_it(installed: Installed) -> None:
    assert "5 briefings" in installed.says("check") and "Ten Hypotheses" in installed.says(
        "ask", "/briefings", "--lang", "en"
    )
    async with installed.running(installed.folder) as bot:
        assert "hindsight init DIR" in await bot.says("content:")
        assert "Ten Hypotheses" in await page(bot)
    changed = installed.folder / "vocabulary.yaml"
    shipped = (SHIPPED / "briefings" / "vocabulary.yaml").read_text(encoding="utf-8")
    changed.write_text(f"{shipped}\n# mine\n", encoding="utf-8")
    for command in (("publish", "vocabulary.yaml"), ("register",), ("draft", "vocabulary.yaml")):
        with pytest.raises(AssertionError, match="hindsight init"):
            installed.says(*command)


async def test_a_folder_laid_out_is_served_and_edited(installed: Installed, tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    assert f"cd {home}" in installed.says("init", str(home))
    for name in PARTS[-2:]:
        assert {path.name for path in (home / name).iterdir()} == {path.name for path in (ROOT / name).glob("[!.]*")}
    assert (home / ".env.sample").read_bytes() == (ROOT / ".env.sample").read_bytes()
    vocabulary = home / "briefings" / "vocabulary.yaml"
    (tmp_path / "vocabulary.yaml").write_text(vocabulary.read_text(encoding="utf-8") + "\n# mine\n", encoding="utf-8")
    async with installed.running(home) as bot:
        assert "Ten Hypotheses" in await page(bot)
        assert "is live." in installed.says("publish", str(tmp_path / "vocabulary.yaml"), folder=home)
    assert vocabulary.read_text(encoding="utf-8").endswith("# mine\n")


@pytest.mark.parametrize("there", ["briefings", "seeds", ".env.sample"])
def test_what_is_there_is_left_alone(installed: Installed, tmp_path: Path, there: str) -> None:
    (tmp_path / there).mkdir()
    with pytest.raises(AssertionError, match=f"{there}: there already; nothing was written"):
        installed.says("init", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [there]
    (tmp_path / "file").touch()
    with pytest.raises(AssertionError, match="this is no folder"):
        installed.says("init", str(tmp_path / "file"))
