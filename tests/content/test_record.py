"""The record: rules written before the day, the register of them, evidence dated as its pages are, what is unclear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.answers import Reply
from bot.answers.editors import resolve
from bot.answers.editors.changes import tallied
from bot.answers.editors.due import due
from bot.answers.prediction import prediction
from bot.content.assembling import build_edition
from bot.content.briefing import Language, Registered
from bot.content.diff import differences
from bot.content.drafts import Declined, DraftVerdict, Form
from bot.content.edition import Edition, InvalidEdition, state, witnesses
from bot.content.problem import Problem
from bot.content.reading import RULES
from bot.content.rule_register import hold, registered, today
from bot.content.texts import read_in
from bot.words import LANGUAGES, say
from tests.answers.test_commands import told
from tests.conftest import NOW, ROOT, TODAY
from tests.content.test_edition import DOUGH, LIBRARY
from tests.support.asking import asking
from tests.support.marked import assert_readable

FIRST = {
    path.relative_to(ROOT / "tests" / "data" / "first").as_posix(): path.read_bytes()
    for path in sorted((ROOT / "tests" / "data" / "first").rglob("*.yaml"))
}
QUESTION = 'zh: "协会的年终统计里，多少家店用上了机器？"'
languages = pytest.mark.parametrize("language", LANGUAGES)


CODES = {
    *("no-rule", "criterion-and-resolution", "rule-order", "rule-unregistered", "rule-backdated", "rule-dropped"),
    *(
        "criterion-only",
        "criterion-only-core",
        "no-rank",
        "unclear-why",
        "lacks-though-clear",
        "lacks-what",
        "not-looked",
    ),
    *("undated-unseen", "month-end", "evidence-before-window", "evidence-after-window"),
    *("dated", "quote-length", "reference"),
}
"""Problems and warnings of rules, verdicts and evidence, each shown below to be found."""


def edited(files: dict[str, bytes], file: str, *edits: tuple[str, str]) -> dict[str, bytes]:
    text = files[file].decode()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return {**files, file: text.encode()}


def found_in(files: dict[str, bytes]) -> tuple[Problem, ...]:
    """Return what is wrong with files; nothing where they make an edition."""
    try:
        build_edition(files)
    except InvalidEdition as invalid:
        assert_readable(invalid.problems)
        return invalid.problems
    return ()


def codes(files: dict[str, bytes]) -> list[str]:
    return [each.code for each in found_in(files)]


@pytest.fixture
def changed(files: dict[str, bytes]) -> Callable[..., Edition]:
    return lambda file, *edits: build_edition(edited(files, file, *edits))


# Dates


@pytest.mark.parametrize("date", ["2024", "2024-Q3", "2024-H1", "2024-07", "2024-07-31", "undated"])
def test_evidence_is_dated_as_precisely_as_its_page(files: dict[str, bytes], date: str) -> None:
    seen = "\n          seen: 2025-01-31" if date == "undated" else ""
    edition = build_edition(edited(files, DOUGH, ("date: 2024-12-20", f"date: {date}{seen}")))
    verdict = edition.by_ref["machine-dough/half-of-shops"].record.verdict
    assert verdict and str(verdict.evidence[0].date) == date


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("undated", "undated-unseen"),
        ("2024/2025", "dated"),
        ("2024-13", "period"),
        ("around May", "period"),
        ("2025-02-02", "evidence-after-verdict"),
        ("2026", "evidence-after-verdict"),
    ],
)
def test_a_date_no_page_has_is_named(files: dict[str, bytes], date: str, code: str) -> None:
    assert codes(edited(files, DOUGH, ("date: 2024-12-20", f"date: {date}"))) == [code]


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("2024-11-30", "month-end"),
        ("2024-02-29", "month-end"),
        ("2025-01-20", "evidence-after-window"),
        ("2025", "evidence-after-window"),
        ("2024-03-01", "evidence-before-window"),
        ("2024", ""),
        ("2024-12", ""),
        ("2024-12-30", ""),
    ],
)
def test_a_date_that_looks_made_up_is_a_warning(files: dict[str, bytes], date: str, code: str) -> None:
    edition = build_edition(edited(files, DOUGH, ("date: 2024-12-20", f"date: {date}")))
    found = {each.code for each in edition.warnings}
    assert found >= ({code} if code else set()) and bool(found) == bool(code)
    assert_readable(edition.warnings)


def test_a_month_end_that_somebody_saw_is_believed(files: dict[str, bytes]) -> None:
    seen = edited(files, DOUGH, ("date: 2024-12-20", "date: 2024-11-30\n          seen: 2025-01-31"))
    assert build_edition(seen).warnings == ()


@languages
@pytest.mark.parametrize(
    ("date", "zh", "en"),
    [
        ("2024-07", "2024 年 7 月", "July 2024"),
        ("2024-Q3", "2024 年三季度", "Q3 2024"),
        ("2024", "2024", "2024"),
        ("undated\n          seen: 2025-01-31", "未注明日期，2025-01-31 查看", "undated, seen 2025-01-31"),
        ("2025-01-20", "在期限之后", "after the window"),
    ],
)
def test_readers_see_a_date_as_precise_as_it_is(
    changed: Callable[..., Edition], language: Language, date: str, zh: str, en: str
) -> None:
    edition = changed(DOUGH, ("date: 2024-12-20", f"date: {date}"))
    shown = told(prediction(asking(edition, language, TODAY, words=("machine-dough/half-of-shops",))))
    said = read_in(language, en if language == "en" else zh)
    assert said in shown or say(language, "quarter", year="2024", number="3") in shown


# Rules, and when they were written


@languages
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("machine-dough/half-of-shops", "rule-after"),
        ("quiet-library/desk-first", "rule-before"),
        ("quiet-library/print-unread", "rule-before-ruling"),
    ],
)
def test_every_verdict_says_when_its_rule_was_written(small: Edition, language: Language, name: str, says: str) -> None:
    rule = small.by_ref[name].record.rule
    shown = told(prediction(asking(small, language, TODAY, words=(name,))))
    assert say(language, says, written=str(rule.written)) in shown


def test_a_rule_without_a_day_is_said_to_have_none() -> None:
    edition = build_edition(FIRST)
    shown = told(prediction(asking(edition, "en", TODAY, words=("machine-dough/half-of-shops",))))
    assert say("en", "rule-day-unknown") in shown


def test_files_of_the_first_format_go_on_being_read_with_a_warning_for_what_they_lack() -> None:
    edition = build_edition(FIRST)
    counted = {code: sum(each.code == code for each in edition.warnings) for code in {w.code for w in edition.warnings}}
    assert counted["criterion-only"] + counted["criterion-only-core"] == len(edition.predictions)
    assert counted["no-rank"] == len(list(witnesses(edition))) - 1 and counted["unclear-why"] == 1
    assert_readable(edition.warnings)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (QUESTION, 'zh: "别的问题？"', "rule-unregistered"),
        ("on: 2025-01-15", "on: 2025-01-16", "rule-unregistered"),
        ("written: 2025-01-10", "written: 2024-05-31", "rule-backdated"),
    ],
)
def test_a_rule_is_held_to_the_register(files: dict[str, bytes], old: str, new: str, code: str) -> None:
    found = codes(edited(files, DOUGH, (old, new)))
    assert code in found


def test_a_rule_that_is_gone_is_missed_until_it_is_kept(files: dict[str, bytes]) -> None:
    en = "By how much has the guild's register of night shifts shrunk?"
    former = f'question: {{zh: "协会登记的夜班人数少了几成？", en: "{en}"}}'
    new = edited(files, DOUGH, (former, 'question: {zh: "少了几成？", en: "By how much?"}'))
    entered = registered(new, dt.date(2026, 11, 20))
    assert entered and entered.startswith(files[RULES])
    assert codes({**new, RULES: entered}) == ["rule-dropped"]
    kept = edited(
        new,
        DOUGH,
        (
            "      written: 2026-11-20\n",
            "      written: 2026-11-21\n      earlier:\n        - "
            + former
            + """
          held: {zh: "三成以上。", en: "By three tenths or more."}
          failed: {zh: "不到三成。", en: "By less."}
          source: {zh: "协会的登记册。", en: "The guild's register."}
          otherwise: {zh: "作废。", en: "Void."}
          on: 2027-04-01
          written: 2026-11-20
