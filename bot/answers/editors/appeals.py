"""/appeals, /uphold, /decline and /close: what readers object to, and the form by which an editor answers.

An appeal that is upheld or declined stands with its forecast from then on, with the answer. Many are closed at once,
with one reason, which their readers hear; of those nothing is published: whoever floods us is given no stage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple, get_args

from bot.answers import names
from bot.answers.answer import Answer, Block, Button, Reply, bold, heading, paragraph, rows
from bot.answers.appeals_heard import called
from bot.answers.asked import Personal
from bot.answers.editors.waiting_appeals import facts, listed
from bot.content.drafts import Form
from bot.people import appeals as of_readers
from bot.people.appeals import DECISIONS, Appeal, Decision, Scope
from bot.people.changes import AnswerAppeals, KeepForm
from bot.words import WRITTEN, Written, say, written_as

APPEAL: Final = "appeal"
"""What a form is about, with the decision, the scope and what is answered behind it."""
LONGEST_ANSWER: Final = 600
"""Characters of an answer in one language: it stands whole with the forecast."""
NEW: Final = "new"
"""The word for all appeals of new readers."""
DONE: Final = "done"


class _Subject(NamedTuple):
    """What a form is to answer: how, which appeals (a number, a name, or nothing), and none newer than `until`."""

    decision: Decision
    scope: Scope
    what: str
    until: int


def appeals(asked: Personal) -> Answer:
    """List the appeals that wait, the weightiest first; or show one with the ways to answer it ([NUMBER])."""
    waiting = asked.known.waiting
    if asked.words and (found := _found(asked, asked.words[0])):
        return _one(asked, found)
    count = {"count": waiting.total}
    lead = asked.say("appeals-none" if not waiting.total else "appeals-lead", new=waiting.newcomers)
    close = Button(
        asked.say("appeals-close-new", count=waiting.newcomers), f"/close {NEW} {waiting.newest}", "", "danger"
    )
    blocks = (paragraph(lead), *listed(asked, waiting.first))
    return Answer(
        asked.say("appeals-title", **count), blocks, rows([close] if waiting.newcomers else [], 1), command="/appeals"
    )


def _found(asked: Personal, word: str) -> Appeal | None:
    return next((each for each in asked.known.waiting.first if str(each.number) == word), None)


def _one(asked: Personal, found: Appeal) -> Answer:
    """Show one appeal: to what it objects, in which words, and how it can be answered."""
    number, name = found.number, found.prediction
    forecast = asked.edition.by_ref.get(name)
    statement = asked.text(forecast.record.statement) if forecast else name
    blocks = (
        paragraph(bold(statement), f"\n{called(asked, found.against)}"),
        paragraph(f"🙋 {found.words}", f"\n{facts(asked, found)}"),
        paragraph(asked.say("appeals-how")),
    )
    decide = [Button(asked.say("appeals-uphold"), f"/uphold {number}", "", "success")]
    decide += [Button(asked.say("appeals-decline"), f"/decline {number}")]
    away = [Button(asked.say("appeals-close"), f"/close {number}", "", "danger")]
    away += [Button(asked.say("appeals-close-all"), f"/close {name} {asked.known.waiting.newest}", "", "danger")]
    look = [Button(asked.say("prediction"), f"/prediction {name}"), Button(asked.say("appeals-all"), "/appeals")]
    buttons = rows(decide, 2) + rows(away, 1) + rows(look, 2)
    return Answer(asked.say("appeals-one", number=number), blocks, buttons, command=f"/appeals {number}")


def uphold(asked: Personal) -> Answer | Reply:
    """Begin the answer to an appeal that is right (NUMBER)."""
    return _begin(asked, "upheld")


def decline(asked: Personal) -> Answer | Reply:
    """Begin the answer to an appeal that is not right (NUMBER)."""
    return _begin(asked, "declined")


def close(asked: Personal) -> Answer | Reply:
    """Begin the reason for which appeals are closed unpublished (NUMBER, or ID|new and the NUMBER of the newest)."""
    return _begin(asked, "closed")


def _begin(asked: Personal, decision: Decision) -> Answer | Reply:
    subject = _meant(asked, decision)
    if subject is None:
        return appeals(asked.about())
    opened = Form(" ".join((APPEAL, decision, subject.scope, subject.what or "-", str(subject.until))), asked.language)
    return Reply(question(asked, opened), KeepForm(opened))


def _meant(asked: Personal, decision: Decision) -> _Subject | None:
    """Return what the words of a command are to answer; None where it waits no more."""
    match asked.words:
        case (word,) if found := _found(asked, word):
            return _Subject(decision, "one", word, found.number)
        case (word, until) if decision == "closed" and until.isdecimal() and len(until) < 10:
            if word == NEW:
                return _Subject(decision, "newcomers", "", int(until))
            if name := names.of_predictions(asked.edition).find(word):
                return _Subject(decision, "forecast", name, int(until))
    return None


def _subject(opened: Form) -> _Subject:
    _, decision, scope, what, until = opened.about.split()
    return _Subject(
        next(each for each in DECISIONS if each == decision),
        next(each for each in get_args(Scope) if each == scope),
        "" if what == "-" else what,
        int(until),
    )


def question(asked: Personal, opened: Form) -> Answer:
    """Ask for the answer in the editor's language, then in the other one; then show both before they are given."""
    order = _order(opened)
    lead = _lead(asked, opened)
    if len(opened.answers) < len(order):
        written = [paragraph(words) for words in opened.answers]
        wanted = asked.say(f"appeals-write-{_subject(opened).decision}", wanted=order[len(opened.answers)])
        return _asking(asked, opened, (*lead, *written, paragraph(bold(wanted))))
    words = _words(opened)
    shown = [block for each in order for block in (heading(say(each, "appeal-answer")), paragraph(words[each]))]
    return _asking(asked, opened, (*lead, *shown), [Button(asked.say("appeals-give"), f"/form {DONE}", "", "success")])


