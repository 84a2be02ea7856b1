"""Checks a filled-in Markdown report and publishes it as HTML, PDF and a JSON archive.

As a Sphinx extension: ``extensions = ["publisher"]`` in a ``conf.py``.
"""

from __future__ import annotations

__version__ = "0.2.0.dev0"

TYPE_CHECKING = False  # typing itself is imported where it is needed
if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register publisher with Sphinx; imported late, the command line needs no Sphinx."""
    from publisher.sphinx.extension import setup as extend

    return extend(app)
