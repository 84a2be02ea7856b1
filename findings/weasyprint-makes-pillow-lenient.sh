#!/usr/bin/env bash
# Importing WeasyPrint changes which pictures Pillow calls whole, for the entire process.
#
# Expected: `import weasyprint` has no effect on code beside it that checks uploads with Pillow:
#   a JPEG whose last bytes are missing raises OSError when it is loaded, before and after.
# Happens: the import sets PIL.ImageFile.LOAD_TRUNCATED_IMAGES, so that the same call returns grey
#   pixels without a word, and PNG's checksums are passed over; whether a picture is damaged
#   depends on what another module imported, in tests on their order.
# Package: weasyprint 70.0, pillow 13.0.0 (PyPI), CPython 3.11
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check weasyprint==70.0 pillow==13.0.0
"$folder/venv/bin/python" - <<'PY'
import io

from PIL import Image, ImageFile

made = io.BytesIO()
Image.effect_noise((64, 64), 50).save(made, "JPEG")


def whole():
    try:
        Image.open(io.BytesIO(made.getvalue()[:-300])).load()
    except OSError as error:
        return f"OSError: {error}"
    return "loaded"


before = whole()
import weasyprint  # noqa: E402

after = whole()
print(f"weasyprint {weasyprint.__version__}: a cut picture before the import: {before}; after: {after}")
assert before.startswith("OSError: image file is truncated")
assert after == "loaded"
assert ImageFile.LOAD_TRUNCATED_IMAGES is True
PY
