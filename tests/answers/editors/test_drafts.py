"""What editors are shown: changes in words, previews that are what readers will see, and problems on their lines."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Personal, answer
from bot.answers.editors import drafts
from bot.answers.editors.changes import tallied
from bot.answers.limits import EVERYWHERE, units
from bot.answers.paging import turn
from bot.content.assembling import build_edition
from bot.content.briefing import Language
from bot.content.diff import differences
from bot.content.drafts import Declined, Draft, EditionEntry
from bot.content.edition import Edition, InvalidEdition
from bot.content.problem import Mark, problem
from bot.desk.verdict_edit import write_verdict
from bot.words import WRITTEN, say, written_as
from tests.conftest import NOW, ROOT, TODAY
from tests.content.test_diff import CASES, DEBATES, DOUGH, LIBRARY, edited
from tests.desk.test_verdict_edit import RULING, ruling
from tests.support.asking import asking
from tests.words.test_words import messages, variables

languages = pytest.mark.parametrize("language", WRITTEN)
RULED = "machine-dough/half-of-shops"
DRAFT = Draft("0123456789abcdef", "telegram:42", NOW, (DOUGH, DEBATES))


def asked(edition: Edition, language: Language = "en") -> Personal:
    return asking(edition, language, TODAY, editor=True)


def told(shown: Answer) -> str:
    return "\n\n".join("".join(span.text for span in block.spans) for block in shown.blocks)


def commands(shown: Answer) -> list[str]:
    return [button.command for row in shown.buttons for button in row]


def drafted(before: Edition, after: Edition, language: Language = "en") -> Answer:
    return drafts.drafted(asked(before, language), DRAFT, differences(before, after), after)


def test_what_changes_is_counted_in_words() -> None:
    counts = {"added-predictions": 2, "window-moved": 1, "verdict-changed": 1, "removed-debates": 1, "moved-sectors": 1}
    assert tallied("en", counts) == (
        "+2 forecasts, 1 window moved, 1 verdict changed, −1 debate, order of stance on a field changed"
    )
    assert tallied("zh", counts).startswith("新增 2 条预测、1 条预测改了期限、改动 1 条判定、删去 1 场争论")
    assert tallied("en", {}) == say("en", "changes-none")


@languages
@pytest.mark.parametrize(("file", "old", "new", "counts"), CASES, ids=[f"{case[1]!r:.30}" for case in CASES])
def test_every_change_is_told_in_both_languages_and_offers_to_publish(
    files: dict[str, bytes], file: str, old: str, new: str, counts: dict[str, int], language: Language
) -> None:
    before, after = build_edition(files), edited(files, (file, old, new))
    shown = drafted(before, after, language)
    assert tallied(language, counts) in told(shown)
    assert commands(shown)[-2:] == [f"/publish {DRAFT.digest}", f"/discard {DRAFT.digest}"]
    assert shown.command == f"/draft {DRAFT.digest}"


def test_a_changed_text_is_shown_before_and_after_in_both_languages(files: dict[str, bytes]) -> None:
    after = edited(files, (DOUGH, "先租一台，试三个月。", "先租一台，试半年。"))
    text = told(drafted(build_edition(files), after))
    assert "do\nzh － 先租一台，试三个月。\nzh ＋ 先租一台，试半年。\nen = unchanged" in text
    assert "“Dough kneaded by a machine”" in text


def test_what_a_verdict_says_in_one_language_is_not_shown_as_said_in_the_other(files: dict[str, bytes]) -> None:
    old = '{zh: "没有图书馆公布自己的做法。", en: "No library has published what it does."}'
    both, one, filled = (
        edited(files, (LIBRARY, old, new))
        for new in ("{zh: 没有。, en: None.}", '{zh: 少了两成。, en: ""}', "{zh: 少了两成。, en: A fifth fewer.}")
    )
    assert "zh － 没有。\nzh ＋ 少了两成。\nen － None." in told(drafted(both, one))
    assert "zh = unchanged\nen ＋ A fifth fewer." in told(drafted(one, filled))


def test_a_value_is_shown_before_and_after(files: dict[str, bytes]) -> None:
    after = edited(files, (DOUGH, "until: 2026-12-31", "until: 2027-12-31"))
    assert "window\n2024-03-05 – 2026-12-31 → 2024-03-05 – 2027-12-31" in told(drafted(build_edition(files), after))


def test_what_came_is_shown_in_both_languages(files: dict[str, bytes]) -> None:
    text = told(drafted(edited(files, (DEBATES, "  - id: how-soon", "  - id: how-fast")), build_edition(files)))
    assert (
        "＋ Debate how-soon\n这些变化来得快吗？\nWill these changes come soon?" in text and "－ Debate how-fast" in text
    )


def everything_changed(files: dict[str, bytes]) -> Edition:
    """An edition with changes of every kind in one briefing, the debates and the vocabulary."""
    slips = [case[:3] for case in CASES if case[0] != DEBATES or "人还留得下来吗" in case[1]]
    return edited(files, *slips)


def test_each_page_that_changes_is_previewed_as_readers_will_see_it(files: dict[str, bytes]) -> None:
    before, after = build_edition(files), everything_changed(files)
    found = differences(before, after)
    seen = []
    for language in WRITTEN:
        number, count = 1, 99
        while number <= count:
            shown = drafts.previewed(asked(before, language), DRAFT, found, after, number)
            place, _, title = shown.title.partition(" · ")
            count = int(place.split()[-1].split("/")[-1])
            seen.append((language, title, told(shown)))
            number += 1
    questions = [
        "/briefing machine-dough",
        "/briefing machine-dough sectors",
        "/prediction machine-dough/half-of-shops",
    ]
    for language in WRITTEN:
        for question in [*questions, "/prediction machine-dough/new-one", "/debate who-stays", "/sector games"]:
            whole = whole_answer(question, asking(after, language, TODAY))
            assert (language, whole.title, told(whole)) in seen, question
    assert len({title for _, title, _ in seen}) > 8


def whole_answer(question: str, asked: Personal) -> Answer:
    """What a reader is told, all pages of it."""
    first = answer(question, asked).answer
    pages = [answer(f"{question} p{number}", asked).answer for number in range(1, first.pages + 1)]
    return replace(first, blocks=tuple(block for page in pages for block in page.blocks))


def test_a_preview_has_no_doors_into_what_is_live(files: dict[str, bytes]) -> None:
    before, after = build_edition(files), everything_changed(files)
    found = differences(before, after)
    shown = drafts.previewed(asked(before), DRAFT, found, after, 2)
    assert not any(block.command or any(span.command for span in block.spans) for block in shown.blocks)
    own = (f"/draft {DRAFT.digest}", f"/publish {DRAFT.digest}", f"/discard {DRAFT.digest}")
    assert all(command.startswith(own) for command in commands(shown))
    assert {f"/draft {DRAFT.digest} {number}" for number in (1, 3)} <= set(commands(shown))


@pytest.mark.parametrize("number", [-1, 0, 1, 99])
def test_a_preview_that_is_not_there_is_the_nearest_one(files: dict[str, bytes], number: int) -> None:
    before, after = build_edition(files), edited(files, (DOUGH, "until: 2026-12-31", "until: 2027-12-31"))
    shown = drafts.previewed(asked(before), DRAFT, differences(before, after), after, number)
    assert shown.title.startswith("Preview 1 of 1 · ") and shown.command == f"/draft {DRAFT.digest} 1"


def test_where_readers_see_no_change_there_is_no_preview(files: dict[str, bytes]) -> None:
    before, after = build_edition(files), edited(files, (DOUGH, "figures:\n", "figures:  # a remark\n"))
    shown = drafted(before, after)
    assert told(shown).startswith(say("en", "changes-none")) and len(commands(shown)) == 2
    assert drafts.previewed(asked(before), DRAFT, (), after, 1) == shown


def test_a_replaced_verdict_is_shown_as_readers_will_see_it(files: dict[str, bytes]) -> None:
    before, after = (
        build_edition(files),
        build_edition({**files, DOUGH: write_verdict(DOUGH, files[DOUGH], "half-of-shops", RULING)}),
    )
    assert told(drafted(before, after)).startswith("1 verdict changed")
    shown = drafts.previewed(asked(before), DRAFT, differences(before, after), after, 1)
    assert 'A fifth fewer, not "three tenths".' in told(shown) and "The guild counted four in ten." in told(shown)


def refused(files: dict[str, bytes], *slips: tuple[str, str, str]) -> Answer:
    with pytest.raises(InvalidEdition) as invalid:
        edited(files, *slips)
    return drafts.refused(asked(build_edition(files)), invalid.value)


def test_a_problem_is_shown_with_its_line_and_what_to_do(files: dict[str, bytes]) -> None:
    shown = refused(files, (DOUGH, "outcome: partly", "outcome: party"))
    assert shown.title == "One problem"
    line = files[DOUGH].decode()[: files[DOUGH].decode().index("outcome: partly")].count("\n") + 1
    said = "“party” is none of: held, partly, failed, unclear, void. Did you mean “partly”?"
    assert told(shown).endswith(f"{DOUGH}:{line}:16\noutcome: ▸party\n{said}")
    assert [span.text for span in shown.blocks[-1].spans if span.style == "bold"] == [f"{DOUGH}:{line}:16", "party"]


def test_of_a_long_line_the_part_around_the_problem_is_shown(files: dict[str, bytes]) -> None:
    shown = refused(files, (DOUGH, 'town."}, bears: against,', 'town."}, bears: toward,'))
    assert '\n…orth of town."}, bears: ▸toward, archive: "https://example.org/stored' in told(shown)


def test_of_many_problems_one_message_is_shown_and_the_rest_counted(files: dict[str, bytes]) -> None:
    with pytest.raises(InvalidEdition) as invalid:
        build_edition({file: content.replace(b"at: [", b"at: [x") for file, content in files.items()})
    count = len(invalid.value.problems)
    shown = drafts.refused(asked(build_edition(files)), invalid.value)
    assert units(told(shown)) < 3_000
    assert told(shown).endswith(f"{count - len(shown.blocks) + 2} more problems follow; correct these first.")
    assert shown.title == f"{count} problems" and count > 20


@settings(max_examples=60)
@given(st.text(max_size=200), st.integers(1, 220), st.integers(1, 6))
def test_any_line_can_be_shown(small: Edition, text: str, column: int, number: int) -> None:
    found = problem("briefings/x.yaml", Mark(number, column), "nothing")
    shown = drafts.refused(asked(small), InvalidEdition([found], {"briefings/x.yaml": text}))
    assert "".join(told(shown).splitlines()).isprintable() and units(told(shown)) < 400


def test_a_file_that_cannot_be_read_at_all_is_told_without_a_line(files: dict[str, bytes]) -> None:
    with pytest.raises(InvalidEdition) as invalid:
        build_edition({**files, DOUGH: b"briefing: \xff"})
    assert "this is not UTF-8" in told(drafts.refused(asked(build_edition(files)), invalid.value))


def test_the_history_tells_who_when_and_what(small: Edition) -> None:
    entries = [
        EditionEntry(3, "c" * 16, "web:ada", NOW, "undone", {"removed-predictions": 2}),
        EditionEntry(2, "b" * 16, "telegram:42", NOW, "published", {"added-predictions": 2}),
        EditionEntry(1, "a" * 16, "", NOW, "found", {}),
    ]
    shown = drafts.history_page(asked(small), entries)
    assert told(shown).split("\n\n")[1:] == [
        f"3 · 2026-11-24 09:30 UTC · {'c' * 16}\nundone by web:ada\n−2 forecasts",
        f"2 · 2026-11-24 09:30 UTC · {'b' * 16}\npublished by telegram:42\n+2 forecasts",
        f"1 · 2026-11-24 09:30 UTC · {'a' * 16}\nedited in the files",
    ]
    assert commands(shown) == ["/undo"]


def test_drafts_of_all_editors_are_doors(small: Edition) -> None:
    shown = drafts.drafts(asked(small), [DRAFT])
    assert [block.command for block in shown.blocks] == [f"/draft {DRAFT.digest}"]
    assert "telegram:42 · 2026-11-24 09:30 UTC" in told(shown) and DEBATES in told(shown)
    assert told(drafts.drafts(asked(small), [])) == say("en", "proposals-none")


@languages
def test_what_was_done_is_said(small: Edition, language: Language) -> None:
    done = drafts.published(asked(small, language), DRAFT.digest, {"added-predictions": 2})
    assert DRAFT.digest in told(done) and tallied(language, {"added-predictions": 2}) in told(done)
    assert commands(done) == ["/history", "/undo"]
    assert told(drafts.discarded(asked(small, language))) == say(language, "proposal-gone")


def reasons() -> dict[str, set[str]]:
    """Every reason for which the program declines, and what it tells of it."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Declined":
                for code in (each.value for each in node.args if isinstance(each, ast.Constant)):
                    found[str(code)] = {keyword.arg or "" for keyword in node.keywords}
    return found | {code: set() for code in ("state-read-only", "busy", "disk-full")}


