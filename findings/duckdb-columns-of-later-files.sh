#!/usr/bin/env bash
# DuckDB types a table of many JSON files by the first 32 files: what later files hold is lost.
#
# Expected: a column that is null in the first forty files and a number in the forty-first is a
#   number; a column that only later files have is in the table; or else there is an error.
# Happens: the first column gets the type "NULL" and every number in it is read as NULL, the second
#   is not there at all, and nothing is said.  `maximum_sample_files=-1` reads both.
# Package: duckdb 2.0.1 (PyPI), CPython 3.11
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check duckdb==2.0.1
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import json

import duckdb

for number in range(45):
    row = {"group": number, "least": 100 if number >= 40 else None}
    if number >= 40:
        row["late"] = True
    with open(f"{number:02}.jsonl", "w", encoding="utf-8") as file:
        print(json.dumps(row), file=file)


def read(option):
    table = duckdb.sql(f"SELECT * FROM read_json('*.jsonl'{option})")
    ((found,),) = duckdb.sql(f"SELECT count(least) FROM read_json('*.jsonl'{option})").fetchall()
    return dict(zip(table.columns, map(str, table.types))), found


plain, all_files = read(""), read(", maximum_sample_files=-1")
print("as it is:               columns and numbers found:", *plain)
print("all files are looked at: columns and numbers found:", *all_files)
assert plain == ({"group": "BIGINT", "least": '"NULL"'}, 0)
assert all_files == ({"group": "BIGINT", "least": "BIGINT", "late": "BOOLEAN"}, 5)
PY
