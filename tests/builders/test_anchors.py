"""Places in a report have GitHub's names in every output, and none that is taken."""

from __future__ import annotations

import re

import pikepdf
from support import write_report

from publisher.archive.decode import decode
from publisher.archive.verify import verify
from publisher.check import check
from publisher.publish.build import Options, build

ANSWER = """[a](#results) [b](#results-1) [c](#note) [d](#report) [e](#question-3) [f](#page_report) [g](#two%20words) [h](#über-uns) [i](#box)

#### Über uns

<h4 id="box">A box</h4>

#### Results

#### Results

<a id="note"></a>A note. <a name="question-3">Not the question.</a>

<div id="page_report">

Of the page's own name.

</div>

<p id="two words">Two words.</p> <span id="&quot;><script>">odd</span>
"""


def test_every_output_has_the_places(tmp_path):
    path = write_report(tmp_path / "report", ANSWER, "See [there](#note).", "Three.")
    built = build(path, tmp_path / "out")
    assert [d.message for d in built.diagnostics] == []
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    wanted = {"report", "results", "results-1", "note", "question-1", "question-3", "über-uns"}
    assert wanted <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert '<script>"' not in page
    with pikepdf.open(tmp_path / "out" / "report.pdf") as pdf:
        places = {str(name) for name in pdf.Root.Names.Dests.Names[::2]}
        links = {str(a.Dest) for p in pdf.pages for a in p.get("/Annots", []) if "/Dest" in a}
    assert (
        {"report", "results", "results-1", "note", "question-3", "über-uns", "box"}
        <= links
        <= places
    )
    members = decode((tmp_path / "out" / "report.json").read_bytes()).members
    held = str(members["document"])
    assert all(f"'ids': ['{name}']" in held for name in wanted)
    assert not verify(tmp_path / "out" / "report.json").diagnostics


def test_an_authors_name_never_takes_one_of_ours(tmp_path):
    path = write_report(
        tmp_path / "report", '<a id="question-2"></a>First. [to](#question-2)', "Second."
    )
    build(path, tmp_path / "out", options=Options(formats=["html"]))
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    (section,) = re.findall(r'<section class="question[^"]*" id="question-2">', page)
    assert page.index(section) < page.index("Second.")
    assert page.count('id="question-2"') == 1
    assert page.count('href="#question-2"') >= 2


def test_a_place_whose_name_no_pdf_can_hold_is_found_all_the_same(tmp_path):
    """A string in a PDF has an end (ISO 19005-3, 6.1.13): the id is another, the name of the place is not."""
    path = write_report(
        tmp_path / "report", f"[there](#{'a' * 20_000})\n\n#### {'a' * 20_000}\n\nText."
    )
    built = build(path, tmp_path / "out", options=Options(formats=["html"]))
    assert not [d for d in built.diagnostics if d.code == "link_dead"]
    assert 'href="#anchor"' in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_place_of_the_report_may_be_named_with_its_file(tmp_path):
    path = write_report(
        tmp_path / "report",
        "[here](README.md#part) [gone](README.md#nowhere) [away](./README.md#question-9) "
        "[a line](README.md#L3-L5) [other](notes.md#nowhere)",
        figures={"notes.md": b"# Notes\n"},
    )
    dead = [d for d in check(path).diagnostics if d.code == "link_dead"]
    assert [d.message for d in dead] == [
        f"link '{name}': nothing in this report is called so"
        for name in ("README.md#nowhere", "./README.md#question-9")
    ]
