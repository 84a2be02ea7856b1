"""``publisher new``: a report to be filled in, and nothing overwritten."""

from __future__ import annotations

from support import EXAMPLE, TEMPLATE, png, run

COURSE = EXAMPLE.parent.parent / "course.yaml"


def test_a_report_that_can_be_checked(tmp_path):
    folder = tmp_path / "deep" / "report"
    done = run("new", folder, "--course", COURSE)
    assert done.code == 0
    assert done.out.split() == [str(folder / "README.md"), str(folder / "figures" / ".gitkeep")]
    assert (folder / "README.md").read_text("utf-8") == TEMPLATE.read_text("utf-8")
    found = run("check", folder, "--course", COURSE, "--format", "json").json["diagnostics"]
    assert {d["code"] for d in found} == {"unanswered", "title_of_template"}


def test_the_newest_template_with_its_figures(tmp_path):
    (tmp_path / "t" / "figures").mkdir(parents=True)
    (tmp_path / "t" / "figures" / "overview.png").write_bytes(png())
    for year in ("2025", "2026"):
        text = f"# {year}\n\n### Question 1\n> Like [this](figures/overview.png).\n>\n> Answer:\n"
        (tmp_path / "t" / f"{year}.md").write_text(text)
    course = tmp_path / "course.yaml"
    course.write_text("templates: [t/2025.md, t/2026.md]\n")
    done = run("new", tmp_path / "r", "--course", course)
    assert done.code == 0
    assert (tmp_path / "r" / "README.md").read_text().startswith("# 2026\n")
    assert (tmp_path / "r" / "figures" / "overview.png").read_bytes() == png()
    assert sorted(p.name for p in (tmp_path / "r").rglob("*.*")) == ["README.md", "overview.png"]


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "README.md").write_text("mine")
    done = run("new", tmp_path, "--course", COURSE)
    assert done.code == 2
    assert "README.md" in done.err
    assert [p.read_text() for p in tmp_path.iterdir()] == ["mine"]
    done = run("new", tmp_path / "README.md", "--course", COURSE)
    assert done.code == 2
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_course_with_a_template_is_needed(tmp_path):
    assert run("new").code == 2
    done = run("new", tmp_path / "r")
    assert done.code == 2
    assert "--course" in done.err
    course = tmp_path / "course.yaml"
    course.write_text("title: x\n")
    done = run("new", tmp_path / "r", "--course", course)
    assert done.code == 2
    assert "templates" in done.err
    assert not (tmp_path / "r").exists()
