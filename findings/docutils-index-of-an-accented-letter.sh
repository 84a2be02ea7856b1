#!/usr/bin/env bash
# docutils sets the index of an accented letter below the letter.
#
# Expected: \hat{y}_i is a letter with a hat and, at its foot on the right, an i (munderover is for
#   sums and limits, msub for this): <msub><mover>y hat</mover><mi>i</mi></msub>.
# Happens: <munderover> y, i, hat: the i stands under the y, as under a sum.  The same with
#   \overline; a superscript (\tilde{x}^2) comes out right.
# Package: docutils 0.22.4 (PyPI)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check docutils==0.22.4
"$folder/venv/bin/python" - <<'PY'
import re

from docutils.utils.math.latex2mathml import tex2mathml

found = {t: re.findall(r"<(m\w+)", tex2mathml(t))[1:] for t in (r"\hat{y}_i", r"\overline{x}_i", r"\tilde{x}^2")}
for formula, tags in found.items():
    print(f"{formula:16} {' '.join(tags)}")
assert found == {
    r"\hat{y}_i": ["munderover", "mi", "mi", "mo"],
    r"\overline{x}_i": ["munderover", "mi", "mi", "mo"],
    r"\tilde{x}^2": ["msup", "mover", "mi", "mo", "mn"],
}
PY
