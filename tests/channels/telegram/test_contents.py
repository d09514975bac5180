"""What messages are made of is made once for all who are given the same answer, and for nobody else."""

from __future__ import annotations

from bot.answers import Answer
from bot.channels.telegram.contents import CONTENTS_KEPT, Content, Contents


class Maker:
    """Counts what it makes."""

    def __init__(self) -> None:
        self.made = list[tuple[str, bool]]()

    def __call__(self, answer: Answer, shared: bool) -> Content:
        self.made.append((answer.title, shared))
        return {"text": answer.title, "shared": shared}


def test_the_very_same_answer_is_made_once_for_each_kind_of_chat() -> None:
    contents, answer = Contents(made := Maker()), Answer("one")
    for shared in (False, True, False, True):
        assert contents.of(answer, shared=shared) == {"text": "one", "shared": shared}
    assert made.made == [("one", False), ("one", True)]


def test_what_comes_and_goes_is_never_shown_instead_of_another_and_what_is_used_stays() -> None:
    contents, often = Contents(made := Maker()), Answer("often")
    for number in range(10 * CONTENTS_KEPT):
        assert contents.of(Answer(str(number)), shared=False)["text"] == str(number)
        assert contents.of(often, shared=False)["text"] == "often"
    assert made.made.count(("often", False)) == 1
