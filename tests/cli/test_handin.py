"""`publisher handin`: the zip that is uploaded, and that a course reads back."""

from __future__ import annotations

import os
import zipfile

import pytest
from support import command, png, run, write_report

from publisher.pdf.errors import PdfLibraryMissing
from publisher.publish.publication import PdfOutput, Publication

FIGURES = {"figures/a.png": png()}
SEEN = "Ten bees. ![a map of the field](figures/a.png)"
MADE = ("receipt.txt", "report.html", "report.json", "report.pdf")


@pytest.fixture
def no_pdf(monkeypatch):
    """Let a PDF be made at once, by nobody."""
    monkeypatch.setattr("publisher.publish.build._started", lambda *_: None)
    monkeypatch.setattr(Publication, "pdf", lambda *_, **__: PdfOutput(b"%PDF-1.7 of nobody"))


def held(path):
    with zipfile.ZipFile(path) as made:
        return {info.filename: made.read(info) for info in made.infolist()}


def asks_for_a_group(path):
    text = path.read_text()
    path.write_text(text.replace("What was done?", "Enter the group number:", 1))


def test_zip_holds_the_report_all_that_is_made_and_the_receipt(tmp_path):
    path = write_report(tmp_path / "bees", SEEN, figures=FIGURES)
    first = command("handin", "bees", "-o", "one", cwd=tmp_path)
    again = command("handin", path, "-o", tmp_path / "two")
    assert (first.code, again.code) == (0, 0), first.err
    zipped = tmp_path / "one" / "handin-bees.zip"
    named = os.path.join("one", zipped.name)
    assert first.out == f"{named}\n"
    assert first.err.endswith(f"This is what you upload: {named}\n")
    assert zipped.read_bytes() == (tmp_path / "two" / zipped.name).read_bytes()
    files = held(zipped)
    own = {"bees/README.md": path.read_bytes(), "bees/figures/a.png": png()}
    assert list(files) == sorted(files)
    assert files.keys() == {*own, *(f"bees/{name}" for name in MADE)}
    assert own.items() <= files.items()
    assert files["bees/report.pdf"].startswith(b"%PDF-")
    with zipfile.ZipFile(zipped) as made:
        assert {info.date_time for info in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        made.extractall(tmp_path / "unpacked")
    place = tmp_path / "unpacked" / "bees"
    receipts = {
        (place / "receipt.txt").read_text(),
        *(run("receipt", of).out for of in (path, place, place / "report.json")),
        run("receipt", place / "report.pdf").out,
    }
    assert len(receipts) == 1
    assert run("verify", place / "report.json", place / "report.pdf").code == 0


@pytest.mark.usefixtures("no_pdf")
def test_a_course_reads_the_zips_back(tmp_path):
    """A folder of zips, whatever the report's folder is called, with and without a list of groups."""
    sent = {"bees": "Ten bees.", "wasps": "Twelve wasps."}
    for name, answer in sent.items():
        path = write_report(tmp_path / name, answer)
        assert run("handin", path, "-o", tmp_path / "sent").code == 0
    (tmp_path / "course.yaml").write_text("handins: sent\n")
    (tmp_path / "listed.yaml").write_text("groups: groups.csv\n")
    rows = (f"{name},sent/handin-{name}.zip\n" for name in sent)
    (tmp_path / "groups.csv").write_text(f"group,repository\n{''.join(rows)}")
    for course in ("course.yaml", "listed.yaml"):
        got = tmp_path / course.removesuffix(".yaml")
        done = run("course", "collect", "-c", tmp_path / course, "-o", got)
        assert done.code == 0, done.err
        for name in sent:
            place = got / name / name
            assert run("receipt", place).out == (place / "receipt.txt").read_text()
        out = tmp_path / f"{course}.out"
        assert run("course", "build", got, "-o", out, "--check-only").code == 0
        for name in sent:
            receipt = (got / name / name / "receipt.txt").read_text().strip()
            assert receipt in (out / "results.csv").read_text()


@pytest.mark.usefixtures("no_pdf")
def test_called_after_the_group_where_the_report_says_which(tmp_path):
    path = write_report(tmp_path / "bees", "Group 7", "Ten bees.")
    asks_for_a_group(path)
    assert run("handin", cwd=path.parent).code == 0
    assert (path.parent / "build" / "handin-7.zip").is_file()
    assert (path.parent / "build" / ".gitignore").read_text() == "*\n"


@pytest.mark.usefixtures("no_pdf")
def test_an_error_leaves_nothing_unless_anyway(tmp_path):
    path = write_report(tmp_path / "bees", SEEN)
    done = run("handin", path, "-o", tmp_path / "out")
    assert (done.code, done.out) == (1, "")
    assert "report.image_missing" in done.err
    assert done.err.endswith("Nothing is written: mend the errors first, or say --anyway.\n")
    assert not (tmp_path / "out").exists()
    done = run("handin", path, "-o", "out", "--anyway", cwd=tmp_path)
    zipped = os.path.join("out", "handin-bees.zip")
    assert (done.code, done.out) == (1, f"{zipped}\n")
    assert done.err.endswith(f"This is what you upload, with its errors: {zipped}\n")
    assert {f"bees/{name}" for name in ("README.md", *MADE)} == held(tmp_path / zipped).keys()


def test_without_a_library_there_is_no_zip_unless_anyway(tmp_path, monkeypatch):
    def missing(*_, **__):
        raise PdfLibraryMissing("Pango is missing")

    monkeypatch.setattr("publisher.publish.build._started", lambda *_: None)
    monkeypatch.setattr(Publication, "pdf", missing)
    path = write_report(tmp_path / "bees", "Ten bees.")
    done = run("handin", path, "-o", tmp_path / "out")
    assert (done.code, done.out) == (5, "")
    assert "Nothing is written, since there is no PDF" in done.err
    assert not (tmp_path / "out").exists()
    assert run("handin", path, "-o", tmp_path / "out", "--anyway").code == 5
    assert "bees/report.pdf" not in held(tmp_path / "out" / "handin-bees.zip")


@pytest.mark.usefixtures("no_pdf")
@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["figures/a:b.png"], "'figures/a:b.png' cannot be a name on Windows"),
        (["figures/nul.png"], "'figures/nul.png' is a name that Windows keeps for itself"),
        (["figures/a.png", "figures/A.png"], "is in the place of 'figures/"),
        (["report.pdf"], "'report.pdf' is in the place of 'report.pdf', which is made"),
        (["Report.HTML/a.png"], "is in the place of 'report.html', which is made"),
    ],
)
def test_a_name_that_would_not_work_everywhere_is_an_error(tmp_path, names, said):
    shown = "\n".join(f"![a map of the field](<{name}>)" for name in names if ".png" in name)
    linked = "\n".join(f"[more]({name})" for name in names if ".png" not in name)
    figures = dict.fromkeys(names, png())
    path = write_report(tmp_path / "bees", f"Ten.\n\n{shown}\n\n{linked}", figures=figures)
    done = run("handin", path, "-o", tmp_path / "out", "--anyway")
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "[report.handin_failed]" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("no_pdf")
@pytest.mark.parametrize("name", ["a: b", ".bees", "con", "bees. "])
def test_a_folder_whose_name_would_not_work_everywhere_gets_another(tmp_path, name):
    path = write_report(tmp_path / name, "Ten bees.")
    assert run("handin", path, "-o", tmp_path / "out").code == 0
    (zipped,) = (tmp_path / "out").iterdir()
    (top,) = {path.partition("/")[0] for path in held(zipped)}
    assert top not in (name, "")
    assert not zipped.name.startswith("handin-.")


