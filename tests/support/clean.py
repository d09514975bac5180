"""A clean environment of Python: nothing but the libraries of the lock, which are those the tests run with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

from bot import settings
from tests.conftest import ROOT
from tests.support.quiet import PATIENCE


def environment(folder: Path) -> Path:
    """Make an environment in a folder in which only libraries are installed; return its folder of programs.

    They are those of the tests: nothing is fetched.
    """
    venv.create(folder, symlinks=True)
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    (Path(paths["purelib"]) / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder / "bin"


def variables(programs: Path, **more: object) -> dict[str, str]:
    """Return an environment with nothing of this program set but what a test sets; pip fetches nothing in it."""
    read = ("PYTHON", "BOT_", *settings.variables())
    others = {name: value for name, value in os.environ.items() if not name.upper().startswith(read)}
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    quiet = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PATH": path}
    return {**others, **quiet, **{name: str(value) for name, value in more.items()}}


def carried_out(programs: Path, folder: Path, *command: str, **more: object) -> str:
    """Run a command in a folder with the programs of an environment, and return what it printed; it must go well."""
    ended = subprocess.run(
        command, cwd=folder, env=variables(programs, **more), capture_output=True, timeout=PATIENCE, check=False
    )
    said = ended.stdout.decode() + ended.stderr.decode()
    assert ended.returncode == 0, said
    assert "Traceback" not in said, said
    return said


def copied(names: list[str], folder: Path) -> Path:
    """Copy files and folders of the project into a folder: what is made of them leaves none of it here."""
    for name in names:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(source, folder / name, symlinks=True, ignore=ignored)
        else:
            shutil.copyfile(source, folder / name)
    return folder
