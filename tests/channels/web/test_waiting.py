"""The page over a state that is waited for in each call: check-ins come, are seen, and are forgotten there too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.content.edition import Edition
from tests.channels.web import test_inbox
from tests.channels.web.test_inbox import visit
from tests.support.serving import House, housed
from tests.support.suspending import suspending

__all__ = ["visit"]

BROWSERS = ("test_in_a_browser", "test_a_page_is_told", "test_from_subscribing")
"""Tests that need a browser, or a house of their own."""
globals().update(
    {
        name: each
        for name, each in vars(test_inbox).items()
        if name.startswith("test_") and not name.startswith(BROWSERS)
    }
)


@pytest.fixture
def house(undecided: Edition) -> Iterator[House]:
    with housed(undecided, state=suspending) as house:
        yield house
