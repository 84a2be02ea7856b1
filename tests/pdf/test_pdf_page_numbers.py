"""Page numbers in the contents: as WeasyPrint writes them, without laying the contents out again."""

from __future__ import annotations

import re

from pypdfium2 import PdfDocument

from publisher.pdf.process import PdfProcess

STYLE = """
@page { size: 80mm 60mm; margin: 10mm }
.entry { position: relative; font-variant-numeric: lining-nums tabular-nums }
.entry::after { position: absolute; right: 0; content: NUMBER }
section { break-before: page }
"""
ENTRIES = "".join(
    f'<li><div class="entry" data-to="#s{n}"><a href="#s{n}">Entry {n} -</a></div></li>'
    for n in range(1, 12)
)
SECTIONS = "".join(f'<section id="s{n}"><h2>Part {n}</h2></section>' for n in range(1, 12))
HTML = (
    '<!doctype html><html lang="en"><head><title>t</title></head><body><h1>Report</h1>'
    f'<ol class="toc">{ENTRIES}</ol>{SECTIONS}</body></html>'
)


def test_a_place_gets_its_number_as_weasyprint_would_write_it(job):
    made = []
    for number in ('"0"', "target-counter(attr(data-to), page)"):
        with PdfProcess() as process:
            sheets = (STYLE.replace("NUMBER", number),)
            made.append(process.render(job(html=HTML, stylesheets=sheets, images={})))
    assert made[0] == made[1]
    pages = PdfDocument(made[0].pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    first = len(pages) - 11
    found = re.findall(r"Entry (\d+) -\s+(\d+)", text)
    assert found == [(str(n), str(first + n)) for n in range(1, 12)]
