"""`publisher archive --bag`: a bag and a crate that others read, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from archives import small_report
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLE, files_below, png, run, write_report

from publisher.archive.bags.bag import bag, write_zip
from publisher.archive.bags.proof import Bag, flaws
from publisher.archive.error import ArchiveError
from publisher.course.settings import Course
from publisher.publish.deposit import deposit

DATED = Course(title="Bees", date="2026-01-31")
PAYLOAD = {"report.json": b"{}", "source/README.md": b"# Bees\n"}


def no_pdf(monkeypatch):
    """Make the web page and the archive only: the PDF has tests of its own."""
    monkeypatch.setattr("publisher.publish.deposit.USUAL", ("html", "archive"))


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bag")
    with pytest.MonkeyPatch.context() as monkeypatch:
        no_pdf(monkeypatch)
        deposit(small_report(folder / "report"), folder, DATED)
    return folder / "report-bag"


@pytest.fixture
def made(first, tmp_path):
    """Return a bag of the small report, to be changed."""
    return shutil.copytree(first, tmp_path / "report-bag")


def written(folder, files):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def told(path):
    done = run("verify", "--format", "json", path)
    (result,) = done.json["files"]
    return done.code, [d["message"] for d in result["diagnostics"]]


# -- what others say ------------------------------------------------------------------------


# bagit 1.9 passes what Python 3.13 wants by name.
@pytest.mark.filterwarnings("ignore:'count' is passed as positional argument:DeprecationWarning")
def test_another_program_validates_the_bag(made):
    bagit = pytest.importorskip("bagit")
    held = bagit.Bag(str(made))
    assert held.validate()
    assert held.version_info == (1, 0)
    assert held.info["External-Description"] == "Bees"
    assert {"sha256", "sha512"} == set(held.algorithms)


def test_another_program_reads_the_crate(made):
    rocrate = pytest.importorskip("rocrate.rocrate")
    crate = rocrate.ROCrate(str(made / "data"))
    assert (crate.name, str(crate.datePublished)[:10]) == ("Bees", "2026-01-31")
    files = {entity.id: entity["encodingFormat"] for entity in crate.data_entities}
    there = {
        p.relative_to(made / "data").as_posix() for p in (made / "data").rglob("*") if p.is_file()
    }
    assert set(files) == there - {"ro-crate-metadata.json"}
    assert files["source/figures/plan.png"] == "image/png"
    assert files["source/README.md"] == "text/markdown"


@pytest.mark.skipif(not shutil.which("sha512sum"), reason="no sha512sum on this machine")
def test_tools_of_the_system_prove_it(made):
    for name in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        subprocess.run(["sha512sum", "--check", "--strict", "--quiet", name], cwd=made, check=True)


def test_whole_bag_of_the_example(tmp_path):
    done = run("archive", "--bag", "--zip", EXAMPLE, "-o", tmp_path, "--date", "2026-01-31")
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    with zipfile.ZipFile(tmp_path / "report-bag.zip") as held:
        assert held.testzip() is None
        names = held.namelist()
        assert names == sorted(names)
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {f"report-bag/data/report.{ending}" for ending in ("json", "html", "pdf")} < set(
            names
        )
        assert held.read("report-bag/data/source/README.md") == EXAMPLE.read_bytes()
        assert json.loads(held.read("report-bag/data/report.json"))["date"] == "2026-01-31"
    assert told(tmp_path / "report-bag.zip") == (0, [])


# -- the same bytes, and when there is no bag -------------------------------------------------


def test_same_bytes_from_folder_and_archive(tmp_path, monkeypatch):
    no_pdf(monkeypatch)
    path = small_report(tmp_path / "report")
    for name, source in (("a", path), ("b", path)):
        deposit(source, tmp_path / name, DATED, as_zip=True)
    archive = written(
        tmp_path,
        {
            "report.json": zipfile.ZipFile(tmp_path / "a/report-bag.zip").read(
                "report-bag/data/report.json"
            )
        },
    )
    deposit(archive / "report.json", tmp_path / "c", as_zip=True)
    made = {(tmp_path / name / "report-bag.zip").read_bytes() for name in "abc"}
    assert len(made) == 1
    assert str(tmp_path).encode() not in made.pop()


def test_date_is_asked_for(tmp_path, monkeypatch):
    no_pdf(monkeypatch)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    path = small_report(tmp_path / "report")
    out = tmp_path / "out"
    for options, said in (
        ((), "name it with --date"),
        (("--date", "31.1.2026"), "no day"),
        (("--lines",), "does not go with --bag"),
    ):
        done = run("archive", "--bag", path, "-o", out, *options)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
    for option in (("--zip",), ("--date", "2026-01-31")):
        assert run("archive", path, "-o", out, *option).code == 2
    assert not out.exists()
    assert run("archive", "--bag", path, "-o", out, "--date", "2026-01-31").code == 0
    again = run("archive", "--bag", path, "-o", out, "--date", "2026-01-31")
    assert (again.code, "exists" in again.err) == (2, True)


def test_day_until_which_it_is_kept_is_said(tmp_path):
    path = small_report(tmp_path / "report")
    course = tmp_path / "course.yaml"
    course.write_text("{date: 2026-01-31, retention: 2056-12-31}\n")
    assert run("archive", "--bag", path, "-o", tmp_path, "--course", course).code == 0
    bag = tmp_path / "report-bag"
    assert "\nRetention-Date: 2056-12-31\n" in (bag / "bag-info.txt").read_text()
    held = json.loads((bag / "data/report.json").read_bytes())
    assert held["settings"]["retention"] == "2056-12-31"
    (statement,) = held["provenance"]["rights"]
    (granted,) = statement["rightsGranted"]
    assert (statement["rightsBasis"], granted["act"]) == ("institutional policy", "delete")
    assert granted["termOfRestriction"] == {"startDate": "2026-01-31", "endDate": "2056-12-31"}
    assert told(bag) == (0, [])


# -- proving ----------------------------------------------------------------------------------


def test_bag_is_proved(made):
    assert told(made) == (0, [])


@pytest.mark.parametrize(
    "name",
    [
        "data/report.html",
        "data/source/figures/plan.png",
        "bag-info.txt",
        "manifest-sha256.txt",
        "bagit.txt",
    ],
)
def test_any_changed_file_is_found(made, name):
    data = (made / name).read_bytes()
    (made / name).write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
    code, messages = told(made)
    assert code == 1
    assert any(name in message for message in messages)


@pytest.mark.parametrize(
    "name", ["data/report.html", "tagmanifest-sha512.txt", "manifest-sha512.txt"]
)
def test_missing_file_is_found(made, name):
    (made / name).unlink()
    if name.startswith("tag"):  # one of two: the other proves all
        assert told(made) == (0, [])
    else:
        assert told(made)[0] == 1


@pytest.mark.parametrize("name", ["data/more.txt", "more.txt", "data/source/more.png"])
def test_file_too_many_is_found(made, name):
    (made / name).write_bytes(b"more")
    code, messages = told(made)
    assert code == 1
    assert any(name in message for message in messages)


def test_report_beside_another_archive_is_found(tmp_path, made):
    """Digests that fit, but the source is not the one of the archive."""
    payload = {
        p.relative_to(made / "data").as_posix(): p.read_bytes()
        for p in (made / "data").rglob("*")
        if p.is_file()
    }
    payload["source/README.md"] += b"more\n"
    del payload["source/figures/plan.png"]
    code, messages = told(written(tmp_path / "forged", bag(payload, "Bees")))
    assert code == 1
    assert [message.partition(" is ")[0] for message in messages] == [
        "'data/source/README.md'",
        "'data/source/figures/plan.png'",
        "'data/ro-crate-metadata.json'",  # it names the size of each file
    ]


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_link_is_no_file_of_a_bag(made):
    (made / "data" / "passwd").symlink_to("/etc/passwd")
    code, (message,) = told(made)
    assert code == 3
    assert "no regular file" in message


def test_what_proves_which_file_is_said(made):
    proved = "data/archive-2.schema.json, data/report.json, data/ro-crate-metadata.json"
    assert run("verify", made).out.splitlines()[1:] == [
        f"    proved by the archive in it: {proved}, data/source/ (3 files)",
        "    by its digest only: data/report.html",
    ]
    (result,) = run("verify", made, "--format", "json").json["files"]
    assert "data/source/README.md" in result["proved"]
    assert "data/report.html" in result["listed"]


@pytest.mark.parametrize("name", ["archive-2.schema.json", "ro-crate-metadata.json"])
@pytest.mark.parametrize("change", [b" ", b"{}", b'{"a":' * 99_999, b"\xff"])
def test_what_an_archive_gives_and_is_another_is_told(made, tmp_path, name, change):
    payload = {
        p.relative_to(made / "data").as_posix(): p.read_bytes()
        for p in (made / "data").rglob("*")
        if p.is_file()
    }
    same = (
        change == b" " and "schema" in name
    )  # a schema is what it says, and not how it is written
    payload[name] = payload[name] + change if change == b" " else change
    forged = written(tmp_path / "forged", bag(payload, "Bees"))
    code, messages = told(forged)
    others = [f"'data/{name}' is another than publisher makes of the archive"]
    # The crate says how large the others are.
    others += ["'data/ro-crate-metadata.json' is another than publisher makes of the archive"]
    assert code == 0
    assert set(messages) == (set(others[1:]) if same else set(others))
    (result,) = run("verify", forged, "--format", "json").json["files"]
    assert (f"data/{name}" in result["proved"]) is same


# -- what a system's own program leaves ---------------------------------------------------------

STRAYS = [
    ".DS_Store",
    "._bagit.txt",
    "Thumbs.db",
    "desktop.ini",
    "data/.DS_Store",
    "data/source/Thumbs.db",
]


@pytest.mark.parametrize("name", STRAYS)
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_stray_file_is_told_with_what_to_do(made, tmp_path, name, packed):
    (made / name).write_bytes(b"x")
    bag = zip_of(made, tmp_path) if packed else made
    done = run("verify", bag)
    inside = name.startswith("data/")
    assert done.code == (1 if inside else 0)
    assert f"{'error' if inside else 'note'}: {name!r} was put there by" in done.out
    assert f"    delete {name!r}" in done.out
    assert "data/source/ (3 files)" in done.out or inside
    assert run("restore", bag, "-o", tmp_path / "out").code == (3 if inside else 0)


@pytest.mark.parametrize(
    "name", ["__MACOSX/report-bag/._bagit.txt", ".DS_Store", "__MACOSX/._report-bag"]
)
def test_what_a_mac_packs_beside_the_bag_is_told(made, tmp_path, name):
    bag = zip_of(made, tmp_path)
    with zipfile.ZipFile(bag, "a") as held:
        held.writestr(name, b"x")
    code, (message,) = told(bag)
    assert code == 0
    assert message.startswith(f"{name!r} was put there")
    assert run("verify", "--strict", bag).code == 1


def test_a_stray_file_hides_nothing(made):
    (made / ".DS_Store").write_bytes(b"x")
    (made / "data" / "report.html").write_bytes(b"x")
    code, messages = told(made)
    assert code == 1
    assert any("data/report.html" in message for message in messages)


def test_stray_file_that_is_listed_is_a_file_as_any_other(tmp_path):
    files = bag({**PAYLOAD, ".DS_Store": b"x"}, "Bees")
    found = Bag(written(tmp_path / "b", files))
    assert found.strays == ()
    (tmp_path / "b" / "data" / ".DS_Store").write_bytes(b"y")
    assert any(".DS_Store" in message for message in flaws(Bag(tmp_path / "b")))


# -- a report out of a bag ------------------------------------------------------------------------


def zip_of(folder, where):
    path = where / "report-bag.zip"
    with zipfile.ZipFile(path, "w") as held:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                held.write(file, f"report-bag/{file.relative_to(folder).as_posix()}")
    return path


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_report_is_restored_from_a_bag(made, tmp_path, packed):
    path = zip_of(made, tmp_path) if packed else made
    done = run("restore", path, "-o", tmp_path / "again")
    assert (done.code, done.err) == (0, "")
    assert files_below(tmp_path / "again") == files_below(made / "data" / "source")


def test_damaged_bag_is_restored_only_unproved(made, tmp_path):
    (made / "data" / "report.html").write_bytes(b"forged")
    done = run("restore", made, "-o", tmp_path / "again")
    assert (done.code, done.out) == (3, "")
    assert "data/report.html" in done.err
    assert not (tmp_path / "again").exists()
    assert run("restore", made, "-o", tmp_path / "again", "--unproved").code == 0
    assert files_below(tmp_path / "again") == files_below(made / "data" / "source")


def test_bag_without_an_archive_has_no_report(tmp_path):
    path = written(tmp_path / "b", bag({"a.txt": b"x"}, "Bees"))
    done = run("restore", path, "-o", tmp_path / "again")
    assert (done.code, done.out) == (3, "")
    assert "is a bag without an archive" in done.err


NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=9
).filter(lambda name: name not in (".", ".."))


@given(st.dictionaries(NAMES, st.binary(max_size=9), max_size=4))
def test_property_any_name_is_proved(payload):
    files = bag(payload, "Bees")
    with TemporaryDirectory() as folder:
        path = Path(folder, "b.zip")
        path.write_bytes(zipped(files))
        made = Bag(path)
        assert list(flaws(made)) == []
        assert set(made.names) == set(files)
        del made  # closes the file


def zipped(files):
    made = io.BytesIO()
    write_zip(made, files, "b")
    return made.getvalue()


# -- hostile bags -------------------------------------------------------------------------------


def bad_zip(*names, root="b", **fields):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", fields.pop("packed", zipfile.ZIP_STORED)) as held:
        for name in names:
            entry = zipfile.ZipInfo(f"{root}/{name}" if root else name)
            for field, value in fields.items():
                setattr(entry, field, value)
            held.writestr(entry, b"x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no zip"),
        (b"PK\5\6" + bytes(18), "no bag"),
        (bad_zip("bagit.txt")[:-30], "no zip"),
        (bad_zip("other.txt"), "no bagit.txt"),
        (bad_zip("", root=""), "an entry without a name"),
        (b"x" + bad_zip("bagit.txt"), "1 bytes stand before it"),
        (bad_zip("bagit.txt") + b"xy", "2 bytes stand behind it"),
        (bad_zip("bagit.txt", "a/" * 1200 + "x"), "longer or deeper"),
        (bad_zip("bagit.txt", "../x"), "no path within a folder"),
        (bad_zip("bagit.txt", "data/../../x"), "no path within a folder"),
        (bad_zip("b/bagit.txt", "c/x", root=""), "one folder"),
        (bad_zip("bagit.txt", external_attr=0o120777 << 16), "no regular file"),
        (bad_zip("bagit.txt", packed=zipfile.ZIP_LZMA, compress_type=zipfile.ZIP_LZMA), "unusual"),
        (bad_zip(*(f"data/{n}" for n in range(31))), "more than 30 files"),
        (b"PK\5\6" + bytes(8) + b"\xff\xff\xff\x7f" + bytes(6), "more than 30 files"),
        (b"PK\6\7" + bytes(16) + b"PK\5\6" + bytes(18), "its end is not where it says"),
        (
            b"PK\6\6" + bytes(36) + b"\xff" * 4 + bytes(12) + b"PK\6\7" + bytes(16) + b"PK\5\6",
            "more than 30 files",
        ),
    ],
    ids=[
        "empty",
        "nothing",
        "cut",
        "other",
        "nameless",
        "before",
        "behind",
        "deep",
        "up",
        "inside-up",
        "roots",
        "link",
        "lzma",
        "many",
        "large",
        "larger",
        "largest",
    ],
)
def test_what_is_no_bag(tmp_path, monkeypatch, data, words):
    monkeypatch.setattr("publisher.archive.bags.proof.MAX_ENTRIES", 30)
    (tmp_path / "b.zip").write_bytes(data)
    code, (message,) = told(tmp_path / "b.zip")
    assert code == 3
    assert words in message


def test_deep_folder_is_no_bag(made):
    deep = made / "data"
    for _ in range(70):
        deep /= "a"
    deep.mkdir(parents=True)
    code, (message,) = told(made)
    assert (code, "longer or deeper" in message) == (3, True)


def test_bomb_is_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr("b/bagit.txt", b" " * (17 * 1024**2))
    code, (message,) = told(tmp_path / "b.zip")
    assert (code, "more than 16 MiB" in message) == (3, True)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "bagit.txt",
            b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
            "expected 'BagIt",
        ),
        ("bagit.txt", b"", "expected 'BagIt"),
        ("manifest-sha256.txt", b"zz  data/report.json\n", "expected a digest"),
        ("manifest-sha256.txt", b"\xff", "no UTF-8"),
        ("manifest-sha256.txt", f"{'0' * 64}  ../../etc/passwd\n".encode(), "expected a digest"),
        ("manifest-sha256.txt", f"{'0' * 64}  data/gone\n".encode(), "'data/gone' is missing"),
        ("manifest-sha256.txt", f"{'0' * 64}  bagit.txt\n".encode(), "no place in it"),
        ("bag-info.txt", b"Payload-Oxum: 1.1\n", "Payload-Oxum is 1.1"),
    ],
)
def test_bad_tag_files(tmp_path, name, data, words):
    files = bag(PAYLOAD, "Bees") | {name: data}
    found = list(flaws(Bag(written(tmp_path, files))))
    assert any(words in message for message in found)


def test_no_manifest(tmp_path):
    files = bag(PAYLOAD, "Bees")
    files = {name: data for name, data in files.items() if "manifest" not in name}
    assert any("no manifest" in m for m in flaws(Bag(written(tmp_path, files))))


def test_other_algorithms_and_line_ends(tmp_path):
    """Bags of other programs: MD5, an asterisk, CRLF, no tag manifest."""
    data = b"bees\n"
    line = f"{hashlib.md5(data, usedforsecurity=False).hexdigest()} *./data/a%0Ab.txt\r\n"
    files = {
        "bagit.txt": b"BagIt-Version: 0.97\r\nTag-File-Character-Encoding: utf-8\r\n",
        "manifest-md5.txt": line.encode(),
        "data/a\nb.txt": data,
    }
    (tmp_path / "b.zip").write_bytes(zipped(files))
    assert list(flaws(Bag(tmp_path / "b.zip"))) == []
    with pytest.raises(ArchiveError):
        Bag(tmp_path / "gone.zip")


def test_payload_names_are_sorted_by_any_report(tmp_path, monkeypatch):
    no_pdf(monkeypatch)
    names = ["figures/größe 100%.png", "figures/a#b.png"]
    path = write_report(tmp_path / "report", "words", figures=dict.fromkeys(names, png()))
    deposit(path, tmp_path, DATED)
    manifest = (tmp_path / "report-bag" / "manifest-sha256.txt").read_text(encoding="utf-8")
    assert "data/source/figures/größe 100%25.png\n" in manifest
    assert told(tmp_path / "report-bag") == (0, [])
