"""Every published version of the format is read for ever; the newest is written down in docs/.

`versions/N.json` is an archive of version N, `versions/0.1.0-*.json` are by publisher 0.1.0.
Until 0.1.0 is published version 1 may still change, but only so that those are read: then `PYTHONPATH=tests python tests/archive/archives.py` writes its file again.  After that, never.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import pytest
import rfc8785
from archives import VERSIONS, small_report
from support import ROOT, run

from publisher import __version__
from publisher.archive import migrate
from publisher.archive.canonical import canonical
from publisher.archive.decode import decode
from publisher.archive.schema import VERSION, schema
from publisher.archive.verify import flaws
from publisher.nodes import VOCABULARY


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_every_version_is_read(version, tmp_path):
    file = VERSIONS / f"{version}.json"
    archive = decode(file.read_bytes())
    assert archive.version == version
    assert list(flaws(archive)) == []
    assert run("restore", file, "-o", tmp_path / "again").code == 0
    path = small_report(tmp_path / "report")
    for name in ("README.md", "figures/plan.png", "figures/bees.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (path.parent / name).read_bytes()
    assert run("html", file, "-o", tmp_path / "out").code == 0
    assert "We counted" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["constructs", "limits"])
def test_archive_of_an_older_publisher_is_proved_with_a_note_at_most(name):
    """All constructs, and all words of limits, written by 0.1.0 (496d32c): what is read otherwise since is no error."""
    done = run("verify", VERSIONS / f"0.1.0-{name}.json", "--format", "json")
    (told,) = json.loads(done.out)["files"]
    assert {d["severity"] for d in told["diagnostics"]} <= {"note"}
    assert done.code == 0


def test_version_1_is_printed_as_it_was(tmp_path):
    """What version 1 could not say stands at what was always done, also after it was written down."""
    file = tmp_path / "old.json"
    file.write_bytes((VERSIONS / "1.json").read_bytes())
    assert run("migrate-archive", file, "-o", tmp_path / "new.json").code == 0
    data = (tmp_path / "new.json").read_bytes()
    assert data.startswith(b'{"$about":"This file is one report for good')
    held = decode(data)
    assert held.version == VERSION
    assert list(flaws(held)) == []
    read = decode(file.read_bytes()).members
    assert canonical(held.members) == canonical(read)
    printed = held.members["settings"]["print"]
    assert (printed["states"], printed["introduction"], printed["checklist"]) == (
        "full",
        True,
        "before",
    )
    assert run("verify", tmp_path / "new.json").code == 0


def test_newest_is_left_alone(tmp_path):
    file = tmp_path / "report.json"
    file.write_bytes((VERSIONS / f"{VERSION}.json").read_bytes())
    done = run("migrate-archive", file, "-o", tmp_path / "new.json")
    assert (done.code, done.out) == (0, "")
    assert "nothing to do" in done.err
    assert not (tmp_path / "new.json").exists()


@pytest.fixture
def step(monkeypatch):
    """Let there be a version more, whose title stands in a list."""
    newest = VERSION + 1

    def titled(members):
        members["titles"] = [members.pop("title")]
        return members

    monkeypatch.setitem(migrate.STEPS, VERSION, titled)
    monkeypatch.setattr("publisher.archive.decode.VERSION", newest)
    monkeypatch.setattr("publisher.archive.schema.VERSION", newest)
    return newest


def test_older_version_is_led_to_the_newest(tmp_path, step):
    file = VERSIONS / f"{VERSION}.json"
    before = file.read_bytes()
    done = run("migrate-archive", file, "-o", tmp_path / "new.json")
    assert done.code == 0
    assert file.read_bytes() == before
    data = (tmp_path / "new.json").read_bytes()
    new, old = json.loads(data), json.loads(before)
    assert data == rfc8785.dumps(new)
    assert new["titles"] == [old["title"]]
    assert new["migrations"] == [
        {
            "from": f"publisher.archive/{VERSION}",
            "to": f"publisher.archive/{step}",
            "sha256": hashlib.sha256(before).hexdigest(),
            "agentVersion": __version__,
        }
    ]
    for name in ("source", "figures", "files"):
        assert new[name] == old[name]
    for name, digest in new["fixity"]["members"].items():
        assert digest == hashlib.sha256(rfc8785.dumps(new[name])).hexdigest()


@pytest.mark.usefixtures("step")
def test_older_version_is_proved_in_its_own_form():
    archive = decode((VERSIONS / f"{VERSION}.json").read_bytes())
    assert list(flaws(archive)) == []
    assert "titles" in archive.members
    assert "titles" not in archive.original


def test_pdf_is_not_overwritten_by_json(tmp_path, monkeypatch):
    monkeypatch.setattr("publisher.archive.schema.VERSION", VERSION + 1)
    file = tmp_path / "report.pdf"
    file.write_bytes((VERSIONS / f"{VERSION}.json").read_bytes())
    before = file.read_bytes()
    assert run("migrate-archive", file).code == 2
    assert file.read_bytes() == before


# -- what is written down --------------------------------------------------------------------


def test_page_names_every_member():
    page = (ROOT / "docs" / "archive-format.md").read_text(encoding="utf-8")
    members = schema()["properties"]
    assert [name for name in members if f"| `{name}` |" not in page] == []
    assert set(schema()["required"]) == set(members) - {"restorer"}
    assert [node.__name__ for node in VOCABULARY if f"`{node.__name__}`" not in page] == []
    for name in ("source", "lookups", "figures"):
        held = members[name].get("items", members[name])["properties"]
        assert [key for key in held if f"`{key}`" not in page] == []


def test_another_validator_agrees(tmp_path):
    """The schema inside an archive, and ours, hold of it; of a changed one they do not."""
    archive = json.loads((VERSIONS / f"{VERSION}.json").read_bytes())
    (tmp_path / "schema.json").write_text(json.dumps(archive["schema"]), encoding="utf-8")
    ends = []
    for changed in ({}, {"more": 1}):
        (tmp_path / "report.json").write_text(json.dumps(archive | changed), encoding="utf-8")
        for given in (
            tmp_path / "schema.json",
            ROOT / f"publisher/archive/archive-{VERSION}.schema.json",
        ):
            done = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "check_jsonschema",
                    "--schemafile",
                    given,
                    tmp_path / "report.json",
                ],
                capture_output=True,
                timeout=60,
                check=False,
            )
            ends.append(done.returncode)
    assert ends == [0, 0, 1, 1]
