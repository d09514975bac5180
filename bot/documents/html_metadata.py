"""Metadata of a page: from its head, its JSON-LD, and the dates that it marks or that its address holds.

The day of publication comes before everything else, and a day on which a page was changed or saved never stands for it:
where nothing says when a page was published, an editor finds it out. What htmldate and trafilatura guess counts only
where a page marks nothing and names what they guess: alone they take days of changes, comments and other articles.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any, Final

from bot.documents.dates import dates, parse_date
from bot.documents.metadata import Declared, Fact, Facts
from bot.documents.person_names import person_names

_METADATA: Final[dict[Fact, tuple[str, ...]]] = {
    "title": ("citation_title", "og:title", "dc.title"),
    "authors": ("citation_author", "author", "article:author", "dc.creator", "byl"),
    "publisher": ("og:site_name", "citation_journal_title", "dc.publisher", "application-name"),
    "published": (
        *("article:published_time", "citation_publication_date", "datepublished", "date", "dc.date", "pubdate"),
        *("publishdate", "og:published_time", "weibo:article:create_at", "parsely-pub-date", "dc.date.issued"),
    ),
    "url": ("og:url", "citation_public_url"),
}
_ARTICLE: Final = re.compile(r"(?:Article|Posting|Report|Essay|CreativeWork|Chapter|Book)$")
_AROUND: Final = re.compile(
    r"(?:^|[\s_-])(?:comments?|respond|replies|related|recommend\w*|sidebar|footer|nav|navbar|menu|aside|widget\w*|popular"
    r"|latest|trending|more|promo|teasers?|updated?|modified|lastmod|edited|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and ids of what stands around an article, and of the days on which it was changed."""
_BESIDE: Final = frozenset(("aside", "nav", "footer", "pre", "code", "figcaption", "script", "style"))
_MOST_TEXT: Final = 200_000
"""Characters of a page in which a guessed day is looked for."""
_IN_ADDRESS: Final = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/_-]|$)")
_CHANGED: Final = re.compile(r"updat|modif|edited|revis|更新|修改|编辑|更改|改动|修订|saved|收藏|转载", re.IGNORECASE)
_PUBLISHES: Final = re.compile(r"publi|posted|first|发布|发表|首发", re.IGNORECASE)
_LONGEST_NOTE: Final = 60
"""Characters of a line that says when a page was changed."""


def facts(tree: Any, today: dt.date | None) -> Facts:
    """Return what a page declares; `today` is the last day on which it may have been published."""
    found: Facts = dict(_of_head(tree, today))
    for name, said in _of_data(tree, today):
        found.setdefault(name, said)
    if "published" not in found and (day := _marked_day(tree, today)):
        found["published"] = Declared((day,), "HTML")
    return found


def _of_head(tree: Any, today: dt.date | None) -> Iterator[tuple[Fact, Declared]]:
    given: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if value := " ".join((meta.get("content") or "").split()):
            given.setdefault(name, []).append(value)
    given["og:url"] = [
        link.get("href", "") for link in tree.iter("link") if link.get("rel") == "canonical"
    ] + given.get("og:url", [])
    for fact, keys in _METADATA.items():
        for key in keys:
            if values := _fitting(fact, given.get(key, ()), today):
                yield fact, Declared(values if fact == "authors" else values[:1], "HTML")
                break


def _fitting(fact: Fact, values: Iterable[str], today: dt.date | None) -> tuple[str, ...]:
    if fact == "published":
        return tuple(date for each in values if (date := parse_date(each, today)))
    if fact == "url":
        return tuple(each for each in values if each.startswith(("http://", "https://")))
    if fact == "authors":
        return tuple(name for each in values if not each.startswith("http") for name in person_names(each))
    return tuple(values)


# Data for search engines


def _of_data(tree: Any, today: dt.date | None) -> Iterator[tuple[Fact, Declared]]:
    works = _of_this_page([each for script in tree.iter("script") for each in _works(script)], tree)
    dated = {date for each in works if (date := parse_date(_text(each.get("datePublished")), today))}
    if len(dated) == 1:
        yield "published", Declared((dated.pop(),), "HTML")
    written = {authors for each in works if (authors := tuple(_people(each.get("author"))))}
    if len(written) == 1:
        yield "authors", Declared(written.pop(), "HTML")


