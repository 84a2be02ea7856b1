"""Where a report's file is, as a reader of diagnostics knows it."""

from __future__ import annotations

import os
from pathlib import Path

from publisher.doors.asked import note


def display_path(path: Path) -> str:
    """Return ``path`` relative to the working directory; absolute on another drive."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)


def repository_path(path: Path) -> str:
    """Return ``path`` relative to the root of its repository, with slashes.

    That is how GitHub, GitLab and SARIF name files. Outside a repository: as ``display_path``.
    """
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a link out of it
    for folder in whole.parents:
        found = (folder / ".git").exists()
        note(found, "exists", str(folder / ".git"))
        if found:
            return whole.relative_to(folder).as_posix()
    return display_path(path).replace("\\", "/")
