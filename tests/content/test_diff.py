"""What differs between two editions: told entry by entry, with each text before and after."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.assembling import build_edition
from bot.content.briefing import Briefing, Card, Text
from bot.content.diff import Difference, Edit, differences, tally
from bot.content.edition import Edition
from bot.content.likeness import MOST_COMPARED
from bot.desk.verdict_edit import write_verdict
from tests.desk.test_verdict_edit import RULING

DOUGH = "briefings/machine-dough.yaml"
LIBRARY = "briefings/quiet-library.yaml"
DEBATES = "briefings/debates.yaml"
VOCABULARY = "briefings/vocabulary.yaml"
CARD = "seeds/bakery-2024.yaml"

NEW_PREDICTION = """  - id: new-one
    statement: {zh: "新的。", en: "New."}
    window: {from: 2024-03-05, until: null, basis: {zh: "没有给出期限。", en: "No time is given."}}
    certainty: plain
    weight: minor
    criterion: {zh: "看看。", en: "Look."}
    sectors: [bakeries]
    at: [5]
figures:
"""


def edited(files: dict[str, bytes], *slips: tuple[str, str, str]) -> Edition:
    """The edition after texts in its files were replaced, each of them where it first stands."""
    after = dict(files)
    for file, old, new in slips:
        assert old.encode() in after[file], old
        after[file] = after[file].replace(old.encode(), new.encode(), 1)
    return build_edition(after)


def differing(files: dict[str, bytes], *slips: tuple[str, str, str]) -> tuple[Difference, ...]:
    return differences(build_edition(files), edited(files, *slips))


CASES: list[tuple[str, str, str, dict[str, int]]] = [
    (DOUGH, "figures:\n", NEW_PREDICTION, {"added-predictions": 1}),
    (DOUGH, "until: 2026-12-31", "until: 2027-12-31", {"window-moved": 1}),
    (DOUGH, "年底之后“再往后两年”。", "两年。", {"changed-predictions": 1}),
    (DOUGH, "夜班揉面的师傅会减少三成", "夜班师傅会减少三成", {"changed-predictions": 1}),
    (DOUGH, "    at: [4]\n    verdict", "    at: [4, 5]\n    verdict", {"changed-predictions": 1}),
    (DOUGH, "      outcome: partly", "      outcome: held", {"verdict-changed": 1}),
    (DOUGH, "协会统计是四成。", "协会统计是四成一。", {"verdict-changed": 1}),
    (DOUGH, "    stance: mixed", "    stance: benefits", {"changed-sectors": 1}),
    (DOUGH, "  - when: 2024\n", "  - when: 2024-Q4\n", {"changed-timeline": 1}),
    (DOUGH, "先租一台，试三个月。", "先租一台，试半年。", {"changed-advice": 1}),
    (DOUGH, "两项相加是 5,000 元。", "相加是 5,000 元。", {"changed-figures": 1}),
    (DOUGH, "没有出处", "没有任何出处", {"changed-caveats": 1}),
    (DOUGH, "手工面包留得住", "手工面包也留得住", {"changed-briefings": 1}),
    (DOUGH, "  at: [4-5]", "  at: [4-6]", {"changed-briefings": 1}),
    (DEBATES, "人还留得下来吗", "人留得下来吗", {"changed-debates": 1}),
    (DEBATES, "cites: [night-shift, handmade-stays]", "cites: [handmade-stays]", {"changed-debates": 1}),
    (DEBATES, "  - id: how-soon", "  - id: how-quickly", {"added-debates": 1, "removed-debates": 1}),
    (VOCABULARY, "aliases: [老板, 馆长]", "aliases: [老板]", {"changed-vocabulary": 1}),
    (VOCABULARY, "sectors:\n", "sectors:\n  - {id: games, name: {zh: 游戏, en: Games}}\n", {"added-vocabulary": 1}),
    (DOUGH, "figures:\n", "figures:  # a remark\n\n", {}),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "counts"), CASES, ids=[f"{case[1]!r:.30}" for case in CASES])
def test_one_edit_is_one_change_and_back_again(
    files: dict[str, bytes], file: str, old: str, new: str, counts: dict[str, int]
) -> None:
    before, after = build_edition(files), edited(files, (file, old, new))
    assert before.digest != after.digest
    assert tally(differences(before, after)) == counts
    mirrored = {"added": "removed", "removed": "added"}
    back = {
        "-".join([mirrored.get(how, how), what]): n for (how, what), n in ((k.split("-"), n) for k, n in counts.items())
    }
    assert tally(differences(after, before)) == back


def test_editions_with_the_same_content_do_not_differ(small: Edition, edition: Edition) -> None:
    assert differences(small, small) == differences(edition, edition) == ()


def test_a_text_is_told_in_both_languages_before_and_after(files: dict[str, bytes]) -> None:
    [change] = differing(files, (DOUGH, "先租一台，试三个月。", "先租一台，试半年。"))
    english = "Rent one and try it for three months."
    edit = Edit("do", Text(zh="先租一台，试三个月。", en=english), Text(zh="先租一台，试半年。", en=english))
    assert (change.kind, change.within, change.edits) == ("advice", "machine-dough", (edit,))


def test_a_moved_window_is_told_by_its_days(files: dict[str, bytes]) -> None:
    [change] = differing(files, (DOUGH, "from: 2024-03-05, until: null", "from: 2024-03-06, until: 2030-01-01"))
    assert change.edits == (Edit("window", "2024-03-05 – …", "2024-03-06 – 2030-01-01"),)
    assert change.name == "handmade-stays"


def test_values_are_named_as_their_editors_find_them(files: dict[str, bytes]) -> None:
    [change] = differing(
        files, (DOUGH, "date: 2024-12-20", "date: 2024-12-21"), (DOUGH, "bears: against", "bears: mixed")
    )
    assert {edit.key: (edit.old, edit.new) for edit in change.edits} == {
        "verdict.evidence.1.date": ("2024-12-20", "2024-12-21"),
        "verdict.evidence.2.bears": ("against", "mixed"),
    }


VERDICT = """    verdict:
      outcome: unclear
      on: 2026-11-24
      because: {zh: "不明。", en: "Nobody knows."}
