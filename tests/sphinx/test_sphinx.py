"""Publisher as a Sphinx extension: the same trees and bytes, and nothing lost by other builders."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pytest
from case_files import all_cases, checked, digest_of
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from support import (
    EXAMPLE,
    ROOT,
    Page,
    alphanumeric,
    lost_words,
    more_reports,
    png,
    question,
    run,
)

from publisher import nodes as ours
from publisher.check import check
from publisher.course.printing import Printing
from publisher.course.settings import Course
from publisher.publish.publication import Publication
from publisher.sphinx.collect import is_report

if TYPE_CHECKING:
    from pathlib import Path

CONF = {
    "project": "Reports",
    "version": "1",
    "release": "1",
    "copyright": "2026, the course",
    "author": "the course",
    "extensions": ["publisher"],
    "publisher_course": "course.yaml",
}
COURSE = Course(date="2026-01-31", figures=(digest_of("figures/drawing.svg"),))
STOCK = ("html", "latex", "epub", "text", "xml", "man", "texinfo", "singlehtml")


@dataclass
class Made:
    """What a run of Sphinx left: its output folder, its warnings and the trees it read."""

    out: Path
    warnings: list[str]
    app: Sphinx
    failed: bool

    def of_others(self):
        """Return the warnings that do not come from a rule."""
        return [w for w in self.warnings if "[report." not in w]

    def page(self, docname):
        return Page((self.out / f"{docname}.html").read_text(encoding="utf-8"))

    def trees(self):
        for docname in sorted(self.app.env.found_docs):
            document = self.app.env.get_doctree(docname)
            if is_report(document):
                yield docname, document


def project(folder, index="# Start\n\n```{toctree}\n:glob:\n**\n```\n", **settings):
    """Write a project of Sphinx; the reports in its subfolders are its documents."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} = {value!r}\n" for name, value in (CONF | settings).items()]
    (folder / "conf.py").write_text("".join(lines), encoding="utf-8")
    settings_of_course = (
        f"date: {COURSE.date}\nfigures: {list(COURSE.figures)}\nsuppressions: true\n"
    )
    (folder / "course.yaml").write_text(settings_of_course, encoding="utf-8")
    (folder / "index.md").write_text(index, encoding="utf-8")
    return folder


def sphinx(folder, builder, *, strict=False, **settings):
    """Run a builder in this process, as `sphinx-build` does; trees are kept beside the project."""
    said = io.StringIO()
    out = folder.parent / f"{folder.name}-out" / builder
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            folder, folder, out, out.parent / "trees", builder,
            confoverrides=settings, status=None, warning=said, warningiserror=strict,
        )  # fmt: skip
        app.build()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue())
    return Made(out, [x for x in plain.splitlines() if x], app, app.statuscode != 0)


# -- all reports there are, by all builders --------------------------------------------------------


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """A project of the example, all cases of the tests and all further reports."""
    # A list of all documents beside each of them takes Sphinx half of the time, and says nothing here.
    folder = project(tmp_path_factory.mktemp("sphinx") / "all", html_sidebars={"**": []})
    for name, path in [("example", EXAMPLE), *((p.parent.name, p) for p in more_reports())]:
        shutil.copytree(path.parent, folder / name)
    cases = [c for kind in ("reading", "rules") for _, c in all_cases(kind)]
    for number, case in enumerate(cases):
        place = folder / f"case-{number:03}"
        place.mkdir()
        report = checked(case, place).report
        if report is None or not report.questions:
            shutil.rmtree(place)
    return folder


@pytest.fixture(scope="module")
def built(everything):
    return {builder: sphinx(everything, builder) for builder in (*STOCK, "report", "archive")}


# A manual page has no cell that spans columns, and docutils says so; its text is there.
UNABLE = {"man": '"table cell spanning" not supported'}


def test_stock_builders_have_nothing_to_say(built):
    said = {
        builder: [w for w in made.of_others() if UNABLE.get(builder, "\0") not in w]
        for builder, made in built.items()
    }
    assert {builder: warnings for builder, warnings in said.items() if warnings} == {}


def answers(document, *, formulas):
    """Yield the words of each answer of a tree, with its question's number."""
    drawn = () if formulas else (nodes.math, nodes.math_block)
    for answer in document.findall(ours.answer):
        texts = [t for t in answer.findall(nodes.Text) if not isinstance(t.parent, drawn)]
        words = re.findall(r"[^\W_]+", " ".join(t.astext() for t in texts))
        yield answer.parent["number"], [w for w in map(alphanumeric, words) if w]


