"""Every report published, and again from its JSON and its PDF: minutes, so `nox -s archives` calls it."""

from __future__ import annotations

import re
import subprocess
import sys

import bagit
import pytest
from support import every_report, files_below, run
from test_restore import TAKE_OUT, bare

FORMATS = ("report.html", "report.pdf", "report.json")


@every_report()
def test_json_and_pdf_give_everything_back(path, tmp_path):
    assert run("build", path, "-o", tmp_path / "first").code in (0, 1)
    belongings = files_below(path.parent)
    for name in ("report.json", "report.pdf"):
        file, again = tmp_path / "first" / name, tmp_path / name
        assert run("verify", "--strict", file).code == 0
        assert run("restore", file, "-o", again / "restored").code == 0
        assert files_below(again / "restored") == belongings
        assert run("build", file, "-o", again / "built").code in (0, 1)
        for made in FORMATS:
            one, two = (tmp_path / "first" / made), (again / "built" / made)
            if one.read_bytes() != two.read_bytes():
                pytest.fail(f"{made} built from {name} differs")


@every_report()
def test_copy_for_publication_is_an_archive_without_study_numbers(path, tmp_path):
    key = tmp_path / "key"
    key.write_bytes(b"a key of the tests")
    options = ("--privacy", "names", "--privacy-key", key, "-o", tmp_path)
    assert run("archive", path, *options).code in (0, 1)
    made = tmp_path / "report.public.json"
    assert run("verify", made).code == 0
    assert run("restore", made, "-o", tmp_path / "restored").code == 0
    text = (tmp_path / "restored" / path.name).read_bytes()
    assert not re.search(rb"\bs\d{6}\b", text, re.IGNORECASE)
    assert len(text.split()) == len(path.read_bytes().split())


@every_report()
def test_other_programs_agree(path, tmp_path):
    """A bag: `bagit`, `check-jsonschema` with the schema in it, a bare Python with its restorer."""
    options = ("--bag", "--with-restorer", "--date", "2026-01-31", "-o", tmp_path)
    assert run("archive", path, *options).code in (0, 1)
    bag = tmp_path / "report-bag"
    assert run("verify", "--strict", bag).code == 0
    assert bagit.Bag(str(bag)).validate()
    data = bag / "data"
    schema, archive = data / "archive-2.schema.json", data / "report.json"
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, archive]
    assert subprocess.run(command, check=False).returncode == 0
    script = tmp_path / "restore.py"
    script.write_text(bare("-c", TAKE_OUT, cwd=data).stdout, encoding="utf-8")
    done = bare(script, archive, tmp_path / "restored", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        files_below(tmp_path / "restored")
        == files_below(path.parent)
        == files_below(data / "source")
    )
