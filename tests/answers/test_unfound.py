"""What is asked in vain: how it is counted alike, what of it is kept nowhere, and what /due shows of it to editors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import Answer, Button, Reply, answer
from bot.answers.editors.due import MOST_UNFOUND
from bot.answers.limits import EVERYWHERE
from bot.answers.unfound import question
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.people.readers import Known
from bot.words import LANGUAGES, say
from tests.conftest import TODAY
from tests.support.asking import asking, whole

NOTHING = "zzqx vwkj"


def asked(edition: Edition, text: str, language: Language = "en", *, on_purpose: bool = True) -> Reply:
    return answer(text, asking(edition, language, TODAY), on_purpose=on_purpose)


@pytest.mark.parametrize(
    "words",
    ["Zzqx vwkj", "  zzqx\tVWKJ ??", "ＺＺＱＸ　ｖｗｋｊ！", "“zzqx vwkj”".strip("“”"), "zzqx vwkj。", "zzqx vwkj …"],
)
def test_the_same_question_is_counted_alike_however_it_is_written(words: str) -> None:
    assert question(words) == NOTHING


@pytest.mark.parametrize(
    "words",
    [
        "who is 13800138000",
        "138 0013 8000",
        "+86 (138) 0013-8000",
        "139.0013.8000 是谁",
        "１３８００１３８０００",
        "一三八零零一三八零零零",
        "12345",
        "六二二二零二",
        "@zhangsan",
        "where is ＠zhangsan",
        "zhang.san@example.com",
        "http://zzqx",
        "see www.zzqx",
        "example.com/zhang",
        "t.me/zhangsan",
        "10.0.112.19 down",
        "朝阳区建国路 88 号",
        "3 号楼 2 单元",
        "101室",
        "221b Baker Street",
        "12 old mill rd",
    ],
)
def test_what_may_lead_to_somebody_is_kept_nowhere(edition: Edition, words: str) -> None:
    assert question(words) == ""
    assert asked(edition, f"{NOTHING} {words}").unfound == "", "nor with other words around it"


@pytest.mark.parametrize("words", ["?!", "👍", "…", "  "])
def test_what_holds_no_word_is_no_question(words: str) -> None:
    assert question(words) == ""


@pytest.mark.parametrize(
    "words", ["gpt-4.5", "gpt5 2030年", "in 2024 or 2025", "e.g. mils", "1,000,000 robots", "二零三零年"]
)
def test_years_and_versions_lead_to_nobody(words: str) -> None:
    assert question(words) == words


@given(st.text(max_size=300))
def test_whatever_is_asked_its_button_searches_for_it_and_it_is_counted_as_itself(words: str) -> None:
    kept = question(words)
    assert EVERYWHERE.carries(f"/search {kept}") and question(kept) == kept


def test_a_long_question_is_counted_by_its_beginning_in_whole_words() -> None:
    assert question("bakeri " * 12) == " ".join(["bakeri"] * 8)
    assert question("面包房会不会在三年之内全部消失掉还是说不会") == "面包房会不会在三年之内全部消失掉还是"
    assert question("x" * 90) == "x" * 56


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [NOTHING, f"/search {NOTHING}", f" /search  {NOTHING.upper()}? "])
def test_what_finds_nothing_is_to_be_counted_and_changes_nothing(small: Edition, text: str, language: Language) -> None:
    for _ in range(2):  # the second comes from what is kept of the first
        reply = asked(small, text, language)
        assert reply.answer.title == say(language, "search-none-title")
        assert reply.unfound == NOTHING and not reply.changes


@pytest.mark.parametrize("text", ["bakers", "/search bakers", "/search", "hello", "/sector zzqx", "/zzqx"])
def test_what_finds_something_or_does_not_search_is_not_counted(small: Edition, text: str) -> None:
    assert asked(small, text).unfound == ""


@pytest.mark.parametrize("text", [NOTHING, f"/search {NOTHING}"])
def test_what_nobody_asked_on_purpose_is_not_counted(small: Edition, text: str) -> None:
    reply = asked(small, text, on_purpose=False).harmless
    assert reply.answer.title == say("en", "search-none-title") and reply.unfound == ""


@pytest.mark.parametrize("payload", ["search_zzqx", "_c2VhcmNoIHp6cXg"])
def test_a_link_that_somebody_else_made_is_not_counted(small: Edition, payload: str) -> None:
    reply = asked(small, f"/start {payload}")
    assert reply.answer.title == say("en", "search-none-title") and reply.unfound == ""


# What editors see of it


def due(edition: Edition, language: Language, unfound: dict[str, int]) -> Answer:
    return whole("/due", asking(edition, language, TODAY, editor=True, known=Known(unfound=unfound)))


def told(found: Answer, language: Language) -> list[tuple[str, str]]:
    """Return what stands below the heading of what was asked in vain: texts and commands of doors."""
    texts = [("".join(span.text for span in block.spans), block.command) for block in found.blocks]
    heading = (say(language, "due-unfound"), "")
    return texts[texts.index(heading) + 1 :] if heading in texts else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_due_ends_with_what_is_asked_most_in_vain_each_a_door_to_its_search(small: Edition, language: Language) -> None:
    found = due(small, language, {"zzqx": 7, "vwkj": 3})
    times = [say(language, "due-unfound-times", count=count) for count in (7, 3)]
    assert told(found, language) == [(f"zzqx — {times[0]}", "/search zzqx"), (f"vwkj — {times[1]}", "/search vwkj")]
    assert "7" in times[0] and not told(due(small, language, {}), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_search_finds_by_now_is_shown_no_more(small: Edition, language: Language) -> None:
    found = told(due(small, language, {"bakers": 9, "zzqx": 4, "面包": 3}), language)
    assert [command for _, command in found] == ["/search zzqx"]
    assert told(due(small, language, {"bakers": 9}), language) == []


def test_at_most_five_are_shown_whatever_was_answered_meanwhile(small: Edition) -> None:
    asked = {"bakers": 99} | {f"zzqx{number}": 20 - number for number in range(9)}
    shown = [command for _, command in told(due(small, "en", asked), "en")]
    assert shown == [f"/search zzqx{number}" for number in range(MOST_UNFOUND)]


def test_who_is_no_editor_is_not_told(small: Edition) -> None:
    reply = answer("/due", asking(small, "en", TODAY, known=Known(unfound={"zzqx": 7})))
    shown = [span.text for block in reply.answer.blocks for span in block.spans]
    assert not any("zzqx" in text for text in shown)
    assert Button(say("en", "door-help"), "/help") in reply.answer.buttons[-1]
