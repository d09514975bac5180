"""The records editors write, frozen: briefings, vocabulary, debates, source cards. This module is the file format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.notation import Paragraphs
from bot.values import (
    Address,
    At,
    Citation,
    Day,
    FileName,
    Fingerprint,
    Sha256,
    ShortWords,
    Slug,
    When,
    Words,
    WordsOrNothing,
)

Language = Literal["zh", "en"]
Stance = Literal["benefits", "disrupted", "mixed", "unaffected", "not-yet"]
Certainty = Literal["plain", "hedged", "implied"]
Weight = Literal["core", "secondary", "minor"]
Outcome = Literal["held", "partly", "failed", "unclear"]
Bearing = Literal["for", "against", "mixed"]


class Record(BaseModel):
    """What all records share: nothing can change them, and no key is ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Text(Record):
    """The same words in both languages."""

    zh: Words
    en: Words

    def written(self, language: Language) -> str:
        """Return the words as they were written in one language."""
        return self.zh if language == "zh" else self.en

    def in_(self, language: Language) -> str:
        """Return the words a reader of one language sees."""
        return self.written(language)


class Name(Text):
    """A title or a name: short enough to stand on a button or above a page."""

    zh: ShortWords
    en: ShortWords


class Thesis(Text):
    """The essence of a source, with the paragraphs it rests on where an editor names them."""

    at: tuple[At, ...] = ()


class VerdictText(Text):
    """What an editor ruled, in both languages or at first in one: `""` stands for words that are still to be written.

    Readers of the other language then see the words there are; `check` lists those that are missing.
    """

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"properties": {each: {"minLength": 1}}} for each in get_args(Language)]}
    )

    zh: WordsOrNothing
    en: WordsOrNothing

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.zh and not self.en:
            raise PydanticCustomError("neither_language", "empty in both languages")
        return self

    @property
    def missing(self) -> Language | None:
        """Return the language in which the words are still to be written, if there is one."""
        return next((each for each in get_args(Language) if not self.written(each)), None)

    def in_(self, language: Language) -> str:
        """Return the words in one language; while they are missing, those in the other one."""
        return self.written(language) or self.zh or self.en


class SectorView(Record):
    """What a source says happens to one field."""

    sector: Slug
    stance: Stance
    says: Text
    at: Citation


class Event(Record):
    """Something a source dates or orders; `basis` tells why the time, where the source names none outright."""

    when: When
    kind: Literal["past", "forecast"]
    what: Text
    at: Citation
    basis: Text | None = None


class Advice(Record):
    """What a source tells an audience to do."""

    audience: Slug
    do: Text
    because: Text
    at: Citation
    sectors: tuple[Slug, ...] = ()


class Window(Record):
    """First and last day on which a prediction can come true; `until: null` is open-ended."""

    from_: Day = Field(alias="from")
    until: Day | None
    basis: Text


class Evidence(Record):
    """One fact in our words that bears on a verdict, and where it stands."""

    url: Address
    publisher: ShortWords
    date: Day
    fact: VerdictText
    bears: Bearing


class Ruling(Record):
    """What an editor ruled, when, why, and on which evidence."""

    outcome: Outcome
    on: Day
    because: VerdictText
    evidence: tuple[Evidence, ...] = ()


class Verdict(Ruling):
    """The ruling that counts; those it replaced stay visible in `earlier`, oldest first."""

    earlier: tuple[Ruling, ...] = ()


class Prediction(Record):
    """One forecast of a source: checkable, within a window, by a criterion; `pending`: why no verdict yet."""

    id: Slug
    statement: Text
    window: Window
    certainty: Certainty
    weight: Weight
    criterion: Text
    sectors: Annotated[tuple[Slug, ...], Field(min_length=1)]
    at: Citation
    verdict: Verdict | None = None
    pending: Text | None = None


class Figure(Record):
    """A number of a source, as it writes it; `note` where its own sum does not hold."""

    value: ShortWords
    what: Text
    at: Citation
    note: Text | None = None


class Caveat(Record):
    """What a careful editor would warn of."""

    note: Text
    at: Citation


class Briefing(Record):
    """One source, summarised by an editor."""

    briefing: Slug
    source: FileName
    thesis: Thesis
    sectors: tuple[SectorView, ...] = ()
    timeline: tuple[Event, ...] = ()
    advice: tuple[Advice, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    figures: tuple[Figure, ...] = ()
    caveats: tuple[Caveat, ...] = ()

    def citations(self) -> Iterator[tuple[tuple[str | int, ...], tuple[Paragraphs, ...]]]:
        """Yield every citation with its path in the file."""
        yield ("thesis", "at"), self.thesis.at
        sections: dict[str, tuple[Any, ...]] = {
            "sectors": self.sectors,
            "timeline": self.timeline,
            "advice": self.advice,
            "predictions": self.predictions,
            "figures": self.figures,
            "caveats": self.caveats,
        }
        for name, items in sections.items():
            for number, item in enumerate(items):
                yield (name, number, "at"), item.at


class Term(Record):
    """A field or an audience: its id, its names, and what else readers call it."""

    id: Slug
    name: Name
    aliases: tuple[ShortWords, ...] = ()


class Vocabulary(Record):
    """The fields and audiences all briefings share."""

    sectors: tuple[Term, ...]
    audiences: tuple[Term, ...]


class Side(Record):
    """Where one briefing stands in a debate: in words, by predictions (`cites`) or by paragraphs (`at`)."""

    briefing: Slug
    says: Text
    cites: tuple[Slug, ...] = ()
    at: tuple[At, ...] = ()


class Debate(Record):
    """A question on which sources agree or contradict each other."""

    id: Slug
    question: Text
    relation: Literal["agreement", "conflict", "mixed"] | None = None
    sides: Annotated[tuple[Side, ...], Field(min_length=2)]


class Debates(Record):
    """The file of debates."""

    debates: tuple[Debate, ...]


class Part(Record):
    """One part of a source's outline, titled in our words."""

    title: Name
    at: Citation


class Card(Record):
    """Our record of a source: its facts, its outline and one fingerprint per paragraph; never its text."""

    source: FileName
    file: FileName
    title: Name
    authors: Annotated[tuple[Name, ...], Field(min_length=1)]
    publisher: Name
    published: When
    reposted: Day | None = None
    url: Address | None = None
    kind: Literal["article", "answer", "essay", "course", "repost"]
    language: Language
    outline: tuple[Part, ...] = ()
    notes: tuple[Text, ...] = ()
    sha256: Sha256
    paragraphs: Annotated[int, Field(ge=1, strict=True)]
    fingerprints: tuple[Fingerprint, ...]
