"""Files that are no archive, or a hostile one: a clear message, bounded memory, nothing written."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pikepdf
import pytest
from archives import bytes_of, sealed_again, small_report
from support import EXAMPLE, run, write_report

from publisher.archive.attached import attached_archive
from publisher.archive.decode import _STRING, MAX_ARCHIVE, decode, without_files
from publisher.archive.error import ArchiveError


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return bytes_of(small_report(tmp_path_factory.mktemp("small")))


def pdf(attached=None, packed=False, **options):
    """Return a PDF of one empty page, with the bytes `attached` as its archive."""
    document = pikepdf.new()
    document.add_blank_page()
    if attached is not None:
        document.attachments["report.json"] = pikepdf.AttachedFileSpec(document, attached)
    out = io.BytesIO()
    document.save(out, recompress_flate=packed, **options)
    return out.getvalue()


LOCKED = pikepdf.Encryption(owner="o", user="u", R=6)
HALF_LOCKED = pikepdf.Encryption(owner="o", user="", R=6)


def put(name, text):
    """Return what puts the JSON `text` in place of the value of the member `name`."""
    return lambda data: data.replace(
        b'"%s":' % name.encode(), b'"%s":%s,"x":' % (name.encode(), text.encode()), 1
    )


BAD = {
    "empty": (lambda _: b"", "is empty"),
    "blank": (lambda _: b" \n", "is empty"),
    "cut off": (lambda data: data[:5000], "is cut off"),
    "cut off in a file": (lambda data: data[: data.index(b'"bytes":"') + 20], "is cut off"),
    "cut off at the end": (lambda data: data[:-1], "is cut off"),
    "not JSON": (lambda _: b"# Report\n", "is neither JSON nor a PDF"),
    "nearly JSON": (lambda data: data.replace(b":", b";", 1), "is no JSON: Expecting ':'"),
    "a zip": (lambda _: b"PK\3\4", "is a zip; if it is a bag"),
    "not text": (lambda _: bytes(range(256)), "is neither JSON in UTF-8 nor a PDF"),
    "in UTF-16": (lambda data: data.decode().encode("utf-16"), "is neither JSON in UTF-8 nor a PDF"),
    "with something behind": (lambda data: data + b"x", "is no JSON"),
    "another program's": (lambda _: b'{"pandoc-api-version":[1,23],"meta":{}}', "no archive of a report"),
    "another format": (lambda _: b'{"format":"publisher.check/2"}', "no archive of a report"),
    "a list": (lambda _: b"[1]", "no archive of a report"),
    "a number": (lambda _: b"1", "no archive of a report"),
    "from the future": (lambda data: data.replace(b"publisher.archive/2", b"publisher.archive/3"), "use a newer program"),
    "from no time": (lambda data: data.replace(b"publisher.archive/2", b"publisher.archive/0"), "no archive of a report"),
    "of version 1, and nothing else": (lambda _: b'{"format":"publisher.archive/1"}', "says that it is of version 1"),
    "of version 1, of other kinds": (
        lambda _: b'{"format":"publisher.archive/1","settings":{"print":[]},"migrations":5}',
        "has not the members of one",
    ),
    "a name twice": (put("title", '"x","title":"y"'), "'title' stands twice"),
    "a file twice": (lambda data: data.replace(b'"bytes":"', b'"bytes":"","bytes":"', 1), "'bytes' stands twice"),
    "deep lists": (lambda _: b"[" * 1_000_000, "nests more deeply"),
    "deep objects": (put("title", '{"a":' * 50_000 + "1" + "}" * 50_000), "nests more deeply"),
    "a huge number": (put("title", "9" * 5000), "thousands of digits"),
    "NaN": (put("title", "NaN"), "holds NaN"),
    "infinity": (put("title", "-Infinity"), "holds -Infinity"),
    "a PDF without": (lambda _: pdf(), "is a PDF without an archive"),
    "a PDF with another's": (lambda _: pdf(b'{"a":1}'), "no archive of a report"),
    "a locked PDF": (lambda data: pdf(data, encryption=LOCKED), "is an encrypted PDF"),
    "a half locked PDF": (lambda data: pdf(data, encryption=HALF_LOCKED), "is an encrypted PDF"),
    "a PDF cut off": (lambda data: pdf(data)[:900], "is a damaged PDF"),
    "hardly a PDF": (lambda _: b"%PDF-1.7\n", "is a damaged PDF"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_it_is_told_and_nothing_is_written(tmp_path, small, name):
    make, words = BAD[name]
    file = tmp_path / "report.json"
    file.write_bytes(make(small))
    done = run("verify", file)
    assert (done.code, done.err) == (3, "")
    assert words in done.out
    for arguments in (
        ("restore", file, "-o", tmp_path / "out"),
        ("build", file, "-o", tmp_path / "out", "--to", "html,archive"),
        ("migrate-archive", file),
        ("receipt", file),
        ("diff", file, EXAMPLE, "-o", tmp_path / "out"),
        ("archive", file, "-o", tmp_path / "out", "--privacy", "names", "--privacy-key", "env:KEY"),
    ):
        done = run(*arguments, env={"KEY": "a key of the tests"})
        assert (done.code, done.out) == (3, "")
        *_, said = done.err.splitlines()
        assert words in said
        assert said.startswith(f"publisher: {file}: ")
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]
    assert file.read_bytes() == make(small) or "PDF" in name


# What JSON can hold and canonical JSON cannot, or what the schema refuses.
WRONG = {
    "a large integer": put("line", "9007199254740992"),
    "half a character": put("title", '"\\ud800"'),
    "a fraction": put("line", "1.5"),
    "a token": lambda data: data.replace(b'"bytes":"', b'"bytes":"@1', 1),
    "a hidden token": lambda data: data.replace(b'"bytes":"', b'"bytes":"\\u00401', 1),
    "deep enough for the schema": put("title", '{"children":[' * 300 + "1" + "]}" * 300),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_no_archive_of_ours(tmp_path, small, name):
    file = tmp_path / "report.json"
    file.write_bytes(WRONG[name](small))
    done = run("verify", file)
    assert done.code in (1, 3)
    assert "error: " in done.out
    done = run("restore", file, "-o", tmp_path / "out")
    assert (done.code, done.out) == (3, "")
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m["source"].update(encoding="cp1252"),
        lambda m: m["settings"].update(language="\x00", title="\x00"),
        lambda m: m["settings"]["limits"].update({"99999999999999": {"words": [0, 0], "images": None}}),
        lambda m: m["settings"]["limits"].update({"x": {"words": None, "images": None}}),
        lambda m: m["settings"]["severities"].update(nothing="off"),
        lambda m: m.update(date="2026-99-99"),
        lambda m: m["lookups"].append({"uri": "", "path": "../x", "problem": "", "near": "/etc/passwd"}),
        lambda m: m["lookups"][0].update(path="../../../../etc/passwd"),
        lambda m: m["lookups"][0].update(problem="lost"),
    ],
)  # fmt: skip
def test_hostile_values_end_in_no_fault(tmp_path, small, change):
    file = tmp_path / "report.json"
    file.write_bytes(sealed_again(small, change))
    for arguments in (("verify", file), ("build", file, "-o", tmp_path / "out", "--to", "html")):
        done = run(*arguments)
        assert done.code in (0, 1, 3)
        assert b"root:x:" not in done.out.encode()
        assert "fault of ours" not in done.err


def test_source_is_let_in_as_a_report_is(tmp_path, small, monkeypatch):
    """An archive that was sealed where larger reports are read goes through the same door here."""
    file = tmp_path / "report.json"
    file.write_bytes(small)
    monkeypatch.setattr("publisher.read.files.load.SIGNS_PER_MIB", 3)
    done = run("verify", file)
    assert done.code == 1
    assert "holds a source that cannot be read: the text has " in done.out
    for command in ("build", "restore"):
        assert run(command, file, "-o", tmp_path / "out").code == 3
    course = tmp_path / "course.yaml"
    course.write_text("max_report_mib: 50\n")
    assert run("verify", file, "--course", course).code == 0
    assert run("restore", file, "-o", tmp_path / "out", "--course", course).code == 0


def test_missing_file_and_folder(tmp_path):
    for name in ("gone.json", "."):
        done = run("restore", tmp_path / name, "-o", tmp_path / "out")
        assert (done.code, done.out) == (3, "")


def test_size_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "report.json"
    with file.open("wb") as sparse:
        sparse.write(b'{"bytes":"')
        sparse.truncate(2 * 1024**3)
    done = run("verify", file)
    assert done.code == 3
    assert "1 GiB" in done.out


def test_description_is_bounded(monkeypatch):
    monkeypatch.setattr("publisher.archive.decode.MAX_DESCRIPTION", 1000)
    with pytest.raises(ArchiveError, match="besides the files"):
        decode(b'{"format":"' + b"x" * 1000 + b'"}')
    with pytest.raises(ArchiveError, match="no archive of a report"):
        decode(b'{"bytes":"' + b"A" * 5000 + b'"}')


@pytest.mark.parametrize(
    ("name", "most", "words"),
    [("MAX_FILES", 2, "more than 2 files"), ("MAX_VALUES", 400, "more than 400 values")],
)
def test_what_is_parsed_is_bounded(monkeypatch, small, name, most, words):
    monkeypatch.setattr(f"publisher.archive.decode.{name}", most)
    with pytest.raises(ArchiveError, match=words):
        decode(small)


@pytest.mark.parametrize("name", ["MAX_FILES", "MAX_VALUES", "MAX_DESCRIPTION"])
def test_what_a_reader_refuses_is_not_written(tmp_path, monkeypatch, name):
    path = small_report(tmp_path / "report")
    text, blobs = without_files(bytes_of(path))
    exact = {
        "MAX_FILES": len(blobs),
        "MAX_VALUES": sum(map(_STRING.sub(b"", text).count, (b",", b"[", b"{"))),
        "MAX_DESCRIPTION": len(text),
    }[name]
    monkeypatch.setattr(f"publisher.archive.decode.{name}", exact)
    data = bytes_of(path)
    assert decode(data).text == text
    monkeypatch.setattr(f"publisher.archive.decode.{name}", exact - 1)
    with pytest.raises(ArchiveError):
        decode(data)
    assert bytes_of(path) is None
    monkeypatch.setattr(f"publisher.archive.decode.{name}", exact // 2)
    done = run("archive", "--lines", path, "-o", tmp_path / "out")
    assert (done.code, done.out) == (1, "")
    assert "error: the archive cannot be made: it " in done.err
    assert not (tmp_path / "out").exists()


def test_other_formats_are_made_where_the_archive_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("publisher.archive.decode.MAX_VALUES", 9)
    done = run("build", small_report(tmp_path / "report"), "-o", tmp_path / "out")
    assert done.code == 1
    assert done.err.count("[report.archive_failed]") == 1
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert made == {"report.html", "report.pdf", "report.pages.json"}
    assert "without an archive" in run("verify", tmp_path / "out" / "report.pdf").out


def test_commas_in_a_text_are_no_values(monkeypatch):
    monkeypatch.setattr("publisher.archive.decode.MAX_VALUES", 20)
    with pytest.raises(ArchiveError, match="no archive of a report"):
        decode(b'{"a":"%s","b":"\\"%s"}' % (b",[{" * 99, b"," * 99))


def test_bomb_in_a_pdf_is_unpacked_to_the_limit_only():
    bomb = pdf(b"0" * 50_000_000, packed=True, compress_streams=True)
    assert len(bomb) < 100_000
    with pytest.raises(ArchiveError, match="has more than 1 MiB"):
        attached_archive(bomb, 1024**2)
    with pytest.raises(ArchiveError, match="packed as this program never does"):
        attached_archive(pdf_with_filter(), MAX_ARCHIVE)


def pdf_with_filter():
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["report.json"] = pikepdf.AttachedFileSpec(document, b"x")
    stream = document.attachments["report.json"].obj.EF.F
    stream.write(b"78>", filter=pikepdf.Name.ASCIIHexDecode)
    out = io.BytesIO()
    document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def peak(*arguments):
    """Return the bytes of memory that a command takes at most, as the system tells them."""
    process = subprocess.Popen(
        [sys.executable, "-m", "publisher", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="how memory is told differs")
def test_memory_stays_near_the_size_of_the_files(tmp_path):
    """Beside what a small report takes: under four times the size, written and proved."""
    path = write_report(tmp_path / "report", "words", figures={"figures/0.bin": b"0"})
    least = peak("archive", path, "-o", tmp_path)
    for n in range(10):
        (path.parent / "figures" / f"{n}.bin").write_bytes(bytes([n]) * 4_000_000)
    assert peak("archive", path, "-o", tmp_path) - least < 4 * 40_000_000
    assert peak("verify", tmp_path / "report.json") - least < 4 * 40_000_000
