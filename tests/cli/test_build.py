"""`publisher build` and its short forms: files, streams, exit codes."""

from __future__ import annotations

import hashlib
import json
import os

import pytest
from support import command, files_below, png, run, write_report

from publisher.pdf import parent as process
from publisher.publish.publication import PdfOutput

ALL = {"report.html", "report.pdf", "report.json"}


@pytest.fixture
def no_pdf(monkeypatch):
    """Let a PDF be made at once, by nobody."""
    monkeypatch.setattr("publisher.publish.build._started", lambda *_: None)
    monkeypatch.setattr(
        "publisher.publish.publication.Publication.pdf",
        lambda *_, **__: PdfOutput(b"%PDF-1.7 of nobody"),
        raising=True,
    )


def names(folder):
    return {p.name for p in folder.iterdir()}


@pytest.mark.usefixtures("no_pdf")
def test_all_formats_into_build_by_default(tmp_path):
    write_report(tmp_path, "words")
    done = run("build", cwd=tmp_path)
    assert done.code == 0
    assert names(tmp_path / "build") == ALL | {".gitignore"}
    assert (tmp_path / "build" / ".gitignore").read_text() == "*\n"
    assert done.out.splitlines() == [
        os.path.join("build", name) for name in ("report.html", "report.pdf", "report.json")
    ]


@pytest.mark.usefixtures("no_pdf")
def test_only_a_default_folder_that_is_new_is_kept_out_of_git(tmp_path):
    write_report(tmp_path, "words")
    (tmp_path / "build").mkdir()
    assert run("build", cwd=tmp_path).code == 0
    assert names(tmp_path / "build") == ALL
    (tmp_path / "build").rename(tmp_path / "before")
    assert run("build", "-o", "build", cwd=tmp_path).code == 0
    assert names(tmp_path / "build") == ALL
    assert run("build", "-o", "other", cwd=tmp_path).code == 0
    assert names(tmp_path / "other") == ALL


@pytest.mark.usefixtures("no_pdf")
def test_progress_is_told_to_a_person_only(tmp_path, monkeypatch):
    write_report(tmp_path, "words")
    assert "reading" not in run("build", cwd=tmp_path).err
    monkeypatch.setattr("publisher.cli.build.is_terminal", lambda **_: True)
    done = run("build", cwd=tmp_path, env={"TERM": "xterm", "FORCE_COLOR": "1"})
    assert done.code == 0
    assert "laying out report.pdf" in done.err
    assert done.out.splitlines() == [
        os.path.join("build", name) for name in ("report.html", "report.pdf", "report.json")
    ]


def test_build_in_a_process_makes_three_whole_files_and_their_pages(tmp_path):
    write_report(tmp_path, "![a map of the field](figures/a.png)", figures={"figures/a.png": png()})
    done = command("build", "-o", "out", cwd=tmp_path)
    assert done.code == 0, done.err
    assert names(tmp_path / "out") == ALL | {"report.pages.json"}
    assert len(done.out.splitlines()) == 4
    assert (tmp_path / "out" / "report.html").read_bytes().rstrip().endswith(b"</html>")
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "out" / "report.json").read_bytes())["format"]
    pages = json.loads((tmp_path / "out" / "report.pages.json").read_bytes())
    assert (
        pages["pdf"]["sha256"]
        == hashlib.sha256((tmp_path / "out" / "report.pdf").read_bytes()).hexdigest()
    )
    assert [q["number"] for q in pages["questions"]] == [1]
    assert str(tmp_path) not in done.out + done.err
    assert names(tmp_path) == {"README.md", "figures", "out"}


@pytest.mark.usefixtures("no_pdf")
@pytest.mark.parametrize(
    ("to", "made"),
    [
        ("html", {"report.html"}),
        ("archive", {"report.json"}),
        ("pdf", {"report.pdf"}),
        ("HTML, archive", {"report.html", "report.json"}),
        ("archive,archive,html", {"report.html", "report.json"}),
    ],
)
def test_to_names_the_formats(tmp_path, to, made):
    write_report(tmp_path, "words")
    done = run("build", tmp_path, "-o", tmp_path / "out", "--to", to)
    assert done.code == 0
    assert names(tmp_path / "out") == made


@pytest.mark.usefixtures("no_pdf")
@pytest.mark.parametrize(
    ("name", "file"), [("html", "report.html"), ("pdf", "report.pdf"), ("archive", "report.json")]
)
def test_short_form_makes_one_file(tmp_path, name, file):
    path = write_report(tmp_path, "words")
    done = run(name, path, "-o", tmp_path / "out")
    assert done.code == 0
    assert names(tmp_path / "out") == {file}
    run("build", path, "--to", name, "-o", tmp_path / "again")
    assert (tmp_path / "out" / file).read_bytes() == (tmp_path / "again" / file).read_bytes()


