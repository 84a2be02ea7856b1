"""The proof finds what is lost, and cries no wolf."""

from __future__ import annotations

import dataclasses
import re

import pytest
from edited_reports import edit, edited, lines_of_a_report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import EXAMPLE, every_report, lacks, png, run, write_report

from publisher import nodes as ours
from publisher.archive.decode import without_files
from publisher.builders.paper import Paper
from publisher.check import check
from publisher.pdf.process import PdfProcess
from publisher.proof.prove import Proof
from publisher.proof.source import read_plainly
from publisher.proof.words import Word, lost, words_of
from publisher.publish.publication import Publication
from publisher.read.blocks.lines import Lines
from publisher.read.cut.segments import split

ANSWER = """Plain words with **bold**face and `code of it`, a [link](https://example.org/a_b), $a\\le b$.

- [x] measured twice
- [ ] described once

![A curve of losses](figures/a.png)

![Plan](figures/plan.svg)

Last of all a paragraph about heat, wind and rain."""


def publication(path) -> Publication:
    return Publication(check(path))


PLAN = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M1 1h7v7z"/></svg>'


def proof_of(publication: Publication) -> Proof:
    return Proof(publication.report, publication.source.text, publication.folder)


@pytest.fixture
def report(tmp_path):
    return write_report(
        tmp_path / "report", ANSWER, figures={"figures/a.png": png(), "figures/plan.svg": PLAN}
    )


@every_report()
def test_no_false_alarm_in_what_takes_no_child(path):
    made = publication(path)
    assert lacks(made) == []


@pytest.mark.usefixtures("tmp_path")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines_of_a_report, st.lists(edit, max_size=8))
def test_no_false_alarm_on_edited_reports(tmp_path, lines, edits):
    path = tmp_path / "README.md"
    path.write_text("\n".join(edited(lines, edits)), encoding="utf-8")
    if (result := check(path)).report is None:
        return
    made = Publication(result)
    assert lacks(made) == []


SOUND = {
    "blocks in preformatted text": "<pre>one <b>two</b>\n\nthree\n\n> four\n\nfive",
    "a host's letters": "![Seen](http://exämple.org/a.png) ![Seen](https://a\u200bb.中文.org/\u202ea.png)",
    "a footnote's long label": f"a[^{'9' * 1000}] b\n\n[^{'9' * 1000}]: A note",
    "an unknown tag beside another": "p\n<y>a<b>k<m>\nc",
    "words that touch": "a<b>b</b>c <q>d</q>e<mark>f</mark>g a*b*c x<wbr>y",
    "ruby in details": "<details><summary>s</summary><ruby>漢<rp>(</rp><rt>kan</rt></ruby>x<q>y</q></details>",
    "an address with references": "![Seen](figures/a&nbsp;&amp;b.png)",
    "a note's mark behind a word": "a *42*[^b] c\n\n```mermaid\nx\n42\n```\n\nd\n\n[^b]: A note",
    "a formula behind a word": "~~µ~~the $x_1$ b\n\n```mermaid\nx\nthe\n```\n\nd",
    "a link before a word": "[x](https://e.org/1) y <b>zzz</b>**ab**\n\nc\n\n```mermaid\nx\nab\n```\n\nd",
    "signs of a tag in quotes": '<b title="a > b c d e">f</b>\n\ng <b title="h < i\nj k l m n">o</b>',
    "a word at a tag of unknown end": f'p\n<b>q</b>\nab<td title="{"x" * 3000}">cde\nf',
    "a tag with a name of its own": "</code>\n>\n<rp><a\u2060b<em open>\n\ny",
    "titles and labels over lines": '[a][b\nc d e] [f](x "g h\ni j k\nl m n") [o]\n\n[b\nc d e]: p (q\nr s t)\n\n[o]:\nu\n"v w\nx y z"',
    "notes everywhere": "a[^b]\n\n[^b]: c d e\nf g h\n\n- i\n\n  [^j]: k l m\n\n> [^n]: o p q\n\n[^b]: r s t\nu\n[^v]: `w x y z`",
    "cells that no column has": "| a | b |\n| - | - |\n| c | d | shown nowhere ![Seen](a.png) |",
}


@pytest.mark.parametrize("answer", SOUND.values(), ids=SOUND)
def test_no_false_alarm(answer, tmp_path):
    made = publication(write_report(tmp_path, answer))
    assert lacks(made) == []


def test_no_false_alarm_where_a_question_cuts_a_comment(tmp_path):
    answers = (
        "<!-- never closed",
        "two<!-- said -->four *five*",
        "<b>x <!--",
        "six<!-- --></i>seven",
    )
    assert lacks(publication(write_report(tmp_path, *answers))) == []


@pytest.mark.parametrize(
    "answer",
    [
        "1.\n\ntext",
        "1)",
        "- 1)\n\nx",
        "> 1)\n\nx",
        "1. one\n2.\n3. three",
        "12.\n\n    code",
        "-\n\nx",
    ],
)
def test_no_false_alarm_for_an_empty_item(answer, tmp_path):
    assert lacks(publication(write_report(tmp_path, answer))) == []


