"""The trail of editors: each act in the log with who did it, none of what others merely read, and no reader's words."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.answers import Answer
from bot.app import Message
from bot.people.readers import Reader
from tests.support.newsroom import ANNA, BERT, Newsroom, newsroom

FILE = "briefings/quiet-library.yaml"


@pytest.fixture
def room(tmp_path: Path, files: dict[str, bytes]) -> Iterator[Newsroom]:
    with newsroom(tmp_path, files) as room:
        yield room


@pytest.fixture
def written(log: Callable[..., io.StringIO]) -> io.StringIO:
    return log("info", "text", [])


async def says(room: Newsroom, who: int, text: str, **files: bytes) -> Answer:
    named = {name.replace("__", "/") + ".yaml": content for name, content in files.items()}
    message = Message(reader=Reader("telegram", str(who)), text=text, language="en", files=named)
    return await room.program.reception.answer(message)


def acts(written: io.StringIO) -> list[str]:
    return [line.partition("bot.trail: ")[2] for line in written.getvalue().splitlines() if "bot.trail: " in line]


async def test_who_edits_what_stands_in_the_log_also_where_it_came_to_nothing(
    room: Newsroom, written: io.StringIO, files: dict[str, bytes]
) -> None:
    new = files[FILE].replace(b"took one in five", b"took two in five")
    assert new != files[FILE]
    await says(room, ANNA, "", briefings__quiet_library=b"")  # no such file
    await says(room, ANNA, "", **{"briefings__quiet-library": new})
    digest = acts(written)[-1]
    (draft,) = room.desk.drafts()
    await says(room, BERT, f"/publish {draft.digest}")
    await says(room, BERT, f"/discard {draft.digest}")
    await says(room, ANNA, "/undo")
    await says(room, ANNA, "/reload")
    await says(room, ANNA, "/admin rest")
    anna, bert = f"telegram:{ANNA}", f"telegram:{BERT}"
    assert digest == f"draft of {FILE} by {anna}"
    assert acts(written)[-5:] == [
        f"publication of {draft.digest} by {bert}",
        f"end of the draft {draft.digest} by {bert}: declined, no-draft",
        f"draft of the edition before the last one by {anna}",
        f"reload of the files by {anna}",
        f"check-ins sent to the rest by {anna}",
    ]


async def test_who_only_looks_and_who_is_no_editor_leaves_no_trail(room: Newsroom, written: io.StringIO) -> None:
    for text in ("/history", "/draft", "/file", "/admin", "/due", "/sectors"):
        await says(room, ANNA, text)
    for text in ("/publish 0123456789abcdef", "/reload", "a secret word"):
        await says(room, 4711, text)
    assert acts(written) == [] and "secret word" not in written.getvalue()


async def test_a_note_to_all_and_its_end_and_a_new_editor_stand_there_too(room: Newsroom, written: io.StringIO) -> None:
    await says(room, 4711, "/subscribe")
    await says(room, ANNA, "/announce")
    await says(room, ANNA, "大家好")
    looked_at = await says(room, ANNA, "hello all")
    (send,) = (each.command for row in looked_at.buttons for each in row if each.command.startswith("/announce send"))
    for text in (send, "/announce stop 1"):
        await says(room, ANNA, text)
    await room.app.admit(Reader("web", "w" * 22), room.now)
    note, end, link = acts(written)
    assert (note, end) == (f"a note to all by telegram:{ANNA}", f"end of note 1 by telegram:{ANNA}")
    assert link.startswith("the editors' link opened by web:") and "w" * 22 not in link
    assert "hello all" not in written.getvalue()
