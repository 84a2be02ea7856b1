#!/usr/bin/env bash
# WeasyPrint writes the language of the document into a tagged PDF, and no other.
#
# Expected: a span or division with a `lang` of its own has a /Lang in its structure element (PDF/UA-1,
#   7.2: changes of natural language are declared), since WeasyPrint knows it: it hyphenates by it.
# Happens: only the catalog has one; a Danish quotation in an English text is read out as English, and
#   the PDF/UA variant is written all the same.
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

HTML = """<html lang=en><title>Languages</title>
<p>They said <span lang=da>det er fint</span>.</p><div lang=de><p>Es ist gut.</p></div>"""
pdf = pikepdf.open(
    io.BytesIO(weasyprint.HTML(string=HTML).write_pdf(pdf_tags=True, pdf_variant="pdf/ua-1"))
)
elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/P" in o]
languages = [str(o.Lang) for o in elements if "/Lang" in o]
print("catalog:", pdf.Root.Lang, "- structure elements:", len(elements), "- of them with a language:", languages)
assert str(pdf.Root.Lang) == "en"
assert len(elements) > 5 and languages == []
PY
