"""What files hold: each known by the digest of its bytes, and read when somebody asks for them."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple

Manifest = dict[str, str]
"""The digest of each file of an edition, by its name."""


def digest(content: bytes) -> str:
    """Return the digest by which a text is kept."""
    return hashlib.sha256(content).hexdigest()


class Text(NamedTuple):
    """What a file holds: the digest of it, and how it is read."""

    digest: str
    read: Callable[[], bytes]

    @classmethod
    def at_hand(cls, content: bytes) -> Text:
        """Return the text of bytes."""
        return cls(digest(content), partial(bytes, content))


class Contents(Mapping[str, bytes]):
    """What files hold, by name, in the order of names: of thousands hardly one is read whose digest tells enough.

    To ask for one that holds something else by now raises OSError; so does one that cannot be read.
    """

    def __init__(self, texts: Mapping[str, Text]) -> None:
        self._texts: Final = {name: texts[name] for name in sorted(texts)}
        self.digests: Final[Manifest] = {name: text.digest for name, text in self._texts.items()}

    def __getitem__(self, name: str) -> bytes:
        text = self._texts[name]
        content = text.read()
        if digest(content) != text.digest:
            raise OSError(errno.EAGAIN, "it was changed while it was read", name)
        return content

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def replaced(self, files: Mapping[str, bytes | None]) -> Contents:
        """Return the same with other files in place of those of their names; None where one is gone."""
        kept = {name: text for name, text in self._texts.items() if name not in files}
        return Contents(kept | {name: Text.at_hand(text) for name, text in files.items() if text is not None})


def manifest(contents: Mapping[str, bytes]) -> Manifest:
    """Return which texts files hold."""
    if isinstance(contents, Contents):
        return {**contents.digests}
    return {name: digest(contents[name]) for name in sorted(contents)}
