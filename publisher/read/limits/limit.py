"""What a prompt asks of an answer, as numbers: who knows no wording needs none of its patterns."""

from __future__ import annotations

from typing import NamedTuple

Range = tuple[int, int | None]
"""Lowest and highest permitted count, both included; None: no upper limit."""


class Limits(NamedTuple):
    """What a prompt asks of an answer; None where it asks nothing."""

    words: Range | None = None
    images: Range | None = None