@pytest.mark.parametrize("tag", ["<pre width=\u00b2>", "<b width=2>", "<b width=2>y</b>"])
def test_no_false_alarm_for_a_tag_that_touches_a_comment_of_several_lines(tag, tmp_path):
    for comment in ("<!--\n\n<!-- said -->", "<!--\nx -->"):
        made = publication(write_report(tmp_path / str(len(comment)), f"{comment}{tag}"))
        assert lacks(made) == []


FENCES = [
    "---",
    "--- ",
    "---\t",
    "...",
    "... ",
    "----",
    " ---",
    "---x",
    "....",
    "---\u00a0",
    "\ufeff---",
]
BETWEEN = [
    *("title: alpha", "list:", "  - beta", "# gamma", "### Question 2", "# question #3 delta", "#Question 12345"),
    *("", "<!-- publisher: ignore unanswered: zeta -->", "<<<<<<< HEAD", "=======", "text: |", "\x0c", "a: [", "eta\u2028---"),
]  # fmt: skip
BODY = "\n\n# Report\n\n### Question 1\n> Answer:\n\nAn answer stands here.\n"
front_matter = st.lists(st.sampled_from([*FENCES, *BETWEEN]), max_size=7)


@given(st.sampled_from(FENCES), front_matter, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_front_matter_is_read_alike(first, lines, end, whole):
    """The reader and the proof take the same lines at the top for front matter."""
    text = ("\n".join([first, *lines]) + BODY * whole).replace("\n", end)
    top = split(text).segments[0]
    taken = top.end if top.kind == "front matter" else 0
    blank = Lines.of(text[:taken]).items
    # Behind a blank line nothing is front matter.
    expected = read_plainly("\n" * (1 + len(blank)) + text[taken:])
    assert [(w.text, w.line + 1) for w in read_plainly(text)] == [
        (w.text, w.line) for w in expected
    ]


# -- source to tree -----------------------------------------------------------------


def drop_answer(document):
    answer = document.next_node(ours.answer)
    answer.children[:] = []


def drop_paragraph(document):
    answer = document.next_node(ours.answer)
    del answer.children[-1]


def drop_figure(document):
    from docutils import nodes

    image = document.next_node(nodes.image)
    image.parent.remove(image)


def untick(document):
    for item in document.findall(ours.checklist_item):
        item["ticked"] = False


@pytest.mark.parametrize("drop", [drop_answer, drop_paragraph, drop_figure, untick])
def test_what_reading_loses_is_found(report, drop):
    made = publication(report)
    assert list(proof_of(made).source()) == []
    drop(made.report.document)
    found = list(proof_of(made).source())
    assert found
    assert all("the report as it was read lacks" in f.message for f in found)


def test_what_reading_loses_has_its_line(report):
    made = publication(report)
    drop_paragraph(made.report.document)
    (found,) = proof_of(made).source()
    assert (
        found.line == report.read_text().split("\n").index(ANSWER.rsplit("\n", maxsplit=1)[-1]) + 1
    )


# -- tree to page and archive -------------------------------------------------------

CHANGES = {
    "a word": ("wind", ""),
    "half a word": ("losses", "los"),
    "a paragraph": (re.compile("<p>Last of all.*?</p>", re.DOTALL), ""),
    "a tick": ("☑", ""),
    "a tick turned": ("☑", "☐"),
    "a formula": (r"a\le b</annotation>", "a</annotation>"),
    "a figure": (re.compile("<img [^>]*>"), ""),
    "another figure": (re.compile(r'src="data:[^"]*"'), 'src="data:image/png;base64,AAAA"'),
    "a comment": (re.compile("<p>(Last of all.*?)</p>", re.DOTALL), r"<!-- \1 -->"),
    "hidden": ("<p>Last of all", "<p hidden>Last of all"),
}


@pytest.mark.parametrize("change", [c for c in CHANGES if c != "half a word"])
def test_what_a_page_loses_is_found(report, change):
    made = publication(report)
    page = made.html().data.decode()
    old, new = CHANGES[change]
    changed = page.replace(old, new) if isinstance(old, str) else old.sub(new, page)
    assert changed != page
    found = list(proof_of(made).page(changed.encode()))
    assert found
    assert found[0].line > 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"heat, wind and rain", b"heat, and rain"),
        (b'"ticked":true', b'"ticked":false'),
        (b'"figure":"figures/a.png"', b'"figure":"figures/b.png"'),
        (b'"bytes":"iVBOR', b'"bytes":"iVBOQ'),
    ],
)
def test_what_an_archive_loses_is_found(report, old, new):
    made = publication(report)
    data = made.archive().data
    assert old in data
    assert list(proof_of(made).archive(*without_files(data.replace(old, new))))


# -- page to PDF --------------------------------------------------------------------


def findings(made: Publication, *, changed=None, style=""):
    """Make a PDF of a changed page, or with a style sheet more, and prove the whole one of it."""
    job, figures = made.job()
    wrong = dataclasses.replace(
        job,
        html=changed(job.html) if changed else job.html,
        stylesheets=(*job.stylesheets, style),
    )
    with PdfProcess() as process:
        shown = process.render(wrong).shown
    proof, left_out = proof_of(made), Paper(made.report, made.course).leaves_out
    return [*proof.print_page(job, figures, left_out), *proof.pdf(job, figures, shown)]


