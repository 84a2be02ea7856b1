"""A document tree with nothing in it, as reading begins with."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import TYPE_CHECKING

from docutils.frontend import get_default_settings
from docutils.utils import new_document

if TYPE_CHECKING:
    from docutils import nodes
    from docutils.frontend import Values

_SILENT = 5


def blank_document(source: str) -> nodes.document:
    """Return an empty document of the file ``source``."""
    return new_document(source, copy(_settings()))


@cache
def _settings() -> Values:
    """Return the settings of plain docutils: to ask for them costs more than a page of text."""
    settings = get_default_settings()
    settings.report_level = _SILENT  # what reading finds is said by rules, not by docutils
    return settings
