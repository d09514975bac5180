"""What tests of answers have in common."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.content.assembling import build_edition
from bot.content.edition import Edition


@pytest.fixture
def changed(files: dict[str, bytes]) -> Callable[..., Edition]:
    """Build the small edition with words of one file replaced."""

    def change(file: str, *replaced: tuple[str, str]) -> Edition:
        text = files[file].decode()
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        return build_edition(files | {file: text.encode()})

    return change
