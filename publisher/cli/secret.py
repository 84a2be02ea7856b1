"""The option that says where a course's secret key is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.exit import USAGE, Stop
from publisher.doors.opened import opened

KeyOption = Annotated[
    str | None,
    typer.Option(
        "--privacy-key",
        metavar="FILE|env:NAME",
        help="Where the course's secret key is: pseudonyms are made with it.",
    ),
]
_LONGEST_KEY = 4096


def secret(given: str | None, asked_by: str) -> bytes:
    """Return the key, of which ``given`` says where it is; ``asked_by``: the option that needs it.

    Raises Stop (exit code 2) where there is none, or it can be guessed.
    """
    from publisher.privacy.copy import SHORTEST_KEY

    if given is None:
        raise Stop(
            f"{asked_by}: pseudonyms need a secret key, the same for a whole course: "
            "--privacy-key FILE, or --privacy-key env:NAME",
            USAGE,
        )
    try:
        if given.startswith("env:"):
            key = os.environ.get(given.removeprefix("env:"), "").encode(errors="surrogateescape")
        else:
            with opened(Path(given)) as file:
                key = file.read(_LONGEST_KEY + 1)
    except OSError as error:
        raise Stop(f"--privacy-key: {given}: cannot be read: {error.strerror}", USAGE) from None
    key = key.strip()
    if not SHORTEST_KEY <= len(key) <= _LONGEST_KEY:
        raise Stop(
            f"--privacy-key: {given}: expected {SHORTEST_KEY} to {_LONGEST_KEY} bytes that nobody "
            f"can guess, found {len(key)}{'' if len(key) <= _LONGEST_KEY else ' or more'}",
            USAGE,
        )
    return key