def texts_of(made, builder):
    """Return the text that a reader of a builder's files would see, by document."""
    if builder == "epub":
        (book,) = made.out.glob("*.epub")
        with zipfile.ZipFile(book) as opened:
            pages = {x: opened.read(x).decode() for x in opened.namelist() if x.endswith(".xhtml")}
        return {x.removesuffix(".xhtml"): body(text) for x, text in pages.items()}
    ending = {"text": "txt", "latex": "tex"}.get(builder, builder)
    found = {}
    for path in made.out.rglob(f"*.{ending}"):
        text = path.read_text(encoding="utf-8")
        if builder == "xml":
            text = "".join(ET.fromstring(text).itertext())  # noqa: S314 - made here
        elif builder == "html":
            text = body(text)
        elif builder == "latex":
            text = TEX.sub("", text)
        found[path.relative_to(made.out).with_suffix("").as_posix()] = text
    return found


def body(html):
    return next(e.text for e in Page(html).elements if e.tag == "body")


# A command's name, the name of a colour of code, or a comment that continues a line.
TEX = re.compile(r"\\PYG\{[\w+]*\}|\\[A-Za-z@]+|%\n")


@pytest.mark.parametrize("builder", ["text", "xml", "html", "latex", "epub"])
def test_no_word_of_an_answer_is_lost(built, builder):
    lost, count = {}, 0
    made = built[builder]
    texts = texts_of(made, builder)
    for docname, document in made.trees():
        text = texts["reports" if builder == "latex" else docname]
        for number, words in answers(document, formulas=builder == "xml"):
            count += len(words)
            missing = lost_words(words, text)
            if missing:
                lost[docname, number] = missing
    assert lost == {}
    assert count > 4000


def test_same_tree_and_bytes_as_the_command_line(everything, built):
    made = built["archive"]
    count = 0
    for docname, _ in made.trees():
        result = check(everything / f"{docname}.md", COURSE)
        publication = Publication(result)
        assert (made.out / f"{docname}.json").read_bytes() == publication.archive().data, docname
        page = (built["report"].out / f"{docname}.html").read_bytes()
        assert page == publication.html().data, docname
        count += 1
    assert count > 60


def test_warnings_are_the_diagnostics(everything, built):
    said = [w for w in built["html"].warnings if "[report." in w]
    wanted = []
    for docname, _ in built["html"].trees():
        path = everything / f"{docname}.md"
        wanted += [
            f"{path}:{d.line}: {d.severity.upper()}: {d.message}; {d.help} [report.{d.code}]"
            for d in check(path, COURSE).diagnostics
            if d.severity != "note"
        ]
    assert sorted(said) == sorted(wanted)
    assert len(wanted) > 60


# -- one small report at a time ---------------------------------------------------------------


@pytest.fixture
def small(tmp_path):
    """A project whose index is a report with a warning of one kind and a dead link."""
    text = question(1, "Yes.") + question(2, "--- question 2 fill here ---")
    return project(tmp_path / "small", f"# Report\n\n{text}")


def test_pdf_is_that_of_the_command_line(small):
    made = sphinx(small, "pdf")
    done = run("build", small / "index.md", "--to", "pdf", "--course", small / "course.yaml",
               "-o", small / "build")  # fmt: skip
    assert done.code == 0, done.err
    assert (made.out / "index.pdf").read_bytes() == (small / "build" / "report.pdf").read_bytes()
    pages = json.loads((small / "build" / "report.pages.json").read_bytes())
    assert [asked["number"] for asked in pages["questions"]] == [1, 2]
    pages["pdf"]["file"] = "index.pdf"
    assert json.loads((made.out / "index.pages.json").read_bytes()) == pages


def test_a_cached_build_says_it_again(small):
    first, second = sphinx(small, "html"), sphinx(small, "html")
    assert first.warnings == second.warnings
    assert [w for w in first.warnings if "[report.unanswered]" in w]


def test_warnings_can_be_suppressed_and_made_errors(small):
    assert sphinx(small, "html", suppress_warnings=["report.unanswered"]).warnings == []
    assert sphinx(small, "text", suppress_warnings=["report"]).warnings == []
    assert sphinx(small, "xml", strict=True).failed
    assert not sphinx(small, "xml", strict=True, suppress_warnings=["report"]).failed


def test_a_figure_that_changed_is_seen(small):
    report = small / "index.md"
    report.write_text(report.read_text() + question(3, "![A plot of it](figures/a.png)"))
    assert [w for w in sphinx(small, "html").warnings if "[report.image_missing]" in w]
    (small / "figures").mkdir()
    (small / "figures" / "a.png").write_bytes(png())
    assert not [w for w in sphinx(small, "html").warnings if "[report.image" in w]


def test_an_override_by_the_course_is_obeyed(small):
    course = small / "course.yaml"
    course.write_text("severities: {unanswered: 'off'}\n")
    assert sphinx(small, "html").warnings == []
    course.write_text("severities: {unanswered: error}\n")
    (said,) = sphinx(small, "html").warnings
    assert "ERROR" in said


def test_wrong_settings_are_told_with_file_and_key(small):
    (small / "course.yaml").write_text("count: letters\n")
    with pytest.raises(ConfigError, match=r"course\.yaml:1: count: expected source or text"):
        sphinx(small, "html")


