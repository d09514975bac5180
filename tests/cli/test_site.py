"""The site as files: whole, without a dead link, read from the disk too, and careful with what is in a folder."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import feedparser
import httpx
import pytest
from icalendar import Calendar
from lxml import html
from playwright.sync_api import Browser, Page

from bot.channels.web.export.addresses import Target, chat, target
from bot.channels.web.export.rewriting import NOWHERE
from tests.conftest import ROOT
from tests.support.chromium import PATIENT, chromium
from tests.support.home import Ended, Home
from tests.support.quiet import PATIENCE

pytestmark = pytest.mark.process
BASE = "https://forecasts.example/hindsight"
LINKS = ("href", "src", "action")


def small_home(folder: Path) -> Home:
    shutil.copytree(ROOT / "tests" / "small", folder, dirs_exist_ok=True)
    return Home(folder)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return small_home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def written(home: Home) -> Ended:
    return home.bot("site", "site")


@pytest.fixture(scope="module")
def site(home: Home, written: Ended) -> Path:
    assert written.code == 0, written.err
    return home.folder / "site"


@pytest.fixture(scope="module")
def based(home: Home) -> Path:
    ended = home.bot("site", "based", "--base", BASE, "--bot", "@hindsight_bot")
    assert (ended.code, ended.err) == (0, "")
    return home.folder / "based"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder by the server of files that comes with Python; yields its address."""
    words = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        try:
            port = re.search(r"port (\d+)", server.stdout.readline())
            assert port
            yield f"http://127.0.0.1:{port[1]}/"
        finally:
            server.terminate()


def dead(address: str) -> tuple[list[str], int]:
    """Return the links of a site that lead to nothing, each with its page, and how many pages there are."""
    found, pages = [], 0
    ahead, led_from = deque([address]), {address: ""}
    with httpx.Client(timeout=PATIENCE) as client:
        while ahead:
            here = ahead.popleft()
            answer = client.get(here)
            if answer.status_code != 200:
                found.append(f"{led_from[here]} → {here}")
            if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
                continue
            pages += 1
            tree = html.fromstring(answer.text)
            ids = set(tree.xpath("//@id"))
            for link in sorted({link for each in tree.iter() for name in LINKS if (link := each.get(name))}):
                to, fragment = urldefrag(urljoin(here, link))
                if not to.startswith(address):
                    if urlsplit(link).scheme == "" or NOWHERE in link:
                        found.append(f"{here} → {link}")
                    continue
                if fragment and to == here and unquote(fragment) not in ids:
                    found.append(f"{here} → {link}")
                if to not in led_from:
                    led_from[to] = here
                    ahead.append(to)
    return found, pages


def test_every_link_of_every_page_is_answered(site: Path) -> None:
    with served(site) as address:
        found, pages = dead(address)
    assert found == [] and pages > 100


def test_with_an_address_too(based: Path) -> None:
    with served(based) as address:
        found, pages = dead(address)
    assert found == [] and pages > 100


@pytest.mark.exhaustive
def test_the_shipped_edition_has_no_dead_link_either(tmp_path: Path) -> None:
    home = Home(ROOT, patience=2 * PATIENCE)  # beside other work
    ended = home.bot("site", str(tmp_path / "site"), BOT_DATA=tmp_path / "data")
    assert ended.code == 0, ended.err
    with served(tmp_path / "site") as address:
        found, pages = dead(address)
    assert found == [] and pages > 1_000


def test_a_pipe_gets_one_line_and_no_signs_of_progress(written: Ended) -> None:
    assert re.fullmatch(r"[\d,]+ files, [\d.]+ MB, in site\n", written.out)
    assert written.lines == [
        "site: without --base there are no feeds, calendars and sitemap: they must say where they stand"
    ]


def test_no_file_names_an_address_that_stands_for_none(site: Path) -> None:
    for path in site.rglob("*"):
        assert path.is_dir() or NOWHERE.encode() not in path.read_bytes(), path


def test_questions_lead_to_the_bot_or_nowhere(home: Home, site: Path, based: Path) -> None:
    forecast = site / "en" / "predictions" / "machine-dough" / "night-shift" / "index.html"
    name = forecast.relative_to(site)
    assert "/chat" not in forecast.read_text(encoding="utf-8")
    for folder, asks in ((site, 0), (based, 2)):
        home_page = html.parse(folder / "en" / "index.html")
        assert len(home_page.xpath('//section[@class="ask"]//a')) == len(home_page.xpath('//*[@class="ask"]')) == asks
        assert not home_page.xpath('//p[contains(@class, "here")]')
    assert 'href="https://t.me/hindsight_bot?start=' in (based / name).read_text(encoding="utf-8")
    asked = home.bot("site", "asked", BOT_PUBLIC_URL="https://bot.example/x")
    assert asked.code == 0
    assert 'href="https://bot.example/x/en/chat?q=' in (home.folder / "asked" / name).read_text(encoding="utf-8")


