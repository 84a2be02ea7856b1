r"""A formula is not understood, and is shown as the LaTeX that was written.

Known are the commands of mathematics: letters and signs, fractions, roots, sums, indices, accents,
`\text`, `\mathbf`, matrices and `aligned`. Not known are those that lay out a text (`\textbf`,
`\tag`, `equation`), packages, and commands of one's own. In a line, `\\` begins no new one.

Why: Who reads the page or the print has to read LaTeX.

Bad::

    $a \iff b$ and $\textbf{x}$

Good::

    $a \Leftrightarrow b$ and $\mathbf{x}$
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.read.markdown.mathml import mathml_of, unknown_in
from publisher.read.transforms import line_of
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each formula in an answer that is not understood."""
    for node, question in report.answer_formulas():
        source, block = node.astext(), node.tagname == "math_block"
        if mathml_of(source, block=block):
            continue
        unknown = unknown_in(source, block=block)
        written = repr(shortened(" ".join(source.split()))).replace("\\\\", "\\")
        yield Finding(
            line_of(node),
            f"formula {written} is shown as LaTeX: "
            + (f"{unknown} is not known" if unknown else "it is not understood"),
            "write it with other commands of mathematics"
            if unknown
            else r"look for a part that is missing, or for \\ in a line; write what is long in parts",
            question,
            report.ranges.node(node),
        )
