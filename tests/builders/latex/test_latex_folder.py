"""``report-latex/``: whole, the same bytes, and nothing of an author's in it is a command.  ``nox -s latex`` compiles it."""

from __future__ import annotations

import re

import pytest
from constructs import write_constructs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import every_report, png, run, write_report

from publisher.builders.latex.escape import address, code, tex
from publisher.builders.latex.formula import display, inline
from publisher.check import check
from publisher.course.settings import Course
from publisher.pdf import tex as runner
from publisher.pdf.errors import PdfLibraryMissing
from publisher.pdf.job import PdfLook
from publisher.pdf.limits import PdfLimits
from publisher.proof.tex import tex_words
from publisher.proof.words import words_of
from publisher.publish.publication import Publication

DATED = Course(date="2026-01-31")
OURS = re.compile(
    r"\\(?:begin|end)\{(?:document|report\w+|itemize|enumerate)\}"
    r"|\\(?:report\w+|codeline|item|tickitem|openitem|tick|opentick|brk|newline|lackingglyph|spancell"
    r"|section|subsection|subsubsection|paragraph|subparagraph|textbf|emph|texttt|deleted|inserted|marked|kbd"
    r"|textsmall|textsubscript|textsuperscript|textbackslash|textasciitilde|textasciicircum|textquotedbl"
    r"|hline|endhead|tabularnewline|begingroup|endgroup|par|bfseries|footnotesize|scriptsize|tiny|clearpage"
    r"|linewidth|unhyphenated|leavevmode|allowbreak)(?![A-Za-z])|\\[-{}$&#%_ ]|\\\(.*?\\\)|\\\[.*?\\\]",
    re.DOTALL,
)


def made_of(path, course=DATED):
    made = Publication(check(path, course)).latex()
    files = {name.removeprefix("report-latex/"): data for name, data in made.folder.items()}
    return files, [(d.code, d.message) for d in made.diagnostics]


def body_of(files):
    return files["report.tex"].decode().partition("\\begin{document}")[2]


@every_report()
def test_real_reports_lose_no_word(path):
    files, found = made_of(path)
    assert "word_lost" not in dict(found)
    assert {"report.sty", "fonts/SourceSerif4-Regular.ttf"} < set(files)
    rest = OURS.sub("", body_of(files))
    assert not re.findall(r"\\[A-Za-z]+", rest)


def test_all_constructs_lose_no_word(tmp_path):
    _, found = made_of(write_constructs(tmp_path / "constructs"))
    assert "word_lost" not in dict(found)


def test_states_prompts_and_examples_follow_the_print_settings(tmp_path):
    path = write_report(tmp_path / "report", "Ten bees.", "")
    usual, _ = made_of(path)
    assert "\\reportstate" not in body_of(usual)  # no limit, no image: nothing quiet to say
    full, _ = made_of(path, DATED.printed({"states": "full", "prompts": "none"}))
    assert "\\reportstate{answered" in body_of(full)
    assert "reportprompt" not in body_of(full)
    assert "reportprompt" in body_of(usual)
    short, _ = made_of(path, DATED.printed({"prompts": "short", "question_per_page": True}))
    assert "What was done" in body_of(short)
    assert body_of(short).count("\\clearpage") == 2


def test_a_heading_stays_with_the_prompt_below_it(tmp_path):
    path = write_report(tmp_path / "report", "Ten.\n\n#### Bees\n\nAll.")
    path.write_text(
        path.read_text("utf-8").replace("## Part\n", "## Part\n\n> Of bees.\n"), "utf-8"
    )
    body = body_of(made_of(path)[0])
    section, question = re.findall(r"\\reportneeds\[(\d+)\]\n\\(?:sub)?section\[", body)
    assert body.count("\\reportneeds") == 2  # none for a heading of the authors' own
    assert int(section) > int(question) > 5
    long = write_report(tmp_path / "long", "Ten.")
    long.write_text(long.read_text("utf-8").replace("What was", "What " * 3000 + "was"), "utf-8")
    assert "\\reportneeds[30]" in body_of(made_of(long)[0])  # there are pages for the rest


