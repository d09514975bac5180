"""The API over HTTP: lists in pages, one by one, files to download; the same bytes while the edition and the day last.

What takes long is made beside the loop, one at a time, and kept; any page anywhere may ask.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.api.openapi import document
from bot.channels.web.api.problems import not_a_choice, problem
from bot.channels.web.api.table import DOWNLOADED, ROOT, ids, index
from bot.channels.web.languages import PATHS
from bot.channels.web.pages.responses import Kept, Made, respond
from bot.channels.web.pages.routes import origin
from bot.channels.web.public_url import Public
from bot.content.briefing import Language
from bot.dataset import (
    DOWNLOADS,
    RESOURCES,
    Choice,
    Dataset,
    NotAChoice,
    Nothing,
    Resource,
    SealedEdition,
    Tally,
    choose,
    licence,
    listed,
    one,
    page_of,
    tallies,
    written,
)
from bot.pages import Publication
from bot.people.readers import Tally as Said

logger = logging.getLogger(__name__)
JSON: Final = "application/json"
_OPEN: Final = {
    b"access-control-allow-origin": b"*",
    b"cross-origin-resource-policy": b"cross-origin",
    b"access-control-expose-headers": b"ETag, Link",
    b"link": b'<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
}
"""Headers by which pages of anybody may read an answer, and know its licence."""
_PREFLIGHT: Final = {
    "allow": "GET, HEAD, OPTIONS",
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "If-None-Match",
    "access-control-max-age": "86400",
}
Tallies = Callable[[], Awaitable[Mapping[str, Said]]]
Editions = Callable[[], Awaitable[Sequence[SealedEdition]]]


class Api:
    """Serves the dataset of whatever edition is live."""

    def __init__(
        self,
        publication: Callable[[], Publication],
        public: Public,
        *,
        tallies: Tallies,
        editions: Editions,
    ) -> None:
        self._publication, self._public = publication, public
        self._tallies, self._editions = tallies, editions
        self._kept, self._turn = Kept(), asyncio.Lock()

    def app(self) -> ASGIApp:
        """Return what is served: all that stands below the root, which says itself what is missing there."""
        routes = [Route(ROOT, self.index), *(Route(f"{each}/openapi.json", self.document) for each in ("", ROOT))]
        routes += [Route(f"{ROOT}/edition.{kind}", self._download(kind)) for kind in DOWNLOADED]
        for each in RESOURCES:
            routes.append(Route(f"{ROOT}/{each.path}", self._list(each)))
            if each.find:
                parts = "".join(f"/{{{part}}}" for part in ids(each))
                routes.append(Route(f"{ROOT}/{each.path}{parts}", self._one(each)))
        routes += [Route(f"{ROOT}/tallies", self.tallies), Route(f"{ROOT}/editions", self.editions)]
        return _Open(Router(routes, redirect_slashes=False))

    async def index(self, request: Request) -> Response:
        """Tell what there is."""
        dataset, here = self.dataset(request), self._here(request)

        def make() -> bytes:
            return index(dataset.edition.digest, dataset.today, licence(), here).model_dump_json().encode()

        return await self._answer(request, dataset, ("index", here), make)

    async def document(self, request: Request) -> Response:
        """Describe the API to programs."""
        dataset, here = self.dataset(request), self._here(request)

        def make() -> bytes:
            return json.dumps(
                document(dataset, self._site(request)), ensure_ascii=False, separators=(",", ":")
            ).encode()

        return await self._answer(request, dataset, ("document", here), make)

    def _list(self, resource: Resource) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            dataset = self.dataset(request)
            choice = choose(resource.choice, dataset.edition, request.query_params.multi_items())
            key = (resource.path, self._here(request), *choice.model_dump(exclude_unset=True).items())

            def make() -> bytes:
                return written(listed(dataset, resource, choice, self._links(request, resource.path, choice)))

            return await self._answer(request, dataset, key, make, keep=resource.whole)

        return answer

    def _one(self, resource: Resource) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            dataset = self.dataset(request)
            choose(Nothing, dataset.edition, request.query_params.multi_items())
            asked = "/".join(request.path_params[part] for part in ids(resource))
            if moved := self._moved(dataset, resource, asked):
                return Response(status_code=308, headers={"location": f"{self._public.path}{ROOT}/{moved}"})
            assert resource.find
            found = resource.find(dataset, asked)
            if found is None:
                return problem(request, 404, "api-no-such", called=asked[:80], list=f"{ROOT}/{resource.path}")
            here = f"{self._here(request)}/{resource.path}/{quote(asked)}"

            def make() -> bytes:
                return written(one(dataset, resource.shape(dataset, found), here))

            return await self._answer(request, dataset, (resource.path, here, asked), make)

        return answer

    @staticmethod
    def _moved(dataset: Dataset, resource: Resource, asked: str) -> str:
        """Return where else stands what an id names, as one of before does; nothing where it stands here."""
        if ids(resource) == ("id",):
            return ""
        edition, now = dataset.edition, dataset.edition.current(asked)
        kinds = {"predictions": edition.by_ref, "observations": edition.observed}
        there = next((f"{kind}/{now}" for kind, known in kinds.items() if now in known), "")
        return "" if there == f"{resource.path}/{asked}" else there

    def _download(self, kind: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            dataset = self.dataset(request)
            choose(Nothing, dataset.edition, request.query_params.multi_items())
            media, make = DOWNLOADS[kind]
            key = ("edition", kind, self._here(request))
            found = await self._answer(request, dataset, key, lambda: make(dataset), media=media)
            name = f"hindsight-{dataset.edition.digest}.{kind}"
            found.headers["content-disposition"] = f'attachment; filename="{name}"'
            return found

        return answer

    async def tallies(self, request: Request) -> Response:
        """Tell what readers say, all together."""
        dataset = self.dataset(request)
        return self._page(request, dataset, "tallies", Tally, tallies(dataset, await self._tallies()))

    async def editions(self, request: Request) -> Response:
        """Tell which editions were live."""
        return self._page(request, self.dataset(request), "editions", SealedEdition, await self._editions())

    def _page(self, request: Request, dataset: Dataset, path: str, record: Any, found: Sequence[Any]) -> Response:
        choice = choose(Choice, dataset.edition, request.query_params.multi_items())
        links = self._links(request, path, choice)
        return respond(
            request, Made.of(written(page_of(dataset, record, found, choice, links, lambda each: each))), JSON
        )

    # What all have in common

    async def _answer(
        self,
        request: Request,
        dataset: Dataset,
        key: tuple[Hashable, ...],
        make: Callable[[], bytes],
        *,
        media: str = JSON,
        keep: bool = True,
    ) -> Response:
        """Return what is kept of an edition and a day under a key, or else is made now."""
        source = (dataset.edition.digest, dataset.edition.seal, dataset.today)
        self._kept.only_of(source)
        whole = (*source, *key)
        made = self._kept.find(whole)
        if made is None:
            async with self._turn:
                made = self._kept.find(whole)
                if made is None:
                    made = await asyncio.to_thread(lambda: Made.of(make()))
                    if keep:
                        self._kept.put(whole, made)
        return respond(request, made, media)

    def dataset(self, request: Request) -> Dataset:
        """Return the dataset of the edition that is live, with links to our pages as a request reaches them."""
        live, site = self._publication(), self._site(request)

        def link_to(language: Language, address: str) -> str:
            return f"{site}/{PATHS[language]}/{address}"

        return Dataset(live.edition, live.today, link_to)

    def _site(self, request: Request) -> str:
        return f"{origin(request, self._public)}{self._public.path}"

    def _here(self, request: Request) -> str:
        return f"{self._site(request)}{ROOT}"

    def _links(self, request: Request, path: str, choice: Choice) -> Callable[[int], str]:
        """Return what makes addresses of the pages of a list, narrowed as it was asked for."""
        here = f"{self._here(request)}/{path}"
        asked = {name: str(value) for name, value in choice if name in choice.model_fields_set - {"page"}}

        def link_to(number: int) -> str:
            query = {**asked, "page": str(number)} if number > 1 else asked
            return f"{here}?{urlencode(query)}" if query else here

        return link_to


class _Open:
    """Lets pages of anybody read what is served, and says as problems what is wrong."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def opened(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_OPEN.items()]
            await send(message)

        request = Request(scope)
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, opened)
            return
        try:
            await self._app(scope, receive, opened)
        except NotAChoice as wrong:
            await not_a_choice(request, wrong)(scope, receive, opened)
        except HTTPException as error:
            why = "api-method" if error.status_code == 405 else "api-missing"
            answer = problem(request, error.status_code, why, error.headers, root=ROOT)
            await answer(scope, receive, opened)
        except Exception:
            if started:
                raise
            logger.exception("a request to %s failed", scope["path"])
            await problem(request, 500, "chat-failed")(scope, receive, opened)
