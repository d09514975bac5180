"""The address readers type, taken apart as browsers and proxies need it."""

from __future__ import annotations

import pytest

from bot.channels.web.public_url import Public


@pytest.mark.parametrize(
    ("url", "origin", "path", "encrypted"),
    [
        (None, "", "", False),
        ("https://forecasts.example", "https://forecasts.example", "", True),
        ("https://forecasts.example/", "https://forecasts.example", "", True),
        ("HTTPS://Forecasts.Example:443/Hindsight", "https://forecasts.example", "/Hindsight", True),
        ("http://forecasts.example:80", "http://forecasts.example", "", False),
        ("http://forecasts.example:8080/a/b/", "http://forecasts.example:8080", "/a/b", False),
        ("http://[::1]:8080", "http://[::1]:8080", "", False),
        ("https://预测.example", "https://xn--0zwz53g.example", "", True),
    ],
)
def test_an_address_is_taken_apart(url: str | None, origin: str, path: str, encrypted: bool) -> None:
    public = Public.at(url)
    assert (public.origin, public.path, public.encrypted) == (origin, path, encrypted)
