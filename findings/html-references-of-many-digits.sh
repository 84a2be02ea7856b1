#!/usr/bin/env bash
# Character references of thousands of digits raise in tinyhtml5, and in html.unescape of Python.
#
# Expected: a number beyond U+10FFFF is U+FFFD, however many digits it has (HTML Standard,
#   numeric character reference end state); a parser of HTML raises on no text.
# Happens: from 4,301 digits on both raise ValueError, since int() refuses more; 4,300 digits are U+FFFD.
# Package: tinyhtml5 2.1.0 (PyPI), CPython 3.11
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tinyhtml5==2.1.0
"$folder/venv/bin/python" - <<'PY'
import html
import io

import tinyhtml5


def seen(read, digits):
    try:
        return ascii(read(f"&#{'9' * digits};"))
    except ValueError:
        return "ValueError"


def parsed(text):
    return "".join(tinyhtml5.parse(io.StringIO(f"<p>{text}")).itertext())


found = {n: (seen(html.unescape, n), seen(parsed, n)) for n in (4300, 4301)}
for digits, (python, parser) in found.items():
    print(f"{digits} digits: html.unescape {python}, tinyhtml5 {parser}")
assert found == {4300: (r"'\ufffd'",) * 2, 4301: ("ValueError",) * 2}
PY
