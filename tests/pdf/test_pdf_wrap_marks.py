"""Lines of code that go on have a mark beside them, which is no text."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from publisher.pdf.job import PdfJob
from publisher.pdf.process import PdfProcess

STYLE = """
@page { size: 100mm 60mm; margin: 10mm }
h2 { break-before: page }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding-left: 9pt; font-size: 8pt }
pre { widows: 1; orphans: 1 }
"""
LONG = "x" * 100  # a line holds 42
# Blocks of code, and on each of their pages the lines that go on.
BLOCKS = {
    "short\n\n  \nlines\n": [0],
    LONG: [2],
    f"a\n{LONG}\nb\n\n{'word ' * 15}\n    end": [2, 1],
    f"\t{'y' * 60}\n   \n<span>{'z' * 20}</span>{'v' * 30}\nend": [1, 1],
    "\n".join(["line"] * 10 + [LONG * 2] + ["line"] * 3): [0, 4, 0],
}


@pytest.fixture(scope="module")
def made():
    blocks = "".join(f"<h2>Title</h2><pre><code>{block}</code></pre>" for block in BLOCKS)
    cell = f"<h2>Title</h2><table><tr><td><pre>{LONG}</pre></td></tr></table>"
    html = f'<!doctype html><html lang="en"><title>t</title>{blocks}{cell}</html>'
    job = PdfJob(
        html=html, stylesheets=(STYLE,), images={}, title="t", language="en", identifier=b"t"
    )
    with PdfProcess() as process:
        return process.render(job).pdf


def test_each_line_that_goes_on_has_a_mark(made):
    with pikepdf.open(io.BytesIO(made)) as pdf:
        marks = [
            sum(str(operator) == "BMC" for _, operator in pikepdf.parse_content_stream(page))
            for page in pdf.pages
        ]
    assert marks == [*(n for pages in BLOCKS.values() for n in pages), 2]


def test_a_mark_is_no_text(made):
    pages = pypdfium2.PdfDocument(made)
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    assert set(text) <= set("Titleshrnxawodyzvb")
    assert text.count("x") == 5 * len(LONG)
