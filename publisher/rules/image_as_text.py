"""A picture's line is text to a reader, and no picture.

Its brackets are broken: a blank stands in the name of its file or between the brackets, the square
ones are gone or doubled. Or, where the prompt asks for more images than the answer has, it stands in code.

Why: The picture is not shown, and counts as none.

Bad::

    ![Our bucket](figures/our bucket.png)

    ```markdown
    ![Our bucket](figures/bucket.png)
    ```

Good::

    ![Our bucket](<figures/our bucket.png>)

    ![Our bucket](figures/bucket.png)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.passages import code_of
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.question import Question
    from publisher.report.view import Report

SEVERITY: Severity = "note"

_NAME = (
    r"(?P<uri>(?:[^()\[\]<>\n]|\([^()\[\]<>\n]{0,100}\)){1,300}?"
    r"\.(?:png|jpe?g|gif|svg|webp))\b[^()\n]{0,100}"
)
_CODE = re.compile(rf"!?\[[^\[\]\n]{{0,300}}\]\({_NAME}\)", re.IGNORECASE)
_BROKEN = re.compile(
    rf"!(?:\[[^\[\]]{{0,300}}\]\s?)?[(]{_NAME}[)]|!\[\[{_NAME.replace('uri', 'name')}\]\]",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each line of an answer that was meant to show a picture."""
    for question in report.questions:
        for line, uri, written in _broken(question):
            yield Finding(
                line,
                Message("picture {name!r} is text to Markdown, and not shown", name=shortened(uri)),
                Message(
                    "write ![what it shows](figures/name.png); a name with blanks goes between < and >: "
                    "![what it shows](<figures/two words.png>)"
                ),
                question.number,
                report.ranges.words(written, line),
            )
        for line, uri, written in _in_code(question) if question.lacks_images else ():
            yield Finding(
                line,
                Message(
                    "picture {name!r} is written as code, not shown; question {number} asks for images",
                    name=shortened(uri),
                    number=question.number,
                ),
                Message("take the back-ticks (```) around ![what it shows](figures/name.png) out"),
                question.number,
                report.ranges.words(written, line),
            )


def _broken(question: Question) -> Iterator[tuple[int, str, str]]:
    for passage in question.passages:
        for found in _BROKEN.finditer(passage.text) if "!" in passage.text else ():
            yield passage.line, found["uri"] or found["name"], found.group()


def _in_code(question: Question) -> Iterator[tuple[int, str, str]]:
    for line, text, block in code_of(question.all_nodes):
        found = _CODE.search(text)
        if found and (block or found.group().startswith("!")):
            yield line, found["uri"], found.group()
