#!/usr/bin/env bash
# WeasyPrint asks cffi for arrays by their length as text, and cffi parses each text as a program in C.
#
# Expected: an array of 300 numbers costs what one of 299 does: nothing.
# Happens: cffi keeps a type by its text. `ffi.new(f"hb_codepoint_t[{len(glyphs)}]", glyphs)` has another text for each
#   number of glyphs, twice for each font, and each time pycparser reads all 66 typedefs of WeasyPrint before it: 2 ms.
#   For a report with six fonts that is 25 ms of the second that makes it; "hb_codepoint_t[]" is parsed once.
# Package: weasyprint 70.0, cffi 2.1.1 (PyPI), CPython 3.11; Pango is needed
# Seen: 2026-11-29
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check weasyprint==70.0 cffi==2.1.1
"$folder/venv/bin/python" - <<'PY'
import time

from weasyprint.text.ffi import ffi


def took(kinds):
    begun = time.process_time()
    for kind in kinds:
        ffi.new(kind, (1, 2, 3))
    return (time.process_time() - begun) / len(kinds) * 1000


took(["hb_codepoint_t[]"])
before = len(ffi._parsed_types)
by_length = took([f"hb_codepoint_t[{size}]" for size in range(100, 120)])
parsed = len(ffi._parsed_types) - before
any_length = took(["hb_codepoint_t[]"] * 20)
print(f"by its length {by_length:.3f} ms each, {parsed} texts parsed; of any length {any_length:.3f} ms")
assert parsed == 20 and by_length > 20 * any_length
PY
