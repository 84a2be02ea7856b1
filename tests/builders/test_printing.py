"""What print settings leave out of the PDF's page, and that nothing else goes with it."""

from __future__ import annotations

import dataclasses
import json

import pytest
from support import run

from publisher.builders.paper import Paper
from publisher.check import check
from publisher.course.printing import Printing
from publisher.course.settings import Course
from publisher.proof.prove import Proof
from publisher.proof.written import page_words
from publisher.publish.publication import Publication

REPORT = """# Report

## Part

### Question 1

> **Which `plants` were measured?** Say what was found.
>
> Answer length: 1-20 words.
>
> Example:
> *We measured nettles once[^1].*
>
> Answer:

Answering: beans.

### Question 2

> Answer:

Answering: peas.

[^1]: A note.
"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report" / "README.md"
    path.parent.mkdir()
    path.write_text(REPORT)
    return path


def words(path, **settings):
    made = Publication(check(path, Course(print=Printing(**settings))))
    job, _ = made.job()
    return made, page_words(job.html.replace('class="contents"', "hidden"), lambda _: "", own=True)


@pytest.mark.parametrize(
    ("settings", "shown", "left_out"),
    [
        ({}, {"plants", "found", "length"}, {"nettles"}),
        ({"examples": True}, {"plants", "found", "length", "nettles"}, set()),
        ({"prompts": "short"}, {"plants", "found"}, {"length", "nettles"}),
        ({"prompts": "none"}, set(), {"plants", "found", "length", "nettles"}),
        ({"prompts": "none", "examples": True}, set(), {"plants", "length", "nettles"}),
    ],
)
def test_what_paper_shows(report, settings, shown, left_out):
    made, found = words(report, **settings)
    assert shown | {"beans", "peas"} <= set(found)
    assert not left_out & set(found)
    assert "nettles" in made.html().data.decode()


def test_the_proof_knows_what_is_left_out(report):
    """It asks for a prompt that is to be shown, and for none that is not."""
    made, _ = words(report)
    job, figures = made.job()
    without = dataclasses.replace(job, html=job.html.replace("Answer length", ""))
    proof = Proof(made.report, made.source.text, made.folder)

    def lacks(**settings):
        paper = Paper(made.report, Course(print=Printing(**settings)))
        found = proof.print_page(without, figures, paper.leaves_out)
        return [f.message for f in found if "length" in f.message]

    assert lacks() != []
    assert lacks(prompts="none") == lacks(prompts="short") == []


def test_a_built_pdf_leaves_out_what_the_command_says(report, tmp_path):
    """The command goes before the course, and an archive holds what was in force."""
    course = tmp_path / "a.yaml"
    course.write_text("print: {prompts: none, question_per_page: true}")
    out = tmp_path / "out"
    done = run("build", report, "--course", course, "--prompts", "short", "-o", out)
    assert done.code == 0, done.err
    asked = json.loads((out / "report.json").read_text())["settings"]["print"]
    given = {"prompts": "short", "question_per_page": True}
    assert asked == dataclasses.asdict(Printing()) | given
    pages = json.loads((out / "report.pages.json").read_text())["questions"]
    assert [q["first_page"] for q in pages] == [3, 4]
    again = run("build", out / "report.json", "-o", tmp_path / "again")
    assert again.code == 0, again.err
    for name in ("report.pdf", "report.json", "report.html"):
        assert (out / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
