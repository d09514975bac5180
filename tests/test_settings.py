"""The environment: read once, all that is bad reported together, secrets never shown."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from bot import settings
from bot.settings import SHIPPED, InvalidSettings, Settings, load, unknown_variables
from tests.conftest import ROOT

SECRET = "123456:SECRET_that-must-never-be-seen"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of ours, and a folder without a .env file."""
    for name in os.environ:
        if name.upper().startswith(settings.PREFIX) or name.upper() in settings.variables():
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_has_to_be_set() -> None:
    assert load().model_dump() == {
        "telegram_token": None,
        "telegram_api_url": "https://api.telegram.org",
        "editors": (),
        "data": Path("data"),
        "database_url": None,
        "briefings": SHIPPED / "briefings",
        "seeds": SHIPPED / "seeds",
        "web_host": "127.0.0.1",
        "web_port": 8080,
        "public_url": None,
        "webhook_url": None,
        "webhook_secret": None,
        "session_secret": None,
        "metrics": "local",
        "zone": "Asia/Shanghai",
        "language": "zh",
        "bulk_rate": 25,
        "log": "info",
        "log_format": "text",
        "no_proxy": "",
        "http_proxy": None,
        "https_proxy": None,
        "all_proxy": None,
        "forwarded_allow_ips": "127.0.0.1",
    }


@pytest.mark.parametrize("there", ["briefings", "seeds", "a link that leads nowhere"])
def test_content_where_we_are_is_ours_even_if_some_is_missing(there: str) -> None:
    if there.startswith("a "):
        Path("briefings").symlink_to("nowhere")
    else:
        Path(there).mkdir()
    assert (load().briefings, load().seeds, load().shipped) == (Path("briefings"), Path("seeds"), False)


@pytest.mark.parametrize("name", ["BOT_BRIEFINGS", "BOT_SEEDS"])
def test_content_that_is_named_is_meant_even_if_there_is_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "elsewhere")
    assert "elsewhere" in map(str, (load().briefings, load().seeds)) and not load().shipped


