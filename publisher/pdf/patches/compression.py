"""Compression: pydyf takes the highest level, three times the time of the usual for a hundredth of the size."""

from __future__ import annotations

import zlib
from types import SimpleNamespace

import pydyf

from publisher.pdf.patches.patch import Patch

__all__ = ["LEVEL", "PATCH", "apply"]

LEVEL = 6
"""A third of the time of 9, which pydyf takes, and a file larger by one in a hundred."""
PATCH = Patch(
    needs={"pydyf.zlib": ()}, without="the PDF takes longer, and is a little smaller", weaker=False
)


def apply() -> None:
    """Let pydyf compress at a lower level."""
    pydyf.zlib = SimpleNamespace(
        compress=zlib.compress, compressobj=lambda level: zlib.compressobj(min(level, LEVEL))
    )
