"""Editions that go live: how long each holds up everybody, of a thousand briefings; and what stays in memory of 500."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import files
from bench.holds import exponents, held
from bench.measuring import Row, below, resident
from bot import desk, garbage
from bot.answers import understood
from bot.app import Message
from bot.people.readers import Reader
from bot.state.sqlite.store import Store
from tests.conftest import NOW, ROOT, built

BRIEFINGS: Final = 1_000
LESS: Final = 4
EDITIONS: Final = 500
WARM: Final = 20
"""Editions before memory is looked at for the first time."""
ANN: Final = Reader("telegram", "1")


def rows(briefings: int = BRIEFINGS, editions: int = EDITIONS) -> Iterator[Row]:
    """Yield the holds of a reload after one changed file, how they grow with briefings, and the memory of reloads."""
    used = {}
    for count in (briefings // LESS, briefings):
        with TemporaryDirectory() as name:
            row, used[count] = asyncio.run(_one_changed(Path(name), count))
            yield row
    yield from (
        Row("  exponent of briefings", f"{power:.2f}")
        for power in exponents({"reload": used[briefings]}, {"reload": used[briefings // LESS]}, LESS).values()
    )
    with TemporaryDirectory() as name:
        yield asyncio.run(_reloaded(Path(name), editions))


async def _one_changed(folder: Path, briefings: int) -> tuple[Row, float]:
    """Reload as many briefings after one of them has changed; return how the loop was held, and the processor time."""
    files.write(folder, ROOT, desk.load_folders(ROOT / "briefings", ROOT / "seeds"), briefings)
    with closing(Store.open(folder / "data")) as store:
        program = built(store, briefings=folder / "briefings", seeds=folder / "seeds")
        understood.warm(program.app.edition)
        await program.app.live(program.app.edition, NOW)
        garbage.leave_alone()  # as serving does
        path, number = folder / "briefings" / "report-7.yaml", 0
        text = path.read_bytes()

        async def reload() -> None:
            nonlocal number
            number += 1
            path.write_bytes(text + b"# %d\n" % number)
            assert await program.reloader.reload()

        found = await held(reload, 2)
        return found.row(f"one of {briefings:,} briefings changes and goes live"), found.least


async def _reloaded(folder: Path, editions: int) -> Row:
    """Return by how much memory grows while a small edition is edited again and again, each time asked for a page."""
    shutil.copytree(ROOT / "tests" / "small", folder, dirs_exist_ok=True)
    folders = folder / "briefings", folder / "seeds"
    with closing(Store.open(folder / "other")) as store:
        program = built(store, briefings=folders[0], seeds=folders[1])
        text, before = (folders[0] / "machine-dough.yaml").read_bytes(), 0.0
        for number in range(editions + WARM):
            before = resident() if number == WARM else before
            (folders[0] / "machine-dough.yaml").write_bytes(text + b"# %d\n" % number)
            assert await program.reloader.reload()
            await program.app.reply(Message(reader=ANN, text="dough", language="en"), NOW)
        return below(f"memory, {editions} editions later", resident() - before, 5, "MB", 1)
