"""Small reports that broke an earlier version: what each gives now.  They stand outside of this project."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from support import Page, run

CASES = Path(os.environ.get("PUBLISHER_CASES", "cases"))
FIXED = {"11-names-that-look-right", "12-backslash-path", "19-out-and-in/reports"}
"""What ``check --fix`` mends whole."""
NOTES = {  # codes of notes that tell what is not as its author meant it, with the line of the first
    "03-formula-backslashes": ("formula_as_source", 11), "06-svg-clipped-text": ("figure_cut", 11),
    "07-svg-labels-lost": ("figure_restyled", 11), "08-svg-font-face": ("figure_restyled", 11),
    "19-out-and-in/reports": ("path_roundabout", 11),
}  # fmt: skip
EXPECTED = {  # codes of warnings and errors; the exit code of a build is 1 for an error, else 0
    "01-phone-jpeg": {}, "02-formula-words": {}, "03-formula-backslashes": {},
    "04-anchors": {"link_dead": 11}, "05-front-matter-blank": {}, "05-front-matter-dots": {},
    "06-svg-clipped-text": {"image_type": 11}, "07-svg-labels-lost": {"image_type": 11},
    "08-svg-font-face": {"image_type": 11}, "09-wide-table-heading": {},
    "11-names-that-look-right": {"image_missing": 11}, "12-backslash-path": {"image_backslash": 11},
    "13-readme-letter-case": {}, "15-footnotes-at-end": {"answer_length": 11}, "17-group-number": {},
    "18-tex-shown-raw": {}, "19-out-and-in/reports": {}, "20-img-width-0": {},
    "a16-unicode-digits-in-html": {}, "a17-picture-of-two-pixels": {},
    "a18-image-host-with-invisible-sign": {"image_url": 11}, "a20-wide-table": {"table_wide": 9},
    "a21-footnote-label": {}, "a22-html-soup-source-proof": {"block_unclosed": 9},
}  # fmt: skip
SHOWN = {  # words of the PDF, without its blanks
    "02-formula-words": ["D_train", "D_test", "accuracy=", "softmax(QK^T)"],
    "03-formula-backslashes": [r"\\theta"], "07-svg-labels-lost": ["Trainmodel", "english"],
    "08-svg-font-face": ["API"], "18-tex-shown-raw": ["a\u27fab", "a<b", "E=mc\u00b2(1)"],
}  # fmt: skip
HIDDEN = {"07-svg-labels-lost": "dansk", "17-group-number": "Group", "18-tex-shown-raw": "\\"}
ALONE = {
    "10-git-owner", "14-bag-finder", "16-course-duplicate-key", "a23-nested-table-cut-off",
    "a24-suppression-flips-verdict", "a26-roster-name",
}  # fmt: skip
"""Cases with a test of their own."""

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="PUBLISHER_CASES names no folder of cases"
)


@pytest.fixture
def case(request, tmp_path):
    """A copy of the case that a test is about, which may be written to."""
    shutil.copytree(CASES / request.param, tmp_path / "case", copy_function=shutil.copyfile)
    for folder in (tmp_path / "case", *(tmp_path / "case").rglob("*/")):
        folder.chmod(0o755)
    return tmp_path / "case"


def of(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [name], indirect=True, ids=[name])


def told(report: Path, *options: object) -> list[dict]:
    return run("check", report, "--format", "json", *options).json["diagnostics"]


def firsts(found: list[dict], *severities: str) -> dict[str, int]:
    """Return the codes of what was found, each with its first line."""
    lines: dict[str, int] = {}
    for d in found:
        if d["severity"] in severities:
            lines[d["code"]] = min(d["line"], lines.get(d["code"], d["line"]))
    return lines


def text_of(pdf: Path) -> list[str]:
    """Return the text of each page, without blanks."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return ["".join(page.get_textpage().get_text_range().split()) for page in opened]


def test_each_case_has_a_test():
    there = {path.parent.name for path in CASES.glob("*/NOTE.txt")}
    assert there == {name.partition("/")[0] for name in EXPECTED} | ALONE


@pytest.mark.parametrize(
    ("name", "case"), [(n, n.partition("/")[0]) for n in EXPECTED], indirect=["case"], ids=EXPECTED
)
def test_a_report_that_broke_an_earlier_version(name, case, tmp_path):
    report = case / name.partition("/")[2]
    bad = firsts(told(report), "error", "warning")
    assert bad == EXPECTED[name]
    done = run("build", report, "-o", tmp_path / "out")
    assert done.code == ("image_missing" in bad)
    code, line = NOTES.get(name, ("", 0))
    assert f":{line}:" in "".join(x for x in done.err.splitlines() if code in x) or not code
    pages = text_of(tmp_path / "out" / "report.pdf")
    for words in SHOWN.get(name, ()):
        assert words in "".join(pages)
    assert HIDDEN.get(name, "\0") not in "".join(pages)
    checks = {
        "01-phone-jpeg": all_pictures, "04-anchors": places, "09-wide-table-heading": together,
        "17-group-number": no_group,
    }  # fmt: skip
    if name in checks:
        checks[name](tmp_path / "out")
    if name in FIXED:
        assert run("check", report, "--fix").code == 0
        assert not firsts(told(report), "error", "warning")


