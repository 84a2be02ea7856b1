"""The limit of pages, held while they are made: WeasyPrint logs each that it begins."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from weasyprint.logger import PROGRESS_LOGGER

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TooManyPagesError", "at_most"]

_BEGUN = re.compile(r"Creating layout - Page (\d+)")


class TooManyPagesError(Exception):
    """The layout has come to a page beyond the limit."""


class _Pages(logging.Handler):
    """Ends the layout that begins a page beyond the limit: what a handler raises reaches who logged."""

    def __init__(self, limit: int) -> None:
        super().__init__(logging.INFO)
        self.limit = limit

    def emit(self, record: logging.LogRecord) -> None:
        begun = _BEGUN.search(record.getMessage())
        if begun and int(begun[1]) > self.limit:
            raise TooManyPagesError


@contextmanager
def at_most(pages: int) -> Iterator[None]:
    """Hold the limit for the layout that is made inside.

    Raises TooManyPagesError (there would be more pages).
    """
    handler = _Pages(pages)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.addHandler(handler)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)
