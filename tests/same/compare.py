"""The command behind ``nox -s same``: the same reports through two builds of this program.

usage: compare.py OLD_PYTHON NEW_PYTHON REPORT...

Each report is checked and built by both, with one date.  What a reader or a program gets is compared: the
result of the check (in the members of ``publisher.check/1``, columns aside), the bytes of the page and of the
PDF without the archive, and the archive without its diagnostics (which the check told), its digests and our
version.  The libraries' versions stay: a difference of theirs is named, so that nobody looks for it here.
Nothing is kept: both are made on the same machine, one after the other.  Exit code 1: something differs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# Without -P the folder that this is run in could stand in for the package that was installed.
PROGRAM = ("-P", "-m", "publisher")
ENVIRONMENT = os.environ | {
    "SOURCE_DATE_EPOCH": "1769817600",
    "COLUMNS": "100",
    "PUBLISHER_NO_CACHE": "1",
}
SECONDS = 300
MOST = 10
"""Differences of one report that are printed."""
_FILES = ("report.html", "report.pdf", "report.pages.json")


def made(python: str, report: Path, folder: Path) -> dict[str, Any]:
    """Return what the program of ``python`` makes of ``report``, by what it is called here."""
    check = _run(python, "check", str(report), "--format", "json")
    build = _run(python, "build", str(report), "-o", str(folder), "--no-archive")
    found: dict[str, Any] = {
        "exit codes of check and build": [check.returncode, build.returncode],
        "check": _plain(json.loads(check.stdout)),
    }
    for name in _FILES:
        path = folder / name
        found[name] = path.read_bytes() if path.exists() else None
    archive = folder / "report.json"
    if archive.exists():
        members = json.loads(archive.read_bytes())
        for member in ("diagnostics", "fixity"):
            del members[member]
        agents = members["provenance"]["agents"]
        agents[:] = [agent for agent in agents if agent["agentName"] != "report-publisher"]
        found["report.json"] = members
    return found


def differences(old: Any, new: Any, place: str) -> Iterator[str]:
    """Yield where two values differ: members and items one by one, bytes as a whole."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from differences(old.get(key), new.get(key), f"{place}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, pair in enumerate(zip(old, new, strict=True)):
            yield from differences(*pair, f"{place}/{number}")
    elif old != new:
        yield f"{place}: {_shown(old)} -> {_shown(new)}"


def main(old: str, new: str, reports: list[str]) -> int:
    """Compare, print what differs, and return the exit code."""
    differing = 0
    for name in reports:
        report = Path(name).resolve()
        with tempfile.TemporaryDirectory() as folder:
            pair = [made(python, report, Path(folder) / who) for who, python in _both(old, new)]
        found = list(differences(*pair, report.name))
        differing += bool(found)
        print(f"{report.name}: {f'{len(found)} differences' if found else 'the same'}", flush=True)
        for line in found[:MOST]:
            print(f"    {line}")
    print(f"{len(reports)} reports, {differing} of them not the same")
    return 1 if differing else 0


def _both(old: str, new: str) -> tuple[tuple[str, str], ...]:
    return ("old", old), ("new", new)


def _run(python: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [python, *PROGRAM, *arguments],
        env=ENVIRONMENT,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )


def _plain(check: dict[str, Any]) -> dict[str, Any]:
    """Return what a check tells in either format: ``/2`` adds ranges, and names questions in three ways.

    A diagnostic's line is where its range begins, which may be behind the line that ``/1`` named.
    """
    for question in check["questions"]:
        if "key" in question:
            assert question["key"] == str(question["number"])
    return dict(_without(check, "format", "column", "range", "key", "label"))


def _without(value: Any, *names: str) -> Any:
    """Return ``value`` without the members of these names, however deep."""
    if isinstance(value, dict):
        return {key: _without(held, *names) for key, held in value.items() if key not in names}
    return [_without(held, *names) for held in value] if isinstance(value, list) else value


def _shown(value: Any) -> str:
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else f"{text[:100]}..."


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit("usage: compare.py OLD_PYTHON NEW_PYTHON REPORT...")
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
