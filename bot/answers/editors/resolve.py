"""/resolve and /rule: the form by which an editor gives a verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, Reply, bold, paragraph, rows
from bot.answers.asked import MARKS, Personal
from bot.answers.editors.due import due
from bot.answers.predictions import prediction
from bot.content.briefing import Bearing, Evidence, Lack, Language, Outcome, Rank, Ruling, VerdictText
from bot.content.drafts import DraftVerdict, Form
from bot.content.periods import Period
from bot.content.values import UNDATED, Address, Dated, ShortWords, Words
from bot.content.verdict_checks import LEAST_CORE_EVIDENCE, least_evidence, thin
from bot.people.changes import KeepForm
from bot.search import normal
from bot.words import LANGUAGES, say

VERDICT: Final = "ruling"
"""What a form is about, with the prediction and the outcome behind it."""
FORM_OF_BEFORE: Final = "verdict"
"""What forms were about that did not ask for ranks yet: one may be half filled in."""
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
EVIDENCE: Final = ("url", "publisher", "kind", "date", "fact", "bears")
"""What is asked of each piece of evidence, one after the other."""
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "kind": get_args(Rank),
    "bears": get_args(Bearing),
    "lacks": get_args(Lack),
}
"""What is chosen by a button."""

_VALID: Final[dict[str, TypeAdapter[Any]]] = {
    "because": TypeAdapter(Words),
    "settles": TypeAdapter(Words),
    "url": TypeAdapter(Address),
    "publisher": TypeAdapter(ShortWords),
    "date": TypeAdapter(Dated),
    "fact": TypeAdapter(Words),
}


def resolve(asked: Personal) -> Answer | Reply:
    """Show a prediction with what was ruled, and the outcomes to choose from (ID)."""
    if not asked.words:
        return due(asked)
    by_name = names.of_predictions(asked.edition)
    found = by_name.find(" ".join(asked.words))
    if found is None:
        return names.unknown_name(asked, "prediction", "/resolve", by_name, "/due")
    shown = prediction(asked.about(found))
    outcomes = [Button(_outcome(asked, each), f"/rule {found} {each}") for each in OUTCOMES]
    lead = paragraph(bold(asked.say("resolve-choose")))
    return Answer(asked.say("resolve-title"), (*shown.blocks, lead), rows(outcomes, 2), command=f"/resolve {found}")


def rule(asked: Personal) -> Answer | Reply:
    """Begin the form of a verdict (ID OUTCOME)."""
    *named, outcome = asked.words or ("",)
    found = names.of_predictions(asked.edition).find(" ".join(named)) if named else None
    if found is None or outcome not in OUTCOMES:
        return resolve(asked.about(found) if found else asked)
    form = Form(f"{VERDICT} {found} {outcome}", asked.language)
    return Reply(question(asked, form), KeepForm(form))


def press(asked: Personal, open_form: Form, word: str) -> Answer | Reply:
    """Take a button of the form: done, or one of the choices it offers."""
    if word == "done" and _whole(open_form) and not _missing(asked, open_form):
        return _finished(asked, open_form)
    if word in _choices(open_form):
        return _filled(asked, open_form, word)
    return question(asked, open_form)


def fill(asked: Personal, open_form: Form, words: str) -> Answer | Reply:
    """Take what an editor wrote as the answer to what the form asks."""
    field, words = _field(open_form), " ".join(words.split())
    if choices := _choices(open_form):
        called = {normal(_choice(language, field, each)): each for language in LANGUAGES for each in choices}
        word = called.get(normal(words), normal(words))
        return _filled(asked, open_form, word) if word in choices else _again(asked, open_form, field)
    try:
        value = _VALID[field].validate_python(words)
    except ValidationError:
        return _again(asked, open_form, field)
    if isinstance(value, Period) and value.first > _today(asked):
        return _again(asked, open_form, "date-future")
    return _filled(asked, open_form, str(value))


def _filled(asked: Personal, open_form: Form, answer: str) -> Reply:
    longer = replace(open_form, answers=(*open_form.answers, answer))
    return Reply(question(asked, longer), KeepForm(longer))


def _again(asked: Personal, open_form: Form, problem: str) -> Answer:
    shown = question(asked, open_form)
    return Answer(shown.title, (paragraph(asked.say(f"bad-{problem}")), *shown.blocks), shown.buttons)


def question(asked: Personal, open_form: Form) -> Answer:
    """Ask for the next thing, with what was said so far."""
    found, outcome = _subject(open_form)
    statement = asked.text(asked.edition.by_ref[found].record.statement) if found in asked.edition.by_ref else found
    blocks = [
        paragraph(f"{_outcome(asked, outcome)} · {statement}"),
        *_so_far(asked, open_form),
        *([paragraph(asked.say("form-wanting", count=more))] if (more := _missing(asked, open_form)) else ()),
        paragraph(bold(_wanted(asked, open_form))),
    ]
    return Answer(asked.say("form-title"), tuple(blocks), _buttons(asked, open_form), command="/form")


def _wanted(asked: Personal, open_form: Form) -> str:
    """Return what is to be written or chosen next, in words."""
    field = _field(open_form)
    if len(open_form.answers) < len(_head(open_form)):
        return asked.say({"because": "why"}.get(field, f"form-{field}"))
    number = (len(open_form.answers) - len(_head(open_form))) // len(_piece(open_form)) + 1
    return asked.say(f"evidence-{field}", number=number)


def _so_far(asked: Personal, open_form: Form) -> Iterable[Block]:
    said = zip(_head(open_form), open_form.answers, strict=False)
    yield from (paragraph(_told(asked, field, answer)) for field, answer in said)
    for number, evidence in enumerate(_pieces(open_form), 1):
        told = (_told(asked, field, answer) for field, answer in zip(_piece(open_form), evidence, strict=False))
        yield paragraph(f"{number}. " + " · ".join(told))


def _told(asked: Personal, field: str, answer: str) -> str:
    return _choice(asked.language, field, answer) if field in CHOICES else answer


def _buttons(asked: Personal, open_form: Form) -> tuple[tuple[Button, ...], ...]:
    field = _field(open_form)
    choices = [Button(_choice(asked.language, field, each), f"/form {each}") for each in _choices(open_form)]
    ways = [Button(asked.say("form-back"), "/form back")] if open_form.answers else []
    done = (
        [Button(asked.say("form-done"), "/form done")] if not _missing(asked, open_form) and _whole(open_form) else []
    )
    ways.append(Button(asked.say("form-stop"), "/form stop"))
    return rows(choices, 3) + rows(done, 1) + rows(ways, 2)


def _finished(asked: Personal, open_form: Form) -> Reply:
    """Turn a form into a request: the desk drafts the verdict, and shows it before it is published."""
    found, outcome = _subject(open_form)
    said = dict(zip(_head(open_form), open_form.answers, strict=False))
    ruling = Ruling.model_validate(
        {
            "outcome": outcome,
            "on": _today(asked),
            **{field: answer if field in CHOICES else _in(asked, answer) for field, answer in said.items()},
            **({"looked": _today(asked)} if said.get("lacks") == "no-data" else {}),
            "evidence": _evidence(asked, open_form),
        }
    )
    return Reply(Answer(asked.say("form-title"), (paragraph(asked.say("no-desk")),)), DraftVerdict(found, ruling))


def _evidence(asked: Personal, open_form: Form) -> tuple[Evidence, ...]:
    """Return the pieces of evidence that are whole; one without a date was seen today."""
    fields = _piece(open_form)
    whole = (dict(zip(fields, each, strict=True)) for each in _pieces(open_form) if len(each) == len(fields))
    return tuple(
        Evidence.model_validate(
            {**each, "fact": _in(asked, each["fact"])} | ({"seen": _today(asked)} if each["date"] == UNDATED else {})
        )
        for each in whole
    )


def _today(asked: Personal) -> dt.date:
    """Return the day where the editor is: in Asia it begins long before that of everything else here, which is UTC."""
    return asked.now.astimezone(ZoneInfo(asked.zone)).date()


def _in(asked: Personal, words: str) -> VerdictText:
    """Return words in the editor's language; those of the other one are still to be written."""
    return VerdictText(**{each: words if each == asked.language else "" for each in LANGUAGES})


