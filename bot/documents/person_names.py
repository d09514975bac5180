"""The names of people in a text, joint authors one by one.

What joins names may be part of one: of a person's (张和平, “Stone, Ada”) or of a house's (“Simon & Schuster”). So words
and commas part only what is a whole name on both sides; where that is unclear, the text stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.documents.dates import first_date
from bot.documents.metadata import ADDRESS, plain

_LONGEST: Final = 60
_LONGEST_LIST: Final = 5_000
"""Characters of all names together."""
_LONGEST_BYLINE: Final = 400
_LONGEST_IN_LINE: Final = 40
"""Characters of a name; what a line of text holds is more often something else."""
_MOST_JOINED: Final = 40
"""Characters in which Chinese names without a sign between them are looked for: the ways to part more are too many."""
_HAN: Final = "[\u3400-\u9fff]"
_FAMILIES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧司诸張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧賈葉閻"
    "鍾譚鄒陸龍萬錢湯喬賀賴龔歐"
)
"""The characters with which nearly all Chinese names begin."""
_CHINESE: Final = f"(?:[{_FAMILIES}]{_HAN}{{1,3}}|{_HAN}{{1,6}}(?:[·・‧•]{_HAN}{{1,8}})+)"
_AND: Final = r"(?:\s*[和与與及]\s*|\s+)"
_JOINED: Final = re.compile(f"({_CHINESE}){_AND}((?:{_CHINESE}{_AND})*{_CHINESE})")

_AROUND: Final = " *_@\"'“”‘’"
_LABEL: Final = re.compile(
    r"^(?:by|written by|author|作者|文|撰文)\s*[:：/／|｜丨]\s*|^(?:written )?by\s+", re.IGNORECASE
)
_OTHERS: Final = "译|译者|翻译|编译|編譯|譯|编辑|責編|责编|校对?|审校|摄影|绘|整理|排版|translator|editor"
_NOT_AUTHOR: Final = re.compile(rf"(?:^|\s)(?:{_OTHERS})$", re.IGNORECASE)
_AS_AUTHOR: Final = re.compile(r"\s(?:著|编著|撰文|撰稿|采写|报道|文)$")
_OFFICE: Final = re.compile(
    r"^The\s|\b(?:editor|correspondent|reporter|writer|contributor|staff|founder)s?\b", re.IGNORECASE
)
_BESIDE: Final = re.compile(rf"\s*[（(]\s*({_OTHERS})\s*[)）]|\s*[（(][^（()）]*[)）](?=\s*(?:$|[,，;；、&/|]|and\b))")
_AND_OTHERS: Final = re.compile(r",?\s+(?:et\s+al\b\.?|and others)$|\s*等人$|\s+等$", re.IGNORECASE)
_AND_OTHERS_OF_SEVERAL: Final = re.compile(r"([、，,;；]\s*\S{2,4}?)等$")
_DEGREE: Final = re.compile(r",\s*(?:Ph\.?\s?D|M\.?D|MBA|M\.?Sc|B\.?Sc)\b\.?")
_INITIALS: Final = re.compile(r"[^,&;]++,\s*(?:[A-Z]\.[ -]?)++(?![a-z])")
_FAMILY_FIRST: Final = re.compile(r"(?:(?:von|van|de|der|la|le|di) )*[^\s,]+, [^,]+")
_BETWEEN: Final = re.compile(r"\s*[,&＆/／]\s*(?:and\s+|&\s*)?|\s+(?:and|with|und|et)\s+|\s+[·—–]\s+", re.IGNORECASE)

_NAMED = re.compile(
    r"(?:作者|回答者|撰文|撰稿|采写|Authors?|Written by|^By)\s*[:：]\s*(?P<named>.+)"
    r"|^(?:文|作者|撰文|撰稿|采写)\s*[/／|｜丨]\s*(?P<beside>.+)|^(?:(?:Written|Words|Text) by|By|BY)\s+(?P<by>[A-Z].+)"
)
_AFTER_COLON: Final = re.compile(r"。|\s\S{1,8}[:：]|\s*[|｜]|\s+(?:首发|发布|发表)于")
_AFTER_BAR: Final = re.compile(r"。|\s\S{1,8}\s*[:：/／|｜丨]|\s+(?:首发|发布|发表)于")
"""What ends the names behind a label: the next label above all, which is written like it."""
_SENTENCE_ENDS: Final = re.compile(r"(?<!\b[A-Z])\.\s|\s*[|｜(（]")
_NAME_WORDS: Final = re.compile(
    r"(?:[A-Z\u00c0-\u00de@].*|and|with|[&+·•]|von|van|de|der|del|da|la|le|di|bin|al|el|et|und)"
)


def person_names(text: str) -> tuple[str, ...]:
    """Return the names of the people a text consists of, without links and labels; none where it is something else."""
    if len(text) > _LONGEST_LIST:
        return ()
    text = _LABEL.sub("", plain(text).strip(_AROUND.replace("@", "")))
    if found := re.fullmatch(r"\S+@\S+\s+\((.+)\)", text):  # as feeds name authors
        text = found[1]
    text = _BESIDE.sub(lambda found: f" {found[1]}" if found[1] else "", text)
    text = _AND_OTHERS_OF_SEVERAL.sub(r"\1", _AND_OTHERS.sub("", text))
    chinese = re.search(_HAN, text)
    parts = re.split(r"\s*[;；、|｜]\s*|\s+[•+]\s+" + (r"|\s*[,，&＆/／]\s*" if chinese else ""), text)
    names = [_trimmed(name) for part in parts for name in _apart(part)]
    fit = all(len(name) <= _LONGEST and not ADDRESS.search(name) for name in names)
    return tuple(dict.fromkeys(name for name in names if _is_name(name))) if fit else ()


def _is_name(name: str) -> bool:
    return bool(name) and not re.search(r"\S@\S", name)


def _trimmed(name: str) -> str:
    """Return a name without what stands around it; the dot of an initial belongs to it."""
    return re.sub(r"(?<!\b[A-Z])(?<!\bJr)(?<!\bSr)\.+$", "", name.strip(_AROUND + ",，·•—–")).lstrip(".")


def _apart(part: str) -> Iterator[str]:
    part = part.strip()
    if _NOT_AUTHOR.search(part):
        return
    part = _AS_AUTHOR.sub("", part)
    if not re.search(_HAN, part):
        yield from _latin(part)
        return
    while len(part) <= _MOST_JOINED and (found := _JOINED.fullmatch(part)):
        yield found[1]
        part = found[2]
    yield part


def _latin(text: str) -> list[str]:
    """Return the names that signs and words join, if each of them is a whole one: Stone, Ada is one person."""
    text = _DEGREE.sub("", text)
    if re.fullmatch(rf"(?:{_INITIALS.pattern}[\s,&]*+)++", text):
        return [each.strip(" ,&") for each in _INITIALS.findall(text)]
    listed = re.split(r"\s+and\s+", text)
    if len(listed) > 1 and all(map(_FAMILY_FIRST.fullmatch, listed)):
        return listed
    parts = [each for each in _BETWEEN.split(text) if each.strip()]
    if not (all(" " in each.strip() for each in parts) or all(each.startswith("@") for each in parts)):
        return [text]
    return [each for each in parts if not _OFFICE.search(each)] or [text]


# A line that names them


def is_byline(line: str) -> bool:
    """Tell whether a line says who wrote the text."""
    return bool(_NAMED.search(line))


def byline_names(line: str) -> tuple[str, ...]:
    """Return the authors whom a line such as “By Ada Stone” or “作者：林小麦、石头” names; none in other lines."""
    if not (found := _NAMED.search(line)):
        return ()
    text = next(filter(None, found.groups()))[:_LONGEST_BYLINE]
    text = text[: first_date(text)]
    if not found["by"]:
        text = (_AFTER_COLON if found["named"] else _AFTER_BAR).split(text)[0]
    chinese = re.search(_HAN, text)
    text = _only_people(text) if chinese else _SENTENCE_ENDS.split(text)[0]
    if found["by"] and not all(map(_NAME_WORDS.fullmatch, re.findall(r"[^\s,]+", text))):
        return ()
    names = tuple(name for name in person_names(text) if not name[0].isdigit())
    sure = not found["beside"] or all(re.fullmatch(_CHINESE, name) or name[0].isupper() for name in names)
    return names if sure and all(len(name) <= _LONGEST_IN_LINE for name in names) else ()


def _only_people(text: str) -> str:
    """Return Chinese names up to the comma or bracket after which something else follows."""
    first, *rest = re.split(r"[,，;；]", text)
    people = [re.split(r"[（(]", first)[0]]
    for each in rest:
        if not re.fullmatch(f"{_CHINESE}(?:{_AND}{_CHINESE})?", each.strip()):
            break
        people.append(each)
    return "、".join(people)
