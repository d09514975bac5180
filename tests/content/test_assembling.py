"""Step by step, what comes of files is what comes of them read afresh; and only what changed is read."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Callable, Mapping
from weakref import ref

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.assembling import Shelf, build_edition
from bot.content.edition import Edition, InvalidEdition
from bot.content.problem import Problem
from bot.state import manifest
from tests.conftest import small_files

Files = dict[str, bytes]
Step = Callable[[Files], Files]

BRIEFING, CARD = "briefings/machine-dough.yaml", "seeds/bakery-2024.yaml"
SLIPS = {
    b"certainty: plain": b"certainty: sure",
    b"source: bakery-2024": b"source: bakery-2042",
    b"sector: bakeries": b"sector: bakery",
    b"paragraphs: ": b"paragraphs: 1 #",
    b"id: bakeries": b"id: bakers",
    b"on: 20": b"on: 19",
    b"briefing: ": b"briefing: x-",
    b"relation: ": b"relation: un",
    b"zh: ": b"zh: [",
    b"rule: ": b"rule: 0",
    b"\n": b"\r\n",
    b"en: ": b"en: \xff",
}
"""What stands in some file, and what makes it another one: sound by itself, at odds with others, or broken."""
NAMES = sorted(small_files())


def edited(name: str, slip: bytes) -> Step:
    return lambda files: {**files, name: files[name].replace(slip, SLIPS[slip], 1)} if name in files else files


def commented(name: str, words: str) -> Step:
    return lambda files: {**files, name: files[name] + f"\n# {words}\n".encode()} if name in files else files


def mended(name: str) -> Step:
    return lambda files: {**files, name: small_files()[name]}


def removed(name: str) -> Step:
    return lambda files: {each: text for each, text in files.items() if each != name}


def renamed(name: str, new: str) -> Step:
    return lambda files: {new if each == name else each: text for each, text in files.items()}


def copied(name: str, new: str) -> Step:
    return lambda files: {**files, new: files[name]} if name in files else files


def other_names(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"briefings/{other}.yaml" for other in ("second", "x-machine-dough")] + [CARD, BRIEFING])


STEPS = st.sampled_from(NAMES).flatmap(
    lambda name: st.one_of(
        st.builds(edited, st.just(name), st.sampled_from(sorted(SLIPS))),
        st.builds(commented, st.just(name), st.sampled_from("ab")),
        st.builds(mended, st.just(name)),
        st.builds(removed, st.just(name)),
        st.builds(renamed, st.just(name), other_names(name)),
        st.builds(copied, st.just(name), other_names(name)),
    )
)


def outcome(make: Callable[[], Edition]) -> tuple[object, ...]:
    """All there is to see of an edition, or of why there is none."""
    try:
        made = make()
    except InvalidEdition as invalid:
        return invalid.problems, invalid.texts
    return (
        *(made.digest, made.briefings, made.cards, made.vocabulary, made.debates),
        *(made.register, made.phrases, made.warnings),
    )


@settings(deadline=None, max_examples=25)
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_step_by_step_all_is_as_if_read_afresh(steps: list[Step]) -> None:
    shelf, files = Shelf(), small_files()
    for step in steps:
        files = step(files)
        again = files
        assert outcome(lambda: shelf.edition(again, manifest(again))) == outcome(lambda: build_edition(again))  # noqa: B023


class Asked(UserDict[str, bytes]):
    """Files that know which of them was asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(files)
        self.names: list[str] = []

    def __getitem__(self, name: str) -> bytes:
        self.names.append(name)
        return super().__getitem__(name)


def read(shelf: Shelf, files: Mapping[str, bytes]) -> tuple[list[str], tuple[Problem, ...]]:
    """Which files are read for an edition, and what is wrong with it."""
    asked = Asked(files)
    try:
        shelf.edition(asked, manifest(files))
    except InvalidEdition as invalid:
        return asked.names, invalid.problems
    return asked.names, ()


def test_only_what_changed_is_read_again() -> None:
    shelf, files = Shelf(), small_files()
    assert read(shelf, files) == (NAMES, ())
    assert read(shelf, files) == ([], ())
    changed = commented(BRIEFING, "another day")(files)
    assert read(shelf, changed) == ([BRIEFING], ())
    assert read(shelf, files) == ([], ()), "what was live is at hand while a draft is looked at"


def test_a_sound_file_is_read_again_only_where_another_one_disagrees_with_it() -> None:
    shelf, files = Shelf(), small_files()
    read(shelf, files)
    names, found = read(shelf, edited("briefings/vocabulary.yaml", b"id: bakeries")(files))
    assert {each.code for each in found} == {"unknown-sector"}
    assert (names[0], BRIEFING in names, CARD in names) == ("briefings/vocabulary.yaml", True, False)


def test_records_of_unchanged_files_are_the_very_same() -> None:
    shelf, files = Shelf(), small_files()
    before = shelf.edition(files, manifest(files))
    changed = commented(CARD, "another day")(files)
    after = shelf.edition(changed, manifest(changed))
    assert before.digest != after.digest
    assert all(one is other for one, other in zip(before.briefings, after.briefings, strict=True))
    assert before.vocabulary is after.vocabulary


def test_what_is_kept_holds_neither_documents_nor_what_files_held() -> None:
    shelf, files = Shelf(), Asked(small_files())
    shelf.edition(files, manifest(files))
    held = ref(files)
    del files
    assert all(name in shelf for name in manifest(small_files()).items())
    assert held() is None
    assert all(not hasattr(file.reading.document, "data") for file in shelf._last.values())
