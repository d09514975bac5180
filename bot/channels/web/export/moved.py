"""What stands at the addresses that things had before: a page that leads to where each is now, as a server would."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from bot.channels.web.export.addresses import Target
from bot.channels.web.export.writing import File
from bot.channels.web.languages import PATHS
from bot.pages import Publication
from bot.words import TAGS

_PAGE: Final = """<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={way}">
<title>{title}</title>
</head>
<body><p><a href="{way}">{title}</a></p></body>
</html>
"""


def moved(publication: Publication) -> Iterator[File]:
    """Yield a page for each former id of a forecast or an observation, in each language."""
    for old, new in publication.edition.successors.items():
        place = publication.place(f"predictions/{new}")
        assert place, "each leads to what there is"
        for language, path in PATHS.items():
            file = f"{path}/predictions/{old}/index.html"
            way = Target(f"{path}/{place.address}/index.html", "").seen_from(file)
            title = publication.page(language, place, {}).title
            yield file, _PAGE.format(tag=TAGS[language], way=escape(way), title=escape(title)).encode()
