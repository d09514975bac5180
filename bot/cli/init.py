"""`init`: lays out a folder with the content that came with the program, to edit it and to serve it from there."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Final

from bot.cli.output import Failure, write
from bot.people.schedule import Clock
from bot.settings import SHIPPED, Settings

FILES: Final = ("*.yaml", "*.json")
"""What belongs to the content: files and their schemas."""
SAMPLE: Final = ".env.sample"
PARTS: Final = ("briefings", "seeds", SAMPLE)


def init(_: Settings, asked: argparse.Namespace, __: Clock) -> int:
    """Write all parts of a folder, or none where one is there already."""
    folder: Path = asked.folder
    if folder.exists() and not folder.is_dir():
        raise Failure(f"{folder}: this is no folder; name another one")
    if there := [part for part in PARTS if (folder / part).exists() or (folder / part).is_symlink()]:
        raise Failure(f"{folder}: {', '.join(there)}: there already; nothing was written, name another folder", code=1)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".init-", dir=folder) as made:
        counts = _write(Path(made))
        for part in PARTS:
            (Path(made) / part).rename(folder / part)
    write(
        f"{folder}: {counts['briefings']} files in briefings, {counts['seeds']} in seeds, and {SAMPLE}\n{_next(folder)}"
    )
    return 0


def _write(into: Path) -> dict[str, int]:
    """Write every part, each file with the rights of any new one; return how many files each folder got."""
    counts = {}
    for part in ("briefings", "seeds"):
        (into / part).mkdir()
        files = [path for pattern in FILES for path in (SHIPPED / part).glob(pattern)]
        for path in files:
            shutil.copyfile(path, into / part / path.name)
        counts[part] = len(files)
    shutil.copyfile(SHIPPED / "env.sample", into / SAMPLE)
    return counts


def _next(folder: Path) -> str:
    return f"next: cd {folder}; hindsight run\nsettings: copy {SAMPLE} to .env there, and set what you want\n"
