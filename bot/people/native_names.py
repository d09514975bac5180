"""What countries and cities are called where they are, as the CLDR writes it in the official languages of each.

Kept as a table, since reading a hundred locales for one name each would take a second and 80 MB. Names that are found
by those in Chinese or English are left out.
"""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
AE | الإمارات العربية المتحدة
Asia/Dubai | دبي
AF | افغانستان
Asia/Kabul | کابل
AL | Shqipëri
AM | Հայաստան
Asia/Yerevan | Երևան
America/Argentina/Cordoba | Córdoba
AT | Österreich
Europe/Vienna | Wien
AZ | Azərbaycan, Азәрбајҹан
Asia/Baku | Bakı
BA | Босна и Херцеговина, Bosna i Hercegovina
Europe/Sarajevo | Сарајево
BD | বাংলাদেশ
Asia/Dhaka | ঢাকা
BE | België, Belgique, Belgien
Europe/Brussels | Bruxelles
BG | България
Europe/Sofia | София
BH | البحرين
Asia/Bahrain | البحرين
BI | Uburundi
BL | Saint-Barthélemy
America/St_Barthelemy | Saint-Barthélemy
BN | بروني
BQ | Caribisch Nederland
BT | འབྲུག
Asia/Thimphu | ཐིམ་ཕུག
BY | Беларусь
Europe/Minsk | Мінск, Минск
America/St_Johns | Saint-Jean de Terre-Neuve
CF | Ködörösêse tî Bêafrîka, République centrafricaine
CH | Schweiz, Schwiiz, Suisse, Svizzera
Europe/Zurich | Zurigo
Pacific/Easter | Isla de Pascua
CM | Cameroun
America/Havana | La Habana
CV | Cabo Verde
Atlantic/Cape_Verde | Cabo Verde
CW | Kòrsou
America/Curacao | Kòrsou
CY | Κύπρος, Kıbrıs
Asia/Nicosia | Λευκωσία, Lefkoşa
Asia/Famagusta | Αμμόχωστος, Gazimağusa
CZ | Česko
Europe/Prague | Praha
DE | Deutschland
DJ | جيبوتي
Africa/Djibouti | جيبوتي
DK | Danmark
Europe/Copenhagen | København
DO | República Dominicana
DZ | الجزائر, Algérie
Africa/Algiers | الجزائر
EE | Eesti
EG | مصر
Africa/Cairo | القاهرة
EH | الصحراء الغربية
Africa/El_Aaiun | العيون
ER | ኤርትራ, إريتريا
Africa/Asmara | ኣስመራ, أسمرة
ES | España
Atlantic/Canary | Canarias
ET | ኢትዮጵያ
Africa/Addis_Ababa | አዲስ አበባ
FI | Suomi
Europe/Helsinki | Helsingfors
FO | Føroyar
Atlantic/Faroe | Føroyar
GE | საქართველო
Asia/Tbilisi | თბილისი
GF | Guyane française
GL | Kalaallit Nunaat
America/Thule | Qaanaaq
GN | Guinée
GQ | Guinea Ecuatorial, Guinée équatoriale, Guiné Equatorial
GR | Ελλάδα
Europe/Athens | Αθήνα
HR | Hrvatska
HU | Magyarország
Europe/Dublin | Baile Átha Cliath
IL | ישראל, إسرائيل
Asia/Jerusalem | ירושלים, القدس
IM | Ellan Vannin
IN | भारत
Asia/Kolkata | कोलकाता
IQ | العراق
Asia/Baghdad | بغداد
IR | ایران
Asia/Tehran | تهران
IS | Ísland
IT | Italia
Europe/Rome | Roma
JO | الأردن
Asia/Amman | عمّان
KG | Кыргызстан, Киргизия
Asia/Bishkek | Бишкек
KH | កម្ពុជា
Asia/Phnom_Penh | ភ្នំពេញ
KM | جزر القمر, Comores
Indian/Comoro | جزر القمر, Comores
KP | 북한
Asia/Pyongyang | 평양
KR | 대한민국, 한국
Asia/Seoul | 서울
KW | الكويت
Asia/Kuwait | الكويت
KZ | Казахстан, Қазақстан
Asia/Almaty | Алматы
Asia/Qyzylorda | Кызылорда, Қызылорда
Asia/Qostanay | Костанай, Қостанай
Asia/Aqtobe | Актобе, Ақтөбе
Asia/Aqtau | Актау, Ақтау
Asia/Atyrau | Атырау
Asia/Oral | Уральск, Орал
LA | ລາວ
Asia/Vientiane | ວຽງຈັນ
LB | لبنان
Asia/Beirut | بيروت
LI | Liächteschtäi
LK | ශ්රී ලංකාව, இலங்கை
Asia/Colombo | කොළඹ, கொழும்பு
LT | Lietuva
LU | Lëtzebuerg
Europe/Luxembourg | Lëtzebuerg
LV | Latvija
LY | ليبيا
Africa/Tripoli | طرابلس
MA | المغرب, Maroc, Meṛṛuk
Africa/Casablanca | الدار البيضاء
ME | Crna Gora
MF | Saint-Martin
MG | Madagasikara
MK | Северна Македонија
Europe/Skopje | Скопје
MM | မြန်မာ
Asia/Yangon | ရန်ကုန်
MN | Монгол
Asia/Ulaanbaatar | Улаанбаатар
Asia/Hovd | Ховд
MR | موريتانيا
Africa/Nouakchott | نواكشوط
MU | Maurice
Indian/Mauritius | Maurice
MV | ދިވެހި ރާއްޖެ
MZ | Moçambique
NC | Nouvelle-Calédonie
NG | Nàìjíríà
NL | Nederland
NO | Norge, Noreg
NP | नेपाल
Asia/Kathmandu | काठमाण्डौं
NZ | Aotearoa
Pacific/Auckland | Tāmaki Makaurau
Pacific/Chatham | Rēkohu
OM | عُمان
Asia/Muscat | مسقط
PF | Polynésie française
Pacific/Marquesas | Marquises
PG | Papua Niugini
PH | Pilipinas
PK | پاکستان
Asia/Karachi | کراچی
PL | Polska
Europe/Warsaw | Warszawa
PS | الأراضي الفلسطينية
Asia/Gaza | غزة
Europe/Lisbon | Lisboa
Atlantic/Azores | Açores
PY | Paraguai
QA | قطر
Asia/Qatar | قطر
Europe/Bucharest | București
RS | Srbija, Србија
Europe/Belgrade | Beograd, Београд
RU | Россия
Europe/Kaliningrad | Калининград
Europe/Moscow | Москва
Europe/Kirov | Киров
Europe/Volgograd | Волгоград
Europe/Astrakhan | Астрахань
Europe/Saratov | Саратов
Europe/Ulyanovsk | Ульяновск
Europe/Samara | Самара
Asia/Yekaterinburg | Екатеринбург
Asia/Omsk | Омск
Asia/Novosibirsk | Новосибирск
Asia/Barnaul | Барнаул
Asia/Tomsk | Томск
Asia/Novokuznetsk | Новокузнецк
Asia/Krasnoyarsk | Красноярск
Asia/Irkutsk | Иркутск
Asia/Chita | Чита
Asia/Yakutsk | Якутск
Asia/Khandyga | Хандыга
Asia/Vladivostok | Владивосток
Asia/Ust-Nera | Усть-Нера
Asia/Magadan | Магадан
Asia/Sakhalin | о-в Сахалин
Asia/Srednekolymsk | Среднеколымск
Asia/Kamchatka | Петропавловск-Камчатский
Asia/Anadyr | Анадырь
UA | Україна, Украина
Europe/Simferopol | Сімферополь, Симферополь
Europe/Kyiv | Київ, Киев
SA | المملكة العربية السعودية
Asia/Riyadh | الرياض
SD | السودان
Africa/Khartoum | الخرطوم
SE | Sverige
SG | சிங்கப்பூர்
Asia/Singapore | சிங்கப்பூர்
SI | Slovenija
SK | Slovensko
SN | Senegaal
SO | Soomaaliya, الصومال
Africa/Mogadishu | Muqdisho, مقديشيو
America/Lower_Princes | Beneden Prinsen Kwartier
SY | سوريا
Asia/Damascus | دمشق
TD | تشاد, Tchad
Africa/Ndjamena | نجامينا
TH | ไทย
Asia/Bangkok | กรุงเทพ
TJ | Тоҷикистон
Asia/Dushanbe | Душанбе
Asia/Ashgabat | Aşgabat
TN | تونس, Tunisie
Africa/Tunis | تونس
UZ | Oʻzbekiston, Ўзбекистон
Asia/Samarkand | Samarqand
Asia/Tashkent | Toshkent
VA | Città del Vaticano
Europe/Vatican | Città del Vaticano
VN | Việt Nam
YE | اليمن
Asia/Aden | عدن
JP | にほん, Nippon, Nihon
"""


def _line(line: str) -> tuple[str, tuple[str, ...]]:
    key, _, names = line.partition(" | ")
    return key, tuple(names.split(", "))


NATIVE_NAMES: Final = dict(map(_line, _TABLE.strip().splitlines()))
"""Native names by the code of a country, or by the zone of a city."""
