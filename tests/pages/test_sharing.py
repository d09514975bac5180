"""What stands beside a link to a page: its citation, its data for programs, and its picture."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.pages import Place, Publication
from bot.pages.linked_data import RATINGS
from bot.pictures.png import png
from bot.pictures.preview import Preview, preview
from bot.words import LANGUAGES, WRITTEN
from tests.conftest import TODAY

FORECAST = "predictions/ten-hypotheses/support-first"


@pytest.fixture(scope="module")
def publication(shipped: Edition) -> Publication:
    return Publication(shipped, TODAY)


def place(publication: Publication, address: str) -> Place:
    found = publication.place(address)
    assert found
    return found


def whole(address: str) -> str:
    return f"https://example.org{address if address.startswith('/') else f'/en/{address}'}"


def data(publication: Publication, address: str, language: Language = "en") -> Any:
    return publication.linked_data(language, place(publication, address), whole)


@pytest.mark.parametrize("address", [FORECAST, "authors/ten-hypotheses", "debates/jobs-first", "sectors/music"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_cited_by_its_title_edition_day_and_address(
    publication: Publication, address: str, language: Language
) -> None:
    page = publication.page(language, place(publication, address), {})
    found = publication.citation(language, page, "https://example.org/x%20y")
    for told in (page.title.rstrip(".。"), publication.digest[:12], str(TODAY), "https://example.org/x%20y"):
        assert told in found.text
    assert re.match(r"@misc\{hindsight[a-z0-9-]+,\n", found.bibtex) and found.bibtex.endswith("\n}")
    assert "url = {https://example.org/x%20y}" in found.bibtex
    assert found.bibtex.count("{") == found.bibtex.count("}")


def test_what_means_something_to_tex_is_escaped(publication: Publication) -> None:
    from dataclasses import replace

    page = replace(
        publication.page("en", place(publication, FORECAST), {}), title="50% of {R&D} costs $1_000 ~ #1 ^2 \\x."
    )
    written = publication.citation("en", page, "u").bibtex
    assert r"50\% of \{R\&D\} costs \$1\_000 \textasciitilde{} \#1 \textasciicircum{}2 \textbackslash{}x}" in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_verdict_that_says_what_came_true_is_reviewed(publication: Publication, language: Language) -> None:
    reviewed = 0
    for forecast in publication.edition.predictions:
        name = f"predictions/{forecast.briefing.briefing}/{forecast.record.id}"
        found, verdict = data(publication, name, language), forecast.record.verdict
        assert (found is not None) == (verdict is not None and verdict.outcome in RATINGS), name
        if found is None or verdict is None:
            continue
        reviewed += 1
        assert found["@type"] == "ClaimReview" and found["url"] == whole(name)
        assert found["datePublished"] == str(verdict.on) and found["itemReviewed"]["author"][0]["name"]
        rating = found["reviewRating"]
        assert 1 <= rating["ratingValue"] <= 5 and rating["alternateName"]
        appeared = found["itemReviewed"]["appearance"]
        assert appeared["name"] and ("url" in appeared) == bool(forecast.card.url)
        assert json.dumps(found)
    assert reviewed > 30


def test_the_whole_is_a_dataset_with_its_licence_and_files(publication: Publication) -> None:
    for address in ("", "predictions"):
        found = data(publication, address)
        assert found["@type"] == "Dataset" and found["version"] == publication.digest
        assert found["license"] == "https://creativecommons.org/licenses/by/4.0/" and len(found["description"]) >= 50
        assert all(each["contentUrl"].startswith("https://example.org/") for each in found["distribution"])
    assert data(publication, "sectors/music") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_forecast_and_record_has_a_picture_that_holds_all_of_its_title(
    publication: Publication, language: Language
) -> None:
    drawn = 0
    for each in publication.places():
        found = publication.preview(language, each)
        if found is None:
            continue
        drawn += 1
        root = ElementTree.fromstring(found)
        assert (root.get("width"), root.get("height")) == ("1200", "630")
        texts = [one for one in root.iter() if one.tag.endswith("text")]
        written = "".join(one.text or "" for one in texts if one.get("font-weight")).replace(" ", "")
        title = next(one.text or "" for one in root.iter() if one.tag.endswith("title"))
        assert title.replace(" ", "") in written, each.address
        assert all(0 < float(one.attrib["y"]) < 620 for one in texts)
    assert drawn > 150


@pytest.mark.parametrize("language", WRITTEN)
def test_the_picture_is_painted_in_the_size_that_programs_ask_for(publication: Publication, language: Language) -> None:
    found = publication.preview(language, place(publication, FORECAST))
    assert found
    with Image.open(io.BytesIO(png(found))) as picture:
        assert picture.size == (1200, 630) and picture.format == "PNG"
        assert len(picture.getcolors(100_000) or ()) > 10


def test_a_title_of_any_length_leaves_room_for_the_rest() -> None:
    for words in ("短", "很长的句子，" * 60, "word " * 120, "W" * 300, ""):
        found = preview(Preview(words, "held", "x" * 200, ("a" * 300, "b"), "held", [("held", "9 held")] * 9), "en")
        texts = [each for each in ElementTree.fromstring(found).iter() if each.tag.endswith("text")]
        assert all(float(each.attrib["y"]) < 620 for each in texts)
