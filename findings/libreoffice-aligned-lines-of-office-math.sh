#!/usr/bin/env bash
# LibreOffice reads a formula of Word as commands of its own: what aligns lines there becomes "and".
#
# Expected: in an array of equations (m:eqArr) the signs "&" say where its lines are aligned (ECMA-376-1, 22.1.2.34, and
#   what Word writes); a bracket that stands by itself is a bracket, |x| the amount of x.
# Happens: "a&=b" is drawn as "a∧¿b", where ¿ is LibreOffice's mark of a fault; "= 5" as "¿5"; of "(x" only the mark is left,
#   the x is gone. In a run that is no mathematics (m:nor) a bracket is drawn as it stands.
# Package: libreoffice-writer 7.4.7 (Debian 12), python-docx 1.2.0 (PyPI)
# Seen: 2026-11-29
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check python-docx==1.2.0 pypdfium2==5.15.0
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

RUN = "<m:r>{}<m:t>{}</m:t></m:r>"
PLAIN = "<m:rPr><m:nor/></m:rPr>"
FORMULAS = (
    f"<m:eqArr><m:e>{RUN.format('', 'a&amp;=b')}</m:e></m:eqArr>",
    RUN.format("", "(x"),
    RUN.format("", "= 5"),
    RUN.format(PLAIN, "(") + RUN.format("", "x"),
)
document = docx.Document()
for number, formula in enumerate(FORMULAS):
    paragraph = document.add_paragraph(f"{number}: ")
    paragraph._p.append(parse_xml(f"<m:oMath {nsdecls('m')}>{formula}</m:oMath>"))
document.save("formulas.docx")
PY
soffice --headless "-env:UserInstallation=file://$folder/office" --convert-to pdf formulas.docx >/dev/null
"$folder/venv/bin/python" - <<'PY'
import pypdfium2

text = pypdfium2.PdfDocument("formulas.pdf")[0].get_textpage().get_text_bounded()
print(text)
aligned, bracket, relation, plain = (part.partition(":")[2] for part in text.replace("\r", "").split("\n")[:4])
assert "\u2227" in aligned and "\u00bf" in aligned
assert "x" not in bracket
assert "\u00bf" in relation
assert "\u00bf" not in plain
PY
