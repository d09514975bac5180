"""The real web application under uvicorn on a free port, in a thread of its own, with its state in memory."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import threading
from collections.abc import Iterator

import uvicorn

from bot.app import App
from bot.edition import Edition
from bot.store import Store
from bot.web import site
from tests.conftest import NOW


@contextlib.contextmanager
def serving(edition: Edition) -> Iterator[str]:
    """Serve an edition while the context lasts; yields the address, which ends in no slash."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        app = App(edition, Store(connection), new_id=lambda: "0123abcd")
        application = site.build(app, now=lambda: NOW, default="zh")
        server = uvicorn.Server(
            uvicorn.Config(application, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        )
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
            connection.close()
