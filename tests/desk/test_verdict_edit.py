"""A verdict written into a briefing: where it belongs, as editors write it, and not a byte of the rest is touched."""

from __future__ import annotations

import datetime as dt
import difflib
import io
import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.content.briefing import Briefing, Language, Prediction, Ruling, Verdict
from bot.content.drafts import Declined
from bot.content.reading import BRIEFLESS, read_file
from bot.content.yaml_loading import load_yaml
from bot.desk.verdict_edit import write_verdict
from tests.conftest import ROOT

DOUGH = "briefings/machine-dough.yaml"
SHIPPED = sorted(path for path in (ROOT / "briefings").glob("*.yaml") if f"briefings/{path.name}" not in BRIEFLESS)


def text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def evidence(**changed: Any) -> dict[str, Any]:
    usual = {
        "url": "https://example.org/register?year=2026#page-3",
        "publisher": "面包师协会: Bakers' Guild",
        "date": dt.date(2026, 11, 20),
        "fact": text("夜班登记的人少了“两成”。", "The register has a fifth fewer: 80, not 100 # or so."),
        "bears": "against",
    }
    return usual | changed


def ruling(*facts: dict[str, Any], **changed: Any) -> Ruling:
    usual = {
        "outcome": "failed",
        "on": dt.date(2026, 11, 24),
        "because": text("少了两成，不是三成。", 'A fifth fewer, not "three tenths".'),
        "evidence": facts or (evidence(), evidence(url="https://example.org/b:", bears="mixed")),
    }
    return Ruling.model_validate(usual | changed)


RULING = ruling()


def added(before: bytes, after: bytes) -> str:
    """What was set in: the one place where two texts differ, when nothing went."""
    return "".join(line[2:] for line in compared(before, after) if line.startswith("+ "))


def gone(before: bytes, after: bytes) -> str:
    return "".join(line[2:] for line in compared(before, after) if line.startswith("- "))


def compared(before: bytes, after: bytes) -> list[str]:
    first, second = (content.decode().splitlines(keepends=True) for content in (before, after))
    return [f"- {line}" for line in first if line not in second] + [f"+ {line}" for line in second if line not in first]


def of(content: bytes, prediction: str) -> Prediction:
    record = read_file(DOUGH, content).record
    assert isinstance(record, Briefing)
    return next(each for each in record.predictions if each.id == prediction)


def verdict_of(content: bytes, prediction: str) -> Verdict:
    found = of(content, prediction).verdict
    assert found
    return found


def expected(old: Verdict | None, new: Ruling) -> Verdict:
    replaced = (*old.earlier, *as_ruling(old)) if old else ()
    return Verdict.model_validate(new.model_dump() | {"earlier": tuple(each.model_dump() for each in replaced)})


def as_ruling(verdict: Verdict) -> tuple[Ruling]:
    return (Ruling.model_validate(verdict.model_dump(exclude={"earlier"})),)


def ruamel(content: bytes) -> Any:
    """What another library reads in a file."""
    return YAML(typ="safe", pure=True).load(content.decode())


def test_a_verdict_stands_below_its_prediction_as_editors_write_it(files: dict[str, bytes]) -> None:
    after = write_verdict(DOUGH, files[DOUGH], "handmade-stays", RULING)
    assert (
        after.decode()
        .split("at: [5]\n")[1]
        .startswith(
            """    verdict:
      outcome: failed
      on: 2026-11-24
      because: {zh: "少了两成，不是三成。", en: "A fifth fewer, not \\"three tenths\\"."}
      evidence:
        - url: https://example.org/register?year=2026#page-3
          publisher: "面包师协会: Bakers' Guild"
          date: 2026-11-20
          fact: {zh: "夜班登记的人少了“两成”。", en: "The register has a fifth fewer: 80, not 100 # or so."}
          bears: against
        - url: "https://example.org/b:"
          publisher: "面包师协会: Bakers' Guild"
          date: 2026-11-20
          fact: {zh: "夜班登记的人少了“两成”。", en: "The register has a fifth fewer: 80, not 100 # or so."}
          bears: mixed
  - id: handmade-dearer
"""
        )
    )


def test_texts_too_long_for_one_line_stand_on_two(files: dict[str, bytes]) -> None:
    long = ruling(because=text("长" * 60, "long " * 20 + "enough"))
    lines = write_verdict(DOUGH, files[DOUGH], "handmade-stays", long).decode().splitlines()
    place = lines.index("      because:")
    assert lines[place + 1] == f'        zh: "{"长" * 60}"' and lines[place + 2].startswith('        en: "long long')


def test_a_verdict_without_evidence_has_no_list_of_it(files: dict[str, bytes]) -> None:
    unclear = ruling(outcome="unclear").model_copy(update={"evidence": ()})
    after = write_verdict(DOUGH, files[DOUGH], "handmade-stays", unclear)
    assert verdict_of(after, "handmade-stays") == expected(None, unclear)
    assert after.count(b"evidence:") == files[DOUGH].count(b"evidence:")