def test_else_it_is_what_came_with_the_program_also_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().shipped
    monkeypatch.setenv("BOT_BRIEFINGS", str(SHIPPED / "briefings"))
    assert load().shipped


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("BOT_EDITORS", "telegram:42, telegram:43 ,", ("telegram:42", "telegram:43")),
        ("BOT_EDITORS", "telegram:1,telegram:1099511627775", ("telegram:1", "telegram:1099511627775")),
        ("BOT_EDITORS", "", ()),
        ("BOT_WEB_PORT", "0", 0),
        ("BOT_WEB_PORT", "65535", 65535),
        ("BOT_WEB_PORT", "", 8080),
        ("BOT_TELEGRAM_API_URL", "http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("BOT_PUBLIC_URL", "https://hindsight.example/chat/", "https://hindsight.example/chat"),
        ("BOT_WEBHOOK_URL", "https://bots.example/a/b-c_d.e~f", "https://bots.example/a/b-c_d.e~f"),
        ("BOT_WEBHOOK_URL", "HTTPS://bots.example:8443/hook/", "HTTPS://bots.example:8443/hook"),
        ("BOT_WEBHOOK_URL", "https://bots.example:88", "https://bots.example:88/telegram/webhook"),
        ("BOT_WEBHOOK_URL", "https://bots.example/telegram/webhook", "https://bots.example/telegram/webhook"),
        ("BOT_ZONE", "America/New_York", "America/New_York"),
        ("BOT_LANGUAGE", "en", "en"),
        ("BOT_LOG", "WARNING", "warning"),
        ("BOT_LOG_FORMAT", "json", "json"),
        ("BOT_DATA", "/srv/回头看", Path("/srv/回头看")),
    ],
)
def test_a_variable_is_read(monkeypatch: pytest.MonkeyPatch, name: str, value: str, meant: object) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load(), name.removeprefix(settings.PREFIX).lower()) == meant


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BOT_WEB_PORT", "x", "valid integer"),
        ("BOT_WEB_PORT", "65536", "less than or equal to 65535"),
        ("BOT_WEB_PORT", "-1", "greater than or equal to 0"),
        ("BOT_ZONE", "Asia/Shangai", "did you mean Asia/Shanghai?"),
        ("BOT_ZONE", "?", "is not a time zone such as Asia/Shanghai"),
        ("BOT_LANGUAGE", "fr", "'zh', 'zh-Hant' or 'en'"),
        ("BOT_LOG", "loud", "'debug', 'info', 'warning' or 'error'"),
        ("BOT_LOG_FORMAT", "xml", "'text' or 'json'"),
        ("BOT_EDITORS", "telegram:42,web:chief-editor", "open the link that `run` prints"),
        ("BOT_EDITORS", "42", "written as telegram:42"),
        ("BOT_EDITORS", "telegram:42,signal:7", "written as telegram:42"),
        ("BOT_EDITORS", "telegram:42，telegram:43", "commas (,) between them"),
        ("BOT_EDITORS", "telegram:42、telegram:43", "commas (,) between them"),
        ("BOT_EDITORS", "telegram:42;telegram:43", "commas (,) between them"),
        ("BOT_EDITORS", "telegram:42 telegram:43", "commas (,) between them"),
        ("BOT_EDITORS", "telegram:ann", "the number is meant"),
        ("BOT_EDITORS", "telegram:@ann", "the number is meant"),
        ("BOT_EDITORS", "telegram:-1001234567890", "the number is meant"),
        ("BOT_EDITORS", "telegram:042", "the number is meant"),
        ("BOT_EDITORS", "telegram:４２", "the number is meant"),
        ("BOT_EDITORS", "telegram:42000000000000000000", "the number is meant"),
        ("BOT_EDITORS", "telegram:1099511627776", "from 1 to 1099511627775"),
        ("BOT_EDITORS", "telegram:42,telegram:9007199254740993", "from 1 to 1099511627775"),
        ("BOT_EDITORS", "telegram:0", "from 1 to 1099511627775"),
        ("BOT_EDITORS", "telegram:1087968824", "telegram:1087968824 is no person"),
        ("BOT_EDITORS", "telegram:42,telegram:136817688", "telegram:136817688 is no person"),
        ("BOT_EDITORS", "telegram:777000", "telegram:777000 is no person"),
        ("BOT_EDITORS", "telegram：42", "written as telegram:42"),
        ("BOT_TELEGRAM_TOKEN", "１２３４５６:SECRET", "@BotFather"),
        ("BOT_TELEGRAM_API_URL", "127.0.0.1:8081", "URL"),
        ("BOT_PUBLIC_URL", "ftp://hindsight.example", "'http' or 'https'"),
        ("BOT_PUBLIC_URL", "https://hindsight..example", "names no host"),
        ("BOT_PUBLIC_URL", f"https://{'hindsight' * 8}.example", "names no host"),
        ("BOT_WEBHOOK_URL", "bots.example/hook", "URL"),
        ("BOT_WEBHOOK_URL", "http://bots.example/hook", "begins with https://"),
        ("BOT_WEBHOOK_URL", "https://bots.example:8080/hook", "port 8080, but Telegram connects to 443, 80, 88, 8443"),
        ("BOT_WEBHOOK_URL", "https://bots.example/hook?key=SECRET", "nothing follows it"),
        ("BOT_WEBHOOK_URL", "https://bots.example/hook#SECRET", "nothing follows it"),
        ("BOT_WEBHOOK_URL", "https://me:SECRET@bots.example/hook", "such as https://example.org/telegram/webhook"),
        ("BOT_WEBHOOK_URL", "https://bots.example/../hook", "letters, digits"),
        ("BOT_WEBHOOK_URL", "https://bots.example/zh/hook", "where a page of its own is"),
        ("BOT_WEBHOOK_URL", "https://bots.example/telegram/hook", "where a page of its own is"),
        ("BOT_WEBHOOK_SECRET", "SECRET_long-enough-to-be-one", "only with BOT_WEBHOOK_URL"),
        ("BOT_TELEGRAM_TOKEN", "SECRET", "@BotFather"),
        ("BOT_TELEGRAM_TOKEN", f"{SECRET}/..", "@BotFather"),
        ("BOT_TELEGRAM_TOKEN", f"bot {SECRET}", "@BotFather"),
    ],
)
def test_a_bad_variable_is_named_in_one_line_that_does_not_show_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSettings) as invalid:
        load()
    (line,) = invalid.value.lines
    assert line.startswith(f"{name}: ") and said in line
    assert "SECRET" not in line.removeprefix(name) and "\n" not in line


