"""The desk's answers: drafts with previews, problems on the lines of their files, the history, the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.answers import advice, briefings, debates, prediction, sectors
from bot.answers.answer import Answer, Block, Button, File, Span, bold, item, paragraph, rows
from bot.answers.asked import Asked, Personal
from bot.answers.editors.changes import listed, tallied
from bot.answers.paging import paginate
from bot.answers.problems import describe
from bot.content.briefing import Language
from bot.content.diff import Difference, tally
from bot.content.drafts import Declined, Draft, EditionEntry
from bot.content.edition import Edition, InvalidEdition
from bot.content.problem import NOT_READ, Problem
from bot.people.readers import Known
from bot.words import say

CHARACTERS_BEFORE: Final = 24
"""Characters of a line that are shown before the place of a problem."""
CHARACTERS_AFTER: Final = 48

_Page = tuple[Callable[[Personal], Answer], tuple[str, ...]]
"""What answers a question of readers, and the words of the question."""


def drafted(asked: Asked, draft: Draft, found: Iterable[Difference], after: Edition) -> Answer:
    """Show a draft: what it changes in words, then every change with each text before and after."""
    found = tuple(found)
    lead = paragraph(bold(tallied(asked.language, tally(found))), f"\n{_signed(asked, draft)}")
    blocks = (lead, *listed(asked, found, after))
    previews = _previews(found, after)
    look = [Button(asked.say("button-preview"), f"/draft {draft.digest} 1")] if previews else []
    buttons = rows([*look, *_decide(asked, draft.digest)], 3)
    return Answer(asked.say("proposal-title", digest=draft.digest), blocks, buttons, command=f"/draft {draft.digest}")


def previewed(asked: Personal, draft: Draft, found: Iterable[Difference], after: Edition, number: int) -> Answer:
    """Show one of the pages a draft changes just as readers will see it; `number` counts them from 1."""
    pages = _previews(found, after)
    if not pages:
        return drafted(asked, draft, found, after)
    number = min(max(number, 1), len(pages))
    shows, words = pages[number - 1]
    page = shows(replace(asked, edition=after, known=Known(), words=words))
    turns = [(asked.say("button-back"), number - 1), (asked.say("button-on"), number + 1)]
    others = [Button(label, f"/draft {draft.digest} {to}") for label, to in turns if 1 <= to <= len(pages)]
    buttons = rows(others, 2) + rows(
        [Button(asked.say("button-changes"), f"/draft {draft.digest}"), *_decide(asked, draft.digest)], 3
    )
    title = asked.say("preview-title", number=number, count=len(pages), title=page.title)
    return Answer(title, tuple(map(_closed, page.blocks)), buttons, command=f"/draft {draft.digest} {number}")


def published(asked: Asked, digest: str, counts: Mapping[str, int]) -> Answer:
    """Say that a draft is what readers now see."""
    blocks = (paragraph(asked.say("published", digest=digest)), paragraph(tallied(asked.language, counts)))
    buttons = [Button(asked.say("button-history"), "/history"), Button(asked.say("button-undo"), "/undo")]
    return Answer(asked.say("published-title"), blocks, rows(buttons, 2))


def discarded(asked: Asked) -> Answer:
    """Say that a draft is gone."""
    return Answer(asked.say("proposal-gone-title"), (paragraph(asked.say("proposal-gone")),))


def refused(asked: Asked, invalid: InvalidEdition) -> Answer:
    """Show what is wrong with files: where, the line, what is wrong, what to do. One message; the rest is counted."""
    count = len(invalid.problems)
    items = [_problem(asked, each, invalid.line(each)) for each in invalid.problems]
    beside = all(each.code in NOT_READ for each in invalid.problems)
    blocks = paginate([paragraph(asked.say("not-read" if beside else "refused")), *items], asked.limits)[0]
    left = count - (len(blocks) - 1)
    more = (paragraph(asked.say("refused-more", count=left)),) if left else ()
    return Answer(asked.say("refused-title", count=count), (*blocks, *more), command="/reload")


def declined(asked: Asked, why: Declined) -> Answer:
    """Say why the desk does not do what was asked."""
    return Answer(asked.say("declined-title"), (paragraph(reason(asked.language, why)),))


def reason(language: Language, why: Declined) -> str:
    """Return in words why the desk declines."""
    return say(language, f"desk-{why.code}", **why.args_of_code)


def drafts(asked: Asked, found: Iterable[Draft]) -> Answer:
    """List the drafts of all editors, each a door to it."""
    blocks = [item(bold(each.digest), f"\n{_signed(asked, each)}", command=f"/draft {each.digest}") for each in found]
    return Answer(
        asked.say("proposals-title"), tuple(blocks or [paragraph(asked.say("proposals-none"))]), command="/draft"
    )


def history_page(asked: Asked, found: Sequence[EditionEntry]) -> Answer:
    """List the editions that were live, the last one first: who brought each, when, and what it changed."""
    blocks = [
        item(bold(f"{each.number} · {_time(each)} · {each.digest}"), f"\n{_brought(asked, each)}") for each in found
    ]
    lead = paragraph(asked.say("history-how"))
    buttons = [Button(asked.say("button-undo"), "/undo")]
    if (oldest := min((each.number for each in found), default=1)) > 1:
        buttons.append(Button(asked.say("history-earlier"), f"/history {oldest}"))
    return Answer(asked.say("history-title"), (lead, *blocks), rows(buttons, 2), command="/history")


def files(asked: Asked, names: Iterable[str]) -> Answer:
    """List the files of the content, each a door to it."""
    doors = [(name, f"/file {name}") for name in names]
    blocks = [item(name, command=command if Button(name, command).fits else "") for name, command in doors]
    return Answer(asked.say("files-title"), (paragraph(asked.say("files-how")), *blocks), command="/file")


def fetched(asked: Asked, name: str, content: bytes) -> Answer:
    """Hand over a file."""
    if not content:  # Telegram takes no empty file
        return Answer(name, (paragraph(asked.say("file-empty")),), command=f"/file {name}")
    file = File(name.rpartition("/")[2], content)
    return Answer(name, (paragraph(asked.say("files-how")),), command=f"/file {name}", file=file)


def reloaded(asked: Asked, edition: Edition) -> Answer:
    """Say which edition is live now that the files have been read again."""
    counts = {"briefings": len(edition.briefings), "predictions": len(edition.predictions)}
    return Answer(
        asked.say("reloaded-title"),
        (paragraph(asked.say("reloaded", digest=edition.digest, **counts)),),
        command="/reload",
    )


def _brought(asked: Asked, entry: EditionEntry) -> str:
    how = asked.say("history-found") if entry.how == "found" else asked.say(f"history-{entry.how}", by=entry.by)
    return f"{how}\n{tallied(asked.language, entry.what)}" if entry.what else how


def _signed(asked: Asked, draft: Draft) -> str:
    names = asked.joined(draft.files)
    return f"{draft.by} · {_time(draft)}\n{names}"


def _time(what: Draft | EditionEntry) -> str:
    return f"{what.at:%Y-%m-%d %H:%M} UTC"


def _decide(asked: Asked, digest: str) -> list[Button]:
    return [
        Button(asked.say("button-publish"), f"/publish {digest}", style="success"),
        Button(asked.say("button-discard"), f"/discard {digest}", style="danger"),
    ]


def _previews(found: Iterable[Difference], after: Edition) -> list[_Page]:
    """Return the questions whose answers a draft changes, each once."""
    return list(dict.fromkeys(page for change in found if (page := _page(change, after))))


def _page(change: Difference, after: Edition) -> _Page | None:
    here = change.how in ("added", "changed")
    match change.kind:
        case "briefings":
            return (briefings.briefing, (change.name,)) if here else (briefings.briefings, ())
        case "predictions" if here:
            return prediction.prediction, (f"{change.within}/{change.name}",)
        case "debates":
            return (debates.debate, (change.name,)) if here else (debates.debates, ())
        case "vocabulary":
            return _page_of_term(change) if here else None
        case "cards":
            slugs = [each.briefing for each in after.briefings if each.source == change.name]
            return (briefings.briefing, (slugs[0],)) if slugs and here else None
    return briefings.briefing, (change.within, change.kind)


def _page_of_term(change: Difference) -> _Page:
    return sectors.sector if change.within == "sectors" else advice.advice, (change.name,)


def _closed(block: Block) -> Block:
    """Return a block whose doors are shut: they would open on what readers see now."""
    return replace(block, command="", spans=tuple(replace(span, command="") for span in block.spans))


def _problem(asked: Asked, found: Problem, line: str) -> Block:
    """Return where a problem is, its line with the place marked, what is wrong and what to do."""
    place = bold(f"{found.file}:{found.mark.line}:{found.mark.column}")
    return item(place, *_excerpt(line, found.mark.column), f"\n{describe(asked.language, found)}")


def _excerpt(line: str, column: int) -> tuple[Span | str, ...]:
    """Return the part of a line around a column, from which on it is bold."""
    if not line.strip():
        return ()
    text = "".join(character if character.isprintable() else "?" for character in line)
    start, at, end = max(column - 1 - CHARACTERS_BEFORE, 0), column - 1, column - 1 + CHARACTERS_AFTER
    before = ("…" if text[:start].strip() else "") + text[start:at].lstrip()
    return f"\n{before}▸", bold(text[at:end]), "…" if len(text) > end else ""