@languages
def test_every_reason_to_decline_has_words(language: Language) -> None:
    worded = {
        name.removeprefix("desk-"): variables(message) for name, message in messages(written_as(language)).items()
    }
    worded = {name: found for name, found in worded.items() if f"desk-{name}" in messages(written_as(language))}
    assert worded == reasons() and len(worded) > 15


@languages
def test_a_reason_is_one_clear_paragraph(small: Edition, language: Language) -> None:
    shown = drafts.declined(asked(small, language), Declined("older-draft", files=f"{DOUGH}, {LIBRARY}", count=2))
    assert DOUGH in told(shown) and "2" in told(shown) and "\n" not in told(shown)
    assert drafts.reason("en", Declined("too-large", name="x.yaml", most=1_000_000)) == (
        "x.yaml is too large: a file may have 1,000,000 bytes. Split it."
    )


LONG = ruling(because={"zh": "长" * 1_200, "en": "word " * 200 + "end."})


def test_long_drafts_come_in_pages_that_can_be_asked_for(files: dict[str, bytes]) -> None:
    before, labels = build_edition(files), ("‹", "›")
    whole = drafted(before, build_edition({**files, DOUGH: write_verdict(DOUGH, files[DOUGH], "half-of-shops", LONG)}))
    shown = turn(whole, 2, whole.command, labels, EVERYWHERE)
    assert shown.pages >= 2 and commands(shown)[0] == f"/draft {DRAFT.digest} p1"
