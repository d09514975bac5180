"""A document → a source card and the skeleton of a briefing, with working notes for its editor.

Each text an editor has to write stands empty, so that `check` names it with its place: a skeleton never passes for a
briefing. Of the source the notes hold paragraph numbers, the words that gave a sentence away, and an excerpt of at most
twelve characters of Chinese or six words of English, never more than half of a sentence. Whole sentences would be
easier to work with, but no file of ours may hold sentences of a source, not even a draft that somebody commits.
`check` names the notes as long as they stand there. To read the paragraphs by number: `draft FILE --paragraphs`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from bot.content.briefing import Card, Certainty, Language, Stance, Vocabulary, Weight
from bot.content.periods import parse_period
from bot.content.problem import Mark, problem, shortened
from bot.content.values import LONGEST_NAME, Address, Slug
from bot.content.yaml_comments import WORKING_NOTE
from bot.documents.document import Original
from bot.documents.fingerprints import facts_of
from bot.documents.metadata import Declared, Facts, language_of, plain
from bot.drafting.forecasts import STRONG, Foretold, foretold
from bot.drafting.mentions import terms_named, years
from bot.drafting.names import file_name, fits, slug_of, taken
from bot.words import say

_MOST_FORECASTS: Final = 2_000
"""In the notes: more than a book has, fewer than would make the largest file that is read."""
_PRINTS_IN_A_ROW: Final = 8
_HAN: Final = "[\u3400-\u9fff]"


class Undraftable(ValueError):
    """A name that no briefing can have."""

    def __init__(self, code: str, value: str, near: str) -> None:
        self.found = problem(value, Mark(1, 1), code, value=shortened(value), near=near)
        super().__init__(code)


@dataclass(frozen=True)
class SourceFile:
    """A document by its name, as it is on disk, and as it was read."""

    file: str
    content: bytes
    original: Original

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.file.rpartition(".")[0] or self.file


@dataclass(frozen=True)
class Skeleton:
    """A card and a briefing with the names of their files, and how many sentences of the source look like forecasts.

    `document_file` is the name of the document in the card: its own, or where no card can hold that, one like it.
    """

    document_file: str
    card_file: str
    card: str
    briefing_file: str
    briefing: str
    forecasts: int


def skeleton_of(document: SourceFile, slug: str, vocabulary: Vocabulary | None, language: Language) -> Skeleton:
    """Return the files for a document, notes in a language; raises Undraftable for a slug that cannot be used."""
    if slug and (not fits(Slug, slug) or taken(slug)):
        raise Undraftable("slug", slug, slug_of({}, slug))
    document = replace(document, file=file_name(document.file, document.content, slug))
    slug = slug or slug_of(document.original.facts, document.stem)
    original = document.original
    found = tuple(foretold(original.paragraphs, original.first, _last_day(original.facts)))
    skeleton = _BriefingSkeleton(slug, document.stem, original, found, vocabulary, language)
    return Skeleton(
        document_file=document.file,
        card_file=f"{document.stem}.yaml",
        card="".join(f"{line}\n" for line in _card(document, language)),
        briefing_file=f"{slug}.yaml",
        briefing="".join(f"{line}\n" for line in skeleton.lines()),
        forecasts=len(found),
    )


def numbered_paragraphs(original: Original) -> Iterator[str]:
    """Yield the paragraphs of a document as an editor reads them beside a draft."""
    for number, paragraph in enumerate(original.paragraphs, 1):
        yield f"¶{number} {_clean(paragraph)}"


def _last_day(facts: Facts) -> dt.date | None:
    return parse_period(facts["published"].value).last if "published" in facts else None


# Writing YAML. A text in double quotes may hold whatever JSON's strings do.


def _clean(text: str) -> str:
    """Return a text on one line and without what nobody sees."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _quoted(text: str) -> str:
    text = _clean(text)
    return json.dumps(text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…", ensure_ascii=False)


def _both(zh: str = "", en: str = "") -> str:
    return f"{{zh: {_quoted(zh)}, en: {_quoted(en)}}}"


def _named(name: str) -> str:
    """Return a name in both languages; one in Latin letters is the same in both."""
    return _both(name) if re.search(_HAN, name) else _both(name, name)


def _one_of(kind: Any) -> str:
    return f"# {', '.join(get_args(kind))}"


def _where(language: Language, said: Declared | None) -> str:
    return f"  # {say(language, 'draft-where', where=said.where)}" if said else ""


# The card


def _card(document: SourceFile, language: Language) -> Iterator[str]:
    original = document.original
    facts = original.facts
    own = language_of(original.paragraphs)
    title = facts.get("title")
    yield "# yaml-language-server: $schema=card.schema.json"
    yield f"source: {_quoted(document.stem)}"
    yield f"file: {_quoted(document.file)}"
    text = title.value if title else ""
    yield f"title: {_both(en=text) if own == 'en' else _both(text)}{_where(language, title)}"
    yield f"# short: {_both()}  # {say(language, 'draft-short')}"
    yield "authors:"
    authors = facts.get("authors")
    for name in authors.values if authors else ("",):
        yield f"  - {_named(name)}{_where(language, authors)}"
    yield f"publisher: {_publisher(facts, language)}"
    published = facts.get("published")
    yield f"published: {published.value}{_where(language, published)}" if published else "published:"
    if (reposted := facts.get("reposted")) and len(reposted.value) == 10:
        yield f"reposted: {reposted.value}{_where(language, reposted)}"
    if (url := facts.get("url")) and fits(Address, _clean(url.value)):
        yield f"url: {json.dumps(_clean(url.value))}{_where(language, url)}"
    yield f"kind:  {_one_of(Card.model_fields['kind'].annotation)}"
    yield f"language: {own or ''}".rstrip()
    yield f"# outline:  # {say(language, 'draft-outline')}"
    yield f"#   - {{title: {_both()}, at: [{original.first}-{len(original.paragraphs)}]}}"
    yield from _prints(document)


def _publisher(facts: Facts, language: Language) -> str:
    """Return who published a document; where nobody is named, the site it stands on."""
    if said := facts.get("publisher"):
        return f"{_named(said.value)}{_where(language, said)}"
    url = facts.get("url")
    host = (urlsplit(url.value).hostname or "").removeprefix("www.") if url else ""
    return f"{_named(host)}{_where(language, url) if host else ''}"


def _prints(document: SourceFile) -> Iterator[str]:
    facts: dict[str, Any] = facts_of(document.content, document.original.paragraphs)
    prints = [f'"{each}"' for each in facts.pop("fingerprints")]
    yield f'sha256: "{facts["sha256"]}"'
    yield f"paragraphs: {facts['paragraphs']}"
    yield "fingerprints: # of paragraphs 1, 2, 3 …"
    yield "  ["
    for start in range(0, len(prints), _PRINTS_IN_A_ROW):
        yield f"    {', '.join(prints[start : start + _PRINTS_IN_A_ROW])},"
    yield "  ]"


# The briefing


@dataclass(frozen=True)
class _BriefingSkeleton:
    """A briefing of which only the structure is there."""

    slug: str
    source: str
    original: Original
    foretold: Sequence[Foretold]
    vocabulary: Vocabulary | None
    language: Language

    def lines(self) -> Iterator[str]:
        """Yield the file line by line: each section with one empty entry, above it what was found for it."""
        facts = self.original.facts
        opens = _last_day(facts)
        first = parse_period(facts["published"].value).first.isoformat() if opens else '""'
        terms = self.vocabulary
        yield "# yaml-language-server: $schema=briefing.schema.json"
        yield from self._notes("", "head")
        yield f"briefing: {_quoted(self.slug)}"
        yield f"source: {_quoted(self.source)}"
        yield from ("thesis:", '  zh: ""', '  en: ""', "  at: []", "sectors:")
        yield from self._notes("  ", "sectors", terms_named(self._text(), terms.sectors if terms else ()))
        yield f"  - sector:\n    stance:  {_one_of(Stance)}"
        yield f"    says: {_both()}\n    at: []"
        yield "timeline:"
        yield from self._notes("  ", "years", years(self._text()))
        yield "  - when:\n    kind:  # past, forecast"
        yield f"    what: {_both()}\n    at: []"
        yield "advice:"
        yield from self._notes("  ", "audiences", terms_named(self._text(), terms.audiences if terms else ()))
        yield f"  - audience:\n    do: {_both()}"
        yield f"    because: {_both()}\n    at: []"
        yield "predictions:"
        yield from self._notes("  ", "forecasts", map(_forecast, _strongest(self.foretold)))
        yield f"  - id:\n    statement: {_both()}"
        yield f'    window: {{from: {first}, until: "", basis: {_both()}}}  # {say(self.language, "draft-until")}'
        yield f"    certainty:  {_one_of(Certainty)}\n    weight:  {_one_of(Weight)}"
        yield "    resolution:"
        yield from (
            f"      {name}: {_both()}" for name in ("question", "held", "partly", "failed", "source", "otherwise")
        )
        yield "      on:\n      written:"
        yield f"    # naive: {{outcome: , because: {_both()}}}  # {say(self.language, 'draft-naive')}"
        yield f"    sectors: []\n    at: []  # {say(self.language, 'draft-claim')}"
        yield "observations:"
        yield f"  {WORKING_NOTE} {say(self.language, 'draft-observations')}"
        yield f"  - id:\n    what: {_both()}\n    sectors: []\n    at: []"
        yield f'figures:\n  - value: ""\n    what: {_both()}\n    at: []'
        yield f"caveats:\n  - note: {_both()}\n    at: []"

    def _text(self) -> dict[int, str]:
        """Return the paragraphs of the text itself by their numbers, without markup and addresses."""
        first = self.original.first
        words = (re.sub(r"https?://\S+", "", plain(each)) for each in self.original.paragraphs[first - 1 :])
        return dict(enumerate(words, first))

    def _notes(self, indent: str, what: str, found: Iterable[str] = ()) -> Iterator[str]:
        """Yield working notes: what they are, then each that was found."""
        lines = list(found)
        if lines or what == "head":
            yield from (f"{indent}{WORKING_NOTE} {line}" for line in say(self.language, f"draft-{what}").splitlines())
        for line in lines:
            yield f"{indent}{WORKING_NOTE}   {line}"


def _strongest(found: Sequence[Foretold]) -> Iterable[Foretold]:
    """Return as many sentences as fit a file, in order: where there are more, those that look most like forecasts."""
    if len(found) <= _MOST_FORECASTS:
        return found
    least = sorted((each.weight for each in found), reverse=True)[_MOST_FORECASTS]
    return (each for each in found if each.weight > least)


def _forecast(found: Foretold) -> str:
    """Return the note of a sentence: where, by which words, a few words of it, and its end where one is named."""
    place = f"¶{found.paragraph}" if found.last == found.paragraph else f"¶{found.paragraph}-{found.last}"
    mark = "!" if found.weight >= STRONG else " "
    until = f" → {found.until}" if found.until else ""
    return f"{mark} {place} {_clean(', '.join(found.words))[:60]} · {_clean(found.excerpt)}{until}"
