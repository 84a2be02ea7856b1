"""The language server: what an editor may ask, and which module answers it.

Handlers run in the loop's thread and are quick; what has to read a report is given to the worker
(``documents``).  Diagnostics are pushed, not pulled: an editor that knows both would show each twice.
"""

from __future__ import annotations

import asyncio
import logging
from functools import wraps
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeVar

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcContentModified, JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from publisher import __version__
from publisher.desk.faults import fault_of_ours
from publisher.desk.lsp import actions, completion, found, lens, links, outline, phrases
from publisher.desk.lsp.documents import Documents, Judged, path_of
from publisher.desk.settings import Settings
from publisher.language.catalog import IN_ENGLISH

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from pathlib import Path

    from publisher.diagnostics.ranges import Unit
    from publisher.language.catalog import Catalog

Answer = TypeVar("Answer")
Asked = TypeVar("Asked")

_LOG: Final = logging.getLogger(__name__)
_UNITS: Final[dict[str, Unit]] = {"utf-8": "utf-8", "utf-16": "utf-16", "utf-32": "utf-32"}


class Protocol(LanguageServerProtocol):
    """pygls's protocol, with documents that are ours.

    pygls would keep each text a second time, and for ever a future of each change: those are kept where it has
    a handler of its own that is a generator.
    """

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a report that was opened."""
        self._server.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take a report's new text."""
        asked = params.text_document
        self._server.documents.change(asked.uri, asked.version, params.content_changes)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a report."""
        self._server.closed(params.text_document.uri)


class Server(LanguageServer):
    """A server for one editor.

    ``code``: what the process ends with, 1 unless the editor took leave, as the protocol has it.
    """

    protocol: Protocol

    def __init__(self, course: Path | None, said: Catalog = IN_ENGLISH) -> None:
        """Take the course's file, None for the defaults; ``said``: the language."""
        super().__init__(
            "publisher",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=Protocol,
            max_workers=1,  # it reads standard input
        )
        self.documents = Documents(
            Settings(course), found.diagnostics, self.publish, self.refresh, said
        )
        self.code = 1
        self._told: set[Path] = set()
        for method, (handler, options) in _FEATURES.items():
            self.feature(method, options)(handler)

    def can(self, what: str) -> Any:
        """Return what the editor says of one of its capabilities, None where it says nothing."""
        return get_capability(self.client_capabilities, what)

    @property
    def can_edit(self) -> bool:
        """Whether the editor takes edits that name the version of their text: it is offered no others."""
        return bool(
            self.can("workspace.workspace_edit.document_changes")
            or self.can("workspace.workspace_edit.resource_operations")
        ) and bool(self.can("text_document.code_action.code_action_literal_support"))

    @property
    def can_resolve(self) -> bool:
        """Whether the editor asks for the edit of an action once that is chosen."""
        asked = self.can("text_document.code_action.resolve_support.properties")
        return "edit" in (asked or ()) and bool(self.can("text_document.code_action.data_support"))

    def opened(self, document: types.TextDocumentItem) -> None:
        """Take a document, and mention settings beside it that are not obeyed, as the command line does."""
        made = self.documents.open(document.uri, document.version, document.text)
        beside = made.path.parent / "course.yaml" if made else None
        if beside and not self.documents.settings.path and beside not in self._told:
            self._told.add(beside)
            if beside.is_file():
                self.log(phrases.course_not_used(str(beside)))

    def closed(self, uri: str) -> None:
        """Forget a document, and let the editor forget what was said of it."""
        if self.documents.close(uri):
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def publish(self, judged: Judged) -> None:
        """Say what was found in the newest text of a report."""
        said = judged.answer(found.diagnostics)
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(judged.uri, said, judged.version)
        )

    def refresh(self) -> None:
        """Let the editor ask again for what it shows in the text."""
        if self.can("workspace.code_lens.refresh_support"):
            self.workspace_code_lens_refresh(None)

    def log(self, message: str) -> None:
        """Say something that is to be found when one looks for it."""
        said = self.documents.said(message)
        self.window_log_message(types.LogMessageParams(types.MessageType.Info, said))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Say what went wrong outside of any answer; pygls would show each on the screen."""
        del source  # an answer that failed has told it
        if not isinstance(error, JsonRpcException):
            self.log(fault_of_ours(error))


def _answering(
    handler: Callable[[Server, Asked], Awaitable[Answer]],
) -> Callable[[Server, Asked], Awaitable[Answer]]:
    """Let a fault of ours be told as such; pygls would send a traceback."""

    @wraps(handler)
    async def answered(ls: Server, params: Asked) -> Answer:
        try:
            return await handler(ls, params)
        except JsonRpcException:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is ours
            _LOG.exception("an answer failed")
            raise JsonRpcInternalError(ls.documents.said(fault_of_ours(error))) from None

    return answered


async def _asked(
    ls: Server, document: types.TextDocumentIdentifier, ask: Callable[[Judged], Answer]
) -> Answer | None:
    """Return what ``ask`` says of a report as it is when it is known."""
    return await ls.documents.ask(document.uri, lambda judged: judged.answer(ask))


async def _at(
    ls: Server, document: types.TextDocumentIdentifier, ask: Callable[[Judged], Answer]
) -> Answer | None:
    """Return what ``ask`` says of a place; None where the place was one of a text that is gone."""
    open_ = ls.documents.get(document.uri)
    version = open_.version if open_ else None
    return await ls.documents.ask(
        document.uri, lambda judged: ask(judged) if judged.version == version else None
    )


def begin(ls: Server, params: types.InitializeParams) -> None:
    """Agree with the editor on what both can."""
    del params
    encoding = ls.workspace.position_encoding
    ls.documents.begin(_UNITS[str(getattr(encoding, "value", encoding))])
    if ls.can_edit:
        options = types.CodeActionOptions(list(actions.KINDS), resolve_provider=ls.can_resolve)
        ls.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)(_answering(code_actions))
        if ls.can_resolve:
            ls.feature(types.CODE_ACTION_RESOLVE)(_answering(resolved))


def begun(ls: Server, params: types.InitializedParams) -> None:
    """Ask to be told of files that change on disk; of an editor that tells nothing they are followed."""
    del params
    if not (
        ls.can("workspace.did_change_watched_files.dynamic_registration") and ls.workspace.folders
    ):  # an editor watches what is below the folder that was opened in it
        ls.documents.follow()
        return
    places: list[types.GlobPattern] = ["**/*"]
    course = ls.documents.settings.path
    if course and ls.can("workspace.did_change_watched_files.relative_pattern_support"):
        places.append(types.RelativePattern(course.absolute().parent.as_uri(), "**/*"))
    options = types.DidChangeWatchedFilesRegistrationOptions(
        [types.FileSystemWatcher(place) for place in places]
    )
    asked = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    ls.client_register_capability(types.RegistrationParams([asked]))


def leave(ls: Server, params: None) -> None:
    """Take leave: what comes now is the end."""
    del params
    ls.code = 0


def files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Look again at what lies beside a report."""
    paths = (path_of(change.uri) for change in params.changes)
    ls.documents.files_changed([path for path in paths if path])


