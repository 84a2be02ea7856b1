"""What other repositories use as it stands: the action and the hook."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support import EXAMPLE, ROOT, TEMPLATE

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {s["name"]: s for s in ACTION["runs"]["steps"] if "name" in s}


def step(name: str, tmp_path: Path, **inputs: str) -> tuple[int, str, str]:
    """Run a step of the action with bash; return exit code, output and the job's summary."""
    given = {key: str(held["default"]) for key, held in ACTION["inputs"].items()} | inputs
    wanted = STEPS[name]["env"]
    env = {key: given[re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", held)[1]]
           for key, held in wanted.items()}  # fmt: skip
    summary = tmp_path / "summary"
    summary.touch()
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]],
        env=os.environ | env | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(tmp_path),
        },
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr, summary.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="needs bash")
@pytest.mark.parametrize(
    ("report", "strict", "code"),
    [(EXAMPLE, "false", 0), (EXAMPLE, "true", 0), (TEMPLATE, "false", 1)],
)
def test_check_of_the_action(tmp_path, report, strict, code):
    ended, out, summary = step("Check", tmp_path, report=str(report), strict=strict)
    assert ended == code
    assert "publisher: 31 questions" in out
    assert summary.startswith("### ")
    if report == TEMPLATE:
        assert "::warning file=examples/template/README.md,line=" in out
        assert summary.count("unanswered") >= 31


@pytest.mark.skipif(os.name != "posix", reason="needs bash")
def test_a_strict_check_of_the_action_fails_on_a_note(tmp_path):
    (tmp_path / "README.md").write_text(
        "### Question 1\n> Answer:\n\nWe counted bees. TODO: when\n"
    )
    assert [step("Check", tmp_path, strict=x)[0] for x in ("false", "true")] == [0, 1]


@pytest.mark.skipif(os.name != "posix", reason="needs bash")
def test_publish_of_the_action_leaves_faults_of_the_report_to_the_check(tmp_path):
    (tmp_path / "README.md").write_text("### Question 1\n> Answer:\n![A plot](figures/none.png)\n")
    ended, _, _ = step("Publish", tmp_path, formats="html,archive")
    assert ended == 0
    assert sorted(x.name for x in (tmp_path / "build").iterdir()) == ["report.html", "report.json"]
    assert step("Publish", tmp_path, formats="html", report="none")[0] == 1
    (tmp_path / "course.yaml").write_text("formats: [text]\n")
    ended, _, _ = step("Publish", tmp_path, formats="course", course="course.yaml", output="made")
    assert (ended, [x.name for x in (tmp_path / "made").iterdir()]) == (0, ["report.txt"])
    (tmp_path / "course.yaml").write_text("formats: [txt]\n")
    ended, out, _ = step("Publish", tmp_path, formats="course", course="course.yaml")
    assert (ended, "course.yaml:1: formats.1" in out, "Traceback" in out) == (1, True, False)
    assert step("Check", tmp_path)[0] == 1


@pytest.mark.skipif(os.name != "posix", reason="needs bash")
def test_an_input_is_no_command(tmp_path):
    for name in ("report", "course", "formats", "output", "strict"):
        step("Check", tmp_path, **{name: "$(touch ran); `touch ran`; touch ran"})
        step(
            "Publish",
            tmp_path,
            formats="html",
            **{} if name == "formats" else {name: "$(touch ran)"},
        )
    assert not (tmp_path / "ran").exists()
    scripts = "".join(s["run"] for s in STEPS.values())
    assert "${{" not in scripts


def test_the_hook_names_a_command_that_is_there():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert re.search(hook["files"], "reports/README.md")
    assert re.search(hook["files"], "reports/figures/a.png")
    assert not re.search(hook["files"], "src/train.py")
    done = subprocess.run(
        [sys.executable, "-m", *hook["entry"].split(), str(EXAMPLE)],
        capture_output=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0
