"""How a page is cited: in a sentence, and as an entry of BibTeX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.answers.asked import Asked
from bot.content.texts import TAGS
from bot.pages.answered import Page

SHORT: Final = 12
"""Digits by which an edition is named in a citation."""
_SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{each: f"\\{each}" for each in "&%$#_{}"},
    }
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A page as it is cited: in words, and in BibTeX."""

    text: str
    bibtex: str


def citation(asked: Asked, page: Page, url: str) -> Citation:
    """Return how a page at an address is cited, as it is today: what it says may change with the edition."""
    edition = asked.edition.digest[:SHORT]
    title = page.title.rstrip(".。")  # a title is no sentence
    text = asked.say("cite-text", title=title, edition=edition, day=str(asked.today), url=url)
    key = "-".join(("hindsight", *(each for each in page.address.split("/")[1:] if each.isascii()), edition[:6]))
    fields = {
        "author": "{Hindsight}",
        "title": f"{{{title.translate(_SPECIAL)}}}",
        "year": str(asked.today.year),
        "url": url,
        "urldate": str(asked.today),
        "language": TAGS[asked.language],
        "note": asked.say("cite-note", edition=edition).translate(_SPECIAL),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return Citation(text, f"@misc{{{key.replace('%', '')},\n{lines}\n}}")
