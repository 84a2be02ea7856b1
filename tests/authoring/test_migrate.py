"""``publisher migrate``: answers, ticks and text into the newest version of a template."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from case_files import CASES
from support import EXAMPLE, REPORTS, more_reports, run

from publisher.authoring.migrate import migrate
from publisher.read.cut.answer import clean
from publisher.read.cut.segments import split
from publisher.read.files.load import load
from publisher.read.yardstick.template import Template, read_template

COURSE = EXAMPLE.parent.parent / "course.yaml"
TITLE = "Report template for 31S80 Sensing in the Field"
REAL = Path(REPORTS).parent / "templates" if REPORTS else Path("none")


def moves():
    """Return the cases: a report, the versions, the result to the byte, and what is said."""
    pieces = re.split(
        r"^==== (.*)\n", (CASES / "migrate" / "moves.md").read_text("utf-8"), flags=re.MULTILINE
    )
    blocks = list(zip(pieces[1::2], pieces[2::2], strict=True))
    starts = [n for n, (kind, _) in enumerate(blocks) if n == 0 or blocks[n - 1][0] == "said"]
    for first, end in pairwise([*starts, len(blocks)]):
        (name, report), *rest = blocks[first:end]
        templates = [Template(k.split()[1], t) for k, t in rest if k.startswith("template ")]
        told = {kind: text for kind, text in rest if kind in ("expect", "said")}
        yield pytest.param(report, templates, told["expect"], told["said"], id=name)


@pytest.mark.parametrize(("report", "templates", "expected", "said"), list(moves()))
def test_case(report, templates, expected, said):
    done = migrate(report, templates)
    assert done.text == expected
    told = [f"moved {old} to {new}" for old, new in done.moved]
    assert [*told, *(f"kept {what}" for what in done.kept)] == said.splitlines()
    assert migrate(expected, templates).text == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_kept(end):
    report = next(moves()).values[0].replace("\n", end)
    done = migrate(report, next(moves()).values[1], end)
    assert set(re.findall(r"\r\n|\r|\n", done.text)) == {end}


@pytest.mark.skipif(not REAL.is_dir(), reason="no templates of two years beside the reports")
@pytest.mark.parametrize("path", more_reports(), ids=lambda p: p.parent.name)
def test_real_reports_into_the_newest_version(path):
    templates = [read_template(REAL / f"{year}.md", year) for year in ("2023", "2026")]
    text = load(path).text
    done = migrate(text, templates)
    assert migrate(done.text, templates).text == done.text
    assert len(split(done.text).questions) == 31
    moved = dict(done.moved)
    lost = [w for w in done.kept if w.startswith("answer")]

    def answers(text):
        parts = split(text)
        return {
            q.number: "\n".join(x.strip() for x in clean(text, q).lines).strip()
            for q in parts.questions
        }

    before, after = answers(text), answers(done.text)
    for number, answer in before.items():
        if answer and f"answer to question {number}" not in lost:
            assert after[moved.get(number, number)] == answer
    if done.began == "2023":
        assert moved.items() >= {22: 24, 25: 29, 26: 30, 27: 31}.items()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("# Bees in winter", ["Bees in winter"]),
        ("Bees in\nwinter\n===", []),
        ("# Bees\n\n# Wasps", ["Bees", "Wasps"]),
        (f"# Bees\n\n# {TITLE}", ["Bees", TITLE]),
        ("```sh\n# make\n```", [TITLE, "make"]),
        ("", [TITLE]),
    ],
)
def test_a_title_of_the_authors_own_stands_in_place_of_the_templates(tmp_path, written, kept):
    path = tmp_path / "README.md"
    path.write_text(written + EXAMPLE.read_text("utf-8").partition("\n")[2], "utf-8")
    done = run("migrate", path, "--course", COURSE)
    assert done.code == 0
    assert sorted(re.findall("^# (.*)$", done.out, re.MULTILINE)) == sorted(kept)
    assert written in done.out


def test_the_screen_a_file_or_the_report_itself(tmp_path):
    path = tmp_path / "README.md"
    path.write_bytes(EXAMPLE.read_bytes().replace(b"* [x]", b"* [X]"))
    before = path.read_bytes()
    done = run("migrate", path, "--course", COURSE)
    assert (done.code, done.out) == (0, before.decode())
    assert "31 answers" in done.err
    other = tmp_path / "new.md"
    assert run("migrate", path, "--course", COURSE, "-o", other).code == 0
    assert other.read_bytes() == before == path.read_bytes()
    edited = before.replace(b"Answer length: ", b"Length of the answer: ")
    path.write_bytes(edited)
    assert run("migrate", path, "--course", COURSE, "-o", path).code == 2
    assert path.read_bytes() == edited
    assert run("migrate", path, "--course", COURSE, "--in-place").code == 0
    assert path.read_bytes().count(b"Length of the answer: ") == path.read_bytes().count(
        b"### Prompt of question"
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["README.md", "new.md"]


def test_usage(tmp_path):
    course = tmp_path / "course.yaml"
    course.write_text("title: x\n")
    empty = tmp_path / "README.md"
    empty.write_text("# Nothing asked\n")
    for code, arguments in (
        (2, [EXAMPLE]),
        (2, [EXAMPLE, "--course", course]),
        (2, [EXAMPLE, "--course", tmp_path / "none.yaml"]),
        (2, [EXAMPLE, "--course", COURSE, "-o", tmp_path / "a.md", "--in-place"]),
        (2, [EXAMPLE, "--course", COURSE, "-o", tmp_path]),
        (3, [empty, "--course", COURSE]),
        (3, [tmp_path / "none.md", "--course", COURSE]),
    ):
        done = run("migrate", *arguments)
        assert done.code == code, arguments
        assert done.out == ""
        assert done.err.startswith("publisher: ")
        assert done.err.count("\n") == 1
