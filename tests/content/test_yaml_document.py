"""YAML → data and places: every trap of the language becomes a problem at its place, and nothing raises or hangs."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.content.problem import MOST_PROBLEMS, Mark, Problem
from bot.content.yaml_document import YamlDocument
from bot.content.yaml_loading import LARGEST_FILE, MOST_NODES, load_yaml
from tests.support.marked import assert_readable, marked

FILE = "briefings/x.yaml"

SYNTAX = [
    ("syntax-tab", "a:\n⟦\tb: 1"),
    ("syntax-tab", "a: 1\n⟦\tb: 2"),
    ("syntax-tab", "-⟦\tb: 1\n  c: 2"),
    ("syntax-colon", "a: b⟦: c"),
    ("syntax-colon", "a: x\n  y⟦: z"),
    ("syntax-colon", "url: https://example.org/a⟦: b"),
    ("syntax-no-colon", "a: 1\n⟦b\nc: 2"),
    ("tight-colon", "zh⟦：文字\nen: text"),
    ("tight-colon", "en: text\nzh⟦：文字\nat: [1]"),
    ("tight-colon", "zh⟦:文字\nen: text"),
    ("tight-colon", "- zh: a\n  en⟦:b\n  at: [1]"),
    ("syntax-indent", "a:\n    b: 1\n  ⟦c: 2"),
    ("syntax-indent", "- a\n⟦b: 1"),
    ("syntax-indent", "{a: 1}\n⟦b: 2"),
    ("syntax-after-quote", 'zh: "他说" ⟦好" 了"'),
    ("syntax-after-quote", 'a: "x\n\nc: d\ne: "⟦f"'),
    ("syntax-dash", "a: ⟦- b"),
    ("syntax-bracket", "a: [1, 2\nb⟦: 3\n"),
    ("syntax-bracket", 'a: {zh: "x" ⟦en: "y"}'),
    ("syntax-bracket", 'a: {zh: "x"⟦'),
    ("syntax-value", "a: ⟦]"),
    ("syntax-value", "a: [1,⟦,2]"),
    ("syntax-value", "a: 1\r\rb: [⟦"),
    ("syntax-quote", 'a: ⟦"x\nb: 1\n'),
    ("syntax-quote", "a: ⟦'x\n---\ny'"),
    ("syntax-escape", 'a: "x⟦\\q"'),
    ("syntax-escape", 'a: "\\u⟦d800"'),
    ("syntax-escape", 'a: "\\x⟦zz"'),
    ("syntax-token", "a: ⟦@x"),
    ("syntax-token", "a: ⟦%x"),
    ("syntax-token", "a: ⟦*重点* x"),
    ("syntax-token", "a: ⟦& b"),
    ("syntax-token", "a: ⟦!x!y z"),
    ("syntax-token", "a: ⟦!x,y z"),
    ("syntax-token", "a: ⟦!重要 x"),
    ("syntax-token", "a: ⟦| text"),
    ("syntax-token", "a: ⟦? b"),
    ("syntax", "%YAML 1⟦\n---\na: b"),
    ("syntax", "a: |⟦0\n b"),
    ("syntax-after-quote", '𝒳𝒳: "𝒳" ⟦x'),
]
LIMITS = [
    ("several-documents", "a: 1\n⟦---\nb: 2"),
    ("several-documents", "--- {a: 1}\n...\n⟦--- {b: 2}"),
    ("key-not-plain", "a: 1\n? ⟦[b]\n: c"),
    ("key-not-plain", "a: 1\n? ⟦{b: 1}\n: c"),
    ("key-not-plain", "{⟦{a: b}: c}"),
    ("too-deep", "[" * 20 + "⟦" + "[" * 100_000),
    ("too-deep", "{a: " * 20 + "⟦" + "{a: " * 100_000),
    ("too-deep", "[{a: " * 10 + "⟦" + "[{a: " * 50_000),
    ("too-deep", "- " * 20 + "⟦" + "- " * 100_000),
    ("too-deep", "".join("  " * depth + "a:\n" for depth in range(20)) + "  " * 20 + "⟦" + "a:\n"),
    ("key-not-plain", "{⟦" + "{" * 100_000),
    ("key-not-plain", "[{⟦" + "[{" * 50_000),
    ("key-not-plain", "? ⟦" + "? " * 100_000),
]
VALUES = [
    ("duplicate-key", "a: 1\nb: 2\n⟦a: 3"),
    ("duplicate-key", 'a:\n  - {zh: "x", en: "y", ⟦zh: "z"}'),
    ("duplicate-key", 'a: [{b: {c: {d: 1, ⟦"d": 2}}}]'),
    ("duplicate-key", "𝒳: 1\n𝒴: {𝒳𝒳: 1, ⟦𝒳𝒳: 2}"),
    ("alias", "a: ⟦&x 1"),
    ("alias", "a: 1\nb: ⟦*x"),
    ("alias", "⟦*x : 1"),
    ("alias", "a: {⟦&k b: 1}"),
    ("alias", "⟦&x [1]"),
    ("alias", "<<: ⟦*base"),
    ("tag", "a: ⟦!!python/object/apply:os.system [ls]"),
    ("tag", "a: ⟦!!binary aGk="),
    ("tag", "a: ⟦! 12"),
    ("tag", "⟦!!set {a, b}"),
    ("no-such-day", "a: ⟦2026-02-30"),
    ("no-such-day", "a: [2026-01-01, ⟦2026-13-01]"),
    ("no-such-day", "a: ⟦0000-01-01"),
    ("forbidden-character", "a: b⟦\0c"),
    ("forbidden-character", "a: 1\r\nb: 𝒳⟦\x0bc"),
    ("forbidden-character", "a: 1\rb: ⟦\x1bc"),
    ("forbidden-character", "a: x⟦\u2028y"),
    ("forbidden-character", "a: x⟦\u202ey"),
    ("forbidden-character", "# x⟦\u2066y\na: b"),
    ("forbidden-character", "a: x⟦\ufeffy"),
    ("forbidden-character", "a: x⟦\u200by"),
    ("forbidden-character", "a: x⟦\x85y"),
    ("forbidden-character", "a⟦\x7f: x"),
    ("stray-quote", 'zh: ⟦短"\nen: "Short"'),
    ("stray-quote", 'a: {zh: ⟦短", en: "Short"}'),
    ("stray-quote", 'a: ["x", ⟦短" ]'),
    ("stray-quote", 'zh: ⟦>-\n  "短\nen: x'),
    ("stray-quote", 'zh: ⟦|\n  a\n  "b" c"\nen: x'),
    ("stray-quote", 'a: ⟦by the end of 2024"'),
    ("stray-quote", 'a: ⟦odds of 1:10"'),
    ("stray-quote", 'a: ⟦it said “so"'),
    ("stray-quote", "zh: ⟦看'\nen: 'look'"),
    ("stray-quote", "a: {zh: '看', en: ⟦look it's here' }"),
    ("notes", "a: 1\n  ⟦#~ x"),
    ("notes", "⟦#~ 𝒳\n𝒳𝒳: 1 #~ y\n#~z\n"),
    ("notes", "𝒳𝒳: x ⟦#~ note"),
    ("notes", "a: |\n  #~ text\n⟦#~ x\nb: 1"),
    ("notes", "a: 1\r\nb: [1,\r\n  ⟦#~ x\r\n  2]"),
    ("notes", "⟦#~ nothing else"),
]
SURPRISES = {
    "bool": ["yes", "No", "on", "OFF", "true", "False"],
    "int": ["9:30", "190:20:30", "012", "0x1F", "0b11", "12_000", "9999999999999999", "+5", "-0"],
    "float": ["3.10", "1.5e+3", ".5", ".inf", "-.INF", ".nan", "1_0.5", "1:30.5"],
    "timestamp": ["2026-01-01 09:30:00", "2026-1-1T9:30:00Z"],
    "value": ["="],
    "merge": ["<<"],
}
CASES = [
    *SYNTAX,
    *LIMITS,
    *VALUES,
    *[("unquoted", f"𝒳: [x, ⟦{value}]") for values in SURPRISES.values() for value in values],
]


def read(text: str) -> YamlDocument:
    return load_yaml(FILE, text.encode())


@pytest.mark.parametrize(("code", "text"), CASES)
def test_every_trap_of_yaml_is_one_problem_at_its_place(code: str, text: str) -> None:
    text, places = marked(text)
    found = read(text).problems
    assert [(each.mark, each.code) for each in found] == [(place, code) for place in places]
    assert_readable(found)


@pytest.mark.parametrize(("kind", "values"), SURPRISES.items())
def test_what_yaml_would_take_for_something_else_is_named_and_kept_as_written(kind: str, values: list[str]) -> None:
    for value in values:
        document = read(f"a: {value}")
        assert document.data == {"a": value}
        assert [dict(each.args)["kind"] for each in document.problems] == [kind]
        assert read(f'a: "{value}"').data == {"a": value}
        assert not read(f'a: "{value}"').problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("'12'", "12"),
        ("2026-02-28", dt.date(2026, 2, 28)),
        ('"2026-02-28"', "2026-02-28"),
        ("2026-1-1", "2026-1-1"),
        ("1e3", "1e3"),
        ("09", "09"),
        ("1:10x", "1:10x"),
        ("~", None),
        ("", None),
        ("null", None),
        ("y", "y"),
        ("「好」", "「好」"),
        (">-\n  x\n  y", "x y"),
        ('"\\U0001D4B3\\t"', "𝒳\t"),
        ('27"', '27"'),
        ('屏幕有 5.5"', '屏幕有 5.5"'),
        ('a 6\'2" door of 3/4"', 'a 6\'2" door of 3/4"'),
        ('he said "so"', 'he said "so"'),
        ('>-\n  "one" and 27"', '"one" and 27"'),
        ("so say the bakers'", "so say the bakers'"),
        ("don't say 'so'", "don't say 'so'"),
        ("6'", "6'"),
        ("'\"x'", '"x'),
        ('"x\\""', 'x"'),
        ("x # ~", "x"),
        ("x#~y", "x#~y"),
        ('"#~"', "#~"),
        (">-\n  #~ x", "#~ x"),
    ],
)
def test_values_are_read_as_editors_mean_them(written: str, value: object) -> None:
    document = read(f"a: {written}")
    assert not document.problems
    assert document.data == {"a": value}


def test_working_notes_are_counted() -> None:
    (found,) = read("a: 1 #~\n#~ x\n# y\n#~ z\n").problems
    assert dict(found.args) == {"count": 3}


def test_keys_are_read_as_written() -> None:
    document = read("on: 1\nyes: 2\n012: 3\n2026-01-01: 4\n~: 5\n<<: 6\n=: 7\n")
    assert not document.problems
    assert list(document.data) == ["on", "yes", "012", "2026-01-01", "~", "<<", "="]


def test_of_two_equal_keys_the_first_counts_and_is_named() -> None:
    document = read("a: 1\nb: 2\na: {c: 3}\na: 4\n")
    assert document.data == {"a": 1, "b": 2}
    assert [(each.mark.line, dict(each.args)) for each in document.problems] == [
        (3, {"key": "a", "first": 1}),
        (4, {"key": "a", "first": 1}),
    ]


def test_all_problems_of_a_file_are_found_at_once_even_those_before_a_break_of_the_syntax() -> None:
    text, places = marked("a: ⟦9:30\n⟦a: 1\nb: ⟦&x 1\nc: ⟦!t y\nd: ⟦2026-02-30\ne: f⟦: g")
    codes = ["unquoted", "duplicate-key", "alias", "tag", "no-such-day", "syntax-colon"]
    assert [(each.mark, each.code) for each in read(text).problems] == list(zip(places, codes, strict=True))


def test_forbidden_characters_are_all_found_and_hide_no_other_problem() -> None:
    text, places = marked("a: x⟦\u200by⟦\u202e\nb: ⟦yes\n")
    found = read(text).problems
    assert [(each.mark, each.code) for each in found] == list(
        zip(places, ["forbidden-character", "forbidden-character", "unquoted"], strict=True)
    )
    assert dict(found[0].args) == {"character": "U+200B"}


def test_what_only_a_forbidden_character_breaks_is_not_reported_too() -> None:
    assert [each.code for each in read("a: 1\n\0b: 2\n").problems] == ["forbidden-character"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them(line_end: str) -> None:
    text, places = marked("# 一\n\na:\n  - b: x\n    c: ⟦yes\n\nd: ⟦no\n".replace("\n", line_end))
    document = read(text)
    assert document.data == {"a": [{"b": "x", "c": "yes"}], "d": "no"}
    assert [each.mark for each in document.problems] == places == [Mark(5, 8), Mark(7, 4)]


def test_columns_are_counted_in_characters() -> None:
    text, places = marked('𝒳: {"é": ⟦好, 𝒴👨‍👩‍👧: ⟦yes}')
    document = read(text)
    assert [document.mark(("𝒳", "é")), document.problems[0].mark] == places == [Mark(1, 10), Mark(1, 21)]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    document = load_yaml(FILE, "a: yes".encode("utf-8-sig"))
    assert document.data == {"a": "yes"}
    assert document.problems[0].mark == Mark(1, 4)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: 中文".encode("gbk"), Mark(1, 4)),
        ("a: 1\r\nb: é".encode("latin-1"), Mark(2, 4)),
        ("a: 1\rb: é".encode("latin-1"), Mark(2, 4)),
        (b"\xef\xbb\xbfa: \xff", Mark(1, 4)),
        ("𝒳𝒳: ".encode() + b"\xed\xa0\x80", Mark(1, 5)),
        ("a: 1".encode("utf-16"), Mark(1, 1)),
        ("a: 1".encode("utf-32"), Mark(1, 1)),
        ("a: 中".encode()[:-1], Mark(1, 4)),
    ],
)
def test_another_encoding_is_found_where_it_shows(content: bytes, place: Mark) -> None:
    found = load_yaml(FILE, content).problems
    assert found == (Problem(FILE, place, "encoding"),)
    assert_readable(found)


def test_utf_16_without_its_mark_is_not_read_as_text() -> None:
    assert load_yaml(FILE, "a: 1".encode("utf-16-le")).problems[0].code == "forbidden-character"


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("too-large", b"a" * 30_000_000),
        ("too-large", b"a" * (LARGEST_FILE + 1)),
        ("too-many-nodes", b"- a\n" * (MOST_NODES + 1)),
        ("more-problems", b"- yes\n" * (MOST_PROBLEMS + 1)),
        ("more-problems", b"- &a x\n" * 50_000),
        ("more-problems", b"a: 1\n" * 50_000),
        ("more-problems", b"\0" * LARGEST_FILE),
    ],
)
def test_what_is_too_much_is_refused_in_words(code: str, content: bytes) -> None:
    found = load_yaml(FILE, content).problems
    assert found[-1].code == code
    assert len(found) <= MOST_PROBLEMS + 1
    assert_readable(found)


def test_a_file_just_within_the_limits_is_read() -> None:
    assert len(load_yaml(FILE, b"- a\n" * 90_000).data) == 90_000
    assert load_yaml(FILE, b"a: " + b"x" * (LARGEST_FILE - 3)).data
    assert read("[" * 20 + "]" * 20).data


def test_an_alias_bomb_is_not_set_off() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    document = read(bomb)
    assert {each.code for each in document.problems} == {"alias"}
    assert len(str(document.data)) < 1_000


HEAVY = {
    "one number": b"k: " + b"1" * 900_000,
    "one time": b"k: " + b"1:1" * 300_000 + b"x",
    "one day": b"k: 2001-1-1" + b" " * 900_000 + b"x",
    "one key": b'"' + b"k" * 900_000 + b'": 1',
    "keys": b"".join(b"k%d: 1\n" % number for number in range(49_000)),
    "open quote": b'"' + b"a\n" * 400_000,
    "colons": b"a: " * 300_000,
    "escapes": b'a: "' + b"\\u202e" * 150_000 + b'"',
    "lines": b"a: " + b"x\n " * 300_000,
    "comments": b"#x\n" * 300_000,
    "brackets": b"[" * 999_999,
    "flow in flow": b"[" + b"[]," * 30_000 + b"]",
}


@pytest.mark.parametrize("content", HEAVY.values(), ids=HEAVY)
def test_a_heavy_file_is_read_or_refused_in_words(content: bytes) -> None:
    assert_readable(load_yaml(FILE, content).problems)


WHERE: list[tuple[tuple[str | int, ...], bool]] = [
    (("a",), True),
    (("a",), False),
    (("b",), True),
    (("b",), False),
    (("b", 0), False),
    (("b", 0, "c"), False),
    (("b", 1), False),
    (("b", 1, 0), False),
    (("b", 1, 1), False),
    (("b", 1, 1, "e"), True),
    (("b", 1, 1, "e"), False),
    (("g",), True),
    (("g",), False),
]


def test_every_value_and_key_has_its_place() -> None:
    text, places = marked("⟦a: ⟦x\n⟦b:\n  ⟦- ⟦c: ⟦1\n  - ⟦[⟦d, ⟦{⟦e: ⟦f}]\n⟦g:⟦\n")
    document = read(text)
    assert [document.mark(path, key=key) for path, key in WHERE] == places
    assert document.mark(()) == places[0]


def test_what_is_missing_stands_at_its_nearest_parent() -> None:
    text, [place] = marked("a: 1\nb:\n  - ⟦c: d\n")
    assert read(text).mark(("b", 0, "missing", "zh")) == place
    assert load_yaml(FILE, b"").mark(("a",)) == Mark(1, 1)


def test_a_document_less_some_entries_keeps_the_places_of_the_others() -> None:
    text, places = marked("a: [0, ⟦1, 2, ⟦3]\nb: x\nc: ⟦y\n")
    rest = read(text).without({("a", 0), ("a", 2), ("b",)})
    assert rest.data == {"a": [1, 3], "c": "y"}
    assert [rest.mark(("a", 0)), rest.mark(("a", 1)), rest.mark(("c",))] == places