def all_pictures(out: Path) -> None:
    with pypdfium2.PdfDocument(out / "report.pdf") as pdf:
        objects = [o for page in pdf for o in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
        assert len(objects) == 3
    assert len(Page((out / "report.html").read_text(encoding="utf-8")).all("img")) == 3


def places(out: Path) -> None:
    page = Page((out / "report.html").read_text(encoding="utf-8"))
    links = {e.text: e.attributes.get("href") for e in page.all("a")}
    for text, name in (("the results", "results"), ("the note", "note")):
        assert links[text] == f"#{name}"
        assert page.by_id(name)
    assert page.by_id(links["the start"].removeprefix("#"))


def together(out: Path) -> None:
    """The heading, the prompt and the table of the second question begin one page, on its side."""
    with pypdfium2.PdfDocument(out / "report.pdf") as pdf:
        (turned,) = [n for n, page in enumerate(pdf) if page.get_width() > page.get_height()]
    of_question = json.loads((out / "report.pages.json").read_text())["questions"][1]
    assert of_question["first_page"] == of_question["last_page"] == turned + 1


def no_group(out: Path) -> None:
    assert json.loads((out / "report.json").read_text())["group"]["number"] is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to be root")
@of("10-git-owner")
def test_a_repository_of_another_user(case, tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    subprocess.run(["sh", "setup.sh"], cwd=case, check=True)
    own = told(case / "repo" / "reports")
    assert firsts(own, "warning") == {"link_dead": 11}
    (note,) = told(case / "repo-foreign" / "reports")
    assert (note["code"], note["severity"]) == ("repository_unread", "note")
    (tmp_path / ".gitconfig").write_text(f"[safe]\ndirectory = {case / 'repo-foreign'}\n")
    assert told(case / "repo-foreign" / "reports") == own


@of("14-bag-finder")
def test_what_a_file_manager_puts_into_a_bag(case, tmp_path):
    make = functools.partial(run, "archive", case / "report", "--bag", "--date", "2026-01-31", "-o")
    assert make(tmp_path).code == make(tmp_path, "--zip").code == 0
    bag, packed = tmp_path / "report-bag", tmp_path / "report-bag.zip"
    (bag / ".DS_Store").touch()
    with zipfile.ZipFile(packed, "a") as opened:
        opened.writestr("__MACOSX/report-bag/._bagit.txt", b"")
    for path, name in ((bag, ".DS_Store"), (packed, "__MACOSX/report-bag/._bagit.txt")):
        done = run("verify", path)
        assert done.code == 0
        assert f"note: {name!r}" in done.out
        assert f"delete {name!r}" in done.out


@of("16-course-duplicate-key")
def test_a_key_that_stands_twice(case):
    done = run("check", case, "--course", case / "course.yaml")
    assert done.code == 2
    assert "course.yaml:4:3: says '1' twice, first in line 2" in done.err


@of("a22-html-soup-source-proof")
@pytest.mark.parametrize("soup", ["110", "142", "91"])
def test_whole_reports_of_pieces_of_html(soup, case, tmp_path):
    done = run("build", case / f"soup-{soup}.md", "-o", tmp_path / "out")
    assert done.code == 1  # a figure is missing
    assert "word_lost" not in done.err


@of("a23-nested-table-cut-off")
def test_a_table_in_a_cell(case, tmp_path):
    assert run("build", case, "-o", tmp_path / "out").code == 1  # a figure is missing
    least = (case / "min.md").read_text(encoding="utf-8")
    (case / "README.md").write_text(f"### Question 1\n\n> Answer:\n\n{least}", encoding="utf-8")
    assert run("build", case, "-o", tmp_path / "out").code == 0


@of("a24-suppression-flips-verdict")
def test_a_suppression_is_a_blank_line(case):
    said = run("check", case, "--format", "json").json["questions"]
    path = case / "README.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    blank = ["" if "publisher: ignore" in line else line for line in lines]
    assert blank != lines
    path.write_text("\n".join(blank), encoding="utf-8")
    assert run("check", case, "--format", "json").json["questions"] == said


@of("a26-roster-name")
def test_a_name_with_a_part_of_signs_only(case, tmp_path):
    asked = ("--course", case / "course.yaml", "--privacy", "names", "--privacy-key", case / "key")
    assert run("archive", case, *asked, "-o", tmp_path / "out").code == 0
    assert "Jane - Roe" not in (tmp_path / "out" / "report.public.json").read_text()
