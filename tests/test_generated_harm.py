"""What strangers could hand in, generated: settings, archives sealed again, folders with links, soups of HTML.

No command ends with a fault of ours (4), writes outside of its output, or takes a byte from outside in,
not even where a figure is swapped while it is read; and a second build makes the same bytes.
The ordinary tests take a slice; `nox -s hostile` looks for ten minutes.
"""

from __future__ import annotations

import base64
import contextlib
import copy
import itertools
import json
import os
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest import mock

import pytest
from archive.archives import bytes_of, sealed_again, small_report
from hypothesis import given, settings
from hypothesis import strategies as st
from support import png, run, write_report

from publisher.archive.canonical import Blob
from publisher.course.file import read_course
from publisher.course.settings import CourseError
from publisher.rules import RULES

SECRET = b"under-the-third-stone-of-the-wall"
# As it is, and as base64 has it behind any number of bytes: without the signs that hold others' bits.
TRACES = [SECRET, *(base64.b64encode(b"-" * n + SECRET)[n + bool(n) : -4] for n in range(3))]
FEW = settings(max_examples=max(4, settings.default.max_examples // 15))


def files(folder):
    """Return what lies below a folder, by path: bytes, or where a link leads."""
    found = {}
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(place, name)
            if path.is_symlink():
                found[str(path)] = str(path.readlink())
            elif path.is_file():
                found[str(path)] = path.read_bytes()
    return found


def tried(folder, *command, meanwhile=None):
    """Run a command in a folder; nothing but `out` in it may change, and no secret may get there.

    What is built is built again, to the same bytes.  `meanwhile`: a context in which somebody else
    changes the folder; then it is built once.
    """
    out = str(folder / "out")
    (folder / "tmp").mkdir(exist_ok=True)
    before = {p: d for p, d in files(folder).items() if not p.startswith(out)}
    made = None
    for _ in range(1 if meanwhile or command[0] != "build" else 2):
        with (
            mock.patch.object(tempfile, "tempdir", str(folder / "tmp")),
            meanwhile or nullcontext(),
        ):
            done = run(*command, cwd=folder)
        assert done.code in {0, 1, 2, 3}, (command, done.out, done.err)
        assert "\x1b" not in done.out + done.err
        after = files(folder)
        if not meanwhile:
            assert {p: d for p, d in after.items() if not p.startswith(out)} == before
        assert not list((folder / "tmp").iterdir())
        for path, data in after.items():
            if path.startswith(out) and isinstance(data, bytes):
                assert not any(trace in data for trace in TRACES)
        assert made in (None, after)
        made = after
    return done


# -- settings -----------------------------------------------------------------------

KEYS = ("title", "limits", "templates", "figures", "roster", "severities", "date", "print", "1")
VALUES = st.recursive(
    st.sampled_from(
        ["x", "2026.md", "&a 1", "*a", "!!python/name:os.system", "~", "off", '"\\ud800"']
    )
    | st.sampled_from(
        ["'a\x1b[2J'", "9" * 400, "-1", ".inf", "[1, 2]", "a/" * 3000, "<<", "\t", ""]
    )
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda held: f"[{', '.join(held)}]")
        | st.tuples(st.sampled_from(KEYS), inner).map(lambda pair: f"{{{pair[0]}: {pair[1]}}}")
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(st.sampled_from(KEYS) | st.text(max_size=5), VALUES), max_size=5))
def test_settings_are_read_or_told(pairs):
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "course.yaml")
        text = "\n".join(f"{key}: {value}" for key, value in pairs)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        told = str(path)
        try:
            read_course(path, tuple(RULES))
        except CourseError as error:
            told = str(error)
        assert told.startswith(str(path))
        assert len(told) < len(name) * 3 + 900


# -- archives -------------------------------------------------------------------------

