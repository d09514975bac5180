"""What a terminal gets and a pipe does not: colour, and a sign that something long is under way.

Its libraries are loaded where there is a terminal only: no command that is piped waits for them.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from bot.cli.output import write

if TYPE_CHECKING:
    from bot.answers import Answer

STYLES: Final = {"title": "bold", "bold": "bold", "italic": "italic", "door": "cyan"}


def is_terminal(stream: Any) -> bool:
    """Tell whether somebody sees a stream; one that was closed before we began nobody does."""
    return stream is not None and stream.isatty()


def show(answer: Answer) -> None:
    """Print an answer: in colour where somebody sees it and wants that (NO_COLOR), else as plain text."""
    from bot.channels import console

    if not is_terminal(sys.stdout):
        write(console.render(answer))
        return
    from rich.console import Console
    from rich.text import Text

    text = Text.assemble(*((part, STYLES.get(style, "")) for part, style in console.parts(answer)))
    Console(highlight=False).print(text, end="", soft_wrap=True)


@contextlib.contextmanager
def under_way(what: str) -> Iterator[None]:
    """Show on a terminal that something is under way, and since when, while the context lasts."""
    if not is_terminal(sys.stderr):
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(what, total=None)
        yield


@contextlib.contextmanager
def counted(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yield what is told how many of how many things are done, and shows it on a terminal while the context lasts."""
    if not is_terminal(sys.stderr):
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextlib.contextmanager
def reading(path: Path, what: str) -> Iterator[IO[bytes]]:
    """Open a file and show on a terminal how much of it is read; raises OSError."""
    with path.open("rb") as file:
        if not is_terminal(sys.stderr):
            yield file
            return
        from rich.console import Console
        from rich.progress import wrap_file

        size = path.stat().st_size
        with wrap_file(file, size, description=what, console=Console(stderr=True), transient=True) as watched:
            yield watched
