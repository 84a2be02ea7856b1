"""A path leaves the report's folder, and comes back by the folder's name.

It is an image's or a link's, and its file lies in the report's folder.

Why: It holds only while the folder is called so, and not where the report lies in another.

Bad::

    ![The loss](../reports/figures/loss.png) in a report that lies in reports/

Good::

    ![The loss](figures/loss.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.read.files.address import path_of, shown, steps_of
from publisher.read.transforms import line_of
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image or link that goes out of the folder and in again."""
    images = ((i.node, True, i.uri, i.figure, i.question) for i in report.answer_images())
    links = (
        (link, False, link["refuri"], link.get("local", ""), question)
        for link, question in report.answer_links()
    )
    for node, image, uri, path, question in (*images, *links):
        if path and steps_of(path_of(uri).lstrip("/")) is None:
            yield Finding(
                line_of(node),
                _told(shortened(shown(uri)), image=image),
                Message("write {path}, which holds whatever the folder is called", path=path),
                question,
                report.ranges.node(node),
            )


def _told(name: str, *, image: bool) -> Message:
    if image:
        return Message(
            "image {name!r} leaves the report's folder and comes back by its name", name=name
        )
    return Message("link {name!r} leaves the report's folder and comes back by its name", name=name)
