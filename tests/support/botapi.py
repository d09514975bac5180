"""A small Bot API server over real HTTP that enforces Telegram's limits, and people who chat through it."""

from __future__ import annotations

import asyncio
import contextlib
import html
import itertools
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.web.connections import Server
from tests.support.bringing import Bringer
from tests.support.flood import Flood
from tests.support.quiet import PATIENCE, listener

TOKEN = "123456:TEST-token-that-must-never-be-seen"

_TAG = re.compile(r"<(/?)([a-z-]+)((?:\s+[a-z]+=\"[^\"<>]*\"|\s+expandable)?)\s*>|<")
_SHARE = re.compile(r"https://t\.me/share/url\?url=[^&]+")
_ALONE = re.compile(r"https://t\.me/hindsight_test_bot\?start=([A-Za-z0-9_-]{1,64})")
"""The one address a press may open that is not a game's: a chat with the bot alone."""
_KINDS = {"callback_data", "url", "switch_inline_query", "copy_text"}
"""What a button may be, of which exactly one."""
_ACTIONS = {"typing", "upload_photo", "upload_document"}
_ALLOWED = {"b", "strong", "i", "em", "u", "ins", "s", "del", "a", "code", "pre", "blockquote"}

RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


class Refusal(Exception):
    """What Telegram answers instead of a result."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        self.code = code
        self.body = {
            "ok": False,
            "error_code": code,
            "description": description,
            **({"parameters": parameters} if parameters else {}),
        }
        super().__init__(description)


class Garbled(Refusal):
    """What somebody on the way answers instead of Telegram: no JSON."""

    def __init__(self, code: int, body: bytes) -> None:
        super().__init__(code, body.decode(errors="replace"))
        self.content = body


HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def plain(markup: str) -> str:
    """Return the text of Telegram HTML; raises Refusal for markup Telegram cannot parse."""
    open_tags: list[str] = []
    for match in _TAG.finditer(markup):
        closing, name = match[1], match[2]
        if name not in _ALLOWED:
            raise Refusal(
                400, f"Bad Request: can't parse entities: unsupported start tag at byte offset {match.start()}"
            )
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            raise Refusal(400, "Bad Request: can't parse entities: unmatched end tag")
    if open_tags:
        raise Refusal(400, "Bad Request: can't parse entities: can't find end tag")
    return html.unescape(_TAG.sub("", markup))


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _text(form: dict[str, str]) -> str:
    text = plain(form["text"]) if form.get("parse_mode") == "HTML" else form.get("text", "")
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if utf16(text) > 4096:
        raise Refusal(400, "Bad Request: message is too long")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Refusal(400, "Bad Request: strings must be encoded in UTF-8")
    return text.strip()


def _caption(form: dict[str, str]) -> str:
    text = plain(form.get("caption", "")) if form.get("parse_mode") == "HTML" else form.get("caption", "")
    if utf16(text) > 1024:
        raise Refusal(400, "Bad Request: message caption is too long")
    return text.strip()


def _keyboard(form: dict[str, str]) -> list[list[dict[str, str]]]:
    rows: list[list[dict[str, str]]] = json.loads(form.get("reply_markup") or "{}").get("inline_keyboard", [])
    if sum(map(len, rows)) > 100 or any(not 1 <= len(row) <= 8 for row in rows):
        raise Refusal(400, "Bad Request: reply markup is too long")
    for button in itertools.chain(*rows):
        if not button["text"].strip():
            raise Refusal(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if len(button.keys() & _KINDS) != 1 or button.keys() - _KINDS - {"text", "style"}:
            raise Refusal(400, "Bad Request: can't parse inline keyboard button")
        if button.get("style", "primary") not in ("primary", "success", "danger"):
            raise Refusal(400, "Bad Request: invalid button style specified")
        if "url" in button and not (_ALONE.fullmatch(button["url"]) or _SHARE.fullmatch(button["url"])):
            raise Refusal(400, "Bad Request: BUTTON_URL_INVALID")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if "copy_text" in button and not 1 <= utf16(button["copy_text"]["text"]) <= 256:  # type: ignore[index]
            raise Refusal(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
    return rows


def _check_preview(form: dict[str, str]) -> None:
    options = json.loads(form.get("link_preview_options") or "{}")
    if options.keys() - {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}:
        raise Refusal(400, "Bad Request: can't parse link preview options")


def _within(form: dict[str, str], name: str, most: int) -> None:
    if utf16(form.get(name, "")) > most:
        raise Refusal(400, f"Bad Request: {name} is too long")


class _Answer(JSONResponse):
    """An answer that may hold what is no text, as half a character, and no number."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content).encode()


