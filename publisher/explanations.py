"""What every code means: the rules' own docstrings, and the codes that no rule yields."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.rules import RULES

if TYPE_CHECKING:
    from publisher.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code with its usual severity and the text that explains it (first line: in short)."""

    code: str
    severity: Severity
    text: str

    @property
    def short(self) -> str:
        """What it means in one line."""
        return self.text.partition("\n")[0]


_OTHERS: tuple[Explanation, ...] = (
    Explanation(
        "broken",
        "error",
        """The report cannot be read at all.

The file is missing, empty, binary, in an encoding that is neither UTF-8 nor cp1252, or
larger than 50 MiB. Nothing is made of it, and the exit code is 3.

Why: a report that cannot be read must never count as one without faults.""",
    ),
    Explanation(
        "limit_contradiction",
        "warning",
        """A prompt of a template states different limits of one kind.

`publisher template` says it. What stands behind "Answer length:" is what answers are judged by,
else what stands first.

Why: a group that kept to the other limit is right, too.""",
    ),
    Explanation(
        "limit_reversed",
        "warning",
        """A limit of a template has its higher number first.

`publisher template` says it. "200-100 words" is read as 100-200.

Why: it may be a typing mistake in one of the numbers.""",
    ),
    Explanation(
        "limit_none",
        "note",
        """A question of a template has no limit that was understood.

`publisher template` says it. Limits are words and images; sentences and pages are not counted.

Why: a limit in a wording that the program does not know would never be checked.""",
    ),
    Explanation(
        "template_answered",
        "warning",
        """A question of a template has an answer already.

`publisher template` says it.

Why: every report would begin with it; perhaps the file is a report and no template.""",
    ),
    Explanation(
        "placeholder_number",
        "warning",
        """A placeholder of a template names another question.

`publisher template` says it.

Why: it was copied from there, and perhaps more was.""",
    ),
    Explanation(
        "pdf_failed",
        "error",
        """The PDF could not be made.

The process that makes it ended early, ran out of its time (300 s) or its memory (2 GiB).
The other formats are made all the same.

Why: a picture or a table that is too large is the usual reason; --debug shows the rest.""",
    ),
    Explanation(
        "pdf_message",
        "note",
        """WeasyPrint said something while it made the PDF.

The PDF was made. The message is WeasyPrint's own, without paths of this machine.

Why: it can explain why a page looks different from the web page.""",
    ),
    Explanation(
        "figure_unprintable",
        "error",
        """A figure could not be put into the PDF.

A grey box stands for it. The file is a picture, but it is damaged inside, has more than
100 million pixels, or is an SVG that loads files or runs scripts.

Why: the PDF alone is what many people will see.""",
    ),
    Explanation(
        "library_missing",
        "error",
        """A library of the system is missing, so there is no PDF.

`publisher doctor` names it and the command that installs it. The exit code is 5; the other
formats are made.

Why: WeasyPrint lays out text with Pango, which pip does not bring.""",
    ),
)


def explanations() -> dict[str, Explanation]:
    """Return all explanations by code: the rules in their order, then the others."""
    found = {
        code: Explanation(
            code, rule.SEVERITY, inspect.cleandoc(rule.__doc__ or "").replace("::\n", ":\n")
        )
        for code, rule in RULES.items()
    }
    return found | {other.code: other for other in _OTHERS}