def test_pages_name_their_address_and_their_twins(based: Path) -> None:
    page = html.parse(based / "en" / "sectors" / "index.html")
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{BASE}/en/sectors/"]
    twins = dict(zip(page.xpath("//link/@hreflang"), page.xpath("//link[@hreflang]/@href"), strict=True))
    assert twins["zh-Hans"] == f"{BASE}/zh/sectors/" and twins["x-default"] == f"{BASE}/en/sectors/"


def test_a_page_can_be_cited_and_framed_where_its_address_is_known(site: Path, based: Path) -> None:
    embed = next((based / "embed" / "en" / "predictions").glob("*/*/index.html"))
    name = embed.relative_to(based / "embed").parent.as_posix()
    forecast = based / name / "index.html"
    shown = html.parse(forecast)
    assert f"{BASE}/{name}" in shown.xpath("//details[@class='share']//input/@value")
    frame = re.search(rf'src="({BASE}/embed/[^"]*)"', "".join(shown.xpath("//textarea/text()")))
    assert frame and (based / frame[1].removeprefix(f"{BASE}/") / "index.html").is_file()
    assert "og:image" not in forecast.read_text(encoding="utf-8")
    assert not html.parse(site / name / "index.html").xpath("//details[@class='share']")


def test_feeds_and_calendars_say_where_they_stand(based: Path) -> None:
    feed = feedparser.parse((based / "feeds" / "all.en.atom").read_bytes())
    assert not feed.bozo and feed.entries
    assert f"{BASE}/feeds/all.en.atom" in [link.href for link in feed.feed.links]
    for entry in feed.entries:
        page, _, part = entry.link.removeprefix(f"{BASE}/").partition("#")
        assert f'id="{part or "main"}"' in (based / page / "index.html").read_text(encoding="utf-8")
    calendar = Calendar.from_ical((based / "due.zh.ics").read_bytes())
    for event in calendar.walk("VEVENT"):
        assert (based / str(event["url"]).removeprefix(f"{BASE}/") / "index.html").is_file()
    assert f"{BASE}/en/" in (based / "sitemap.xml").read_text(encoding="utf-8")


def test_an_address_of_before_leads_to_where_its_forecast_is_now(site: Path) -> None:
    for old, new in (("craft-lasts", "handmade-stays"), ("cameras-come", "south-bakeries")):
        for language in ("zh", "zh-hant", "en"):
            file = site / language / "predictions" / "machine-dough" / old / "index.html"
            [told] = html.parse(file).xpath("//meta[@http-equiv='refresh']/@content")
            [link] = html.parse(file).xpath("//a")
            way = told.removeprefix("0; url=")
            assert link.get("href") == way and (file.parent / way).resolve() == file.parent.parent / new / "index.html"
            assert link.text in html.parse(file.parent / way).xpath("//h1/text()")


def test_data_leads_to_its_pages_and_its_next_part(site: Path, based: Path) -> None:
    import json

    for root, prefix in ((site, ""), (based, f"{BASE}/")):
        listed = json.loads((root / "api" / "v1" / "predictions.json").read_text(encoding="utf-8"))
        item = listed["items"][0]
        assert listed["licence"]["name"] == "CC BY 4.0"
        one = json.loads((root / "api" / "v1" / "predictions" / f"{item['id']}.json").read_text(encoding="utf-8"))
        assert one["item"]["statement"] == item["statement"]
        link = item["url"]["en"]
        where = root / "api" / "v1" / link if not prefix else root / link.removeprefix(prefix) / "index.html"
        assert where.resolve().is_file()
        assert (root / "api" / "v1" / "edition.sqlite").read_bytes().startswith(b"SQLite format 3")


# What is in the folder


def test_a_folder_of_somebody_elses_files_is_left_alone(home: Home) -> None:
    folder = home.folder / "theirs"
    folder.mkdir()
    (folder / "index.html").write_text("mine", encoding="utf-8")
    ended = home.bot("site", "theirs")
    assert ended.code == 2 and "none of them is a site of ours" in ended.err
    assert [path.name for path in folder.iterdir()] == ["index.html"]
    file = home.bot("site", "theirs/index.html")
    assert file.code == 2 and "this is a file" in file.err


