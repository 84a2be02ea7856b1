"""Fetching a group's repository with git: the door through which hand-ins come.

The user's own git configuration is in force, since the keys and credential helpers are the user's;
no token is read, printed or stored here.  Nothing of the repository is: no hooks, no submodules, no
configuration, no checkout; names are read from trees and bytes from blobs.  Once the history and the
files of one folder are here, git may reach nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from publisher.cohort.history import Commit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

PROTOCOLS: Final = ("https", "ssh", "file")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SECRET = re.compile(r"(https?://)[^/\s@]*@", re.IGNORECASE)
_HOST_PATH = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9.-]{2,}:(?!//)[^\\]")  # as scp has it
_HELPER = re.compile(r"[A-Za-z0-9-]+::")
_POLL = 0.1
_GIT: Final = (
    "git",
    "--no-pager",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.fsmonitor=false",
    "-c", "protocol.ext.allow=never",
    "-c", "submodule.recurse=false",
    "-c", "fetch.recurseSubmodules=false",
    "-c", "gc.auto=0",
    "-c", "advice.detachedHead=false",
)  # fmt: skip


class RemoteError(Exception):
    """A repository cannot be had; the message says why in one line, without a secret."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder of a commit: ``path`` relative to the folder, git's ``mode`` and ``id``."""

    path: bytes
    mode: str
    id: str


def is_address(text: str) -> bool:
    """Tell whether ``text`` names a repository elsewhere: by a scheme, or as ``user@host:path``."""
    return bool(_SCHEME.match(text) or _HELPER.match(text) or _HOST_PATH.match(text))


def address_fault(text: str) -> str:
    """Return what is expected of the address ``text`` instead; empty: it can be fetched from."""
    scheme = _SCHEME.match(text)
    if _HELPER.match(text) or (scheme and scheme[1].lower() not in PROTOCOLS):
        return f"an address by {', '.join(PROTOCOLS)}, or a path"
    if _SECRET.match(text):
        return "an address without a name or token in it (git asks your credential helper)"
    return ""


