"""States, provinces and islands, and countries by names the CLDR does not give them, with the zones people there keep.

The lines are those of `bot.people.cities`, without points. A state that keeps two times has a line for each.
"""

from __future__ import annotations

from typing import Final

from bot.people.cities import places

REGIONS: Final = places("""
Australia/Melbourne | | 维多利亚, 维多利亚州, 维州 | Victoria
Europe/London | | 苏格兰, 威尔士, 北爱尔兰, 大不列颠 | Scotland, Wales, Northern Ireland
Europe/Berlin | | 巴伐利亚, 德意志 | Bavaria, Bayern
Europe/Paris | | 法兰西 |
Europe/Rome | | 西西里 | Sicily
Europe/Madrid | | 加泰罗尼亚, 马略卡 | Catalonia, Mallorca, Majorca, Ibiza
Atlantic/Canary | | 特内里费 | Tenerife
Europe/Amsterdam | | 尼德兰 | Holland
Europe/Prague | | | Czech Republic
Europe/Simferopol | | 克里米亚, 克里木 | Crimea
Asia/Sakhalin | | 库页岛 |
Asia/Irkutsk | | 贝加尔湖 | Lake Baikal
Asia/Shanghai | | 内蒙古, 黑龙江, 辽宁, 河北, 河南, 山东, 山西, 陕西, 甘肃, 青海, 宁夏, 江苏, 浙江, 安徽, 福建, 江西 |
Asia/Shanghai | | 湖北, 湖南, 广东, 广西, 四川, 贵州, 大陆, 中国大陆 | Inner Mongolia, Heilongjiang, Liaoning, Hebei
Asia/Shanghai | | | Henan, Shandong, Shanxi, Shaanxi, Gansu, Qinghai, Ningxia, Jiangsu, Zhejiang, Anhui, Fujian
Asia/Shanghai | | | Jiangxi, Hubei, Hunan, Guangdong, Guangxi, Sichuan, Guizhou, Mainland China
Asia/Hong_Kong | | 新界 | New Territories, HK, HKT
Asia/Tokyo | | 九州 | Kyushu
Asia/Seoul | | 南韩, 南韓, 大韩民国 | Korea, Republic of Korea
Asia/Pyongyang | | 北韩 |
Asia/Kuala_Lumpur | | 柔佛, 雪兰莪 | Johor, Selangor
Asia/Kuching | | 沙巴, 砂拉越, 沙捞越 | Sabah, Sarawak
Asia/Jakarta | | 爪哇, 苏门答腊 | Java, Sumatra
Asia/Makassar | | 努沙登加拉, 苏拉威西 | Sulawesi
Asia/Colombo | | 锡兰 | Ceylon
Asia/Kolkata | | 古吉拉特, 马哈拉施特拉, 卡纳塔克, 泰米尔纳德, 喀拉拉 | Gujarat, Maharashtra, Karnataka, Tamil Nadu
Asia/Kolkata | | | Kerala, Punjab, Bharat
Asia/Karachi | | 旁遮普 | Punjab
Asia/Dubai | | 阿联酋 | UAE
Asia/Riyadh | | | KSA
Asia/Hebron | | 约旦河西岸 | West Bank, Palestine
Asia/Tehran | | 波斯 | Persia
Europe/Athens | | | Crete
Europe/Belgrade | | 科索沃 | Kosovo
Europe/Sarajevo | | 波黑 |
Europe/Minsk | | | Byelorussia
Africa/Abidjan | | 象牙海岸 | Ivory Coast
Africa/Dar_es_Salaam | | 桑给巴尔 | Zanzibar
Africa/Porto-Novo | | | Dahomey
Africa/Mbabane | | | Swaziland
Africa/Kinshasa | | 刚果民主共和国, 刚果金, 扎伊尔 | DR Congo, Zaire, Democratic Republic of the Congo
Africa/Lubumbashi | | 刚果民主共和国, 刚果金 | DR Congo, Zaire, Democratic Republic of the Congo
Africa/Brazzaville | | 刚果共和国, 刚果布 | Republic of the Congo
Africa/Harare | | 罗得西亚 | Rhodesia
Africa/Ouagadougou | | 上沃尔特 | Upper Volta
Atlantic/Stanley | | 马尔维纳斯 | Malvinas
America/New_York | | 北卡罗来纳, 北卡, 北卡罗莱纳, 南卡罗来纳, 南卡, 马里兰, 弗吉尼亚, 西弗吉尼亚, 特拉华, 俄亥俄 |
America/New_York | | 新泽西, 宾夕法尼亚, 宾州, 康涅狄格, 康州, 罗得岛, 马萨诸塞, 麻省, 麻州, 佛蒙特, 新罕布什尔 |
America/New_York | | 缅因, 新英格兰, 佛罗里达, 佛州, 佐治亚, 乔治亚州, 田纳西, 肯塔基, 印第安纳, 印第安那, 美国东岸 |
America/New_York | | 美国东海岸 | North Carolina, South Carolina, Maryland, Virginia, West Virginia, Delaware, Ohio
America/New_York | | | New Jersey, Pennsylvania, Connecticut, Rhode Island, Massachusetts, Vermont, New Hampshire
America/New_York | | | Maine, New England, Florida, Georgia, District of Columbia, Tennessee, Kentucky, Indiana
America/New_York | | | East Coast
America/Chicago | | 佛罗里达, 佛州, 田纳西, 肯塔基, 印第安纳, 北达科他, 南达科他, 内布拉斯加, 德克萨斯, 得克萨斯 |
America/Chicago | | 德州, 得州, 伊利诺伊, 伊利诺斯, 密苏里, 威斯康星, 明尼苏达, 艾奥瓦, 爱荷华, 堪萨斯, 俄克拉何马 |
America/Chicago | | 俄克拉荷马, 阿肯色, 路易斯安那, 密西西比, 阿拉巴马, 亚拉巴马 | Florida, Tennessee, Kentucky, Indiana
America/Chicago | | | North Dakota, South Dakota, Nebraska, Texas, Illinois, Missouri, Wisconsin, Minnesota, Iowa
America/Chicago | | | Oklahoma, Arkansas, Louisiana, Mississippi, Alabama
America/Denver | | 得克萨斯, 德克萨斯, 德州, 得州, 科罗拉多, 犹他, 怀俄明, 蒙大拿, 新墨西哥, 北达科他, 南达科他 |
America/Denver | | 内布拉斯加 | Texas, Colorado, Utah, Wyoming, Montana, New Mexico, North Dakota, South Dakota
America/Denver | | | Nebraska
America/Boise | | 爱达荷 | Idaho
America/Los_Angeles | | 爱达荷, 华盛顿州, 华盛顿, 俄勒冈, 内华达, 橙县, 美国西岸, 美国西海岸 | Idaho, Washington State
America/Los_Angeles | | | Washington, Oregon, Nevada, Orange County, West Coast
America/Phoenix | | 亚利桑那 |
America/Detroit | | 密歇根, 密西根 |
America/Anchorage | | 阿拉斯加 |
Pacific/Honolulu | | 夏威夷, 茂宜岛, 毛伊岛 | Maui, Oahu
America/Toronto | | 安大略, 安省 | Ontario
America/Halifax | | 新斯科舍, 爱德华王子岛 | Nova Scotia, Prince Edward Island
America/Moncton | | 新不伦瑞克 | New Brunswick
America/St_Johns | | 纽芬兰 |
America/Winnipeg | | 曼尼托巴, 马尼托巴 | Manitoba
America/Regina | | 萨斯喀彻温, 萨省 |
America/Edmonton | | 阿尔伯塔, 艾伯塔, 亚伯达, 西北地区 | Alberta, Northwest Territories
America/Vancouver | | 不列颠哥伦比亚, 卑诗, 维多利亚 | British Columbia, BC, Victoria
America/Whitehorse | | 育空 |
America/Iqaluit | | 努纳武特 | Nunavut
America/Mazatlan | | | Sinaloa
America/Hermosillo | | 索诺拉 | Sonora
America/Tijuana | | | Baja California
America/Sao_Paulo | | | Minas Gerais
America/Fortaleza | | | Ceara
Australia/Sydney | | 新南威尔士, 新州 | New South Wales
Australia/Brisbane | | 昆士兰, 昆州, 大堡礁 | QLD
Australia/Adelaide | | 南澳, 南澳大利亚 | South Australia
Australia/Perth | | 西澳, 西澳大利亚 | Western Australia
Australia/Darwin | | 北领地 | Northern Territory
Australia/Hobart | | 塔斯马尼亚 |
Indian/Mahe | | | Victoria
Pacific/Auckland | | | Aotearoa
Pacific/Galapagos | | 加拉帕戈斯 |
Asia/Dili | | | East Timor
Asia/Famagusta | | 北塞浦路斯 | Northern Cyprus
""")
