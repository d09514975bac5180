"""/resolve and /rule: the form by which an editor gives a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final, get_args

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, Reply, bold, item, paragraph, rows
from bot.answers.asked import MARKS, Asked, Personal
from bot.answers.editors.due import due
from bot.answers.editors.evidence_form import CHOICES, EvidenceForm, in_one_language, today
from bot.answers.prediction import prediction
from bot.content.briefing import Decided, Lack, Naive, Outcome, Ruling
from bot.content.drafts import DraftVerdict, Form
from bot.content.proposals import OBJECTIONS
from bot.content.verdict_checks import LEAST_CORE_EVIDENCE, least_evidence, thin
from bot.people.changes import KeepForm

VERDICT: Final = "ruling"
"""What a form is about, with the prediction and the outcome behind it."""
VERDICT_AND_NAIVE: Final = "ruling+naive"
"""What a form is about that asks for the naive rule too."""
FORM_OF_BEFORE: Final = "verdict"
"""What forms were about that did not ask for ranks yet: one may be half filled in."""
LATER: Final = "later"
"""The answer of an editor who leaves the naive rule to the file."""
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)


def resolve(asked: Personal) -> Answer | Reply:
    """Show a prediction with what was ruled, and the outcomes to choose from (ID)."""
    if not asked.words:
        return due(asked)
    by_name = names.of_predictions(asked.edition)
    found = by_name.find(" ".join(asked.words))
    if found is None:
        return not_to_be_ruled(asked) or names.unknown_name(asked, "prediction", "/resolve", by_name, "/due")
    shown = prediction(asked.about(found))
    outcomes = [Button(_outcome(asked, each), f"/rule {found} {each}") for each in OUTCOMES]
    lead = paragraph(bold(asked.say("resolve-choose")))
    blocks = (*shown.blocks, *same_claim(asked, found), lead)
    return Answer(asked.say("resolve-title"), blocks, rows(outcomes, 2), command=f"/resolve {found}")


def not_to_be_ruled(asked: Asked) -> Answer | None:
    """Return the answer where an observation is named, which has no verdict and no standing; else None."""
    found = names.of_observations(asked.edition).find(" ".join(asked.words))
    if found is None:
        return None
    what = asked.text(asked.edition.observed[found].record.what)
    door = Button(asked.say("kind-observation"), f"/prediction {found}")
    return Answer(asked.say("unknown-title"), (paragraph(asked.say("observed-only", what=what)),), rows([door], 1))


def same_claim(asked: Asked, found: str) -> Iterator[Block]:
    """Yield what else a prediction asserts in other words, and what was ruled: together they weigh one."""
    forecast = asked.edition.by_ref[found]
    others = [
        each
        for each in forecast.briefing.predictions
        if each.claim and each.claim == forecast.record.claim and each.id != forecast.record.id
    ]
    if others:
        yield paragraph(bold(asked.say("same-claim")))
    for each in others:
        mark = asked.mark(each)
        yield item(
            f"{mark} {asked.text(each.statement)}", command=f"/prediction {forecast.briefing.briefing}/{each.id}"
        )


def rule(asked: Personal) -> Answer | Reply:
    """Begin the form of a verdict (ID OUTCOME)."""
    *named, outcome = asked.words or ("",)
    found = names.of_predictions(asked.edition).find(" ".join(named)) if named else None
    if found is None or outcome not in OUTCOMES:
        return resolve(asked.about(*([found] if found else named or asked.words)))
    compared = outcome in get_args(Decided) and not asked.edition.by_ref[found].record.naive
    form = Form(f"{VERDICT_AND_NAIVE if compared else VERDICT} {found} {outcome}", asked.language)
    return Reply(FORM.question(asked, form), KeepForm(form))


class VerdictForm(EvidenceForm):
    """The form of a verdict: why, what is lacking where that is unclear, and evidence as `check` wants it.

    Where the record is to be held against a naive rule that nobody gave yet, it asks for that as well.
    """

    choices: ClassVar = {
        **CHOICES,
        "lacks": {each: f"lacks-{each}" for each in get_args(Lack)},
        "naive": {**{each: f"state-{each}" for each in get_args(Decided)}, LATER: "form-naive-later"},
    }

    def head(self, opened: Form) -> tuple[str, ...]:
        """Return what a form asks for before any evidence."""
        about, _, outcome = opened.about.split()
        if about == VERDICT_AND_NAIVE:
            later = opened.answers[1:2] == (LATER,)
            return ("because", "naive") if later else ("because", "naive", "naive-because")
        return ("because", "lacks", "settles") if outcome == "unclear" and about == VERDICT else ("because",)

    def piece(self, opened: Form) -> tuple[str, ...]:
        """Return what a form asks for of each piece of evidence."""
        fields = super().piece(opened)
        return tuple(each for each in fields if each != "kind" or not opened.about.startswith(FORM_OF_BEFORE))

    def subject(self, asked: Personal, opened: Form) -> str:
        """Return the outcome and the prediction a form is about."""
        found, outcome = _subject(opened)
        statement = asked.text(asked.edition.by_ref[found].record.statement) if found in asked.edition.by_ref else found
        return f"{_outcome(asked, outcome)} · {statement}"

    def missing(self, asked: Personal, opened: Form) -> int:
        """Return how many pieces of evidence a verdict still needs at least."""
        found, outcome = _subject(opened)
        if (forecast := asked.edition.by_ref.get(found)) is None:
            return 0
        given = self.evidence(asked, opened)
        ruling = Ruling(outcome=outcome, on=today(asked), because=in_one_language(asked, "…"), evidence=given)
        wanted = LEAST_CORE_EVIDENCE if forecast.record.weight == "core" else 1
        if not given:
            return wanted if least_evidence(outcome) else 0
        return max(1, wanted - len(given)) if thin(forecast.record, ruling) else 0

    def request(self, asked: Personal, opened: Form) -> DraftVerdict:
        """Turn a form into a request: the desk drafts the verdict, and shows it before it is published."""
        found, outcome = _subject(opened)
        said = self.said(opened)
        naive, why = said.pop("naive", LATER), said.pop("naive-because", "")
        ruling = Ruling.model_validate(
            {
                "outcome": outcome,
                "on": today(asked),
                **{name: each if name in self.choices else in_one_language(asked, each) for name, each in said.items()},
                **({"proposed": today(asked) + OBJECTIONS} if _is_new_core(asked, found) else {}),
                **({"looked": today(asked)} if said.get("lacks") == "no-data" else {}),
                "evidence": self.evidence(asked, opened),
            }
        )
        if naive == LATER:
            return DraftVerdict(found, ruling)
        return DraftVerdict(
            found, ruling, Naive.model_validate({"outcome": naive, "because": in_one_language(asked, why)})
        )


FORM: Final = VerdictForm()


def _is_new_core(asked: Asked, found: str) -> bool:
    """Tell whether a ruling is the first on a core claim that would count: readers may object before it does.

    A correction counts at once: what is wrong does not stand a week longer.
    """
    forecast = asked.edition.by_ref.get(found)
    return forecast is not None and forecast.record.weight == "core" and forecast.record.verdict is None


def _subject(opened: Form) -> tuple[str, Outcome]:
    """Return the prediction and the outcome a form is about."""
    _, found, outcome = opened.about.split()
    return found, next(each for each in OUTCOMES if each == outcome)


def _outcome(asked: Personal, outcome: Outcome) -> str:
    return f"{MARKS[outcome]} {asked.say(f'state-{outcome}')}"