def test_again_only_what_changed_is_touched_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    home = small_home(tmp_path)
    assert home.bot("site", "site").code == 0
    site = tmp_path / "site"
    (site / "CNAME").write_text("forecasts.example\n", encoding="utf-8")
    (site / "en" / "old.html").write_text("old", encoding="utf-8")
    mark = site / ".hindsight-site"
    mark.write_text(f"{mark.read_text(encoding='utf-8')}en/old.html\n", encoding="utf-8")
    kept = site / "static" / "pages.css"
    os.utime(kept, (1_000_000_000, 1_000_000_000))
    assert home.bot("site", "site").code == 0
    assert (site / "CNAME").is_file() and not (site / "en" / "old.html").exists()
    assert kept.stat().st_mtime == 1_000_000_000
    assert [path.name for path in site.iterdir() if path.name.startswith(".")] == [".hindsight-site"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "briefings",
        "seeds",
        "site",
        *(["sources"] if (tmp_path / "sources").exists() else []),
    ]


def test_what_stands_in_the_way_is_never_written_over(tmp_path: Path) -> None:
    home = small_home(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / ".hindsight-site").write_text("", encoding="utf-8")
    (tmp_path / "site" / "index.html").write_text("mine", encoding="utf-8")
    ended = home.bot("site", "site")
    assert ended.code == 2 and "would be written over, and is not ours" in ended.err
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("words", [("--base", "forecasts.example"), ("--base", "ftp://x.example"), ("--bot", "a b")])
def test_what_is_no_address_or_bot_is_said(home: Home, words: tuple[str, str]) -> None:
    ended = home.bot("site", "none", *words)
    assert ended.code == 2 and "write it like" in ended.err and not (home.folder / "none").exists()


def test_files_that_are_broken_leave_the_site_as_it_was(tmp_path: Path) -> None:
    home = small_home(tmp_path)
    (tmp_path / "briefings" / "vocabulary.yaml").write_text("sectors: []\n", encoding="utf-8")
    assert home.bot("site", "site").code == 1 and not (tmp_path / "site").exists()


def test_evidence_cannot_name_a_file_outside_of_the_folder(tmp_path: Path) -> None:
    home = small_home(tmp_path / "a" / "b" / "c" / "home")
    out = "/../../../../../../pwned"
    home.slip("url: https://example.org/prices\n", f"url: {BASE}/zh/timeline?source={out}\n")
    home.slip('"https://example.org/paper"', f'"{BASE}/en/predictions?page={out}"')
    home.slip('"https://example.org/night"', f'"{BASE}/static/%2e%2e/%2e%2e/pwned"')
    ended = home.bot("site", "site", "--base", BASE)
    assert (ended.code, ended.err) == (0, "")
    assert [path.name for path in tmp_path.rglob("*") if "pwned" in path.name or ".." in path.name] == []


def test_evidence_below_the_address_of_the_site_that_is_no_page_stays_as_it_is(tmp_path: Path) -> None:
    """Where a site has a folder of somebody's host, evidence may lie beside it, or stand where a page of ours might."""
    home = small_home(tmp_path)
    links = [f"{BASE}/en/nothing-of-ours", f"{BASE}/feeds/nothing.atom?lang=zh", f"{BASE}/zh/chat?q=%2Fhelp"]
    home.slip("url: https://example.org/prices\n", f"url: {links[0]}\n")
    home.slip('"https://example.org/paper"', f'"{links[1]}"')
    home.slip('"https://example.org/night"', f'"{links[2]}"')
    ended = home.bot("site", "site", "--base", BASE)
    assert (ended.code, ended.err) == (0, "")
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "site" / "zh").rglob("index.html")]
    for link in links:
        assert any(f'href="{link}"' in page for page in pages)
    assert not list((tmp_path / "site").rglob("*nothing*"))


# Addresses