HIDING = {
    "nothing": "",
    "no display": ".answer > p:last-of-type { display: none }",
    "off the page": ".answer > p:last-of-type { position: absolute; left: -900px }",
    "clipped": ".answer > p:last-of-type { overflow: hidden; width: 40px; white-space: nowrap }",
    "a figure": ".answer img { display: none }",
    "a drawing": ".answer img[alt*=plan] { display: none }",
    "ticks": ".tick { display: none !important }",
}


@pytest.mark.parametrize("hiding", HIDING)
def test_what_a_pdf_hides_is_found(report, hiding):
    found = findings(publication(report), style=HIDING[hiding])
    assert bool(found) == (hiding != "nothing"), found


def test_a_word_less_in_a_pdf_has_its_line(report):
    found = findings(publication(report), changed=lambda html: html.replace("wind", ""))
    line = next(n for n, t in enumerate(report.read_text().split("\n"), 1) if "wind" in t)
    assert [(f.line, f.message) for f in found] == [
        (line, "report.pdf lacks 1 word of this line: wind")
    ]


LAID_OUT = {
    "notes": "glued[^a]word, x[^b] and again[^a]\n\n[^a]: A note with *several* words[^b].\n"
    "\n[^b]: inner",
    "a word over pages": "before " + "abcdefghij" * 300 + " after",
    "code over pages": "```\n" + "x" * 3_000 + "\n" + "x = long_name(" * 30 + "\n```",
    "a link over lines": "[" + "linktext" * 200 + "](https://example.org)",
    "scripts in a word": "שalomם abcאבג123דהו " + "שלום" * 300,
    "turned": "a \u202eturned words here\u202c b \u2067שלום 12\u2069",
    "turned, of two halves each": "**שלום**`𝐀𝔹`",
    "without blanks": "中文字漢字没有空格的很长的一段文字" * 30,
    "signs": "مرحبا بالعالم 123, हिन्दी में, ﬁne oﬃce, x² ½ Ⅳ, ä e\u0301, ΑΣ ß ẞ, zero\u200bwidth, 👩\u200d💻",
    "formulas": "a$x$b $a \\le \\ldots b$ and $`\\frac{1}{2}`$\n\n$$\\sum_{i=1}^n x_i$$\n\n$\\wrong{ $\\\\theta$"
    " $D_{train}$ and $accuracy$",
    "accents without end": f"a{chr(0x301) * 100} b `c{chr(0x301) * 100}` **d{chr(0x302) * 400}**",
    "soft hyphens": "soft\u00adhyphen" * 40,
    "long cells": "| a | b |\n|---|---|\n| " + "cell" * 80 + " | " + "word " * 200 + "|",
    "a head longer than a page": f"| {'<br>'.join(map(str, range(70)))} | b |\n|---|---|\n| c | d |",
    "a head that leaves no room for a row": "\n".join(
        "> " * 26 + line
        for line in (f"|{' header' * 70}|{'x' * 14}|", "|---|---|", f"|{' letters' * 40}|")
    ),
}


def test_no_layout_raises_an_alarm(tmp_path, monkeypatch):
    # Some texts have room in the first buffer, some have none.
    monkeypatch.setattr("publisher.proof.pdf._LINE", 8)
    made = publication(write_report(tmp_path, *LAID_OUT.values()))
    assert lacks(made) == []
    assert findings(made) == []


texts = st.lists(st.sampled_from(["wind", "a", "rain", "été", "中文", "שלום", "x1"]), min_size=3)


@given(texts, st.data())
def test_letters_are_held_and_words_are_not(words, data):
    """However a layout cuts, joins and turns the words, they are there; and not without one."""
    wanted = [Word(w, n) for n, text in enumerate(words, 1) for w in words_of(text)]
    stream = "".join(word.text for word in wanted)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)), max_size=9)))
    parts = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
    parts = [part[::-1] if data.draw(st.booleans()) else part for part in parts]
    parts = data.draw(st.permutations([*parts, "7"]))
    assert lost(wanted, parts) == []
    place = data.draw(st.integers(0, len(wanted) - 1))
    rest = [word.text for word in (*wanted[:place], *wanted[place + 1 :])]
    found = lost(wanted, data.draw(st.permutations([*rest, "7"])))
    assert [word.text for word in found] == [wanted[place].text]


def test_a_loss_is_exit_code_4(report, tmp_path, monkeypatch):
    from publisher.builders import page

    whole = page.page
    monkeypatch.setattr(page, "page", lambda *a, **k: whole(*a, **k).replace("wind", ""))
    done = run("html", report, "-o", tmp_path / "out")
    assert done.code == 4
    assert "error: report.html lacks 1 word of this line: wind [report.word_lost]" in done.err
    assert (tmp_path / "out" / "report.html").exists()


def test_the_example_is_proved_whole(tmp_path):
    done = run("build", EXAMPLE, "-o", tmp_path / "out")
    assert done.code == 0, done.err
