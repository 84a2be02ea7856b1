"""`publisher receipt`: the same report has one receipt wherever it lies, another report another."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

import pytest
from archives import bytes_of, rewritten, sealed_again, small_report
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT, every_report, png, run, write_report

from publisher.archive.receipt import as_typed
from publisher.course.settings import Course

PRINTED = re.compile(r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}\n")


def receipt(path):
    done = run("receipt", path)
    assert (done.code, done.err) == (0, "")
    assert PRINTED.fullmatch(done.out)
    return done.out.strip()


def by_the_page(*fields):
    """Return what docs/receipt.md says."""
    data = b"".join(len(field).to_bytes(8, "big") + field for field in fields)
    letters = base64.b32encode(hashlib.sha256(data).digest()[:20]).decode()
    return "-".join(re.findall("....", letters))


def test_it_is_what_the_page_says(tmp_path):
    path = small_report(tmp_path)
    assert receipt(path) == by_the_page(path.read_bytes(), b"figures/plan.png", png())


def test_form_of_the_page_is_a_receipt():
    page = (ROOT / "docs" / "receipt.md").read_text(encoding="utf-8")
    shown = re.search(r"^    (\S+)$", page, re.MULTILINE)[1]
    assert as_typed(shown) == shown


@every_report()
def test_same_from_folder_and_archive(path, tmp_path):
    archive = tmp_path / "report.json"
    archive.write_bytes(bytes_of(path))
    told = receipt(path.parent)
    assert receipt(archive) == told
    done = run("receipt", "--verify", told, archive)
    assert (done.code, done.out, done.err) == (0, f"{archive}: the same report\n", "")


def test_settings_and_restorer_have_no_part(tmp_path):
    path = small_report(tmp_path / "report")
    archive = tmp_path / "report.json"
    archive.write_bytes(bytes_of(path, Course(title="Bees", count="text"), restorer=True))
    assert receipt(archive) == receipt(path)


def test_name_of_folder_and_file_have_no_part(tmp_path):
    one, other = small_report(tmp_path / "one"), small_report(tmp_path / "other")
    told = receipt(one)
    assert receipt(other.rename(other.with_name("report.md"))) == told


def test_course_says_how_large_a_report_may_be(tmp_path):
    path = small_report(tmp_path / "report")
    told = receipt(path)
    course = tmp_path / "course.yaml"
    course.write_text("{max_report_mib: 1, title: Bees, count: text}\n")
    assert run("receipt", path, "--course", course).out == f"{told}\n"
    with path.open("a") as file:
        file.write("\n" * 1024**2)
    for options in ((), ("--verify", told)):
        done = run("receipt", path, "--course", course, *options)
        assert (done.code, done.out) == (3, "")
        assert "more than 1 MiB" in done.err


def test_same_from_the_pdf(tmp_path):
    path = small_report(tmp_path / "report")
    assert run("pdf", path, "-o", tmp_path / "out").code == 0
    done = run("receipt", "--verify", receipt(path), tmp_path / "out" / "report.pdf")
    assert done.code == 0, done.err


def with_line_ends(path):
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


CHANGES = {
    "a letter": lambda p: p.write_bytes(p.read_bytes().replace(b"bees", b"Bees", 1)),
    "a blank at the end": lambda p: p.write_bytes(p.read_bytes() + b" "),
    "line ends": with_line_ends,
    "byte-order mark": lambda p: p.write_bytes(b"\xef\xbb\xbf" + p.read_bytes()),
    "a figure's bytes": lambda p: (p.parent / "figures/plan.png").write_bytes(png(9)),
    "a figure's name": lambda p: (p.parent / "figures/plan.png").rename(p.parent / "figures/x.png"),
    "a figure more": lambda p: (p.parent / "figures/more.png").write_bytes(png()),
    "a figure less": lambda p: (p.parent / "figures/plan.png").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_other_report_has_another(tmp_path, change):
    path = small_report(tmp_path)
    told = receipt(path)
    CHANGES[change](path)
    done = run("receipt", "--verify", told, path)
    assert done.code == 1
    assert done.out == f"{path}: another report; its receipt is {receipt(path)}\n"
    assert receipt(path) != told


def test_how_a_file_system_keeps_a_letter_has_no_part(tmp_path):
    told = set()
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "figures/größe.png")
        figures = {name: png(), "figures/gs.png": png(9)}
        told.add(receipt(write_report(tmp_path / form, "words", figures=figures)))
    assert len(told) == 1


@given(st.binary(min_size=20, max_size=20), st.sampled_from(["", " ", "-", "\n", "\u2013", " - "]))
def test_typed_in_any_way(digest, between):
    letters = base64.b32encode(digest).decode()
    shown = "-".join(re.findall("....", letters))
    assert as_typed(shown) == shown
    assert as_typed(f" {between.join(letters)}\n".lower()) == shown


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-" * 8 + "A", "0189-" * 8, "ß" * 32, "é" * 999])
def test_what_is_no_receipt_is_wrong_usage(tmp_path, typed):
    done = run("receipt", "--verify", typed, small_report(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "is no receipt; expected 32 letters" in done.err
    assert len(done.err) < 200


def test_what_cannot_be_read(tmp_path):
    small = bytes_of(small_report(tmp_path / "report"))
    bad = {
        "cut.json": small[:-9],
        "changed.json": rewritten(small, lambda m: m.update(title="Other")),
        "size.json": sealed_again(small, lambda m: m["figures"][0].update(size=1)),
        "other.json": b"{}",
        "none.pdf": b"%PDF-1.7\n",
        "empty.md": b"",
        "binary.md": b"a\0b",
        "picture.png": png(),
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    for name in (*bad, "missing.md", "missing.json", "."):
        for options in ((), ("--verify", "ABCD" * 8)):
            done = run("receipt", *options, tmp_path / name)
            assert (done.code, done.out) == (3, ""), name
            assert done.err.startswith("publisher: "), name


def test_folder_named_like_an_archive(tmp_path):
    path = small_report(tmp_path / "report.json")
    assert receipt(path.parent) == receipt(path)
