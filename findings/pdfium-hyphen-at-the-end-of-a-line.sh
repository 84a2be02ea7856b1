#!/usr/bin/env bash
# PDFium turns a hyphen that was typed into a character that is none, where a line ends behind it.
#
# Expected: "state-of-the-art", broken behind its second hyphen, is extracted with three hyphens.
# Happens: the hyphen at the line's end comes out as U+FFFE by one function (get_text_range) and as
#   U+0002 by the other (get_text_bounded); a hyphen that the layout added stays a hyphen (U+2010).
#   So extraction loses what was written, and keeps what was not.
# Package: pypdfium2 5.15.2, weasyprint 70.0 (PyPI); needs Pango
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pypdfium2==5.15.2 weasyprint==70.0
"$folder/venv/bin/python" - <<'PY'
import pypdfium2
import weasyprint

HTML = """<html lang=en><title>Hyphens</title><style>@page { size: 40mm 60mm; margin: 5mm }</style>
<p>state-of-<br>the-art, repre&#x2010;<br>sentation"""
page = pypdfium2.PdfDocument(weasyprint.HTML(string=HTML).write_pdf())[0].get_textpage()
ranged, bounded = page.get_text_range(), page.get_text_bounded()
print("get_text_range:  ", ascii(ranged))
print("get_text_bounded:", ascii(bounded))
assert "state-of\ufffethe-art" in ranged
assert "state-of\x02the-art" in bounded
assert "repre\u2010\r\nsentation" in ranged
PY