def test_why_a_verdict_waited_goes_once_it_is_given(files: dict[str, bytes]) -> None:
    before = files[DOUGH].replace(UNRULED.encode(), f"    at: [5]\n{WAITS}{UNRULED[12:]}".encode())
    after = write_verdict(DOUGH, before, "handmade-stays", RULING)
    assert of(after, "handmade-stays").pending is None and verdict_of(after, "handmade-stays") == expected(None, RULING)
    assert gone(before, after) == WAITS


def test_a_replaced_verdict_moves_to_the_earlier_ones_with_its_comments(files: dict[str, bytes]) -> None:
    before = files[DOUGH].replace(b"      outcome: partly\n", b"      # by the guild\n      outcome: partly  # close\n")
    old = verdict_of(before, "half-of-shops")
    after = write_verdict(DOUGH, before, "half-of-shops", RULING)
    assert verdict_of(after, "half-of-shops") == expected(old, RULING)
    assert b"      earlier:\n          # by the guild\n        - outcome: partly  # close\n          on: 2025" in after


def test_rulings_replaced_again_and_again_stand_oldest_first(files: dict[str, bytes]) -> None:
    content, verdict = files[DOUGH], verdict_of(files[DOUGH], "half-of-shops")
    for day in range(1, 5):
        new = ruling(on=dt.date(2027, 1, day), outcome=("held", "partly")[day % 2])
        content, verdict = write_verdict(DOUGH, content, "half-of-shops", new), expected(verdict, new)
        assert verdict_of(content, "half-of-shops") == verdict
    assert len(verdict.earlier) == 4
    assert [each.on for each in verdict.earlier] == sorted(each.on for each in verdict.earlier)


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_in_every_briefing_everything_else_stays_as_it_is(path: Path) -> None:
    before, name = path.read_bytes(), f"briefings/{path.name}"
    record = read_file(name, before).record
    assert isinstance(record, Briefing)
    ids = [each.id for each in record.predictions]
    for prediction in (ids[len(ids) // 2], ids[-1]):
        found = next(each for each in record.predictions if each.id == prediction)
        after = write_verdict(name, before, prediction, RULING)
        if found.verdict is None and found.pending is None:
            start = next(at for at, (one, other) in enumerate(zip(before, after + b"\0", strict=False)) if one != other)
            size = len(after) - len(before)
            assert after[:start] + after[start + size :] == before
        else:
            assert all(line in after for line in before.splitlines() if b"#" in line)
        again = read_file(name, after).record
        assert isinstance(again, Briefing)
        assert [each for each in again.predictions if each.id != prediction] == [
            each for each in record.predictions if each.id != prediction
        ]


def test_all_predictions_of_a_briefing_can_be_ruled_one_after_the_other(files: dict[str, bytes]) -> None:
    content = files[DOUGH]
    ids = [each["id"] for each in load_yaml(DOUGH, content).data["predictions"]]
    for prediction in ids:
        content = write_verdict(DOUGH, content, prediction, RULING)
    assert all(verdict_of(content, prediction).on == RULING.on for prediction in ids)
    assert ruamel(content) == load_yaml(DOUGH, content).data


UNRULED = "    at: [5]\n  - id: handmade-dearer"
WAITS = '    pending: {zh: "还没有统计。", en: "Nobody has counted yet."}\n'
LAYOUTS: dict[str, Callable[[str], str]] = {
    "no line break at the end": lambda text: text.rstrip("\n"),
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "old Macs": lambda text: text.replace("\n", "\r"),
    "byte order mark": lambda text: "\ufeff" + text,
    "all in braces": lambda text: dumped(text, default_flow_style=True, width=60),
    "JSON": lambda text: json.dumps(load_yaml(DOUGH, text.encode()).data, default=str, ensure_ascii=False),
    "lists not set in": lambda text: dumped(text, width=40),
    "wide": lambda text: ruamelled(text, mapping=6, sequence=8, offset=5),
    "texts in braces": lambda text: dumped(text, default_flow_style=None),
    "verdicts in braces": lambda text: dumped(text, verdicts=True),
    "comments everywhere": lambda text: "".join(f"{line}  # no. {n}\n" for n, line in enumerate(text.splitlines())),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "tails": lambda text: text.replace("  - id:", "  # before\n\n  - id:"),
    "a block of text last": lambda text: text.replace(
        UNRULED,
        f"    at: [5]\n    pending:\n      zh: '?'\n      en: |\n        one\n\n        two\n\n    # 1\n{UNRULED[12:]}",
    ),
    "an empty verdict": lambda text: text.replace(UNRULED, f"    at: [5]\n    verdict:  # none yet\n{UNRULED[12:]}"),
    "no verdict": lambda text: text.replace(UNRULED, f"    verdict: null\n{UNRULED}"),
    "earlier first": lambda text: text.replace(
        "      outcome: partly\n",
        "      earlier:\n      - {outcome: held, on: 2025-01-02, because: {zh: 一, en: a}}  # 1\n"
        "      outcome: partly\n",
    ),
}


def dumped(text: str, *, verdicts: bool = False, **options: Any) -> str:
    """A file as PyYAML writes it; `verdicts`: only those in braces."""
    data = load_yaml(DOUGH, text.encode()).data
    whole: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, **options)
    for each in data["predictions"] if verdicts else ():
        if "verdict" in each:
            lines = textwrap.indent(
                yaml.safe_dump({"verdict": each["verdict"]}, sort_keys=False, allow_unicode=True), "  "
            )
            braces = yaml.safe_dump(each["verdict"], default_flow_style=True, sort_keys=False, allow_unicode=True)
            assert lines in whole
            whole = whole.replace(lines, f"  verdict: {textwrap.indent(braces, '    ').strip()}  # {each['id']}\n")
    return whole


def ruamelled(text: str, **indent: int) -> str:
    library = YAML()
    library.indent(**indent)
    library.width = 60
    out = io.StringIO()
    library.dump(library.load(text), out)
    return out.getvalue()


@pytest.mark.parametrize("prediction", ["half-of-shops", "night-shift", "handmade-stays", "handmade-dearer"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_verdict_finds_its_place_in_any_layout(files: dict[str, bytes], layout: str, prediction: str) -> None:
    before = LAYOUTS[layout](files[DOUGH].decode()).encode()
    old = of(before, prediction).verdict
    after = write_verdict(DOUGH, before, prediction, RULING)
    assert verdict_of(after, prediction) == expected(old, RULING)
    assert after.endswith(b"\n") == before.endswith(b"\n")
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")
    assert {*re.findall(b"\r\n|\r|\n", after)} == {*re.findall(b"\r\n|\r|\n", before)}
    kept = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False).get_matching_blocks()
    assert layout in ("all in braces", "JSON") or sum(block.size for block in kept) > 0.7 * len(before.splitlines())


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30).filter(str.strip)
TEXTS = st.builds(text, WORDS, WORDS)
ADDRESSES = st.from_regex(r"https?://[^\s<>\"]{1,20}", fullmatch=True).filter(str.isprintable)


@settings(max_examples=15)
@given(st.lists(st.builds(evidence, url=ADDRESSES, publisher=WORDS | TEXTS, fact=TEXTS), min_size=2, max_size=3), TEXTS)
def test_whatever_a_ruling_says_is_read_again_as_it_was_said(
    files: dict[str, bytes], facts: list[dict[str, Any]], because: dict[str, str]
) -> None:
    said = ruling(*facts, because=because)
    for prediction in ("half-of-shops", "handmade-stays"):
        before = files[DOUGH]
        after = write_verdict(DOUGH, write_verdict(DOUGH, before, prediction, said), prediction, RULING)
        assert verdict_of(after, prediction).earlier[-1] == said


@pytest.mark.parametrize(("missing", "there"), [("zh", "en"), ("en", "zh")])
def test_a_verdict_may_be_written_in_one_language_at_first(
    files: dict[str, bytes], missing: Language, there: Language
) -> None:
    said = {there: "So it is.", missing: ""}
    after = write_verdict(DOUGH, files[DOUGH], "handmade-stays", ruling(evidence(fact=said), because=said))
    verdict = verdict_of(after, "handmade-stays")
    assert verdict.because.missing == verdict.evidence[0].fact.missing == missing
    assert f'{missing}: ""'.encode() in after and verdict.because.in_(missing) == "So it is."


@pytest.mark.parametrize(
    ("content", "prediction", "code"),
    [
        (b"briefing: [", "night-shift", "rule-unsound"),
        (b"briefing: machine-dough", "night-shift", "rule-unsound"),
        (None, "nobody-said-so", "rule-unknown"),
    ],
)
def test_what_cannot_be_ruled_is_declined(
    files: dict[str, bytes], content: bytes | None, prediction: str, code: str
) -> None:
    with pytest.raises(Declined) as declined:
        write_verdict(DOUGH, content or files[DOUGH], prediction, RULING)
    assert declined.value.code == code


def test_rather_than_lose_a_comment_a_verdict_is_declined_with_its_line(files: dict[str, bytes]) -> None:
    start = files[DOUGH].index(b"    verdict:\n      outcome: held")
    end = files[DOUGH].index(b"figures:")
    braces = '    verdict: {outcome: unclear, on: 2025-03-10, # who knows\n      because: {zh: "不明", en: "?"}}\n'
    before = files[DOUGH][:start] + braces.encode() + files[DOUGH][end:]
    with pytest.raises(Declined) as declined:
        write_verdict(DOUGH, before, "handmade-dearer", RULING)
    line = before[: before.index(b"  - id: handmade-dearer")].count(b"\n") + 1
    assert (declined.value.code, declined.value.args_of_code["line"]) == ("rule-layout", str(line))