""",
        ),
    )
    assert codes({**kept, RULES: entered}) == []


def test_a_first_rule_is_kept_as_the_question_it_was() -> None:
    entered = registered(FIRST, dt.date(2026, 11, 24), criteria=True)
    assert entered
    old = '    criterion: {zh: "看协会登记的夜班人数。", en: "The guild\'s register of night shifts."}\n'
    rule = """    resolution:
      question: {zh: "少了几成？", en: "By how much?"}
      held: {zh: "三成。", en: "Three tenths."}
      failed: {zh: "不到。", en: "Less."}
      source: {zh: "登记册。", en: "The register."}
      otherwise: {zh: "作废。", en: "Void."}
      on: 2027-04-01
      written: 2026-11-28
"""
    earlier = (
        "      earlier:\n        - "
        + old.strip().replace("criterion", "question")
        + "\n          written: 2026-11-24\n"
    )
    for more, expected in (("", {"rule-dropped", "rule-unregistered"}), (earlier, {"rule-unregistered"})):
        files = {**edited(FIRST, DOUGH, (old, rule + more)), RULES: entered}
        assert set(codes(files)) == expected
        longer = registered(files, dt.date(2026, 11, 28))
        assert longer and set(codes({**files, RULES: longer})) == expected - {"rule-unregistered"}


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([("    resolution:\n      question:\n        zh", "    criteria:\n      question:\n        zh")], "no-rule"),
        (
            [("    certainty: hedged\n", '    criterion: {zh: "旧", en: "Old"}\n    certainty: hedged\n')],
            "criterion-and-resolution",
        ),
        ([("written: 2024-06-01", "written: 2025-01-10")], "rule-order"),
    ],
)
def test_a_rule_that_cannot_stand_is_named(files: dict[str, bytes], edits: list[tuple[str, str]], code: str) -> None:
    found = codes(edited(files, DOUGH, *edits))
    assert code in found or (code == "no-rule" and "unknown-key" in found)


# The register


def test_the_register_is_kept_byte_for_byte_and_lengthened(files: dict[str, bytes]) -> None:
    assert registered(files, dt.date(2026, 11, 28)) is None, "every rule is in it"
    empty = {name: text for name, text in files.items() if name != RULES}
    made = registered(empty, dt.date(2026, 11, 28))
    assert made and build_edition({**empty, RULES: made.replace(b"2026-11-28", b"2024-06-01")}).register


def entry(day: str) -> Registered:
    return Registered(prediction="machine-dough/new", rule="0123456789ab", on=dt.date.fromisoformat(day))


def test_lines_of_the_register_are_never_changed(small: Edition) -> None:
    first, *rest = small.register
    earlier = first.model_copy(update={"on": first.on - dt.timedelta(days=1)})
    for lines in (rest, [earlier, *rest], [*small.register, entry("2026-11-23")]):
        with pytest.raises(Declined) as declined:
            hold(small, replace(small, register=tuple(lines)), TODAY)
        assert declined.value.code == "register-changed"
    hold(small, replace(small, register=(*small.register, entry("2026-11-24"))), TODAY)


def test_no_editors_day_is_earlier_than_the_day_of_the_register() -> None:
    assert today(dt.datetime(2026, 11, 28, 11, 59, tzinfo=dt.UTC)) == dt.date(2026, 11, 27)
    assert today(dt.datetime(2026, 11, 28, 12, 0, tzinfo=dt.UTC)) == dt.date(2026, 11, 28)


# What is unclear or void


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("      looked: 2026-01-15\n", "", "not-looked"),
        ('      settles: {zh: "一家馆的说明。", en: "What one library says of it."}\n', "", "lacks-what"),
        ("lacks: no-data", "lacks: dont-know", "choice"),
    ],
)
def test_what_is_unclear_says_why_and_what_would_settle_it(
    files: dict[str, bytes], old: str, new: str, code: str
) -> None:
    assert codes(edited(files, LIBRARY, (old, new))) == [code]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (LIBRARY, "outcome: unclear\n      on: 2026-01-15", "outcome: void\n      on: 2026-01-15", "no-evidence"),
        (
            DOUGH,
            '      thin: {zh: "没有报道。"',
            '      lacks: no-data\n      thin: {zh: "没有报道。"',
            "duplicate-key",
        ),
        (DOUGH, 'words: "hardly any', 'words: "' + "very " * 26 + "hardly any", "quote-length"),
        (RULES, "prediction: machine-dough/night-shift", "prediction: night-shift", "reference"),
    ],
)
def test_what_else_the_format_does_not_take_is_named(
    files: dict[str, bytes], file: str, old: str, new: str, code: str
) -> None:
    assert code in codes(edited(files, file, (old, new)))


def test_a_verdict_that_is_clear_lacks_nothing(files: dict[str, bytes]) -> None:
    lacking = edited(files, LIBRARY, ("outcome: failed\n", "outcome: failed\n      lacks: no-data\n"))
    assert set(codes(lacking)) == {"lacks-though-clear", "lacks-what", "not-looked"}


def test_a_void_forecast_needs_evidence_and_counts_for_nobody(files: dict[str, bytes]) -> None:
    bare = edited(files, DOUGH, ("outcome: partly", "outcome: void"))
    edition = build_edition(bare)
    record = edition.by_ref["machine-dough/half-of-shops"].record
    assert state(record, TODAY) == "void"
    shown = told(prediction(asking(edition, "en", TODAY, words=("machine-dough/half-of-shops",))))
    assert "⚪ void" in shown


@pytest.mark.parametrize(
    ("kinds", "fine"),
    [
        (("primary", "other"), True),
        (("press", "press"), True),
        (("press", "secondary"), False),
        (("secondary", "secondary"), False),
    ],
)
def test_a_core_verdict_rests_on_a_primary_source_or_two_of_the_press(
    files: dict[str, bytes], kinds: tuple[str, str], fine: bool
) -> None:
    first, second = kinds
    text = edited(files, DOUGH, ("kind: primary", f"kind: {first}"), ("kind: press", f"kind: {second}"))
    assert codes(text) == ([] if fine else ["thin-evidence"])
    thin = 'thin: {zh: "没有别的。", en: "There is nothing else."}\n      evidence:\n        - url: https://example.org/guild'
    assert codes(edited(text, DOUGH, ("evidence:\n        - url: https://example.org/guild", thin))) == []


# What waits


@languages
def test_due_lists_what_waits_for_a_verdict_a_rule_or_better_evidence(language: Language) -> None:
    edition = build_edition(FIRST)
    shown = due(asking(edition, language, TODAY, editor=True, now=NOW))
    text = told(shown)
    for heading in ("due-rules", "due-evidence"):
        assert say(language, heading) in text
    named = [block.command for block in shown.blocks if block.command]
    assert named[0] == "/resolve quiet-library/catalogues-done"
    assert "/prediction quiet-library/no-closures" in named, "a core claim without a rule of the second format"
    assert "/prediction machine-dough/half-of-shops" in named, "evidence without a rank"


def test_nothing_of_the_second_format_waits_for_a_rule(small: Edition) -> None:
    shown = told(due(asking(small, "en", TODAY, editor=True, now=NOW)))
    assert say("en", "due-rules") not in shown


# At the desk


def test_a_changed_rule_is_told_as_one(files: dict[str, bytes], small: Edition) -> None:
    kind = differences(build_edition(FIRST), small)
    rules = {change.name for change in kind if "rule-changed" in change.facets}
    assert "night-shift" in rules and tallied("en", {"rule-changed": 2}) == "2 rules changed"


def test_a_form_begun_before_ranks_were_asked_for_goes_on_as_it_was(small: Edition) -> None:
    said = ("All of it.", "https://example.org/a", "Shelf Talk", "2025-12-01")
    form = Form("verdict quiet-library/catalogues-done held", "en", said)
    asked = asking(small, "en", TODAY, editor=True, now=NOW)
    assert say("en", "evidence-fact", number=1) in told(resolve.FORM.question(asked, form))
    whole = replace(form, answers=(*said, "None is left.", "for"))
    handed_in = resolve.FORM.press(asked, whole, "done")
    assert isinstance(handed_in, Reply) and isinstance(handed_in.change, DraftVerdict)
    [evidence] = handed_in.change.ruling.evidence
    assert evidence.kind is None and evidence.bears == "for"


def test_an_unclear_verdict_is_asked_what_it_lacks_and_an_undated_page_when_it_was_seen(small: Edition) -> None:
    said = ("Nobody counted.", "no-data", "A count.", "https://example.org/a", "Shelf Talk", "press", "undated")
    form = Form("ruling quiet-library/catalogues-done unclear", "en", (*said, "It counts nothing.", "mixed"))
    handed_in = resolve.FORM.press(asking(small, "en", TODAY, editor=True, now=NOW), form, "done")
    assert isinstance(handed_in, Reply) and isinstance(handed_in.change, DraftVerdict)
    ruling = handed_in.change.ruling
    assert (ruling.lacks, ruling.looked, ruling.evidence[0].seen) == ("no-data", TODAY, TODAY)
    assert ruling.settles and ruling.settles.en == "A count."
