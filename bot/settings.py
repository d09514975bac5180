"""The environment, read once into a frozen value; all bad variables are reported together, secrets never shown."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BeforeValidator,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from bot.content.briefing import Language
from bot.content.reading import near
from bot.proxies import Proxy, credentials, excepted
from bot.webhooks import Webhook, checked_address, checked_secret, derived_secret

PREFIX: Final = "BOT_"
TELEGRAM: Final = "https://api.telegram.org"
LARGEST_USER_ID: Final = 0xFF_FFFF_FFFF
"""Telegram's ids of users have 40 bits; those of groups and channels are negative."""
NOBODY: Final = frozenset(("telegram:777000", "telegram:1087968824", "telegram:136817688"))
"""What Telegram names as the sender of messages that no person signs: its service, anonymous admins, channels."""
IN_FILE: Final = "_FILE"
"""What is added to the name of a secret for that of the file it lies in: mounted, or a credential of systemd."""
LONGEST_SECRET: Final = 4_096
"""Bytes of such a file."""
SHORTEST_SECRET: Final = 32
"""Characters of what pages are signed with, which is nobody's to guess."""
SHIPPED: Final = Path(__file__).parent / "shipped"
"""The content that comes with the program: in a checkout links to the folders that are edited there."""
PAGES: Final = frozenset(
    (
        "api",
        "ask",
        "card",
        "due",
        "due.ics",
        "editor",
        "embed",
        "en",
        "earlier",
        "events",
        "feeds",
        "file",
        "healthz",
        "mcp",
        "metrics",
        "oembed",
        "mydata.json",
        "readyz",
        "robots.txt",
        "seen",
        "sitemap",
        "sitemap.xml",
        "static",
        "telegram",
        "zh",
        "zh-hant",
    )
)
"""First parts of our own addresses: below such a path it could not be told whether a proxy has taken it off."""


def _address(value: str) -> str:
    TypeAdapter(AnyHttpUrl).validate_python(value)
    return value.rstrip("/")


def _site(value: str) -> str:
    parts = urlsplit(value)
    if not re.fullmatch(r"(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)*", parts.path) or re.search("[?#@]", value):
        raise ValueError(
            "is an address such as https://example.org, or https://example.org/hindsight where only that is ours;"
            " its path is made of letters, digits and - . _ ~, and nothing follows it"
        )
    try:
        (parts.hostname or "").encode("idna")
    except UnicodeError:
        raise ValueError("names no host: each part between its dots has 1 to 63 characters") from None
    if (first := parts.path.strip("/").partition("/")[0]) in PAGES:
        raise ValueError(f"cannot be below /{first}, which is a page of its own; choose another path")
    return value


def _zone(value: str) -> str:
    if value not in (known := available_timezones()):
        if not known:
            raise ValueError("cannot be looked up, as no time zones are installed: pip install tzdata")
        meant = near(value, known)
        raise ValueError(f"is not a time zone such as Asia/Shanghai{f'; did you mean {meant}?' if meant else ''}")
    return value


