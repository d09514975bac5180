"""What a card says of its document is right or empty: days, authors, and words in the encoding they were written in."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.documents.dates import parse_date
from bot.documents.document import read_document
from bot.documents.errors import Unreadable
from bot.documents.person_names import person_names
from tests.conftest import ROOT
from tests.documents.test_document import facts as said
from tests.support.documents import SENTENCES, page, pdf, tex

TODAY = dt.date(2026, 11, 28)
TEXT = "面包店的机器明年会更便宜，到 2030 年一半的店会用上，夜班的人会少一些，但手艺还在。\n" * 3
ARTICLE = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
TITLE = "<h1>Dough</h1>"


def facts(file: str, content: str | bytes, today: dt.date | None = TODAY) -> dict[str, str]:
    """What a document says of itself on a day, several authors with a plus between them."""
    content = content.encode() if isinstance(content, str) else content
    return {name: " + ".join(each.values) for name, each in read_document(file, content, today).facts.items()}


# Notes of those who clip pages

OBSIDIAN = """title: "面包与机器"
source: "https://example.org/a"
author:
  - "[[作者甲]]"
  - "[[people/Ada Stone|Ada Stone]]"
published: {}
created: 2026-05-09
tags:
  - "clippings"
"""
MARKDOWNLOAD = """created: 2026-05-09T10:00:00 (UTC +08:00)
tags: []
source: https://example.org/a
author: Ada Stone and Ben Field
"""


@pytest.mark.parametrize(
    ("front", "authors", "published"),
    [
        (OBSIDIAN.format("2024-03-05"), "作者甲 + Ada Stone", "2024-03-05"),
        (OBSIDIAN.format("2024-03-05T08:00:00+08:00"), "作者甲 + Ada Stone", "2024-03-05"),
        (OBSIDIAN.format(""), "作者甲 + Ada Stone", None),
        (MARKDOWNLOAD, "Ada Stone + Ben Field", None),
        ("author: [[作者甲]]\ndate: 2024-03-05\nlastmod: 2025-01-07\n", "作者甲", "2024-03-05"),
        ("authors: 作者甲、作者乙\nmodified: 2025-01-07\n", "作者甲 + 作者乙", None),
        ("Author: By Ada Stone\nDate Published: March 5, 2024\nDate: 2025-01-07\n", "Ada Stone", "2024-03-05"),
        ("author: Stone, Ada\ncreateDate: 2024-3-5 17:56\n", "Stone, Ada", "2024-03-05"),
        ("author: Ada Stone\ndate: 2031-03-05\n", "Ada Stone", None),
        ("author: Ada Stone\ndate: 03/05/2024\n", "Ada Stone", None),
        ("author: Ada Stone\ndate: 25/05/2024\n", "Ada Stone", "2024-05-25"),
    ],
)
def test_front_matter_gives_the_day_of_publication_and_the_people(
    front: str, authors: str, published: str | None
) -> None:
    found = facts("a.md", f"---\n{front}---\n{TEXT}")
    assert (found["authors"], found.get("published")) == (authors, published)


WELL = "作者甲", "2024-03-05"
FRONT = "title: {}\nauthor: 作者甲\ndate: 2024-03-05\n"


@pytest.mark.parametrize(
    ("front", "lines"),
    [
        ('+++\ntitle = "面包与机器"\ndate = 2024-03-05T10:00:00+08:00\nauthor = "作者甲"\n+++\n', 5),
        ('+++\ntitle = "面包与机器"\ndate = 2024-03-05\n[params]\nauthor = "作者甲"\n+++\n', 6),
        ('+++\ntitle = "面包与机器"\ndate = 2024-03-05\n[extra]\nauthors = ["作者甲"]\n+++\n', 6),
        ('+++\r\ntitle = "面包与机器"\r\ndate = 2024-03-05\r\nauthor = "作者甲"\r\n+++\r\n', 5),
        ("title: 面包与机器\ndate: 2024-03-05 17:56:00\nauthor: 作者甲\ntags:\n- a\n---\n", 6),
        (f"----\n{FRONT.format('面包与机器')}----\n", 5),
        (f"\n\n---\n{FRONT.format('面包与机器')}---\n", 5),
        ('"title": "面包与机器",\n"date": "2024/03/05 17:56",\n"author": "作者甲"\n;;;\n', 4),
        (';;;\n"title": "面包与机器",\n"date": "2024/03/05",\n"author": "作者甲"\n;;;\n', 5),
        ('{\n  "title": "面包与机器",\n  "date": "2024-03-05",\n  "author": ["作者甲"]\n}\n', 5),
        ("% 面包与机器\n% 作者甲\n% March 5, 2024\n", 3),
    ],
)
def test_front_matter_of_any_program_is_understood(front: str, lines: int) -> None:
    document = read_document("a.md", f"{front}{TEXT}".encode(), TODAY)
    found = facts("a.md", f"{front}{TEXT}")
    assert found == {"title": "面包与机器", "authors": WELL[0], "published": WELL[1]}
    assert document.first == lines + 1
    assert {each.where for each in document.facts.values()} == {"front-matter"}


@pytest.mark.parametrize(
    ("front", "title"),
    [
        *(
            (f"---\n{FRONT.format(title)}---\n", title)
            for title in ("面包: 与机器", '"面包"与机器', "[译] 面包与机器", "%面包")
        ),
        *(
            (f"---\n{FRONT.format(title)}---\n", None)
            for title in ("{{ title }}", "面包 #1 与机器", "[", "<% tp.title %>")
        ),
        (f"---\n{FRONT.format('面包')}tags:\n\t- a\n---\n", "面包"),
        (f"---\n{FRONT.format('面包').replace(': ', '：')}---\n", "面包"),
        (f"---\n{FRONT.format('面包').replace('作者甲', '@作者甲')}---\n", "面包"),
        (f"---\n{FRONT.format('面包')}\n", "面包"),
        (f"---\n{FRONT.format('面包')}-----\n", "面包"),
        ("+++\ntitle = 面包\nauthor = '作者甲'\ndate = 2024-3-5\n+++\n", "面包"),
        ('+++\ntitle = "面包"\nauthor = "作者甲\ndate = 2024-03-05\n[extra]\nx = \n+++\n', "面包"),
    ],
)
def test_of_broken_front_matter_each_entry_counts_that_is_well(front: str, title: str | None) -> None:
    found = facts("a.md", f"{front}{TEXT}")
    assert (found.get("title"), found["authors"], found["published"]) == (title, *WELL)


@pytest.mark.parametrize(
    "text",
    [
        "面包与机器\n---\n",
        "Note: this is about bread\n---\n",
        "---\n\n面包\n\n---\n",
        "{面包}\n",
        "+++\n面包\n+++\n",
        '{"' + "[" * 30_000,
    ],
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    document = read_document("a.md", f"{text}{TEXT}".encode(), TODAY)
    assert document.first == 1 and "front-matter" not in {each.where for each in document.facts.values()}


@pytest.mark.parametrize("front", ["+++\na = {}\n+++\n", "---\na: {}\n---\n", ';;;\n"a": {}\n;;;\n', '{{"a": {}}}\n'])
def test_front_matter_as_deep_as_a_parser_can_fall_is_survived(front: str) -> None:
    assert facts("a.md", f"{front.format('[' * 15_000)}{TEXT}") == {}


@pytest.mark.parametrize("rule", ["---", "====", "<!--", "***"])
def test_a_line_without_words_is_no_title(rule: str) -> None:
    assert "title" not in facts("a.md", f"{rule}\n{TEXT}")


NOTION = """# 面包与机器

