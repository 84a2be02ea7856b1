"""Restores a report from its archive.

usage: python3 restore.py report.json [DIR]

Needs Python 3.8 or later and nothing else.  DIR must not exist yet; without it "restored".
All names, sizes and digests are checked before anything is written.
"""

import base64
import hashlib
import json
import os
import sys
from pathlib import Path, PurePosixPath
from typing import Any

_RESERVED = {"CON", "PRN", "AUX", "NUL"}
_RESERVED |= {f"{name}{n}" for name in ("COM", "LPT") for n in "123456789\u00b9\u00b2\u00b3"}


def misplaced(path: str) -> str:
    """Return why ``path``, relative to a folder, can be no place in it; empty: it can."""
    if not path or "\0" in path:
        return "is no name of a file"
    if path[0] in "/\\" or (path[:1].isalpha() and path[1:2] == ":" and path[2:3] in "/\\"):
        return "is no path within a folder"
    parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        return "is no path within a folder"
    sizes = [len(part.encode("utf-8", "surrogatepass")) for part in parts]
    if max(sizes) > 255 or sum(sizes) + len(sizes) > 4096 or len(parts) > 64:  # noqa: PLR2004 - as Linux has it
        return "is longer or deeper than a path may be"
    return ""


def fault(path: str, windows: bool = os.name == "nt", source: bool = False) -> str:
    """Return why no file of a report may be written under ``path``; empty: it may.

    ``source``: it is the report's Markdown file, which a person may have named as they like.
    """
    if misplaced(path):
        return misplaced(path)
    parts = path.split("/")
    if any(c < " " or "\x7f" <= c <= "\x9f" for c in path):
        return "holds a control character"
    own = source and len(parts) == 1 and path.lower().endswith(".md")
    if not own and any(part[0] == "." for part in parts):
        return "is a dot file, which belongs to no report"
    for part in parts if windows else ():
        if any(c in '<>:"\\|?*' for c in part) or part[-1] in ". ":
            return "cannot be a name on Windows"
        if part.split(".")[0].rstrip(" ").upper() in _RESERVED:
            return "is a name that Windows keeps for itself"
    return ""


def files_of(archive: Any) -> dict:  # type: ignore[type-arg]  # this file runs on old Pythons
    """Return the files of an archive, path to bytes; raises ValueError if one is not as sealed."""
    if not isinstance(archive, dict) or not str(archive.get("format")).startswith(
        "publisher.archive/"
    ):
        raise ValueError("this is no archive of a report")
    found = {}
    for held in [archive["source"], *archive["figures"], *archive["files"]]:
        path, data = held["path"], base64.b64decode(held["bytes"], validate=True)
        if path in found:
            raise ValueError(f"{path!r} stands twice in the archive")
        why = fault(path, source=held is archive["source"])
        if why:
            raise ValueError(f"{path!r} {why}")
        if len(data) != held["size"] or hashlib.sha256(data).hexdigest() != held["sha256"]:
            raise ValueError(f"{path!r} is damaged")
        found[path] = data
    return found


def main() -> None:
    """Restore the report that the command line names."""
    if len(sys.argv) not in (2, 3):
        sys.exit((__doc__ or "").strip())
    try:
        archive = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        files = files_of(archive)
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else "restored")  # noqa: PLR2004 - as in the usage
        folder.mkdir(parents=True)
        for path, data in files.items():
            target = folder / PurePosixPath(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(data)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        sys.exit(f"restore.py: stopped: {error}")
    print(f"{len(files)} files are in {folder}")  # noqa: T201 - it runs without the program


if __name__ == "__main__":
    main()
