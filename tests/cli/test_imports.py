"""What a command loads: start-up time is a feature, so libraries that a command does not need stay out."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support import png, write_report

HEAVY = {
    "jinja2", "jsonschema", "myst_parser", "pikepdf", "PIL", "pydantic", "pygments", "pypdfium2", "rich",
    "sphinx", "weasyprint",
}  # fmt: skip
_RUN = (
    "import atexit, sys; "
    "atexit.register(lambda: print('loaded', *sorted({m.partition('.')[0] for m in sys.modules}))); "
    "from publisher.cli import main; sys.argv[0] = 'publisher'; main()"
)
_OTHERS = """
import publisher.cli, sys, typer
command = typer.main.get_command(publisher.cli.app).commands["check"]
print(*sorted(m for m in sys.modules if m.startswith("publisher.cli.")))
"""

_SPHINX = """
import sys
from sphinx.cmd.build import main
assert main(["-q", "-b", "html", sys.argv[1], sys.argv[2]]) == 0
print(*sorted(m.removeprefix("publisher.") for m in sys.modules if m.startswith("publisher.")))
"""


def loaded(*arguments):
    """Return the heavy libraries that a run loads."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("loaded ")]
    assert done.returncode in (0, 1), done.stderr
    return HEAVY & set(line.split())


@pytest.mark.parametrize("command", [["--version"], ["--help"], ["explain", "unanswered"]])
def test_little_commands_load_nothing_heavy(command):
    assert loaded(*command) == set()


def test_a_command_loads_no_other():
    done = subprocess.run(
        [sys.executable, "-c", _OTHERS], capture_output=True, text=True, timeout=120, check=True
    )
    shared = ("again", "arguments", "exit", "panels", "screen")
    assert done.stdout.split() == sorted(f"publisher.cli.{name}" for name in ("check", *shared))


def test_check_loads_what_reads(tmp_path):
    assert loaded("check", write_report(tmp_path / "a", "Ten bees.")) == set()
    # Whether a picture can be shown is for its decoder to say.
    path = write_report(tmp_path / "b", "![bees](figures/a.png)", figures={"figures/a.png": png()})
    assert loaded("check", path) == {"PIL"}


def test_marks_load_nothing_that_makes_a_page(tmp_path):
    (tmp_path / "roster.csv").write_text("name,lms id,group\nAda,7,one\n")
    (tmp_path / "marks.csv").write_text("group,points\none,7\n")
    (tmp_path / "course.yaml").write_text("roster: roster.csv\n")
    options = ("-c", tmp_path / "course.yaml", "-o", tmp_path / "out.csv", "--item", "x")
    command = ("course", "marks", tmp_path / "marks.csv", "--for", "moodle")
    assert loaded(*command, *options) == set()


def test_page_loads_no_reader_of_pdf(tmp_path):
    path = write_report(tmp_path / "a", "Ten bees.")
    for command in ("html", "archive"):
        assert loaded(command, path, "-o", tmp_path / "out") <= {"jinja2", "PIL", "pygments"}


def test_a_sphinx_project_without_reports_loads_next_to_nothing(tmp_path):
    source = tmp_path / "docs"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["publisher"]\nhtml_theme = "alabaster"\n')
    (source / "index.md").write_text(
        "# Guide\n\n## 2. Install\n\nA question of taste, in 3 steps.\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", _SPHINX, source, tmp_path / "out"],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    loaded_here = done.stdout.split()
    rooms = {name.partition(".")[0] for name in loaded_here}
    assert rooms == {"builders", "course", "doors", "language", "nodes", "pdf", "read", "sphinx"}
    told = {name for name in loaded_here if name.startswith(("builders.", "pdf.", "read.cut."))}
    # The marker's patterns, because a heading there has a number: that might be a question's.
    cut = {f"read.cut.{name}" for name in ("glance", "marker", "question_line")}
    assert told == {"builders.words", "pdf.limits"} | cut
