"""Templates are kept compiled where Python keeps modules, and nothing depends on what lies there."""

from __future__ import annotations

import sys

import pytest

from publisher.builders.templates import templates

NAME = "report.html"


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Let what is compiled be kept in an empty folder, and return that."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    yield tmp_path / "kept"
    templates.cache_clear()


def code_of(template):
    """Return the code of a template's parts, which a template that was read again has, too."""
    return {name: block.__code__.co_code for name, block in template.blocks.items()}


def fresh():
    templates.cache_clear()
    return templates()


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def test_a_template_is_compiled_once(kept, monkeypatch):
    made = code_of(fresh().get_template(NAME))
    assert files(kept)
    again = fresh()
    monkeypatch.setattr(again, "compile", lambda *_, **__: pytest.fail("it was compiled again"))
    assert code_of(again.get_template(NAME)) == made


def test_a_damaged_file_is_made_anew(kept):
    made = code_of(fresh().get_template(NAME))
    whole = [path.read_bytes() for path in files(kept)]
    for damage in (b"", b"x", whole[0][:60], whole[0][:-9]):
        for path in files(kept):
            path.write_bytes(damage)
        assert code_of(fresh().get_template(NAME)) == made
    assert [path.read_bytes() for path in files(kept)] == whole


def test_nothing_is_kept_where_python_keeps_nothing(kept, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert fresh().get_template(NAME)
    assert not files(kept)


def test_a_folder_that_cannot_be_written_is_left_alone(kept):
    kept.write_text("a file where the folder would be")
    assert fresh().get_template(NAME)
    assert kept.is_file()


def test_another_version_of_the_compiler_reads_nothing_of_this_one(kept, monkeypatch):
    fresh().get_template(NAME)
    before = [path.read_bytes() for path in files(kept)]
    monkeypatch.setattr("jinja2.__version__", "0.0")
    fresh().get_template(NAME)
    assert [path.read_bytes() for path in files(kept)] != before
