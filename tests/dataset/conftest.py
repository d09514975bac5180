"""The dataset of an edition, with the links of a site."""

from __future__ import annotations

import pytest

from bot.content.edition import Edition
from bot.dataset import Dataset
from tests.conftest import TODAY


def dataset_of(edition: Edition) -> Dataset:
    return Dataset(edition, TODAY, lambda language, address: f"https://site.example/{language.lower()}/{address}")


@pytest.fixture(scope="session")
def dataset(shipped: Edition) -> Dataset:
    return dataset_of(shipped)