def test_print_settings_of_the_project_go_before_the_courses(small):
    (small / "course.yaml").write_text("print: {prompts: none, examples: true}\n")
    made = sphinx(small, "archive", publisher_print={"prompts": "short"})
    held = json.loads((made.out / "index.json").read_text())["settings"]["print"]
    assert held == asdict(Printing(prompts="short", examples=True))
    with pytest.raises(ConfigError, match="publisher_print: prompts: expected full, short or none"):
        sphinx(small, "archive", publisher_print={"prompts": "shrt"})


@pytest.mark.parametrize("builder", ["text", "man", "latex"])
def test_a_table_of_more_columns_than_a_hundred_is_written_whole(small, builder):
    numbers = [str(n) for n in range(1000, 1120)]
    cells = "".join(f"<td>{n}0</td>" for n in numbers)
    table = f"| {' | '.join(numbers)} |\n|{'---|' * len(numbers)}"
    with (small / "index.md").open("a", encoding="utf-8") as report:
        report.write(question(3, f"Some words.\n\n{table}\n\n<table><tr>{cells}</tr></table>"))
    made = sphinx(small, builder)
    assert made.of_others() == []
    (path,) = (p for p in made.out.iterdir() if p.suffix in {".txt", ".1", ".tex"})
    written = path.read_text(encoding="utf-8")
    assert [n for n in numbers if n not in written or f"{n}0" not in written] == []


def test_a_document_without_a_question_is_left_alone(tmp_path):
    folder = project(tmp_path / "other", "# Other\n\n```{note}\nA directive.\n```\n")
    made = sphinx(folder, "html")
    assert made.warnings == []
    assert made.page("index").all("div", class_="admonition")
    assert list(sphinx(folder, "report").out.glob("*.html")) == []


@pytest.mark.parametrize("builder", ["html", "text", "report", "archive"])
def test_a_report_in_another_encoding_does_not_end_the_build(small, builder):
    text = (small / "index.md").read_text() + question(3, "Gr\u00fc\u00dfe und caf\u00e9.")
    (small / "index.md").write_bytes(text.encode("cp1252"))
    made = sphinx(small, builder)
    assert made.of_others() == []
    assert [w for w in made.warnings if "[report.encoding]" in w]
    if builder == "html":
        assert "caf\u00e9" in body((made.out / "index.html").read_text(encoding="utf-8"))


def test_a_broken_report_is_an_error_and_the_others_are_built(small):
    (small / "broken.md").write_bytes(b"### Question 1\n\0\n")
    made = sphinx(small, "report")
    assert [w for w in made.warnings if "broken.md" in w and "[report.broken]" in w]
    assert [path.name for path in made.out.glob("*.html")] == ["index.html"]


@pytest.mark.parametrize("builder", [*STOCK, "report", "pdf", "archive"])
def test_nothing_from_elsewhere(tmp_path, builder):
    (tmp_path / "secret.png").write_bytes(png() + b"SECRET")
    (tmp_path / "secret.txt").write_bytes(b"SECRET")
    places = ["../secret.png", "../secret.txt", "https://example.org/x.png", "//example.org/x.png",
              "/etc/passwd", "figures/link.png", "file:///etc/passwd"]  # fmt: skip
    parts = [f"![Seen]({p})\n\n[linked]({p})\n\n<img src='{p}'>" for p in places]
    parts.append("```{include} ../secret.txt\n```\n\n{download}`../secret.txt`")
    text = "".join(question(n, part) for n, part in enumerate(parts, 1))
    folder = project(tmp_path / "in", f"# Report\n\n{text}")
    (folder / "figures").mkdir()
    (folder / "figures" / "link.png").symlink_to(tmp_path / "secret.png")
    made = sphinx(folder, builder)
    assert made.of_others() == []
    files = [path for path in made.out.rglob("*") if path.is_file()]
    assert files
    for path in files:
        data = path.read_bytes()
        assert b"SECRET" not in data, path
        assert b"root:x:0" not in data, path


@pytest.mark.parametrize("name", ["README.md", "readme.md", "report.md"])
def test_a_conf_of_one_line_is_enough(tmp_path, name):
    (tmp_path / "conf.py").write_text('extensions = ["publisher"]\n', encoding="utf-8")
    (tmp_path / name).write_text(f"# Bees\n\n{question(1, 'Ten.')}", encoding="utf-8")
    with docutils_namespace(), patch_docutils():
        app = Sphinx(
            tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", "html", status=None,
            warning=None, warningiserror=True,
        )  # fmt: skip
        app.build()
    page = Page((tmp_path / "out" / name.replace(".md", ".html")).read_text(encoding="utf-8"))
    assert [p.text.strip() for p in page.all("p", class_="site-title")] == ["Bees"]
    assert "name not set" not in page.elements[0].text


def test_sphinx_build_as_a_command(small):
    out = small.parent / "out"
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "report", str(small), str(out)],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 1
    assert "index.md:10: WARNING: question 2 is not answered" in done.stderr
    assert (out / "index.html").is_file()
