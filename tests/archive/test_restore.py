"""`publisher restore`: the folder again, byte for byte; nothing leaves it, nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from archives import bytes_of, rewritten, sealed_again, small_report
from support import EXAMPLE, ROOT, every_report, files_below, png, run, write_report

from publisher.archive.restorer import fault


def archive_in(tmp_path, data):
    path = tmp_path / "report.json"
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return bytes_of(small_report(tmp_path_factory.mktemp("small")), restorer=True)


@every_report()
def test_folder_comes_back(path, tmp_path):
    archive = archive_in(tmp_path, bytes_of(path))
    done = run("restore", archive, "-o", tmp_path / "again")
    assert (done.code, done.err) == (0, "")
    assert files_below(tmp_path / "again") == files_below(path.parent)
    assert len(done.out.splitlines()) == len(files_below(path.parent))


def test_odd_names_come_back(tmp_path):
    names = ["figures/größe 1.png", "figures/\U0001f600.png", "figures/a b/c.png"]
    if os.name == "posix":
        names += [
            "figures/a\\b.png",
            "figures/a:b?.png",
            "figures/NUL.png",
        ]
    path = write_report(tmp_path / "report", "words", figures=dict.fromkeys(names, png()))
    archive = archive_in(tmp_path, bytes_of(path))
    assert run("restore", archive, "-o", tmp_path / "again").code == 0
    assert files_below(tmp_path / "again") == files_below(tmp_path / "report")


def test_nothing_is_overwritten_unless_forced(tmp_path, small):
    archive, out = archive_in(tmp_path, small), tmp_path / "out"
    (out / "figures").mkdir(parents=True)
    (out / "figures" / "plan.png").write_bytes(b"mine")
    (out / "other.txt").write_bytes(b"mine too")
    before = files_below(out)
    done = run("restore", archive, "-o", out)
    assert (done.code, done.out) == (2, "")
    assert "plan.png: exists" in done.err
    assert "--force" in done.err
    assert files_below(out) == before
    assert run("restore", archive, "-o", out, "--force").code == 0
    assert files_below(out)["figures/plan.png"] == png()
    assert files_below(out)["other.txt"] == b"mine too"


def test_folder_that_is_there_and_empty_will_do(tmp_path, small):
    (tmp_path / "out").mkdir()
    assert run("restore", archive_in(tmp_path, small), "-o", tmp_path / "out").code == 0
    assert len(files_below(tmp_path / "out")) == 3


@pytest.mark.parametrize("output", [".", "a/..", "a/b", "a/../b/"])
def test_folder_may_be_named_in_any_way(tmp_path, small, output):
    (tmp_path / "a").mkdir()
    archive_in(tmp_path, small)
    assert run("restore", "report.json", "-o", output, cwd=tmp_path).code == 0
    assert (tmp_path / output / "figures" / "plan.png").read_bytes() == png()
    assert not list(tmp_path.rglob(".publisher-*"))


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
@pytest.mark.parametrize("link", ["out", "out/figures", "out/README.md", "out/figures/plan.png"])
def test_no_link_is_followed(tmp_path, small, link):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(b"mine")
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to(outside / "file" if "." in link else outside)
    done = run("restore", archive_in(tmp_path, small), "-o", tmp_path / "out", "--force")
    assert (done.code, done.out) == (2, "")
    assert files_below(outside) == {"file": b"mine"}
    assert not (tmp_path / "out" / "README.md").is_file() or link == "out/README.md"


@pytest.mark.parametrize("above", ["out", "out/figures"])
def test_file_where_a_folder_is_needed(tmp_path, small, above):
    (tmp_path / above).parent.mkdir(exist_ok=True)
    (tmp_path / above).write_bytes(b"mine")
    done = run("restore", archive_in(tmp_path, small), "-o", tmp_path / "out", "--force")
    assert (done.code, done.out) == (2, "")
    assert (tmp_path / above).read_bytes() == b"mine"


BAD_NAMES = [
    "../up.png", "figures/../../up.png", "..", ".", "", "/etc/x", "\\x", "\\\\host\\x", "C:/x", "c:\\x",
    "a\0b", "a\nb", "a\x7fb", "a\x85b", ".x", ".git/config", "a/.x", "a/..x", "x" * 256, "a/" * 64 + "x", "figures//x", "figures/", "./x", "a\n/../../up.png",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_no_name_leaves_the_folder(tmp_path, small, name):
    assert fault(name)
    where = tmp_path / "in" / "here"
    where.mkdir(parents=True)
    data = sealed_again(small, lambda m: m["figures"][0].update(path=name))
    done = run("restore", archive_in(where, data), "-o", where / "out")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("publisher: ")
    assert files_below(tmp_path).keys() == {"in/here/report.json"}


@pytest.mark.parametrize(
    "name",
    ["con", "CON.png", "a/nul.txt", "Aux .x", "COM1", "lpt9.log", "a:b", "a?", "x.", "x ", "a\\b", 'a"b'],
)  # fmt: skip
def test_names_that_windows_cannot_hold(name):
    assert fault(name, windows=True)
    assert not fault(name, windows=False)


def test_names_that_every_system_can_hold():
    for name in ("README.md", "figures/größe 1.png", "a/console.png", "a/x..y", "a/" * 63 + "x"):
        assert not fault(name, windows=True)


def test_what_verify_refuses_is_not_restored_but_unproved(tmp_path, small):
    data = sealed_again(small, lambda m: m["questions"][0]["words"].update(source=99))
    archive = archive_in(tmp_path, data)
    done = run("restore", archive, "-o", tmp_path / "out")
    assert (done.code, done.out) == (3, "")
    assert "is not as it was sealed: /questions/0/words/source" in done.err
    assert run("restore", archive, "-o", tmp_path / "out", "--unproved").code == 0
    assert files_below(tmp_path / "out").keys() == {
        "README.md",
        "figures/plan.png",
        "figures/bees.csv",
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m["files"][0].update(path=".git/config"),
        lambda m: m["files"][0].update(path="../x"),
        lambda m: m["files"][0].update(path=7),
        lambda m: m["files"][0].pop("bytes"),
        lambda m: m.pop("files"),
        lambda m: m.update(source=[]),
    ],
)
def test_unproved_writes_no_more_than_a_report(tmp_path, small, change):
    archive = archive_in(tmp_path, rewritten(small, change))
    done = run("restore", archive, "-o", tmp_path / "out", "--unproved")
    assert (done.code, done.out) == (3, "")
    assert not (tmp_path / "out").exists()


def test_two_names_that_are_one(tmp_path, small):
    """A file and a folder of one name; where case does not count, also `A` and `a`."""
    archive = archive_in(
        tmp_path, sealed_again(small, lambda m: m["figures"][0].update(path="figures/bees.csv/x"))
    )
    done = run("restore", archive, "-o", tmp_path / "out")
    assert (done.code, done.out) in ((2, ""), (3, ""))
    assert files_below(tmp_path).keys() == {"report.json"}


def test_damaged_archive_gives_nothing(tmp_path, small):
    for data in (
        small[:-9],
        rewritten(small, lambda m: m.update(title="Other")),
        sealed_again(small, lambda m: m["figures"][0].update(size=1)),
    ):
        done = run("restore", archive_in(tmp_path, data), "-o", tmp_path / "out")
        assert (done.code, done.out) == (3, "")
        assert done.err.startswith("publisher: ")
        assert not (tmp_path / "out").exists()


# -- the restorer that travels with an archive -----------------------------------------------


def bare(*arguments, cwd):
    """Run a bare Python: no site packages, nothing of the environment."""
    return subprocess.run(
        [sys.executable, "-I", "-S", *map(str, arguments)],
        cwd=cwd,
        env={},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


TAKE_OUT = "import json; print(json.load(open('report.json', encoding='utf-8'))['restorer']['text'], end='')"


def test_restorer_needs_nothing_but_python(tmp_path):
    archive_in(tmp_path, bytes_of(EXAMPLE, restorer=True))
    script = bare("-c", TAKE_OUT, cwd=tmp_path).stdout
    (tmp_path / "restore.py").write_text(script, encoding="utf-8")
    assert script == (ROOT / "publisher/archive/restorer.py").read_text(encoding="utf-8")
    done = bare("restore.py", "report.json", "again", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert files_below(tmp_path / "again") == files_below(EXAMPLE.parent)
    again = bare("restore.py", "report.json", "again", cwd=tmp_path)
    assert again.returncode == 1
    assert "restore.py: " in again.stderr
    assert "usage" in bare("restore.py", cwd=tmp_path).stderr


def test_restorer_refuses_what_we_refuse(tmp_path, small):
    script = ROOT / "publisher/archive/restorer.py"
    bad = [
        sealed_again(small, lambda m, n=name: m["figures"][0].update(path=n)) for name in BAD_NAMES
    ]
    bad += [small[:-9], b"[]", b"{}", b"\xff", b"[" * 100_000]
    bad += [rewritten(small, lambda m: m["figures"][0].update(bytes="AAAA"))]
    for data in bad[:: 1 if os.environ.get("CI") else 3]:
        done = bare(script, archive_in(tmp_path, data), tmp_path / "out", cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.startswith("restore.py: ")
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "out").exists()


def test_archive_carries_it_only_if_asked(tmp_path):
    path = small_report(tmp_path)
    for options, there in (((), False), (("--with-restorer",), True)):
        assert run("archive", path, "-o", tmp_path / "out", *options).code in (0, 1)
        assert ("restorer" in json.loads((tmp_path / "out" / "report.json").read_bytes())) is there


def test_restorer_is_short():
    assert len(Path(ROOT / "publisher/archive/restorer.py").read_text().splitlines()) < 100
