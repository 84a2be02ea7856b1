"""No false alarm on what people write, nor on what they do not: through real PDFs.  Long."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support import lacks, png, write_report
from written_answers import answer

from publisher.builders.paper import Paper
from publisher.check import check
from publisher.pdf.process import PdfProcess
from publisher.proof.prove import Proof
from publisher.publish.publication import Publication

FIGURES = {"figures/a.png": png(), "figures/tall.png": png(400, 1200)}


@given(st.lists(answer(), min_size=3, max_size=6))
def test_no_false_alarm(answers):
    with tempfile.TemporaryDirectory() as folder:
        path = write_report(Path(folder), *answers, figures=FIGURES)
        made = Publication(check(path))
        with PdfProcess() as process:
            process.start()
            found = lacks(made)
            job, figures = made.job()
            shown = process.render(job).shown
        proof = Proof(made.report, made.source.text, made.folder)
        page = proof.print_page(job, figures, Paper(made.report, made.course).leaves_out)
        assert [*found, *page, *proof.pdf(job, figures, shown)] == []
