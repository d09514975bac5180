"""What there is beside the resources of the dataset: the index, files to download, and the parts of an id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from bot.channels.web.programs import API
from bot.dataset import DOWNLOADS, RESOURCES, Licence, Resource

ROOT: Final = API
_ABOUT: Final = {
    "json": "A whole edition as JSON: every resource.",
    "csv": "The forecasts of an edition as a table.",
    "sqlite": "A whole edition as a database.",
}
DOWNLOADED: Final[Mapping[str, tuple[str, str]]] = {kind: (DOWNLOADS[kind][0], _ABOUT[kind]) for kind in DOWNLOADS}
"""The endings of the files to download, each with its media type and what it is."""
_IN_TWO: Final = frozenset(("predictions", "observations"))


class Index(BaseModel):
    """What there is: the address of each part, of the document that describes it, and of the files to download."""

    name: str
    edition: str
    on: dt.date
    licence: Licence
    document: str
    resources: dict[str, str]
    downloads: dict[str, str]


def index(edition: str, on: dt.date, licence: Licence, here: str) -> Index:
    """Return what there is below an address."""
    names = (*(each.path for each in RESOURCES), "tallies", "editions")
    return Index(
        name="Hindsight",
        edition=edition,
        on=on,
        licence=licence,
        document=f"{here}/openapi.json",
        resources={name: f"{here}/{name}" for name in names},
        downloads={kind: f"{here}/edition.{kind}" for kind in DOWNLOADS},
    )


def ids(resource: Resource) -> tuple[str, ...]:
    """Return the parts of which an id of a resource is made, as an address has them."""
    return ("briefing", "id") if resource.path in _IN_TWO else ("id",)
