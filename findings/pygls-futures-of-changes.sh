#!/usr/bin/env bash
# pygls keeps a future of each change of a document for ever: a server grows as one types.
#
# Expected: what a notification was handled with is let go when it is handled.
# Happens: for each notification that pygls handles itself (didOpen, didChange, didClose, ...) a future
#   is put into a table under a fresh number, and only futures of requests are taken out again.  Ten
#   thousand changes leave ten thousand futures behind.  A handler of one's own that is a plain function
#   leaves none.
# Package: pygls 2.1.1, lsprotocol 2025.0.0 (PyPI)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pygls==2.1.1 lsprotocol==2025.0.0
"$folder/venv/bin/python" - <<'PY'
import asyncio

from lsprotocol import types
from pygls.lsp.server import LanguageServer


class Nowhere:
    def write(self, data):
        pass

    def close(self):
        pass


async def main():
    server = LanguageServer("server", "1")
    protocol = server.protocol
    protocol.set_writer(Nowhere())
    client = types.InitializeParams(capabilities=types.ClientCapabilities())
    protocol.handle_message(types.InitializeRequest(id=1, params=client))
    document = types.TextDocumentItem("file:///README.md", "markdown", 0, "text")
    protocol.handle_message(
        types.DidOpenTextDocumentNotification(types.DidOpenTextDocumentParams(document))
    )
    for version in range(1, 1001):
        changed = types.VersionedTextDocumentIdentifier(version, "file:///README.md")
        text = [types.TextDocumentContentChangeWholeDocument(f"text {version}")]
        protocol.handle_message(
            types.DidChangeTextDocumentNotification(
                types.DidChangeTextDocumentParams(changed, text)
            )
        )
        await asyncio.sleep(0)
    kept = list(protocol._request_futures.values())
    print("1,000 changes, all of them handled:", all(future.done() for future in kept),
          "- futures that are kept:", len(kept))
    assert len(kept) >= 1000 and all(future.done() for future in kept)


asyncio.run(main())
PY
