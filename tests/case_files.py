"""Cases as text files: a report, and what is expected of it beside it.

A file holds several cases::

    ==== what the case is about | options
    the report, as it stands in its file
    ==== expect
    12: warning: unanswered: question 3 is not answered
    status 3: unanswered
    answer 4: We wrote tests.

A line ``==== template NAME`` before ``expect`` begins a template of the course: a case may have
several, the newest last.  A line that begins with four equals signs and a blank cannot clash with a report: it is no Markdown.
The lines ``line: severity: code: message`` are all the diagnostics of the report, in their order;
those of ``cases/rules`` have the range, too: ``line:column-column`` in one line, else
``line:column-line:column``, and the line alone where a place in it is meant and nothing that stands there;
a line behind one that begins with four blanks is its help.  The other lines are facts of the tree, as ``fact`` names them; a case says as many as it likes.
Text is compared with its runs of blanks as one.

Options, separated by blanks: names of figures from ``FIGURES``, which are put beside the report;
``crlf`` and ``cr`` (line ends), ``bom``, ``cp1252`` (encoding), ``escapes`` (``\\uFEFF`` in the text is
that character), ``bytes`` (``\\xF8`` is that byte), ``count=text`` and ``template``-free course
settings of that form; ``given=NAME``: the course gave that figure;
``severity=CODE:SEVERITY``: the course changes that one;
``repository=NAMES``: the files of the repository, with commas between them; ``unread=foreign``
and ``unread=none``: git refuses it, or is not there.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from docutils import nodes
from PIL import Image

from publisher import nodes as ours
from publisher.check import Result, check
from publisher.course.file import wanted
from publisher.course.settings import Course
from publisher.read.yardstick.template import Template
from publisher.report.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.diagnostics.model import Diagnostic

CASES = Path(__file__).resolve().parent / "cases"
_MARK = re.compile(r"^==== (.*)\n", re.MULTILINE)
_HELP = "    "
_DIAGNOSTIC = re.compile(r"\d+(?::\d+-(?:\d+:)?\d+)?: (?:note|warning|error): ")


@dataclass(frozen=True)
class Case:
    """One case: its name, options, report and the lines that are expected."""

    name: str
    options: tuple[str, ...]
    text: str
    expected: tuple[str, ...]
    templates: tuple[Template, ...] = ()

    @property
    def diagnostics(self) -> list[str]:
        return [x for x in self.expected if _DIAGNOSTIC.match(x)]

    @property
    def helps(self) -> list[tuple[str, str]]:
        """The diagnostics whose help is expected, too, each with it."""
        return [(x, y.strip()) for x, y in pairwise(self.expected) if y.startswith(_HELP)]

    @property
    def facts(self) -> list[tuple[str, str]]:
        lines = (x for x in self.expected if not x.startswith(_HELP))
        pairs = (x.partition(":") for x in lines if not _DIAGNOSTIC.match(x))
        return [(key, value.strip()) for key, _, value in pairs]


def cases_of(path: Path) -> list[Case]:
    """Return the cases of a file."""
    pieces = _MARK.split(path.read_text(encoding="utf-8"))[1:]
    blocks = zip(pieces[::2], pieces[1::2], strict=True)
    found = []
    for head, text in blocks:
        templates = []
        kind, body = next(blocks)
        while kind.startswith("template "):
            templates.append(Template(kind.removeprefix("template "), body))
            kind, body = next(blocks)
        assert kind == "expect", f"{path}: after {head!r} comes {kind!r}"
        name, _, options = head.partition("|")
        lines = tuple(x for x in body.splitlines() if x.strip())
        found.append(Case(name.strip(), tuple(options.split()), text, lines, tuple(templates)))
    return found


def all_cases(folder: str) -> list[tuple[str, Case]]:
    """Return all cases below ``tests/cases/<folder>``, each with its id."""
    return [
        (f"{path.stem}: {case.name}", case)
        for path in sorted((CASES / folder).glob("*.md"))
        for case in cases_of(path)
    ]


_UNREAD = {
    "foreign": "git refuses it, since it belongs to another user",
    "none": "git is not on this machine, or does not answer",
}


def checked(case: Case, folder: Path) -> Result:
    """Write the case's report and figures into ``folder`` and check it."""
    report = folder / "report"
    report.mkdir()
    text, settings, evidence, unread = case.text, {}, None, ""
    for option in case.options:
        if option in FIGURES:
            FIGURES[option](report, option)
        elif option == "escapes":
            text = re.sub(r"\\u([0-9A-F]{4})", lambda m: chr(int(m[1], 16)), text)
        elif "=" in option:
            key, _, value = option.partition("=")
            if key == "repository":
                evidence = Evidence(frozenset(value.split(",")), wanted(Course()))
            elif key == "severity":
                code, _, severity = value.partition(":")
                settings["severities"] = {code: severity}
            elif key == "unread":
                unread = _UNREAD[value]
            elif key == "given":
                settings["figures"] = (digest_of(value),)
            else:
                settings[key] = value
    ends = "\r\n" if "crlf" in case.options else "\r" if "cr" in case.options else "\n"
    data = text.replace("\n", ends).encode("cp1252" if "cp1252" in case.options else "utf-8")
    if "bytes" in case.options:
        data = re.sub(rb"\\x([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), data)
    path = report / "README.md"
    path.write_bytes(b"\xef\xbb\xbf" + data if "bom" in case.options else data)
    with mock.patch("publisher.read.files.folder.unread", return_value=unread):
        return check(path, Course(**settings, templates=case.templates), evidence=evidence)


def diagnostics(result: Result) -> list[str]:
    """Return the diagnostics as the case files write them."""
    return [f"{d.line}: {d.severity}: {d.code}: {d.message}" for d in result.diagnostics]


def ranged(result: Result) -> list[str]:
    """Return the diagnostics with their ranges, as the case files of rules write them."""
    return [f"{place(d)}: {d.severity}: {d.code}: {d.message}" for d in result.diagnostics]


def place(found: Diagnostic) -> str:
    """Return where a diagnostic is, as ``ranged`` writes it."""
    start, end = found.range
    if start == end:
        return f"{start.line}" if start.column == 1 else f"{start.line}:{start.column}-{end.column}"
    behind = f"{end.column}" if end.line == start.line else f"{end.line}:{end.column}"
    return f"{start.line}:{start.column}-{behind}"


def fact(result: Result, key: str) -> str:
    """Return a fact of the tree, as text.

    ``questions``: the numbers; ``checklist``: its counts; ``template``: the name of the one it began as; ``prose``: the text outside questions; of a question N ``title N``,
    ``prompt N``, ``answer N`` (text), ``status N``, ``words N`` (by ``source``), ``images N``
    (how many), ``limits N``, ``code N`` (code blocks), ``links N``, ``figures N`` (files that are
    shown), ``meant N`` (files that were probably meant), ``nodes N`` (the answer's children) and ``title`` (of the report).
    """
    report = result.report
    assert report is not None
    kind, _, number = key.partition(" ")
    if kind == "questions":
        return " ".join(str(q.number) for q in report.questions)
    if kind == "template":
        return report.template
    if kind == "checklist":
        found = report.checklist
        counts = (len(found), sum(x.ticked for x in found), sum(bool(x.broken) for x in found))
        return "{} items, {} ticked, {} broken".format(*counts)
    if kind == "prose":
        return _squeezed(" ".join(_prose(report.document)))
    if kind == "sections":
        titles = (n for n in report.document.findall(nodes.section))
        return ", ".join(n[0].astext() for n in titles if not isinstance(n, ours.question))
    question = next(q for q in report.questions if q.number == int(number))
    answer = question.answer
    facts: dict[str, Callable[[], str]] = {
        "title": question.node[0].astext,
        "prompt": lambda: question.prompt.astext() if question.prompt else "",
        "answer": answer.astext,
        "status": lambda: question.status,
        "words": lambda: str(question.words_source),
        "seen": lambda: str(question.words_text),
        "images": lambda: str(question.images),
        "limits": lambda: f"{question.limit_words} {question.limit_images}",
        "code": lambda: ", ".join(n.astext() for n in answer.findall(nodes.literal_block)),
        "links": lambda: ", ".join(n["refuri"] for n in answer.findall(nodes.reference)),
        "figures": lambda: ", ".join(n["uri"] for n in answer.findall(nodes.image)),
        "meant": lambda: ", ".join(i.near for i in report.images if i.near),
        "nodes": lambda: " ".join(n.tagname for n in answer.children),
    }
    return _squeezed(facts[kind]())


def _prose(node: nodes.Element) -> list[str]:
    found = []
    for child in node.children:
        if isinstance(child, nodes.section) and not isinstance(child, ours.question):
            found += _prose(child)
        elif not isinstance(child, ours.question | ours.repair):
            found.append(child.astext())
    return found


def _squeezed(text: str) -> str:
    return " ".join(text.split())


# -- figures ----------------------------------------------------------------------


@cache
def _picture(
    kind: str, mode: str = "RGB", width: int = 8, height: int = 8, **saved: object
) -> bytes:
    """Return a small picture that is not all of one colour."""
    image = Image.new(mode, (width, height))
    image.putpixel((0, 0), image.getpixel((0, 0)) if mode == "1" else (200, 30, 30))
    file = io.BytesIO()
    image.save(file, kind, **saved)
    return file.getvalue()


def _file(data: Callable[[], bytes]) -> Callable[[Path, str], None]:
    def write(folder: Path, name: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data())

    return write


def _outside(folder: Path, name: str) -> None:
    target = folder.parent / "secret.png"
    target.write_bytes(_picture("PNG"))
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(target)


def _folder(folder: Path, name: str) -> None:
    (folder / name).mkdir(parents=True)


def _too_large(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    with (folder / name).open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)  # sparse: takes no room


def _png() -> bytes:
    return _picture("PNG")


_BROKEN_TEXT = b"\0\0\0\x03tEXta\0b" + b"\0" * 4  # its checksum is wrong
_LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'
FIGURES: dict[str, Callable[[Path, str], None]] = {
    "figures/ok.png": _file(_png),
    "figures/two_words.png": _file(_png),
    "figures/.ok.png": _file(_png),
    ".pictures/ok.png": _file(_png),
    "figures/wandb.JPG": _file(lambda: _picture("JPEG")),
    "figures/four.Jpeg": _file(lambda: _picture("JPEG")),
    "figures/ok.jpg": _file(lambda: _picture("JPEG")),
    "figures/truncated.png": _file(lambda: _png()[:-30]),
    "figures/truncated.jpg": _file(lambda: _picture("JPEG")[:-2]),
    "figures/two.jpg": _file(
        lambda: _picture.__wrapped__("MPO", save_all=True, append_images=[Image.new("L", (8, 8))])
    ),
    "figures/film.jpg": _file(lambda: _picture("JPEG") + b"\0\0\0\x18ftypmp42" + bytes(9999)),
    "figures/asides.png": _file(lambda: _png()[:33] + _BROKEN_TEXT + _png()[33:]),
    "figures/heic.jpg": _file(lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)),
    "figures/garbage.png": _file(lambda: b"no picture at all"),
    "figures/zero.png": _file(lambda: b""),
    "figures/jpeg-as.png": _file(lambda: _picture("JPEG")),
    "figures/v1.2.png": _file(lambda: _picture("JPEG")),
    "figures/plot.css": _file(_png),
    "figures/b.png.jpg": _file(lambda: _picture("JPEG")),
    "figures/lfs.png": _file(lambda: _LFS),
    "figures/drawing.svg": _file(lambda: _SVG),
    "figures/cat.gif": _file(lambda: _picture("GIF")),
    "figures/notes.txt": _file(lambda: b"notes"),
    "figures/huge.png": _file(lambda: _picture("PNG", "1", 10_000, 6_000)),
    "figures/wide.png": _file(lambda: _picture("PNG", "1", 3001, 4)),
    "figures/plot.png": _file(lambda: _picture("PNG", "1", 3600, 4, dpi=(300, 300))),
    "figures/shot.png": _file(lambda: _picture("PNG", "1", 3420, 4, dpi=(144, 144))),
    "figures/3000.png": _file(lambda: _picture("PNG", "1", 3000, 4)),
    "figures/5120.png": _file(lambda: _picture("PNG", "1", 5120, 4)),
    "figures/5121.png": _file(lambda: _picture("PNG", "1", 5121, 4)),
    "figures/wide.jpg": _file(lambda: _picture("JPEG", "RGB", 3001, 4)),
    "figures/too-large.png": _too_large,
    "figures/outside.png": _outside,
    "figures/folder": _folder,
    "figures/W&B_Chart,_PM.png": lambda f, _: _file(_png)(f, "figures/W&B Chart, PM.png"),
    "figures/blanks": lambda f, _: _file(_png)(f, "figures/a picture with blanks.png"),
    "figures/non-ascii": lambda f, _: _file(_png)(f, "figures/Übersicht.png"),
    "pictures/more/net.png": _file(_png),
    "images/ok.png": _file(_png),
    "workflow.yaml": _file(lambda: b"on: push"),
}
"""Files that a case can name: each is made beside its report."""


@cache
def digest_of(name: str) -> str:
    """Return the SHA-256 of the figure ``name``."""
    with tempfile.TemporaryDirectory() as folder:
        FIGURES[name](Path(folder), name)
        return hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()
