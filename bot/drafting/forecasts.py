"""Finds sentences that look like forecasts, by words that give them away; how strongly, and until when.

Words that only ever point ahead (未来, 预计, will, within five years) weigh two each; words that also do other work
(会, 可能, may), a year not yet over, and a word of change (取代, replace) one. What an author tells as if it were so
already is not found: an editor reads the whole text all the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

STRONG: Final = 3
"""Of this weight and more, a sentence is hardly ever anything but a forecast."""
_LIKELY: Final = 2
"""Of this weight and more, it is worth a line of its own beside others of its paragraph."""
MOST_CHARACTERS: Final = 12
MOST_WORDS: Final = 6
"""An excerpt has so many characters of Chinese or words of English at most, and never more than half a sentence."""
_LONGEST_SENTENCE: Final = 600

_AHEAD: Final = re.compile(
    r"未来|将来|往后|今后|以后(?=.{0,8}[会将要都])|接下来|下一(?:代|轮|阶段|波|步)|后续"
    r"|预计|预测|预言|预想|预期|有望|势必|必然|注定|迟早|终究|或将|必将|终将|将会|将要|即将|大概率|未必|趋势|估计"
    r"|期待(?=.{0,12}[能会])|很快|逐步|逐渐|明年|后年|年内|年底(?:以?前|之前)|长远|分水岭"
    r"|(?:\d{1,3}|[一二两三四五六七八九十几]+)\s*年(?:之?内|之?后)"
    r"|\b(?:will|won['’]t|shall|going to|about to|likely|unlikely|bound to|set to|poised to|on track|destined)\b"
    r"|(?<=\w)[’']ll\b"
    r"|\b(?:expect\w*|predict\w*|forecast\w*|foresee\w*|anticipat\w*|project(?:ed|ions?)|foretell\w*)\b"
    r"|\b(?:in|within|over) (?:the )?(?:(?:next|coming|following) )?(?:few|a few|\d+|two|three|five|ten|several|many)?"
    r"[^.]{0,16}\b(?:months?|years?|decades?)\b"
    r"|\b(?:eventually|inevitabl[ey]|sooner or later|some ?day|one day|next (?:year|decade|century|generation)"
    r"|(?:years?|decades?) from now|the future|soon|outlook)\b",
    re.IGNORECASE,
)
_PERHAPS: Final = re.compile(
    # 会 not in a word such as 机会 or 会议, nor of habits (往往会); 将 only where it is not 把: before another verb.
    r"(?<![社机协大学体误议聚只开晚常往])会(?![议计员话场谈展客]|发现|说)|可能|或许|也许|恐怕|说不定"
    r"|将(?=[会要是成为被有在迎面产获取替淘推引带改变大更继持逐不没出进走达超消影增减终最彻越全]|促进|同样|直接|来自|用上)"
    r"|有机会|看好|一旦|假如|如果|只要|才(?:能|会|算|有)|很难|一定能|更容易|继续|不再|变成"
    r"|越来越|正在(?:成为|走向)|迎来|走向|转向|转化"
    r"|\b(?:could|would|might|may|perhaps|probably|possibly|potential(?:ly)?|becom(?:e|ing)|until)\b",
)
_CHANGE: Final = re.compile(
    r"替代|取代|替换|淘汰|颠覆|消失|消亡|消退|变成|成为|转化|不再|爆发|普及|渗透|降低|减少|提升|提高|增长|落地|受益"
    r"|裁员|失业|改变|重塑|加速|瓶颈|天花板|红利|稀缺"
    r"|\b(?:replac\w+|disrupt\w+|disappear\w*|obsolete|transform\w*|grow\w*|shrink\w*|fall\w*|rise\w*|double\w*"
    r"|automat\w+|los[et]\w*|no longer|surpass\w*|exceed\w*|overtak\w+|reach\w*)\b",
    re.IGNORECASE,
)
_NOTHING: Final = re.compile(
    r"\b(?:free|good|at|ill) will\b|!?\[[^\[\]]*\]\((?:[^()]|\([^()]*\))*\)|https?://\S+|<[^<>]{1,300}>", re.IGNORECASE
)
"""What holds such words, or years, and says nothing: taken out beforehand."""
_YEAR: Final = re.compile(r"(?<![\d.,:/-])(20[2-9]\d)(?:s\b)?(?![\d.,:]?\d|\s*[-/年]\s*\d{1,2}\s*[-/月]\s*\d)")
"""A year, but not that of a day such as 2024-05-30."""
_ITEM: Final = re.compile(r"[•·▪◦●*+–-]\s*\S|(?:\d{1,2}|[a-z])[.)、）]|[（(]\d")
_NUMERALS: Final = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True)) | dict(
    zip(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), range(2, 11), strict=True)
)
_NUMERAL: Final = "|".join((r"\d{1,2}", *_NUMERALS))
_NUMERALS["decade"] = 10
_SPAN: Final = re.compile(
    rf"(?<![\d.])(?:\d{{1,2}}[-~–至到])?({_NUMERAL})\s*年(?:之?内|之?后)"
    rf"|未来(?:的)?(?:\d{{1,2}}[-~–至到])?({_NUMERAL})\s*年"
    rf"|\b(?:in|within|over)\s+(?:the\s+)?(?:next|coming|following)?\s*(?:(?:{_NUMERAL})\s*(?:to|or|[-–])\s*)?"
    rf"({_NUMERAL})\s+years?\b|\b(?:in|within|over|next)\s+(?:the\s+next\s+|a\s+)?(decade)\b",
    re.IGNORECASE,
)
_YEAR_WORDS: Final = {"今年": 0, "年底": 0, "this year": 0, "明年": 1, "next year": 1, "后年": 2}
_SENTENCE: Final = re.compile(r"(?:[^。！？!?；;.]|\.(?=\S))+[。！？!?；;.”’\"）)]*")


@dataclass(frozen=True)
class Foretold:
    """A sentence that looks like a forecast: its paragraph, the words that say so, and a few words of it.

    `last` is the last item of the list it leads into, elsewhere its own paragraph.
    """

    paragraph: int
    last: int
    words: tuple[str, ...]
    weight: int
    excerpt: str
    until: dt.date | None


def foretold(paragraphs: Sequence[str], first: int, published: dt.date | None) -> Iterator[Foretold]:
    """Yield the sentences from paragraph `first` on that look like forecasts; of a paragraph of weak ones only one.

    `published` is the last day on which the text may have been published: years before it are no forecasts.
    """
    items = _items(paragraphs)
    for number, paragraph in enumerate(paragraphs, 1):
        found = list(_sentences(number, paragraph, published)) if number >= first else []
        if found:
            best = max(found, key=lambda each: each.weight)
            if found[-1] is best and paragraph.endswith((":", "：")):
                found[-1] = best = replace(best, last=number + items[number])
            yield from (each for each in found if each is best or each.weight >= _LIKELY)


def _sentences(number: int, paragraph: str, published: dt.date | None) -> Iterator[Foretold]:
    for match in _SENTENCE.finditer(_NOTHING.sub(" ", paragraph)):
        sentence = match.group()[:_LONGEST_SENTENCE]
        ahead, perhaps = list(_AHEAD.finditer(sentence)), list(_PERHAPS.finditer(sentence))
        years = [each for each in _YEAR.finditer(sentence) if not published or int(each[1]) >= published.year]
        found = sorted((*ahead, *perhaps, *years), key=lambda each: each.start())
        if found:
            weight = 2 * len(_distinct(ahead)) + bool(perhaps) + bool(years) + bool(_CHANGE.search(sentence))
            excerpt = _excerpt(sentence, found[0].start())
            yield Foretold(number, number, _distinct(found), weight, excerpt, _until(sentence, years, published))


def _items(paragraphs: Sequence[str]) -> list[int]:
    """Return for each paragraph how many items of a list stand from it on, one after the other; 0 after the last."""
    found = [0]
    for paragraph in reversed(paragraphs):
        found.append(found[-1] + 1 if _ITEM.match(paragraph) else 0)
    return found[::-1]


def _distinct(found: Iterable[re.Match[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(each.group().lower().split()) for each in found))


def _excerpt(sentence: str, place: int) -> str:
    """Return a few words of a sentence around a place: enough to find it by, too few to stand for it."""
    words = list(re.finditer(r"[A-Za-z0-9][A-Za-z0-9.,%’'-]*|[\u3400-\u9fff]|\S", sentence))
    most = MOST_CHARACTERS if re.search("[\u3400-\u9fff]", sentence) else MOST_WORDS
    most = max(1, min(most, len(words) // 2))
    here = next((number for number, word in enumerate(words) if word.end() > place), 0)
    first = max(0, min(here - 2, len(words) - most))
    chosen = words[first : first + most]
    while len(chosen) > 1 and not chosen[0].group()[0].isalnum():
        del chosen[0]
    return sentence[chosen[0].start() : chosen[-1].end()]


def _until(sentence: str, years: Iterable[re.Match[str]], published: dt.date | None) -> dt.date | None:
    """Return the last day a sentence seems to give its forecast, the latest where it names several."""
    days = [dt.date(int(each[1]), 12, 31) for each in years]
    if published:
        spans = (next(filter(None, each.groups())) for each in _SPAN.finditer(sentence))
        days += [_later(published, int(span) if span.isdigit() else _NUMERALS[span.lower()]) for span in spans]
        days += [dt.date(published.year + on, 12, 31) for word, on in _YEAR_WORDS.items() if word in sentence.lower()]
    return max((day for day in days if not published or day > published), default=None)


def _later(day: dt.date, years: int) -> dt.date:
    """Return the same day some years later, in February at most the 28th."""
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