@pytest.mark.parametrize(
    ("address", "file", "fields"),
    [
        ("/en/", "en/index.html", ""),
        ("/zh/predictions/a/b", "zh/predictions/a/b/index.html", ""),
        ("/en/predictions?state=held&sort=-until", "en/predictions/index.html", "state=held&sort=-until"),
        ("/en/predictions?page=2", "en/predictions/page-2/index.html", ""),
        ("/en/corrections/rule?page=2", "en/corrections/rule/page-2/index.html", ""),
        ("/en/search?q=%E5%AE%A2", "en/search/index.html", "q=%E5%AE%A2"),
        ("/en/sectors/music?page=2", "en/sectors/music/page-2/index.html", ""),
        ("/en/timeline?page=3", "en/timeline/page-3/index.html", ""),
        ("/en/timeline?sector=x&page=2", "en/timeline/sector-x/page-2/index.html", ""),
        ("/en/timeline?source=x", "en/timeline/source-x/index.html", ""),
        ("/en/timeline?source=x&from=2024", "en/timeline/index.html", ""),
        ("/zh/authors/%E7%8E%8B", "zh/authors/王/index.html", ""),
        ("/feeds/sector/music.atom?lang=zh-hant", "feeds/sector/music.zh-hant.atom", ""),
        ("/due/a+b.ics?lang=en", "due/a+b.en.ics", ""),
        ("/api/v1/predictions?per_page=500&page=2", "api/v1/predictions.2.json", ""),
        ("/api/v1/predictions/a/b", "api/v1/predictions/a/b.json", ""),
    ],
)
def test_each_address_becomes_a_file(address: str, file: str, fields: str) -> None:
    found = target(address)
    assert found and (found.file, found.fields) == (file, fields)


@pytest.mark.parametrize(
    ("file", "there", "way"),
    [
        ("en/a/index.html", "en/b/index.html", "../b/index.html"),
        ("en/a/index.html", "en/a/index.html", "index.html"),
        ("en/index.html", "en/a/b/index.html", "a/b/index.html"),
        ("en/a/b/index.html", "en/index.html", "../../index.html"),
        ("index.html", "static/pages.css", "static/pages.css"),
        ("zh/authors/王/index.html", "zh/authors/index.html", "../index.html"),
        ("index.html", "zh/authors/王/index.html", "zh/authors/%E7%8E%8B/index.html"),
        ("a/a/a/index.html", "a/index.html", "../../index.html"),
    ],
)
def test_a_file_is_seen_from_another_one(file: str, there: str, way: str) -> None:
    assert Target(there, "/").seen_from(file) == way
    assert way == quote(posixpath.relpath(there, posixpath.dirname(file) or "."))


@pytest.mark.parametrize(
    "address",
    ["/mydata.json", "/editor?key=x", "/healthz", "/mcp", "/api/v1/search?q=x", "/api/v1/predictions?state=held"],
)
def test_what_is_no_page_becomes_none(address: str) -> None:
    assert target(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "/zh/timeline?source=/../../../../../pwned",
        "/zh/timeline?sector=..%2f..%2fpwned",
        "/zh/timeline?source=a%00b",
        "/zh/timeline?source=a%0Ab",
        "/zh/timeline?source=a%E2%80%A8b",
        f"/zh/timeline?source={'a' * 300}",
        "/en/predictions?page=/../../../pwned",
        "/static/%2e%2e/%2e%2e/pwned",
        "/static/../../pwned",
        "/static//pwned",
        "/static/pwned/",
        "/zh/%2e%2e/%2e%2e/pwned",
        "/zh/./sectors",
        "/embed/../../pwned",
        "/feeds/../../pwned.atom?lang=en",
        "/feeds/all.atom?lang=/../../../pwned",
        "/%2e%2e/pwned.ics?lang=en",
        "/due/a.ics?lang=x/../../../pwned",
        "/api/v1/predictions/../../../../pwned",
        "/api/v1/predictions?page=/../../../../pwned",
    ],
)
def test_what_could_lead_out_of_the_folder_is_no_file(address: str) -> None:
    assert target(address) is None


@pytest.mark.parametrize(
    ("address", "question"),
    [("/en/chat", ""), ("/zh/chat?q=/help", "/help"), ("/?q=/vote+a", "/vote a"), ("/en/", None), ("/", None)],
)
def test_questions_are_told_from_pages(address: str, question: str | None) -> None:
    assert chat(address) == question


# In a browser, from the disk


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENT)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