def test_all_bad_variables_are_reported_together(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_WEB_PORT", "BOT_ZONE", "BOT_LANGUAGE", "BOT_TELEGRAM_TOKEN"):
        monkeypatch.setenv(name, "SECRET")
    with pytest.raises(InvalidSettings) as invalid:
        load()
    names = [line.partition(":")[0] for line in invalid.value.lines]
    assert sorted(names) == ["BOT_LANGUAGE", "BOT_TELEGRAM_TOKEN", "BOT_WEB_PORT", "BOT_ZONE"]
    assert "SECRET" not in str(invalid.value)


@pytest.mark.parametrize("editors", ["telegram:123456", "telegram:42,telegram:123456"])
def test_the_bot_itself_is_no_editor(monkeypatch: pytest.MonkeyPatch, editors: str) -> None:
    monkeypatch.setenv("BOT_TELEGRAM_TOKEN", SECRET)
    monkeypatch.setenv("BOT_EDITORS", editors)
    with pytest.raises(InvalidSettings, match=r"^BOT_EDITORS: telegram:123456 is the bot itself") as invalid:
        load()
    assert SECRET not in str(invalid.value)


def test_the_token_hides_and_loses_the_spaces_it_was_copied_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TELEGRAM_TOKEN", f" {SECRET}\n")
    chosen = load()
    assert chosen.telegram_token and chosen.telegram_token.get_secret_value() == SECRET
    assert SECRET not in f"{chosen!r} {chosen} {chosen.model_dump_json()}"


def test_nobody_changes_a_setting_later() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().web_port = 1  # type: ignore[misc]


@pytest.mark.parametrize("beginning", ["", "\ufeff", "# ours\n", "export "], ids=["plain", "BOM", "comment", "export"])
def test_a_file_of_variables_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, beginning: str
) -> None:
    (tmp_path / ".env").write_text(f"{beginning}BOT_WEB_PORT=1234\nBOT_LANGUAGE=en\n", encoding="utf-8")
    monkeypatch.setenv("BOT_LANGUAGE", "zh")
    chosen = load()
    assert (chosen.web_port, chosen.language) == (1234, "zh")


def test_the_sample_file_is_one_we_can_read(tmp_path: Path) -> None:
    sample = (ROOT / ".env.sample").read_text(encoding="utf-8")
    set_out = re.sub("^#(?=[A-Z_]+=)", "", sample, flags=re.MULTILINE)
    (tmp_path / ".env").write_text(set_out, encoding="utf-8")
    assert load() == Settings(_env_file=None) and not unknown_variables()


def test_where_no_time_zones_are_installed_that_is_said_and_none_is_called_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.settings.available_timezones", set)
    with pytest.raises(InvalidSettings, match=r"^BOT_ZONE: cannot be looked up, .*: pip install tzdata$"):
        load()


def test_a_file_of_variables_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("BOT_DATA=回头看".encode("gb18030"))
    with pytest.raises(InvalidSettings, match=r"^\.env: .*UTF-8"):
        load()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("BOT_TELEGRAM_TOKN", "BOT_TELEGRAM_TOKN is not known; did you mean BOT_TELEGRAM_TOKEN?"),
        ("BOT_WEBPORT", "BOT_WEBPORT is not known; did you mean BOT_WEB_PORT?"),
        ("bot_webport", "BOT_WEBPORT is not known; did you mean BOT_WEB_PORT?"),
        ("BOT_XYZZY", "BOT_XYZZY is not known, and does nothing"),
    ],
)
@pytest.mark.parametrize("in_file", [False, True], ids=["environment", "file"])
def test_a_slip_of_the_pen_is_told_without_what_was_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, line: str, *, in_file: bool
) -> None:
    if in_file:
        (tmp_path / ".env").write_text(f"{name}={SECRET}\n", encoding="utf-8")
    else:
        monkeypatch.setenv(name, SECRET)
    assert unknown_variables() == [line]


