"""Names for ever: what feed readers and calendars know an entry by, whatever the address of the site, and the host."""

from __future__ import annotations

import uuid
from typing import Final

_OURS: Final = uuid.UUID("5b1f7c64-6a0e-5d1b-9f0a-1c9f3f0a7e21")
"""The namespace of our records. It never changes: all who have read anything would be shown it again."""


def identity(name: str) -> uuid.UUID:
    """Return the one name of a record of ours, by what we call it (RFC 9562, version 5)."""
    return uuid.uuid5(_OURS, name)
