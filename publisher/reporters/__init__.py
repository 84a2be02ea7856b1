"""Diagnostics for readers: people, programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.reporters import json, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.check import Result

FORMATS: dict[str, Callable[[Result], str]] = {"text": text.report, "json": json.report}
"""Every format of ``publisher check``, by its name."""
