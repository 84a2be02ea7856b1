#!/usr/bin/env bash
# pandoc's reader "gfm" differs from GitHub's own parser in three things that reports use.
#
# Expected: `-f gfm` shows what cmark-gfm, GitHub's parser, shows.
# Happens: ~one tilde~ strikes nothing (GitHub strikes it through), ticks in numbered lists stay
#   "[ ]" as text, and a note that is referred to twice is printed twice.
# Package: pypandoc-binary 1.17 (pandoc 3.9), cmarkgfm 2025.10.22 (PyPI)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pypandoc-binary==1.17 cmarkgfm==2025.10.22
"$folder/venv/bin/python" - <<'PY'
import cmarkgfm
import pypandoc
from cmarkgfm.cmark import Options

CASES = {
    "~gone~": ("<del>", 0, 1),
    "1. [ ] sorted": ('type="checkbox"', 0, 1),
    "a[^n] b[^n]\n\n[^n]: told": ("told", 2, 1),
}
for text, (sign, by_pandoc, by_github) in CASES.items():
    found = (
        pypandoc.convert_text(text, "html", format="gfm").count(sign),
        cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_FOOTNOTES).count(sign),
    )
    print(f"{text!r:32} {sign:16} pandoc: {found[0]}, GitHub's parser: {found[1]}")
    assert found == (by_pandoc, by_github)
PY
