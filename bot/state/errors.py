"""`StateError`: the state cannot be read or written. Its kinds differ in what the caller can do about it."""

from __future__ import annotations


class StateError(Exception):
    """The state cannot be read or written; the message says why, on one line."""


class StateUnavailable(StateError):
    """Nobody can read or write it just now; who tries again later may."""


class StateBusy(StateUnavailable):
    """Another process is writing to it."""


class StateFull(StateUnavailable):
    """There is no room for more."""


class StateReadOnly(StateUnavailable):
    """We have no right to open it, or to write to it."""


class InUse(StateError):
    """Another process works with the state, which serves one at a time."""


class NewerState(StateError):
    """A newer version of the program has written the state; the message says what to do."""


class Unusable(Exception):
    """A file of readers that cannot be brought in: why, on one line."""
