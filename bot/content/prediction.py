"""The records of a prediction: its window, its rule, how it stands, and the verdict with its evidence."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, PrivateAttr, model_validator
from pydantic_core import CoreSchema

from bot.content.texts import Language, NameOrWords, Record, RuleText, Text, VerdictText, named_in
from bot.content.values import Address, Citation, Dated, Day, Quote, Slug

Certainty = Literal["plain", "hedged", "implied"]
Weight = Literal["core", "secondary", "minor"]
Outcome = Literal["held", "partly", "failed", "unclear", "void"]
Decided = Literal["held", "partly", "failed"]
Lack = Literal["not-measurable", "no-data", "too-vague"]
Bearing = Literal["for", "against", "mixed"]
Rank = Literal["primary", "press", "secondary", "other"]
Leaning = Literal["held", "failed", "mixed", "too-early"]


class Window(Record):
    """First and last day on which a prediction can come true; `until: null` is open-ended."""

    from_: Day = Field(alias="from")
    until: Day | None
    basis: Text


class Evidence(Record):
    """One fact in our words that bears on a statement, and where it stands.

    `publisher`, and `mirrors`, the publication it copies, are a name that stands once or words in both languages;
    `kind` is its rank, `date` that of the page, `seen` when somebody looked, `archive` a stored copy, `words` those
    of the page it relies on.
    """

    url: Address
    publisher: NameOrWords
    kind: Rank | None = None
    mirrors: NameOrWords | None = None
    date: Dated
    seen: Day | None = None
    fact: VerdictText
    bears: Bearing
    archive: Address | None = None
    words: Quote | None = None

    def published_by(self, language: Language) -> str:
        """Return who published the page, as readers of a language see it."""
        return _named(self.publisher, language)

    def copied_from(self, language: Language) -> str | None:
        """Return the publication that the page copies, likewise."""
        return _named(self.mirrors, language) if self.mirrors else None


def _named(whose: NameOrWords, language: Language) -> str:
    return named_in(language, whose) if isinstance(whose, str) else whose.as_name_in(language)


class Rule(Record):
    """How a prediction is decided, in the words in which the rule stood; `written` is the day it was written.

    One of the first format is all in its `question`, and its day is not known.
    """

    question: Text
    held: RuleText | None = None
    partly: RuleText | None = None
    failed: RuleText | None = None
    void: RuleText | None = None
    source: RuleText | None = None
    otherwise: RuleText | None = None
    on: Day | None = None
    written: Day | None = None

    @property
    def digest(self) -> str:
        """Return 12 hexadecimal digits that change with any word of the rule, and not with the day it was written."""
        words = self.model_dump(mode="json", include={*Rule.model_fields} - {"written"}, exclude_none=True)
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:12]


class Resolution(Rule):
    """The rule that counts: a question a second person would rule the same way, by a named source, from a day on.

    `otherwise` is what decides if the source never appears; rules it replaced stay visible in `earlier`, oldest first.
    """

    question: RuleText
    held: RuleText
    failed: RuleText
    source: RuleText
    otherwise: RuleText
    on: Day
    written: Day
    earlier: tuple[Rule, ...] = ()


class Ruling(Record):
    """An editor's ruling: outcome, day, reasons and evidence.

    Until the day it is `proposed` to count from, if it names one, readers may object before it does.

    Of `unclear`: what it `lacks`, what datum `settles` it, and when somebody `looked`. `thin`: why a core claim has
    neither a primary piece of evidence nor two of the press.
    """

    outcome: Outcome
    on: Day
    proposed: Day | None = None
    because: VerdictText
    lacks: Lack | None = None
    settles: VerdictText | None = None
    looked: Day | None = None
    thin: VerdictText | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def counts_from(self) -> dt.date:
        """Return the day from which on it counts: that of the ruling, unless it was proposed first."""
        return self.proposed or self.on


class Verdict(Ruling):
    """The ruling that counts; those it replaced stay visible in `earlier`, oldest first."""

    earlier: tuple[Ruling, ...] = ()


class Review(Record):
    """How an open prediction looked to an editor on a day, why, on which evidence; `next`: the day to look again.

    Of one for which it is too early: `ripe` is the day from which it no longer will be.
    """

    leans: Leaning
    on: Day
    next: Day
    because: VerdictText
    ripe: Day | None = None
    evidence: tuple[Evidence, ...] = ()


class Standing(Review):
    """The review that counts; those it replaced stay visible in `earlier`, oldest first."""

    earlier: tuple[Review, ...] = ()


class Naive(Record):
    """What the naive rule, that things stay as they were on the day of the forecast, is ruled by the same question.

    `arguably`: the other ruling that a careful reader might give it; in a file the outcome may stand alone.
    """

    outcome: Decided
    arguably: Decided | None = None
    because: VerdictText | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_outcome_alone(cls, value: object) -> object:
        return {"outcome": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema of both forms."""
        return {"anyOf": [{"enum": [*get_args(Decided)], "type": "string"}, handler(schema)]}


class Prediction(Record):
    """One forecast of a source: checkable, within a window, by a rule; `pending`: why no verdict yet.

    `criterion` is the rule of the first format; a `resolution` takes its place. `claim` names what it asserts together
    with others of its briefing; `was`: the ids of predictions that were merged into it.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["resolution"]}, {"required": ["criterion"]}]})

    id: Slug
    was: tuple[Slug, ...] = ()
    claim: Slug | None = None
    statement: Text
    window: Window
    certainty: Certainty
    weight: Weight
    criterion: Text | None = None
    resolution: Resolution | None = None
    naive: Naive | None = None
    sectors: Annotated[tuple[Slug, ...], Field(min_length=1)]
    at: Citation
    standing: Standing | None = None
    verdict: Verdict | None = None
    pending: Text | None = None
    _proposal: Verdict | None = PrivateAttr(None)

    @property
    def proposal(self) -> Verdict | None:
        """Return the verdict that is proposed and does not count yet; only records of an edition as of a day have it.

        In files it stands as the verdict, which a program must not take for one that counts.
        """
        private = (
            self.__pydantic_private__
        )  # tens of thousands are asked: pydantic's own way there takes ten times longer
        return private["_proposal"] if private else None

    def as_proposed(self, counts: Verdict | None) -> Prediction:
        """Return it with its verdict as only proposed, in place of which another one, or none, counts."""
        viewed = self.model_copy(update={"verdict": counts})
        viewed._proposal = self.verdict
        return viewed

    @property
    def rule(self) -> Rule:
        """Return the rule by which it is decided, of either format."""
        if self.resolution:
            return self.resolution
        assert self.criterion, "checks hold every prediction to one of the two"
        return Rule(question=self.criterion)

    @property
    def due(self) -> dt.date | None:
        """Return the first day on which it waits for a verdict; None while no day is set."""
        if self.resolution:
            return self.resolution.on
        return self.window.until + dt.timedelta(days=1) if self.window.until else None

    @property
    def ruled_beforehand(self) -> bool | None:
        """Tell whether its rule was written before its window ended; None where the day is not recorded.

        Of a window without an end: before the day of the first ruling.
        """
        written = self.rule.written
        if written is None:
            return None
        if self.window.until:
            return written <= self.window.until
        return self.verdict is None or written < min(each.on for each in (*self.verdict.earlier, self.verdict))
