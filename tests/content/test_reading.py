"""Files → records: every kind of mistake is one problem at its line and column, in words, all of them at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, get_args

import pytest
from pydantic import BaseModel, Field

from bot.answers.problems import describe
from bot.content.assembling import build_edition
from bot.content.briefing import Briefing, Card, Debates, Record, Register, Vocabulary
from bot.content.problem import MOST_PROBLEMS, Mark
from bot.content.reading import model_of, read_as, read_file
from bot.content.values import LONGEST_NAME, LONGEST_TEXT
from bot.content.yaml_loading import load_yaml
from tests.conftest import ROOT
from tests.support.marked import Slip, assert_readable, at, marked, problems, slip_up

DOUGH = "briefings/machine-dough.yaml"
LIBRARY = "briefings/quiet-library.yaml"
DEBATES = "briefings/debates.yaml"
VOCABULARY = "briefings/vocabulary.yaml"
CARD = "seeds/bakery-2024.yaml"

RENT = 'do: {zh: "先租一台，试三个月。", en: "Rent one and try it for three months."}'
HURRY = 'because: {zh: "不必急着买。", en: "There is no hurry to buy."}'
NO_TIME = 'window: {from: 2024-03-05, until: null, basis: {zh: "没有给出期限。", en: "No time is given."}}'
NOBODY = '{zh: "“有人说”没有出处。", en: "“Some say” names nobody."}'
LONG = "长" * LONGEST_TEXT
NIGHT_ENDS = "bears: for}\n  - id: handmade-stays"
"""Where an open core prediction ends, and the next begins."""
WITNESS = (
    '{url: "https://example.org/r", publisher: P, kind: press, date: 2026-05-01, fact: {zh: 事, en: Fact}, bears: for}'
)
RULED = f"verdict: {{outcome: held, on: 2026-11-24, because: {{zh: 因, en: Why}}, evidence: ⟦[{WITNESS}]}}"
UNCLEAR = """\
      outcome: unclear
      on: 2026-01-15
      because: {zh: "没有图书馆公布自己的做法。", en: "No library has published what it does."}
      lacks: no-data
"""
HELD = UNCLEAR.replace("outcome: unclear", "⟦outcome: held").replace("      lacks: no-data\n", "")
EARLIER = """\
      earlier:
        - {{outcome: held, on: {}, because: {{zh: 因, en: Why}}}}
        - {{outcome: held, on: {}, because: {{zh: 因, en: Why}}}}
"""
UNCITED = "- ⟦{briefing: quiet-library, says: {zh: 答, en: Answer}}\n"
ONE_SIDED = """\
  - id: alone
    question: {zh: 问, en: Question}
    sides: ⟦[{briefing: quiet-library, says: {zh: 答, en: Answer}, at: [5]}]
