"""The repository that a report lies in, as the web shows it: where links out of its folder lead.

Its address comes from the settings, else from git's remote ``origin``.  Files are shown at
``HEAD``, the default branch: an address with a commit would change with every commit, and so
would a report that did not.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, unquote

from publisher.doors.git import ask

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED: Final = (
    "the address of the report's folder on the web, as in "
    "https://github.com/group/project/tree/main/reports"
)
_SHOWN: Final = re.compile(
    r"(?P<files>https://[^\s/@?#]+(?:/[^\s/?#]+){2,6}?/(?:-/)?(?:blob|tree|src)/[^\s/?#]+)"
    r"(?:/(?P<folder>[^\s?#]*))?"
)
_ORIGIN: Final = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^\s/@]*@)?(?P<host>[\w.-]+)(?::\d+)?/|"
    r"(?:[\w.-]+@)?(?P<scp>[\w.-]+):(?!//))(?P<path>[\w.~/-]+?)(?:\.git)?/?"
)
# How the large hosts show a file of the default branch.
_HEADS: Final = {"github": "blob/HEAD", "gitlab": "-/blob/HEAD", "bitbucket": "src/HEAD"}


class Web(NamedTuple):
    """What the web shows for a link.

    ``address``: empty where the link leads out of the repository, or none is known;
    ``dead``: the repository is at hand and has no such file.
    """

    address: str = ""
    dead: bool = False


class Repository:
    """A repository on the web, and where the report lies in it."""

    def __init__(self, files: str, folder: str, root: Path | None = None) -> None:
        """``files``: the address under which its files are shown, with the branch; empty: not known.

        ``folder``: the report's, relative to the repository, with slashes, empty: its root.
        ``root``: the report's folder on this machine, if the repository is at hand.
        """
        self.files = files
        self.folder = folder
        self._root = root

    @classmethod
    def shown_at(cls, address: str) -> Repository | None:
        """Return the repository whose folder is shown at ``address``; None if that is no such."""
        match = _SHOWN.fullmatch(address)
        if not match:
            return None
        return cls(match["files"], unquote(match["folder"] or "").strip("/"))

    @classmethod
    def around(cls, report: Path) -> Repository | None:
        """Return the repository that holds the file ``report``; None if git knows of none."""
        listed = ask(report.parent, "ls-files", "-z", "--full-name", "--", report.name).split("\0")
        origin = ask(
            report.parent, "config", "--local", "--no-includes", "--get", "remote.origin.url"
        )
        if len(listed) != 2:  # noqa: PLR2004 - one name, and nothing behind its end
            return None
        return cls(_files_of(origin.strip()), listed[0].rpartition("/")[0], report.parent)

    def shows(self, uri: str, *, found: bool) -> Web:
        """Return what the web shows for ``uri``, a link to a file as written in the report.

        ``found``: the file lies in the report's folder, and may be newer than the repository.
        """
        name, mark, part = uri.partition("#")
        path = _joined(self.folder, unquote(name.partition("?")[0]))
        if path is None or not path:
            return Web()
        dead = not found and bool(self._names) and path not in self._names
        place = f"{quote(path)}{mark}{quote(part, safe='%')}"
        return Web(f"{self.files}/{place}" if self.files else "", dead)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Files and folders of the repository, those that are not committed yet too."""
        if self._root is None:
            return frozenset()
        top = ask(self._root, "rev-parse", "--show-cdup").strip()
        listed = ask(
            self._root / top, "ls-files", "-z", "--full-name", "--cached", "--others",
            "--exclude-standard",
        ).split("\0")  # fmt: skip
        names = set(filter(None, listed))
        for name in list(names):
            while "/" in name and (name := name.rpartition("/")[0]) not in names:
                names.add(name)
        return frozenset(names)


def _files_of(origin: str) -> str:
    """Return where the files of the remote ``origin`` are shown; empty if that is not known.

    A name or a token in the remote's address goes no further.
    """
    match = _ORIGIN.fullmatch(origin)
    host = (match["host"] or match["scp"]).lower() if match else ""
    head = next((head for name, head in _HEADS.items() if name in host), "")
    return f"https://{host}/{match['path'].strip('/')}/{head}" if match and head else ""


def _joined(folder: str, path: str) -> str | None:
    """Return ``path``, written in ``folder``, from the repository's root; None if it leaves it."""
    parts = [] if path.startswith("/") else folder.split("/") if folder else []
    for part in path.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
