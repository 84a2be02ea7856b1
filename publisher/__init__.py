"""Checks a filled-in Markdown report and publishes it as HTML, PDF and a JSON archive.

For programs: the names in ``__all__``, in short ``from publisher import check_report`` (docs/library.md).
As a Sphinx extension: ``extensions = ["publisher"]`` in a ``conf.py``.
"""

from __future__ import annotations

__version__ = "0.2.0.dev0"

TYPE_CHECKING = False  # typing itself is imported where it is needed
if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from publisher.api import (
        build_report,
        check_report,
        read_report,
        read_settings,
        restore_archive,
        verify_archive,
    )
    from publisher.archive.error import ArchiveError
    from publisher.archive.verify import Verified
    from publisher.check import Result
    from publisher.course.settings import Course, CourseError
    from publisher.diagnostics.model import Diagnostic
    from publisher.doors.output import OutputError
    from publisher.publish.build import Built, Options
    from publisher.read.files.load import BrokenReport
    from publisher.report.question import Question
    from publisher.report.view import ChecklistItem, Image, Report

__all__ = [
    "ArchiveError",
    "BrokenReport",
    "Built",
    "ChecklistItem",
    "Course",
    "CourseError",
    "Diagnostic",
    "Image",
    "Options",
    "OutputError",
    "Question",
    "Report",
    "Result",
    "Verified",
    "__version__",
    "build_report",
    "check_report",
    "read_report",
    "read_settings",
    "restore_archive",
    "setup",
    "verify_archive",
]

# Where what is not a function of `api` is.  No name here is a module's: a module that is imported
# becomes an attribute of its package, and would stand in the name's place.
_HOMES = {
    "ArchiveError": "archive.error",
    "BrokenReport": "read.files.load",
    "Built": "publish.build",
    "ChecklistItem": "report.view",
    "Course": "course.settings",
    "CourseError": "course.settings",
    "Diagnostic": "diagnostics.model",
    "Image": "report.view",
    "Options": "publish.build",
    "OutputError": "doors.output",
    "Question": "report.question",
    "Report": "report.view",
    "Result": "check",
    "Verified": "archive.verify",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for.  Raises AttributeError."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"publisher.{_HOMES.get(name, 'api')}"), name)


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted({*globals(), *__all__})


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register publisher with Sphinx, which calls this; raises what its settings do (CourseError is told).

    ``app``: Sphinx's.  Imported late: the command line needs no Sphinx.
    """
    from publisher.sphinx.extension import setup as extend

    return extend(app)
