"""Parameters of a request to the Bot API, and the files uploaded with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, NamedTuple

import orjson

Piece = bytes | IO[bytes]
FilePart = tuple[str, Piece, str]
"""A file to upload: its name, its content, its media type."""


class Parameters(NamedTuple):
    """Parameters of a request and the files uploaded with it, in the shape of the library's RequestData."""

    parameters: Mapping[str, object]
    multipart_data: Mapping[str, FilePart]

    @property
    def contains_files(self) -> bool:
        """Tell whether it has to be a form."""
        return bool(self.multipart_data)

    @property
    def json_parameters(self) -> dict[str, str]:
        """The parameters as texts, as a form holds them."""
        found = self.parameters.items()
        return {name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in found}
