#!/usr/bin/env bash
# WeasyPrint computes and keeps seven styles for each element: six are of parts that hardly any page has.
#
# Expected: an element without notes and markers has one style; those of `::marker`, `::footnote-call` and their like are
#   worked out where a part is made.
# Happens: WeasyPrint's own style sheet has rules for these parts that match every element, so each of 1,000 paragraphs
#   has a computed style for each of them, which is kept as long as the document: of a report of 200 pages it is
#   50 of 300 MiB. No list, no note and no `float: footnote` is needed.
# Package: weasyprint 70.0 (PyPI), CPython 3.11; Pango is needed
# Seen: 2026-11-29
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check weasyprint==70.0
"$folder/venv/bin/python" - <<'PY'
from collections import Counter

import weasyprint
from weasyprint import css

made = []
begin = css.StyleFor.__init__


def remember(self, *arguments, **options):
    begin(self, *arguments, **options)
    made.append(self)


css.StyleFor.__init__ = remember
weasyprint.HTML(string="<p>a</p>" * 1000).render()
# The key of a style: an element (a page's kind has a style, too) and the name of the part, or None.
parts = Counter(part for kind, part in made[0]._computed_styles if getattr(kind, "tag", "") == "p")
for part, number in sorted(parts.items(), key=str):
    print(f"{number} styles of {'paragraphs' if part is None else '::' + part + ' in paragraphs'}")
print(f"{sum(parts.values())} styles for {parts[None]} paragraphs")
assert parts[None] == 1000 and len(parts) == 7 and set(parts.values()) == {1000}
PY
