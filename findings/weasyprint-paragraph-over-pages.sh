#!/usr/bin/env bash
# WeasyPrint tags a paragraph that runs over pages as several paragraphs.
#
# Expected: one structure element P for one paragraph, with content on each of its pages
#   (ISO 32000-1, 14.7.4: an element's kids may lie on different pages).
# Happens: a P for each page, so to a listener, a converter and a count of paragraphs the text
#   ends where the page does.
# Package: weasyprint 70.0, pikepdf 10.18.0 (PyPI); needs Pango
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check weasyprint==70.0 pikepdf==10.18.0
"$folder/venv/bin/python" - <<'PY'
import io

import pikepdf
import weasyprint

HTML = (
    "<html lang=en><title>Long</title><style>@page { size: 60mm 40mm; margin: 5mm }</style><p>"
    + "word " * 80
)
pdf = pikepdf.open(io.BytesIO(weasyprint.HTML(string=HTML).write_pdf(pdf_tags=True)))
found = sum(isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/P" for o in pdf.objects)
print("pages:", len(pdf.pages), "- paragraphs in the text: 1 - in the structure:", found)
assert found == len(pdf.pages) > 1
PY
