#!/usr/bin/env bash
# pygls ends lines where the protocol does not, so an editor's change lands on another line.
#
# Expected: lines end at \n, \r\n and \r and nowhere else (LSP 3.17, "Text Documents"): that is how
#   every client counts.
# Happens: the text is cut by str.splitlines, which also ends lines at U+2028, U+2029, U+0085, form
#   feed and vertical tab.  Behind one of these (pasted from a word processor) each incremental change
#   is written into an earlier line, without an error, and the two texts differ from then on.
# Package: pygls 2.1.1, lsprotocol 2025.0.0 (PyPI)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pygls==2.1.1 lsprotocol==2025.0.0
"$folder/venv/bin/python" - <<'PY'
from lsprotocol.types import Position, Range, TextDocumentContentChangePartial
from pygls.workspace import TextDocument

document = TextDocument("file:///README.md", "one\u2028still one\ntwo\n")
document.apply_change(
    TextDocumentContentChangePartial(range=Range(Position(1, 0), Position(1, 3)), text="TWO")
)
print("asked: line 1, characters 0 to 3, become TWO; the text is now", ascii(document.source))
assert document.source == "one\u2028TWOll one\ntwo\n"
PY
