"""Time zones as people name them, in both languages: found, named, and by place."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel.core import Locale, get_global
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.briefing import Language
from bot.people.cities import CITIES
from bot.people.further_cities import FURTHER_CITIES
from bot.people.native_names import NATIVE_NAMES
from bot.people.regions import REGIONS
from bot.people.zones import MOST_OFFERED, all_zones, canonical, find, name, nearest_zone, zones_named
from bot.words import WRITTEN
from tests.conftest import NOW

ZONES = [zone for zone in all_zones() if not zone.startswith("Etc/")]

languages = st.sampled_from(WRITTEN)


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        # Chinese cities that are no zone's exemplar.
        *((city, "Asia/Shanghai") for city in ["北京", "上海", "深圳", "广州", "成都", "杭州", "重庆", "武汉", "南京"]),
        *((city, "Asia/Shanghai") for city in ["西安", "Beijing", "Shenzhen", "Xi'an", "Xian", "北京时间", "中国"]),
        ("乌鲁木齐", "Asia/Urumqi"),
        ("香港", "Asia/Hong_Kong"),
        ("台北", "Asia/Taipei"),
        ("臺北", "Asia/Taipei"),
        # Large cities elsewhere.
        ("San Francisco", "America/Los_Angeles"),
        ("旧金山", "America/Los_Angeles"),
        ("舊金山", "America/Los_Angeles"),
        ("Seattle", "America/Los_Angeles"),
        ("西雅图", "America/Los_Angeles"),
        ("Boston", "America/New_York"),
        ("波士顿", "America/New_York"),
        ("Washington, D.C.", "America/New_York"),
        ("华盛顿", "America/New_York"),
        ("Bangalore", "Asia/Kolkata"),
        ("班加罗尔", "Asia/Kolkata"),
        ("Munich", "Europe/Berlin"),
        ("MÜNCHEN", "Europe/Berlin"),
        ("慕尼黑", "Europe/Berlin"),
        # Ways of writing.
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("asia/SHANGHAI", "Asia/Shanghai"),
        ("　ｔｏｋｙｏ ", "Asia/Tokyo"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("st johns", "America/St_Johns"),
        ("St. John's", "America/St_Johns"),
        ("紐約", "America/New_York"),
        # Former names and aliases.
        ("PRC", "Asia/Shanghai"),
        ("Asia/Chongqing", "Asia/Shanghai"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Kiev", "Europe/Kyiv"),
        ("US/Pacific", "America/Los_Angeles"),
        ("EST5EDT", "America/New_York"),
        # Names of time.
        ("Pacific Time", "America/Los_Angeles"),
        ("EST", "America/New_York"),
        ("美东时间", "America/New_York"),
        ("UTC", "Etc/UTC"),
        ("gmt", "Etc/UTC"),
        ("Zulu", "Etc/UTC"),
        # Parts of names, and names within more.
        ("san fran", "America/Los_Angeles"),
        ("francisco", "America/Los_Angeles"),
        ("Portland, Oregon", "America/Los_Angeles"),
        ("new york city", "America/New_York"),
        ("I live in London", "Europe/London"),
        ("上海市浦东新区", "Asia/Shanghai"),
        ("墨尔", "Australia/Melbourne"),
        # Slips of the pen.
        ("Shangai", "Asia/Shanghai"),
        ("Bejing", "Asia/Shanghai"),
        ("San Fransisco", "America/Los_Angeles"),
        ("Tokio", "Asia/Tokyo"),
        ("乌鲁木奇", "Asia/Urumqi"),
        ("华盛吨", "America/New_York"),
    ],
)
def test_a_name_finds_its_zone_first(words: str, zone: str) -> None:
    assert [find(words, language)[0] for language in WRITTEN] == [zone, zone]


@pytest.mark.parametrize(
    ("words", "zones"),
    [
        ("UTC+8", ["Etc/GMT-8"]),
        ("utc + 08:00", ["Etc/GMT-8"]),
        ("GMT-5", ["Etc/GMT+5"]),
        ("−5", ["Etc/GMT+5"]),
        ("+0800", ["Etc/GMT-8"]),
        ("ＵＴＣ＋８", ["Etc/GMT-8"]),
        ("UTC8", ["Etc/GMT-8"]),
        ("UTC+0", ["Etc/UTC"]),
        ("UTC+14", ["Etc/GMT-14"]),
        ("UTC-12", ["Etc/GMT+12"]),
        ("东八区", ["Etc/GMT-8"]),
        ("東十二區", ["Etc/GMT-12"]),
        ("西5区", ["Etc/GMT+5"]),
        ("Etc/GMT+5", ["Etc/GMT+5"]),
        ("Etc/GMT-5", ["Etc/GMT-5"]),
        ("UTC+5:30", ["Asia/Kolkata"]),
        ("+0545", ["Asia/Kathmandu"]),
        ("-3:30", ["America/St_Johns"]),
        # Nobody keeps these.
        ("UTC+15", []),
        ("UTC-13", []),
        ("UTC+1:17", []),
        # No sign, no offset.
        ("8", []),
        ("", []),
        ("🙂", []),
        ("xyzzy", []),
    ],
)
def test_an_offset_finds_the_zone_that_keeps_it(words: str, zones: list[str]) -> None:
    assert [find(words, language) for language in WRITTEN] == [zones, zones]


@pytest.mark.parametrize("hours", range(-12, 15))
def test_a_fixed_zone_is_named_and_found_by_its_offset(hours: int) -> None:
    (zone,) = find(f"UTC{hours:+d}", "en")
    assert NOW.astimezone(ZoneInfo(zone)).utcoffset() == dt.timedelta(hours=hours)
    assert {name(zone, language, NOW) for language in WRITTEN} == {f"UTC{hours:+d}" if hours else "UTC"}


@pytest.mark.parametrize("offset", ["-9:30", "-3:30", "+3:30", "+4:30", "+5:30", "+5:45", "+6:30", "+8:45", "+9:30"])
def test_an_uneven_offset_is_kept_by_the_zone_it_finds(offset: str) -> None:
    (zone,) = find(offset, "en")
    assert name(zone, "en", NOW).endswith(f"(UTC{offset})")


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        ("CST", ["Asia/Shanghai", "America/Chicago"], ["America/Chicago", "Asia/Shanghai"]),
        ("China", ["Asia/Shanghai", "Asia/Urumqi"], ["Asia/Shanghai", "Asia/Urumqi"]),
        ("圣地亚哥", ["America/Los_Angeles", "America/Santiago"], ["America/Los_Angeles", "America/Santiago"]),
    ],
)
def test_a_name_of_several_zones_finds_them_all(words: str, chinese: list[str], english: list[str]) -> None:
    assert [find(words, "zh"), find(words, "en")] == [chinese, english]


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        # Capitals and big cities.
        *(("Astana", "Asia/Almaty"), ("阿斯塔纳", "Asia/Almaty"), ("Pretoria", "Africa/Johannesburg")),
        *(("Rabat", "Africa/Casablanca"), ("基多", "America/Guayaquil"), ("横滨", "Asia/Tokyo")),
        # Those of old, and names only the Chinese give.
        *(("Nur-Sultan", "Asia/Almaty"), ("努尔苏丹", "Asia/Almaty"), ("Leningrad", "Europe/Moscow")),
        *(("海参崴", "Asia/Vladivostok"), ("汉城", "Asia/Seoul"), ("Constantinople", "Europe/Istanbul")),
        # States, provinces, islands.
        *(("夏威夷", "Pacific/Honolulu"), ("麻省", "America/New_York"), ("New Mexico", "America/Denver")),
        *(("New Jersey", "America/New_York"), ("四川", "Asia/Shanghai"), ("Ontario", "America/Toronto")),
        *(("新南威尔士", "Australia/Sydney"), ("South Australia", "Australia/Adelaide"), ("沙巴", "Asia/Kuching")),
        # Countries, by their own names and in other characters.
        *(("Magyarország", "Europe/Budapest"), ("Österreich", "Europe/Vienna"), ("日本国", "Asia/Tokyo")),
        *(("ไทย", "Asia/Bangkok"), ("한국", "Asia/Seoul"), ("Ελλάδα", "Europe/Athens")),
        *(("台灣", "Asia/Taipei"), ("義大利", "Europe/Rome"), ("阿联酋", "Asia/Dubai")),
        *(("Czech Republic", "Europe/Prague"), ("象牙海岸", "Africa/Abidjan"), ("East Timor", "Asia/Dili")),
        # Cities, as they are called there.
        *(("Praha", "Europe/Prague"), ("Москва", "Europe/Moscow"), ("서울", "Asia/Seoul"), ("Firenze", "Europe/Rome")),
        # Cities by a border.
        *(("新山", "Asia/Kuala_Lumpur"), ("El Paso", "America/Denver"), ("Windsor", "America/Toronto")),
        *(("Malmö", "Europe/Stockholm"), ("哈巴罗夫斯克", "Asia/Vladivostok"), ("Batam", "Asia/Jakarta")),
        # Cities in the characters of another place than the reader's.
        *(("大連", "Asia/Shanghai"), ("河內", "Asia/Ho_Chi_Minh"), ("溫州", "Asia/Shanghai"), ("沖縄", "Asia/Tokyo")),
        *(("義烏", "Asia/Shanghai"), ("釜山", "Asia/Seoul"), ("峇里島", "Asia/Makassar"), ("汶萊", "Asia/Brunei")),
        *(("馬祖", "Asia/Taipei"), ("広島", "Asia/Tokyo"), ("海防", "Asia/Ho_Chi_Minh"), ("Hanoi", "Asia/Ho_Chi_Minh")),
        # A name within it is another place's.
        *(("威尼斯", "Europe/Rome"), ("West Bank", "Asia/Hebron"), ("Cali", "America/Bogota")),
    ],
)
def test_a_place_is_known_by_what_people_there_or_elsewhere_call_it(words: str, zone: str) -> None:
    assert [zones_named(words, language) for language in WRITTEN] == [[zone], [zone]]


@pytest.mark.parametrize(
    ("words", "zones"),
    [
        ("Georgia", {"America/New_York", "Asia/Tbilisi"}),
        ("Washington", {"America/New_York", "America/Los_Angeles"}),
        ("San Jose", {"America/Los_Angeles", "America/Costa_Rica"}),
        ("圣胡安", {"America/Puerto_Rico", "America/Argentina/San_Juan"}),
        ("Portland", {"America/Los_Angeles", "America/New_York"}),
        ("Paris, Texas", {"Europe/Paris", "America/Chicago", "America/Denver"}),
        ("德州", {"America/Chicago", "America/Denver"}),
        ("Victoria", {"Australia/Melbourne", "America/Vancouver", "Indian/Mahe"}),
    ],
)
def test_a_name_of_several_places_asks_which(words: str, zones: set[str]) -> None:
    assert [set(zones_named(words, language)) for language in WRITTEN] == [zones, zones]


@pytest.mark.parametrize("side", ["North", "South", "East", "West"])
def test_a_side_of_somewhere_unknown_is_nowhere(side: str) -> None:
    assert not any(zones_named(f"{side} Xyzzy", language) for language in WRITTEN)


def test_native_names_are_found_in_both_languages() -> None:
    for key, names in NATIVE_NAMES.items():
        there = {*map(canonical, [key] if "/" in key else get_global("territory_zones")[key])}
        assert [
            (called, language) for called in names for language in WRITTEN if not there & set(find(called, language))
        ] == [], key


@pytest.mark.parametrize(
    ("language", "country"),
    [("es", "ES"), ("de", "DE"), ("fr", "FR"), ("it", "IT"), ("ja", "JP"), ("ko", "KR"), ("nl", "NL"), ("pl", "PL")],
)
def test_a_country_is_found_by_the_name_its_language_has_today(language: str, country: str) -> None:
    zones = {canonical(zone) for zone in get_global("territory_zones")[country]}
    assert zones & set(zones_named(Locale.parse(language).territories[country], "en"))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("España", "Europe/Madrid"),
        ("Россия", "Europe/Moscow"),
        ("Brasil", "America/Sao_Paulo"),
        ("紐西蘭", "Pacific/Auckland"),
        ("美国", "America/New_York"),
        ("USA", "America/New_York"),
        ("United States", "America/New_York"),
        ("Australia", "Australia/Sydney"),
        ("Canada", "America/Toronto"),
        ("巴西", "America/Sao_Paulo"),
        ("俄罗斯", "Europe/Moscow"),
        ("Germany", "Europe/Berlin"),
        ("Ukraine", "Europe/Kyiv"),
        ("Україна", "Europe/Kyiv"),
        ("乌克兰", "Europe/Kyiv"),
        ("Ecuador", "America/Guayaquil"),
        ("马来西亚", "Asia/Kuala_Lumpur"),
        ("Papua New Guinea", "Pacific/Port_Moresby"),
        ("Kiribati", "Pacific/Tarawa"),
        ("英国", "Europe/London"),
    ],
)
def test_a_country_finds_its_zones_the_one_most_people_keep_first(words: str, first: str) -> None:
    assert [find(words, language)[0] for language in WRITTEN] == [first, first]


@pytest.mark.parametrize("language", WRITTEN)
def test_every_city_offered_is_found_by_its_own_name_in_both_languages(language: Language) -> None:
    lost = []
    for zone in ZONES:
        for spoken in WRITTEN:
            city = name(zone, spoken, NOW).rpartition("（" if spoken == "zh" else " (")[0]
            lost += [(zone, city)] if zone not in find(city, language) else []
    assert not lost


@pytest.mark.parametrize("language", WRITTEN)
def test_every_id_finds_the_zone_it_stands_for(language: Language) -> None:
    ids = {zone for zone in available_timezones() if canonical(zone) in all_zones()}
    assert available_timezones() - ids <= {"Factory", "localtime"}
    assert not [zone for zone in ids if canonical(zone) not in find(zone, language)]


def test_every_line_of_the_table_offers_a_zone_under_each_of_its_names() -> None:
    for zone, point, chinese, english in CITIES + FURTHER_CITIES + REGIONS:
        assert zone in ZONES or zone == "Etc/UTC"
        assert len(point) in (0, 2), zone
        assert [called for called in chinese if zone not in find(called, "zh")] == [], zone
        assert [called for called in english if zone not in find(called, "en")] == [], zone


def test_what_stands_for_another_keeps_the_same_time() -> None:
    for zone in available_timezones() - {"Factory", "localtime"}:
        there = ZoneInfo(canonical(zone))
        assert [
            (NOW + dt.timedelta(days=days)).astimezone(ZoneInfo(zone)).utcoffset() for days in range(0, 365, 7)
        ] == [(NOW + dt.timedelta(days=days)).astimezone(there).utcoffset() for days in range(0, 365, 7)], zone


@settings(deadline=None)  # the first builds the index of names
@given(st.text() | st.text("utcgmt+-:0123456789东西八区北京 "), languages)
def test_any_text_finds_offered_zones_or_none(words: str, language: Language) -> None:
    found = find(words, language)
    assert len(found) == len(set(found)) <= MOST_OFFERED
    assert set(found) <= set(all_zones())


@pytest.mark.parametrize(
    ("zone", "now", "chinese", "english"),
    [
        ("Asia/Shanghai", "2026-11-24", "上海（UTC+8）", "Shanghai (UTC+8)"),
        ("PRC", "2026-11-24", "上海（UTC+8）", "Shanghai (UTC+8)"),
        ("America/New_York", "2026-11-24", "纽约（UTC-5）", "New York (UTC-5)"),
        ("America/New_York", "2026-07-01", "纽约（UTC-4）", "New York (UTC-4)"),
        ("Europe/London", "2026-11-24", "伦敦（UTC+0）", "London (UTC+0)"),
        ("Asia/Kolkata", "2026-11-24", "加尔各答（UTC+5:30）", "Kolkata (UTC+5:30)"),
        ("America/St_Johns", "2026-11-24", "圣约翰斯（UTC-3:30）", "St. John’s (UTC-3:30)"),
        (
            "America/Argentina/Buenos_Aires",
            "2026-11-24",
            "布宜诺斯艾利斯（UTC-3）",
            "Buenos Aires (UTC-3)",
        ),
        ("America/Coyhaique", "2026-11-24", "科伊艾克（UTC-3）", "Coyhaique (UTC-3)"),
        ("UTC", "2026-11-24", "UTC", "UTC"),
        ("GMT", "2026-11-24", "UTC", "UTC"),
        ("Etc/GMT-8", "2026-11-24", "UTC+8", "UTC+8"),
    ],
)
def test_a_zone_is_named_by_city_and_offset(zone: str, now: str, chinese: str, english: str) -> None:
    when = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert (name(zone, "zh", when), name(zone, "en", when)) == (chinese, english)


def test_every_zone_has_a_name_in_both_languages() -> None:
    for zone in available_timezones():
        chinese, english = (name(zone, language, NOW) for language in WRITTEN)
        assert english.isprintable() and "_" not in english and "/" not in english, zone
        assert canonical(zone) not in ZONES or any("\u4e00" <= letter <= "\u9fff" for letter in chinese), zone


@pytest.mark.parametrize(
    ("where", "latitude", "longitude", "zone"),
    [
        ("Beijing", 39.9, 116.4, "Asia/Shanghai"),
        ("Shenzhen", 22.54, 114.06, "Asia/Shanghai"),
        ("Hong Kong", 22.28, 114.16, "Asia/Hong_Kong"),
        ("Harbin", 45.8, 126.5, "Asia/Shanghai"),
        ("Johor Bahru, across the strait from Singapore", 1.46, 103.76, "Asia/Kuala_Lumpur"),
        ("Woodlands, across the strait from Johor Bahru", 1.44, 103.79, "Asia/Singapore"),
        ("El Paso, across the river from Ciudad Juárez", 31.77, -106.44, "America/Denver"),
        ("Malmö, across the sound from Copenhagen", 55.6, 13.0, "Europe/Stockholm"),
        ("Blagoveshchensk, across the river from Heihe", 50.26, 127.53, "Asia/Yakutsk"),
        ("Heihe", 50.24, 127.5, "Asia/Shanghai"),
        ("Astana", 51.13, 71.43, "Asia/Almaty"),
        ("Dandong, across the river from Korea", 40.13, 124.39, "Asia/Shanghai"),
        ("Chengdu", 30.66, 104.06, "Asia/Shanghai"),
        ("Lhasa", 29.65, 91.1, "Asia/Shanghai"),
        ("San Francisco", 37.77, -122.42, "America/Los_Angeles"),
        ("New York", 40.71, -74.0, "America/New_York"),
        ("Seattle, not Vancouver", 47.6, -122.3, "America/Los_Angeles"),
        ("London", 51.5, -0.13, "Europe/London"),
        ("Stockholm, which the table since 1970 leaves out", 59.33, 18.07, "Europe/Stockholm"),
        ("Sydney", -33.87, 151.2, "Australia/Sydney"),
        ("Suva, where the world is cut", -18.13, 178.42, "Pacific/Fiji"),
        ("the South Pole's side of Vostok", -80.0, 110.0, "Antarctica/Vostok"),
        ("Suva, once around the world", -18.13, 178.42 - 360, "Pacific/Fiji"),
        ("the middle of the southern Pacific", -48.9, -123.4, "Etc/GMT+8"),
        ("the middle of the northern Pacific", 40.0, -150.0, "Etc/GMT+10"),
    ],
)
def test_a_place_has_the_zone_of_the_nearest_city(where: str, latitude: float, longitude: float, zone: str) -> None:
    assert nearest_zone(latitude, longitude) == zone


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_on_earth_has_a_zone(latitude: float, longitude: float) -> None:
    assert nearest_zone(latitude, longitude) in all_zones()


@pytest.mark.parametrize(("latitude", "longitude"), [(91.0, 0.0), (float("nan"), 0.0), (0.0, float("inf"))])
def test_what_is_not_on_earth_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="no such place"):
        nearest_zone(latitude, longitude)


@pytest.mark.parametrize(
    ("called", "zone", "shown"),
    [
        ("舊金山", "America/Los_Angeles", "洛杉磯（UTC-8）"),
        ("臺北", "Asia/Taipei", "台北（UTC+8）"),
        ("紐約", "America/New_York", "紐約（UTC-5）"),
        ("深圳", "Asia/Shanghai", "上海（UTC+8）"),
        ("倫敦", "Europe/London", "倫敦（UTC+0）"),
        ("广州", "Asia/Shanghai", "上海（UTC+8）"),
    ],
)
def test_places_have_their_names_in_traditional_chinese(called: str, zone: str, shown: str) -> None:
    assert zones_named(called, "zh-Hant")[0] == zone and name(zone, "zh-Hant", NOW) == shown
