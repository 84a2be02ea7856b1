#!/usr/bin/env bash
# latex2mathml writes a MathML element with four children where two are allowed.
#
# Expected: the inverse of a matrix is <msup> with a base and an exponent (MathML Core, 3.4.1.2:
#   exactly two children), or an error.  An unknown command is an error.
# Happens: bracket, table, bracket and exponent stand side by side in <msup>, which a browser shows
#   as an invalid row without an exponent; and \foo is an identifier named "\foo".
# Package: latex2mathml 3.81.1 (PyPI)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check latex2mathml==3.81.1
"$folder/venv/bin/python" - <<'PY'
from xml.etree import ElementTree

from latex2mathml.converter import convert

tree = ElementTree.fromstring(convert(r"\begin{bmatrix}1&2\end{bmatrix}^{-1}"))
power = next(e for e in tree.iter() if e.tag.endswith("}msup"))
children = [child.tag.rpartition("}")[2] for child in power]
print("children of msup:", *children)
unknown = [e.text for e in ElementTree.fromstring(convert(r"\foo{x}")).iter() if e.text]
print("an unknown command gives:", *unknown)
assert children == ["mo", "mtable", "mo", "mrow"]
assert unknown == ["\\foo", "x"]
PY