@dataclass(eq=False)
class Sent:
    """A message of the bot, as its reader sees it."""

    chat: int
    id: int
    text: str
    keyboard: list[list[dict[str, str]]]
    topic: int | None = None
    replies_to: int | None = None
    media: bool = False

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.keyboard for button in row]

    def command(self, label: str) -> str:
        return next(button["callback_data"] for row in self.keyboard for button in row if button["text"] == label)

    @property
    def links(self) -> list[str]:
        """The payloads of the buttons that open a chat with the bot alone."""
        urls = (button.get("url", "") for row in self.keyboard for button in row)
        return [found[1] for url in urls if (found := _ALONE.fullmatch(url))]

    @property
    def data(self) -> list[str]:
        return [button["callback_data"] for row in self.keyboard for button in row if "callback_data" in button]

    def key(self, kind: str) -> dict[str, Any]:
        """The one button of a kind."""
        [found] = [button for row in self.keyboard for button in row if kind in button]
        return found


class BotAPI:
    """The server. `calls` records every request, `done` those carried out; `refuse` scripts what is answered next to a
    method, or for a chat.

    `instead` holds what methods return without doing anything. Requests of a method or for a chat in `hold` are carried
    out once its event is set: they are slow. With `flood`, limits hold. Of two who poll, the older is sent away.
    `inline`: its owner turned inline mode on. An `older` server knows no buttons that copy, no styles, and no quotation
    that unfolds. To a webhook, once one is set, updates are brought: `orderly` as Telegram does, or all at once. Like
    a server of one's own it takes one without TLS.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.done: list[tuple[str, dict[str, str]]] = []
        self.refusals: list[Refusal] = []
        self.refuse: dict[str | int, list[Refusal]] = {}
        self.instead: dict[str, Any] = {}
        self.hold: dict[int | str, asyncio.Event] = {}
        self.flood: Flood | None = None
        self.messages: dict[tuple[int, int], Sent] = {}
        self.queries: set[str] = set()
        self.uploads: dict[str, tuple[str, str, bytes]] = {}
        self.files: dict[str, bytes] = {}
        self.photos: dict[str, bytes] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.strangers: set[int] = set()
        self.admins: set[int] = set()
        self.inline = self.older = False
        self.inline_answers: dict[str, dict[str, Any]] = {}
        self.menu_button: dict[str, Any] = {"type": "default"}
        self.token = TOKEN
        self.poller_elsewhere = False
        self.orderly = True
        self.bringer: Bringer | None = None
        self._polls = 0
        self._wanted: set[str] | None = None
        self._updates: list[dict[str, Any]] = []
        self._arrived = asyncio.Condition()
        self._numbers = itertools.count(1)
        self._tasks = set[asyncio.Task[None]]()
        self.outbox: dict[int, asyncio.Queue[Sent]] = {}
        self.port = 0
        self._closing = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[BotAPI]:
        """Listen on a free port while the context lasts."""
        routes = [
            Route("/bot{token}/{method}", self._handle, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._file),
        ]
        server = Server(Starlette(routes=routes), last_words=1)
        with listener() as bound:
            self.port = bound.getsockname()[1]
            task = asyncio.create_task(server.serve(sockets=[bound]))
            try:
                yield self
            finally:
                server.should_exit = self._closing = True
                await self._unhook()
                async with self._arrived:
                    self._arrived.notify_all()
                await task

    async def update(self, **update: Any) -> None:
        """Queue an update for the bot."""
        async with self._arrived:
            self._updates.append({"update_id": next(self._numbers), **update})
            self._arrived.notify_all()
            if self.bringer:
                self.bringer.look()

    async def handled(self) -> None:
        """Wait until the bot has confirmed every update."""
        async with asyncio.timeout(PATIENCE), self._arrived:
            await self._arrived.wait_for(lambda: not self._updates)

    async def called(self, method: str, times: int) -> None:
        """Wait until a method has been called so many times."""
        async with asyncio.timeout(PATIENCE), self._arrived:
            await self._arrived.wait_for(lambda: [name for name, _ in self.calls].count(method) >= times)

    async def acknowledged(self, query: str) -> dict[str, str]:
        """Wait until a press has been acknowledged; return with what."""

        def found() -> list[dict[str, str]]:
            return [form for _, form in self.calls if form.get("callback_query_id") == query]

        async with asyncio.timeout(PATIENCE), self._arrived:
            await self._arrived.wait_for(found)
        return found()[0]

    async def _handle(self, request: Request) -> Response:
        method = request.path_params["method"]
        form = await self._parameters(request)
        self.calls.append((method, form))
        async with self._arrived:
            self._arrived.notify_all()
        try:
            if request.path_params["token"] != self.token:
                raise Refusal(401, "Unauthorized")
            for scripted in (method, int(form.get("chat_id") or 0)):
                if self.refuse.get(scripted):
                    raise self.refuse[scripted].pop(0)
            if held := self.hold.get(method) or self.hold.get(int(form.get("chat_id") or 0)):
                await held.wait()
            self._check_flood(method, form)
            result = self.instead[method] if method in self.instead else await getattr(self, f"_{method}")(form)
        except Refusal as refusal:
            if str(refusal) not in (TERMINATED, HOOKED):
                self.refusals.append(refusal)
            if isinstance(refusal, Garbled):
                return Response(refusal.content, status_code=refusal.code)
            return JSONResponse(refusal.body, status_code=refusal.code)
        self.done.append((method, form))
        return _Answer({"ok": True, "result": result})

    def _check_flood(self, method: str, form: dict[str, str]) -> None:
        if self.flood and method.startswith("send") and (wait := self.flood.send(int(form["chat_id"]), monotonic())):
            raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    async def _parameters(self, request: Request) -> dict[str, str]:
        """Read a body as the Bot API does, a form or JSON; files of a form go to `uploads`."""
        if request.headers.get("content-type", "").startswith("application/json"):
            given = json.loads(await request.body())
            return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        form = await request.form()
        for name, value in form.items():
            if isinstance(value, UploadFile):
                self.uploads[name] = (value.filename or "", value.content_type or "", await value.read())
        await form.close()
        return {name: value for name, value in form.items() if isinstance(value, str)}

    async def _file(self, request: Request) -> Response:
        content = self.files.get(request.path_params["path"])
        allowed = request.path_params["token"] == self.token and content is not None
        return Response(content) if allowed else Response(status_code=404)

    async def _getFile(self, form: dict[str, str]) -> dict[str, Any]:
        path = f"documents/{form['file_id']}"
        if path not in self.files:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        size = len(self.files[path])
        if size > 20_000_000:
            raise Refusal(400, "Bad Request: file is too big")
        return {"file_id": form["file_id"], "file_unique_id": form["file_id"], "file_size": size, "file_path": path}

    async def _getMe(self, _: dict[str, str]) -> dict[str, Any]:
        own = {"id": 123456, "is_bot": True, "first_name": "Hindsight", "username": "hindsight_test_bot"}
        return {**own, "supports_inline_queries": self.inline}

    async def _getWebhookInfo(self, _: dict[str, str]) -> dict[str, Any]:
        info = {"has_custom_certificate": False, "pending_update_count": len(self._kept())}
        if self.bringer is None:
            return {**info, "url": ""}
        failed = {"last_error_date": self.bringer.failed_at, "last_error_message": self.bringer.error}
        return {
            **info,
            "url": self.bringer.url,
            "max_connections": self.bringer.most,
            **(failed if self.bringer.error else {}),
        }

    async def _setWebhook(self, form: dict[str, str]) -> bool:
        secret, most = form.get("secret_token", ""), int(form.get("max_connections") or 40)
        if not re.fullmatch("[A-Za-z0-9_-]{0,256}", secret):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        if not re.match("https?://", form["url"]) or not 1 <= most <= 100:
            raise Refusal(400, "Bad Request: bad webhook: invalid webhook URL specified")
        await self._deleteWebhook(form)
        wanted = json.loads(form.get("allowed_updates") or "null")
        self._wanted = self._wanted if wanted is None else {"update_id", *wanted}
        self.bringer = Bringer(
            form["url"], secret, most, waiting=self._kept, arrived=self._brought, orderly=self.orderly
        )
        self.bringer.look()
        return True

    async def _deleteWebhook(self, form: dict[str, str]) -> bool:
        await self._unhook()
        if form.get("drop_pending_updates") == "true":
            self._updates = []
        return True

    async def _unhook(self) -> None:
        if self.bringer:
            bringer, self.bringer = self.bringer, None
            await bringer.close()

    def _brought(self, update: dict[str, Any]) -> None:
        self._updates = [each for each in self._updates if each["update_id"] != update["update_id"]]
        task = asyncio.create_task(self._notify())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _notify(self) -> None:
        async with self._arrived:
            self._arrived.notify_all()

    async def _getUpdates(self, form: dict[str, str]) -> list[dict[str, Any]]:
        if self.bringer:
            raise Refusal(409, HOOKED)
        if self.poller_elsewhere:
            raise Refusal(409, TERMINATED)
        async with self._arrived:
            wanted = json.loads(form.get("allowed_updates") or "null")
            self._wanted = self._wanted if wanted is None else {"update_id", *wanted}
            self._polls = poll = self._polls + 1
            offset = int(form.get("offset") or 0)
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            self._arrived.notify_all()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(float(form.get("timeout") or 0), PATIENCE)):
                    await self._arrived.wait_for(lambda: bool(self._kept()) or self._closing or self._polls > poll)
            if self._polls > poll:
                raise Refusal(409, TERMINATED)
            return self._updates[: int(form.get("limit") or 100)]

    def _kept(self) -> list[dict[str, Any]]:
        """Return the updates of the kinds that are wanted, where any were named; of others nobody hears."""
        if self._wanted:
            self._updates = [update for update in self._updates if update.keys() <= self._wanted]
        return self._updates

    async def _sendMessage(self, form: dict[str, str]) -> dict[str, Any]:
        return self._as_message(self._put(form, self._known_text(form)))

    async def _sendDocument(self, form: dict[str, str]) -> dict[str, Any]:
        return self._as_message(self._put(form, _caption(form), media=True))

    async def _sendPhoto(self, form: dict[str, str]) -> dict[str, Any]:
        caption, sizes = _caption(form), self._photo_sizes(form)
        return self._as_message(self._put(form, caption, media=True)) | {"photo": sizes}

    def _put(self, form: dict[str, str], text: str, *, media: bool = False) -> Sent:
        """Deliver a new message."""
        replies_to = json.loads(form.get("reply_parameters") or "{}").get("message_id")
        topic = int(form["message_thread_id"]) if form.get("message_thread_id") else None
        _check_preview(form)
        keyboard = self._known_keyboard(form)
        sent = Sent(int(form["chat_id"]), next(self._numbers), text, keyboard, topic, replies_to, media)
        self.messages[sent.chat, sent.id] = sent
        self._deliver(sent)
        return sent

    def _known_keyboard(self, form: dict[str, str]) -> list[list[dict[str, str]]]:
        """Return the buttons, where the server knows all their kinds and the bot may have them."""
        rows = _keyboard(form)
        kinds = {name for row in rows for button in row for name in button}
        if "switch_inline_query" in kinds and not self.inline:
            raise Refusal(400, "Bad Request: BUTTON_TYPE_INVALID")
        if self.older and "copy_text" in kinds:
            raise Refusal(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        return rows

    def _known_text(self, form: dict[str, str]) -> str:
        """Return the text of a message of which the server knows all markup."""
        if self.older and "<blockquote expandable>" in form["text"]:
            raise Refusal(400, "Bad Request: can't parse entities: Expected equal sign in declaration of an attribute")
        return _text(form)

    async def _answerInlineQuery(self, form: dict[str, str]) -> bool:
        """Take results by the rules of the Bot API; `inline_answers` holds them by the query they answer."""
        if form["inline_query_id"] not in self.queries:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        results = json.loads(form["results"])
        if len(results) > 50 or len({each["id"] for each in results}) < len(results):
            raise Refusal(400, "Bad Request: RESULT_ID_DUPLICATE")
        for each in results:
            if each["type"] != "article" or not each["title"].strip() or not 1 <= len(each["id"].encode()) <= 64:
                raise Refusal(400, "Bad Request: RESULT_ID_INVALID")
            said = each["input_message_content"]
            each["text"] = _text({"text": said["message_text"], "parse_mode": said.get("parse_mode", "")})
            each["keyboard"] = _keyboard({"reply_markup": json.dumps(each.get("reply_markup") or {})})
            if any("callback_data" in button for row in each["keyboard"] for button in row):
                raise Refusal(400, "Bad Request: of these nobody would hear")  # a rule of ours
        button = json.loads(form.get("button") or "null")
        if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"]):
            raise Refusal(400, "Bad Request: START_PARAM_INVALID")
        self.inline_answers[form["inline_query_id"]] = {**form, "results": results, "button": button}
        async with self._arrived:
            self._arrived.notify_all()
        return True

    async def _sendChatAction(self, form: dict[str, str]) -> bool:
        if form["action"] not in _ACTIONS:
            raise Refusal(400, "Bad Request: wrong parameter action in request")
        return True

    async def _getChatMenuButton(self, _: dict[str, str]) -> dict[str, Any]:
        return self.menu_button

    async def _setChatMenuButton(self, form: dict[str, str]) -> bool:
        self.menu_button = json.loads(form.get("menu_button") or '{"type": "default"}')
        if self.menu_button["type"] not in ("default", "commands", "web_app"):
            raise Refusal(400, "Bad Request: can't parse menu button")
        return True

    def _photo_sizes(self, form: dict[str, str]) -> list[dict[str, Any]]:
        """Return the sizes of a photo, the largest last: of the one that was uploaded, or of one known by its id."""
        known = form.get("photo")
        if known is not None and known not in self.photos:
            raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        name = known or f"photo-{self.next_number()}"
        self.photos.setdefault(name, self.uploads["photo"][2])
        sizes = ((f"{name}-small", 90), (name, 1280))
        return [{"file_id": each, "file_unique_id": each, "width": side, "height": side} for each, side in sizes]

    async def _editMessageText(self, form: dict[str, str]) -> dict[str, Any]:
        sent = self.messages.get((int(form["chat_id"]), int(form["message_id"])))
        if sent is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if sent.media:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        _check_preview(form)
        text, keyboard = self._known_text(form), self._known_keyboard(form)
        if (text, keyboard) == (sent.text, sent.keyboard):
            raise Refusal(400, "Bad Request: message is not modified")
        sent.text, sent.keyboard = text, keyboard
        self._deliver(sent)
        return self._as_message(sent)

    async def _answerCallbackQuery(self, form: dict[str, str]) -> bool:
        _within(form, "text", 200)
        if form.get("url") and not _ALONE.fullmatch(form["url"]):
            raise Refusal(400, "Bad Request: URL_INVALID")
        if form["callback_query_id"] not in self.queries:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        return True

    async def _getChatMember(self, form: dict[str, str]) -> dict[str, Any]:
        person = int(form["user_id"])
        user = {"id": person, "is_bot": False, "first_name": "R"}
        if person not in self.admins:
            return {"status": "member", "user": user}
        return {"status": "administrator", "user": user, **dict.fromkeys(RIGHTS, True)}

    def _menu(self, form: dict[str, str]) -> tuple[str, str]:
        """Return the scope of a menu, of a chat with its id, and the language; `strangers` never wrote to the bot."""
        scope = json.loads(form.get("scope") or '{"type": "default"}')
        if (chat := scope.get("chat_id")) in self.strangers:
            raise Refusal(400, "Bad Request: chat not found")
        return " ".join(map(str, filter(None, (scope["type"], chat)))), form.get("language_code", "")

    async def _getMyCommands(self, form: dict[str, str]) -> list[dict[str, str]]:
        return self.commands.get(self._menu(form), [])

    async def _setMyCommands(self, form: dict[str, str]) -> bool:
        commands = json.loads(form["commands"])
        for command in commands:
            if (
                not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"])
                or not 1 <= utf16(command["description"]) <= 256
            ):
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        if len(commands) > 100:
            raise Refusal(400, "Bad Request: too many commands")
        self.commands[self._menu(form)] = commands
        return True

    async def _getMyDescription(self, form: dict[str, str]) -> dict[str, str]:
        return {"description": self.profile.get(("description", form.get("language_code", "")), "")}

    async def _setMyDescription(self, form: dict[str, str]) -> bool:
        return self._describe(form, "description", 512)

    async def _getMyShortDescription(self, form: dict[str, str]) -> dict[str, str]:
        return {"short_description": self.profile.get(("short_description", form.get("language_code", "")), "")}

    async def _setMyShortDescription(self, form: dict[str, str]) -> bool:
        return self._describe(form, "short_description", 120)

    def _describe(self, form: dict[str, str], name: str, most: int) -> bool:
        _within(form, name, most)
        self.profile[name, form.get("language_code", "")] = form[name]
        return True

    def _deliver(self, sent: Sent) -> None:
        self.outbox.setdefault(sent.chat, asyncio.Queue()).put_nowait(sent)

    def _as_message(self, sent: Sent) -> dict[str, Any]:
        return {
            "message_id": sent.id,
            "date": 1_700_000_000,
            "chat": {"id": sent.chat, "type": "private", "first_name": "R"},
            "text": sent.text,
        }

    def next_number(self) -> int:
        return next(self._numbers)


@dataclass
class Person:
    """Somebody with a Telegram client: writes and presses, and reads what comes back."""

    api: BotAPI
    id: int
    language: str | None = "zh-hans"
    chat: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chat = self.chat or {"id": self.id, "type": "private", "first_name": "R"}

    @property
    def user(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": "R",
            **({"language_code": self.language} if self.language else {}),
        }

    async def send(self, text: str | None, **fields: Any) -> int:
        """Send a message without waiting for an answer; return its id."""
        number = self.api.next_number()
        message = {
            "message_id": number,
            "date": 1_700_000_000,
            "chat": self.chat,
            "from": self.user,
            **({} if text is None else {"text": text}),
            **fields,
        }
        await self.api.update(message=message)
        return number

    async def edit(self, number: int, text: str | None, **fields: Any) -> None:
        """Give a message other words, or have Telegram report it as edited, without waiting for an answer."""
        at = {"message_id": number, "date": 1_700_000_000, "edit_date": 1_700_000_060}
        words = {} if text is None else {"text": text}
        await self.api.update(edited_message={"chat": self.chat, "from": self.user, **at, **words, **fields})

    async def write(self, text: str, **fields: Any) -> Sent:
        """Send a message and return the answer."""
        await self.send(text, **fields)
        return await self.read()

    async def hand(self, name: str, content: bytes, **fields: Any) -> int:
        """Send a file without waiting for an answer; return the id of the message."""
        key = f"f{self.api.next_number()}"
        self.api.files[f"documents/{key}"] = content
        document = {"file_id": key, "file_unique_id": key, "file_name": name, "file_size": len(content)}
        return await self.send(None, document=document, **fields)

    async def press(self, message: Sent, label: str) -> Sent:
        """Press a button and return the message it brings or changes."""
        return await self.press_command(message.command(label), message.id)

    async def press_command(self, command: str, message: int, *, date: int = 1_700_000_000) -> Sent:
        """Press a button and return what it brings or changes; `date` 0: its message is too old to be seen."""
        await self.tap(command, message, date=date)
        return await self.read()

    async def tap(self, command: str, message: int, *, date: int = 1_700_000_000) -> str:
        """Press a button without waiting for what comes of it; return the id of the press."""
        query = str(self.api.next_number())
        self.api.queries.add(query)
        sent = self.api.messages.get((self.chat["id"], message)) if date else None
        under = {
            "message_id": message,
            "date": date,
            "chat": self.chat,
            "from": self.user,
            **({"caption" if sent and sent.media else "text": "…"} if date else {}),
            **({"reply_markup": {"inline_keyboard": sent.keyboard}} if sent else {}),
        }
        await self.api.update(
            callback_query={"id": query, "from": self.user, "chat_instance": "1", "data": command, "message": under}
        )
        return query

    async def look_for(self, words: str, *, offset: str = "") -> str:
        """Write @bot and words in some chat, without waiting for results; return the id of the query."""
        query = str(self.api.next_number())
        self.api.queries.add(query)
        await self.api.update(inline_query={"id": query, "from": self.user, "query": words, "offset": offset})
        return query

    async def find(self, words: str, *, offset: str = "") -> dict[str, Any]:
        """Write @bot and words in some chat; return what the bot answers."""
        query = await self.look_for(words, offset=offset)
        async with asyncio.timeout(PATIENCE), self.api._arrived:
            await self.api._arrived.wait_for(lambda: query in self.api.inline_answers)
        return self.api.inline_answers[query]

    async def read(self) -> Sent:
        """Return the next message the bot sends or edits in this chat."""
        async with asyncio.timeout(PATIENCE):
            return await self.api.outbox.setdefault(self.chat["id"], asyncio.Queue()).get()
