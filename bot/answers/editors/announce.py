"""/announce and /note: an editor's note to all subscribers, written in both languages, sent, and called back."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.answers.answer import Answer, Block, Button, Reply, bold, heading, paragraph, rows
from bot.answers.asked import Personal
from bot.answers.editors.admin import delivered
from bot.content.briefing import Language
from bot.content.drafts import Form
from bot.content.texts import read_in
from bot.people.changes import Announce, KeepForm, StopNote
from bot.people.readers import Note
from bot.words import WRITTEN, Written, say, written_as

NOTE: Final = "note"
"""What a form is about."""
LONGEST_NOTE: Final = 2_000
"""Characters of a note in one language: it fits one message with room for its buttons."""
UNDER_WAY: Final = ("queued", "sending")


def note(asked: Personal) -> Answer:
    """Show a note the editors sent (NUMBER)."""
    found = _found(asked, asked.words[0] if asked.words else "")
    if found is None:
        return Answer(asked.say("note-title"), (paragraph(asked.say("note-unknown")),))
    return note_page(asked.language, found)


def note_page(language: Language, found: Note) -> Answer:
    """Return a note as its readers see it."""
    buttons = [Button(say(language, "button-settings"), "/settings")]
    return Answer(
        say(language, "note-title"),
        tuple(_paragraphs(_words_in(language, found))),
        rows(buttons, 1),
        command=f"/note {found.number}",
    )


def _words_in(language: Language, found: Note) -> str:
    return read_in(language, found.words[written_as(language)])


def _paragraphs(words: str) -> Iterable[Block]:
    return (paragraph(part.strip()) for part in words.split("\n\n") if part.strip())


def announce(asked: Personal) -> Answer | Reply:
    """Begin a note, send the one that is written, or look after one that travels ([send NAME|stop NUMBER|NUMBER])."""
    match asked.words:
        case ("send", *looked_at):
            return _send(asked, looked_at)
        case ("stop", number) if (found := _found(asked, number)) and not found.stopped:
            return Reply(_progress(asked, found, stopped=True), StopNote(found.number))
        case (number,) | ("stop", number) if found := _found(asked, number):
            return _progress(asked, found)
    opened = Form(NOTE, asked.language)
    return Reply(question(asked, opened), KeepForm(opened))


def _found(asked: Personal, number: str) -> Note | None:
    return asked.known.notes.get(int(number)) if number.isdecimal() and len(number) < 10 else None


def _send(asked: Personal, looked_at: Sequence[str]) -> Answer | Reply:
    """Send the note that is written, if it is the one that was looked at; else have it looked at."""
    opened = asked.known.form
    if opened is None or opened.about != NOTE or len(opened.answers) < len(WRITTEN):
        return _sent(asked, looked_at)
    if list(looked_at) != [_name(_words(opened))]:
        return question(replace(asked, language=opened.language), opened)
    return Reply(Answer(asked.say("announce-title")), Announce(_words(opened)))


def _sent(asked: Personal, looked_at: Sequence[str]) -> Answer:
    """Look after the note that was sent when its button was pressed for the first time."""
    if found := [each for each in asked.known.notes.values() if _name(each.words) in looked_at]:
        return _progress(asked, found[-1])
    return Answer(asked.say("announce-title"), (paragraph(asked.say("announce-nothing")),), rows(_begin(asked), 1))


def _name(words: Mapping[Written, str]) -> str:
    """Return what tells a note from one that was written before it: its button sends no other."""
    return hashlib.sha256("\0".join(words[each] for each in WRITTEN).encode()).hexdigest()[:12]


def _begin(asked: Personal) -> list[Button]:
    return [Button(asked.say("note-button"), "/announce")]


def question(asked: Personal, opened: Form) -> Answer:
    """Ask for the words in the editor's language, then in the other one; then show both, and who will get them."""
    languages = _order(opened)
    if len(opened.answers) < len(languages):
        wanted = languages[len(opened.answers)]
        written = [block for words in opened.answers for block in _paragraphs(words)]
        blocks = (*written, paragraph(bold(asked.say("note-write", wanted=wanted))))
        return Answer(asked.say("announce-title"), blocks, _ways(asked, opened), command="/form")
    words = _words(opened)
    preview = [block for each in languages for block in (heading(say(each, "note-title")), *_paragraphs(words[each]))]
    lead = paragraph(asked.say("note-receivers", count=asked.known.receivers))
    count = asked.known.receivers
    send = [Button(asked.say("note-send", count=count), f"/announce send {_name(words)}")] if count else []
    return Answer(asked.say("announce-title"), (lead, *preview), rows(send, 1) + _ways(asked, opened), command="/form")


def _ways(asked: Personal, opened: Form) -> tuple[tuple[Button, ...], ...]:
    back = [Button(asked.say("form-back"), "/form back")] if opened.answers else []
    return rows([*back, Button(asked.say("form-stop"), "/form stop")], 2)


def fill(asked: Personal, opened: Form, words: str) -> Answer | Reply:
    """Take the words in one language."""
    written = "\n".join(_sound(line).rstrip() for line in words.strip().splitlines()).strip()
    if len(opened.answers) >= len(WRITTEN):
        return question(asked, opened)
    if not written or len(written) > LONGEST_NOTE:
        asks = question(asked, opened)
        return Answer(asks.title, (paragraph(asked.say("note-length", most=LONGEST_NOTE)), *asks.blocks), asks.buttons)
    longer = replace(opened, answers=(*opened.answers, written))
    return Reply(question(asked, longer), KeepForm(longer))


def _sound(line: str) -> str:
    """Return a line without what no channel takes; of it a single one would make every message fail."""
    return "".join(" " if unicodedata.category(each) in ("Cc", "Cs") else each for each in line)


def press(asked: Personal, opened: Form, word: str) -> Answer | Reply:
    """Ask again: this form has no buttons of its own."""
    return question(asked, opened)


def _progress(asked: Personal, found: Note, *, stopped: bool = False) -> Answer:
    """Show how far a note has come; it changes by itself until nothing of it is under way."""
    counts = {state: count for state, count in found.counts.items() if not (stopped and state == "queued")}
    going = found.spreading or any(counts.get(each) for each in UNDER_WAY)
    running = going and not (stopped or found.stopped)
    lead = "note-going" if running else "note-stopped" if stopped or found.stopped else "note-done"
    lines = delivered(asked, counts)
    blocks = (
        paragraph(bold(asked.say(lead)), *(f"\n{line}" for line in lines)),
        *_paragraphs(_words_in(asked.language, found)),
    )
    stop = [Button(asked.say("note-stop"), f"/announce stop {found.number}")] if running else []
    again = [Button(asked.say("admin-again"), f"/announce {found.number}")]
    return Answer(
        asked.say("announce-title"),
        blocks,
        rows([*stop, *again], 2),
        command=f"/announce {found.number}",
        follows=running,
    )


def _order(opened: Form) -> tuple[Written, ...]:
    """Return the languages in the order in which they are asked for: the editor's own first."""
    own = written_as(opened.language)
    return (own, *(each for each in WRITTEN if each != own))


def _words(opened: Form) -> Mapping[Written, str]:
    return dict(zip(_order(opened), opened.answers, strict=False))