def test_diagnostics_are_no_result_of_a_build(tmp_path):
    path = write_report(tmp_path, "")
    done = run("html", path, "-o", tmp_path / "out", cwd=tmp_path)
    assert done.out.splitlines() == [os.path.join("out", "report.html")]
    assert "README.md:4:1: warning:" in done.err or "warning:" in done.err
    assert done.err.splitlines()[-2].startswith("1 question: 0 answered")
    assert done.err.splitlines()[-1].startswith("Next: mend the warnings and build again")


@pytest.mark.parametrize(
    ("answer", "plain", "strict"),
    [("words", 0, 0), ("", 0, 1), ("![a plan of it](figures/gone.png)", 1, 1)],
    ids=["clean", "warning", "error"],
)
def test_exit_code_of_a_build(tmp_path, answer, plain, strict):
    path = write_report(tmp_path, answer)
    for options, code in (((), plain), (("--strict",), strict)):
        out = tmp_path / f"out{len(options)}"
        done = run("build", path, "--to", "html,archive", "-o", out, *options)
        assert done.code == code
        assert names(out) == {"report.html", "report.json"}


def test_note_does_not_fail_a_strict_build(tmp_path):
    path = write_report(tmp_path, "words")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert run("build", path, "--to", "html", "-o", tmp_path / "out", "--strict").code == 0


@pytest.mark.parametrize("name", ["build", "html", "pdf", "archive"])
@pytest.mark.parametrize("data", [b"", b"a\0b", None], ids=["empty", "binary", "missing"])
def test_nothing_is_made_of_what_cannot_be_read(tmp_path, name, data):
    path = tmp_path / "README.md"
    if data is not None:
        path.write_bytes(data)
    done = run(name, path, "-o", tmp_path / "out")
    assert done.code == 3
    assert done.out == ""
    assert done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


