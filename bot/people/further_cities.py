"""Capitals and cities, by their former and Chinese names too, whose location the nearest known city decides rightly.

The lines are those of `bot.people.cities`, without points.
"""

from __future__ import annotations

from typing import Final

from bot.people.cities import places

FURTHER_CITIES: Final = places("""
Europe/Istanbul | | 君士坦丁堡, 伊兹密尔, 安塔利亚, 布尔萨 | Constantinople, Izmir, Antalya, Bursa, Adana
Europe/London | | 卡迪夫, 加的夫, 贝尔法斯特, 利兹, 布里斯托, 布里斯托尔, 谢菲尔德, 诺丁汉, 纽卡斯尔, 南安普顿 | Cardiff
Europe/London | | | Leeds, Bristol, Sheffield, Nottingham, Newcastle, Southampton, Aberdeen
Europe/Dublin | | 科克 | Cork, Galway
Europe/Berlin | | 波恩, 杜塞尔多夫, 莱比锡, 德累斯顿, 纽伦堡, 不来梅, 汉诺威, 多特蒙德, 海德堡 | Bonn, Düsseldorf
Europe/Berlin | | | Duesseldorf, Leipzig, Dresden, Nuremberg, Nürnberg, Bremen, Hannover, Hanover, Dortmund, Heidelberg
Europe/Berlin | | | Aachen
Europe/Zurich | | 巴塞尔, 伯尔尼, 洛桑, 卢塞恩 | Basel, Bern, Berne, Lucerne, Luzern
Europe/Paris | | 波尔多, 南特, 雷恩, 格勒诺布尔, 戛纳 | Bordeaux, Nantes, Rennes, Grenoble, Cannes, Montpellier
Europe/Madrid | | 塞维利亚, 瓦伦西亚, 毕尔巴鄂, 马拉加, 格拉纳达, 科尔多瓦 | Seville, Sevilla, Valencia, Bilbao, Malaga
Europe/Madrid | | | Granada, Zaragoza, Cordoba
Atlantic/Canary | | | Las Palmas
Europe/Amsterdam | | 埃因霍温, 乌得勒支 | Eindhoven, Utrecht, Delft, Leiden, Groningen
Europe/Brussels | | 安特卫普, 布鲁日, 根特, 鲁汶 | Antwerp, Antwerpen, Bruges, Ghent, Leuven
Europe/Copenhagen | | 奥胡斯 | Aarhus, Odense
Europe/Oslo | | 卑尔根, 特隆赫姆 | Bergen, Trondheim, Stavanger
Europe/Helsinki | | 埃斯波, 坦佩雷, 图尔库 | Espoo, Tampere, Turku, Tornio
Europe/Simferopol | | 塞瓦斯托波尔, 雅尔塔 | Sevastopol, Yalta
Europe/Moscow | | 列宁格勒, 彼得堡, 索契, 喀山, 下诺夫哥罗德, 摩尔曼斯克, 罗斯托夫 | Leningrad, Petersburg, Sochi, Kazan
Europe/Moscow | | | Nizhny Novgorod, Murmansk, Rostov-on-Don
Europe/Volgograd | | 斯大林格勒 | Stalingrad
Europe/Kaliningrad | | 柯尼斯堡 | Königsberg
Asia/Yekaterinburg | | 车里雅宾斯克, 彼尔姆, 乌法, 秋明 | Ekaterinburg, Sverdlovsk, Chelyabinsk, Ufa, Tyumen
Asia/Sakhalin | | | Yuzhno-Sakhalinsk
Asia/Irkutsk | | 乌兰乌德 | Ulan-Ude
Asia/Brunei | | 汶莱 |
Asia/Kathmandu | | 博卡拉 | Pokhara
Asia/Shanghai | | 北平, 嘉兴, 绍兴, 金华, 义乌, 湖州, 南通, 徐州, 扬州, 镇江, 盐城, 泰州, 连云港, 芜湖, 蚌埠, 汕头 |
Asia/Shanghai | | 湛江, 江门, 肇庆, 漳州, 赣州, 九江, 景德镇, 宜昌, 襄阳, 株洲, 湘潭, 岳阳, 张家界, 柳州, 北海, 绵阳 |
Asia/Shanghai | | 宜宾, 遵义, 丽江, 西双版纳, 香格里拉, 咸阳, 宝鸡, 延安, 保定, 唐山, 秦皇岛, 邯郸, 廊坊, 雄安, 大同 |
Asia/Shanghai | | 淄博, 潍坊, 临沂, 济宁, 鞍山, 开封, 瑞丽, 满洲里 | Jiaxing, Shaoxing, Yiwu, Nantong, Xuzhou, Yangzhou
Asia/Shanghai | | | Shantou, Zhanjiang, Jiangmen, Liuzhou, Yichang, Mianyang, Lijiang, Baoding, Tangshan, Datong, Zibo
Asia/Shanghai | | | Weifang, Anshan, Kaifeng, Ruili, Manzhouli
Asia/Urumqi | | 吐鲁番, 伊犁, 伊宁, 克拉玛依, 和田, 阿克苏, 哈密, 库尔勒, 石河子, 迪化, 霍尔果斯 | Turpan, Yining
Asia/Urumqi | | | Karamay, Hotan, Hami
Asia/Hong_Kong | | 九龙, 九龍 | Kowloon
Asia/Taipei | | 台灣, 臺灣, 新北, 桃园, 桃園, 基隆, 嘉义, 花莲, 台东, 金门, 马祖, 澎湖 | Taoyuan, Keelung, Hualien
Asia/Taipei | | | Penghu, Zhubei
Asia/Tokyo | | 横滨, 橫濱, 奈良, 广岛, 仙台, 冲绳, 那霸, 长崎, 熊本, 鹿儿岛, 埼玉, 千叶, 川崎, 筑波, 金泽 | Yokohama
Asia/Tokyo | | | Nara, Hiroshima, Sendai, Okinawa, Naha, Nagasaki, Kumamoto, Kagoshima, Saitama, Chiba, Kawasaki
Asia/Tokyo | | 横浜, 神戸, 広島, 沖縄, 大坂 | Tsukuba, Kanazawa
Asia/Seoul | | 汉城, 漢城, 仁川, 大邱, 大田, 光州, 济州, 济州岛 | Incheon, Daegu, Daejeon, Gwangju, Jeju
Asia/Bangkok | | 芭提雅, 芭堤雅, 苏梅岛 | Pattaya, Koh Samui
Asia/Ho_Chi_Minh | | 芽庄, 顺化, 大叻, 富国岛, 海防 | Nha Trang, Dalat, HCMC, Haiphong
Asia/Kuala_Lumpur | | 马六甲, 怡保, 芙蓉, 兰卡威, 云顶, 布城 | Malacca, Melaka, Ipoh, Seremban, Langkawi, Putrajaya, KL
Asia/Jakarta | | 巴达维亚, 泗水, 万隆, 日惹, 棉兰, 三宝垄, 巨港 | Batavia, Surabaya, Bandung, Yogyakarta, Medan
Asia/Jakarta | | | Semarang, Palembang, Djakarta, Nusantara
Asia/Makassar | | 龙目岛, 登巴萨, 峇里岛 | Lombok
Asia/Manila | | 宿务, 长滩岛, 达沃, 奎松, 巴拉望 | Cebu, Boracay, Davao, Quezon City, Makati, Palawan
Asia/Phnom_Penh | | 暹粒, 吴哥 | Siem Reap, Angkor
Asia/Vientiane | | 琅勃拉邦 | Luang Prabang
Asia/Yangon | | 内比都, 曼德勒 | Naypyidaw, Mandalay
Asia/Dhaka | | 吉大港 | Chittagong, Chattogram
Asia/Colombo | | 科特 | Kandy, Sri Jayawardenepura Kotte
Asia/Kolkata | | 艾哈迈达巴德, 苏拉特, 斋浦尔, 勒克瑙, 坎普尔, 那格浦尔, 瓦拉纳西, 昌迪加尔, 印多尔, 博帕尔, 果阿 |
Asia/Kolkata | | 科钦, 特里凡得琅 | Ahmedabad, Surat, Jaipur, Lucknow, Kanpur, Nagpur, Varanasi, Benares, Prayagraj
Asia/Kolkata | | | Allahabad, Chandigarh, Indore, Bhopal, Goa, Kochi, Cochin, Thiruvananthapuram, Trivandrum
Asia/Kolkata | | | Coimbatore, Visakhapatnam, Mysore, Mysuru
Asia/Karachi | | 拉瓦尔品第, 白沙瓦, 费萨拉巴德 | Rawalpindi, Peshawar, Faisalabad
Asia/Dubai | | 沙迦, 阿布达比 | Sharjah, Ajman
Asia/Riyadh | | 麦地那, 达曼, 麥加 | Medina, Dammam, Makkah
Asia/Qatar | | 多哈 | Doha
Asia/Bahrain | | 麦纳麦 | Manama
Asia/Aden | | 萨那 | Sanaa, Sana'a
Asia/Jerusalem | | 海法 | Haifa
Asia/Hebron | | 拉姆安拉 | Ramallah
Asia/Tehran | | 伊斯法罕, 设拉子, 马什哈德 | Isfahan, Shiraz, Mashhad, Tabriz
Asia/Baghdad | | 埃尔比勒, 巴士拉, 摩苏尔 | Erbil, Basra, Mosul
Asia/Damascus | | 阿勒颇 | Aleppo
Asia/Kabul | | 坎大哈 | Kandahar
Asia/Nicosia | | 利马索尔 | Limassol, Larnaca
Asia/Ulaanbaatar | | 库伦 | Urga
Europe/Bucharest | | 克卢日 | Cluj, Cluj-Napoca, Timisoara, Iasi
Europe/Belgrade | | 新萨德 | Novi Sad
Europe/Zagreb | | 斯普利特, 杜布罗夫尼克 | Dubrovnik
Europe/Bratislava | | 科希策 | Kosice, Pressburg
Europe/Vilnius | | 考纳斯 | Kaunas
Europe/Tallinn | | 塔尔图 | Tartu
Europe/Chisinau | | | Kishinev
Europe/Malta | | 瓦莱塔 | Valletta
Europe/Monaco | | 蒙特卡洛, 蒙特卡罗 | Monte Carlo
Europe/Luxembourg | | | Luxemburg
Africa/Abidjan | | 亚穆苏克罗 | Yamoussoukro
Africa/Cairo | | 亚历山大, 亚历山大港, 吉萨, 卢克索 | Alexandria, Giza, Luxor
Africa/Casablanca | | 拉巴特, 非斯, 丹吉尔, 阿加迪尔 | Rabat, Fez, Fes, Tangier, Agadir
Africa/Johannesburg | | 比勒陀利亚, 茨瓦内, 约堡 | Pretoria, Tshwane, Joburg, Soweto, Bloemfontein, Port Elizabeth
Africa/Johannesburg | | | Gqeberha
Africa/Lagos | | 卡诺, 伊巴丹 | Kano, Ibadan, Port Harcourt
Africa/Dar_es_Salaam | | 多多马, 阿鲁沙 | Dodoma, Arusha
Africa/Nairobi | | 蒙巴萨 | Mombasa
Africa/Bujumbura | | 基特加 | Gitega
Africa/Porto-Novo | | 科托努 | Cotonou
Africa/Mbabane | | 洛班巴 | Lobamba
Africa/Harare | | 布拉瓦约 | Bulawayo
Africa/Lusaka | | 利文斯通 | Livingstone
Africa/Maputo | | 洛伦索马贵斯 | Lourenço Marques
Africa/Accra | | 库马西 | Kumasi
Africa/Kampala | | 恩德培 | Entebbe
Africa/Khartoum | | 恩图曼 | Omdurman
Indian/Antananarivo | | | Tananarive
Indian/Mauritius | | 路易港 | Port Louis
Indian/Comoro | | 莫罗尼 | Moroni
Indian/Reunion | | | Saint-Denis
Indian/Maldives | | 马累 | Male
Atlantic/Cape_Verde | | 普拉亚 | Praia
Atlantic/Azores | | | Ponta Delgada
Atlantic/Bermuda | | | Hamilton
America/New_York | | 夏洛特, 罗利, 达勒姆, 查尔斯顿, 巴尔的摩, 里士满, 纽瓦克, 普林斯顿, 纽黑文, 普罗维登斯, 剑桥 |
America/New_York | | 波特兰, 坦帕, 杰克逊维尔, 棕榈滩 | Charlotte, Raleigh, Durham, Charleston, Baltimore, Richmond
America/New_York | | | Newark, Princeton, New Haven, Hartford, Providence, Cambridge, Portland, Tampa, Jacksonville
America/New_York | | | Tallahassee, Palm Beach, Fort Lauderdale, Savannah, Knoxville, Chattanooga, Lexington
America/Chicago | | 密尔沃基, 麦迪逊, 得梅因, 堪萨斯城, 威奇托, 奥马哈, 林肯, 塔尔萨, 小石城, 巴吞鲁日, 伯明翰 |
America/Chicago | | 孟菲斯, 沃思堡, 圣安东尼奥 | Pensacola, Milwaukee, Madison, Saint Paul, St. Paul, Des Moines
America/Chicago | | | Wichita, Omaha, Lincoln, Evanston, Urbana, Oklahoma City, Tulsa, Little Rock, Baton Rouge
America/Chicago | | | Birmingham, Huntsville, Fort Worth, Galveston
America/Denver | | 博尔德, 圣达菲 | Boulder, Colorado Springs, Provo, Cheyenne, Bozeman, Santa Fe, Rapid City
America/Los_Angeles | | 塔科马, 斯波坎, 贝尔维尤, 尤金, 塞勒姆, 里诺, 伯克利, 圣克拉拉, 森尼韦尔, 斯坦福, 弗里蒙特 |
America/Los_Angeles | | 尔湾, 长滩, 帕萨迪纳, 好莱坞, 圣塔莫尼卡, 圣巴巴拉, 弗雷斯诺, 洛城 | Tacoma, Spokane, Bellevue
America/Los_Angeles | | | Eugene, Salem, Reno, Berkeley, Santa Clara, Sunnyvale, Stanford, Fremont, Irvine, Long Beach
America/Los_Angeles | | | Pasadena, Hollywood, Santa Monica, Santa Barbara, Santa Cruz, Fresno, Menlo Park, Bakersfield
America/Phoenix | | 图森 | Tucson, Scottsdale, Tempe
America/Detroit | | 安娜堡, 大急流城 | Ann Arbor, Grand Rapids, Lansing
America/Anchorage | | 费尔班克斯 | Fairbanks
Pacific/Honolulu | | 火奴鲁鲁 | Waikiki, Hilo, Kona
America/Toronto | | 滑铁卢, 哈密尔顿, 密西沙加, 金斯顿, 尼亚加拉 | Waterloo, Hamilton, Mississauga, Kingston
America/Toronto | | | Niagara Falls, Laval, Brampton, Markham
America/Moncton | | | Fredericton
America/Regina | | 萨斯卡通 | Saskatoon
America/Edmonton | | 卡加利, 班夫 | Banff
America/Vancouver | | 列治文, 本拿比 | Burnaby, Richmond, Whistler
America/Mexico_City | | 普埃布拉, 莱昂, 克雷塔罗, 阿卡普尔科 | CDMX, Puebla, Leon, Queretaro, Acapulco, Toluca
America/Cancun | | 图卢姆 | Tulum, Playa del Carmen
America/Mazatlan | | 拉巴斯, 卡波圣卢卡斯 | La Paz, Los Cabos, Cabo San Lucas, Culiacan
America/Tijuana | | 墨西卡利 | Mexicali
America/Costa_Rica | | 圣何塞, 圣何西 | San Jose
America/Puerto_Rico | | 圣胡安 | San Juan
America/Belize | | 贝尔莫潘 | Belmopan
America/El_Salvador | | | San Salvador
America/Tegucigalpa | | | San Pedro Sula
America/Guayaquil | | 基多 | Quito
America/La_Paz | | 苏克雷, 圣克鲁斯 | Sucre, Santa Cruz, Cochabamba
America/Caracas | | 马拉开波, 瓦伦西亚 | Maracaibo, Valencia
America/Bogota | | 卡利, 卡塔赫纳, 巴兰基亚 | Cali, Cartagena, Barranquilla
America/Lima | | 库斯科, 阿雷基帕 | Cusco, Cuzco, Arequipa
America/Santiago | | 瓦尔帕莱索, 康塞普西翁 | Valparaiso, Concepcion
America/Sao_Paulo | | 贝洛奥里藏特, 库里蒂巴, 阿雷格里港, 坎皮纳斯, 弗洛里亚诺波利斯 | Belo Horizonte, Curitiba
America/Sao_Paulo | | | Porto Alegre, Campinas, Florianopolis, Goiania
America/Bahia | | 萨尔瓦多 | Salvador
America/Argentina/Buenos_Aires | | 罗萨里奥, 拉普拉塔 | Rosario, La Plata
America/Barbados | | 布里奇敦 | Bridgetown
America/Jamaica | | 金斯敦 | Kingston, Montego Bay
America/Grenada | | 圣乔治 | St. George's
America/St_Lucia | | 卡斯特里 | Castries
America/Dominica | | 罗索 | Roseau
America/St_Kitts | | 巴斯特尔 | Basseterre
America/St_Vincent | | | Kingstown
America/Antigua | | 圣约翰 | Saint John's
America/Cayman | | 乔治敦 | George Town
America/Guyana | | 乔治敦 | Georgetown
America/Curacao | | 威廉斯塔德 | Willemstad
America/Aruba | | 奥拉涅斯塔德 | Oranjestad
America/Martinique | | 法兰西堡 | Fort-de-France
America/Nuuk | | 戈特霍布 |
Australia/Sydney | | 纽卡斯尔, 卧龙岗 | Newcastle, Wollongong
Australia/Melbourne | | 吉朗 | Geelong
Australia/Hobart | | | Launceston
Pacific/Auckland | | 皇后镇, 但尼丁, 汉密尔顿 | Queenstown, Dunedin, Hamilton
Pacific/Fiji | | 苏瓦, 楠迪 | Suva
Pacific/Guadalcanal | | 霍尼亚拉 | Honiara
Pacific/Efate | | 维拉港 | Port Vila
Pacific/Tongatapu | | 努库阿洛法 | Nuku'alofa
Pacific/Tahiti | | 帕皮提 | Papeete
Pacific/Guam | | 阿加尼亚 | Hagatna
Pacific/Palau | | 恩吉鲁穆德 | Ngerulmud, Koror
Pacific/Pohnpei | | 帕利基尔 | Palikir
Pacific/Nauru | | 亚伦 | Yaren
Pacific/Rarotonga | | 阿瓦鲁阿 | Avarua
""")
