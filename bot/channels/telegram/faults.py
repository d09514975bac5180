"""What became of a request that was not answered: errors, exact about what was not sent and what may have been done."""

from __future__ import annotations

from telegram.error import NetworkError, TimedOut


class NotSent(NetworkError):
    """The server cannot have got the whole request: sending it again is safe."""


class Stale(NotSent):
    """A connection was closed before the first byte of the request."""

    def __init__(self, said: str) -> None:
        super().__init__(f"the connection was closed before the request was sent ({said})")


class MaybeSent(NetworkError):
    """The request left and no readable answer came: it may have been carried out or not."""


class Unanswered(MaybeSent, TimedOut):
    """The request left and no answer came in time: it may have been carried out or not."""

    def __init__(self, seconds: float | None) -> None:
        super().__init__(f"no answer in time ({seconds} s)")


class Unavailable(NetworkError):
    """The server answered that it failed (5xx): most likely nothing was done, and it is time to wait."""


def broken(said: str) -> MaybeSent:
    """Return what is raised where the connection broke before the answer was whole."""
    return MaybeSent(f"the connection broke before the answer ({said})")


def too_long(most: int) -> MaybeSent:
    """Return what is raised where the answer has more bytes than any of Telegram's."""
    return MaybeSent(f"the answer is longer than {most >> 20} MiB")
