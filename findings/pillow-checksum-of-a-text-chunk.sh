#!/usr/bin/env bash
# Pillow opens no PNG with a wrong checksum in a text chunk, which no decoder of pictures needs.
#
# Expected: a damaged ancillary chunk is passed over, as browsers and libpng do (PNG specification: an error in an
#   ancillary chunk need not end the decoding): the picture's own chunks are whole.
# Happens: Image.open raises UnidentifiedImageError, "cannot identify image file", as for a file that
#   is no picture at all.  Screenshot tools that edit texts in place write such files.
# Package: pillow 13.0.0 (PyPI)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0
"$folder/venv/bin/python" - <<'PY'
import io

from PIL import Image, PngImagePlugin, UnidentifiedImageError

texts = PngImagePlugin.PngInfo()
texts.add_text("Software", "bees")
made = io.BytesIO()
Image.new("RGB", (9, 9), "teal").save(made, "PNG", pnginfo=texts)
data = made.getvalue()
end = data.index(b"bees") + 4
damaged = data[:end] + bytes(b ^ 0xFF for b in data[end : end + 4]) + data[end + 4 :]
Image.open(io.BytesIO(data)).load()
try:
    Image.open(io.BytesIO(damaged)).load()
    seen = "opened"
except UnidentifiedImageError:
    seen = "UnidentifiedImageError"
print("four bytes of a tEXt chunk's checksum changed:", seen)
assert seen == "UnidentifiedImageError"
PY
