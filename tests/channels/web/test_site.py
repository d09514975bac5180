"""The web application over HTTP: what it answers, what it lets nobody do, what it says of itself."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib.metadata import version
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.web.site import build
from bot.content.briefing import Language
from bot.content.edition import Edition
from bot.serve.program import Program
from bot.state.sqlite.store import Store
from bot.words import TAGS, say
from tests.conftest import NOW
from tests.support.serving import serving
from tests.support.visiting import Visitor, token

HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</title></article><iframe src=//evil.example>",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "/prediction <script>alert(1)</script>",
    '/nosuch" onfocus="alert(1)',
    "\ud800",
    "客\udfff服",
    "\x00\x01\x1b[2J",
    "\u202eabc\u2066\u200f",
    "👩\u200d👩\u200d👧" * 300,
    "x" * 100_000,
    "",
]


@pytest.fixture(scope="module")
def address(undecided: Edition) -> Iterator[str]:
    with serving(undecided) as address:
        yield address


@pytest.fixture
def reader(address: str) -> Iterator[httpx.Client]:
    """A browser that has opened the chat page, and so holds its cookie."""
    with Visitor(address) as client:
        yield client


def asked(reader: httpx.Client, text: str) -> str:
    """Return the bubble that answers a text, sent as a browser sends it: lone surrogates become escapes."""
    answer = reader.post("/ask", content=json.dumps({"q": text}), headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    bubble: str = answer.json()["html"]
    return bubble


class Seen(HTMLParser):
    """What a browser would make of a piece of HTML: its elements, their attributes, its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src", "action")}

    def handle_data(self, data: str) -> None:
        self.text += data


OURS = {
    *("article", "h2", "h3", "small", "div", "p", "details", "summary"),
    *("a", "b", "i", "span", "time", "button"),
}
"""The elements an answer is made of."""


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:30])
def test_hostile_words_are_answered_and_stay_words(reader: httpx.Client, text: str) -> None:
    seen = Seen(asked(reader, text))
    assert seen.text.strip()
    assert seen.tags <= OURS
    assert not {name for name in seen.attributes if name.startswith("on")}
    assert all(address.startswith(("/en/chat?q=", "/en/", "https://", "http://")) for address in seen.addresses)


@pytest.mark.parametrize("text", HOSTILE[:6] + HOSTILE[8:11], ids=lambda text: repr(text)[:30])
def test_hostile_words_in_an_address_stay_words(reader: httpx.Client, text: str) -> None:
    page = reader.get("/chat", params={"q": text})
    seen = Seen(page.text)
    assert page.status_code == 200
    assert seen.tags <= OURS | {
        *("html", "head", "meta", "title", "link", "script", "body", "header", "h1", "img", "main", "footer", "form"),
        *("input", "button", "nav"),
    }
    assert page.text.count("<script") == page.text.count("<img") == 1
    assert html.escape(text.strip(), quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in page.text


def test_bytes_in_an_address_that_are_no_characters_are_answered(reader: httpx.Client) -> None:
    assert reader.get("/?q=%ed%a0%80%ff%00").status_code == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=st.text(st.characters() | st.sampled_from("</>&\"'?#\ud800")))
def test_an_answer_holds_none_but_our_own_elements(reader: httpx.Client, text: str) -> None:
    seen = Seen(asked(reader, text))
    assert seen.tags <= OURS and seen.attributes <= {
        *(
            "class",
            "lang",
            "href",
            "rel",
            "target",
            "aria-label",
            "data-command",
            "data-turn",
            "form",
            "name",
            "role",
            "value",
        )
    }


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"not JSON", id="not JSON"),
        pytest.param(b'{"q": ', id="half of it"),
        pytest.param(b"\xff\xfe\xfd", id="no characters"),
        pytest.param(b'{"q": 7}', id="a number"),
        pytest.param(b'{"q": null}', id="null"),
        pytest.param(b'{"q": ["/help"]}', id="a list"),
        pytest.param(b'["q"]', id="not a mapping"),
        pytest.param(b'"/help"', id="a bare text"),
        pytest.param(b"{}", id="no question"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b'{"q": ' * 30_000, id="deep mappings"),
        pytest.param(b'{"q": ' + b"9" * 10_000 + b"}", id="a huge number"),
        pytest.param(b'{"q": "' + b"x" * 1_000_000 + b'"}', id="a megabyte"),
    ],
)
def test_what_is_no_question_is_refused_in_one_line(reader: httpx.Client, body: bytes) -> None:
    answer = reader.post("/ask", content=body)
    assert answer.status_code == 400
    assert '{"q": "/sectors"}' in answer.text and len(answer.text.splitlines()) == 1
    assert asked(reader, "/help")


def test_a_question_without_the_cookie_of_the_page_is_answered_and_brings_one(address: str) -> None:
    with httpx.Client(base_url=address, headers={"Accept-Language": "en"}) as client:
        first = client.post("/ask", json={"q": "/help"})
        assert say("en", "help-title") in first.json()["html"] and first.cookies["reader"]