HARM = st.sampled_from(
    [
        None,
        "",
        -1,
        2**53,
        True,
        [],
        {},
        "../x",
        "/etc/passwd",
        ".git/config",
        "a\0b",
        "\x1b[2J",
        "x" * 300,
        "javascript:alert(1)",
        "<script>alert(1)</script>",
        "9999-99-99",
        "::error::x",
        "a/" * 80 + "b",
    ]
)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return bytes_of(small_report(tmp_path_factory.mktemp("small")))


def places(value, path=()):
    """Yield the way to each member of an archive."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield (*path, index)
            yield from places(inner, (*path, index))


@FEW
@given(st.data())
def test_an_archive_that_was_edited_and_sealed_again(small, data):
    def change(members):
        for _ in range(data.draw(st.integers(1, 3))):
            way = data.draw(st.sampled_from([p for p in places(members) if p[0] != "fixity"]))
            held = members
            for step in way[:-1]:
                held = held[step]
            if isinstance(held[way[-1]], Blob):
                harm = data.draw(
                    st.sampled_from([b"", b"\0", b"<script>", b"# Report\n", b"\x89PNG"])
                )
                held[way[-1]] = Blob(harm)
            else:
                held[way[-1]] = copy.deepcopy(data.draw(HARM))

    try:
        made = sealed_again(small, change)
    except (TypeError, KeyError, AttributeError, ValueError):
        return  # not even the writer of a forgery could seal it
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "report.json").write_bytes(made)
        proved = tried(folder, "verify", "report.json").code
        tried(folder, "restore", "report.json", "-o", "out/restored")
        built = tried(folder, "build", "report.json", "--to", "html,archive", "-o", "out/built")
        if proved == 0 and built.code == 0:
            again = folder / "out" / "built" / "report.json"
            assert json.loads(again.read_bytes())["source"] == json.loads(made)["source"]


# -- folders --------------------------------------------------------------------------

LEADS = ["../secret.txt", "../secret.png", "..", ".", "a", "/", "figures", "../report/figures/l"]
NAMES = [
    "a",
    "l",
    "plan.png",
    "..png",
    ".env",
    "a\nb.png",
    "\u202egnp.a",
    "x" * 250,
    "%2e%2e",
    "a b.png",
]
STEPS = st.tuples(
    st.sampled_from(["link", "file", "folder", "pipe"]),
    st.sampled_from(["", "figures/", "files/"]),
    st.sampled_from(NAMES),
    st.sampled_from(LEADS),
)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes")
@FEW
@given(st.lists(STEPS, min_size=1, max_size=6))
def test_a_folder_with_links_and_names(steps):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "secret.txt").write_bytes(SECRET)
        (folder / "secret.png").write_bytes(png() + SECRET)
        report = folder / "report"
        text = " ".join(f"![a](<{where}{n}>) [b](<{where}{n}>)" for _, where, n, _ in steps)
        write_report(report, text.replace("\n", "%0A"))
        for kind, where, named, target in steps:
            place = report / where / named
            try:
                if os.path.lexists(place):
                    continue  # or the file would be written into a pipe that nobody reads, or into what is secret
                place.parent.mkdir(exist_ok=True)
                if kind == "link":
                    place.symlink_to(target)
                elif kind == "file":
                    place.write_bytes(png())
                elif kind == "folder":
                    place.mkdir()
                else:
                    os.mkfifo(place)
            except OSError:
                continue
        tried(folder, "check", "report")
        tried(folder, "build", "report", "--to", "html,archive", "-o", "out")


# -- races ----------------------------------------------------------------------------

SEEN = {"figures/a.png": png(), "figures/b.png": png(16, 9)}
SWAPS = {
    "other": lambda figure: figure.write_bytes(png(9, 9)),
    "longer": lambda figure: figure.write_bytes(png() + b"and more"),
    "half": lambda figure: figure.write_bytes(png()[:40]),
    "gone": lambda figure: None,  # noqa: ARG005 - it was taken away before
    "link": lambda figure: figure.symlink_to("../../elsewhere/a.png"),
    "chain": lambda figure: figure.symlink_to("../away/a.png"),
    "pipe": os.mkfifo if hasattr(os, "mkfifo") else None,
    "folder": Path.mkdir,
    "back": lambda figure: figure.write_bytes(SEEN["figures/a.png"]),
    "another folder": lambda figure: (
        figure.parent.rename(figure.parent.with_name("kept")),
        figure.parent.symlink_to("../elsewhere"),
    ),
}


def swap(figure, kind):
    """Change a figure as somebody might who knows when it is read."""
    if figure.parent.is_symlink():
        figure.parent.unlink()
        figure.parent.with_name("kept").rename(figure.parent)
    if figure.is_dir():
        figure.rmdir()
    figure.unlink(missing_ok=True)
    SWAPS[kind](figure)


@contextmanager
def swapping(figure, swaps):
    """Swap a figure at the questions that the system is asked about figures: by their number."""
    asked = ("open", "stat", "fstat", "listdir", "readlink")
    real = {name: getattr(os, name) for name in asked}
    moments = itertools.count()
    busy = False

    def asking(name):
        def ask(*arguments, **options):
            nonlocal busy
            about = name == "fstat" or any(n in str(arguments[:1]) for n in ("figures", ".png"))
            if about and not busy:
                busy = True
                if kind := swaps.get(next(moments)):
                    swap(figure, kind)
                busy = False
            return real[name](*arguments, **options)

        return ask

    with contextlib.ExitStack() as stack:
        for name in asked:
            stack.enter_context(mock.patch.object(os, name, asking(name)))
        yield


@pytest.mark.skipif(os.name == "nt", reason="links and pipes")
@FEW
@given(
    st.dictionaries(st.integers(0, 60), st.sampled_from([*SWAPS]), min_size=1, max_size=4),
    st.sampled_from([0, 2**20]),
)
def test_a_figure_is_swapped_while_it_is_read(swaps, room):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "elsewhere").mkdir()
        for figure in ("a.png", "b.png"):
            (folder / "elsewhere" / figure).write_bytes(png() + SECRET)
        report = folder / "report"
        write_report(report, *(f"![Seen]({figure})" for figure in SEEN), figures=SEEN)
        (report / "away").symlink_to("../elsewhere")
        with mock.patch("publisher.read.files.folder.MAX_HELD", room):
            meanwhile = swapping(report / "figures" / "a.png", swaps)
            command = ("build", "report", "--to", "html,archive", "-o", "out")
            done = tried(folder, *command, meanwhile=meanwhile)
        if done.code != 3:  # 3: memory had no room for a figure, and it is another one now
            assert tried(folder, "verify", "out/report.json").code == 0


# -- HTML -----------------------------------------------------------------------------

SOUP = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<table>",
        "<tr>",
        "<td colspan=\u00b3>",
        "</table>",
        "<svg>",
        "<math>",
        "<details>",
        "<summary>",
        "<ruby>",
        "<rt>",
        "<a href=javascript:x>",
        "<img src=x onerror=y>",
        "<script>",
        "</p>",
        "<template>",
        "<li>",
        "<ol start=99999999999999999999>",
        "<pre>",
        "`",
        "$x$",
        "\n\n",
        "- ",
        "> ",
        "words",
        "<mark>",
        "</details>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?x",
        "&#0;",
        "&#x110000;",
        "\u202e",
    ]
)


@FEW
@given(st.lists(SOUP, min_size=3, max_size=40))
def test_a_soup_of_html(pieces):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        write_report(folder / "report", "".join(pieces))
        tried(folder, "build", "report", "--to", "html,archive", "-o", "out")
        page = (folder / "out" / "report.html").read_text(encoding="utf-8").lower()
        assert "onerror=" not in page.replace("&lt;img src=x onerror=y", "")
        assert 'href="javascript:' not in page