"""

KEYS = [
    Slip("missing", DOUGH, "briefing: machine-dough\nsource: bakery-2024\n", "⟦briefing: machine-dough\n"),
    Slip("missing", DOUGH, "- sector: bakeries\n    stance: mixed\n", "- ⟦sector: bakeries\n"),
    Slip("missing", DOUGH, RENT, 'do: ⟦{zh: "先租一台，试三个月。"}'),
    Slip("missing", LIBRARY, "{from: 2024-11-01, until: null, ", "⟦{from: 2024-11-01, "),
    Slip("missing", DEBATES, "id: how-soon\n    question:", "⟦question:"),
    Slip("missing", CARD, "source: bakery-2024\nfile: bakery-2024.txt\n", "⟦source: bakery-2024\n"),
    Slip("missing", VOCABULARY, "- {id: owners, name:", "- ⟦{name:"),
    Slip("unknown-key", DOUGH, "caveats:\n", "⟦caveat:\n", near="caveats"),
    Slip("unknown-key", DOUGH, "statement:\n      zh", "⟦statment:\n      zh", near="statement"),
    Slip("unknown-key", DOUGH, "    weight: minor\n", "    weight: minor\n    ⟦colour: red\n"),
    Slip("unknown-key", DOUGH, 'en: "Rent one', '⟦eng: "Rent one', near="en"),
    Slip("unknown-key", LIBRARY, "{from: 2024-11-01", "{⟦form: 2024-11-01", near="from"),
    Slip("unknown-key", LIBRARY, "publisher:", "⟦publishr:", near="publisher"),
    Slip("unknown-key", DEBATES, "relation:", "⟦relations:", near="relation"),
    Slip("unknown-key", CARD, "notes:", "⟦note:", near="notes"),
    Slip("unknown-key", VOCABULARY, "aliases: [老板", "⟦alias: [老板", near="aliases"),
    Slip("unknown-key", DOUGH, "thesis:\n", "⟦<<: {a: b}\nthesis:\n"),
    Slip("tight-colon", DOUGH, RENT, 'do: {zh⟦："先租一台，试三个月。", en: "Rent one."}'),
    Slip("tight-colon", DOUGH, RENT, 'do: {zh: "先租一台。", en⟦:Rent one.}'),
    Slip("duplicate-key", DOUGH, "    weight: minor\n", "    weight: minor\n    ⟦weight: core\n"),
    Slip("duplicate-key", CARD, "kind: article\n", "kind: article\n⟦kind: essay\n"),
]
CHOICES = [
    Slip("choice", DOUGH, "stance: mixed", "stance: ⟦mixd", near="mixed"),
    Slip("choice", DOUGH, "kind: past", "kind: ⟦Past", near="past"),
    Slip("choice", DOUGH, "certainty: hedged", "certainty: ⟦hedge", near="hedged"),
    Slip("choice", DOUGH, "weight: core", "weight: ⟦CORE", near="core"),
    Slip("choice", DOUGH, "outcome: partly", "outcome: ⟦party", near="partly"),
    Slip("choice", DOUGH, "outcome: held", "outcome: ⟦true-ish"),
    Slip("choice", LIBRARY, "bears: against", "bears: ⟦agianst", near="against"),
    Slip("choice", LIBRARY, "stance: unaffected", "stance: ⟦no"),
    Slip("choice", DEBATES, "relation: mixed", "relation: ⟦[mixed]", near="mixed"),
    Slip("choice", CARD, "kind: article", "kind: ⟦artikel", near="article"),
    Slip("choice", CARD, "language: zh", "language: ⟦中文"),
]
TEXTS = [
    Slip("quote", DOUGH, 'value: "1/2"', "value: ⟦2024"),
    Slip("quote", LIBRARY, 'publisher: "Shelf Talk"', "publisher: ⟦2025-08-20"),
    Slip("quote", VOCABULARY, "zh: 面包店", "zh: ⟦2024"),
    Slip("quote", CARD, '["1ece06a8"', "[⟦12345678"),
    Slip("empty-text", DOUGH, '"先租一台，试三个月。"', '⟦""'),
    Slip("empty-text", DOUGH, '"先租一台，试三个月。"', '⟦" 　 "'),
    Slip("text", DOUGH, '"先租一台，试三个月。"', "⟦[先租一台, 试三个月]"),
    Slip("text", DOUGH, '"先租一台，试三个月。"', "⟦{a: b}"),
    Slip("too-long", DOUGH, '"先租一台，试三个月。"', f'⟦"{LONG}。"'),
    Slip("too-long", DOUGH, '"6,000 元"', f'⟦"{"六" * (LONGEST_NAME + 1)}"'),
    Slip("too-long", DOUGH, "id: night-shift", f"id: ⟦{'a' * 25}"),
    Slip("unprintable", DOUGH, '"先租一台，试三个月。"', '⟦"先租\\u202e一台"'),
    Slip("unprintable", DOUGH, '"先租一台，试三个月。"', '⟦"先租\\L一台"'),
    Slip("unprintable", DOUGH, '"6,000 元"', '⟦"6,000\\t元"'),
    Slip("unprintable", DOUGH, "https://example.org/prices", '⟦"https://example.org/\\u0007"'),
    Slip("two-languages", DOUGH, HURRY, "because: ⟦不必急着买"),
    Slip("two-languages", DOUGH, HURRY, "because: ⟦[不必急着买, no hurry]"),
    Slip("two-languages", VOCABULARY, "name: {zh: 面包店, en: Bakeries}", "name: ⟦面包店"),
    Slip("slug", DOUGH, "audience: workers", "audience: ⟦Night Workers", near="night-workers"),
    Slip("slug", DOUGH, "id: night-shift", "id: ⟦night_shift", near="night-shift"),
    Slip("slug", DEBATES, "[no-closures]", "[⟦no--closures]", near="no-closures"),
    Slip("slug", VOCABULARY, "id: bakeries", "id: ⟦面包店"),
    Slip("file-name", DOUGH, "source: bakery-2024", "source: ⟦面包店 2024"),
    Slip("file-name", CARD, "file: bakery-2024.txt", "file: ⟦../bakery-2024.txt"),
    Slip("hex", CARD, "sha256: aa21", "sha256: ⟦aa2"),
    Slip("hex", CARD, '"1ece06a8"', '⟦"1ECE06A8"'),
    Slip("address", DOUGH, "https://example.org/prices", "⟦www.example.org/prices"),
    Slip("address", DOUGH, "https://example.org/prices", "⟦javascript:alert(1)"),
    Slip("address", DOUGH, '"https://example.org/paper"', '⟦"https://example.org/a paper"'),
    Slip("unquoted", DOUGH, 'value: "1/2"', "value: ⟦1:30"),
    Slip("unquoted", DOUGH, '"先租一台，试三个月。"', "⟦Yes"),
]
LISTS = [
    Slip("mapping", DOUGH, "  - note: {zh: ", "  - ⟦nothing\n  - note: {zh: "),
    Slip("mapping", DOUGH, NO_TIME, "window: ⟦2024-12-31"),
    Slip("mapping", DOUGH, NO_TIME, "window: ⟦[2024-03-05, 2024-12-31]"),
    Slip("nothing", DOUGH, "    sectors: [bakeries]\n    at: [7]", "    sectors:⟦\n    at: [7]"),
    Slip("nothing", DOUGH, "stance: mixed", "stance:⟦"),
    Slip("nothing", LIBRARY, "on: 2026-01-15", "on: ⟦~"),
    Slip("nothing", DOUGH, RENT, "do:⟦"),
    Slip("nothing", CARD, "published: 2024-03-05", "published:⟦"),
    Slip("too-few", DOUGH, "at: [4-6]", "at: ⟦[]"),
    Slip("too-few", CARD, 'authors: [{zh: "林小麦", en: "Lin Xiaomai (林小麦)"}]', "authors: ⟦[]"),
    Slip("too-few", DEBATES, "  - id: how-soon\n", ONE_SIDED + "  - id: how-soon\n"),
    Slip("list", DOUGH, "at: [4-6]", "at: ⟦4-6"),
    Slip("list", DOUGH, f"caveats:\n  - note: {NOBODY}\n    at: [9]", f"caveats:\n  ⟦note: {NOBODY}"),
    Slip("list", DEBATES, "cites: [no-closures]", "cites: ⟦no-closures"),
    Slip("list", VOCABULARY, "aliases: [老板, 馆长]", "aliases: ⟦{老板: 馆长}"),
]
TIMES = [
    Slip("period", DOUGH, "when: 2030", "when: ⟦2024-13"),
    Slip("period", DOUGH, "when: 2030", "when: ⟦2024-Q5"),
    Slip("period", DOUGH, "when: 2030", "when: ⟦2025/2024"),
    Slip("period", DOUGH, "when: 2030", "when: ⟦2030 年"),
    Slip("period", DOUGH, "when: 2030", "when: ⟦２０３０"),
    Slip("period", DOUGH, "when: 2030", "when: ⟦2024.5"),
    Slip("period", CARD, "published: 2024-03-05", "published: ⟦[2024]"),
    Slip("no-such-day", DOUGH, "from: 2024-03-05\n", "from: ⟦2024-02-30\n"),
    Slip("no-such-day", DOUGH, "when: 2030", "when: ⟦2026-02-30"),
    Slip("period", LIBRARY, "date: 2025-08-20", 'date: ⟦"2025-08-32"'),
    Slip("day", DOUGH, "from: 2024-03-05\n", "from: ⟦2024-03\n"),
    Slip("day", LIBRARY, "until: null", "until: ⟦never"),
    Slip("day", LIBRARY, "on: 2025-10-01", "on: ⟦2025-10-01 09:30:00"),
    Slip("period", LIBRARY, "date: 2025-08-20", "date: ⟦20250820"),
    Slip("day", CARD, "reposted: 2024-04-01", "reposted: ⟦April"),
    Slip("paragraphs", DOUGH, "at: [4-6]", "at: [⟦0]"),
    Slip("paragraphs", DOUGH, "at: [4-6]", "at: [4, ⟦9-7]"),
    Slip("paragraphs", DOUGH, "at: [4-6]", "at: [⟦4，6]"),
    Slip("paragraphs", DOUGH, "at: [4-6]", "at: [⟦４]"),
    Slip("paragraphs", DOUGH, "at: [4-6]", "at: [4, ⟦2024-01-01]"),
    Slip("paragraphs", CARD, "at: [3-6, 9]", "at: [3-6, ⟦nine]"),
    Slip("number", CARD, "paragraphs: 9", "paragraphs: ⟦0"),
    Slip("number", CARD, "paragraphs: 9", 'paragraphs: ⟦"9"'),
    Slip("number", CARD, "paragraphs: 9", "paragraphs: ⟦nine"),
]
BETWEEN = [
    Slip("file-named-otherwise", DOUGH, "briefing: machine-dough", "briefing: ⟦machine-bread"),
    Slip("file-named-otherwise", CARD, "source: bakery-2024", "source: ⟦bakery-2025"),
    Slip("unknown-source", DOUGH, "source: bakery-2024", "source: ⟦bakery-2042", near="bakery-2024"),
    Slip("unknown-source", DOUGH, "source: bakery-2024", "source: ⟦x"),
    Slip("source-twice", LIBRARY, "source: library-2024", "source: ⟦bakery-2024"),
    Slip("outside-source", DOUGH, "at: [4-5]", "at: [4, ⟦5-10]"),
    Slip("outside-source", DOUGH, "at: [4-6]", "at: [⟦10]"),
    Slip("outside-source", LIBRARY, "at: [7]", "at: [⟦8]"),
    Slip("outside-source", DEBATES, "at: [4, 7]", "at: [4, ⟦9]"),
    Slip("outside-source", CARD, "at: [7, 8]", "at: [7, ⟦10]"),
    Slip("window-backwards", DOUGH, "until: 2024-12-31", "until: ⟦2024-03-04"),
    Slip("no-evidence", LIBRARY, UNCLEAR, HELD),
    Slip("evidence-after-verdict", DOUGH, "date: 2024-12-20", "date: ⟦2025-02-02"),
    Slip("evidence-after-verdict", LIBRARY, "date: 2025-Q2", "date: ⟦2025-09-06"),
    Slip("thin-evidence", DOUGH, NIGHT_ENDS, NIGHT_ENDS.replace("\n", f"\n    {RULED}\n")),
    Slip("pending-and-verdict", DOUGH, "weight: minor\n", "weight: minor\n    ⟦pending: {zh: 等, en: Wait}\n"),
    Slip("ruling-before-window", LIBRARY, "on: 2026-01-15", "on: ⟦2024-10-31"),
    Slip(
        "ruling-before-window",
        LIBRARY,
        "on: 2026-01-15\n",
        f"on: 2026-01-15\n{EARLIER.format('⟦2024-10-31', '2025-05-01')}",
    ),
    Slip("ruling-order", LIBRARY, "on: 2026-01-15\n", f"on: 2026-01-15\n{EARLIER.format('⟦2025-05-01', '2025-05-01')}"),
    Slip("ruling-order", LIBRARY, "on: 2025-09-05", "on: ⟦2025-10-01"),
    Slip("unknown-sector", DOUGH, "sector: bakeries", "sector: ⟦bakerys", near="bakeries"),
    Slip(
        "unknown-sector", DOUGH, "sectors: [bakeries]\n    at: [7]", "sectors: [⟦bakery]\n    at: [7]", near="bakeries"
    ),
    Slip("unknown-sector", LIBRARY, "[translation, libraries]", "[translation, ⟦library]", near="libraries"),
    Slip("unknown-sector", LIBRARY, "sectors: [translation]", "sectors: [⟦music]"),
    Slip("unknown-audience", DOUGH, "audience: workers", "audience: ⟦worker", near="workers"),
    Slip("unknown-audience", DOUGH, "audience: owners", "audience: ⟦bakeries"),
    Slip("unknown-briefing", DEBATES, "briefing: quiet-library", "briefing: ⟦quite-library", near="quiet-library"),
    Slip("unknown-prediction", DEBATES, "[no-closures]", "[⟦no-closure]", near="no-closures"),
    Slip("unknown-prediction", DEBATES, "handmade-stays]", "⟦desk-first]"),
    Slip("side-uncited", DEBATES, "- {briefing: quiet-library", UNCITED + "      - {briefing: quiet-library"),
    Slip("used-twice", DOUGH, "id: handmade-dearer", "id: ⟦handmade-stays"),
    Slip("used-twice", LIBRARY, "sector: translation, stance", "sector: ⟦libraries, stance"),
    Slip("id-otherwise", DEBATES, "id: how-soon", "id: ⟦p9"),
    Slip(
        "id-otherwise",
        VOCABULARY,
        "  - {id: workers",
        "  - {id: ⟦page-2, name: {zh: 店主, en: Shops}}\n  - {id: workers",
    ),
    Slip("id-otherwise", VOCABULARY, "audiences:", '  - {id: ⟦"2024", name: {zh: 书店, en: Bookshops}}\naudiences:'),
    Slip("used-twice", DEBATES, "id: how-soon", "id: ⟦who-stays"),
    Slip("used-twice", VOCABULARY, "audiences:", "  - {id: ⟦libraries, name: {zh: 书店, en: Bookshops}}\naudiences:"),
    Slip(
        "used-twice", VOCABULARY, "  - {id: workers", "  - {id: ⟦owners, name: {zh: 店主, en: Shops}}\n  - {id: workers"
    ),
    Slip("fingerprint-count", CARD, '["1ece06a8", ', "⟦["),
]
SLIPS = [*KEYS, *CHOICES, *TEXTS, *LISTS, *TIMES, *BETWEEN]


def named(slip: Slip) -> str:
    return f"{slip.code}-{slip.file.rpartition('/')[2]}"


@pytest.mark.parametrize("slip", SLIPS, ids=named)
def test_every_mistake_is_one_problem_at_its_place(files: dict[str, bytes], slip: Slip) -> None:
    wrong, expected = slip_up(files, slip)
    found = problems(wrong)
    assert at(found) == expected
    assert dict(found[0].args).get("near", "") == slip.near
    assert_readable(found)


def test_a_near_miss_is_asked_about_in_the_editors_language(files: dict[str, bytes]) -> None:
    [found] = problems(slip_up(files, Slip("choice", DOUGH, "stance: mixed", "stance: ⟦mixd"))[0])
    choices = "benefits, disrupted, mixed, unaffected, not-yet"
    assert describe("en", found) == f"“mixd” is none of: {choices}. Did you mean “mixed”?"
    assert describe("zh", found) == f"“mixd”不在可选的范围内：{choices}。是不是想写“mixed”？"


AT_ONCE = [
    Slip("unquoted", DOUGH, 'value: "1/2"', "value: ⟦1:30"),
    Slip("unknown-key", DOUGH, "statement:\n      zh", "⟦statment:\n      zh"),
    Slip("unknown-sector", DOUGH, "sector: bakeries", "sector: ⟦bakerys"),
    Slip("unknown-audience", DOUGH, "audience: workers", "audience: ⟦worker"),
    Slip("outside-source", DOUGH, "at: [4-5]", "at: [4, ⟦5-10]"),
    Slip("nothing", DOUGH, "    sectors: [bakeries]\n    at: [7]", "    sectors:⟦\n    at: [7]"),
    Slip("evidence-after-verdict", DOUGH, "date: 2025-03-04", "date: ⟦2025-03-11"),
    Slip("duplicate-key", LIBRARY, "  - when: 2025-Q2\n", "  - when: 2025-Q2\n    ⟦when: 2025-Q3\n"),
    Slip("no-such-day", LIBRARY, "date: 2025-08-20", "date: ⟦2025-08-32"),
    Slip("no-evidence", LIBRARY, UNCLEAR, HELD),
    Slip("unknown-sector", LIBRARY, "[translation, libraries]", "[translation, ⟦library]"),
    Slip("slug", DEBATES, "[no-closures]", "[⟦no--closures]"),
    Slip("outside-source", DEBATES, "at: [4, 7]", "at: [4, ⟦9]"),
    Slip("used-twice", VOCABULARY, "audiences:", "  - {id: ⟦libraries, name: {zh: 书店, en: Bookshops}}\naudiences:"),
    Slip("fingerprint-count", CARD, '["1ece06a8", ', "⟦["),
    Slip("outside-source", CARD, "at: [7, 8]", "at: [7, ⟦10]"),
]


def test_all_mistakes_of_all_files_are_found_at_once(files: dict[str, bytes]) -> None:
    wrong, expected = slip_up(files, *AT_ONCE)
    assert at(problems(wrong)) == expected


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_places_hold_for_every_kind_of_line_end(files: dict[str, bytes], line_end: str) -> None:
    wrong, expected = slip_up(files, *AT_ONCE)
    assert (
        at(problems({file: content.replace(b"\n", line_end.encode()) for file, content in wrong.items()})) == expected
    )


def test_the_first_and_the_last_that_may_stand_do_stand(files: dict[str, bytes]) -> None:
    text = files[DOUGH].decode()
    for old, new in (
        ("先租一台，试三个月。", "长" * LONGEST_TEXT),
        ("until: 2024-12-31", "until: 2024-03-05"),
        ("at: [4-6]", "at: [1, 1-9, 9]"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    assert build_edition({**files, DOUGH: text.encode()}).by_slug["machine-dough"].sectors[0].at[-1].last == 9


@pytest.mark.parametrize(
    "ruled",
    [
        RULED.replace("held", "unclear"),
        RULED.replace("[", f"[{WITNESS.replace('/r', '/s').replace('example', 'other')}, "),
        "weight: minor\n    " + RULED,
    ],
)
def test_only_a_verdict_on_a_core_claim_that_is_decided_needs_a_second_witness(
    files: dict[str, bytes], ruled: str
) -> None:
    ends = NIGHT_ENDS.replace("\n", f"\n    {ruled.replace('⟦', '')}\n")
    text = files[DOUGH].decode().replace(NIGHT_ENDS, ends)
    if ruled.startswith("weight"):
        before, after = text.split('weight: core\n    resolution:\n      question: {zh: "协会登记', 1)
        text = before + 'resolution:\n      question: {zh: "协会登记' + after
    assert build_edition({**files, DOUGH: text.encode()}).by_ref["machine-dough/night-shift"].record.verdict


def test_a_bad_entry_brings_no_complaints_about_what_refers_to_it(files: dict[str, bytes]) -> None:
    bad_id = Slip("slug", DOUGH, "id: night-shift", "id: ⟦night_shift")
    bad_file = Slip("missing", LIBRARY, "briefing: quiet-library\nsource", "⟦source")
    bad_card = Slip("number", CARD, "paragraphs: 9", "paragraphs: ⟦0")
    bad_words = Slip("slug", VOCABULARY, "id: bakeries", "id: ⟦面包店")
    wrong, expected = slip_up(files, bad_id, bad_file, bad_card, bad_words)
    assert at(problems(wrong)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-file"),
        ("# only a remark\n", "empty-file"),
        ("⟦~\n", "empty-file"),
        ("⟦- a\n", "mapping"),
        ("⟦a", "mapping"),
    ],
)
@pytest.mark.parametrize("file", [DOUGH, DEBATES, VOCABULARY, CARD])
def test_a_file_that_is_no_record_at_all_is_one_problem(file: str, text: str, code: str) -> None:
    text, places = marked(text)
    found = read_file(file, text.encode()).problems
    assert [(each.mark, each.code) for each in found] == [((places or [Mark(1, 1)])[0], code)]
    assert_readable(found)


def test_what_no_words_are_made_for_is_told_in_the_checkers_own() -> None:
    class Odd(Record):
        number: Annotated[int, Field(multiple_of=2)]

    [found] = read_as(Odd, load_yaml("briefings/odd.yaml", b"number: 3")).problems
    assert (found.code, found.mark) == ("other", Mark(1, 9))
    assert "multiple of 2" in describe("en", found)
    assert_readable((found,))


def test_of_endless_mistakes_the_first_hundred_are_listed(files: dict[str, bytes]) -> None:
    endless = b"".join(b"k%d: 1\n" % number for number in range(20_000))
    assert [each.code for each in read_file(DOUGH, endless).problems][-1] == "more-problems"
    many = files[DOUGH].replace(b"sectors: [bakeries]", b"sectors: [" + b"bread, " * 40_000 + b"]", 1)
    found = problems({**files, DOUGH: many})
    assert (len(found), found[-1].code) == (MOST_PROBLEMS + 1, "more-problems")
    assert_readable(found)


def test_hostile_values_stay_short_and_harmless_in_messages() -> None:
    key, long, bell, mirror = "k" * 1000, "k" * 150_000, '"a\\u0007b"', '"a\\u202eb"'
    text = f"{key}: {long}\n{bell}: 1\n{mirror}: 2\nsource: {long}\nbriefing: {bell}\nthesis: {{{key}: [{long}]}}\n"
    found = read_file(DOUGH, text.encode()).problems
    assert len(found) > 6
    assert_readable(found)


@pytest.mark.parametrize(
    ("file", "kind"), [(DOUGH, Briefing), (DEBATES, Debates), (VOCABULARY, Vocabulary), (CARD, Card)]
)
def test_the_folder_and_name_of_a_file_tell_its_kind(files: dict[str, bytes], file: str, kind: type[Record]) -> None:
    assert model_of(file) is kind
    result = read_file(file, files[file])
    assert type(result.record) is kind
    assert not result.problems


def used(record: BaseModel) -> Iterator[str]:
    for name in record.model_fields_set:
        yield f"{type(record).__name__}.{name}"
        value = getattr(record, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, BaseModel):
                yield from used(each)


def known(model: type[BaseModel]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield f"{model.__name__}.{name}"
        pending = [info.annotation]
        while pending:
            part = pending.pop()
            pending += get_args(part)
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from known(part)


def test_the_small_edition_uses_every_field_there_is(files: dict[str, bytes]) -> None:
    records = [read_file(file, content).record for file, content in files.items()]
    everything = {name for model in (Briefing, Debates, Vocabulary, Register, Card) for name in known(model)}
    assert everything - {"Prediction.criterion", "Standing.ripe", "Ruling.proposed", "Verdict.proposed"} == {
        name for record in records if record for name in used(record)
    }


def test_every_field_can_be_written_back_as_it_was_read(files: dict[str, bytes]) -> None:
    for file, content in files.items():
        record = read_file(file, content).record
        assert record is not None
        plain = json.dumps(record.model_dump(mode="json", by_alias=True, exclude_unset=True), ensure_ascii=False)
        again = read_file(file, plain.encode())
        assert again.record == record


def test_the_shipped_files_read_without_a_problem() -> None:
    for path in [*(ROOT / "briefings").glob("*.yaml"), *(ROOT / "seeds").glob("*.yaml")]:
        assert not read_file(f"{path.parent.name}/{path.name}", path.read_bytes()).problems
