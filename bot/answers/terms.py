"""/term: words that not every reader knows, explained; and doors to those that a page uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import Final, NamedTuple

from bot.answers import names
from bot.answers.answer import Answer, Button, bold, italic, item, paragraph, rows
from bot.answers.asked import Asked
from bot.content.briefing import Glossed, Language
from bot.content.derived import kept_from_before, kept_with_edition
from bot.content.edition import Edition
from bot.content.texts import read_in

MOST_TERMS: Final = 3
"""Terms that a page explains: those that the fewest texts use, which readers know least."""
_SAMPLE: Final = 500
"""Texts that tell how common a term is."""


def term(asked: Asked) -> Answer:
    """Explain one term, or list all ([NAME])."""
    if not asked.words:
        return _terms(asked)
    by_name = names.of_terms(asked.edition)
    found = by_name.find(" ".join(asked.words))
    if found is None:
        return names.unknown_name(asked, "term", "/term", by_name, "/term")
    glossed = asked.edition.glossary[found]
    called = asked.text(glossed.term)
    also = others(glossed, called, asked.language)
    named = (italic("\n" + asked.say("term-also", names=asked.joined(also))),) if also else ()
    doors = [
        Button(asked.say("button-search-term"), f"/search {glossed.term.written(asked.language)}"),
        Button(asked.say("button-terms"), "/term"),
    ]
    return Answer(called, (paragraph(asked.text(glossed.means), *named),), rows(doors, 2), command=f"/term {found}")


def _terms(asked: Asked) -> Answer:
    glossary = asked.edition.vocabulary.glossary
    blocks = [
        item(bold(asked.text(each.term)), f"\n{asked.text(each.means)}", command=f"/term {each.id}")
        for each in glossary
    ]
    blocks = blocks or [paragraph(asked.say("nothing-here"))]
    return Answer(asked.say("terms-title", count=len(glossary)), tuple(blocks), command="/term")


def explained(asked: Asked, shown: Answer) -> Answer:
    """Return a page with doors to the terms its text uses, a few of them."""
    text = "\n".join("".join(span.text for span in block.spans) for block in shown.blocks)
    glossary = asked.edition.glossary
    used = used_in(asked.edition, text, asked.language)
    doors = [Button(f"📖 {asked.text(glossary[each].term)}", f"/term {each}") for each in used]
    return replace(shown, buttons=(*shown.buttons, *rows(doors, MOST_TERMS))) if doors else shown


def used_in(edition: Edition, text: str, language: Language = "zh") -> list[str]:
    """Return the ids of the terms a text for readers of a language uses, in its order: of many the least common."""
    found = list(dict.fromkeys(_found(edition, text, language)))
    common = _common(edition)
    kept = sorted(found, key=lambda each: common[each])[:MOST_TERMS]
    return [each for each in found if each in kept]


def _found(edition: Edition, text: str, language: Language = "zh") -> Iterator[str]:
    """Yield the terms a text names, in its order, each as often as it does; of names in one place the longest."""
    owners, folded = _owners(edition, traditional=language == "zh-Hant"), _folded(text)
    longest: dict[int, str] = {}
    for name in owners:
        for at in _places(folded, name):
            if at not in longest and _stands(text, at, owners[name][0]):
                longest[at] = name
    end = 0
    for at in sorted(longest):
        if at >= end:
            end = at + len(longest[at])
            yield owners[longest[at]][1]


def _places(text: str, name: str) -> Iterator[int]:
    """Yield where a name stands in a text: to look for hundreds so is faster than a pattern of a few."""
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


def _stands(text: str, at: int, name: str) -> bool:
    """Tell whether a name stands there as such: in Latin letters as a word of its own, in Chinese anywhere."""
    end = at + len(name)
    before = name[0].isascii() and at > 0 and _is_latin(text[at - 1])
    after = name[-1].isascii() and end < len(text) and _is_latin(text[end])
    return not (before or after) and (not name.isupper() or text[at:end] == name)  # CV is not the Cv of a pen name


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _folded(text: str) -> str:
    """Return a text in small letters, letter by letter, so that its places are those of the text."""
    return text.replace("İ", "i").lower()  # the one letter that is two when it is small


def _names(edition: Edition, *, traditional: bool) -> dict[str, tuple[str, str]]:
    """Return every name, folded, as it is written and with the id of its term; the longest name first."""
    language: Language = "zh-Hant" if traditional else "zh"
    glossary = reversed(edition.vocabulary.glossary)
    owners = {_folded(name): (name, glossed.id) for glossed in glossary for name in _called(glossed, language)}
    return {name: owners[name] for name in sorted(owners, key=len, reverse=True)}


_owners = kept_with_edition(_names, 2)


def warm(edition: Edition) -> None:
    """Count how common each term is, before the first page explains some."""
    _common(edition)


def _common(edition: Edition) -> Counter[str]:
    """Return how many texts use each term, of a sample."""
    return _sampled(edition).counts


class _Sampled(NamedTuple):
    """Which terms of a glossary each text of a sample uses, and how many use each."""

    glossary: tuple[Glossed, ...]
    used: Mapping[str, frozenset[str]]
    counts: Counter[str]


@kept_from_before
def _sampled(edition: Edition, before: _Sampled | None) -> _Sampled:
    """Look for terms in a sample; most texts, and the terms, are those of the edition before."""
    glossary, texts = edition.vocabulary.glossary, [*islice(_texts(edition), _SAMPLE)]
    known = before.used if before and before.glossary is glossary else {}
    used = {text: known[text] if text in known else frozenset(_found(edition, text)) for text in texts}
    return _Sampled(glossary, used, Counter(chain.from_iterable(used[text] for text in texts)))


def _texts(edition: Edition) -> Iterable[str]:
    theses = (f"{each.thesis.zh} {each.thesis.en}" for each in edition.briefings)
    views = (f"{each.record.says.zh} {each.record.says.en}" for each in edition.views)
    statements = (f"{each.record.statement.zh} {each.record.statement.en}" for each in edition.predictions)
    return chain(theses, views, statements)


def others(glossed: Glossed, called: str, language: Language) -> list[str]:
    """Return what else a term is called, each spelling once."""
    spelt = {_spelling(each): each for each in reversed(_called(glossed, language))}
    return [each for spelling, each in reversed(spelt.items()) if spelling != _spelling(called)]


def _spelling(name: str) -> str:
    return name.casefold().replace("-", " ")


def _called(glossed: Glossed, language: Language) -> list[str]:
    names = (glossed.term.zh, glossed.term.en, *glossed.aliases)
    return list(dict.fromkeys(read_in(language, name) for name in names))