def _subject(open_form: Form) -> tuple[str, Outcome]:
    """Return the prediction and the outcome a form is about."""
    _, found, outcome = open_form.about.split()
    return found, next(each for each in OUTCOMES if each == outcome)


def _head(open_form: Form) -> tuple[str, ...]:
    """Return what a form asks for before any evidence."""
    about, _, outcome = open_form.about.split()
    return ("because", "lacks", "settles") if outcome == "unclear" and about == VERDICT else ("because",)


def _piece(open_form: Form) -> tuple[str, ...]:
    """Return what a form asks for of each piece of evidence."""
    return tuple(each for each in EVIDENCE if each != "kind" or not open_form.about.startswith(FORM_OF_BEFORE))


def _field(open_form: Form) -> str:
    """Return what a form asks for next."""
    count, head, piece = len(open_form.answers), _head(open_form), _piece(open_form)
    return head[count] if count < len(head) else piece[(count - len(head)) % len(piece)]


def _choices(open_form: Form) -> tuple[str, ...]:
    """Return what may be chosen next; nothing where words are wanted."""
    return CHOICES.get(_field(open_form), ())


def _choice(language: Language, field: str, choice: str) -> str:
    match field:
        case "kind":
            return say(language, f"rank-{choice}")
        case "lacks":
            return say(language, f"lacks-{choice}")
    return say(language, f"bears-{choice}").rstrip(":：")


def _whole(open_form: Form) -> bool:
    """Tell whether a form could be handed in as it is, with nothing half said."""
    return bool(open_form.answers) and _field(open_form) == EVIDENCE[0]


def _pieces(open_form: Form) -> list[tuple[str, ...]]:
    """Return the pieces of evidence given so far, the last of them perhaps in part."""
    said, size = open_form.answers[len(_head(open_form)) :], len(_piece(open_form))
    return [said[start : start + size] for start in range(0, len(said), size)]


def _missing(asked: Personal, open_form: Form) -> int:
    """Return how many pieces of evidence a verdict still needs at least."""
    found, outcome = _subject(open_form)
    if (forecast := asked.edition.by_ref.get(found)) is None:
        return 0
    given = _evidence(asked, open_form)
    ruling = Ruling(outcome=outcome, on=_today(asked), because=_in(asked, "…"), evidence=given)
    wanted = LEAST_CORE_EVIDENCE if forecast.record.weight == "core" else 1
    if not given:
        return wanted if least_evidence(outcome) else 0
    return max(1, wanted - len(given)) if thin(forecast.record, ruling) else 0


def _outcome(asked: Personal, outcome: Outcome) -> str:
    return f"{MARKS[outcome]} {asked.say(f'state-{outcome}')}"