async def test_a_reader_who_leaves_in_the_middle_of_a_question_is_no_error(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/ask",
        "headers": [(b"cookie", b"reader=aaaaaaaaaaaaaaaaaaaa")],
        "query_string": b"",
        "server": ("127.0.0.1", 80),
        "scheme": "http",
    }
    heard: list[dict[str, Any]] = [{"type": "http.request", "body": b'{"q": ', "more_body": True}]

    async def receive() -> dict[str, Any]:
        return heard.pop() if heard else {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        return None

    await build(program.page)(scope, receive, send)
    assert not heard and not caplog.records


@pytest.mark.parametrize(
    "path", ["/chat", "/chat?q=客服", "/static/chat.css", "/static/chat.js", "/healthz", "/nowhere"]
)
def test_every_page_keeps_foreign_scripts_and_frames_out(reader: httpx.Client, path: str) -> None:
    headers = reader.get(path).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"] and "strict-transport-security" not in headers
    assert headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("path", ["/chat", "/chat?q=/sectors"])
def test_a_page_holds_no_script_or_style_the_policy_would_refuse(reader: httpx.Client, path: str) -> None:
    page = reader.get(path).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/chat.js" type="module">']
    assert not [each for each in Seen(page).addresses if not each.startswith(("/", "#"))]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(address: str) -> None:
    cookie = httpx.get(f"{address}/en/chat").headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie and "secure" not in cookie
    assert int(re.findall(r"max-age=(\d+)", cookie)[0]) > dt.timedelta(days=365).total_seconds()


def test_behind_an_encrypting_proxy_the_cookie_stays_encrypted(address: str) -> None:
    assert (
        "secure"
        in httpx.get(f"{address}/en/chat", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"].lower()
    )


def test_a_reader_keeps_the_cookie_and_each_has_another(address: str, reader: httpx.Client) -> None:
    mine = reader.cookies["reader"]
    reader.get("/chat")
    assert reader.cookies["reader"] == mine != httpx.get(f"{address}/en/chat").cookies["reader"]


@pytest.mark.parametrize("cookie", ["short", "a" * 65, "aaaaaaaaaaaaaaaa bbbb", '"aaaaaaaaaaaa\\001aaaa"', "é" * 20])
def test_a_cookie_that_is_not_ours_is_replaced(address: str, cookie: str) -> None:
    answer = httpx.get(f"{address}/en/chat", headers=[(b"Cookie", b"reader=" + cookie.encode())])
    assert answer.status_code == 200
    assert re.fullmatch(r"[\w-]{16,64}", answer.cookies["reader"]) and answer.cookies["reader"] != cookie


@pytest.mark.parametrize(
    ("spoken", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("ZH-hant", "zh-Hant"),
        ("fr, en;q=0.5", "en"),
        ("en;q=0.1, zh;q=0.9", "zh"),
        ("zh;q=0.100,en ; q = 0.9", "en"),
        ("en;q=0, zh", "zh"),
        ("zh;q=0, fr", "en"),
        ("zh;q=0", "en"),
        ("en;q=0, fr", "zh"),
        ("zh;q=0, *;q=0.1", "en"),
        ("en;q=0.2, *;q=0.1", "en"),
        ("en;q=0.1, *;q=0.2", "zh"),
        ("*", "zh"),
        ("zh-TW, en;q=0.9", "zh-Hant"),
        ("zh-TW,zh;q=0.9,en-US;q=0.8", "zh-Hant"),
        ("zh-CN,zh;q=0.9,zh-TW;q=0.8", "zh"),
        ("zh-TW;q=0.9, zh-HK;q=0.4, en;q=0.5", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hans-HK", "zh"),
        ("zh-SG", "zh"),
        ("zh-TW;q=0, en;q=0.1", "en"),
        ("zh-Hant-HK, en;q=0.9", "zh-Hant"),
        ("zh_CN", "zh"),
        ("en_US", "en"),
        ("de-CH, de;q=0.9, en;q=0.7, zh;q=0.8", "zh"),
        ("en, zh", "en"),
        ("fr", "en"),
        ("de-DE, de;q=0.9", "en"),
        ("ja, *;q=0.1", "en"),
        ("ko-KR, zh-TW;q=0.3", "zh-Hant"),
        ("yue-HK, en;q=0.9", "zh-Hant"),
        ("cmn-Hans-CN", "zh"),
        ("fr;q=0", "zh"),
        ("enx", "en"),
        ("en;q=2", "en"),
        ("en;q=0.9999, zh;q=0.5", "en"),
        ("en;q=.9,zh;q=.8", "en"),
        ("en_US.UTF-8", "en"),
        ("en;q=.;level=1, zh;q=0.5", "en"),
        ("en;q=x, en-GB;q=0.1", "en"),
        ("", "zh"),
        (",;=,", "zh"),
    ],
)
def test_a_page_speaks_the_language_of_the_browser(address: str, spoken: str, language: Language) -> None:
    page = httpx.get(f"{address}/chat", headers={"Accept-Language": spoken}, follow_redirects=True).text
    assert say(language, "welcome") in html.unescape(page)
    assert f'<html lang="{TAGS[language]}">' in page


def test_the_language_chosen_outlasts_the_browsers(reader: Visitor) -> None:
    assert say("zh", "language-chosen") in reader.press("/language zh").text
    assert say("zh", "welcome") in reader.get("/chat").text
    assert reader.post("/ask", json={"q": "/help"}).json()["language"] == "zh"


def test_traditional_chinese_is_marked_as_converted_and_can_be_left(address: str) -> None:
    with Visitor(address, "zh-TW") as reader:
        page = reader.get("/chat").text
        assert page.count(say("zh-Hant", "converted")) == 1 and "由簡體自動轉換" in page
        assert '<article class="answer" lang="zh-Hant">' in page
        assert [f'value="/language {each}"' in page for each in ("zh", "zh-Hant", "en")] == [True, False, True]
        assert say("zh", "welcome") in reader.press("/language zh").text + reader.get("/chat").text
        assert say("zh", "converted") not in reader.get("/chat").text
        moved = reader.post("/ask", json={"q": "/language zh-Hant", "language": "zh"}).json()
        assert moved["language"] == "zh-Hant" and say("zh-Hant", "language-chosen") in reader.get(moved["page"]).text
        assert reader.get("/mydata.json").json()["language"] == "zh-Hant"


@pytest.mark.parametrize("question", ["/sectors", "/sectors p2", "客服", "/predictions due", "/nosuch"])
def test_the_page_and_the_chat_give_the_same_answer(reader: httpx.Client, question: str) -> None:
    assert asked(reader, question).strip() in reader.get("/chat", params={"q": question}).text


def test_no_line_breaks_within_a_date(reader: httpx.Client) -> None:
    page = asked(reader, "/prediction ten-hypotheses/support-first")
    assert "Window: </b><time>2024-01-22</time> – <time>2024-12-31</time>" in page.replace(":</b> ", ": </b>")


def test_every_button_of_an_answer_leads_to_a_page(reader: httpx.Client) -> None:
    for address in Seen(reader.get("/chat?q=/sectors").text).addresses:
        assert reader.get(address).status_code == 200, address


def test_health_names_version_edition_and_reloads(reader: httpx.Client, undecided: Edition) -> None:
    told = reader.get("/healthz").json()
    assert told == {
        "status": "ok",
        "version": version("hindsight"),
        "edition": undecided.digest,
        "reload": {"last_good": NOW.isoformat(), "last_tried": NOW.isoformat()},
    }


@pytest.mark.parametrize("path", ["/nowhere", "/static/nothing.js", "/static/../site.py", "/static/%2e%2e/site.py"])
def test_a_page_that_is_not_there_says_so_in_both_languages(reader: httpx.Client, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert say("zh", "chat-no-page") in answer.text and say("en", "chat-no-page") in answer.text


@pytest.mark.parametrize(("accepted", "told"), [("application/json", "plain"), ("text/html", "html"), ("*/*", "html")])
def test_only_who_shows_pages_is_sent_one_that_says_there_is_nothing(
    reader: httpx.Client, accepted: str, told: str
) -> None:
    answer = reader.get("/en/nosuch", headers={"accept": accepted})
    assert (answer.status_code, answer.headers["content-type"]) == (404, f"text/{told}; charset=utf-8")


@pytest.mark.parametrize(("method", "path"), [("GET", "/ask"), ("PUT", "/"), ("GET", "/seen"), ("DELETE", "/healthz")])
def test_a_method_that_makes_no_sense_is_refused(reader: httpx.Client, method: str, path: str) -> None:
    assert reader.request(method, path).status_code == 405


async def test_readers_are_answered_even_when_the_state_is_lost(
    program: Program, store: Store, log: Callable[..., io.StringIO]
) -> None:
    written = log("info", "text", [])
    store.close()
    transport = httpx.ASGITransport(build(program.page))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:8080", headers={"Accept-Language": "en"}
    ) as reader:
        assert say("en", "welcome") in (await reader.get("/en/chat")).text
        assert say("en", "help-title") in (await reader.post("/ask", json={"q": "/help"})).text
        mine = {"x-csrf": token((await reader.get("/en/chat")).text)}
        refused = await reader.post("/ask", json={"q": "/language zh"}, headers=mine)
        assert say("en", "failure", id="0123abcd") in refused.text
        health = (await reader.get("/healthz")).json()
        assert (health["status"], health["edition"]) == ("degraded", program.app.edition.digest) and "state" in health[
            "why"
        ]
    assert "0123abcd: no answer on web" in written.getvalue()
