"""What the tests of the PDF share: pictures, a document with everything in it, a finished PDF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import page
import pikepdf
import pytest
from PIL import Image
from standards import faults
from support import ATTACHMENTS

from publisher.pdf.process import PdfJob, PdfProcess, PdfResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STYLE = """
@page { size: A4; margin: 20mm; @bottom-center { content: counter(page) " of " counter(pages) } }
@page { @top-right { content: "Running head" } }
h2 { break-before: page }
table { border-collapse: collapse } td, th { border: 1px solid #888 }
nav li::after { content: target-counter(attr(data-to), page) }
"""

DOCUMENT = """<!doctype html><html lang="en"><head><title>Other</title></head><body>
<h1 id="a">Report</h1>
<nav><ol class="toc"><li data-to="#b"><div><a href="#b">Second</a></div><ol class="toc">
<li data-to="#c"><div><a href="#c">Third</a></div></li></ol></li></ol></nav>
<section id="b"><h2>Second</h2>
<p>Text, <em>slanted</em>, <strong>strong</strong>, <strong><em>both</em></strong>,
<code>code</code>, <a href="https://example.org/x">a link</a>,
<a href="https://example.org/y">one with <code>code</code> and <strong><em>more</em></strong></a>,
<a href="https://example.org"><img src="figure:1" alt="linked"></a>.</p>
<p><a href="https://example.org/w"><img src="figure:1" alt="linked"> with words</a>.</p>
<ul><li>tight</li><li>nested<ul><li>in<ol><li>one</li><li>two</li></ol></li></ul></li></ul>
<ul><li><p>loose</p></li><li><p>two</p><p>three</p><ul><li><p>inner</p></li></ul><p>after</p></li>
</ul><ol><li><p>step</p><pre>code
block</pre></li></ol>
<ul style="list-style: none"><li>without a mark</li></ul><dl><dt>term</dt><dt>other</dt>
<dd>meaning</dd><dd lang="nl">betekenis<ul><li>een</li></ul></dd><dt>last</dt></dl>
<h3 id="c">Third</h3>
<table><caption>A table</caption><thead><tr><th>A</th><th>B</th></tr></thead>
<tbody><tr><td>1</td><td>2</td></tr><tr><th scope="row">r</th><td>3</td></tr></tbody></table>
<table><tr><th scope="row">x</th><td>1</td></tr></table>
<table><tbody><tr><td>no</td><td><p>header</p></td></tr></tbody></table>
<figure><img src="figure:2" alt="A figure"><figcaption>See <a href="#a">here</a></figcaption>
</figure><p><img src="figure:3" alt="a drawing"> decoration: <img src="figure:1" alt=""></p>
<table><tr><th>a</th><th>b</th></tr><tr><td>short</td></tr><tr><td colspan="9">wide</td></tr>
<tr><td rowspan="5">deep</td><td>2</td></tr></table>
<table><thead><tr><th>only</th><th>a head</th></tr></thead></table>
<table><thead><tr><th><a href="#a">head</a></th></tr></thead>
<tr><td style="height: 150mm">one</td></tr><tr><td>two<p style="height: 150mm">and</p></td></tr></table>
<p lang="da">En sætning</p><p>A paragraph of words over the page's end. <a href="https://example.org/z">A link.</a> {LONG}</p>
<blockquote><p>quoted</p></blockquote>
<pre><code>def f():
    return "→ ≠ &alpha; ж"</code></pre>
<p>😀 🚀 ✅ ❌ ⚠️ ☑ ☐ ★ ∑ ∞ &#x211D; ⊕ &#x1D538; Ἑλλάς Ελληνικά Привет łódź ff fi</p>
<p>हिन्दी 中文 ① &#xE000; &#xFFFE; &#1; e\u0301\u0323 👩‍💻</p>
<p>Ends&#x2028;of &#1; lines&#x0b;and blanks&#x1680;</p>
<p>1️⃣ #️⃣ पाठ, पढ <code>a =&gt; b -&gt; c &lt;= d</code> \u202eturned words\u202c</p>
<p dir="rtl">זה <b>מודל</b> <code>torch</code> <a href="https://example.org/rtl">כאן</a> מאומן</p>
<p>A note<sup><a href="#n" id="r">1</a></sup></p><div id="n" class="footnote">The note <a href="#r">back</a></div>
</section></body></html>""".replace("{LONG}", "And more words. " * 500)

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><title>t</title>'
    b'<rect width="90" height="40" fill="teal"/><text x="5" y="20">words</text></svg>'
)


def picture(size=(60, 40), mode="RGB", kind="PNG", colour=None, **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour or 0).save(out, kind, **options)
    return out.getvalue()


@pytest.fixture(name="picture")
def picture_fixture() -> Callable[..., bytes]:
    return picture


@pytest.fixture
def job() -> Callable[..., PdfJob]:
    return make_job


def make_job(**changes) -> PdfJob:
    values = {
        "html": DOCUMENT,
        "stylesheets": (STYLE,),
        "images": {
            "figure:1": picture(mode="RGBA"),
            "figure:2": picture((300, 200), kind="JPEG"),
            "figure:3": DRAWING,
        },
        "title": "The title — “quoted”",
        "language": "en",
        "identifier": b"\x01\x02digest",
    }
    return PdfJob(**{**values, **changes})


@pytest.fixture(scope="session")
def made() -> PdfResult:
    """The document with everything in it, made once."""
    with PdfProcess() as process:
        return process.render(make_job(), ATTACHMENTS)


@pytest.fixture(scope="session")
def failures() -> Callable[[bytes, Path], set[str]]:
    return find_failures


def find_failures(data: bytes, folder: Path) -> set[str]:
    """Return the rules of PDF/A-3a and PDF/UA-1 that the file breaks, less one false alarm.

    The validator takes a data's last byte 0x0D and the line feed after it for one end of line;
    the length is right all the same.
    """
    path = folder / "tested.pdf"
    path.write_bytes(data)
    found = set()
    with pikepdf.open(path) as pdf:
        for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
            for failure in page.validate_pdf(path, profile=profile).failures:
                if failure.rule_id.endswith("STREAM-LENGTH-001") and _ends_in_a_return(pdf):
                    continue
                found.add(failure.rule_id)
        found |= faults(pdf)
    return found


def _ends_in_a_return(pdf: pikepdf.Pdf) -> bool:
    """Tell whether the data of some stream end in 0x0D, and the lengths of all are right."""
    streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    held = [(stream.read_raw_bytes(), int(stream.Length)) for stream in streams]
    return any(raw[-1:] == b"\r" for raw, _ in held) and all(len(raw) == n for raw, n in held)
