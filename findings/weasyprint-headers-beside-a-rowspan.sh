#!/usr/bin/env bash
# WeasyPrint names the wrong headers for cells beside one that spans rows.
#
# Expected: in a tagged PDF, the cell under "Year" has the header "Year" (ISO 32000-1, 14.8.5.7),
#   also in the second of two rows that share their first cell.
# Happens: headers are counted by the cells of the row and not by its columns, so in the second row
#   the year has the header "Site" and the number of bees the header "Year".  A listener hears that.
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

HTML = """<html lang=en><title>Bees</title><table>
<thead><tr><th>Site<th>Year<th>Bees</tr></thead>
<tbody><tr><td rowspan=2>North<td>2024<td>7</tr><tr><td>2025<td>9</tr></tbody></table>"""
pdf = pikepdf.open(io.BytesIO(weasyprint.HTML(string=HTML).write_pdf(pdf_tags=True)))
cells = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
names = {str(o.ID): name for o, name in zip((o for o in cells if o.S == "/TH"), ("Site", "Year", "Bees"))}
headers = [[names[str(i)] for i in o.A.Headers] for o in cells if o.S == "/TD"]
for cell, found in zip(("North", "2024", "7", "2025", "9"), headers, strict=True):
    print(f"{cell:6} {', '.join(found)}")
assert headers == [["Site"], ["Year"], ["Bees"], ["Site"], ["Year"]]
PY
