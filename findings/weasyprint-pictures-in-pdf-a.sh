#!/usr/bin/env bash
# WeasyPrint's variant PDF/A-3a holds pictures that PDF/A-3 forbids, and names an attachment twice.
#
# Expected: with pdf_variant="pdf/a-3a" what is written keeps to ISO 19005-3: no image has
#   Interpolate true (6.2.8), and an attached file is associated once (6.8).
# Happens: every picture is written with Interpolate true, unless the style says
#   `image-rendering: crisp-edges`; and the catalog's AF lists the same file specification twice.
# Package: weasyprint 70.0, pikepdf 10.18.0, pillow 13.0.0 (PyPI); needs Pango
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check weasyprint==70.0 pikepdf==10.18.0 pillow==13.0.0
"$folder/venv/bin/python" - <<'PY'
import base64
import io

import pikepdf
import weasyprint
from PIL import Image

picture = io.BytesIO()
Image.new("RGB", (40, 40), "teal").save(picture, "PNG")
address = "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()
found = {}
for rendering in ("auto", "crisp-edges"):
    html = f"""<html lang=en><title>Bees</title>
<p><img alt="a teal square" src="{address}" style="width: 5cm; image-rendering: {rendering}">"""
    attached = weasyprint.Attachment(string=b"{}", name="data.json")
    written = weasyprint.HTML(string=html).write_pdf(
        pdf_variant="pdf/a-3a", pdf_tags=True, attachments=[attached]
    )
    pdf = pikepdf.open(io.BytesIO(written))
    images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
    files = [file.objgen for file in pdf.Root.AF]
    found[rendering] = ([bool(image.get("/Interpolate", False)) for image in images], len(files), len(set(files)))
    print(f"image-rendering: {rendering}: Interpolate {found[rendering][0]}, AF has {len(files)} of {len(set(files))} file")
assert found == {"auto": ([True], 2, 1), "crisp-edges": ([False], 2, 1)}
PY
