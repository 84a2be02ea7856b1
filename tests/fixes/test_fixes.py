"""``check --fix`` mends what is plain, once and for all, and no answer reads otherwise."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from docutils import nodes
from edited_reports import texts
from hypothesis import given, settings
from hypothesis import strategies as st
from support import every_report, png, question, run, write_report

from publisher import nodes as ours
from publisher.check import check, judge
from publisher.course.settings import Course
from publisher.diagnostics.model import Diagnostic
from publisher.fixes import FIXES, done, fixes_of
from publisher.fixes.edit import Edit, Fix
from publisher.fixes.mend import mend
from publisher.fixes.unified_diff import unified
from publisher.read.files.folder import Folder
from publisher.read.files.load import BrokenReport, decode
from publisher.rules import RULES

CASES = Path(__file__).resolve().parents[1] / "cases" / "fixes"
_MARK = re.compile(r"^==== (.*)\n", re.MULTILINE)


def cases():
    """Yield each case: its code, its name, a report and the same after its fixes."""
    for path in sorted(CASES.glob("*.md")):
        pieces = iter(_MARK.split(path.read_text(encoding="utf-8"))[1:])
        for name, before, kind, after in zip(pieces, pieces, pieces, pieces, strict=True):
            assert kind == "expect"
            yield pytest.param(before, after, id=f"{path.stem}: {name}")


LEFT_OUT = (ours.placeholder, ours.image_note)
FEW = settings(max_examples=settings.default.max_examples // 8)
DASHES = question(1, "--- We wrote 32 tests.\n---")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with figures whose names people write wrongly."""
    root = tmp_path_factory.mktemp("fixes") / "report"
    (root / "figures").mkdir(parents=True)
    for name in (
        "My Plot.PNG", "Übersicht.png", "a%20b.png", "x.png", "Twice.png", "twice.PNG", "run#1.png",
        "#one.png",
        "at 4.42\u202fPM.png",
    ):  # fmt: skip
        (root / "figures" / name).write_bytes(png())
    return root


def judged(data: bytes, folder: Path):
    return judge(folder / "README.md", decode(data), Folder(folder), Course())


@pytest.mark.parametrize(("before", "after"), list(cases()))
def test_case(before, after, folder):
    mended = mend(judged(before.encode(), folder))
    assert mended.after.source.text == after
    assert mend(mended.after).changed is False


def test_each_belongs_to_a_rule_and_has_a_case():
    assert set(FIXES) <= set(RULES)
    assert {p.stem for p in CASES.glob("*.md")} == set(FIXES)


def said(result):
    """Return what the answers say, read without the fixes' own proof of it."""
    return [
        (q.number, q.words_source, q.words_text, q.images, q.verdict, answer_text(q.answer))
        for q in result.report.questions
    ]


def answer_text(answer):
    """Return the words of an answer, code included; what stands for a picture is none of them."""
    texts = [t for t in answer.findall(nodes.Text) if not isinstance(t.parent, LEFT_OUT)]
    return " ".join(t.astext() for t in texts).split()


@every_report()
def test_real_reports_say_the_same_after(path):
    before = check(path)
    mended = mend(before)
    assert said(mended.after) == said(before)
    assert mend(mended.after).changed is False
    assert mended.changed == bool(fixes_of(before))


LEAVINGS = st.sampled_from(
    ["--- w1 ---", "---", "--- question 2 fill here ---", "\u2014 w", "![p](figures/my%20plot.png)",
     "text ---", "![](figures/\u00fcbersicht.PNG)", "<img src='figures/X.PNG'>", "> ---", "    ---"]
)  # fmt: skip


@FEW
@given(texts(), st.lists(st.tuples(st.integers(0, 200), LEAVINGS), max_size=6))
def test_property_answers_stay_and_a_second_run_changes_nothing(folder, text, leavings):
    lines = text.splitlines(keepends=True)
    for at, leaving in leavings:
        lines.insert(at % (len(lines) + 1), f"{leaving}\n")
    try:
        before = judged("".join(lines).encode(), folder)
    except BrokenReport:
        return
    mended = mend(before)
    assert said(mended.after) == said(before)
    assert mend(mended.after).changed is False
    assert len(mended.after.diagnostics) <= len(before.diagnostics)


# -- the file ---------------------------------------------------------------------


def test_fix_writes_and_says_what_is_left(tmp_path):
    path = write_report(tmp_path, "--- We wrote 32 tests.\n---", "![](figures/none.png)")
    done = run("check", "--fix", cwd=tmp_path)
    assert done.code == 1
    assert path.read_text() == f"# Report\n\n## Part\n\n{question(1, 'We wrote 32 tests.')}" + (
        question(2, "![](figures/none.png)")
    )
    assert done.err == (
        "publisher: README.md:10: took out the placeholder's dashes around the answer to question 1 "
        "[report.dashes_left]\n"
    )
    assert "dashes" not in done.out
    assert "image_missing" in done.out
    again = run("check", "--fix", cwd=tmp_path)
    assert (again.code, again.out) == (1, done.out)
    assert again.err == "publisher: README.md: nothing to mend\n"


