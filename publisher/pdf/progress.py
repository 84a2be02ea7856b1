"""Where the child is: it says so on its standard error, in case it ends there."""

from __future__ import annotations

import os

__all__ = ["FIGURE", "SECTION", "begin", "end", "unfinished"]

FIGURE, SECTION = "figure", "section"
"""What the child is at: an image, by its address; a section of the page, by its id."""


def begin(kind: str, name: str) -> None:
    """Say that work on a figure or a section begins."""
    _say(f"{kind} begins: {name}\n")


def end(kind: str, name: str) -> None:
    """Say that the work on it is done."""
    _say(f"{kind} ends: {name}\n")


def _say(line: str) -> None:
    os.write(2, line.encode())  # at once and whole: two threads speak


def unfinished(told: str, kind: str) -> str:
    """Return what of a kind was begun last and not ended, as the child told; empty: nothing."""
    at: dict[str, None] = {}
    for line in told.splitlines():
        if line.startswith(f"{kind} begins: "):
            at[line.removeprefix(f"{kind} begins: ")] = None
        elif line.startswith(f"{kind} ends: "):
            at.pop(line.removeprefix(f"{kind} ends: "), None)
    return next(reversed(at), "")
