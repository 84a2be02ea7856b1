"""Asking git about a report's files: the one door, which trusts no repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from publisher.doors.asked import note
from publisher.language.message import Message

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

_SECONDS = 10
# A repository is not trusted: nothing in its configuration may run a program or reach out.
_GIT = (
    "--no-pager",
    "--literal-pathspecs",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.pager=cat",
    "-c", "log.showSignature=false",
    "-c", "protocol.allow=never",
    "-c", "safe.bareRepository=explicit",
)  # fmt: skip


_UNCONFIGURED = {
    "GIT_ALLOW_PROTOCOL": "none",  # goes before what a repository allows for one protocol
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
# What git names where it refuses a repository of another user, and what the user may say to that.
_TRUST = "safe.directory"


def ask(folder: Path, *command: str) -> str:
    """Return what git prints to ``command``, run in ``folder``; empty if there is no answer.

    File names that are no UTF-8 come with surrogates, as Python's own file names do.
    """
    done = _run(folder, *command)
    answer = (
        "" if done is None or done.returncode else done.stdout.decode("utf-8", "surrogateescape")
    )
    note(answer, "git", str(folder), *command)
    return answer


def unread(folder: Path) -> str:
    """Return why git tells nothing of the repository around ``folder``.

    Empty where it would, or where there is no repository.
    """
    why = _unread(folder)
    note(str(why), "unread", str(folder))
    return why


def _unread(folder: Path) -> str:
    real = folder.resolve()
    if not any(os.path.lexists(place / ".git") for place in (real, *real.parents)):
        return ""
    done = _run(folder, "rev-parse", "--git-dir")
    if done is None:
        return Message("git is not on this machine, or does not answer")
    if not done.returncode:
        return ""
    if _TRUST.encode() in done.stderr:
        return Message("git refuses it, since it belongs to another user")
    # What is no repository ("not a git repository (or any of the parent directories)") is none to read.
    return "" if b"(or any" in done.stderr else Message("git cannot read it")


def _run(folder: Path, *command: str) -> CompletedProcess[bytes] | None:
    """Run git without any configuration of the user's; None where it cannot be run.

    Where it then refuses the repository, it is asked again with the repositories that the user
    calls safe in their own configuration: nothing else of that is read.
    """
    done = _started(folder, _UNCONFIGURED, *_GIT, *command)
    if done is None or not done.returncode or _TRUST.encode() not in done.stderr:
        return done
    said = _started(
        folder, {}, "config", "--global", "--no-includes", "--get-all", "-z", _TRUST, users=True
    )
    safe = said.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1] if said else []
    if not safe:
        return done
    trusted = [option for place in safe for option in ("-c", f"{_TRUST}={place}")]
    return _started(folder, _UNCONFIGURED, *trusted, *_GIT, *command)


def _started(
    folder: Path, given: dict[str, str], *command: str, users: bool = False
) -> CompletedProcess[bytes] | None:
    """Run git with ``given`` in its environment; ``users``: it may find the user's own file."""
    import subprocess  # late: most reports ask nothing

    kept = ("GIT_CONFIG_GLOBAL",) if users else ()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in kept
    }
    try:
        return subprocess.run(  # noqa: S603 - fixed commands, paths behind --
            ["git", *command],  # noqa: S607 - the one that is on the PATH
            cwd=folder,
            env=environment | {"LC_ALL": "C"} | given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
