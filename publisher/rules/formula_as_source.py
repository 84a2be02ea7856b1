r"""A formula is not understood, and is shown as the LaTeX that was written.

Known are LaTeX's commands of mathematics, with amsmath's and amssymb's: letters and signs, fractions,
roots, sums, indices, accents, texts, matrices, cases, aligned and numbered lines. Not known are
packages beyond these, commands of one's own (`\newcommand`), and what lays out a text. Only a formula
on lines of its own (`$$` above and below, or a `math` fence) has several lines. A formula may have 5,000 characters and
nest twenty fractions.

Why: Who reads the page or the print has to read LaTeX.

Bad::

    $\R \ni x$ and $\frac{a}$

Good::

    $\mathbb{R} \ni x$ and $\frac{a}{2}$
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.formulas.mathml import fault_of
from publisher.language.message import Message
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
        fault = fault_of(source, block=block)
        if fault is None:
            continue
        written = repr(shortened(" ".join(source.split()))).replace("\\\\", "\\")
        yield Finding(
            line_of(node),
            Message("formula {formula} is shown as LaTeX: {why}", formula=written, why=str(fault)),
            Message("write it with other commands of mathematics")
            if fault.unknown
            else Message("mend what the message names, or write a long formula in parts"),
            question,
            report.ranges.node(node),
        )