def _works(script: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles that the data of a page describe: of a list of other pages' none, nor of its comments."""
    if "ld+json" not in (script.get("type") or "").lower():
        return
    try:
        data = json.loads(script.text or "", strict=False)
    except (ValueError, RecursionError):
        return
    for each in data if isinstance(data, list) else [data]:
        graph = each.get("@graph") if isinstance(each, dict) else None
        for node in graph if isinstance(graph, list) else [each]:
            if isinstance(node, dict) and any(_ARTICLE.search(_text(kind)) for kind in _all(node.get("@type"))):
                yield node


def _of_this_page(works: list[dict[str, Any]], tree: Any) -> list[dict[str, Any]]:
    """Return of several articles those that are called what the page is called, if there are any."""
    titles = ["".join(each.itertext()).casefold() for each in tree.iter("title", "h1")]
    named = [each for each in works if (name := _text(each.get("headline")).casefold()) and _within(name, titles)]
    return named or works


def _within(name: str, titles: Iterable[str]) -> bool:
    return any(name.strip() in title for title in titles)


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _people(value: Any) -> Iterator[str]:
    for each in _all(value):
        for name in _all(each.get("name") if isinstance(each, dict) else each):
            if not _text(name).startswith("http"):
                yield from person_names(_text(name))


# Days that stand on the page


def _marked_day(tree: Any, today: dt.date | None) -> str:
    """Return the day that a page marks as that of its publication, or that its address holds; "" if it is unclear."""
    marked = _marked(tree)
    for elements in (_named_so(marked), marked):
        if days := {day for each in elements if (day := _day(each, today))}:
            return days.pop() if len(days) == 1 else ""
    return _day_of_address(tree, today)


def _marked(tree: Any) -> list[Any]:
    """Return the elements that may name the day of the article."""
    return [
        each for each in _walk(tree)[1] if each.tag == "time" or "datePublished" in (each.get("itemprop") or "").split()
    ]


def _named_so(elements: Iterable[Any]) -> Iterator[Any]:
    for each in elements:
        if "datePublished" in (each.get("itemprop") or "").split() or each.get("pubdate") is not None:
            yield each


def _day(element: Any, today: dt.date | None) -> str | None:
    text = " ".join("".join(element.itertext()).split())
    before = element.getprevious()
    label = (before.tail if before is not None else element.getparent().text) or ""
    if _CHANGED.search(text) or _CHANGED.search(label.strip()[-20:]):
        return None
    return parse_date(element.get("datetime") or element.get("content") or text, today)


def _day_of_address(tree: Any, today: dt.date | None) -> str:
    for link in (*tree.iter("link"), *tree.iter("meta")):
        address = link.get("href") if link.get("rel") == "canonical" else None
        address = address or (link.get("content") if link.get("property") == "og:url" else None)
        if address and (match := _IN_ADDRESS.search(address)):
            return parse_date("-".join(match.groups()), today) or ""
    return ""


# What a library guesses, and where it may


def without_what_misleads(tree: Any) -> tuple[Any, set[str]]:
    """Return a copy of a page less what names other days and people than the article does, and the words of that."""
    rest = deepcopy(tree)
    beside = _walk(rest)[0]
    words = {" ".join("".join(each.itertext()).split()) for each in beside}
    for each in beside:
        each.drop_tree()
    return rest, words


def guessed_day(rest: Any, today: dt.date | None) -> str:
    """Return the day a library takes for that of publication, if the page really names it, and marks no other."""
    from htmldate import find_date

    if _marked(rest):
        return ""
    text = " ".join(rest.itertext())[:_MOST_TEXT]
    day = find_date(rest, original_date=True, extensive_search=False, max_date=today.isoformat() if today else None)
    return day if day and day in dates(text, today) else ""


def guessed_authors(rest: Any, guess: str) -> tuple[str, ...]:
    """Return the people a library takes for the authors, if the page names all of them beside the article."""
    people = tuple(name for each in guess.split(";") for name in person_names(each))
    text = " ".join(" ".join(rest.itertext())[:_MOST_TEXT].split()).casefold()
    return people if all(each.casefold() in text for each in people) else ()


# What stands beside the article


def _walk(tree: Any) -> tuple[list[Any], list[Any]]:
    """Return the outermost elements that stand beside the article or tell of its changes, and all others."""
    from lxml.etree import iterwalk

    titled = _holders(tree)
    beside, within = [], []
    walk = iterwalk(tree, events=("start",))
    for _, element in walk:
        if element.getparent() is not None and element not in titled and _misleads(element):
            beside.append(element)
            walk.skip_subtree()
        else:
            within.append(element)
    return beside, within


def _holders(tree: Any) -> set[Any]:
    """Return the elements that hold the title or the article: these may be called what they will."""
    found: set[Any] = set()
    for each in tree.iter("h1", "main", "body", "head"):
        while each is not None and each not in found:
            found.add(each)
            each = each.getparent()
    return found


def _misleads(element: Any) -> bool:
    called = " ".join(element.get(each) or "" for each in ("class", "id"))
    declared = " ".join(element.get(each) or "" for each in ("property", "name", "itemprop"))
    return element.tag in _BESIDE or bool(_AROUND.search(called) or _CHANGED.search(declared)) or _notes(element)


def _notes(element: Any) -> bool:
    """Tell whether all that an element holds is when the page was changed."""
    text, pieces = "", element.itertext()
    while len(text) <= _LONGEST_NOTE and (piece := next(pieces, None)) is not None:
        text += piece
    short = len(text) <= _LONGEST_NOTE
    return short and bool(_CHANGED.search(text) and parse_date(text)) and not _PUBLISHES.search(text)