Created: May 9, 2026 10:00 AM
URL: https://example.org/a
Author: Ada Stone
Last edited time: May 10, 2026
"""
READWISE = """# 面包与机器

## Metadata
- Author: [[Ada Stone]]
- Category: #articles
- URL: https://example.org/a

## Highlights first synced by [[Readwise]] [[2026-05-09]]
"""


@pytest.mark.parametrize("head", [NOTION, READWISE])
def test_the_day_on_which_a_page_was_kept_is_not_that_of_its_publication(head: str) -> None:
    found = facts("a.md", f"{head}\n{TEXT}")
    assert found["authors"] == "Ada Stone" and found["url"] == "https://example.org/a"
    assert "published" not in found and "reposted" not in found


@pytest.mark.parametrize(
    "line",
    [
        "编辑于 2025-01-07",
        "更新时间：2025年1月7日",
        "Last updated January 7, 2025",
        "Date Modified: 2025-01-07",
        "收藏于2025-01-07",
    ],
)
def test_a_later_change_is_no_publication(line: str) -> None:
    assert "published" not in facts("a.txt", f"面包与机器\n{line}\n{TEXT}")
    assert facts("a.txt", f"面包与机器\n发布于2024年3月5日 {line}\n{TEXT}")["published"] == "2024-03-05"


@pytest.mark.parametrize(
    "label",
    [
        *("更新日期：", "修改日期: ", "创建日期：", "转载日期：", "最后更新日期 ", "截止日期：", "引用日期："),
        *("Modified Date: ", "Last Update Date: ", "Access Date: ", "Due date: ", "Last reviewed: ", "© ", "Revised "),
    ],
)
def test_another_day_is_not_that_of_publication(label: str) -> None:
    assert "published" not in facts("a.md", f"# 面包\n\n{label}2025-01-07\n\n{TEXT}")
    said = facts("a.md", f"# 面包\n\n{label}2025-01-07 发布日期：2024-03-05\n\n{TEXT}")
    assert said["published"] == "2024-03-05"


def test_quoted_code_says_nothing_either() -> None:
    assert "published" not in facts("a.md", f"# 面包\n\n> ```\n> 发布于 2018-01-01\n> ```\n\n{TEXT}")


@pytest.mark.parametrize("fence", ["```", "````", "~~~"])
def test_code_says_nothing_of_the_document_it_stands_in(fence: str) -> None:
    code = f"{fence}yaml\nPublished: 2018-01-01\nauthor: Nobody\nAuthor: Nobody\n2019-01-01\n{fence}\n"
    found = facts("a.md", f"# 面包\n\n{code}\nBy Ada Stone, March 5, 2024\n\n{TEXT}")
    assert found["published"] == "2024-03-05" and "Nobody" not in found["authors"]
    found = facts("a.html", page(TITLE, "<pre><code>Published: 2018-01-01\nAuthor: Nobody</code></pre>", ARTICLE))
    assert not {"published", "authors"} & found.keys()


def test_lines_that_are_set_in_are_code_in_markdown_but_not_below_an_item() -> None:
    text = "# 面包\n\n    Published: 2018-01-01\n    Author: Nobody\n\nBy Ada Stone\n\n"
    assert facts("a.md", text + TEXT) == {"title": "面包", "authors": "Ada Stone"}
    assert facts("a.txt", text + TEXT)["published"] == "2018-01-01"
    listed = "# 面包\n\n- By Ada Stone\n\n    Published: 2018-01-01\n\n"
    assert facts("a.md", listed + TEXT)["published"] == "2018-01-01"


def test_nothing_is_published_tomorrow() -> None:
    assert parse_date("2024-03-05", dt.date(2024, 3, 5)) == "2024-03-05"
    assert parse_date("2024-03-05", dt.date(2024, 3, 4)) is None
    assert parse_date("2031年1月1日, then 2024-03", TODAY) == "2024-03"
    head = '<meta property="article:published_time" content="2031-03-05">'
    for file, content in (
        ("a.html", page(TITLE, ARTICLE, head=head).encode()),
        ("a.pdf", pdf([SENTENCES], [("CreationDate", "D:20310305")])),
        ("a.txt", f"面包\n2031年1月1日\n{TEXT}".encode()),
    ):
        assert "published" not in facts(file, content)


# Pages


def data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


WORK = (
    '{"@type": "NewsArticle", "headline": "Dough", "dateModified": "2025-01-07", "datePublished": "2024-03-05",'
    ' "author": [{"@type": "Person", "name": "作者甲"}, {"name": "作者乙"}]}'
)
OTHER = '{"@type": "NewsArticle", "headline": "Bread", "datePublished": "2021-01-01", "author": {"name": "Nobody"}}'
COMMENT = '{"@type": "Comment", "datePublished": "2022-01-01", "author": {"name": "Nobody"}}'
MODIFIED = (
    '<meta property="article:modified_time" content="2025-01-07"><meta name="last-modified" content="2025-01-07">'
)


@pytest.mark.parametrize(
    "head",
    [
        data(WORK),
        MODIFIED + data(WORK),
        data(f'{{"@graph": [{{"@type": "WebPage", "datePublished": "2020-01-01"}}, {COMMENT}, {WORK}]}}'),
        data(OTHER) + data(WORK),
        data(f"[{OTHER}, {WORK}]"),
    ],
)
def test_the_data_for_search_engines_name_day_and_people(head: str) -> None:
    found = facts("a.html", page(TITLE, ARTICLE, head=head))
    assert (found["published"], found["authors"]) == ("2024-03-05", "作者甲 + 作者乙")


@pytest.mark.parametrize("head", [MODIFIED, data(COMMENT), data("{"), data("[" * 100_000), data('"x"')])
def test_where_they_name_none_there_is_none(head: str) -> None:
    assert not {"published", "authors"} & facts("a.html", page(TITLE, ARTICLE, head=head)).keys()


BESIDE = (
    '<div id="comments"><article class="comment"><span class="author">张三</span><time datetime="2025-06-01">x</time>'
    '</article></div><aside><time datetime="2022-01-01">x</time></aside>'
    '<div class="related"><a href="/">Bread</a> <time datetime="2021-01-01">2021-01-01</time></div>'
)


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("", None),
        ('<p class="meta">By Ada Stone, <time datetime="2024-03-05T08:00">yesterday</time></p>', "2024-03-05"),
        ('<p>Out <time datetime="2024-03-05">x</time> Updated <time datetime="2025-01-07">y</time></p>', "2024-03-05"),
        ('<p>Updated: <time datetime="2025-01-07">x</time></p>', None),
        ('<p><time datetime="2024-03-05">x</time> and <time datetime="2023-03-05">y</time></p>', None),
        ('<time datetime="2025-03-05">x</time> <i itemprop="datePublished" content="2024-03-05">y</i>', "2024-03-05"),
        ('<span class="date">March 5, 2024</span>', "2024-03-05"),
        ('<span class="date">03/05/2024</span>', None),
        ('<span class="updated">2025-01-07</span>', None),
        ("<span>更新于 2025-01-07</span>", None),
        ("<ul><li>修改日期：2025-01-07</li></ul>", None),
        ("<p><b>最近更改</b>：<i>2025-01-07</i></p>", None),
        ("<p>2024-03-05 发布，2025-01-07 更新</p>", "2024-03-05"),
        ("<div class='highlight'><code>date: 2022-01-07</code></div>", None),
        ("<figure><figcaption>摄于 2021-05-06</figcaption></figure>", None),
    ],
)  # fmt: skip
def test_a_day_on_the_page_is_that_of_its_article(line: str, published: str | None) -> None:
    found = facts("a.html", page(TITLE, line, ARTICLE, after=BESIDE))
    assert found.get("published") == published and "张三" not in found.get("authors", "")


def test_what_holds_the_article_may_be_called_what_it_will() -> None:
    content = page(TITLE, '<time datetime="2024-03-05">x</time>', ARTICLE)
    content = content.replace("<body>", '<body class="right-sidebar"><div class="sidebar more">')
    assert facts("a.html", content)["published"] == "2024-03-05"


def test_an_address_may_hold_the_day() -> None:
    head = '<link rel="canonical" href="https://example.org/2024/03/05/dough">'
    assert facts("a.html", page(TITLE, ARTICLE, head=head))["published"] == "2024-03-05"


def test_a_page_saved_whole_is_not_dated_by_the_day_of_saving() -> None:
    saved = "<!--\n Page saved with SingleFile\n url: https://example.org/a\n saved date: Sat May 09 2026 10:00:00\n-->"
    found = facts("a.html", page(TITLE, ARTICLE).replace("<head>", f"{saved}<head>"))
    assert "published" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[作者甲]]", ("作者甲",)),
        ("[Ada Stone](https://example.org/ada)", ("Ada Stone",)),
        ("Ada Stone, Ben Field, and Cora Hill", ("Ada Stone", "Ben Field", "Cora Hill")),
        ("Stone, Ada", ("Stone, Ada",)),
        ("作者：林小麦，石头", ("林小麦", "石头")),
        ("https://example.org/ada", ()),
        ("", ()),
        *(
            (joined, ("林小麦", "石头"))
            for joined in ("林小麦 石头", "林小麦和石头", "林小麦 与 石头", "林小麦＆石头", "林小麦/石头")
        ),
        ("林小麦、石头等", ("林小麦", "石头")),
        ("林小麦 等", ("林小麦",)),
        ("林小麦（街角日报）、石头（面包社）", ("林小麦", "石头")),
        ("林小麦 著，石头 译", ("林小麦",)),
        ("石头（译）", ()),
        ("约翰·史密斯和玛丽·琼斯", ("约翰·史密斯", "玛丽·琼斯")),
        *(
            (name, (name,))
            for name in ("张和平", "李与同", "和田", "作者 甲", "街角 日报", "约翰·史密斯", "李飞飞 Fei-Fei Li")
        ),
        *(
            (f"Ada Stone{sign}Ben Field", ("Ada Stone", "Ben Field"))
            for sign in (" & ", " + ", " · ", " with ", "/", "；")
        ),
        ("Stone, Ada and Field, Ben", ("Stone, Ada", "Field, Ben")),
        ("Stone, A., Field, B. C., & Hill, C.", ("Stone, A.", "Field, B. C.", "Hill, C.")),
        ("Ada Stone, PhD, and Ben Field, M.D.", ("Ada Stone", "Ben Field")),
        ("Ada Stone et al.", ("Ada Stone",)),
        ("Ada Stone (The Crumb), Ben Field (The Oven)", ("Ada Stone", "Ben Field")),
        ("Ada Stone, The Crumb", ("Ada Stone",)),
        ("ada@example.org (Ada Stone)", ("Ada Stone",)),
        ("ada@example.org", ()),
        ("@ada, @ben", ("ada", "ben")),
        *(
            (name, (name,))
            for name in ("Simon & Schuster", "AI and Society Lab", "AC/DC", "The Crumb", "Sammy Davis Jr.")
        ),
    ],
)
def test_names_are_those_of_people(text: str, expected: tuple[str, ...]) -> None:
    assert person_names(text) == expected


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("作者：林小麦 石头", "林小麦 + 石头"),
        ("作者：林小麦，石头，面包社供稿", "林小麦 + 石头"),
        ("作者：Ada Stone、Ben Field", "Ada Stone + Ben Field"),
        ("作者：林小麦 2024年3月5日", "林小麦"),
        ("作者 | 林小麦 石头 编辑 | 王五", "林小麦 + 石头"),
        ("文｜林小麦", "林小麦"),
        ("文/林小麦 编辑/石头", "林小麦"),
        ("Authors: Stone, Ada; Field, Ben", "Stone, Ada + Field, Ben"),
        ("By John F. Kelly and Ada Stone. Photos by Ben Field", "John F. Kelly + Ada Stone"),
        ("By Ada Stone, March 5, 2024", "Ada Stone"),
        ("By Ada Stone · Mar 5, 2024 · 5 min read", "Ada Stone"),
        ("Written by Ada Stone with Ben Field", "Ada Stone + Ben Field"),
        ("By Monday we shall know more", None),
        ("作者 | 书名 | 年份", None),
    ],
)
def test_a_line_names_its_authors_one_by_one(line: str, names: str | None) -> None:
    assert facts("a.txt", f"面包与机器\n{line}\n{TEXT}").get("authors") == names


@pytest.mark.parametrize("author", ["Ada Stone and Ben Field", "Ada Stone; Ben Field", "Ada Stone & Ben Field"])
def test_a_pdf_names_its_authors_one_by_one(author: str) -> None:
    assert facts("a.pdf", pdf([SENTENCES], [("Author", author)]))["authors"] == "Ada Stone + Ben Field"
    assert facts("a.pdf", pdf([SENTENCES], [("Author", "Stone, Ada")]))["authors"] == "Stone, Ada"


# Encodings

SIMPLIFIED = "面包店的机器明年会更便宜，到那时一半的店会用上，夜班的人会少一些，但手艺还在，我们都会看到。"
TRADITIONAL = "麵包店的機器明年會更便宜，到那時一半的店會用上，夜班的人會少一些，但手藝還在，我們都會看到。"
JAPANESE = "パン屋の機械は来年もっと安くなり、半分の店が使うようになるだろう。夜勤の人は少し減るが、手仕事は残る。"
FRENCH = "Une boulangerie où l’on pétrit à la main coûte plus cher, mais les clients préfèrent ça, même à Noël."
RUSSIAN = "Через пять лет половина пекарен будет использовать машины, и ночных смен станет меньше."


def labelled(label: str, text: str, encoding: str) -> bytes:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    return page(*(f"<p>{number} {text * 2}</p>" for number in "abc"), head=head).encode(encoding, "ignore")


@pytest.mark.parametrize(
    ("label", "text", "encoding"),
    [
        *((label, SIMPLIFIED, "utf-8") for label in ("gb2312", "gbk", "big5", "iso-8859-1", "shift_jis", "utf-16", "")),
        ("gb2312", SIMPLIFIED, "gb18030"),
        ("x-gbk", SIMPLIFIED, "gb18030"),
        ("big5", TRADITIONAL, "big5"),
        ("shift_jis", JAPANESE, "cp932"),
        ("x-sjis", JAPANESE, "cp932"),
        ("euc-jp", JAPANESE, "euc_jp"),
        ("iso-2022-jp", JAPANESE, "iso2022_jp"),
        ("iso-8859-1", FRENCH, "cp1252"),
        ("windows-1251", RUSSIAN, "cp1251"),
        ("koi8-r", RUSSIAN, "koi8_r"),
        ("", SIMPLIFIED, "utf-16-le"),
        ("utf-8", SIMPLIFIED, "utf-16-be"),
    ],
)
def test_a_page_is_read_as_it_was_written(label: str, text: str, encoding: str) -> None:
    expected = tuple(f"{number} {text * 2}" for number in "abc")
    assert read_document("a.html", labelled(label, text, encoding)).paragraphs == expected


@pytest.mark.parametrize(
    ("label", "text", "encoding", "named"),
    [
        ("utf-8", SIMPLIFIED, "gb18030", "GBK"),
        ("big5", SIMPLIFIED, "gb18030", "GBK"),
        ("iso-8859-1", SIMPLIFIED, "gb18030", "GBK"),
        ("windows-1251", SIMPLIFIED, "gb18030", "GBK"),
        ("gb2312", TRADITIONAL, "big5", "Big5"),
        ("", TRADITIONAL, "big5", "Big5"),
        ("gbk", JAPANESE, "cp932", "Shift_JIS"),
        ("gb2312", JAPANESE, "euc_jp", "EUC-JP"),
        ("utf-8", FRENCH, "cp1252", "none"),
    ],
)
def test_a_page_that_is_not_what_it_says_is_refused(label: str, text: str, encoding: str, named: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document("a.html", labelled(label, text, encoding))
    assert (refused.value.found.code, dict(refused.value.found.args)["encoding"]) == ("original-encoding", named)


@pytest.mark.parametrize(
    ("mark", "encoding"), [("\ufeff".encode(), "gb18030"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\xff\xfe", "utf-8")]
)
def test_a_mark_that_lies_fouls_no_page(mark: bytes, encoding: str) -> None:
    with pytest.raises(Unreadable, match=r"original-(?:encoding|no-document)"):
        read_document("a.html", mark + labelled("", SIMPLIFIED, encoding))


def test_a_byte_that_means_nothing_never_becomes_part_of_a_paragraph() -> None:
    whole = labelled("utf-8", SIMPLIFIED, "utf-8")
    place = whole.index("机器".encode())
    with pytest.raises(Unreadable, match="original-encoding"):
        read_document("a.html", whole[: place + 1] + whole[place + 2 :])
    beside = whole.replace(b"All rights", b"All \xff rights")
    assert read_document("a.html", beside).paragraphs == read_document("a.html", whole).paragraphs


KOREAN = "빵집의 기계는 내년에 더 싸지고 절반의 가게가 쓰게 될 것이다. 밤에 일하는 사람은 조금 줄겠지만 손맛은 남는다."
GREEK = "Σε πέντε χρόνια οι μισοί φούρνοι θα χρησιμοποιούν μηχανές και οι νυχτερινές βάρδιες θα είναι λιγότερες."


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        *((SIMPLIFIED, encoding, "UTF-16") for encoding in ("utf-16", "utf-16-le", "utf-16-be")),
        *((TRADITIONAL, encoding, "UTF-32") for encoding in ("utf-32", "utf-32-le", "utf-32-be")),
        ("Half of all bakeries will use one.", "utf-16-le", "UTF-16"),
        (SIMPLIFIED, "gb18030", "GBK"),
        (SIMPLIFIED, "hz", "HZ"),
        (TRADITIONAL, "big5", "Big5"),
        (JAPANESE, "iso2022_jp", "ISO-2022"),
        (KOREAN, "iso2022_kr", "ISO-2022-KR"),
        (KOREAN, "cp949", "CP949"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (GREEK, "cp1253", "Windows-1253"),
        (FRENCH, "cp1252", "none"),
    ],
)
def test_the_encoding_of_a_text_is_named(text: str, encoding: str, named: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document("a.md", (text * 4).encode(encoding, "ignore"))
    assert (refused.value.found.code, dict(refused.value.found.args).get("encoding")) == ("original-encoding", named)


def misread_as(text: str, encoding: str, wrong: str) -> str:
    return (text * 4).encode(encoding, "ignore").decode(wrong, "replace")


@pytest.mark.parametrize("file", ["a.md", "a.html"])
@pytest.mark.parametrize(
    "text",
    [
        misread_as(SIMPLIFIED, "utf-8", "latin-1"),
        misread_as(SIMPLIFIED, "utf-8", "gb18030"),
        misread_as(SIMPLIFIED, "gbk", "latin-1"),
        misread_as(SIMPLIFIED, "gbk", "utf-8"),
        misread_as(misread_as(SIMPLIFIED, "gbk", "utf-8"), "utf-8", "gbk"),
        misread_as(TRADITIONAL, "big5", "gb18030"),
        misread_as(RUSSIAN, "utf-8", "cp1252"),
        misread_as(FRENCH, "utf-8", "cp1252"),
    ],
)
def test_what_was_decoded_wrongly_and_saved_is_refused(file: str, text: str) -> None:
    content = text if file == "a.md" else page(TITLE, f"<p>{text}</p>")
    with pytest.raises(Unreadable, match="original-fouled"):
        read_document(file, content.encode())


@pytest.mark.parametrize(
    "text",
    [
        *(SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN, GREEK, RUSSIAN, FRENCH),
        "„Größe“ heißt Straße – über Fußgänger, schön. ",
        "¿Qué pasó mañana? ¡El niño comió piñas! «Sí», dijo João, à época da informação. ",
        "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋ ²³¹ʰʲʳʷʸˡˢˣᴬᴮ 📈📉🤖 ┌──┐│░▒▓█ Ùñîçōđě ",
        f"Some of it is lost, they don\ufffdt like it; {SENTENCES[0]} {SENTENCES[1]} ",
        "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎",
    ],
)
def test_what_people_write_is_no_misread_text(text: str) -> None:
    assert read_document("a.md", (text * 4).encode()).paragraphs == ((text * 4).strip(),)


# PDF


def test_the_words_of_a_pdf_by_tex_stand_apart() -> None:
    assert read_document("a.pdf", tex(SENTENCES)).paragraphs == read_document("a.pdf", pdf([SENTENCES])).paragraphs


def test_a_pdf_whose_words_run_together_makes_no_card() -> None:
    with pytest.raises(Unreadable, match="original-run-together"):
        read_document("a.pdf", tex(SENTENCES * 3, gap=0))


@pytest.mark.parametrize(
    "line",
    [
        "See https://example.org/averyveryveryveryverylongaddressindeed today, it is worth it.",
        "Rechtsschutzversicherungsgesellschaften gibt es.",
    ],
)
def test_long_words_and_addresses_are_no_words_that_run_together(line: str) -> None:
    assert read_document("a.pdf", pdf([[line, *SENTENCES * 3]])).paragraphs


def test_the_small_sources_say_what_they_said() -> None:
    for path in sorted((ROOT / "tests" / "small" / "sources").iterdir()):
        assert facts(path.name, path.read_bytes()) == said(path.name, path.read_bytes())
