"""/standing and /lean: the form by which an editor says how an open prediction looks, or that it looks as before."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

from bot.answers import names
from bot.answers.answer import Answer, Button, Reply, bold, paragraph, rows
from bot.answers.asked import Asked, Personal
from bot.answers.editors.due import due
from bot.answers.editors.evidence_form import CHOICES, EvidenceForm, Offer, in_one_language, today
from bot.answers.editors.resolve import not_to_be_ruled, same_claim
from bot.answers.prediction import prediction
from bot.content.briefing import Leaning, Review, Standing
from bot.content.drafts import DraftStanding, Form
from bot.content.reviews import LEANINGS, current, months_later
from bot.people.changes import KeepForm

STANDING: Final = "standing"
"""What a form is about, with the prediction and the leaning behind it."""
WITH_FORMER: Final = "with-former"
"""What stands behind them where there was a standing: its evidence may be kept."""
WAITS: Final = (3, 6, 12)
"""Months to the next review that buttons offer."""


def standing(asked: Personal) -> Answer | Reply:
    """Show a prediction with how it stands, and the leanings to choose from (ID)."""
    if not asked.words:
        return due(asked)
    by_name = names.of_predictions(asked.edition)
    found = by_name.find(" ".join(asked.words))
    if found is None:
        return not_to_be_ruled(asked) or names.unknown_name(asked, "prediction", "/standing", by_name, "/due")
    shown = prediction(asked.about(found))
    lead, buttons = asked.say("standing-too-late"), list[Button]()
    if _open(asked, found):
        lead = asked.say("standing-choose")
        buttons = [Button(asked.leaning(each), f"/lean {found} {each}") for each in LEANINGS]
    blocks = (*shown.blocks, *same_claim(asked, found), paragraph(bold(lead)))
    return Answer(asked.say("standing-title"), blocks, rows(buttons, 2), command=f"/standing {found}")


def lean(asked: Personal) -> Answer | Reply:
    """Begin the form of a standing (ID LEANING)."""
    *named, leaning = asked.words or ("",)
    found = names.of_predictions(asked.edition).find(" ".join(named)) if named else None
    if found is None or leaning not in LEANINGS or not _open(asked, found):
        return standing(asked.about(*([found] if found else named or asked.words)))
    former = _former(asked, found)
    behind = f" {WITH_FORMER}" if former and former.evidence else ""
    form = Form(f"{STANDING} {found} {leaning}{behind}", asked.language)
    return Reply(FORM.question(asked, form), KeepForm(form))


class StandingForm(EvidenceForm):
    """The form of a standing: why, when to look again, and evidence; all of it may be as it was before."""

    choices: ClassVar = {**CHOICES, "keeps": {"yes": "keeps-yes", "no": "keeps-no"}}

    def head(self, opened: Form) -> tuple[str, ...]:
        """Return what a form asks for before any evidence."""
        ripe = ("ripe",) if _subject(opened)[1] == "too-early" else ()
        keeps = ("keeps",) if opened.about.endswith(WITH_FORMER) else ()
        return ("because", *ripe, "next", *keeps)

    def subject(self, asked: Personal, opened: Form) -> str:
        """Return the leaning and the prediction a form is about."""
        found, leaning = _subject(opened)
        statement = asked.text(asked.edition.by_ref[found].record.statement) if found in asked.edition.by_ref else found
        return f"{asked.leaning(leaning)} · {statement}"

    def missing(self, asked: Personal, opened: Form) -> int:
        """Return how many pieces of evidence a standing still needs: where it is not too early, one."""
        said = self.said(opened)
        needs = (
            _subject(opened)[1] != "too-early" and said.keys() == {*self.head(opened)} and said.get("keeps") != "yes"
        )
        return int(needs and not self.evidence(asked, opened))

    def offers(self, asked: Personal, opened: Form, field: str) -> dict[str, Offer]:
        """Return the buttons that answer what is asked for next: also what was said before, and days to come."""
        found, leaning = _subject(opened)
        former = _former(asked, found)
        match field:
            case "because" if former and former.leans == leaning:
                return {"same": Offer(asked.say("form-same"), asked.text(former.because))}
            case "ripe" if former and former.ripe and former.ripe > today(asked):
                return {"same": Offer(str(former.ripe), str(former.ripe))}
            case "next":
                days = {count: months_later(today(asked), count) for count in WAITS}
                label = {count: asked.say("form-months", count=count) for count in WAITS}
                return {f"m{count}": Offer(label[count], str(day)) for count, day in days.items()}
        return super().offers(asked, opened, field)

    def request(self, asked: Personal, opened: Form) -> DraftStanding:
        """Turn a form into a request: the desk drafts the standing, and shows it before it is published."""
        found, leaning = _subject(opened)
        former, said = _former(asked, found), self.said(opened)
        kept = former.evidence if former and said.get("keeps") == "yes" else ()
        same = former and asked.text(former.because) == said["because"]
        review = Review(
            leans=leaning,
            on=today(asked),
            next=dt.date.fromisoformat(said["next"]),
            because=former.because if former and same else in_one_language(asked, said["because"]),
            ripe=dt.date.fromisoformat(said["ripe"]) if "ripe" in said else None,
            evidence=(*kept, *self.evidence(asked, opened)),
        )
        return DraftStanding(found, review)


FORM: Final = StandingForm()


def _subject(opened: Form) -> tuple[str, Leaning]:
    """Return the prediction and the leaning a form is about."""
    _, found, leaning = opened.about.split()[:3]
    return found, next(each for each in LEANINGS if each == leaning)


def _open(asked: Asked, found: str) -> bool:
    """Tell whether a prediction has no verdict yet."""
    forecast = asked.edition.by_ref.get(found)
    return forecast is not None and forecast.record.verdict is None


def _former(asked: Asked, found: str) -> Standing | None:
    """Return how a prediction stood so far."""
    forecast = asked.edition.by_ref.get(found)
    return current(forecast.record) if forecast else None
