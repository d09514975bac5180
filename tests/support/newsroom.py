"""An editors' desk with all around it: folders of a small edition, the state, the app that is live, and its editors."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.app import App
from bot.channels.web import site
from bot.channels.web.inbox import Inbox
from bot.delivery.channel import Channel
from bot.delivery.worker import Deliveries
from bot.desk import Desk
from bot.editorial import Editorial
from bot.notify import Notice
from bot.reload import Reloader
from bot.state.sqlite.editions import History
from bot.state.sqlite.ledger import Ledger
from bot.state.sqlite.store import Store
from tests.conftest import NOW

ANNA, BERT, READER = 41, 42, 43
"""Two editors, and somebody who is none."""


KEY = "the-key-of-the-link"


class Newsroom:
    """What runs behind the channels, with a clock that only moves when it is told to."""

    channel: Channel

    def __init__(self, folder: Path, files: dict[str, bytes], store: Store, history: History) -> None:
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        self.folder, self.now, self.told = folder, NOW, list[Notice]()
        self.store = store
        self.desk = Desk(folder / "briefings", folder / "seeds", history)
        editors = [f"telegram:{ANNA}", f"telegram:{BERT}"]
        self.app = App(self.desk.load(NOW), store, new_id=lambda: "0123abcd", editors=editors)
        self.app.live(self.app.edition, NOW)
        self.reloader = Reloader(
            self.app, folder / "briefings", folder / "seeds", self.desk.load, now=lambda: self.now, tell=self.tell
        )
        self.editorial = Editorial(self.app, self.desk, self.reloader)
        self.inbox = Inbox(store, lambda: self.now)
        self.site = site.build(
            site.Site(
                self.app,
                now=lambda: self.now,
                default="zh",
                inbox=self.inbox,
                editorial=self.editorial,
                key=KEY,
            )
        )

    def tell(self, notice: Notice) -> None:
        """Note what editors are told."""
        self.told.append(notice)

    async def send_due(self, **channels: Channel) -> None:
        """Send what is due over channels by their names."""
        work = Deliveries(
            Ledger(self.store),
            self.app.issue,
            channels,
            moved=self.app.moved,
            now=lambda: self.now,
            jitter=lambda: 0.5,
            spread=self.app.spread,
        )
        await work.tick()
        await work.drain()

    def read(self, name: str) -> bytes:
        """Return what a file of the folders holds."""
        return (self.folder / name).read_bytes()


@contextlib.contextmanager
def newsroom(folder: Path, files: dict[str, bytes]) -> Iterator[Newsroom]:
    """Open a desk on files in a folder."""
    state = folder / "state.db"
    with (
        contextlib.closing(Store(sqlite3.connect(state, check_same_thread=False))) as store,
        contextlib.closing(History.open(state)) as history,
    ):
        yield Newsroom(folder, files, store, history)