"""


def test_a_verdict_is_given_or_withdrawn_and_what_it_waited_for_goes_with_it(files: dict[str, bytes]) -> None:
    waiting = files[LIBRARY].decode().split("    pending: ")[1].split("\n")[0]
    slip = (LIBRARY, f"    pending: {waiting}\n", VERDICT)
    before, after = build_edition(files), edited(files, slip)
    [change] = differences(before, after)
    assert change.facets == ("verdict-given",)
    assert {edit.key for edit in change.edits} == {"pending", "verdict.outcome", "verdict.on", "verdict.because"}
    assert [each.facets for each in differences(after, before)] == [("verdict-withdrawn",)]


def test_a_replaced_verdict_is_told_once_not_as_an_earlier_one_too(files: dict[str, bytes]) -> None:
    replaced = write_verdict(DOUGH, files[DOUGH], "handmade-dearer", RULING)
    [change] = differences(build_edition(files), build_edition({**files, DOUGH: replaced}))
    assert change.facets == ("verdict-changed",)
    assert not [edit for edit in change.edits if "earlier" in edit.key]
    assert ("verdict.outcome", "held", "failed") in [(edit.key, edit.old, edit.new) for edit in change.edits]


def test_window_verdict_and_wording_of_one_prediction_are_three_things(files: dict[str, bytes]) -> None:
    [change] = differing(
        files,
        (DOUGH, "until: 2024-12-31", "until: 2025-12-31"),
        (DOUGH, "      outcome: partly", "      outcome: held"),
        (DOUGH, "    certainty: hedged", "    certainty: plain"),
    )
    assert change.facets == ("verdict-changed", "window-moved", "changed-predictions")


def test_an_entry_without_a_name_is_known_again_by_what_it_says(files: dict[str, bytes]) -> None:
    text = files[LIBRARY].decode()
    [first, second, third] = text.split("timeline:\n")[1].split("advice:\n")[0].split("  - when: ")[1:]
    shuffled = "".join(f"  - when: {each}" for each in (third, second.replace("大部分", "大多数"), first))
    found = differing(files, (LIBRARY, text.split("timeline:\n")[1].split("advice:\n")[0], shuffled))
    assert tally(found) == {"changed-timeline": 1, "moved-timeline": 1}
    [edit] = found[0].edits
    assert isinstance(edit.old, Text) and "大部分" in edit.old.zh


def test_an_entry_that_says_something_else_is_another_one(files: dict[str, bytes]) -> None:
    text = files[DOUGH].decode()
    old = text[text.index('{zh: "先租一台') : text.index("    sectors: [bakeries]\n    at: [7]")].rstrip()
    new = '{zh: "关门大吉。", en: "Close down for good."}\n    because: {zh: "没有胜算。", en: "You cannot win."}'
    assert tally(differing(files, (DOUGH, old, new))) == {"added-advice": 1, "removed-advice": 1}


def test_another_order_is_told_once_for_a_list(files: dict[str, bytes]) -> None:
    old = files[VOCABULARY].decode().splitlines(keepends=True)
    turned = "".join([old[0], old[2], old[1], *old[3:]])
    [change] = differing(files, (VOCABULARY, "".join(old), turned))
    assert (change.how, change.kind, change.within) == ("moved", "vocabulary", "sectors")


def test_a_briefing_that_goes_is_told_whole_and_its_entries_are_counted(files: dict[str, bytes]) -> None:
    less = {
        file: content for file, content in files.items() if file not in (LIBRARY, DEBATES, "seeds/library-2024.yaml")
    }
    found = differences(build_edition(files), build_edition(less))
    assert [(each.how, each.kind, each.name) for each in found] == [
        ("removed", "briefings", "quiet-library"),
        ("removed", "debates", "who-stays"),
        ("removed", "debates", "how-soon"),
        ("removed", "cards", "library-2024"),
    ]
    counts = {"predictions": 4, "timeline": 3, "sectors": 2, "advice": 1, "debates": 2, "cards": 1, "briefings": 1}
    assert tally(found) == {f"removed-{kind}": count for kind, count in counts.items()}
    assert tally(differences(build_edition(less), build_edition(files))) == {
        f"added-{kind}": count for kind, count in counts.items()
    }


def test_a_card_made_anew_is_told_without_all_its_fingerprints(files: dict[str, bytes]) -> None:
    before, after = build_edition(files), build_edition(files)
    card = after.cards["bakery-2024"]
    many = Card.model_validate(
        card.model_dump(by_alias=True) | {"paragraphs": 300, "fingerprints": tuple(f"{n:08x}" for n in range(300))}
    )
    [change] = differences(
        before,
        Edition(after.digest, after.briefings, {**after.cards, "bakery-2024": many}, after.vocabulary, after.debates),
    )
    prints = next(edit for edit in change.edits if edit.key == "fingerprints")
    assert prints.new == "00000000, 00000001, … (300)"


def test_changes_stand_in_the_order_of_briefings(files: dict[str, bytes]) -> None:
    found = differing(files, (DOUGH, "先租一台", "先借一台"), (LIBRARY, "咨询台留一个人。", "咨询台要留一个人。"))
    assert [each.within for each in found] == ["quiet-library", "machine-dough"]


def with_caveats(edition: Edition, texts: list[str]) -> Edition:
    first, *rest = edition.briefings
    caveats = [{"note": {"zh": text, "en": text}, "at": [1]} for text in texts]
    changed = Briefing.model_validate(first.model_dump(by_alias=True, mode="json") | {"caveats": caveats})
    return Edition(edition.digest, (changed, *rest), edition.cards, edition.vocabulary, edition.debates)


@settings(max_examples=60)
@given(*[st.lists(st.text("甲乙丙ab ", min_size=1).filter(str.strip), max_size=6)] * 2)
def test_coming_and_going_of_nameless_entries_adds_up(small: Edition, old: list[str], new: list[str]) -> None:
    found = differences(with_caveats(small, old), with_caveats(small, new))
    counts = tally(found)
    assert len(old) + counts.get("added-caveats", 0) - counts.get("removed-caveats", 0) == len(new)
    assert (found == ()) == ([text.strip() for text in old] == [text.strip() for text in new])
    assert all(edit.old != edit.new for each in found for edit in each.edits)


def test_of_many_entries_rewritten_at_once_none_is_lost(small: Edition) -> None:
    old, new = ([f"{word}第{number}条，{'很长' * 50}" for number in range(3 * MOST_COMPARED)] for word in ("旧", "新"))
    counts = tally(differences(with_caveats(small, old), with_caveats(small, new)))
    assert sum(counts.values()) >= 3 * MOST_COMPARED
