"""Assistants that ask by the Model Context Protocol: the tools of the dataset, over HTTP or on standard output.

The SDK is an extra, `mcp`, which takes half a second and thirty megabytes to load: it is loaded for who asks first.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

INSTALL: Final = "python -m pip install 'mcp>=2.3,<3'"
"""How to come by the SDK."""


def installed() -> bool:
    """Tell whether there is an SDK to load."""
    return find_spec("mcp") is not None