class Remote:
    """A bare clone of a group's default branch: its history whole, its files as far as asked for."""

    def __init__(self, folder: Path, *, filtered: bool) -> None:
        """``folder``: the clone; ``filtered``: the server sent no files yet, they are fetched."""
        self._folder = folder
        self.filtered = filtered

    @classmethod
    def clone(cls, address: str, folder: Path, *, seconds: float, max_mib: int) -> Remote:
        """Clone ``address`` into the new ``folder``, with no files where the server can filter.

        Raises RemoteError, also where it takes more than ``seconds`` or ``max_mib`` MiB.
        """
        told = _run(
            "clone", "--bare", "--single-branch", "--no-tags", "--filter=blob:none", "--template=",
            "--", address, str(folder),
            online=True, seconds=seconds, watched=(folder, max_mib),
        )[1]  # fmt: skip
        return cls(folder, filtered="filtering not recognized" not in told)

    def branch(self) -> str:
        """Return the name of the default branch."""
        return self._ask("symbolic-ref", "--short", "HEAD").strip()

    def commits(self) -> list[Commit]:
        """Return the default branch's commits along first parents, the newest first; none: it is empty."""
        try:
            self._ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except RemoteError:
            return []
        told = self._ask("log", "--first-parent", "--format=%H %ct %at", "HEAD")
        found = (line.split() for line in told.splitlines())
        return [Commit(commit, int(when), int(written)) for commit, when, written in found]

    def tree(self, commit: Commit, folder: str) -> str:
        """Return the id of ``folder`` (``.``: all) in ``commit``, empty where there is none."""
        place = f"{commit.id}^{{tree}}" if folder == "." else f"{commit.id}:{folder}"
        try:
            held = self._ask("cat-file", "--batch-check", given=f"{place}\n".encode()).split()
        except RemoteError:
            return ""
        return held[0] if held[1:2] == ["tree"] else ""

    def entries(self, tree: str) -> Iterator[Entry]:
        """Yield all that stands below the tree with the id ``tree``."""
        told = self._bytes("ls-tree", "-r", "-z", "--full-tree", tree)
        for line in told.split(b"\0")[:-1]:
            facts, _, path = line.partition(b"\t")
            mode, _, name = facts.decode("ascii").split(" ")
            yield Entry(path, mode, name)

    def fetch(self, ids: Iterable[str], *, seconds: float, max_mib: int) -> None:
        """Bring the blobs with ``ids``, all at once, where the clone has none, within ``seconds`` and ``max_mib``.

        Raises RemoteError.
        """
        wanted = "".join(f"{name}\n" for name in dict.fromkeys(ids))
        if self.filtered and wanted:
            _run(
                f"--git-dir={self._folder}", "-c", "fetch.negotiationAlgorithm=noop",
                "fetch", "-q", "origin", "--no-tags", "--no-write-fetch-head",
                "--recurse-submodules=no", "--filter=blob:none", "--stdin",
                online=True, seconds=seconds, watched=(self._folder, max_mib), given=wanted.encode(),
            )  # fmt: skip

    def sizes(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the size in bytes of each blob of ``ids`` that is here."""
        wanted = "".join(f"{name}\n" for name in dict.fromkeys(ids)).encode()
        told = self._ask(
            "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", given=wanted
        )
        found = (line.split() for line in told.splitlines())
        return {held[0]: int(held[2]) for held in found if held[1] == "blob"}

    def blob(self, name: str) -> bytes:
        """Return the bytes of the blob with the id ``name``.  Raises RemoteError."""
        return self._bytes("cat-file", "blob", name)

    def _ask(self, *command: str, given: bytes = b"") -> str:
        return self._bytes(*command, given=given).decode("utf-8", "surrogateescape")

    def _bytes(self, *command: str, given: bytes = b"") -> bytes:
        return _run(f"--git-dir={self._folder}", *command, seconds=60, given=given)[0]


def environment(held: Mapping[str, str], *, online: bool) -> dict[str, str]:
    """Return the environment in which git runs, made of ``held``; ``online``: it may fetch.

    What of git's own was set for another repository or program is left out; nothing may ask.
    """
    kept = {name: value for name, value in held.items() if not name.startswith("GIT_")}
    for name in (
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_ASKPASS",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
    ):
        if online and name in held:
            kept[name] = held[name]
    return (
        {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"}
        | kept
        | {
            "GIT_ALLOW_PROTOCOL": ":".join(PROTOCOLS) if online else "none",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "LC_ALL": "C",
        }
    )


def _run(
    *command: str,
    online: bool = False,
    seconds: float,
    watched: tuple[Path, int] | None = None,
    given: bytes = b"",
) -> tuple[bytes, str]:
    """Run git and return what it prints and what it says.  Raises RemoteError."""
    import tempfile

    with (
        tempfile.TemporaryFile() as asked,
        tempfile.TemporaryFile() as printed,
        tempfile.TemporaryFile() as said,
    ):
        asked.write(given)
        asked.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - fixed commands; an address stands behind --
                [*_GIT, *command],
                env=environment(os.environ, online=online),
                stdin=asked,
                stdout=printed,
                stderr=said,
                start_new_session=True,  # its helpers end with it
            )
        except OSError as error:
            raise RemoteError(f"git cannot be run: {error.strerror}") from None
        try:
            why = _wait(process, seconds, watched)
        finally:
            _end(process)
        printed.seek(0)
        said.seek(0)
        told = said.read(100_000).decode("utf-8", "replace")
        if why or process.returncode:
            raise RemoteError(why or _reason(told))
        return printed.read(), told


def _wait(
    process: subprocess.Popen[bytes], seconds: float, watched: tuple[Path, int] | None
) -> str:
    """Wait for the end; return the limit that it went beyond, or nothing."""
    end = time.monotonic() + seconds
    while True:
        ended = process.poll() is not None
        if watched and _size(watched[0]) > watched[1] * 1024 * 1024:
            return f"it has more than {watched[1]} MiB (the limit)"
        if time.monotonic() >= end:
            return f"it took more than {seconds:.0f} s (the limit)"
        if ended:
            return ""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_POLL if watched else seconds)


def _end(process: subprocess.Popen[bytes]) -> None:
    import signal

    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size  # noqa: PTH118 - many names
            except OSError:
                continue  # git renames what it has got
    return total


def _reason(told: str) -> str:
    """Return git's own reason as one line, without what could be a secret."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(("fatal:", "ERROR:", "error:", "remote:"))]
    said = "; ".join(dict.fromkeys((marked or lines)[-3:])) or "git said nothing"
    return _SECRET.sub(r"\1", said)[:400]
