"""What the making of one PDF may take: a course's settings say it, and load nothing else of what makes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEGAPIXELS: Final = 100
"""Millions of pixels that an image can have, before it is scaled down; of a larger one a grey box is shown."""


@dataclass(frozen=True, kw_only=True)
class PdfLimits:
    """What the making of one PDF may use.

    ``seconds``: of wall time, from the moment the job is handed over; ``memory_mib``: MiB of address space;
    not enforced where the system cannot; ``pages``: that are laid out.
    """

    seconds: float = 300
    memory_mib: int = 2048
    pages: int = 2000
