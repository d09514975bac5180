"""Finds IANA time zones by what people call them: cities, countries, abbreviations, offsets, in Chinese and English."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from babel.core import Locale, get_global

from bot.content.briefing import Language
from bot.content.texts import read_in
from bot.people.cities import CITIES, City
from bot.people.further_cities import FURTHER_CITIES
from bot.people.native_names import NATIVE_NAMES
from bot.people.regions import REGIONS
from bot.scripts import simplified

MOST_OFFERED: Final = 8
"""Zones offered for one name: as many as fit a keyboard."""
LONGEST_ZONE_NAME: Final = 60
FARTHEST_CITY: Final = 2000
"""Kilometres from the nearest known city beyond which a place is at sea, and its longitude decides."""

_EARTH: Final = 6371
_HAN = re.compile("[\u3400-\u9fff]")
_OFFSET = re.compile(r"(utc|gmt)?\s*([+-]?)\s*(\d{1,2})(?::?(\d\d))?")
_SIDE = re.compile("([东東西])(十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9])[区區]")
_NUMERALS = "零一二三四五六七八九十"
_PLACES: Final = (*CITIES, *FURTHER_CITIES, *REGIONS)
_COMPASS: Final = frozenset(("north", "south", "east", "west"))
"""What ids such as Brazil/East end in: within a longer name it does not tell where that is."""
_OF_MOST: Final = frozenset(
    (
        *("Europe/Kyiv", "America/Guayaquil", "Pacific/Port_Moresby", "Asia/Kuala_Lumpur", "Pacific/Tarawa"),
        *("Pacific/Majuro", "Pacific/Pohnpei", "America/Toronto", "America/Sao_Paulo", "Australia/Sydney"),
    )
)
"""Zones that most people of a country keep, where the tz database lists another one of it first."""
# Offsets that are not whole hours have no fixed zone; these are where they are kept.
_UNEVEN: Final = {
    "-9:30": ["Pacific/Marquesas"],
    "-3:30": ["America/St_Johns"],
    "+3:30": ["Asia/Tehran"],
    "+4:30": ["Asia/Kabul"],
    "+5:30": ["Asia/Kolkata"],
    "+5:45": ["Asia/Kathmandu"],
    "+6:30": ["Asia/Yangon"],
    "+8:45": ["Australia/Eucla"],
    "+9:30": ["Australia/Darwin"],
    "+10:30": ["Australia/Lord_Howe"],
    "+12:45": ["Pacific/Chatham"],
}


def find(words: str, language: Language) -> list[str]:
    """Return the ids of zones that may be meant, best first: by their exact name, else by a part of it, else nearly."""
    return (
        zones_named(words, language)
        or list(dict.fromkeys(_nearly(_plain(_text(words)), _names(language))))[:MOST_OFFERED]
    )


def zones_named(words: str, language: Language) -> list[str]:
    """Return the ids of zones that bear a name or have it in theirs, best first; a slip of the pen names none.

    An offset gives one of the fixed zones, whose ids count the other way: `UTC+8` is `Etc/GMT-8`.
    """
    text = _text(words)
    if (fixed := _fixed(text)) is not None:
        return fixed
    said, names = _plain(text), _names(language)
    found = names.get(said) or [*filter(None, [by_id(text)])] or _partly(said, names)
    return list(dict.fromkeys(found))[:MOST_OFFERED]


def by_id(called: str) -> str | None:
    """Return the zone that an id in any case stands for; None for what is no id."""
    return _ids().get(called.casefold())


def name(zone: str, language: Language, now: dt.datetime) -> str:
    """Return the city of a zone in a language, with its offset at an instant: “上海（UTC+8）”, “Shanghai (UTC+8)”."""
    offset = _written(now.astimezone(_zone(zone)).utcoffset() or dt.timedelta())
    known = canonical(zone)
    if known.startswith("Etc/"):
        return offset if known != "Etc/UTC" else "UTC"
    city = _city(known, language)
    return f"{city} ({offset})" if language == "en" else f"{city}（{offset}）"


def nearest_zone(latitude: float, longitude: float) -> str:
    """Return the zone of the nearest known city; far from all of them, the one that ships keep."""
    if not (abs(latitude) <= 90 and math.isfinite(longitude)):
        raise ValueError(f"no such place: {latitude}, {longitude}")
    x, y, z = _direction(latitude, longitude)
    closeness, zone = max((x * east + y * north + z * up, zone) for (east, north, up), zone in _cities_by_direction())
    if math.acos(min(closeness, 1)) * _EARTH <= FARTHEST_CITY:
        return zone
    return _etc(round(math.remainder(longitude, 360) / 15))


def canonical(zone: str) -> str:
    """Return the id a zone is offered under: `PRC` and `Asia/Chongqing` are `Asia/Shanghai`."""
    known = _aliases().get(zone, zone)
    return "Etc/UTC" if known == "Etc/GMT" else known


@functools.cache
def all_zones() -> tuple[str, ...]:
    """Return every zone that `find` knows: cities of the tz database, widely used ones first, then fixed offsets."""
    first, second = ({row[2] for row in _rows(table)} for table in ("zonenow.tab", "zone1970.tab"))
    cities = sorted((row[2] for row in _rows("zone.tab")), key=lambda zone: (zone not in first, zone not in second))
    return (*cities, *map(_etc, range(-12, 15)))


# `ZoneInfo` itself keeps only eight zones; a ninth would be read from its file again at every question.
_zone = functools.cache(ZoneInfo)


def _text(words: str) -> str:
    return _folded(words[:LONGEST_ZONE_NAME]).strip()


def _folded(text: str) -> str:
    """Return a text in lower case, full width made half, without marks on letters, with one kind of minus."""
    letters = unicodedata.normalize("NFKD", text.replace("−", "-").replace("–", "-"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def _plain(text: str) -> str:
    """Return the words of a name: case, marks, dots, apostrophes, what joins words and who writes 連 do not count."""
    return " ".join(re.findall(r"[^\W_]+", re.sub("['’ʻ.]", "", simplified(_folded(text)))))


def _fixed(text: str) -> list[str] | None:
    """Return the zone of an offset, as in UTC+8, -05:00, UTC+5:30 or 东八区; none where nobody keeps it."""
    if side := _SIDE.search(text):
        hours = int(side[2]) if side[2].isascii() else sum(map(_NUMERALS.index, side[2]))
        return [_etc(-hours if side[1] == "西" else hours)]
    match = _OFFSET.fullmatch(text)
    if not match or not (match[1] or match[2]):
        return None
    hours, minutes = int(match[2] + match[3]), int(match[4] or 0)
    if minutes:
        return _UNEVEN.get(f"{hours:+d}:{minutes:02d}", [])
    return [_etc(hours)] if -12 <= hours <= 14 else []


def _etc(hours: int) -> str:
    """Return the id of a fixed zone; its sign is that of POSIX, hours behind Greenwich."""
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"


def _written(offset: dt.timedelta) -> str:
    """Return an offset as people write it: UTC+8, UTC-3:30."""
    hours, minutes = divmod(abs(offset) // dt.timedelta(minutes=1), 60)
    return f"UTC{'-' if offset < dt.timedelta() else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")


def _partly(said: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the zones of names that begin with what was said, or have it within, else of the longest named in it."""
    begun = [known for known in names if known.startswith(said)] if len(said) > 1 else []
    within = [known for known in names if _within(said, known, whole=False)]
    named = sorted(
        (known for known in names if _within(known, said, whole=True) and known not in _COMPASS), key=len, reverse=True
    )
    return [zone for known in begun + within or named for zone in names[known]]


