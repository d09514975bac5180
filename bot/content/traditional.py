"""Simplified Chinese → traditional Chinese as Taiwan writes it, by OpenCC and a table of what it gets wrong there.

Only words that are ours are to be converted: what is quoted, as what a reader typed, stays as it was written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.scripts import converted

KEPT: Final = 8_192
"""Texts kept with what became of them, some 3 MB: the shipped edition and the interface have about 5,000."""

_QUOTES: Final[dict[str, str]] = {"“": "「", "”": "」", "‘": "『", "’": "』"}
_PAPERS: Final = {
    "教育部": "教育部",
    "公开": "公開",
    "上市": "上市",
    "收购": "收購",
    "立项": "立項",
    "许可": "許可",
    "大量": "大量",
    "起草": "起草",
    "写": "寫",
    "NERC 的": "NERC 的",
}
"""What 文件 follows where it is a paper, and no file of a computer."""
_OURS: Final = {
    # What people in Taiwan say instead.
    "AI 智能体": "AI 代理",
    "智能体": "AI 代理",
    "智能手机": "智慧型手機",
    "质量": "品質",
    "质检": "品檢",
    "云计算": "雲端運算",
    "云服务": "雲端服務",
    "云厂商": "雲端廠商",
    "大数据": "大數據",
    "数码": "數位",
    "数字化": "數位化",
    "数字技术": "數位技術",
    "数字经济": "數位經濟",
    "计算机": "電腦",
    "音视频": "影音",
    "营销": "行銷",
    "运营": "營運",
    "运营商": "電信業者",
    "反馈": "回饋",
    "合同": "合約",
    "外卖": "外送",
    "打车": "叫車",
    "高级副总": "資深副總",
    "创业公司": "新創公司",
    "幻灯片": "投影片",
    "客户端": "用戶端",
    "移动端": "行動端",
    "邮箱": "信箱",
    "水平": "水準",
    "同比": "較上年同期",
    "美联储": "聯準會",
    "圣路易斯联储": "聖路易聯準銀行",
    "纽约联储": "紐約聯準銀行",
    "写过程序": "寫過程式",
    "上市，代码": "上市，代號",
    # Words of computing to OpenCC, which have a wider sense here.
    "参数": "參數",
    "审核": "審核",
    "类型": "類型",
    "权限": "權限",
    "声明": "聲明",
    "局部": "局部",
    "窗口": "窗口",
    "上下文窗口": "上下文視窗",
    "设备": "設備",
    "对象": "對象",
    "图库": "圖庫",
    "注销": "註銷",
    "连接两": "連接兩",
    "支持": "支持",
    "内部支持": "內部支援",
    "支持岗位": "支援崗位",
    "支持成本": "支援成本",
    "支持人员": "支援人員",
    "不支持": "不支援",
    **{f"{of}文件": f"{said}文件" for of, said in _PAPERS.items()},
    # Names.
    "字节": "字節",
    "} 字节": "} 位元組",
    "中国互联网络": "中國互聯網絡",
    # Spelt otherwise in Taiwan, or taken apart wrongly.
    "账": "帳",
    "服务台": "服務台",
    "同周": "同週",
    "发布": "發布",
    "开发布": "開發布",
    "研发布局": "研發布局",
    "公布": "公布",
    "分布": "分布",
    "宣布": "宣布",
    "颁布": "頒布",
    "布局": "布局",
    "布置": "布置",
    **_QUOTES,
}
"""Simplified words, and what they are in Taiwan where OpenCC does not know it. The longest that fits counts."""
_KNOWN: Final = re.compile("|".join(map(re.escape, sorted(_OURS, key=len, reverse=True))))
_QUOTED: Final = str.maketrans(_QUOTES)
_UNSPACED: Final = re.compile(r"(?<=[\u4e00-\u9fff])(?=AI 代理)")


@lru_cache(maxsize=KEPT)
def traditional(text: str) -> str:
    """Return a simplified text as it is written and said in Taiwan; what is not Chinese stays as it is."""
    pieces, end = [], 0
    for found in _KNOWN.finditer(text):
        pieces += [converted(text[end : found.start()], "s2twp"), _OURS[found[0]]]
        end = found.end()
    return _UNSPACED.sub(" ", "".join((*pieces, converted(text[end:], "s2twp"))))


@lru_cache(maxsize=KEPT)
def characters(name: str) -> str:
    """Return a person's name or a document's title in traditional characters; its words stay what they are."""
    return converted(name, "s2tw").translate(_QUOTED)
