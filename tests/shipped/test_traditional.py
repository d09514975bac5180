"""The shipped edition in traditional Chinese: no simplified character is left, and no button asks anything else."""

from __future__ import annotations

import pytest

from bot.answers import COMMANDS, Answer, answer
from bot.answers.checkin import issue
from bot.answers.checkin_cache import first_page
from bot.answers.editors.announce import note_page
from bot.content.edition import Edition
from bot.people.readers import Known, Note, Subscription
from bot.people.schedule import Weekly
from tests.conftest import NOW, TODAY
from tests.support.asking import asking, whole
from tests.support.first_pages import questions, statements
from tests.support.scripts import seen, simplified

SUBSCRIBED = Known(subscription=Subscription(Weekly(6, 570, "America/New_York"), next_at=NOW, since=NOW))
SETTINGS = ("/settings", "/settings day", "/settings time", "/settings zone", "/settings interest", "/checkin")
WRONG = ("/sector softwear", "/briefing kun-year-of-llm", "/nosuch", "/settings zone Nowhere", "/predictions nosuch")
PICTURES = tuple(f"/{name}" for name, row in COMMANDS.items() if row.draws)


def left(shown: Answer) -> set[str]:
    """Return the simplified characters in what readers see of an answer."""
    return set().union(*map(simplified, seen(shown)))


def commands(shown: Answer) -> list[str]:
    """Return what everything that can be pressed asks."""
    doors = [
        *(block.command for block in shown.blocks),
        *(span.command for each in shown.blocks for span in each.spans),
    ]
    return [*filter(None, doors), *(each.command for row in (*shown.filters, *shown.buttons) for each in row)]


def asked(edition: Edition, text: str) -> Answer:
    return answer(text, asking(edition, "zh-Hant", TODAY, known=SUBSCRIBED)).answer


def test_no_command_shows_a_simplified_character(shipped: Edition) -> None:
    terms = (f"/term {each}" for each in shipped.glossary)
    texts = (
        *(each for each in questions(shipped) if not simplified(each)),
        *list(statements(shipped))[::9],
        *terms,
        *PICTURES,
        *SETTINGS,
        *WRONG,
    )
    assert {each: found for each in texts if (found := left(asked(shipped, each)))} == {}


@pytest.mark.parametrize("text", ["/predictions ten-hypotheses", "/timeline", "/scores", "/briefing kun-year-of-llms"])
def test_no_later_page_does(shipped: Edition, text: str) -> None:
    assert left(whole(text, asking(shipped, "zh-Hant", TODAY))) == set()


def test_editors_see_none_in_their_lists(shipped: Edition) -> None:
    for text in ("/due", "/history", "/admin", "/help"):
        assert left(answer(text, asking(shipped, "zh-Hant", TODAY, editor=True)).answer) == set()


def test_a_check_in_and_a_note_are_converted_as_answers_are(shipped: Edition) -> None:
    due = asking(shipped, "zh-Hant", TODAY, known=SUBSCRIBED)
    told = first_page(due, issue(due))
    assert left(told) == set() and "回頭看" in told.title + told.blocks[0].spans[0].text + str(told)
    note = note_page("zh-Hant", Note(1, {"zh": "软件更新了“质量”。", "en": "New software."}, "telegram:1", NOW))
    assert note.blocks[0].spans[0].text == "軟體更新了「品質」。"


@pytest.mark.parametrize(
    "text",
    ["/start", "/help", "/sectors", "/predictions", "/search", "/scores", "/advice", "/debates", "/term", "/settings"],
)
def test_buttons_ask_what_they_ask_in_simplified_chinese(shipped: Edition, text: str) -> None:
    simple, traditional = (asking(shipped, each, TODAY, known=SUBSCRIBED) for each in ("zh", "zh-Hant"))
    assert commands(whole(text, traditional)) == commands(whole(text, simple))


def test_what_somebody_typed_is_quoted_as_they_typed_it(shipped: Edition) -> None:
    assert "软件的质量乃大事" in "".join(seen(asked(shipped, "/sector 软件的质量乃大事")))
