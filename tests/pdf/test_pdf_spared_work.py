"""What WeasyPrint is spared: work, not a byte of the PDF."""

from __future__ import annotations

import subprocess
import sys
import zlib

import pydyf
from support import ATTACHMENTS

from publisher.pdf import parent as process
from publisher.pdf.objects.streams import compress_streams
from publisher.pdf.process import PdfProcess

# In a process of its own: it stays replaced.
SHOW = """
import pydyf
from publisher.pdf.patches import page_references

page_references.apply()
pdf = pydyf.PDF()
pdf.add_page(pydyf.Dictionary())
held = pdf.page_references
print(pdf.page_references is held)
pdf.add_page(pydyf.Dictionary())
print(len(pdf.page_references))
"""


def test_a_list_of_pages_is_made_once_for_its_pages():
    shown = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, check=True, text=True)
    assert shown.stdout.splitlines() == ["True", "2"]


def test_a_stream_is_compressed_once_and_holds_the_same():
    parts = [b"q\nstream\n", 1.5, "more", pydyf.String("(and)"), b"endstream", "\nendstream"] * 9
    plain, packed = (pydyf.Stream(parts, {"Type": "/X"}, compress) for compress in (False, True))
    kept, before = plain.data, packed.data
    pdf = pydyf.PDF()
    pdf.add_object(plain)
    pdf.add_object(packed)
    compress_streams(pdf)
    assert plain.data == kept
    head, _, content = packed.data.partition(b"\nstream\n")
    inside = content.removesuffix(b"\nendstream")
    assert zlib.decompress(inside) == zlib.decompress(before.partition(b"\nstream\n")[2][:-10])
    assert b"/Filter /FlateDecode" in head
    assert b"/Length %d" % len(inside) in head


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
        "from publisher.pdf.patches import c_types, unused_styles, page_references; "
        "from publisher.pdf.child import sections; c_types.apply = unused_styles.apply = lambda: None; "
        "page_references.apply = lambda: None; sections.take_names = lambda _: None"
    )
    start = process.BOOTSTRAP.replace("from publisher", f"{code}; from publisher", 1)
    monkeypatch.setattr(process, "BOOTSTRAP", start)
    with PdfProcess() as child:
        assert child.render(job(), ATTACHMENTS) == made


STYLES = """
import weasyprint
from weasyprint import css
from publisher.pdf.patches import unused_styles

made, begin = [], css.StyleFor.__init__
def remember(self, *arguments, **options):
    begin(self, *arguments, **options)
    made.append(self)
css.StyleFor.__init__ = remember
unused_styles.apply()
weasyprint.HTML(string="<p>a</p><ul><li>b</li></ul>").render()
for name in ("p", "ul", "li"):
    print(name, *sorted(str(part) for kind, part in made[0]._computed_styles if getattr(kind, "tag", "") == name))
"""


def test_only_parts_that_are_there_have_a_style():
    shown = subprocess.run(
        [sys.executable, "-c", STYLES], capture_output=True, check=True, text=True
    )
    assert shown.stdout.splitlines() == ["p None", "ul None", "li None marker"]


TYPES = """
from weasyprint.pdf import fonts
from publisher.pdf.patches import c_types

plain = fonts.ffi.new("hb_codepoint_t[3]", (7, 8, 9))
c_types.apply()
known = len(fonts.ffi._parsed_types)
for size in (3, 4):
    made = fonts.ffi.new(f"hb_codepoint_t[{size}]", tuple(range(7, 7 + size)))
    print(list(made), fonts.ffi.sizeof(made))
print(len(fonts.ffi._parsed_types) - known, list(plain))
"""


def test_an_array_of_another_length_is_no_other_type():
    shown = subprocess.run(
        [sys.executable, "-c", TYPES], capture_output=True, check=True, text=True
    )
    assert shown.stdout.splitlines() == ["[7, 8, 9] 12", "[7, 8, 9, 10] 16", "0 [7, 8, 9]"]