def test_variables_of_others_are_none_of_our_business(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROBOT_ARM", "1")
    monkeypatch.setenv("BOT_DATA", "here")
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=x\n", encoding="utf-8")
    assert not unknown_variables() and load().data == Path("here")


def variable(field: str) -> str:
    return dict(zip(Settings.model_fields, settings.variables(), strict=False))[field]


# Secrets in files

GOOD = "123456:AbC-dEf"


@pytest.mark.parametrize("content", [GOOD, f"{GOOD}\n", f"\ufeff {GOOD}\r\n"], ids=["bare", "line", "BOM"])
def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str) -> None:
    (tmp_path / "token").write_bytes(content.encode())
    monkeypatch.setenv("BOT_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    chosen = load()
    assert chosen.telegram_token and chosen.telegram_token.get_secret_value() == GOOD
    assert GOOD in chosen.secrets and not unknown_variables()


def test_the_file_of_a_secret_may_be_named_in_the_file_of_variables(tmp_path: Path) -> None:
    (tmp_path / "proxy").write_text("http://me:S3@127.0.0.1:7890", encoding="utf-8")
    (tmp_path / ".env").write_text(f"HTTPS_PROXY_FILE={tmp_path / 'proxy'}\n", encoding="utf-8")
    chosen = load()
    assert str(chosen.telegram_proxy) and "S3" in chosen.secrets


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        (b"", "on one line"),
        (b"SECRET\nSECRET", "on one line"),
        (b"\xffSECRET", "not UTF-8"),
        (b"SECRET" * 1_000, "on one line"),
    ],
    ids=["missing", "empty", "lines", "bytes", "long"],
)
def test_a_file_that_holds_no_secret_is_told_without_what_it_holds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "token").write_bytes(content)
    monkeypatch.setenv("BOT_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("BOT_WEB_PORT", "x")  # which is told beside it
    with pytest.raises(InvalidSettings) as invalid:
        load()
    first, second = invalid.value.lines
    assert first.startswith("BOT_TELEGRAM_TOKEN_FILE: ") and said in first and second.startswith("BOT_WEB_PORT: ")
    assert "SECRET" not in str(invalid.value)


def test_a_secret_and_its_file_are_not_both_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("BOT_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("BOT_TELEGRAM_TOKEN", GOOD)
    with pytest.raises(InvalidSettings, match="BOT_TELEGRAM_TOKEN is set too; set one of them"):
        load()


# Webhooks

HOOK = "https://bots.example/hook"


@pytest.mark.parametrize(
    "secret",
    [
        "SECRET",
        f"SECRET{'x' * 251}",
        "SECRET-with-a-dot-.",
        "SECRET with spaces in it",
        "SECRET-größer-als-alle",
        "SECRET-１２３-and-more",
    ],
    ids=["short", "long", "dot", "space", "umlaut", "digits"],
)
def test_a_secret_that_telegram_would_not_take_or_others_could_guess_is_told_unseen(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("BOT_WEBHOOK_URL", HOOK)
    monkeypatch.setenv("BOT_WEBHOOK_SECRET", secret)
    with pytest.raises(InvalidSettings, match=r"^BOT_WEBHOOK_SECRET: has 16 to 256 characters") as invalid:
        load()
    assert "SECRET" not in str(invalid.value).removeprefix("BOT_WEBHOOK_SECRET")


def test_what_pages_are_signed_with_is_long_and_never_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SESSION_SECRET", "too-SHORT-to-be-one")
    with pytest.raises(InvalidSettings, match=r"^BOT_SESSION_SECRET: is at least 32 characters") as invalid:
        load()
    assert "SHORT" not in str(invalid.value)
    monkeypatch.setenv("BOT_SESSION_SECRET", "x" * 32)
    assert "x" * 32 in load().secrets


@pytest.mark.parametrize("secret", ["x" * 16, "A-Z_a-z_0-9-SECRET", "x" * 256])
def test_a_chosen_secret_is_that_of_the_webhook_and_is_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secret: str
) -> None:
    (tmp_path / "secret").write_text(f"{secret}\n", encoding="utf-8")
    monkeypatch.setenv("BOT_WEBHOOK_URL", HOOK)
    monkeypatch.setenv("BOT_WEBHOOK_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("BOT_TELEGRAM_TOKEN", SECRET)
    chosen = load()
    assert chosen.webhook and (chosen.webhook.url, chosen.webhook.secret) == (HOOK, secret)
    assert secret in chosen.secrets and not unknown_variables()
    assert secret not in f"{chosen!r} {chosen} {chosen.model_dump_json()} {chosen.webhook!r} {chosen.webhook}"


@pytest.mark.parametrize("address", ["host=db password=s3cret", "mysql://me:s3cret@db/state", "//[s3cret", "s3cret"])
def test_a_database_that_is_none_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", address)
    with pytest.raises(
        InvalidSettings, match=r"^BOT_DATABASE_URL: is the address of a database of PostgreSQL"
    ) as raised:
        load()
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    "address", ["postgresql://me:s3%2Fcret@db/state", "postgres:///state?user=me&password=s3%2Fcret"]
)
def test_the_password_of_a_database_is_never_shown(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", address)
    chosen = load()
    assert chosen.database_url and chosen.database_url.get_secret_value() == address
    assert "s3/cret" in chosen.secrets and "me" not in chosen.secrets
    assert "s3" not in f"{chosen!r} {chosen} {chosen.model_dump_json()}"


def test_else_the_secret_is_made_of_the_token_which_nobody_finds_out_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_WEBHOOK_URL", HOOK)
    assert load().webhook is None, "without a token Telegram is off"
    made = []
    for token in (SECRET, SECRET, f"{SECRET}2"):
        monkeypatch.setenv("BOT_TELEGRAM_TOKEN", token)
        chosen = load()
        assert chosen.webhook and re.fullmatch(r"[0-9a-f]{64}", chosen.webhook.secret)
        assert chosen.webhook.secret in chosen.secrets and chosen.webhook.secret not in f"{chosen!r} {chosen.webhook!r}"
        made.append(chosen.webhook.secret)
    assert made[0] == made[1] != made[2]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/hook", "http://bots.lan/hook", "https://bots.lan:9443/hook"])
def test_a_bot_api_server_of_ones_own_may_come_unencrypted_and_to_any_port(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("BOT_TELEGRAM_API_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv("BOT_WEBHOOK_URL", url)
    assert load().webhook_url == url


@pytest.mark.parametrize(
    ("page", "hook", "meant"),
    [
        ("https://example.org/bot", "https://example.org/bot", "https://example.org/bot/telegram/webhook"),
        ("https://example.org/bot", "https://example.org/bot/hook", "https://example.org/bot/hook"),
        ("https://example.org/bot", "https://example.org/zh", None),
        ("https://example.org/bot", "https://example.org/bot/zh", None),
        (
            "https://example.org/bot",
            "https://example.org/bot/telegram/webhook",
            "https://example.org/bot/telegram/webhook",
        ),
    ],
)
def test_a_webhook_beside_a_page_below_a_path_is_none_of_its_pages(
    monkeypatch: pytest.MonkeyPatch, page: str, hook: str, meant: str | None
) -> None:
    monkeypatch.setenv("BOT_PUBLIC_URL", page)
    monkeypatch.setenv("BOT_WEBHOOK_URL", hook)
    if meant is None:
        with pytest.raises(InvalidSettings, match="choose another path, such as /bot/telegram/webhook"):
            load()
    else:
        assert load().webhook_url == meant


# Proxies


@pytest.mark.parametrize("in_file", [False, True], ids=["environment", "file"])
@pytest.mark.parametrize(
    ("named", "url", "meant"),
    [
        ({}, "", None),
        ({"HTTPS_PROXY": "http://127.0.0.1:7890/"}, "", "http://127.0.0.1:7890"),
        ({"https_proxy": "127.0.0.1:7890"}, "", "http://127.0.0.1:7890"),
        ({"ALL_PROXY": "socks5://127.0.0.1"}, "", "socks5://127.0.0.1:1080"),
        ({"ALL_PROXY": "SOCKS5H://[::1]:1081"}, "", "socks5h://[::1]:1081"),
        ({"all_proxy": "socks://127.0.0.1:1080/"}, "", "socks://127.0.0.1:1080"),
        ({"ALL_PROXY": "socks5://127.0.0.1:1", "HTTPS_PROXY": "https://127.0.0.1:2"}, "", "https://127.0.0.1:2"),
        ({"ALL_PROXY": "socks5://127.0.0.1:1", "HTTP_PROXY": "127.0.0.1:2"}, "", "socks5://127.0.0.1:1"),
        ({"HTTP_PROXY": "127.0.0.1:2"}, "http://bots.example:8081", "http://127.0.0.1:2"),
        ({"HTTPS_PROXY": "127.0.0.1:2"}, "http://bots.example:8081", None),
        *(
            ({"ALL_PROXY": "127.0.0.1:2", "NO_PROXY": exception}, "http://bots.example:8081", None)
            for exception in ("*", "bots.example", "BOTS.Example", ".example", "*.example", "example", "a b.c,example")
        ),
        ({"ALL_PROXY": "127.0.0.1:2", "no_proxy": "bots.example:8081"}, "http://bots.example:8081", None),
        *(
            ({"ALL_PROXY": "127.0.0.1:2", "NO_PROXY": exception}, "http://bots.example:8081", "http://127.0.0.1:2")
            for exception in ("", ",", "ots.example", "bots.example:80", "bots", "10.0.0.0/8", "x.bots.example")
        ),
        ({"ALL_PROXY": "127.0.0.1:2", "NO_PROXY": "10.0.0.0/8"}, "http://10.1.2.3:8081", None),
        ({"ALL_PROXY": "127.0.0.1:2", "NO_PROXY": "localhost, fd00::/8"}, "http://[fd00::7]:8081", None),
        ({"ALL_PROXY": "127.0.0.1:2", "NO_PROXY": "10.0.0.0/8"}, "http://11.1.2.3:8081", "http://127.0.0.1:2"),
        ({"ALL_PROXY": "127.0.0.1:2", "NO_PROXY": "api.telegram.org:443"}, "", None),
    ],
)
def test_the_proxy_to_telegram_is_that_of_its_scheme_or_else_of_all(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    named: dict[str, str],
    url: str,
    meant: str | None,
    *,
    in_file: bool,
) -> None:
    said = {"BOT_TELEGRAM_TOKEN": SECRET, **named, **({"BOT_TELEGRAM_API_URL": url} if url else {})}
    if in_file:
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in said.items()), encoding="utf-8")
    else:
        for name, value in said.items():
            monkeypatch.setenv(name, value)
    proxy = load().telegram_proxy
    assert (str(proxy) if proxy else None) == meant


@pytest.mark.parametrize(
    "address",
    [
        "ftp://me:SECRET@127.0.0.1:7890",
        "pac+http://127.0.0.1/SECRET",
        "socks5://me:SECRET@127.0.0.1:port",
        "socks5://me:SECRET@127.0.0.1:65536",
        "http://me:SECRET@127.0.0.1:0",
        "http://me:SECRET@",
        "http://me:SECRET/x@127.0.0.1:7890",
        "socks5://me:密码SECRET@127.0.0.1:1080",
        f"socks5://me:{'SECRET' * 50}@127.0.0.1:1080",
        "http://[SECRET:7890",
        "http://me:SECRET@127.0.0.1 :7890",
        "http://me:SECRET@proxy\\lan:7890",
        "socks5://me:SECRET@proxy..lan:1080",
    ],
)
def test_a_proxy_that_cannot_be_one_is_told_where_telegram_needs_it(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, address)
        assert load().telegram_proxy is None if name == "HTTP_PROXY" else load()  # no token: it is no business of ours
        monkeypatch.setenv("BOT_TELEGRAM_TOKEN", SECRET)
        if name == "HTTP_PROXY":
            assert load()
        else:
            with pytest.raises(InvalidSettings) as invalid:
                load()
            (line,) = invalid.value.lines
            assert line.startswith(f"{name}: is the address of a proxy") and "SECRET" not in line
        monkeypatch.delenv("BOT_TELEGRAM_TOKEN")
        monkeypatch.delenv(name)


def test_what_proxies_are_told_is_secret_as_it_is_written_and_as_it_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:s3%2Fcr@127.0.0.1:7890")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1")
    monkeypatch.setenv("http_proxy", "you:t00@127.0.0.1:1")
    chosen = load()
    assert chosen.secrets == {"me:s3%2Fcr", "me:s3/cr", "s3%2Fcr", "s3/cr", "you:t00", "t00"}
    assert (
        "s3" not in f"{chosen!r} {chosen} {chosen.model_dump_json()} {chosen.telegram_proxy!r} {chosen.telegram_proxy}"
    )


@tuned(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(values=st.dictionaries(st.sampled_from(sorted(Settings.model_fields)), st.text(st.characters(codec="utf-8"))))
def test_whatever_is_set_is_read_or_reported_variable_by_variable(values: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as environment:
        for field, value in values.items():
            environment.setenv(variable(field), value.replace("\0", ""))
        try:
            assert load()
        except InvalidSettings as invalid:
            assert {line.partition(":")[0] for line in invalid.lines} <= set(map(variable, values))