@pytest.mark.usefixtures("no_pdf")
def test_what_was_written_before_is_no_part_of_the_next(tmp_path):
    path = write_report(tmp_path / "bees", SEEN, figures=FIGURES)
    seen = set()
    for _ in range(2):
        assert run("handin", path, "-o", path.parent / "figures").code == 0
        seen.add((path.parent / "figures" / "handin-bees.zip").read_bytes())
    assert len(seen) == 1


def test_no_question_and_no_report(tmp_path):
    (tmp_path / "README.md").write_text("# Nothing asked\n")
    done = run("handin", tmp_path, "-o", tmp_path / "out")
    assert (done.code, done.out) == (1, "")
    assert "nothing is written, since the report holds no question" in done.err
    assert run("handin", tmp_path / "no", "-o", tmp_path / "out").code == 3
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("no_pdf")
def test_an_archive_is_handed_in_as_its_folder(tmp_path):
    path = write_report(tmp_path / "bees", SEEN, figures=FIGURES)
    assert run("archive", path, "-o", tmp_path).code == 0
    assert run("handin", tmp_path / "report.json", "-o", tmp_path / "out").code == 0
    files = held(tmp_path / "out" / "handin-reports.zip")
    assert files["reports/README.md"] == path.read_bytes()
    assert files["reports/figures/a.png"] == png()
