"""Modules that WeasyPrint imports and we hardly need: imported when they are, not before.

It was asked to do so itself, and leaves it to those who call it (its issue #2073).
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["put_off"]

# Only for machines without HarfBuzz's subsetter, for variable fonts and fonts of the web, of which we
# have none, and for pages that are no XML: two fifths of all imports.
LATE = {
    "fontTools.subset": ("Options", "Subsetter"),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
    "fontTools.ttLib.woff2": ("decompress",),
    "tinyhtml5": ("parse",),
}


def put_off() -> None:
    """Let these modules be imported when one of their functions is called first."""
    for name, functions in LATE.items():
        stand_in = ModuleType(name)
        for function in functions:
            setattr(stand_in, function, _late(stand_in, function))
        sys.modules[name] = stand_in


def _late(stand_in: ModuleType, function: str) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        if sys.modules[stand_in.__name__] is stand_in:
            del sys.modules[stand_in.__name__]
        return getattr(import_module(stand_in.__name__), function)(*arguments, **options)

    return call
