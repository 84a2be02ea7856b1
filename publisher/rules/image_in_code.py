"""A picture is written as code where pictures are asked for.

The prompt asks for images, the answer has fewer, and the line that would show a picture stands in
code.

Why: A reader sees the line and not the picture; it counts as none.

Bad::

    ```markdown
    ![Our bucket](figures/bucket.png)
    ```

Good::

    ![Our bucket](figures/bucket.png)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity
from publisher.passages import code_of
from publisher.rules.ranges import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "note"

_PICTURE = re.compile(
    r"!?\[[^\[\]]*+\]\((?P<uri>[^()]{1,300}?\.(?:png|jpe?g|gif|svg|webp))\b[^()]{0,100}\)",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each piece of code that would show a picture where images are missing."""
    for question in report.questions:
        for line, text, block in code_of(question.answer) if question.lacks_images else ():
            found = _PICTURE.search(text)
            if found and (block or found.group().startswith("!")):
                yield Finding(
                    line,
                    f"picture {shortened(found['uri'])!r} is written as code, not shown; "
                    f"question {question.number} asks for images",
                    "take the back-ticks (```) around ![what it shows](figures/name.png) out",
                    question.number,
                )
