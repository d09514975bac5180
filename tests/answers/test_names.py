"""What readers call things, found in either English."""

from __future__ import annotations

import pytest

from bot.answers.names import Names

NAMES = Names(
    {
        "jobs": ("Jobs and labour",),
        "cloud": ("Cloud and data centres", "colour of clouds"),
        "ngo": ("Organisations",),
        "centers": ("Data centers", "labor"),
        "labour": ("labour",),
    }
)


@pytest.mark.parametrize(
    ("called", "thing"),
    [
        ("jobs and labor", "jobs"),
        ("Cloud and data centers", "cloud"),
        ("Color of Clouds", "cloud"),
        ("organizations", "ngo"),
        ("data centres", "centers"),
    ],
)
def test_a_name_is_found_as_either_english_spells_it(called: str, thing: str) -> None:
    assert NAMES.find(called) == thing


def test_a_name_as_it_is_written_comes_before_one_spelt_otherwise() -> None:
    assert (NAMES.find("labor"), NAMES.find("labour")) == ("centers", "labour")
