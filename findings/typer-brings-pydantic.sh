#!/usr/bin/env bash
# typer 0.29 loads pydantic, though not when it is imported: when the first parameter is converted.
#
# Expected: a command whose only parameter is a string costs what it did: typer 0.28 needs no
#   pydantic, and `import typer` of 0.29 shows none in `sys.modules`.
# Happens: 0.29 requires pydantic and imports some 40 of its modules while the command line is
#   built, whatever the parameter's type; measuring the import alone hides it.
# Package: typer 0.29.2 and 0.28.0 (PyPI), CPython 3.11
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
for pinned in typer==0.28.0 typer==0.29.2; do
    version="${pinned#typer==}"
    python3 -m venv "$folder/$version"
    "$folder/$version/bin/pip" install -q --disable-pip-version-check "$pinned"
    "$folder/$version/bin/python" - "$version" <<'PY'
import sys

import typer

version, counts = sys.argv[1], []


def loaded():
    return sum(name.split(".")[0] == "pydantic" for name in sys.modules)


app = typer.Typer()


@app.command()
def main(name: str = "x"):
    pass


counts.append(loaded())
app([], standalone_mode=False)
counts.append(loaded())
print(f"typer {version}: modules of pydantic after the import {counts[0]}, after a command {counts[1]}")
assert (counts[0], counts[1] > 30) == (0, version == "0.29.2")
PY
done