def _ids(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _editor(value: str) -> str:
    if value.startswith("web:"):
        raise ValueError(
            "on the page nobody is an editor by name; open the link that `run` prints at its start instead"
        )
    written = re.fullmatch(r"telegram:([1-9]\d{0,12})", value, re.ASCII)
    if not written or int(written[1]) > LARGEST_USER_ID:
        raise ValueError(
            "each editor is written as telegram:42, with commas (,) between them;"
            f" of a person on Telegram the number is meant, from 1 to {LARGEST_USER_ID}, not the name"
        )
    if value in NOBODY:
        raise ValueError(f"{value} is no person: Telegram sends under it for many; give each editor's own number")
    return value


def _others(editors: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    token: SecretStr | None = info.data.get("telegram_token")
    own = token and f"telegram:{token.get_secret_value().partition(':')[0]}"
    if own in editors:
        raise ValueError(f"{own} is the bot itself, by its token; give the number of the person")
    return editors


def _token(value: SecretStr) -> SecretStr:
    token = value.get_secret_value().strip()
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token, re.ASCII):
        raise ValueError("does not look like a token of Telegram, such as 123456:ABC-def; copy it from @BotFather")
    return SecretStr(token)


def _webhook(value: str, info: ValidationInfo) -> str:
    local = info.data.get("telegram_api_url", TELEGRAM) != TELEGRAM
    base = urlsplit(info.data.get("public_url") or "").path
    return checked_address(value, local=local, base=base, taken=PAGES)


def _webhook_secret(value: SecretStr, info: ValidationInfo) -> SecretStr:
    if info.data.get("webhook_url", "") is None:  # not one that is bad, of which the line says so
        raise ValueError("is of use only with BOT_WEBHOOK_URL; set that too, or neither")
    return SecretStr(checked_secret(value.get_secret_value().strip()))


def _session_secret(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < SHORTEST_SECRET:
        raise ValueError(
            f"is at least {SHORTEST_SECRET} characters that nobody guesses, such as `openssl rand -hex 32`"
        )
    return value


def _database(value: SecretStr) -> SecretStr:
    try:
        scheme = urlsplit(value.get_secret_value().strip()).scheme
    except ValueError:  # which may quote it
        scheme = ""
    if scheme not in ("postgresql", "postgres"):
        raise ValueError(
            "is the address of a database of PostgreSQL, such as postgresql://name:password@host/database;"
            " in a name or a password % @ : / are written %25 %40 %3A %2F"
        )
    return SecretStr(value.get_secret_value().strip())


def _proxy(value: SecretStr, info: ValidationInfo) -> SecretStr:
    """Look at the address of a proxy where Telegram is reached by it; else it is meant for other programs."""
    own = _own_proxy(info.data.get("telegram_api_url", ""))
    used = info.field_name == own or (info.field_name == "all_proxy" and not info.data.get(own))
    if used and info.data.get("telegram_token"):
        try:
            Proxy.parse(value.get_secret_value())
        except ValueError:  # which may quote it
            raise ValueError(
                "is the address of a proxy, such as http://127.0.0.1:7890 or socks5://name:password@127.0.0.1:1080;"
                " in a name or a password % @ : / are written %25 %40 %3A %2F"
            ) from None
    return value


def _own_proxy(url: str) -> str:
    """Return the setting that names a proxy to servers of the scheme of this one alone."""
    return f"{url.partition(':')[0].lower()}_proxy"


def _passwords(address: str) -> set[str]:
    """Return the passwords in an address of a database, as they stand there and as they are meant."""
    parts = urlsplit(address)
    written = {parts.password or "", *(value for key, value in parse_qsl(parts.query) if key.endswith("password"))}
    return {found for each in written for found in (each, unquote(each)) if found}


Url = Annotated[str, AfterValidator(_address)]
Site = Annotated[Url, AfterValidator(_site)]
Editor = Annotated[str, AfterValidator(_editor)]
Token = Annotated[SecretStr, AfterValidator(_token)]
WebhookUrl = Annotated[Url, AfterValidator(_webhook)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]
SessionSecret = Annotated[SecretStr, AfterValidator(_session_secret)]
DatabaseAddress = Annotated[SecretStr, AfterValidator(_database)]
ProxyAddress = Annotated[SecretStr, AfterValidator(_proxy)]


class Settings(BaseSettings):
    """What operators choose. The name of a variable is BOT_ and the field's name in capitals.

    Those that other programs read too have their usual names, in capitals or small letters.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    telegram_token: Token | None = None
    telegram_api_url: Url = TELEGRAM
    editors: Annotated[tuple[Editor, ...], NoDecode, BeforeValidator(_ids), AfterValidator(_others)] = ()
    data: Path = Path("data")
    database_url: DatabaseAddress | None = None
    briefings: Path = Path("briefings")
    seeds: Path = Path("seeds")
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: Site | None = None
    webhook_url: WebhookUrl | None = None
    webhook_secret: WebhookSecret | None = None
    session_secret: SessionSecret | None = None
    metrics: Annotated[Literal["local", "all"], BeforeValidator(_lower)] = "local"
    zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    language: Language = "zh"
    bulk_rate: Annotated[int, Field(ge=1, le=1000)] = 25
    log: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = "info"
    log_format: Literal["text", "json"] = "text"
    no_proxy: str = Field("", validation_alias="NO_PROXY")
    http_proxy: ProxyAddress | None = Field(None, validation_alias="HTTP_PROXY")
    https_proxy: ProxyAddress | None = Field(None, validation_alias="HTTPS_PROXY")
    all_proxy: ProxyAddress | None = Field(None, validation_alias="ALL_PROXY")
    forwarded_allow_ips: str = Field("127.0.0.1", validation_alias="FORWARDED_ALLOW_IPS")

    @property
    def shipped(self) -> bool:
        """Whether the content is that which came with the program: nobody edits it, the next version replaces it."""
        return SHIPPED in self.briefings.parents or SHIPPED in self.seeds.parents

    @property
    def telegram_proxy(self) -> Proxy | None:
        """The proxy to Telegram, where there is one."""
        found: SecretStr | None = getattr(self, _own_proxy(self.telegram_api_url)) or self.all_proxy
        if found is None or excepted(self.telegram_api_url, self.no_proxy):
            return None
        return Proxy.parse(found.get_secret_value())

    @property
    def webhook(self) -> Webhook | None:
        """Where Telegram brings what readers ask; None where it is asked for that."""
        if self.telegram_token is None or self.webhook_url is None:
            return None
        chosen = self.webhook_secret and self.webhook_secret.get_secret_value()
        return Webhook(self.webhook_url, chosen or derived_secret(self.telegram_token.get_secret_value()))

    @property
    def secrets(self) -> set[str]:
        """What must never be seen in a log or an error."""
        own = {self.telegram_token.get_secret_value()} if self.telegram_token else set[str]()
        own |= {self.webhook.secret} if self.webhook else set[str]()
        own |= {self.session_secret.get_secret_value()} if self.session_secret else set[str]()
        own |= _passwords(self.database_url.get_secret_value()) if self.database_url else set[str]()
        proxies = filter(None, (self.http_proxy, self.https_proxy, self.all_proxy))
        return own.union(*(credentials(each.get_secret_value()) for each in proxies))


class InvalidSettings(Exception):
    """Variables of the environment are bad; `lines` says of each what is wrong and what to do."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def load() -> Settings:
    """Read the environment, a .env file and the files that hold secrets; raises InvalidSettings."""
    try:
        kept, lines = _kept_in_files()
        chosen = Settings(**kept)
    except ValidationError as error:
        lines += [_line(str(item["loc"][0]), item["msg"]) for item in error.errors()]
    except UnicodeDecodeError:
        raise InvalidSettings([".env: this is not UTF-8; save the file as UTF-8"]) from None
    if lines:
        raise InvalidSettings(lines)
    return _with_content(chosen)


def _with_content(chosen: Settings) -> Settings:
    """Choose the content that came with the program where no other is named, and none lies in the folder we are in."""
    folders = ("briefings", "seeds")
    if chosen.model_fields_set.intersection(folders) or any(os.path.lexists(each) for each in folders):
        return chosen
    return chosen.model_copy(update={each: SHIPPED / each for each in folders})


def _kept_in_files() -> tuple[dict[str, Any], list[str]]:
    """Return the secrets that lie in files, as arguments of `Settings`, and a line for each that cannot be had."""
    given, kept, lines = _given(), dict[str, Any](), list[str]()
    for field, variable in _secret_variables().items():
        if not (path := given.get(f"{variable}{IN_FILE}")):
            continue
        if given.get(variable):
            lines.append(f"{variable}{IN_FILE}: {variable} is set too; set one of them")
            continue
        try:
            kept[variable if Settings.model_fields[field].validation_alias else field] = _secret_in(Path(path))
        except (OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            lines.append(f"{variable}{IN_FILE}: the file it names cannot be used: {said}")
    return kept, lines


def _secret_in(path: Path) -> str:
    """Return the one line that a file holds; raises OSError, or ValueError without quoting it."""
    with path.open("rb") as file:
        content = file.read(LONGEST_SECRET + 1)
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    if not text or len(content) > LONGEST_SECRET or len(text.splitlines()) > 1:
        raise ValueError("it does not hold the secret alone, on one line")
    return text


def _given() -> dict[str, str]:
    """Return what the environment and a .env file say, by variables in capitals; the environment wins."""
    written = {name.upper(): value or "" for name, value in DotEnvSettingsSource(Settings).env_vars.items()}
    return written | {name.upper(): value for name, value in os.environ.items() if value}


def _secret_variables() -> dict[str, str]:
    """Return the variables that hold secrets, by field; each may lie in a file that NAME_FILE names instead."""
    return {
        field: _variable(field) for field, info in Settings.model_fields.items() if "Secret" in str(info.annotation)
    }


def variables() -> list[str]:
    """Return the names of all variables that are read."""
    secrets = [f"{variable}{IN_FILE}" for variable in _secret_variables().values()]
    return [_variable(field) for field in Settings.model_fields] + secrets


def unknown_variables() -> list[str]:
    """Return a line for each variable that looks like ours but is not, most likely a slip of the pen."""
    known = variables()
    strange = {name for name in _given() if name.startswith(PREFIX)}.difference(known)
    return [
        f"{name} is not known{f'; did you mean {meant}?' if (meant := near(name, known)) else ', and does nothing'}"
        for name in sorted(strange)
    ]


def _variable(field: str) -> str:
    return str(Settings.model_fields[field].validation_alias or f"{PREFIX}{field.upper()}")


def _line(field: str, said: str) -> str:
    name = _variable(field) if field in Settings.model_fields else field  # an alias is told as it is
    return f"{name}: {said.removeprefix('Value error, ')}"
