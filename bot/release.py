"""Which version this is."""

from __future__ import annotations

from functools import cache
from importlib import metadata


@cache
def version() -> str:
    """Return the version as it was installed; `unknown` where it was not, as of a checkout run as it lies there."""
    try:
        return metadata.version("hindsight")
    except metadata.PackageNotFoundError:
        return "unknown"