def _asking(asked: Personal, opened: Form, blocks: tuple[Block, ...], ready: list[Button] | None = None) -> Answer:
    back = [Button(asked.say("form-back"), "/form back")] if opened.answers else []
    ways = rows(ready or [], 1) + rows([*back, Button(asked.say("form-stop"), "/form stop")], 2)
    return Answer(asked.say("appeals-answer"), blocks, ways, command="/form")


def _lead(asked: Personal, opened: Form) -> list[Block]:
    """Return what is being answered, and how."""
    subject = _subject(opened)
    decided = bold(asked.say(f"appeals-now-{subject.decision}"))
    if subject.scope == "one":
        found = _found(asked, subject.what)
        return [paragraph(decided), paragraph(f"🙋 {found.words}" if found else asked.say("appeals-gone"))]
    if subject.scope == "newcomers":
        return [paragraph(decided, "\n", asked.say("appeals-close-new", count=asked.known.waiting.newcomers))]
    forecast = asked.edition.by_ref.get(subject.what)
    about = asked.text(forecast.record.statement) if forecast else subject.what
    return [paragraph(decided, "\n", asked.say("appeals-close-all"), f"\n{about}")]


def fill(asked: Personal, opened: Form, words: str) -> Answer | Reply:
    """Take the words in one language."""
    words = " ".join("".join(each if each.isprintable() else " " for each in words).split())
    if len(opened.answers) >= len(WRITTEN):
        return question(asked, opened)
    if not words or len(words) > LONGEST_ANSWER:
        asks = question(asked, opened)
        return replace(asks, blocks=(paragraph(asked.say("note-length", most=LONGEST_ANSWER)), *asks.blocks))
    longer = replace(opened, answers=(*opened.answers, words))
    return Reply(question(asked, longer), KeepForm(longer))


def press(asked: Personal, opened: Form, word: str) -> Answer | Reply:
    """Give the answer that is written, where it still waits; else ask again."""
    subject = _subject(opened)
    if word != DONE or len(opened.answers) < len(WRITTEN):
        return question(asked, opened)
    found = _found(asked, subject.what)
    if subject.scope == "one" and not found:
        gone = Answer(asked.say("appeals-answer"), (paragraph(asked.say("appeals-gone")),), rows(_on(asked), 1))
        return Reply(gone, KeepForm(None))
    given = of_readers.Reply(subject.scope, subject.what, subject.until, subject.decision, _words(opened))
    return Reply(_given(asked, subject, found), AnswerAppeals(given))


def _given(asked: Personal, subject: _Subject, found: Appeal | None) -> Answer:
    """Say that it is answered; where an appeal is right, lead to what corrects the record."""
    said = paragraph(asked.say(f"appeals-done-{subject.decision}"))
    mend: list[Button] = []
    if found and subject.decision == "upheld":
        again = "standing" if found.against.startswith("leans-") else "resolve"
        mend = [Button(asked.say("appeals-correct"), f"/{again} {found.prediction}")]
    shown = [Button(asked.say("prediction"), f"/prediction {found.prediction}")] if found else []
    return Answer(asked.say("appeals-answer"), (said,), rows([*mend, *shown, *_on(asked)], 1))


def _on(asked: Personal) -> list[Button]:
    return [Button(asked.say("appeals-all"), "/appeals")]


def _order(opened: Form) -> tuple[Written, ...]:
    """Return the languages in the order in which they are asked for: the editor's own first."""
    own = written_as(opened.language)
    return (own, *(each for each in WRITTEN if each != own))


def _words(opened: Form) -> Mapping[Written, str]:
    return dict(zip(_order(opened), opened.answers, strict=False))
