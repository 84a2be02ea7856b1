"""The bytes of each object: pydyf makes them twice, once for the file's identifier."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pydyf

from publisher.pdf.patches.patch import Patch

__all__ = ["PATCH", "keep_bytes"]

PATCH = Patch(
    needs={"pydyf.Stream.data": (), "pydyf.Dictionary.data": (), "pydyf.Array.data": ()},
    without="the PDF takes longer",
    weaker=False,
)


def keep_bytes(pdf: Any) -> None:
    """Let pydyf make the bytes of each object once.

    After it no object can be changed.
    """
    if PATCH.lacks():
        return
    kinds = {kind: _kept(kind) for kind in (pydyf.Stream, pydyf.Dictionary, pydyf.Array)}
    for item in pdf.objects:
        for kind, kept in kinds.items():
            if isinstance(item, kind):
                item.__class__ = kept
        if isinstance(item, pydyf.Stream):
            item.data  # noqa: B018  (it is kept)
            item.stream = []


def _kept(kind: Any) -> Any:
    """Return a kind of objects whose bytes are made once, however often they are asked for."""
    return type(kind.__name__, (kind,), {"data": cached_property(kind.data.fget)})
