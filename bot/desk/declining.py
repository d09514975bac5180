"""What the disk or the state refuses, as a reason that editors are told."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.content.drafts import Declined
from bot.state import StateBusy, StateError, StateFull, StateReadOnly

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LOCKED: Final = (errno.EROFS, errno.EACCES, errno.EPERM)
_CODES: Final[Mapping[type[StateError], str]] = {
    StateFull: "disk-full",
    StateReadOnly: "state-read-only",
    StateBusy: "busy",
}


@contextlib.contextmanager
def declining() -> Iterator[None]:
    """Say what the disk or the state refuses as a reason that editors are told."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Declined("disk-full") from error
        if error.errno in _LOCKED:
            raise Declined("read-only", where=Path(error.filename or "").parent.name) from error
        raise Declined("unwritable", said=error.strerror or "") from error
    except StateError as error:
        if code := _CODES.get(type(error)):
            raise Declined(code) from error
        raise Declined("unwritable", said=str(error)) from error