def test_a_lost_word_and_a_lost_picture_are_found(tmp_path):
    path = write_report(
        tmp_path / "report",
        "Ten bees.\n\n![bees](figures/a.png)",
        figures={"figures/a.png": png(300, 200)},
    )
    publication = Publication(check(path, DATED))
    written, output = publication._latex, publication.latex()
    assert output.diagnostics == ()
    files = {name.removeprefix("report-latex/"): data for name, data in written.files.items()}
    for gone, told in (
        (b"Ten bees.", "of this line: ten"),
        (b"\\reportfigure[figures/001.png]", "1 figure"),
    ):
        changed = files | {"report.tex": files["report.tex"].replace(gone, b"")}
        found = publication._proof.latex(changed, written.own, written.figures, lambda _: False)
        assert told in next(iter(found)).message
    few = PdfLook(text="Report Part Question 1", picture="", links=(), images=1)
    assert list(publication._proof.typeset([few], written.own, lambda _: False))
    own = [*written.own, "Question 1"]
    text = " ".join(["Report Part Question 1 What was done Ten bees", *own])
    for images, told in ((1, []), (0, ["report-latex.pdf draws 0 of 1 pictures"])):
        pages = [PdfLook(text=text, picture="", links=(), images=images)]
        found = publication._proof.typeset(pages, own, lambda _: False)
        assert [one.message for one in found] == told


def test_a_line_ends_between_pictures_and_chinese_letters():
    assert tex("\U0001f600" * 9) == "\\brk{}".join("\U0001f600" * 9)
    thumb, coder = "\U0001f44d\U0001f3fd", "\U0001f469\u200d\U0001f4bb"
    assert tex((thumb + coder) * 3) == "\\brk{}".join([thumb, coder] * 3)
    assert "\\brk" not in tex("(\U0001f600) a \u00e5rsberetning")


def test_a_heading_longer_than_a_page_is_text_of_its_own(tmp_path):
    files, found = made_of(write_report(tmp_path / "report", "#### " + "head " * 2000))
    assert not found
    assert re.search(r"reportsummary\{(\\reporttarget\[[^]]*\])*head", body_of(files))


HARMFUL = [
    r"\input{/etc/passwd}",
    r"\directlua{os.execute('x')}",
    r"}\input{x}{",
    r"\end{reportcode}\input{x}",
    r"^^5cinput x",
    r"% \input{x}",
    r"$\input{x}$",
    r"$a\) \input{x}$",
    r"\\[\input{x}]",
    "`\\input{x}`",
    "```\n\\end{Verbatim}\\input{x}\n```",
    r"[x](https://example.org/\input{x}#%5C~&_)",
    r"[x](https://example.org/})",
    "| \\input{x} | & |\n|---|---|\n| [x] | \\\\ |",
    "# \\input{x}\n\n#### a [b] {c}",
    "$$\n\\begin{align}a\\end{align}\\input{x}\n$$",
    "$$\na \\tag{\\input{x}}\n$$",
    "<kbd>\\input{x}</kbd>",
    "- [x] \\item[\\input{x}]",
]


@pytest.mark.parametrize("answer", HARMFUL)
def test_a_command_of_an_author_is_text(tmp_path, answer):
    files, found = made_of(write_report(tmp_path / "report", answer))
    assert "word_lost" not in dict(found)
    body = body_of(files)
    assert "^^" not in body
    rest = OURS.sub("", body)
    assert not re.findall(r"\\[A-Za-z(\[]+", rest)
    assert not re.search(r"\\(?:input|directlua)\b", body)


