"""What a preview answers: the page, what it shows, a stream of what has changed, and two things to do."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from publisher.builders.page import ALONE, FONTS, style_sheet
from publisher.builders.templates import THEME
from publisher.desk.preview.editor import EditorError
from publisher.desk.preview.guard import Guard
from publisher.doors.assets import themes_folder
from publisher.doors.opened import FileError
from publisher.doors.output import FORMATS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from publisher.desk.preview.editor import Editor
    from publisher.desk.preview.state import Preview

POLICY: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; "  # an author may give a picture its size
    "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page of the preview may do: nothing outside."""
FIGURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What a drawing may do that is looked at alone."""
_FILES: Final = frozenset(("page.js", "preview.js", "preview-stream.js", *FONTS))
_NUMBER: Final = re.compile(r"[0-9]{1,8}")
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address holds the token
    "Cross-Origin-Resource-Policy": "same-origin",
}
_MEDIA: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "json": "application/json",
}


def application(
    preview: Preview, token: str, names: Iterable[str] = (), editor: Editor | None = None
) -> ASGIApp:
    """Return the server's application.

    ``token``: stands in all addresses; ``names``: of proxies that lead here; ``editor``: opens a line of the report.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        preview.start()
        yield
        preview.end()

    answers = _Answers(preview, editor)
    routes = [
        Route("/", answers.page),
        Route("/events", answers.events),
        Route("/figure/{path:path}", answers.figure),
        Route("/made/{name}", answers.made),
        Route("/pdf", answers.pdf, methods=["POST"]),
        Route("/edit", answers.edit, methods=["POST"]),
        Route("/{name:path}", answers.asset),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan), token, names)


class _Answers:
    """Each answers what is asked at its route."""

    def __init__(self, preview: Preview, editor: Editor | None) -> None:
        self._preview = preview
        self._editor = editor

    async def page(self, _: Request) -> Response:
        return _answer((await self._preview.first()).made.html, "html")

    async def events(self, _: Request) -> Response:
        async def stream() -> AsyncIterator[str]:
            async for told in self._preview.told():
                yield f"data: {told}\n\n" if told else ":\n\n"

        headers = {**_HEADERS, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)

    async def figure(self, request: Request) -> Response:
        made, path = self._preview.shown.made, request.path_params["path"]
        if made.folder is None or path not in made.figures:
            return _nothing()
        try:
            data = made.folder.read(path)
        except FileError:
            return _nothing()
        picture = made.folder.picture(path)
        same = request.url.query == picture.sha256[:16]
        return _answer(data, picture.media, policy=FIGURE_POLICY, for_good=same)

    async def made(self, request: Request) -> Response:
        name = request.path_params["name"]
        data = self._preview.shown.pdf.files.get(name)
        if data is None or name not in FORMATS.values():
            return _nothing()
        return _answer(data, name.rpartition(".")[2], policy="")

    async def pdf(self, _: Request) -> Response:
        self._preview.make_pdf()
        return PlainTextResponse("", 202)

    async def edit(self, request: Request) -> Response:
        if self._editor is None:
            return PlainTextResponse("publisher preview was started without --editor", 404)
        line, column = (request.query_params.get(name, "") for name in ("line", "column"))
        if not (_NUMBER.fullmatch(line) and _NUMBER.fullmatch(column)):
            return PlainTextResponse("line and column: expected numbers", 400)
        try:
            self._editor.open(self._preview.path, int(line), int(column))
        except EditorError as error:
            return PlainTextResponse(self._preview.said(error.args[0]), 500)
        return PlainTextResponse("", 202)

    async def asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        data = _asset(name)
        return _nothing() if data is None else _answer(data, name.rpartition(".")[2])


@cache
def _asset(name: str) -> bytes | None:
    """Return one of the preview's own files; None: there is none of this name."""
    folder = themes_folder() / THEME / "static"
    if name == "style.css":
        return style_sheet((*ALONE, "preview")).encode()
    if name in _FILES:
        return (folder / name).read_bytes()
    return None


def _answer(data: bytes, kind: str, *, policy: str = POLICY, for_good: bool = False) -> Response:
    caching = "private, max-age=31536000, immutable" if for_good else "no-store"
    headers = {**_HEADERS, "Cache-Control": caching}
    if policy:
        headers["Content-Security-Policy"] = policy
    return Response(data, media_type=_MEDIA.get(kind, kind), headers=headers)


def _nothing() -> Response:
    return PlainTextResponse("There is nothing of this name.\n", 404)