def _within(part: str, text: str, *, whole: bool) -> bool:
    """Say whether a name has a part: Chinese anywhere, Latin from the beginning of a word, or whole words."""
    if _HAN.search(part):
        return part in text
    return len(part) > 2 and f" {part}{' ' * whole}" in f" {text} "


def _nearly(said: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the zones of names spelt nearly so: about one other letter; in Chinese one other character of three."""
    cutoff, shortest = (0.6, 3) if _HAN.search(said) else (0.75 if len(said) < 6 else 0.82, 4)
    if len(said) < shortest:
        return []
    near = difflib.get_close_matches(said, names, n=MOST_OFFERED, cutoff=cutoff)
    return [zone for known in near for zone in names[known]]


@functools.cache
def _names(language: Language) -> dict[str, list[str]]:
    """Return all names as `find` compares them, each with the zones it may mean, best first."""
    names: dict[str, list[str]] = {}
    for known, zone in _known(language):
        names.setdefault(_plain(known), []).append(zone)
    return names


def _known(language: Language) -> Iterator[tuple[str, str]]:
    """Yield names and zones: first those of this language, cities before countries, then native names, last ids."""
    cities = sorted(
        (zone for zone in all_zones() if not zone.startswith("Etc/")), key=lambda zone: zone not in _OF_MOST
    )
    languages = tuple(dict.fromkeys((language, *(("en", "zh") if language == "en" else ("zh", "en")))))
    for spoken in languages:
        yield from ((called, place.zone) for place in _PLACES for called in _called(place, spoken))
        yield from ((_city(zone, spoken), zone) for zone in cities)
    yield from ((city, zone) for zone, city in _cities("zh_Hant").items() if zone in cities)
    countries = {row[2]: row[0] for row in _rows("zone.tab")}
    for written in (*languages, "zh_Hant"):
        territories = _locale(written).territories
        yield from ((territories[countries[zone]], zone) for zone in cities)
    for zone in cities:
        yield from ((called, zone) for key in (zone, countries[zone]) for called in NATIVE_NAMES.get(key, ()))
    for zone in (*cities, *_aliases()):
        yield from ((called, canonical(zone)) for called in (zone, zone.rpartition("/")[2]))


def _called(place: City, language: Language) -> tuple[str, ...]:
    if language == "en":
        return place.english
    return tuple(dict.fromkeys((*(read_in(language, each) for each in place.chinese), *place.chinese)))


@functools.cache
def _city(zone: str, language: Language) -> str:
    """Return the city of a zone as CLDR names it; one too new for it as our table does, else as its id."""
    if city := _cities(language).get(zone):
        return city
    ours = (called for place in CITIES if place.zone == zone for called in _called(place, language))
    from_id = zone.rpartition("/")[2].replace("_", " ")
    return from_id if language == "en" else next(ours, from_id)


@functools.cache
def _cities(locale: str) -> dict[str, str]:
    """Return the cities CLDR names in a locale; in English only those whose ids do not show them."""
    zones: Mapping[str, Mapping[str, str]] = _locale(locale).time_zones
    return {canonical(zone): names["city"] for zone, names in zones.items() if "city" in names}


@functools.cache
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@functools.cache
def _aliases() -> dict[str, str]:
    """Return the ids that only stand for others, with those."""
    return dict(get_global("zone_aliases"))


@functools.cache
def _ids() -> dict[str, str]:
    """Return every id in lower case, with the zone it is offered as."""
    known = set(all_zones())
    return {zone.casefold(): canonical(zone) for zone in available_timezones() if canonical(zone) in known}


@functools.cache
def _rows(table: str) -> list[list[str]]:
    """Return the rows of a table of the tz database: countries, coordinates, id."""
    text = resources.files("tzdata.zoneinfo").joinpath(table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def _cities_by_direction() -> list[tuple[tuple[float, float, float], str]]:
    """Return every known city, as seen from the centre of the Earth, with its zone."""
    listed = [(_direction(*map(_degrees, re.findall(r"[+-]\d+", row[1]))), row[2]) for row in _rows("zone.tab")]
    return listed + [(_direction(*place.point), place.zone) for place in CITIES if place.point]


def _degrees(written: str) -> float:
    """Return degrees written as ±DDMM, ±DDDMM, ±DDMMSS or ±DDDMMSS."""
    minutes_at = 3 if len(written) in (5, 7) else 4
    degrees, minutes, seconds = written[1:minutes_at], written[minutes_at : minutes_at + 2], written[minutes_at + 2 :]
    return (int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600) * (-1 if written[0] == "-" else 1)


def _direction(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return the unit vector towards a place; the nearer two places, the greater the product of theirs."""
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)
