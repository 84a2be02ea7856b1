#!/usr/bin/env bash
# WeasyPrint draws every child of an SVG <switch>, and no text of a <foreignObject>, without a word.
#
# Expected: of a <switch> the first child whose conditions hold is drawn (SVG 1.1, 5.8.2), which is how
#   draw.io and Mermaid give a plain label beside a rich one; what cannot be drawn is in the log.
# Happens: all children are drawn over each other, the text in <foreignObject> is not there, and
#   nothing is logged.  A diagram's labels are missing in print, or stand there twice.
# Package: weasyprint 70.0, pypdfium2 5.15.2 (PyPI); needs Pango
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check weasyprint==70.0 pypdfium2==5.15.2
"$folder/venv/bin/python" - <<'PY'
import logging

import pypdfium2
import weasyprint

told = []
handler = logging.Handler()
handler.emit = lambda record: told.append(record.getMessage())
logging.getLogger("weasyprint").addHandler(handler)
HTML = """<html lang=en><title>Labels</title><svg xmlns="http://www.w3.org/2000/svg" width="300" height="200">
<switch><text x="9" y="30" systemLanguage="en">hive</text><text x="9" y="60">bikube</text></switch>
<foreignObject x="9" y="90" width="200" height="40"><p xmlns="http://www.w3.org/1999/xhtml">queen</p></foreignObject>
</svg>"""
text = pypdfium2.PdfDocument(weasyprint.HTML(string=HTML).write_pdf())[0].get_textpage().get_text_range()
words = {word: word in text for word in ("hive", "bikube", "queen")}
print("drawn:", words, "- logged:", told)
assert words == {"hive": True, "bikube": True, "queen": False}
assert told == []
PY
