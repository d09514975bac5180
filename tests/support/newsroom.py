"""An editors' desk with all around it: folders of a small edition, the state, the app that is live, and its editors."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.channels.web.site import Site, build
from bot.delivery.channel import Channel
from bot.notify import Notice
from bot.state.sqlite.editions import SQLiteEditions
from bot.state.sqlite.store import Store
from tests.conftest import NOW, built
from tests.support.at_once import at_once

ANNA, BERT, READER = 41, 42, 43
"""Two editors, and somebody who is none."""


KEY = "the-key-of-the-link"


class Newsroom:
    """What runs behind the channels, with a clock that only moves when it is told to."""

    channel: Channel

    def __init__(
        self, folder: Path, files: dict[str, bytes], store: Store, history: SQLiteEditions, editors: Sequence[str] = ()
    ) -> None:
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        self.folder, self.now, self.told = folder, NOW, list[Notice]()
        self.store = store
        self.program = built(
            store,
            lambda: self.now,
            history=history,
            briefings=folder / "briefings",
            seeds=folder / "seeds",
            editors=(f"telegram:{ANNA}", f"telegram:{BERT}", *editors),
            tell=self.tell,
            overrides={Site: {"key": KEY}},
        )
        self.app, self.inbox, self.reloader = self.program.app, self.program.inbox, self.program.reloader
        assert self.program.desk
        self.desk = self.program.desk
        at_once(self.app.live(self.app.edition, NOW))
        self.site = build(self.program.page)

    def tell(self, notice: Notice) -> None:
        """Note what editors are told."""
        self.told.append(notice)

    async def send_due(self, **channels: Channel) -> None:
        """Send what is due over channels by their names."""
        work = self.program.deliveries(channels)
        await work.tick()
        await work.drain()

    def read(self, name: str) -> bytes:
        """Return what a file of the folders holds."""
        return (self.folder / name).read_bytes()


@contextlib.contextmanager
def newsroom(folder: Path, files: dict[str, bytes], *editors: str) -> Iterator[Newsroom]:
    """Open a desk on files in a folder, for more `editors` than two on Telegram."""
    state = folder / "state.db"
    with (
        contextlib.closing(Store(sqlite3.connect(state, check_same_thread=False))) as store,
        contextlib.closing(SQLiteEditions.open(state)) as history,
    ):
        yield Newsroom(folder, files, store, history, editors)
