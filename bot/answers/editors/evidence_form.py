"""What forms of verdicts and of standings have in common: some questions first, then evidence, piece by piece."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final, NamedTuple, get_args
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from bot.answers.answer import Answer, Block, Button, Reply, bold, paragraph, rows
from bot.answers.asked import Personal
from bot.content.briefing import Bearing, Evidence, Rank, VerdictText
from bot.content.drafts import DeskRequest, Form
from bot.content.periods import Period
from bot.content.values import UNDATED, Address, Dated, Day, ShortWords, Words
from bot.people.changes import KeepForm
from bot.search import normal
from bot.words import WRITTEN, written_as

EVIDENCE: Final = ("url", "publisher", "kind", "date", "fact", "bears")
"""What is asked of each piece of evidence, one after the other."""
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {each: f"rank-{each}" for each in get_args(Rank)},
    "bears": {each: f"bears-{each}" for each in get_args(Bearing)},
}
"""What of it is chosen by a button: the choices, each with the message that names it."""

_VALID: Final[Mapping[str, TypeAdapter[Any]]] = {
    "because": TypeAdapter(Words),
    "naive-because": TypeAdapter(Words),
    "settles": TypeAdapter(Words),
    "next": TypeAdapter(Day),
    "ripe": TypeAdapter(Day),
    "url": TypeAdapter(Address),
    "publisher": TypeAdapter(ShortWords),
    "date": TypeAdapter(Dated),
    "fact": TypeAdapter(Words),
}


class Offer(NamedTuple):
    """What a button of a form says, and what pressing it answers."""

    label: str
    answer: str


class EvidenceForm(ABC):
    """One kind of form: what it is about, what it asks before any evidence (`head`), and what comes of it."""

    choices: ClassVar[Mapping[str, Mapping[str, str]]] = CHOICES
    """What is chosen by a button, and nothing else."""

    @abstractmethod
    def head(self, opened: Form) -> tuple[str, ...]:
        """Return what a form asks for before any evidence."""

    @abstractmethod
    def subject(self, asked: Personal, opened: Form) -> str:
        """Return what a form is about, in a line."""

    @abstractmethod
    def missing(self, asked: Personal, opened: Form) -> int:
        """Return how many pieces of evidence are still needed at least."""

    @abstractmethod
    def request(self, asked: Personal, opened: Form) -> DeskRequest:
        """Turn a form that is whole into a request to the desk."""

    def piece(self, opened: Form) -> tuple[str, ...]:
        """Return what a form asks for of each piece of evidence."""
        return EVIDENCE

    def offers(self, asked: Personal, opened: Form, field: str) -> dict[str, Offer]:
        """Return the buttons that answer what is asked for next, by the words they carry."""
        return {each: Offer(_label(asked, name), each) for each, name in self.choices.get(field, {}).items()}

    def question(self, asked: Personal, opened: Form) -> Answer:
        """Ask for the next thing, with what was said so far."""
        blocks = [
            paragraph(self.subject(asked, opened)),
            *self._so_far(asked, opened),
            *([paragraph(asked.say("form-wanting", count=more))] if (more := self.missing(asked, opened)) else ()),
            paragraph(bold(self._wanted(asked, opened))),
        ]
        return Answer(asked.say("form-title"), tuple(blocks), self._buttons(asked, opened), command="/form")

    def press(self, asked: Personal, opened: Form, word: str) -> Answer | Reply:
        """Take a button of the form: done, or one of those it offers."""
        if word == "done" and self._whole(opened) and not self.missing(asked, opened):
            shown = Answer(asked.say("form-title"), (paragraph(asked.say("no-desk")),))
            return Reply(shown, self.request(asked, opened))
        if offer := self.offers(asked, opened, self._field(opened)).get(word):
            return self._filled(asked, opened, offer.answer)
        return self.question(asked, opened)

    def fill(self, asked: Personal, opened: Form, words: str) -> Answer | Reply:
        """Take what an editor wrote as the answer to what the form asks."""
        field, words = self._field(opened), " ".join(words.split())
        if choices := self.choices.get(field):
            called = {
                normal(_label(asked.speaking(each), name)): word
                for word, name in choices.items()
                for each in (*WRITTEN, asked.language)
            }
            word = called.get(normal(words), normal(words))
            return self._filled(asked, opened, word) if word in choices else self._again(asked, opened, field)
        try:
            value = _VALID[field].validate_python(words)
        except ValidationError:
            return self._again(asked, opened, field)
        if isinstance(value, dt.date) and value <= today(asked):
            return self._again(asked, opened, "day-past")
        if isinstance(value, Period) and value.first > today(asked):
            return self._again(asked, opened, "date-future")
        return self._filled(asked, opened, str(value))

    def said(self, opened: Form) -> dict[str, str]:
        """Return what was said before any evidence, by what was asked for."""
        return dict(zip(self.head(opened), opened.answers, strict=False))

    def evidence(self, asked: Personal, opened: Form) -> tuple[Evidence, ...]:
        """Return the pieces of evidence that are whole; one without a date was seen today."""
        fields = self.piece(opened)
        whole = (dict(zip(fields, each, strict=True)) for each in self._pieces(opened) if len(each) == len(fields))
        return tuple(
            Evidence.model_validate(
                {**each, "fact": in_one_language(asked, each["fact"])}
                | ({"seen": today(asked)} if each["date"] == UNDATED else {})
            )
            for each in whole
        )

    def _filled(self, asked: Personal, opened: Form, answer: str) -> Reply:
        longer = replace(opened, answers=(*opened.answers, answer))
        return Reply(self.question(asked, longer), KeepForm(longer))

    def _again(self, asked: Personal, opened: Form, problem: str) -> Answer:
        shown = self.question(asked, opened)
        return Answer(shown.title, (paragraph(asked.say(f"bad-{problem}")), *shown.blocks), shown.buttons)

    def _wanted(self, asked: Personal, opened: Form) -> str:
        """Return what is to be written or chosen next, in words."""
        field, head = self._field(opened), self.head(opened)
        if len(opened.answers) < len(head):
            return asked.say({"because": "why"}.get(field, f"form-{field}"))
        number = (len(opened.answers) - len(head)) // len(self.piece(opened)) + 1
        return asked.say(f"evidence-{field}", number=number)

    def _so_far(self, asked: Personal, opened: Form) -> Iterator[Block]:
        for field, answer in self.said(opened).items():
            yield paragraph(self._told(asked, field, answer))
        for number, evidence in enumerate(self._pieces(opened), 1):
            told = (self._told(asked, *each) for each in zip(self.piece(opened), evidence, strict=False))
            yield paragraph(f"{number}. " + " · ".join(told))

    def _told(self, asked: Personal, field: str, answer: str) -> str:
        name = self.choices.get(field, {}).get(answer)
        return _label(asked, name) if name else answer

    def _buttons(self, asked: Personal, opened: Form) -> tuple[tuple[Button, ...], ...]:
        offered = self.offers(asked, opened, self._field(opened))
        choices = [Button(each.label, f"/form {word}") for word, each in offered.items()]
        ready = self._whole(opened) and not self.missing(asked, opened)
        done = [Button(asked.say("form-done"), "/form done")] if ready else []
        back = [Button(asked.say("form-back"), "/form back")] if opened.answers else []
        return rows(choices, 3) + rows(done, 1) + rows([*back, Button(asked.say("form-stop"), "/form stop")], 2)

    def _field(self, opened: Form) -> str:
        """Return what a form asks for next."""
        count, head, piece = len(opened.answers), self.head(opened), self.piece(opened)
        return head[count] if count < len(head) else piece[(count - len(head)) % len(piece)]

    def _whole(self, opened: Form) -> bool:
        """Tell whether a form could be handed in as it is, with nothing half said."""
        return bool(opened.answers) and self._field(opened) == EVIDENCE[0]

    def _pieces(self, opened: Form) -> list[tuple[str, ...]]:
        """Return the pieces of evidence given so far, the last of them perhaps in part."""
        said, size = opened.answers[len(self.head(opened)) :], len(self.piece(opened))
        return [said[start : start + size] for start in range(0, len(said), size)]


def today(asked: Personal) -> dt.date:
    """Return the day where the editor is: in Asia it begins long before that of everything else here, which is UTC."""
    return asked.now.astimezone(ZoneInfo(asked.zone)).date()


def in_one_language(asked: Personal, words: str) -> VerdictText:
    """Return words in the editor's language; those of the other one are still to be written."""
    return VerdictText(**{each: words if each == written_as(asked.language) else "" for each in WRITTEN})


def _label(asked: Personal, message: str) -> str:
    return asked.say(message).rstrip(":：")
