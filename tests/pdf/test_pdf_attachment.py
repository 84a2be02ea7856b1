"""What a PDF carries is taken out by a child process: bounded, and whole or not at all."""

from __future__ import annotations

import io
import sys

import pikepdf
import pytest

from publisher.archive import attached
from publisher.archive.attached import attached_archive
from publisher.archive.error import ArchiveError
from publisher.pdf import parent

PACK = "import sys; from publisher.pdf.protocol import pack\n"


def carrying(data, name="report.json", **options):
    """Return a PDF that carries a file."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments[name] = data
        pdf.save(made, **options)
    return made.getvalue()


@pytest.mark.parametrize("size", [0, 1, 1024**2, 3 * 1024**2 + 5])
@pytest.mark.parametrize("packed", [False, True])
def test_what_it_carries_comes_out_whole(size, packed):
    data = b"ab" * (size // 2) + b"c" * (size % 2)
    pdf = carrying(data, compress_streams=packed)
    assert attached_archive(pdf, size) == data
    if size:
        with pytest.raises(ArchiveError, match="whose archive has more than"):
            attached_archive(pdf, size - 1)


NO_PART = """
class Once:
    def find_spec(self, name, *rest):
        if name == "pikepdf._core":
            sys.meta_path.remove(self)
            raise ImportError(name)
sys.meta_path.insert(0, Once())
"""
NO_NAME = """
import types
from importlib.util import find_spec
package = types.ModuleType("pikepdf")
package.__path__ = find_spec("pikepdf").submodule_search_locations
sys.modules["pikepdf"] = package
import pikepdf._core as core
del sys.modules["pikepdf"]
class Other(types.ModuleType):
    asked = False
    def __getattr__(self, name):
        if name == "Pdf" and not self.asked:
            self.asked = True
            raise AttributeError(name)
        return getattr(core, name)
sys.modules["pikepdf._core"] = Other("pikepdf._core")
"""
WHOLE = """
import publisher.pdf.child.attachment
assert "pikepdf.models" in sys.modules, "it was asked for its private half, and had it"
"""


@pytest.mark.parametrize("gone", [NO_PART, NO_NAME])
def test_a_pikepdf_with_another_private_half_is_used_whole(monkeypatch, gone):
    start, _, task = parent.BOOTSTRAP.partition("from publisher")
    monkeypatch.setattr(parent, "BOOTSTRAP", f"{start}\n{gone}{WHOLE}from publisher{task}")
    assert attached_archive(carrying(b"abc"), 9) == b"abc"


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory elsewhere")
def test_what_takes_too_much_memory_is_told(monkeypatch):
    monkeypatch.setattr(attached, "_MEMORY_MIB", 100)
    monkeypatch.setattr(attached, "_TIMES_THE_SIZE", 0)
    with pytest.raises(ArchiveError, match=r"takes more than 100 MiB|is a damaged PDF"):
        attached_archive(carrying(b"x", "other") + b"\n%" + b"x" * 80 * 1024**2, 9)


def test_what_takes_too_long_is_told(monkeypatch):
    monkeypatch.setattr(attached, "_SECONDS", 0.01)
    monkeypatch.setattr(attached, "_MIB_A_SECOND", 1e9)
    with pytest.raises(ArchiveError, match="takes more than 0 s to open"):
        attached_archive(carrying(b"x"), 9)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise SystemExit('last words')", "is a damaged PDF"),
        ("import os; os.write(1, b'noise')", "is a damaged PDF"),
        ("import os; os.abort()", "is a damaged PDF"),
        (
            PACK + "while True: sys.stdout.buffer.write(pack({}, [b'x' * 99]))",
            "more than 0 MiB",
        ),
        (
            PACK + "sys.stdout.buffer.write(pack({'error': ['words of its own']}))",
            "is a damaged PDF",
        ),
    ],
)
def test_a_child_that_was_led_astray_is_not_believed(monkeypatch, code, said):
    start = parent.BOOTSTRAP.partition("from publisher")[0]
    monkeypatch.setattr(parent, "BOOTSTRAP", f"{start}\n{code}")
    with pytest.raises(ArchiveError, match=said) as error:
        attached_archive(carrying(b"x"), 900)
    assert "words of its own" not in str(error.value)