def test_of_what_holds_no_question_nothing_is_written(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("# A cake\n\nFlour, eggs.\n")
    course = tmp_path / "course.yaml"
    course.write_text("severities: {no_question: off}\n")
    for arguments in (
        ["build", path, "--to", "html,archive"],
        ["build", tmp_path, "--course", course],
        ["html", path],
        ["archive", path, "--lines"],
        ["archive", path, "--bag", "--date", "2026-01-31"],
    ):
        done = run(*arguments, "-o", tmp_path / "out")
        assert done.code == 1
        assert ("[report.no_question]" in done.err) != ("--course" in arguments)
        assert "nothing is written, since the report holds no question" in done.err
        assert done.out == ""
        assert not (tmp_path / "out").exists()


def test_output_that_is_a_file(tmp_path):
    path = write_report(tmp_path, "words")
    (tmp_path / "taken").write_text("mine")
    for target in (tmp_path / "taken", tmp_path / "taken" / "deeper"):
        done = run("build", path, "--to", "html", "-o", target)
        assert done.code == 2
        assert done.out == ""
        assert len(done.err.splitlines()) == 1
        assert "taken" in done.err
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="needs a folder that one may not write to"
)
def test_output_that_is_not_writable(tmp_path):
    path = write_report(tmp_path, "words")
    (tmp_path / "locked").mkdir(mode=0o500)
    done = run("build", path, "--to", "html", "-o", tmp_path / "locked")
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_disk_that_takes_no_file(tmp_path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = write_report(tmp_path, "words")
    monkeypatch.setattr("tempfile.mkstemp", full)
    done = run("build", path, "--to", "html", "-o", tmp_path / "out")
    assert done.code == 2
    assert "No space left on device" in done.err
    assert len(done.err.splitlines()) == 1


def test_half_a_file_is_never_seen(tmp_path, monkeypatch):
    from pathlib import Path

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = write_report(tmp_path, "words")
    out = tmp_path / "out"
    assert run("html", path, "-o", out).code == 0
    old = (out / "report.html").read_bytes()
    write_report(tmp_path, "other words")
    monkeypatch.setattr(Path, "replace", full)
    assert run("html", path, "-o", out).code == 2
    assert names(out) == {"report.html"}
    assert (out / "report.html").read_bytes() == old


def test_output_inside_the_figures_is_no_part_of_the_report(tmp_path):
    path = write_report(
        tmp_path, "![a plan of it](figures/a.png)", figures={"figures/a.png": png()}
    )
    out = tmp_path / "figures" / "out"
    first = run("archive", path, "-o", out)
    data = (out / "report.json").read_bytes()
    assert first.code == run("archive", path, "-o", out).code == 0
    assert (out / "report.json").read_bytes() == data


def test_a_course_names_the_formats_and_to_goes_before_it(tmp_path):
    path = write_report(tmp_path, "words")
    (tmp_path / "course.yaml").write_text("formats: [text, archive]\n", encoding="utf-8")
    asked = ("build", path, "--course", tmp_path / "course.yaml")
    assert run(*asked, "-o", tmp_path / "out").code == 0
    assert names(tmp_path / "out") == {"report.json", "report.txt"}
    assert run(*asked, "-o", tmp_path / "other", "--to", "html").code == 0
    assert names(tmp_path / "other") == {"report.html"}
    # What is made is not of the report: an archive does not say it, and a course may say it anew.
    archive = tmp_path / "out" / "report.json"
    asked = ("build", archive, "--course", tmp_path / "course.yaml", "-o", tmp_path / "again")
    assert run(*asked).code == 0
    assert (tmp_path / "again" / "report.json").read_bytes() == archive.read_bytes()


def test_missing_library_is_told_and_the_rest_is_made(tmp_path, monkeypatch):
    from publisher.pdf.process import PdfLibraryMissing, PdfProcess

    def missing(*_: object) -> None:
        raise PdfLibraryMissing("WeasyPrint cannot load `libpango-1.0-0`", "")

    monkeypatch.setattr(PdfProcess, "start", lambda _: None)
    monkeypatch.setattr(PdfProcess, "submit", missing)
    path = write_report(tmp_path, "words")
    done = run("build", path, "-o", tmp_path / "out")
    assert done.code == 5
    assert "libpango" in done.err
    assert "doctor" in done.err
    assert names(tmp_path / "out") == {"report.html", "report.json"}


FIGURES = {"figures/a.png": png(), "figures/b.png": png(9, 9)}
ENDS = {
    "hang": ("time.sleep(60)", "the PDF was not ready after 1 s, the limit"),
    "kill": ("os.kill(os.getpid(), signal.SIGKILL)", "ended early (signal SIGKILL: perhaps the"),
    "crash": ("os.kill(os.getpid(), signal.SIGSEGV)", "ended early (signal SIGSEGV)"),
    "memory": ("sys.stderr.write('MemoryError')", "more than 600 MiB of memory, the limit"),
    "half": ("os.write(1, b'RPDF' + bytes(7) + b'x')", "ended early (exit code 0)"),
}
PLACES = {
    "nowhere": ("", "# Report", ""),
    "figure": (
        "begin(SECTION, 'question-1'); begin(FIGURE, 'figure:2')",
        "![a map",
        "'figures/b.png' was",
    ),
    "question": (
        "begin(FIGURE, 'figure:1'); end(FIGURE, 'figure:1'); begin(SECTION, 'question-2')",
        "### Question 2",
        "; question 2 was being laid out",
    ),
}


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize(
    ("end", "place"),
    [*((end, "nowhere") for end in ENDS), ("hang", "figure"), ("kill", "question")],
)
def test_a_child_that_fails_is_an_error_with_its_place_and_the_rest_is_made(
    tmp_path, monkeypatch, end, place
):
    code, told = ENDS[end]
    before, said, where = PLACES[place]
    start = process.BOOTSTRAP.partition("from publisher")[0]
    names_of = "import os, signal, time; from publisher.pdf.progress import *; "
    take = "sys.stdin.buffer.read(); "
    monkeypatch.setattr(process, "BOOTSTRAP", f"{start}{names_of}{take}{before}\n{code}")
    answer = "![a plan](figures/a.png)\n\n![a map](figures/b.png)"
    path = write_report(tmp_path, answer, "words", figures=FIGURES)
    lines = path.read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text.startswith(said))
    course = tmp_path / "limits.yaml"
    course.write_text("max_pdf_seconds: 1\nmax_pdf_memory_mib: 600\n")
    done = run("build", path, "-o", tmp_path / "out", "--course", course, cwd=tmp_path)
    assert done.code == 1
    error = next(text for text in done.err.splitlines() if "report.pdf_failed" in text)
    assert error.startswith(f"README.md:{line}:1: error: ")
    assert told in error
    assert where in error
    assert "Traceback" not in done.err
    assert names(tmp_path / "out") == {"report.html", "report.json"}
    found = json.loads((tmp_path / "out" / "report.json").read_bytes())["diagnostics"]
    assert "pdf_failed" not in {d["code"] for d in found}


def test_what_a_failed_child_left_is_for_debugging(tmp_path, monkeypatch):
    start = process.BOOTSTRAP.partition("from publisher")[0]
    monkeypatch.setattr(process, "BOOTSTRAP", f"{start}raise SystemExit('last words')")
    path = write_report(tmp_path, "words")
    for options, there in (((), False), (("--debug",), True)):
        done = run(*options, "pdf", path, "-o", tmp_path / "out")
        assert done.code == 1
        assert ("last words" in done.err) == there


def test_profile_tells_what_each_stage_took_and_changes_no_byte(tmp_path):
    write_report(tmp_path, "words")
    plain, told = (
        run("build", "-o", name, *more, cwd=tmp_path)
        for name, more in (("plain", ()), ("told", ("--profile",)))
    )
    assert (plain.code, told.code) == (0, 0)
    stages = [
        line.rpartition(": ")[2] for line in told.err.splitlines() if " s of a processor" in line
    ]
    assert stages[:3] == ["starting", "reading", "judging"]
    assert {"making report.html", "waiting for the PDF", "laying out"} < set(stages)
    assert "processor" not in plain.err
    assert files_below(tmp_path / "plain") == files_below(tmp_path / "told")
