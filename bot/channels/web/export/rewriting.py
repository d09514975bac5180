"""What the application serves → what is written: every link leads to a file, one to the chat to where that is, or away.

Pages are gone through tag by tag: they are our own, and in their attributes > is always escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from typing import Final
from urllib.parse import quote, urldefrag

from bot.channels.web.export import addresses
from bot.channels.web.export.addresses import Target

NOWHERE: Final = "https://hindsight.invalid"
"""What stands for the address of a site that nobody named: never in a file."""
_TAG: Final = re.compile("(<[^>]*>)")
_LINK: Final = re.compile(r'(?P<name>\b(?:href|src|action))="(?P<to>[^"]*)"')
_EMPTY: Final = re.compile(r"<li>\s*</li>\n?")
"""What is left of an item in which nothing stood but a button to the chat."""
_OF_THE_PAGE: Final = ('<link rel="canonical"', '<link rel="alternate"')
_PICTURED: Final = ('<meta property="og:image', '<meta name="twitter:')
"""What tells of a picture of the page: a thousand of them would take longer than all the rest."""
_ABSOLUTE: Final = ('<meta property="og:', '<details class="share"', '<script type="application/ld+json"')
"""What says where a page stands: nothing where nobody knows."""
_SUBSCRIBED: Final = re.compile(r"feeds/|due[./]|[a-z-]+/feeds/index\.html")
_TABLE: Final = "predictions"
"""How the address of the table of forecasts ends."""
_ASKING: Final = ('<section class="ask"', '<aside class="ask"')
"""What only leads to the chat: nothing where nobody answers there."""
_HERE: Final = '<p class="soft here">'
"""What is true of the chat of the program alone."""
_OF_OTHERS: Final = 'rel="noopener noreferrer"'
"""What our pages say of links to evidence and sources."""
_CHOOSING: Final = ('<form class="filters"', '<form class="choose"')
_TOLD: Final = re.compile(
    "|".join(map(re.escape, (*_PICTURED, *_ABSOLUTE, *_ASKING, _HERE, *_CHOOSING))) + f"|<[^>]*{_LINK.pattern}"
)
"""Tags that may have to be told anew: all other parts of a page, nine in ten, stay as they are."""
LINKS_KEPT: Final = 20_000
"""Links that are kept with what they mean, which is the same on every page."""

ToChat = Callable[[str, str], str]
"""Returns where a question is asked in the chat, in a language; empty where nobody answers one."""


@dataclass(frozen=True, slots=True)
class _Link:
    """What a link means: an address below the path of the site, if it is one, the part of the page, the file.

    `question` is what it asks in the chat, None where it leads elsewhere.
    """

    ours: str | None
    fragment: str = ""
    question: str | None = None
    to: Target | None = None


@dataclass(slots=True)
class Rewriter:
    """Tells links anew. `base` is the address of the site with its path, and no slash at its end; empty if unknown.

    `found` gathers the files that anything leads to; `told` those that stand by their whole address in what is no page,
    where others may have written them too, as an address of evidence.
    """

    base: str
    to_chat: ToChat
    path: str = ""
    found: dict[str, Target] = field(default_factory=dict)
    told: dict[str, Target] = field(default_factory=dict)
    _meaning: Callable[[str], _Link] = field(init=False)

    def __post_init__(self) -> None:
        self._meaning = lru_cache(LINKS_KEPT)(self._read)

    @property
    def origin(self) -> str:
        """The address by which the application calls the site, with its path."""
        return self.base or NOWHERE

    def taken(self) -> tuple[list[Target], list[Target]]:
        """Return what was gathered since this was asked last: what was `found`, and what was `told`."""
        gathered = [*self.found.values()], [*self.told.values()]
        self.found.clear()
        self.told.clear()
        return gathered

    def page(self, text: str, file: str, scripts: str) -> str:
        """Return a page; `scripts` are what it is given at its end, with `{root}` for the way to the first folder."""
        written = _EMPTY.sub("", "".join(self._parts(iter(_TAG.split(text)), file)))
        root = "../" * file.count("/")
        return written.replace("</body>", f"{scripts.replace('{root}', root)}</body>")

    def _parts(self, parts: Iterator[str], file: str) -> Iterator[str]:
        """Yield what is written of the parts of a page: tags, and what stands between them."""
        for part in parts:
            if not _TOLD.match(part) or _OF_OTHERS in part:
                yield part  # words, a tag that leads nowhere, or what others wrote, wherever it leads
            elif part.startswith(_PICTURED) or (not self.base and part.startswith(_ABSOLUTE)):
                if not part.startswith("<meta"):
                    _until(parts, f"</{part[1:].split()[0]}>")
            elif part.startswith(_ABSOLUTE[-1]):
                yield part + "".join(self.data(each, file) for each in _until(parts, "</script>"))
            elif self._is_left_out(part, file):
                _until(parts, f"</{part[1:].split()[0]}>")
            elif part.startswith("<a ") and (link := self._link_of(part)).question is not None:
                yield self._asked(part, link.question, _until(parts, "</a>"), file)
            elif part.startswith("<a ") and link.ours is not None and link.to is None:
                _until(parts, "</a>")
            else:
                yield self._tag(part, file)

    def _is_left_out(self, tag: str, file: str) -> bool:
        """Tell whether an element is of use only where the program runs, or where somebody answers questions."""
        if tag.startswith(_ASKING):
            return not self.to_chat("/start", file.partition("/")[0])
        return tag == _HERE or (tag.startswith(_CHOOSING) and not self._answered(tag))

    def _tag(self, tag: str, file: str) -> str:
        if tag.startswith(_OF_THE_PAGE):
            return self._head(tag, file)
        return _LINK.sub(lambda found: self._link(found, file), tag)

    def data(self, text: str, file: str) -> str:
        """Return what is no page, with the addresses of files of ours told anew."""

        def told(found: re.Match[str]) -> str:
            to = addresses.target(found["path"])
            if to is None or (self.base and to.file.endswith("/index.html")):
                return found[0]
            if self.target(found["path"], whole=True) is None:
                return found[0]
            return f"{self.base}/{quote(to.file)}" if self.base else to.seen_from(file)

        return re.sub(rf'{re.escape(self.origin)}(?P<path>/[^\s"<>\\]*)', told, text)

    def target(self, address: str, *, whole: bool = False) -> Target | None:
        """Return the file of an address below the path of the site, and note it; one that stands `whole` as such."""
        if to := self._file_of(address):
            (self.told if whole else self.found).setdefault(to.file, to)
        return to

    def _file_of(self, address: str) -> Target | None:
        to = addresses.target(address)
        return None if to and not self.base and _SUBSCRIBED.match(to.file) else to  # that says where it stands

    def _ours(self, link: str) -> str | None:
        """Return the address below the path of the site that a link names; None of one that leads out, or within."""
        inside = link.removeprefix(self.origin)
        if not inside.startswith("/") or inside.startswith("//"):
            return None
        if inside == link and self.path:
            inside = inside.removeprefix(self.path) or "/"
        return inside

    def _read(self, written: str) -> _Link:
        """Return what a link means, by how it is written in a page."""
        address, fragment = urldefrag(unescape(written))
        ours = self._ours(address)
        if ours is None:
            return _Link(None)
        return _Link(ours, fragment, addresses.chat(ours), self._file_of(ours))

    def _link_of(self, tag: str) -> _Link:
        found = _LINK.search(tag)
        return self._meaning(found["to"]) if found else _Link(None)

    def _link(self, found: re.Match[str], file: str) -> str:
        link = self._meaning(found["to"])
        if link.ours is None:
            return found[0]
        if link.to is None:
            return f'{found["name"]}="#"'
        self.found.setdefault(link.to.file, link.to)
        more = f"#{link.fragment}" if link.fragment else ""
        return f'{found["name"]}="{escape(link.to.seen_from(file) + more)}"'

    def _asked(self, tag: str, question: str, words: list[str], file: str) -> str:
        """Lead to the chat, wherever that is; without one leave a button out, and of a link its words."""
        if way := self.to_chat(question, file.partition("/")[0]):
            return _LINK.sub(lambda _: f'href="{escape(way)}"', tag) + "".join(words)
        return "" if "button" in tag else "".join(words[:-1])

    def _head(self, link: str, file: str) -> str:
        """Keep what tells programs of the page: by its whole address where that is known, else only what is a file."""
        to = _LINK.search(link)
        ours = self._ours(unescape(to["to"])) if to else None
        known = self.target(ours) if ours else None
        if to is None or known is None or (not self.base and "hreflang" not in link):
            return ""
        where = known.file.removesuffix("index.html")
        way = f"{self.base}/{quote(where)}" if self.base else known.seen_from(file)
        if 'rel="canonical"' in link or "x-default" in link:
            return link.replace(to["to"], escape(way)) if self.base else ""
        return link.replace(to["to"], escape(way))

    def _answered(self, form: str) -> bool:
        """Tell whether a script answers a form; what else is chosen by fields needs a server."""
        ours = self._link_of(form).ours
        return bool(ours and ours.rpartition("/")[2] == _TABLE)


def _until(parts: Iterator[str], end: str) -> list[str]:
    """Return the parts up to an end, with it."""
    found = []
    for part in parts:
        found.append(part)
        if part == end:
            break
    return found
