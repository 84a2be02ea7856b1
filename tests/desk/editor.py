"""An editor for tests: pytest-lsp's client over stdio, with what it waits for.

It counts positions as Python does, in code points of the text that it has, so a test says what it means.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import attrs
import pytest_lsp
from lsprotocol import types

PATIENCE = 120
"""Seconds after which a server is taken to hang."""
SIZES = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@dataclass
class Editor:
    """A client with one report open at a time and a text of its own."""

    client: pytest_lsp.LanguageClient
    unit: str
    uri: str = ""
    text: str = ""
    version: int = 0
    said: list[types.PublishDiagnosticsParams] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)

    @property
    def server(self):
        return self.client._server

    @property
    def document(self):
        return types.TextDocumentIdentifier(self.uri)

    def hears(self, params):
        self.said.append(params)
        self.heard.set()

    async def open(self, path, text=None):
        """Open a file, of which the editor may have another text, and return what is said of it."""
        self.uri = path.as_uri()
        self.text = path.read_text(encoding="utf-8") if text is None else text
        self.version += 1
        item = types.TextDocumentItem(self.uri, "markdown", self.version, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.found()

    def send(self, text):
        """Change the text, and wait for nothing."""
        self.text, self.version = text, self.version + 1
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        changes = [types.TextDocumentContentChangeWholeDocument(text)]
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))

    async def type(self, text):
        """Change the text, and return what is said of it."""
        self.send(text)
        return await self.found()

    async def found(self):
        """Return the diagnostics of the newest text."""
        return await asyncio.wait_for(self._found(), PATIENCE)

    async def _found(self):
        while True:
            mine = [p for p in self.said if p.uri == self.uri and p.version == self.version]
            if mine:
                return mine[-1].diagnostics
            self.heard.clear()
            await self.heard.wait()

    async def again(self):
        """Return the next diagnostics, of the same text."""
        before = len(self.said)
        while not (mine := [p for p in self.said[before:] if p.uri == self.uri]):
            self.heard.clear()
            await asyncio.wait_for(self.heard.wait(), PATIENCE)
        return mine[-1].diagnostics

    async def close(self):
        """Close the file and return what is said then."""
        heard = self.again()
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document))
        return await heard

    def at(self, words, *, behind=False):
        """Return where ``words`` first stand, or end, as the editor counts it."""
        return self.position(self.text.index(words) + (len(words) if behind else 0))

    def position(self, offset):
        before = self.text[:offset]
        line = before.rpartition("\n")[2]
        encoding, size = SIZES[self.unit]
        return types.Position(before.count("\n"), len(line.encode(encoding)) // size)

    def offset(self, position):
        """Return the character at a position that the server sent."""
        start = 0
        for _ in range(position.line):
            start = self.text.index("\n", start) + 1
        encoding, size = SIZES[self.unit]
        line = self.text[start:].partition("\n")[0].encode(encoding)
        return start + len(line[: position.character * size].decode(encoding))

    def words(self, area):
        """Return the text in a range that the server sent."""
        return self.text[self.offset(area.start) : self.offset(area.end)]

    def edited(self, edit):
        """Return the text after an edit of the server's, which must be of the text that the editor has."""
        assert edit.changes is None
        (change,) = edit.document_changes
        assert (change.text_document.uri, change.text_document.version) == (self.uri, self.version)
        text = self.text
        for one in sorted(change.edits, key=lambda e: self.offset(e.range.start), reverse=True):
            start, end = self.offset(one.range.start), self.offset(one.range.end)
            text = text[:start] + one.new_text + text[end:]
        return text

    async def actions(self, start, end=None, only=None):
        """Return the titles of the actions at a place, with the actions."""
        context = types.CodeActionContext([], only)
        area = types.Range(start, end or start)
        asked = types.CodeActionParams(self.document, area, context)
        found = await self.client.text_document_code_action_async(asked)
        return {action.title: action for action in found}


@asynccontextmanager
async def editor(*options, unit="utf-16", capabilities=None, env=None):
    """Start a server and an editor that counts in ``unit``, with VS Code's abilities or ``capabilities``."""
    client = pytest_lsp.make_test_lsp_client()
    able = capabilities or pytest_lsp.client_capabilities("visual-studio-code")
    if unit != "utf-16":
        general = types.GeneralClientCapabilities(position_encodings=[unit, "utf-16"])
        able = attrs.evolve(able, general=general)
    made = Editor(client, unit)
    client.protocol.fm.features.pop(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(
        lambda params: made.hears(params)  # noqa: PLW0108 - pygls writes attributes on it
    )
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(
        lambda params: made.asked.append(params)  # noqa: PLW0108
    )
    client.feature(types.WORKSPACE_CODE_LENS_REFRESH)(lambda _: made.asked.append("lenses"))
    await client.start_io(sys.executable, "-m", "publisher", "lsp", "--stdio", *options, env=env)
    try:
        opened = [types.WorkspaceFolder(Path(Path.cwd().anchor).as_uri(), "everything")]
        asked = types.InitializeParams(able, workspace_folders=opened)
        begun = await asyncio.wait_for(client.initialize_session(asked), PATIENCE)
        assert (begun.capabilities.position_encoding or "utf-16") == unit
        yield made
        if not client.stopped:
            await asyncio.wait_for(client.shutdown_session(), PATIENCE)
    finally:
        if made.server.returncode is None:
            made.server.kill()
        await client.stop()
