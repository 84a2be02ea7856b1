"""A formula's LaTeX as MathML: what of it is understood at all, and so shown as a formula anywhere."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from publisher.formulas.source import LatexError
from publisher.language.message import Message

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["LONGEST", "fault_of", "mathml_of"]

LONGEST: Final = 5_000
"""Characters of a formula that is read."""
_NAMESPACE: Final = "http://www.w3.org/1998/Math/MathML"


def mathml_of(source: str, *, block: bool) -> Element | None:
    """Return a formula's LaTeX as a ``math`` element, None where it is not understood.

    ``block``: it stands on lines of its own, where it may have several.  The element is shared: it is
    not to be changed.
    """
    found = _read(source, block=block)
    return None if isinstance(found, LatexError) else found


def fault_of(source: str, *, block: bool) -> LatexError | None:
    """Return why a formula is not understood; None: it is."""
    found = _read(source, block=block)
    return found if isinstance(found, LatexError) else None


@lru_cache(maxsize=256)
def _read(source: str, *, block: bool) -> Element | LatexError:
    # Late: a report without formulas needs none of it.
    from publisher.formulas.commands import COMMANDS
    from publisher.formulas.reader import Reader

    if len(source) > LONGEST:
        return LatexError(Message("it has more than {count:,} characters", count=LONGEST))
    try:
        inner = Reader(source, COMMANDS, block=block).whole(block=block)
    except LatexError as error:
        return error
    except RecursionError:  # whoever asks is deep in Python's own calls
        return LatexError(Message("it nests too deeply"))
    math = ET.Element("math", {"xmlns": _NAMESPACE})
    if block:
        math.set("display", "block")
    math.append(inner)
    return math
