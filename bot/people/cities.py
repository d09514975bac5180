"""A table of cities and names of time zones that people use and the tz database does not know."""

from __future__ import annotations

from typing import Final, NamedTuple

_TABLE: Final = """
Asia/Shanghai | 39.9 116.4 | 北京, 北京时间, 中国时间, 中国标准时间, CST | Beijing, Peking, China Standard Time
Asia/Shanghai | 22.5 114.1 | 深圳 | Shenzhen
Asia/Shanghai | 23.1 113.3 | 广州 | Guangzhou, Canton
Asia/Shanghai | 30.7 104.1 | 成都 | Chengdu
Asia/Shanghai | 30.3 120.2 | 杭州 | Hangzhou
Asia/Shanghai | 29.6 106.5 | 重庆, 重慶 | Chongqing
Asia/Shanghai | 30.6 114.3 | 武汉, 武漢 | Wuhan
Asia/Shanghai | 32.1 118.8 | 南京 | Nanjing
Asia/Shanghai | 34.3 108.9 | 西安 | Xi'an, Xian
Asia/Shanghai | 39.1 117.2 | 天津 | Tianjin
Asia/Shanghai | 31.3 120.6 | 苏州, 无锡, 常州 | Suzhou, Wuxi, Changzhou
Asia/Shanghai | 29.9 121.6 | 宁波, 温州 | Ningbo, Wenzhou
Asia/Shanghai | 23.0 113.7 | 东莞, 佛山, 珠海, 中山, 惠州 | Dongguan, Foshan, Zhuhai, Zhongshan, Huizhou
Asia/Shanghai | 28.2 112.9 | 长沙 | Changsha
Asia/Shanghai | 34.8 113.7 | 郑州, 洛阳 | Zhengzhou, Luoyang
Asia/Shanghai | 36.7 117.0 | 济南 | Jinan
Asia/Shanghai | 36.1 120.4 | 青岛, 烟台, 威海 | Qingdao, Tsingtao, Yantai, Weihai
Asia/Shanghai | 38.9 121.6 | 大连 | Dalian
Asia/Shanghai | 41.8 123.4 | 沈阳 | Shenyang
Asia/Shanghai | 43.9 125.3 | 长春, 吉林 | Changchun, Jilin
Asia/Shanghai | 45.8 126.6 | 哈尔滨 | Harbin
Asia/Shanghai | 47.4 123.9 | 齐齐哈尔, 大庆 | Qiqihar, Daqing
Asia/Shanghai | 40.8 111.7 | 呼和浩特, 包头 | Hohhot, Baotou
Asia/Shanghai | 49.2 119.8 | 呼伦贝尔 | Hulunbuir
Asia/Shanghai | 50.24 127.49 | 黑河 | Heihe
Asia/Shanghai | 42.9 129.5 | 延吉 | Yanji
Asia/Shanghai | 40.1 124.4 | 丹东 | Dandong
Asia/Shanghai | 38.0 114.5 | 石家庄 | Shijiazhuang
Asia/Shanghai | 37.9 112.5 | 太原 | Taiyuan
Asia/Shanghai | 31.8 117.2 | 合肥 | Hefei
Asia/Shanghai | 28.7 115.9 | 南昌 | Nanchang
Asia/Shanghai | 26.1 119.3 | 福州 | Fuzhou
Asia/Shanghai | 24.5 118.1 | 厦门, 泉州 | Xiamen, Quanzhou, Amoy
Asia/Shanghai | 22.8 108.4 | 南宁, 桂林 | Nanning, Guilin
Asia/Shanghai | 20.0 110.3 | 海口, 三亚, 海南 | Haikou, Sanya, Hainan
Asia/Shanghai | 26.6 106.7 | 贵阳 | Guiyang
Asia/Shanghai | 25.0 102.7 | 昆明, 大理, 云南 | Kunming, Dali, Yunnan
Asia/Shanghai | 29.7 91.1 | 拉萨, 西藏 | Lhasa, Tibet
Asia/Shanghai | 29.3 88.9 | 日喀则 | Shigatse
Asia/Shanghai | 36.1 103.8 | 兰州 | Lanzhou
Asia/Shanghai | 36.6 101.8 | 西宁 | Xining
Asia/Shanghai | 38.5 106.2 | 银川 | Yinchuan
Asia/Urumqi | 39.5 76.0 | 喀什, 新疆, 新疆时间 | Kashgar, Xinjiang
Asia/Taipei | 22.6 120.3 | 高雄, 台中, 台南, 新竹, 臺北 | Kaohsiung, Taichung, Tainan, Hsinchu
Asia/Tokyo | 34.7 135.5 | 大阪, 京都, 神户, 名古屋 | Osaka, Kyoto, Kobe, Nagoya
Asia/Tokyo | 33.6 130.4 | 福冈 | Fukuoka
Asia/Tokyo | 43.1 141.3 | 札幌, 北海道 | Sapporo, Hokkaido
Asia/Tokyo | | 日本时间 | Japan Standard Time, JST
Asia/Seoul | 35.2 129.1 | 釜山 | Busan, Pusan
Asia/Seoul | | 韩国时间 | Korea Standard Time, KST
Asia/Ho_Chi_Minh | 21.0 105.9 | 河内 | Hanoi
Asia/Ho_Chi_Minh | 16.1 108.2 | 岘港 | Da Nang
Asia/Ho_Chi_Minh | | 西贡 | Saigon
Asia/Bangkok | 18.8 99.0 | 清迈, 普吉 | Chiang Mai, Phuket
Asia/Makassar | -8.7 115.2 | 巴厘岛 | Bali, Denpasar
Asia/Kuala_Lumpur | 5.4 100.3 | 槟城 | Penang, George Town
Asia/Kolkata | 13.0 77.6 | 班加罗尔, 班加羅爾 | Bangalore, Bengaluru
Asia/Kolkata | 19.1 72.9 | 孟买, 浦那 | Mumbai, Bombay, Pune
Asia/Kolkata | 28.6 77.2 | 新德里, 德里 | New Delhi, Delhi, Gurgaon, Gurugram, Noida
Asia/Kolkata | 17.4 78.5 | 海得拉巴 | Hyderabad
Asia/Kolkata | 13.1 80.3 | 金奈 | Chennai, Madras
Asia/Kolkata | | 印度时间 | India Standard Time, IST
Asia/Karachi | 33.7 73.1 | 伊斯兰堡 | Islamabad
Asia/Karachi | 31.5 74.3 | 拉合尔 | Lahore
Asia/Dubai | 24.5 54.4 | 阿布扎比 | Abu Dhabi
Asia/Riyadh | 21.5 39.2 | 吉达, 麦加 | Jeddah, Mecca
Asia/Jerusalem | 32.1 34.8 | 特拉维夫 | Tel Aviv
Europe/Istanbul | 39.9 32.9 | 安卡拉 | Ankara
Europe/Moscow | 59.9 30.3 | 圣彼得堡 | Saint Petersburg, St Petersburg
Europe/Moscow | | 莫斯科时间 | Moscow Time, MSK
Europe/Berlin | 48.1 11.6 | 慕尼黑 | Munich, München
Europe/Berlin | 50.1 8.7 | 法兰克福, 科隆, 斯图加特 | Frankfurt, Cologne, Köln, Stuttgart
Europe/Berlin | 53.6 10.0 | 汉堡 | Hamburg
Europe/Berlin | | 欧洲中部时间, 中欧时间 | Central European Time, CET, CEST
Europe/Zurich | 46.2 6.1 | 日内瓦 | Geneva, Genève, Lausanne
Europe/Paris | 45.8 4.8 | 里昂, 马赛, 尼斯 | Lyon, Marseille, Nice
Europe/Paris | 43.6 1.4 | 图卢兹 | Toulouse
Europe/Madrid | 41.4 2.2 | 巴塞罗那 | Barcelona
Europe/Rome | 45.5 9.2 | 米兰, 都灵 | Milan, Milano, Turin
Europe/Rome | 40.9 14.3 | 那不勒斯 | Naples
Europe/Amsterdam | 51.9 4.5 | 鹿特丹, 海牙 | Rotterdam, The Hague, Den Haag
Europe/Warsaw | 50.1 19.9 | 克拉科夫 | Krakow, Cracow
Europe/Stockholm | 57.7 12.0 | 哥德堡 | Gothenburg
Europe/London | 53.5 -2.2 | 曼彻斯特, 利物浦, 伯明翰 | Manchester, Liverpool, Birmingham
Europe/London | 55.9 -3.2 | 爱丁堡, 格拉斯哥 | Edinburgh, Glasgow
Europe/London | 52.2 0.1 | 剑桥, 牛津 | Cambridge, Oxford
Europe/London | | 英国时间, 英格兰 | British Time, BST, UK, Britain, England
Europe/Athens | | 东欧时间 | Eastern European Time, EET, EEST
Europe/Lisbon | 41.1 -8.6 | 波尔图 | Porto
Europe/Lisbon | | 西欧时间 | Western European Time, WET, WEST
Africa/Casablanca | 31.6 -8.0 | 马拉喀什 | Marrakesh, Marrakech
Africa/Johannesburg | -33.9 18.4 | 开普敦 | Cape Town
Africa/Johannesburg | -29.9 31.0 | 德班 | Durban
Africa/Lagos | 9.1 7.5 | 阿布贾 | Abuja
America/New_York | 42.4 -71.1 | 波士顿, 波士頓 | Boston
America/New_York | 38.9 -77.0 | 华盛顿, 華盛頓 | Washington, Washington DC, Washington D.C.
America/New_York | 40.0 -75.2 | 费城, 匹兹堡 | Philadelphia, Pittsburgh
America/New_York | 33.7 -84.4 | 亚特兰大 | Atlanta
America/New_York | 25.8 -80.2 | 迈阿密, 奥兰多 | Miami, Orlando
America/New_York | | 美国东部时间, 美东时间, 美东, 北美东部时间 | Eastern Time, ET, EST, EDT, Eastern
America/New_York | | | Eastern Standard Time, NYC, USA, US, America
America/Chicago | 29.8 -95.4 | 休斯敦, 休斯顿 | Houston
America/Chicago | 32.8 -96.8 | 达拉斯 | Dallas
America/Chicago | 30.3 -97.7 | 奥斯汀 | Austin, San Antonio
America/Chicago | 45.0 -93.3 | 明尼阿波利斯 | Minneapolis
America/Chicago | 30.0 -90.1 | 新奥尔良 | New Orleans
America/Chicago | 36.2 -86.8 | 纳什维尔 | Nashville, Memphis
America/Chicago | 38.6 -90.2 | 圣路易斯 | St. Louis, Saint Louis, Kansas City
America/Chicago | | 美国中部时间, 美中, 北美中部时间 | Central Time, CT, CST, CDT, Central
America/Chicago | | | Central Standard Time, USA, US, America
America/Denver | 40.8 -111.9 | 盐湖城 | Salt Lake City
America/Denver | 35.1 -106.7 | 阿尔伯克基 | Albuquerque
America/Denver | | 美国山地时间, 北美山区时间 | Mountain Time, MT, MST, MDT, Mountain
America/Denver | | | Mountain Standard Time, USA, US, America
America/Los_Angeles | 37.8 -122.4 | 旧金山, 三藩市, 舊金山, 硅谷 | San Francisco, SF, Bay Area, Silicon Valley, Oakland
America/Los_Angeles | 37.3 -121.9 | 圣何塞, 帕罗奥图 | San Jose, Palo Alto, Mountain View, Cupertino
America/Los_Angeles | 47.6 -122.3 | 西雅图, 西雅圖, 雷德蒙德 | Seattle, Redmond
America/Los_Angeles | 45.5 -122.7 | 波特兰 | Portland
America/Los_Angeles | 32.7 -117.2 | 圣迭戈, 圣地亚哥 | San Diego
America/Los_Angeles | 36.2 -115.1 | 拉斯维加斯 | Las Vegas
America/Los_Angeles | 38.6 -121.5 | 萨克拉门托, 加州, 加利福尼亚 | Sacramento, California
America/Los_Angeles | | 美国西部时间, 太平洋时间, 美西时间, 美西 | Pacific Time, PT, PST, PDT, Pacific
America/Los_Angeles | | | LA, Pacific Standard Time, USA, US, America
America/Toronto | 45.5 -73.6 | 蒙特利尔, 魁北克 | Montreal, Quebec
America/Toronto | 45.4 -75.7 | 渥太华 | Ottawa
America/Toronto | | 加拿大 | Canada
America/Edmonton | 51.0 -114.1 | 卡尔加里 | Calgary
America/Mexico_City | 20.7 -103.3 | 瓜达拉哈拉 | Guadalajara
America/Sao_Paulo | -22.9 -43.2 | 里约热内卢, 里约 | Rio de Janeiro, Rio
America/Sao_Paulo | -15.8 -47.9 | 巴西利亚 | Brasilia
America/Sao_Paulo | | 巴西 | Brazil
America/Bogota | 6.2 -75.6 | 麦德林 | Medellin
America/Coyhaique | | 科伊艾克 | Coyhaique
Australia/Sydney | -35.3 149.1 | 堪培拉 | Canberra
Australia/Sydney | | 澳大利亚东部时间, 澳大利亚, 澳洲 | AEST, AEDT, Australia
Australia/Brisbane | -28.0 153.4 | 黄金海岸 | Gold Coast
Australia/Perth | | | AWST
Pacific/Auckland | -41.3 174.8 | 惠灵顿 | Wellington
Pacific/Auckland | | 新西兰时间 | NZST, NZDT
Pacific/Auckland | -43.5 172.6 | 基督城 | Christchurch
Asia/Almaty | 51.2 71.4 | 阿斯塔纳, 努尔苏丹, 阿克莫拉 | Astana, Nur-Sultan, Akmola, Tselinograd
Asia/Almaty | 42.3 69.6 | 奇姆肯特, 希姆肯特 | Shymkent, Alma-Ata
Europe/Vienna | 47.8 13.0 | 萨尔茨堡, 因斯布鲁克, 格拉茨 | Salzburg, Innsbruck, Graz
Europe/Paris | 48.6 7.7 | 斯特拉斯堡 | Strasbourg
Europe/Paris | 50.6 3.1 | 里尔 | Lille
Europe/Rome | 43.8 11.3 | 佛罗伦萨, 翡冷翠, 威尼斯, 博洛尼亚, 热那亚, 维罗纳, 比萨, 巴勒莫 | Florence, Firenze, Venice
Europe/Rome | | | Venezia, Bologna, Genoa
Europe/Rome | | | Genova, Verona, Pisa, Palermo, Torino, Napoli, Trieste
Europe/Stockholm | 55.6 13.0 | 马尔默, 隆德, 乌普萨拉 | Malmö, Lund, Uppsala
Europe/Warsaw | 54.4 18.6 | 格但斯克, 但泽, 弗罗茨瓦夫, 波兹南, 罗兹 | Gdansk, Danzig, Wroclaw, Breslau, Poznan, Lodz
Europe/Prague | 49.2 16.6 | 布尔诺 | Brno
Europe/Kyiv | 49.8 24.0 | 利沃夫, 敖德萨, 哈尔科夫, 第聂伯 | Lviv, Lvov, Odesa, Odessa, Kharkiv, Kharkov, Dnipro
Asia/Vladivostok | 48.5 135.1 | 海参崴, 伯力, 哈巴罗夫斯克 | Khabarovsk
Asia/Yakutsk | 50.27 127.54 | 布拉戈维申斯克, 海兰泡 | Blagoveshchensk
Asia/Bishkek | 40.5 72.8 | 奥什, 伏龙芝 | Osh, Frunze
Asia/Kuala_Lumpur | 1.49 103.74 | 新山 | Johor Bahru
Asia/Kuching | 6.0 116.1 | 亚庇, 哥打基纳巴卢, 美里, 诗巫 | Kota Kinabalu, Miri, Sibu
Asia/Singapore | 1.4 103.82 | 狮城 | Singapura
Asia/Jakarta | 1.1 104.0 | 巴淡, 巴淡岛 | Batam
Asia/Kolkata | 31.6 74.9 | 阿姆利则 | Amritsar
Europe/Athens | 40.6 22.9 | 塞萨洛尼基 | Thessaloniki, Salonica
Europe/Belgrade | 42.7 21.2 | 普里什蒂纳 | Pristina, Prishtina
Africa/Lubumbashi | -1.7 29.2 | 戈马, 布卡武 | Goma, Bukavu, Kisangani
America/New_York | 40.0 -83.0 | 哥伦布, 克利夫兰, 辛辛那提 | Columbus, Cleveland, Cincinnati
America/New_York | 42.9 -78.9 | 布法罗, 水牛城, 奥尔巴尼, 罗切斯特, 曼哈顿, 布鲁克林, 长岛 | Buffalo, Albany, Rochester
America/New_York | | | Syracuse, Ithaca
America/New_York | | | Manhattan, Brooklyn, Long Island
America/Denver | 31.8 -106.4 | 埃尔帕索 | El Paso
America/Toronto | 42.3 -83.0 | 温莎 | Windsor
America/Edmonton | 62.5 -114.4 | 耶洛奈夫, 黄刀镇 |
Australia/Brisbane | -16.9 145.8 | 凯恩斯, 阳光海岸 | Cairns, Sunshine Coast, Townsville
Australia/Darwin | -23.7 133.9 | 艾丽斯斯普林斯 | Alice Springs, Uluru
"""


class City(NamedTuple):
    """A line of the table: the zone people there keep, degrees north and east where one point is meant, and names.

    A name in one language alone, such as CST, means this zone to those who speak it.
    """

    zone: str
    point: tuple[float, ...]
    chinese: tuple[str, ...]
    english: tuple[str, ...]


def _place(line: str) -> City:
    zone, point, chinese, english = (cell.strip() for cell in line.split("|"))
    return City(zone, tuple(map(float, point.split())), _listed(chinese), _listed(english))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(",") if name.strip())


def places(table: str) -> tuple[City, ...]:
    """Return the lines of a table such as the one above, in their order."""
    return tuple(map(_place, table.strip().splitlines()))


CITIES: Final = places(_TABLE)
