"""Text as XML can hold it."""

from __future__ import annotations

import re
from typing import Final

# What XML 1.0 has no way to write (2.2).
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT: Final = "\ufffd"


def written(text: str) -> str:
    """Return ``text`` with a replacement for each character that XML cannot write."""
    return _UNWRITABLE.sub(_REPLACEMENT, text)
