"""What a session brings to the machine before it publishes."""

from __future__ import annotations

import importlib.util
from unittest import mock

import pytest
from support import ROOT


@pytest.fixture(scope="module")  # nox knows the sessions of a process by their names
def noxfile():
    spec = importlib.util.spec_from_file_location("noxfile", ROOT / "noxfile.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("words", "brought"),
    [
        (["README.md", "--to", "latexpdf"], True),
        (["README.md", "--course", "autumn.yml"], True),
        (["README.md", "--course=autumn.yml"], True),
        (["README.md", "--course", "nowhere.yml"], False),
        (["autumn.yml"], False),
        ([], False),
    ],
)
def test_tex_is_brought_where_a_format_asks_for_it(tmp_path, monkeypatch, noxfile, words, brought):
    (tmp_path / "autumn.yml").write_text("formats: [html, latexpdf]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(noxfile.shutil, "which", lambda _: None)
    monkeypatch.setattr(noxfile, "system_libraries", lambda _: None)
    packages = []
    monkeypatch.setattr(noxfile, "debian_packages", lambda _, names: packages.extend(names))
    noxfile.build(mock.Mock(posargs=words), "build")
    assert (packages == noxfile.TEX) is brought