async def lenses(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    """Say how far each answer is."""
    return await _asked(ls, params.text_document, lens.lenses)


async def document_links(
    ls: Server, params: types.DocumentLinkParams
) -> list[types.DocumentLink] | None:
    """Say which files a report names."""
    return await _asked(ls, params.text_document, links.links)


async def folds(ls: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    """Say what can be folded."""
    made = await _asked(ls, params.text_document, outline.folds)
    most = ls.can("text_document.folding_range.range_limit")
    return made[:most] if made else made


async def symbols(
    ls: Server, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
    """Give the outline."""
    made = await _asked(ls, params.text_document, outline.symbols)
    if made and not ls.can("text_document.document_symbol.hierarchical_document_symbol_support"):
        return list(outline.flat(made, params.text_document.uri))
    return made


async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """Explain what was found at a place."""
    shown: Iterable[types.MarkupKind] = ls.can("text_document.hover.content_format") or ()
    markdown = types.MarkupKind.Markdown in shown
    return await _at(
        ls,
        params.text_document,
        lambda judged: found.hover(judged, params.position, markdown=markdown),
    )


async def complete(ls: Server, params: types.CompletionParams) -> types.CompletionList | None:
    """Offer what can be written at a place."""
    document = ls.documents.get(params.text_document.uri)
    if document is None:
        return None
    return await asyncio.to_thread(
        completion.completion, document, params.position, ls.documents.said
    )


async def code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    """Offer what can be mended."""

    def ask(judged: Judged) -> list[types.CodeAction]:
        offered = actions.actions(judged, params)
        if ls.can_resolve:
            return offered
        return [made for action in offered if (made := actions.edited(judged, action))]

    return await _at(ls, params.text_document, ask)


async def resolved(ls: Server, params: types.CodeAction) -> types.CodeAction:
    """Give the edit of a fix that was chosen. Raises JsonRpcContentModified."""

    def ask(judged: Judged) -> types.CodeAction | None:
        if actions.is_stale(judged, params):
            raise JsonRpcContentModified(ls.documents.said(phrases.FIX_STALE))
        return actions.edited(judged, params)

    uri = params.data.get("uri") if isinstance(params.data, dict) else None
    made = await ls.documents.ask(str(uri), ask)
    if made is None:
        raise JsonRpcContentModified(ls.documents.said(phrases.FIX_FAILED))
    return made


_FEATURES: Final[dict[str, tuple[Callable[[Server, Any], Any], Any]]] = {
    types.INITIALIZE: (begin, None),
    types.INITIALIZED: (begun, None),
    types.SHUTDOWN: (leave, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (files_changed, None),
    types.TEXT_DOCUMENT_CODE_LENS: (_answering(lenses), None),
    types.TEXT_DOCUMENT_DOCUMENT_LINK: (_answering(document_links), None),
    types.TEXT_DOCUMENT_FOLDING_RANGE: (_answering(folds), None),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (_answering(symbols), None),
    types.TEXT_DOCUMENT_HOVER: (_answering(hover), None),
    types.TEXT_DOCUMENT_COMPLETION: (
        _answering(complete),
        types.CompletionOptions(trigger_characters=list(completion.TRIGGERS)),
    ),
}


def serve(
    course: Path | None,
    asked: BinaryIO,
    answered: BinaryIO,
    *,
    said: Catalog = IN_ENGLISH,
    debug: bool = False,
) -> int:
    """Serve one editor until it leaves, on the two streams; return what the process ends with.

    ``said``: the language; ``debug``: faults are logged on standard error, with what pygls logs: what it tells the editor, too, and
    what fails when the editor is gone.
    """
    if debug:
        logging.basicConfig()
    else:
        logging.getLogger().addHandler(logging.NullHandler())
    server = Server(course, said)
    server.start_io(asked, answered)
    return server.code