@given(
    st.text(
        st.sampled_from("ab 1.\n|-*_`#>[]()!<>$\\~^:{}%&x\u4e2d\u05d0\u0301\x1b\u2028\"'"),
        min_size=1,
        max_size=120,
    )
)
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_answer_is_whole_and_its_braces_are_even(tmp_path, answer):
    files, found = made_of(write_report(tmp_path / "report", answer))
    assert "word_lost" not in dict(found)
    plain = re.sub(r"\\[\\{}%]|(?<!\\)%[^\n]*", "", body_of(files))
    assert plain.count("{") == plain.count("}")


@given(st.text(max_size=80))
def test_text_is_read_again_as_it_was(said):
    """But for blanks, and for what ends a line."""
    plain = "".join(said.split())
    read = "".join(tex_words(f"\\begin{{document}}{tex(plain)}\\end{{document}}", str))
    assert read == "".join(words_of(plain))


def test_formulas_are_tex_where_all_of_them_is_known():
    assert inline("a^2") == "\\(a^2\\)"
    assert inline(r"\foo") == "\\texttt{\\textbackslash{}foo}"
    assert display("a &= b \\\\ c &= d") == "\\[\\reportaligned{a &= b \\\\ c &= d}\\]"
    assert display("a \\\\ b") == "\\[\\reportlines{a \\\\ b}\\]"
    assert display("\\begin{align}a &= b\\end{align}").startswith("\\reportopen{}\n\\begin{align}")
    assert display("a\n\nb") == "\\[a\nb\\]"


def test_addresses_hold_nothing_that_tex_takes_for_more():
    assert address("https://a.org/x?y=1&z_2#p%20") == "https://a.org/x?y=1\\&z\\_2\\#p\\%20"
    assert address("a\\{}^~\u00e6") == "a\\%5C\\%7B\\%7D\\%5E\\%7E\\%C3\\%A6"


def test_code_keeps_its_blanks():
    assert code("    a  b") == "\\codeline[4]{a\\ \\ b}"


def test_characters_without_a_font_are_boxes_and_told(tmp_path):
    files, found = made_of(write_report(tmp_path / "report", "a \u4e2d b"))
    assert "\\lackingglyph[4E2D]" in body_of(files)
    assert "report-latex/ has boxes for characters that no font has: U+4E2D" in dict(found).values()


def test_no_tex_is_exit_5_and_the_others_are_made(tmp_path, monkeypatch):
    monkeypatch.setattr(runner.shutil, "which", lambda _: None)
    path = write_report(tmp_path / "report", "words")
    done = run("build", path, "--to", "latexpdf,latex", "-o", tmp_path / "out")
    assert done.code == 5
    assert "latexmk" in done.err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["report-latex"]
    assert (tmp_path / "out" / "report-latex" / "report.tex").is_file()


@pytest.mark.parametrize(
    ("program", "told", "line"),
    [
        ("printf './report.tex:7: Undefined control sequence.\\n' > report.log; exit 1", "TeX stopped: Undefined control sequence.", 9),
        ("exit 0", "TeX could not be run", None),
        ("sleep 60", "TeX was not done after 1 s, the limit", None),
        ("read x && exit 0; printf './report.tex:1: asks\\n' > report.log; exit 1", "TeX stopped: asks", 0),
    ],
)  # fmt: skip
def test_tex_that_fails_hangs_or_asks_is_ended_and_named(
    tmp_path, monkeypatch, program, told, line
):
    """A program of ours stands in for latexmk."""
    for name in runner.PROGRAMS:
        (tmp_path / name).write_text(f"#!/bin/sh\n{program}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    source = "a\nb\n% question 3, line 9\nc\nd\ne\nf\n"
    with pytest.raises(runner.PdfError) as failed:
        runner.typeset(
            {"report.tex": source.encode()}, PdfLimits(seconds=1 if "sleep" in program else 30)
        )
    assert str(failed.value) == told
    assert getattr(failed.value, "line", None) == line
    assert not isinstance(failed.value, PdfLibraryMissing)
