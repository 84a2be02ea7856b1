"""What WeasyPrint is spared: work, not a byte of the PDF."""

from __future__ import annotations

import subprocess
import sys

from support import ATTACHMENTS

from publisher.pdf import parent as process
from publisher.pdf.process import PdfProcess

# In a process of its own: WeasyPrint changes how Pillow reads pictures.
SHOW = """
import pydyf, weasyprint
from publisher.pdf.patches import compression, page_references
from publisher.pdf.patches.note_styles import drop_notes

page = weasyprint.HTML(string="<p>a <q>b</q></p><ul><li>c</li></ul>")
drop_notes(page)
for element in page.wrapper_element.iter_subtree():
    for sheet in page._ua_stylesheets():
        for _, _, beside, _ in sheet.matcher.match(element):
            if beside:
                print(element.local_name, beside)
page_references.apply()
pdf = pydyf.PDF()
pdf.add_page(pydyf.Dictionary())
held = pdf.page_references
print(pdf.page_references is held)
pdf.add_page(pydyf.Dictionary())
print(len(pdf.page_references))
compression.apply()
level = pydyf.Stream([b"words"], compress=True).data.partition(b"stream")[2][2]
print(level >> 6)
"""


def test_a_style_is_made_for_what_is_shown_and_a_list_once_for_its_pages():
    shown = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, check=True, text=True)
    assert shown.stdout.splitlines() == ["q before", "q after", "li marker", "True", "2", "2"]


SECTIONS = """
import weasyprint
from publisher.pdf.child.sections import take_names

page = weasyprint.HTML(
    string="<section id=a><h2>one</h2></section><section id=b>text<p>two</section>"
    "<section id=c><!-- --><p>three</section><section id=d><p id=e>four</section><section id=f></section>"
)
take_names(page.etree_element)
for element in page.etree_element.iter():
    if "id" in element.attrib:
        print(element.tag, element.get("id"))
"""


def test_a_section_hands_its_name_to_what_begins_it():
    shown = subprocess.run(
        [sys.executable, "-c", SECTIONS], capture_output=True, check=True, text=True
    )
    found = shown.stdout.splitlines()
    assert found == ["h2 a", "section b", "section c", "section d", "p e", "section f"]


def test_what_is_spared_changes_no_byte(made, job, monkeypatch):
    code = (
        "from publisher.pdf.patches import kept_bytes, note_styles, page_references, page_styles; "
        "from publisher.pdf.child import sections; "
        "kept_bytes.keep_bytes = note_styles.drop_notes = sections.take_names = lambda _: None; "
        "page_references.apply = page_styles.apply = lambda: None"
    )
    start = process.BOOTSTRAP.replace("from publisher", f"{code}; from publisher", 1)
    monkeypatch.setattr(process, "BOOTSTRAP", start)
    with PdfProcess() as child:
        assert child.render(job(), ATTACHMENTS) == made
