"""A semester in one go, by the commands that a teacher types: from hand-ins to feedback.

The course is the example and edited copies of it: a repository, a learning platform's export, and a group that hands nothing in.
``nox -s semester`` runs it.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from random import Random

import pytest
from support import EXAMPLE
from test_collect import LIMIT, Repository

MISSING = "Group 5"
ROSTER = "name,study number,username,email,lms id,group\n" + "".join(
    f"Person {n},s00000{n},p{n},p{n}@example.org,{4710 + n},Group {(n + 1) // 2}\n"
    for n in range(1, 11)
)
ENTRY = "{number}01-{number}02 - Group {number} - 23 January, 2026 900 PM"


def edited(text, other):
    """Return ``text`` with what ``other`` makes of each small word: prompts, headings, ticks and addresses stay."""
    return "".join(
        line
        if line.startswith((">", "#", "|", "- [", "`", "<", "!")) or "](" in line
        else re.sub(r"\b[a-z]{2,}\b", lambda found: other(found[0]), line)
        for line in text.splitlines(keepends=True)
    )


def in_letters(letters):
    """Return what writes a word with these letters in place of the alphabet's first ones."""
    turned = str.maketrans("abcdefghijklmnoprstu", letters)
    return lambda word: word.translate(turned)


def publisher(folder, *arguments, code=0):
    """Run a command in a process of its own, in ``folder``; return what it printed."""
    command = [sys.executable, "-m", "publisher", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    told = f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    assert done.returncode == code, told
    assert "Traceback" not in told
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Write the hand-ins and the settings of a course; return its folder, and the repository in it."""
    folder = tmp_path_factory.mktemp("semester")
    text = EXAMPLE.read_text(encoding="utf-8")
    dice = Random(5)  # noqa: S311 - the same words each time
    second = edited(text, in_letters("ebcdifghojklmnuprsta"))
    texts = {
        2: second,
        3: edited(second, lambda word: word[::-1] if dice.random() < 0.1 else word),
        4: edited(text, in_letters("oqvzuwxkadlgtpihnrme")),
    }
    repository = Repository(folder / "repository")
    shutil.copytree(EXAMPLE.parent, folder / "repository" / "reports")
    repository.commit({"setup.py": "x"}, -48)
    with zipfile.ZipFile(folder / "export.zip", "w") as made:
        for number, words in texts.items():
            entry = ENTRY.format(number=number)
            made.writestr(f"{entry}/README.md", words)
            for figure in (EXAMPLE.parent / "figures").iterdir():
                made.write(figure, f"{entry}/figures/{figure.name}")
    address = (folder / "repository").as_uri()
    rows = "".join(f"Group {n},{address if n == 1 else ''}\n" for n in range(1, 6))
    (folder / "groups.csv").write_text(f"group,repository\n{rows}")
    (folder / "roster.csv").write_text(ROSTER)
    shutil.copytree(EXAMPLE.parents[1] / "template", folder / "template")
    (folder / "course.yaml").write_text(
        f"groups: groups.csv\nroster: roster.csv\nhandins: export.zip\ndeadline: {LIMIT.text}\n"
        "time_zone: UTC\npoints: {3: 10, total: 100}\n"
        "templates:\n  - {path: template/README.md, name: one}\n"
    )
    return folder, repository


def form_of(folder):
    text = (folder / "course" / "marks-form.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def write_marks(folder, grader, points):
    """Write a grader's table: the form, filled in for question 3 and the whole."""
    rows = form_of(folder)
    kept = [row | {"points": points[row["question"]], "grader": grader, "comment": f"{grader}: look again"}
            for row in rows if row["question"] in points]  # fmt: skip
    with (folder / f"{grader}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(kept)


def test_semester(course):
    semester, repository = course
    settings = ("-c", "course.yaml")
    build = ("course", "build", "handins", *settings)
    told = publisher(semester, "course", "collect", *settings, code=1)
    assert "4 handed in, 1 did not" in told

    # Each group's outputs, and what answers share: the copy stands first.
    told = publisher(semester, *build, "--likeness", code=1)
    assert "5 groups, 5 made in this run" in told
    likeness = (semester / "course" / "likeness.html").read_text(encoding="utf-8")
    first = re.search(r"<h3>(.*?)</h3>", likeness)[1]
    assert re.sub("<[^>]+>", "", first) == "Group 2 and Group 3"

    # Two graders who differ, and agree.
    write_marks(semester, "Ann", {"3": "7", "total": "80"})
    write_marks(semester, "Bo", {"3": "8"})
    tables = ("Ann.csv", "Bo.csv")
    item = ("--item", "Project (1)", "--outputs", "course", "-o", "import.csv", *settings)
    told = publisher(semester, "course", "marks", *tables, "--for", "canvas", *item, code=1)
    assert "question 3: 7 by Ann" in told
    assert not (semester / "import.csv").exists()
    write_marks(semester, "agreed", {"3": "7.5"})
    tables = (*tables, "agreed.csv")

    # One hands in again before the marks are out.
    readme = repository.folder / "reports" / "README.md"
    mended = readme.read_text(encoding="utf-8").replace(" node ", " small node ", 3)
    repository.commit({"reports/README.md": mended}, -1)
    publisher(semester, "course", "collect", *settings, code=1)
    marks = [word for table in tables for word in ("--marks", table)]
    told = publisher(semester, *build, *marks, code=1)
    assert "1 made in this run" in told
    assert len(list((semester / "course" / "changes").iterdir())) == 1

    for platform in ("brightspace", "canvas", "moodle"):
        told = publisher(semester, "course", "marks", *tables, "--for", platform, *item, code=1)
        assert f"2 people without a mark, of '{MISSING}'" in told
        assert len((semester / "import.csv").read_text(encoding="utf-8").splitlines()) > 8

    # What each group gets.
    for platform in ("moodle", "brightspace"):
        feedback = ("course", "feedback", "course", *tables, *settings, "--for", platform)
        told = publisher(semester, *feedback)
        assert "feedback for 4 groups" in told
    made = semester / "feedback"
    for number in range(1, 5):
        here = {path.name for path in (made / f"Group {number}").iterdir()}
        assert here >= {"feedback.md", "feedback.html", "feedback.pdf"}
        assert ("changed.html" in here) == (number == 1)
        text = (made / f"Group {number}" / "feedback.md").read_text(encoding="utf-8")
        assert "7.5 of 10 points" in text
    with zipfile.ZipFile(made / "feedback-moodle.zip") as held:
        assert len({name.split("/")[0] for name in held.namelist()}) == 8
    with zipfile.ZipFile(made / "feedback-brightspace.zip") as held:
        names = {name.split("/")[0] for name in held.namelist()}
    assert names == {ENTRY.format(number=n) for n in (2, 3, 4)}
