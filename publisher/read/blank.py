"""A document tree with nothing in it, as reading begins with."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.utils import Reporter

_SILENT = 5


def blank_document(source: str) -> nodes.document:
    """Return an empty document of the file ``source``.

    Its settings are the few that a tree asks for: to load all of docutils' takes as long as ten pages of text.
    """
    settings: Any = SimpleNamespace(
        id_prefix="", auto_id_prefix="%", strict_visitor=None, report_level=_SILENT
    )
    # What reading finds is said by rules, not by docutils.
    reporter = Reporter(source, _SILENT, _SILENT)
    document = nodes.document(settings, reporter, source=source)
    document.note_source(source, -1)
    return document
