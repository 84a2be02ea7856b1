"""A local link leads to nothing.

A link in an answer names a file that is not in the report's folder. A link that leaves the
folder is looked up by its name in the git repository around it, if there is one. A backslash leads
nowhere on GitHub. A link within the report (``#results``) leads to a heading, by GitHub's name of it, or to an element
of HTML with that ``id``.

Why: Who clicks it on GitHub gets an error page.

Bad::

    [our workflow](.github/workflows/tests.yaml) in a report that lies in reports/

Good::

    [our workflow](../.github/workflows/tests.yaml)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.read.files.address import has_backslash, path_of, shown
from publisher.read.transforms import line_of
from publisher.report.phrases import meant, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"

_WRITE = Message("write the path from the report's folder on, or the whole address (https://...)")


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each dead local link in an answer."""
    for link, question in report.answer_links():
        uri = shown(link["refuri"]) if "local" in link else link["refuri"]
        found = _found(link.attributes, shortened(uri))
        if found:
            yield Finding(
                line_of(link),
                *found,
                question,
                report.ranges.node(link),
            )


def _found(link: dict[str, Any], name: str) -> tuple[str, str] | None:
    """Return what is wrong with a link, which is called ``name``, and what to do; None: nothing."""
    problem, uri = link.get("problem"), link["refuri"]
    if problem == "no anchor" or (not problem and "no_place" in link):
        return (
            Message("link {name!r}: nothing in this report is called so", name=name),
            Message(
                "write a heading's words in small letters, with - for blanks, or the id of an element"
            ),
        )
    if problem == "missing":
        return (
            Message("link {name!r}: there is no such file in the report's folder", name=name),
            meant(uri, link["near"]) if link.get("near") else _WRITE,
        )
    if link.get("dead"):
        return (
            Message("link {name!r}: there is no such file in the repository", name=name),
            Message(
                "write the path from the report's folder on, in the letter case of the file's name"
            ),
        )
    if "local" in link and has_backslash(uri):
        return (
            Message("link {name!r} is written with a backslash, and broken on GitHub", name=name),
            Message("write {path}", path=path_of(uri)),
        )
    if problem == "invalid":
        return (
            Message("link {name!r} can lead nowhere: {why}", name=name, why=link["fault"]),
            Message("copy the address again from where it opens"),
        )
    return None
