#!/usr/bin/env bash
# Sphinx hands LaTeX pictures that no TeX engine can read, without a warning, also under -W.
#
# Expected: the latex builder lists what it supports (PDF, PNG, JPEG); a WebP or a GIF is converted, or
#   there is a warning, as there is for an image of `*` without a match.
# Happens: both are copied and named in \includegraphics, the build ends with 0, and the document
#   does not compile.
# Package: sphinx 9.0.4, pillow 13.0.0 (PyPI)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check sphinx==9.0.4 pillow==13.0.0
mkdir "$folder/source"
cat > "$folder/source/conf.py" <<'PY'
project, copyright = "Bees", "nobody"
PY
cat > "$folder/source/index.rst" <<'RST'
Bees
====

.. image:: hive.webp

.. image:: hive.gif
RST
"$folder/venv/bin/python" - "$folder/source" <<'PY'
import sys

from PIL import Image

for ending in ("webp", "gif"):
    Image.new("RGB", (9, 9), "teal").save(f"{sys.argv[1]}/hive.{ending}")
PY
"$folder/venv/bin/python" -m sphinx -q -W -b latex -d "$folder/doctrees" "$folder/source" "$folder/out"
echo "sphinx -W -b latex ended with $?; in the document:"
grep -o 'includegraphics{{hive}.[a-z]*' "$folder/out/bees.tex"
[ "$(grep -c 'includegraphics{{hive}.\(webp\|gif\)' "$folder/out/bees.tex")" = 2 ]
