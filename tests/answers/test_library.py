"""What can be found of an edition that was edited is what can be found of one that is made anew."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import excerpts
from bot.answers.asked import Asked
from bot.answers.library import stocked
from bot.answers.splices import splices
from bot.content.edition import Edition
from bot.search import Index, Splice
from bot.understanding.words import KnownWords
from tests.conftest import TODAY

TEXTS = st.sampled_from(
    [
        f"{zh}{number} {en}"
        for zh in ("客服", "电网", "智能体与客服")
        for en in ("agents", "grid agents")
        for number in range(4)
    ]
)
QUERIES = ("客服", "智能", "agents", "grid", "客服会怎么样", "will agents take the grid", "电网 客服", "网")


@settings(deadline=None, max_examples=25)
@given(st.lists(TEXTS, max_size=9), st.lists(st.tuples(st.integers(0, 9), st.booleans(), TEXTS), max_size=6))
def test_a_revised_index_finds_what_a_new_one_does(texts: list[str], edits: list[tuple[int, bool, str]]) -> None:
    before = [[each] for each in texts]  # of the same words there are several
    index = Index(each[0] for each in before)
    for place, comes, text in edits:
        now = [*before[:place], *([[text]] if comes else []), *before[place + (not comes) :]]
        changes = splices(before, now, before[place:][: not comes], now[place:][:comes], "".join)
        revised = index.revised(changes) if changes is not None else None
        index, before = revised or Index(each[0] for each in now), now
        fresh = Index(each[0] for each in now)
        for query in QUERIES:
            assert index.find(query, 4) == fresh.find(query, 4)
            assert index.weights(query) == fresh.weights(query)
            assert index.holding(query) == fresh.holding(query)


def test_between_two_texts_there_is_room_for_many_and_then_for_none() -> None:
    index: Index | None = Index(["first", "last"])
    count = 0
    while index:
        assert index.find("between", 99) == list(range(1, count + 1))
        index, count = index.revised([Splice(1, (), ("between",))]), count + 1
    assert count > 15


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=12), st.lists(st.tuples(st.integers(0, 12), st.booleans(), TEXTS), max_size=5))
def test_splices_put_in_the_texts_before_make_those_of_now(
    texts: list[str], edits: list[tuple[int, bool, str]]
) -> None:
    before = [[each] for each in texts]
    now = [*before]
    for place, comes, text in edits:
        now[place : place + 1] = [[text]] if comes else []
    gone = [each for each in before if not any(each is other for other in now)]
    came = [each for each in now if not any(each is other for other in before)]
    changes = splices(before, now, gone, came, "".join)
    if changes is None:
        assert 4 * max(len(gone), len(came)) > min(len(before), len(now))
        return
    made, at = list[str](), 0
    for start, these, those in changes:
        assert these or those
        assert tuple(texts[start : start + len(these)]) == these
        made += [*texts[at:start], *those]
        at = start + len(these)
    assert [*made, *texts[at:]] == [each[0] for each in now]


def test_things_in_another_order_are_told_by_no_splices() -> None:
    before = [[str(each)] for each in range(9)]
    assert splices(before, before[::-1], (), (), "".join) is None


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8), st.integers(0, 8), st.lists(TEXTS, max_size=3))
def test_words_of_revised_texts_are_those_of_texts_read_anew(texts: list[str], gone: int, came: list[str]) -> None:
    revised, fresh = KnownWords(texts).revised(texts[:gone], came), KnownWords([*texts[gone:], *came])
    asked = {
        word for text in (*texts, *came) for word in (*text.split(), *(text[at : at + 2] for at in range(len(text))))
    }
    assert {each for each in asked if each in revised} == {each for each in asked if each in fresh}


def reworded(edition: Edition, word: str) -> Edition:
    """The edition with a word of its own in one forecast."""
    briefing, *others = edition.briefings
    first, *rest = briefing.predictions
    said = first.model_copy(update={"statement": first.statement.model_copy(update={"en": f"It is {word}."})})
    return replace(edition, briefings=(briefing.model_copy(update={"predictions": (said, *rest)}), *others))


def test_an_edited_edition_is_searched_as_one_that_is_made_anew(small: Edition) -> None:
    before = stocked(small)
    for word in ("zyzzyva", "quagga", "zyzzyva"):
        edited = reworded(small, word)
        found, fresh = stocked(edited, before), stocked(edited)
        assert found.index is not before.index
        assert [(each.searched, each.command) for each in found.entries] == [
            (each.searched, each.command) for each in fresh.entries
        ]
        for query in ("zyzzyva", "quagga", "机器", "dough", "will machines knead the dough"):
            assert found.index.find(query, 40) == fresh.index.find(query, 40)
            assert found.index.weights(query) == fresh.index.weights(query)
        assert [each for each in ("zyzzyva", "quagga") if each in found.words] == [word]
        assert len(excerpts.excerpts(Asked(edition=edited, language="en", today=TODAY, words=(word,)))) == 1
        before = found


def test_entries_of_briefings_that_did_not_change_are_the_very_same(small: Edition) -> None:
    before = stocked(small)
    after = stocked(reworded(small, "zyzzyva"), before)
    same = {id(each) for each in before.entries} & {id(each) for each in after.entries}
    changed = len([*before.parts[small.briefings[0].briefing].entries])
    assert len(same) == len(before.entries) - changed
