#!/usr/bin/env bash
# bagit takes a bag for valid in which one of two manifests lacks a file.
#
# Expected: every payload file is listed in every payload manifest (RFC 8493, 2.1.3), so a bag whose
#   sha512 manifest lacks one is invalid: nothing holds that file's sha512.
# Happens: it is enough that one manifest has it; validate() returns True for a BagIt 1.0 bag.
# Package: bagit 1.9.0 (PyPI)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check bagit==1.9.0
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import hashlib
from pathlib import Path

import bagit

bag = Path("bag")
(bag / "data").mkdir(parents=True)
(bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
for name in ("bees", "wasps"):
    (bag / "data" / name).write_text(name)
for algorithm, names in (("sha256", ("bees", "wasps")), ("sha512", ("bees",))):
    lines = [f"{hashlib.new(algorithm, n.encode()).hexdigest()}  data/{n}\n" for n in names]
    (bag / f"manifest-{algorithm}.txt").write_text("".join(lines))
valid = bagit.Bag("bag").validate()
print("manifest-sha512.txt lacks data/wasps; valid to bagit:", valid)
assert valid is True
PY
