"""The first page of a site of files: the languages to choose from; a script chooses as the browser does."""

from __future__ import annotations

from html import escape

from bot.channels.web.export.writing import SCRIPT
from bot.channels.web.languages import PATHS
from bot.words import OWN_NAMES, TAGS, say

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{name}</title>
<link rel="icon" href="static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="static/pages.css">
</head>
<body>
<main id="main"><h1>{name}</h1>
<ul class="tags">{choices}</ul>
</main>
{script}
</body>
</html>
"""


def front() -> bytes:
    """Return the page."""
    ways = ((TAGS[each], path, escape(OWN_NAMES[each])) for each, path in PATHS.items())
    choices = "".join(f'<li><a lang="{tag}" href="{path}/index.html">{name}</a></li>' for tag, path, name in ways)
    script = SCRIPT.replace("{root}", "") % ("en", "front")
    return _PAGE.format(name=escape(say("en", "name")), choices=choices, script=script).encode()
