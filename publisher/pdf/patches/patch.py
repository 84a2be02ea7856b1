"""What each patch says of itself, and whether what it replaces or reads is still there.

All that is private to WeasyPrint and pydyf, so any version may rename it.  A patch is put on only
if it finds what it needs, with the parameters that it knows; else the PDF is made without it.
"""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Patch", "found", "replaced"]


@dataclass(frozen=True)
class Patch:
    """What a patch needs, and what is lost without it.

    ``needs``: by the dotted name of what is replaced or called, the names of its first parameters, in order;
    none where it is no function; ``without``: what happens without the patch, for a person who reads the PDF;
    ``weaker``: whether the PDF is the worse for it; else its making only takes longer.
    """

    needs: Mapping[str, tuple[str, ...]]
    without: str
    weaker: bool = True

    def lacks(self) -> tuple[str, ...]:
        """Return the names that are not there, or are called in another way."""
        return tuple(name for name, first in self.needs.items() if not _fits(found(name), first))


@contextmanager
def replaced(module: Any, name: str, function: Callable[..., Any]) -> Iterator[None]:
    """Let ``function`` stand for that of ``module`` with this ``name`` while what is inside runs."""
    own = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, own)


def found(name: str) -> Any:
    """Return what has the dotted name, None if nothing has: a module's, of a class in it, or of the class's objects."""
    module, _, rest = name.rpartition(".")
    inner: list[str] = [rest]
    while module:
        try:
            value: Any = import_module(module)
        except ModuleNotFoundError:
            module, _, rest = module.rpartition(".")
            inner.insert(0, rest)
            continue
        for part in inner:
            value = getattr(value, part, None) or _held(value, part)
        return value
    return None


def _held(kind: Any, name: str) -> Any:
    """Return the name if objects of a kind get an attribute of it when they are made."""
    code = getattr(getattr(kind, "__init__", None), "__code__", None)
    return name if code and name in code.co_names else None


def _fits(value: Any, first: tuple[str, ...]) -> bool:
    if value is None or not first:
        return value is not None
    try:
        names = tuple(inspect.signature(value).parameters)
    except (TypeError, ValueError):
        return False
    return names[: len(first)] == first