def test_each_kind_says_what_it_did(tmp_path):
    write_report(
        tmp_path,
        "--- question 1 fill here ---\n\nwords",
        "![a plan of it](figures/Plan.PNG)",
        figures={"figures/plan.png": png()},
    )
    told = run("check", "--fix", cwd=tmp_path).err
    assert ": took out the placeholder of question 1 [report.placeholder_left]\n" in told
    assert (
        ": wrote a picture's name as its file has it: 'figures/plan.png' [report.image_missing]\n"
        in told
    )
    for code in FIXES:
        found = Diagnostic(code, "warning", "README.md", 3, 1, 4, "x", "x")
        said = done(Fix(found, 0, (Edit(0, 1, "figures/new.png"),)))
        assert said.startswith(("took out ", "put ", "wrote "))
        assert "question 4" in said or "'figures/new.png'" in said


def test_text_marks_what_can_be_mended(tmp_path):
    write_report(tmp_path, "--- We wrote 32 tests.", "![](figures/none.png)")
    out = run("check", cwd=tmp_path).out
    assert "[report.dashes_left]\n" in out
    assert "\n    --fix mends this.\n" in out
    assert "[report.image_missing]\n" in out
    assert out.endswith(
        "\nNext: 'publisher check --fix' mends 1 of these; mend the others by hand.\n"
    )


def test_diff_writes_nothing(tmp_path):
    path = write_report(tmp_path, "--- We wrote 32 tests.")
    before = path.read_bytes()
    done = run("check", "--diff", cwd=tmp_path)
    assert done.code == 1
    assert done.out.startswith("--- README.md\n+++ README.md\n@@ ")
    assert "\n---- We wrote 32 tests.\n+We wrote 32 tests.\n" in done.out
    assert path.read_bytes() == before
    assert run("check", "--fix", "--diff", cwd=tmp_path).out == done.out
    run("check", "--fix", cwd=tmp_path)
    done = run("check", "--diff", cwd=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert run("check", "--diff", "--format", "json", cwd=tmp_path).code == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_all_other_bytes_stay(tmp_path, end, encoding):
    def data(text):
        return text.replace("\n", end).encode(encoding)

    path = tmp_path / "README.md"
    path.write_bytes(data(f"# Überblick\n\n{DASHES}"))
    run("check", "--fix", path)
    assert path.read_bytes() == data(f"# Überblick\n\n{question(1, 'We wrote 32 tests.')}")


def test_stray_bytes_stay_and_nothing_is_written(tmp_path):
    path = tmp_path / "README.md"
    path.write_bytes("# Überblick, größer\n\n".encode() + DASHES.encode() + b"caf\xe9 \n")
    before = path.read_bytes()
    done = run("check", "--fix", path)
    assert path.read_bytes() == before
    assert "nothing to mend" in done.err


def test_a_broken_report_is_not_written(tmp_path):
    path = tmp_path / "README.md"
    path.write_bytes(DASHES.encode("utf-16"))
    assert run("check", "--fix", path).code == 3
    assert path.read_bytes() == DASHES.encode("utf-16")


@pytest.mark.skipif(os.name != "posix", reason="permissions and links as on POSIX")
def test_permissions_stay_and_a_link_inside_is_followed(tmp_path):
    real = tmp_path / "text.md"
    real.write_text(DASHES)
    real.chmod(0o640)
    (tmp_path / "README.md").symlink_to("text.md")
    assert run("check", "--fix", tmp_path).code == 0
    assert (tmp_path / "README.md").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "---" not in real.read_text()


@pytest.mark.skipif(os.name != "posix", reason="links as on POSIX")
def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text(DASHES)
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "README.md").symlink_to(outside)
    done = run("check", "--fix", tmp_path / "report")
    assert done.code in (2, 3)
    assert outside.read_text() == DASHES


@given(st.lists(st.sampled_from("abcdefgh"), max_size=12), st.data())
def test_property_a_diff_leads_from_one_text_to_the_other(before, data):
    after = data.draw(st.lists(st.sampled_from("abcdefgh"), max_size=12) | st.just(before[1:]))
    texts_ = ["".join(f"{x}\n" for x in lines) for lines in (before, after)]
    if data.draw(st.booleans()):
        texts_ = [x.removesuffix("\n") for x in texts_]
    assert patched(texts_[0], unified(*texts_, "README.md")) == texts_[1]


def patched(text: str, diff: str) -> str:
    """Apply a unified diff, by its own numbers of lines."""
    lines, made, at = text.splitlines(keepends=True), [], 0
    before = ""
    for row in diff.splitlines(keepends=True)[2:]:
        head = re.match(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", row)
        if head:
            start = int(head[1]) - (head[2] != "0")
            made += lines[at:start]
            at = start
            assert len(made) == int(head[3]) - (head[4] != "0")
        elif row[0] == "\\":
            made[-1:] = [x.rstrip("\n") if before == "+" else x for x in made[-1:]]
        elif row[0] == "+":
            made.append(row[1:])
        else:
            assert lines[at].rstrip("\n") == row[1:].rstrip("\n")
            made += [lines[at]] if row[0] == " " else []
            at += 1
        before = row[0]
    return "".join(made + lines[at:])