@pytest.mark.browser
def test_the_first_page_chooses_a_language_and_search_finds_chinese(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/index.html")
    page.wait_for_url("**/zh/index.html")
    page.get_by_role("searchbox").fill("面团")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh/search/index.html?q=*")
    first = page.locator("main ul.items a").first
    first.wait_for()
    first.click()
    assert page.locator("h1").inner_text() and "/zh/" in page.url and page.url.startswith("file://")


@pytest.mark.browser
def test_the_table_is_narrowed_and_sorted_by_its_address(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/en/predictions/index.html")
    whole = page.locator("table.forecasts tbody tr").count()
    page.goto(f"file://{site}/en/predictions/index.html?state=ruled&sort=until")
    page.get_by_role("status").wait_for()
    days = page.locator("table.forecasts tbody tr td.day:nth-of-type(3)").all_inner_texts()
    count = page.locator("table.forecasts tbody tr").count()
    assert 0 < count < whole and days == sorted(days)
    page.locator("table.forecasts tbody th a").first.click()
    page.locator("h1").wait_for()
    assert "/en/predictions/" in page.url


def loaded(page: Page) -> list[str]:
    """Return which scripts of ours a page has loaded, below `static`, from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.extend(re.findall(r"/static/(.*)", request.url)))
    return found


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "words", "says"),
    [
        ("zh", "面团 22", "面"),
        ("zh", "店", "店"),
        ("zh-hant", "麵團", "麵"),
        ("en", "dough mach", "dough"),
        ("en", "Bäker", "aker"),
        ("en", "what will become of bread?", "read"),
    ],
)
def test_words_find_what_holds_them_and_load_no_more_than_they_need(
    site: Path, page: Page, language: str, words: str, says: str
) -> None:
    scripts = loaded(page)
    page.goto(f"file://{site}/{language}/search/index.html?q={quote(words)}")
    page.get_by_role("status").wait_for()
    found = page.locator("main ul.items li").all_inner_texts()
    assert found and any(says in each for each in found)
    assert {each.partition("/")[0] for each in scripts if "/" in each} == {"search", "words"}


@pytest.mark.browser
def test_pages_that_nobody_asks_anything_load_nothing_to_search_by(site: Path, page: Page) -> None:
    scripts = loaded(page)
    for name in ("index.html", "predictions/index.html", "timeline/index.html", "search/index.html"):
        page.goto(f"file://{site}/en/{name}")
        page.wait_for_load_state("networkidle")
    assert [each for each in scripts if each.endswith(".js")] and not [each for each in scripts if "/" in each]


MANY = 53
LINES = """  - id: many-{number}
    statement: {{zh: "第 {number} 条预测。", en: "Forecast number {number}."}}
    window: {{from: 2024-03-05, until: {year}-12-31, basis: {{zh: "如文。", en: "As it says."}}}}
    certainty: hedged
    weight: minor
    criterion: {{zh: "是否如此？", en: "Is it so?"}}
    sectors: [bakeries]
    at: [5]
"""


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose table has several pages, whatever it is narrowed to."""
    home = small_home(tmp_path_factory.mktemp("long"))
    lines = (LINES.format(number=number, year=2026 + number % 40) for number in range(MANY))
    home.slip("figures:\n", f"{''.join(lines)}figures:\n")
    ended = home.bot("site", "site")
    assert ended.code == 0, ended.err
    return home.folder / "site"


@pytest.mark.browser
def test_a_narrowed_table_comes_in_pages_too(long_site: Path, page: Page) -> None:
    scripts = loaded(page)
    page.goto(f"file://{long_site}/en/predictions/index.html?certainty=hedged&sort=-until")
    told: list[str] = []
    for number in (1, 2, 3):
        page.get_by_role("status").wait_for(state="attached")
        assert page.locator("nav.pages [aria-current=page]").inner_text() == str(number)
        told += page.locator("table.forecasts tbody th > a").all_inner_texts()
        if number < 3:
            page.locator("nav.pages a[rel=next]").click()
            page.wait_for_url(f"**page={number + 1}*")
    assert not page.locator("nav.pages a[rel=next]").count() and page.locator("nav.pages a[rel=prev]").count()
    narrowed = [each for each in told if each.startswith("Forecast number")]
    assert len(narrowed) == MANY == len({*narrowed}) and page.locator("h1").inner_text().startswith(str(len(told)))
    wanted = {"table/index.js", "words/en.js", "table/by-certainty.js", "table/order--until.js"}
    assert wanted <= {*scripts} and not [each for each in scripts if each.startswith("search/")]
    page.locator("table.forecasts thead a").first.click()
    page.get_by_role("status").wait_for(state="attached")
    assert "certainty=hedged" in page.url, "sorting leaves the filters as they are"


@pytest.mark.browser
def test_words_that_nothing_holds_find_nothing(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/en/search/index.html?q=qzxv")
    status = page.get_by_role("status")
    status.wait_for()
    assert "Nothing is found" in status.inner_text()
