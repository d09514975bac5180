"""Varied texts in both languages from a seed: few words often, most words seldom, as in real ones."""

from __future__ import annotations

from itertools import accumulate
from random import Random
from typing import Final

from bot.content.briefing import Language

WORDS: Final = 20_000
"""Different words of each language."""

_COMMON: Final[dict[Language, str]] = {
    "zh": "模型 智能 企业 应用 数据 产品 的 将 会 未来 客服 成本 行业 知识库 电 智能体 流程 开发 用户 市场",
    "en": "the model of will and agents companies data costs software customer work in growth chips users to years",
}
_HAN: Final = [chr(code) for code in range(0x4E00, 0x9000)]
_SYLLABLES: Final = "ba con der el fo gra hin is jo ker lu min no or pre qui ra sta tion ur ver wex yal zen"


class Texts:
    """A source of sentences; the same seed tells the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        invent = {"zh": self._han, "en": self._latin}
        self.words = {
            language: list(dict.fromkeys([*common.split(), *(invent[language]() for _ in range(WORDS))]))
            for language, common in _COMMON.items()
        }
        self._weights = {
            language: list(accumulate(1 / rank for rank in range(3, len(words) + 3)))
            for language, words in self.words.items()
        }

    def _han(self) -> str:
        return "".join(self.random.choices(_HAN, k=self.random.choice((1, 2, 2, 2, 3))))

    def _latin(self) -> str:
        return "".join(self.random.choices(_SYLLABLES.split(), k=self.random.choice((2, 3, 3, 4))))

    def sentence(self, language: Language, words: int) -> str:
        """Return a sentence of about so many words."""
        chosen = self.random.choices(
            self.words[language], cum_weights=self._weights[language], k=self.random.randint(words // 2, words * 3 // 2)
        )
        return "".join(chosen) + "。" if language == "zh" else " ".join(chosen).capitalize() + "."
