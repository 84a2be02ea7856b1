"""`publisher verify --pages`: what a PDF shows is what its own archive gives, or it is said."""

from __future__ import annotations

import shutil

import pikepdf
import pytest
from archives import small_report
from support import run

from publisher.archive.bags.bag import bag
from publisher.course.settings import Course
from publisher.doors.output import write_folder
from publisher.pdf.errors import PdfLibraryMissing
from publisher.publish.build import Options, build

DATED = Course(date="2026-01-31")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with a report of three pages or more, as PDF."""
    folder = tmp_path_factory.mktemp("pages")
    path = small_report(folder / "report")
    path.write_text(path.read_text() + "\nSee [the site](https://example.org/bees).\n")
    assert not build(path, folder, DATED).missing_library
    return folder


def verified(path, *options):
    done = run("verify", "--pages", "--format", "json", *options, path)
    (result,) = done.json["files"]
    return done.code, [(d["severity"], d["message"]) for d in result["diagnostics"]]


def changed(made, tmp_path, change, **options):
    """Return the PDF after `change` of its document, saved again."""
    path = tmp_path / "report.pdf"
    with pikepdf.open(made / "report.pdf") as document:
        change(document)
        document.save(path, **options)
    return path


def test_same_pages_are_proved(made):
    done = run("verify", "--pages", "report.pdf", cwd=made)
    assert (done.code, done.err) == (0, "")
    assert done.out == "report.pdf: as it was sealed, and each page is what its archive gives\n"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "recompress_flate": True},
        {"qdf": True},
    ],
    ids=["saved again", "linearised", "packed", "laid open"],
)
def test_pages_that_another_program_saved_are_proved(made, tmp_path, options):
    path = changed(made, tmp_path, lambda _: None, **options)
    assert path.read_bytes() != (made / "report.pdf").read_bytes()
    assert verified(path) == (0, [])


def page_taken_out(document):
    del document.pages[-1]


def page_put_in(document):
    document.pages.append(document.pages[0])


def something_painted(document):
    document.pages[0].contents_add(b"q 1 0 0 rg 100 100 50 50 re f Q")


def other_text(document):
    page = document.pages[-1]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.F99)
    page.contents_add(b"q BT /F99 9 Tf 3 Tr 100 100 Td (a word more) Tj ET Q")  # not to be seen


def link_bent(document):
    found = [
        link
        for page in document.pages
        for link in page.get("/Annots", [])
        if "/URI" in link.get("/A", {})
    ]
    found[0].A.URI = pikepdf.String("https://example.org/wasps")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (page_taken_out, "of those that its archive gives is missing"),
        (page_put_in, "is none that its archive gives"),
        (something_painted, "page 1 looks otherwise than its archive gives, with the same text"),
        (other_text, "a word more"),
        (link_bent, "has a link to https://example.org/wasps, which its archive does not give"),
    ],
)
def test_other_pages_are_an_error(made, tmp_path, change, words):
    path = changed(made, tmp_path, change)
    assert run("verify", path).code == 0
    code, told = verified(path)
    assert code == 1
    assert any(severity == "error" and words in message for severity, message in told)


def test_pages_of_other_versions_are_a_note(made, tmp_path, monkeypatch):
    path = changed(made, tmp_path, something_painted)
    monkeypatch.setattr("publisher.publish.remade.agents", list)
    code, ((severity, _),) = verified(path)
    assert (code, severity) == (0, "note")
    monkeypatch.undo()

    def older(document):
        something_painted(document)
        document.docinfo["/Producer"] = "WeasyPrint 60.0"

    code, ((severity, _),) = verified(changed(made, tmp_path, older))
    assert (code, severity) == (0, "note")


def test_without_an_archive_or_pages_there_is_nothing_to_compare(made, tmp_path):
    def bare(document):
        del document.attachments["report.json"]

    assert run("verify", "--pages", changed(made, tmp_path, bare)).code == 3
    assert verified(made / "report.json") == (0, [])


def test_without_pango_it_says_so(made, monkeypatch):
    def none(*_, **__):
        raise PdfLibraryMissing("WeasyPrint cannot load `pango`")

    monkeypatch.setattr("publisher.publish.publication.Publication.pdf", none)
    done = run("verify", "--pages", made / "report.pdf")
    assert (done.code, done.out) == (5, "")
    assert "cannot load `pango`" in done.err


def packed(made, tmp_path, **other):
    payload = {
        f"report.{ending}": (made / f"report.{ending}").read_bytes()
        for ending in ("json", "html", "pdf")
    }
    for file in (made / "report").rglob("*"):
        if file.is_file():
            payload[f"source/{file.relative_to(made / 'report').as_posix()}"] = file.read_bytes()
    shutil.rmtree(tmp_path / "bag", ignore_errors=True)
    write_folder(tmp_path / "bag", bag(payload | other, "Bees"))
    return tmp_path / "bag"


def test_page_and_pdf_of_a_bag_are_made_anew(made, tmp_path):
    path = packed(made, tmp_path)
    assert "by its digest only: data/report.html, data/report.pdf" in run("verify", path).out
    done = run("verify", "--pages", path)
    assert done.code == 0
    assert "by its digest only" not in done.out
    page = (made / "report.html").read_bytes().replace(b"bees", b"wasps")
    forged = packed(made, tmp_path, **{"report.html": page})
    assert run("verify", forged).code == 0
    code, told = verified(forged)
    assert (code, told) == (
        1,
        [("error", "data/report.html is not the page that the archive gives")],
    )
    painted = changed(made, tmp_path, something_painted).read_bytes()
    code, told = verified(packed(made, tmp_path, **{"report.pdf": painted}))
    assert code == 1
    assert [message.partition(" looks")[0] for _, message in told] == ["data/report.pdf: page 1"]


def test_pdf_of_a_bag_carries_its_archive(made, tmp_path):
    other = small_report(tmp_path / "other")
    build(other, tmp_path, DATED, Options(formats=["pdf"]))
    path = packed(made, tmp_path, **{"report.pdf": (tmp_path / "report.pdf").read_bytes()})
    code, told = verified(path)
    assert code == 1
    assert ("error", "data/report.pdf carries another archive than data/report.json") in told
