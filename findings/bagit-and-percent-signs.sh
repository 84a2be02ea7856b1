#!/usr/bin/env bash
# bagit makes bags that it refuses itself, and refuses right ones, where a name holds a percent sign.
#
# Expected: RFC 8493, 2.1.3: in a manifest %, CR and LF of a name are written %25, %0D, %0A and only
#   these are decoded.  So `100%.txt` stands as `100%25.txt`, and `a%0Ab.txt` as `a%250Ab.txt`.
# Happens: % is not encoded when a bag is made and %25 not decoded when it is read, but %0A is: the
#   bag it makes of a file `a%0Ab.txt` is invalid to itself, and one made by the RFC is incomplete.
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
import logging
from pathlib import Path

import bagit

logging.disable(logging.CRITICAL)

own = Path("own")
own.mkdir()
(own / "a%0Ab.txt").write_text("bees")
bagit.make_bag("own", checksums=["sha256"])
line = (own / "manifest-sha256.txt").read_text().split()[1]
print("made by bagit:    ", line, "- valid to bagit:", bagit.Bag("own").is_valid())
assert line == "data/a%0Ab.txt"
assert not bagit.Bag("own").is_valid()

right = Path("right")
(right / "data").mkdir(parents=True)
(right / "data" / "100%.txt").write_text("bees")
(right / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
digest = hashlib.sha256(b"bees").hexdigest()
(right / "manifest-sha256.txt").write_text(f"{digest}  data/100%25.txt\n")
print("made by the RFC:   data/100%25.txt - valid to bagit:", bagit.Bag("right").is_valid())
assert not bagit.Bag("right").is_valid()
PY
