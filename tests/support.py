"""What these tests share: small reports, the command line in this process, the text of a page."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import zlib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock
from xml.etree import ElementTree as ET

import pytest

from publisher.pdf.job import PdfAttachment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.diagnostics.model import Diagnostic
    from publisher.publish.publication import Publication

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "report" / "README.md"
TEMPLATE = ROOT / "examples" / "template" / "README.md"
REPORTS = os.environ.get("PUBLISHER_REPORTS", "")
"""A folder of more reports, one a folder, with `expected.json`; they are not in the repository."""


def lacks(made: Publication) -> list[Diagnostic]:
    """Return what is said while page and archive of a report are made."""
    return [*made.prove_source(), *made.html().diagnostics, *made.archive().diagnostics]


def more_reports() -> list[Path]:
    """Return the Markdown files of the reports that the environment names."""
    return sorted(Path(REPORTS).glob("*/README.md")) if REPORTS else []


def every_report(*names: str) -> pytest.MarkDecorator:
    """Call a test with `path` of the example and of all further reports (or those of `names`)."""
    more = [p for p in more_reports() if not names or p.parent.name in names]
    skip = pytest.mark.skip(reason="PUBLISHER_REPORTS names no folder of reports")
    return pytest.mark.parametrize(
        "path",
        [
            pytest.param(EXAMPLE, id="example"),
            *(pytest.param(p, id=p.parent.name) for p in more),
            *([] if more else [pytest.param(None, id="reports", marks=skip)]),
        ],
    )


# -- the command line -------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """How a command ended: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


def run(*arguments: object, cwd: Path | None = None, env: dict[str, str] | None = None) -> Done:
    """Run the command line in this process."""
    from publisher.cli import main

    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(s, encoding="utf-8", write_through=True) for s in (out, err)]
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(sys, "argv", ["publisher", *map(str, arguments)]))
        # What ends the tests is theirs to say.
        stack.enter_context(mock.patch("publisher.cli._end_in_order"))
        stack.enter_context(mock.patch.dict(os.environ, env or {}))
        stack.enter_context(contextlib.redirect_stdout(streams[0]))
        stack.enter_context(contextlib.redirect_stderr(streams[1]))
        if cwd:
            stack.enter_context(contextlib.chdir(cwd))
        with pytest.raises(SystemExit) as end:
            main()
    code = end.value.code
    return Done(0 if code is None else code, out.getvalue().decode(), err.getvalue().decode())


def command(*arguments: object, cwd: Path = ROOT, **changed: str | None) -> Done:
    """Run the command line in a process of its own; `changed`: its environment (None: without)."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    env |= {name: value for name, value in changed.items() if value is not None}
    for name in (name for name, value in changed.items() if value is None):
        env.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "publisher", *map(str, arguments)],
        cwd=cwd,
        env=env,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


# -- small reports ----------------------------------------------------------------


def question(number: int, answer: str, asked: str = "What was done?") -> str:
    return f"### Question {number}\n> **{asked}**\n>\n> Answer:\n\n{answer}\n\n"


def write_report(folder: Path, *answers: str, figures: dict[str, bytes] | None = None) -> Path:
    """Write a report of as many questions as answers, and its figures; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "README.md"
    text = "# Report\n\n## Part\n\n" + "".join(question(n, a) for n, a in enumerate(answers, 1))
    path.write_bytes(text.encode())
    for name, data in (figures or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return path


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def png(width: int = 8, height: int = 8) -> bytes:
    """Return a white PNG of one bit a pixel."""
    row = b"\0" + b"\xff" * ((width + 7) // 8)

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size + bytes([1, 0, 0, 0, 0]))
        + chunk(b"IDAT", zlib.compress(row * height, 1))
        + chunk(b"IEND", b"")
    )


def codes(result: Done) -> set[str]:
    """Return the codes of the diagnostics in a check's JSON."""
    return {d["code"] for d in result.json["diagnostics"]}


ATTACHMENTS = (
    PdfAttachment(
        name="report.json",
        data=b'{"a": 1}',
        media_type="application/x-test+json",
        description="The archive",
    ),
)
"""What a PDF carries."""


# -- pages ------------------------------------------------------------------------


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    """Own text and that of all elements inside."""


class Page(HTMLParser):
    """A page of HTML as a list of elements, in the order of their start tags."""

    VOID = frozenset(
        "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905 - easier to read
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self._open, f"not closed: {[e.tag for e in self._open]}"

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)
        if tag == "br":
            self.handle_data("\n")

    def handle_startendtag(self, tag, attrs):
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        assert self._open, f"</{tag}> without a start"
        assert self._open[-1].tag == tag, f"</{tag}> ends <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Return the elements of `tag` that have the attributes; a class is one of several."""
        return [
            e
            for e in self.elements
            if tag in ("", e.tag)
            and all(
                value in e.attributes.get(name.strip("_"), "").split()
                for name, value in attributes.items()
            )
        ]

    def by_id(self, name: str) -> Element:
        return next(e for e in self.elements if e.attributes.get("id") == name)


# -- words, read without the parser -------------------------------------------------

_TAG = re.compile(
    r"</?(?:a|b|br|code|center|details|div|em|figure|figcaption|font|h[1-6]|hr|i|img|kbd|li|ol|p|"
    r"picture|pre|s|small|source|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_DROPPED = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"<!--[\s\S]*?-->",
        r"-{2,3}\s*question\s+\d+\s+fill here\s*-{0,3}",
        r"!\[[^\]]*\]\((?:[^()]|\([^()]*\))*\)",
        r"!\[[^\]]*\]\[[^\]]*\]",
        r"^\s{0,3}\[[^\]^]+\]:\s*\S+.*$",
        r"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?:```+|~~~+)[ \t]*[\w{}.+#-]*",
        r"^[ \t>]*\d{1,9}[.)](?=\s)",
        r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[[ xX]\](?=\s)",
        r"(?<=[-*+]\s)\d{1,9}[.)](?=\s)",
        r"^[ \t>]*\[!(?:note|tip|important|warning|caution)\]",
        r"(?<=\])\((?:<[^<>]*>|[^\s()]*(?:\([^()]*\)[^\s()]*)*)(?:\s+\"[^\"]*\")?\)",
        r"(?<=\])\[[^\]]*\]",
        r"\[\^[^\]]*\]:?",
    )
)


def alphanumeric(text: str) -> str:
    """Return the letters and digits of `text`, as they look (NFKC), and nothing else."""
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def plain_words(markdown: str) -> list[str]:
    """Return the words that a reader of `markdown` would see, by a reading as simple as can be."""
    import html

    for pattern in _DROPPED:
        markdown = pattern.sub(" ", markdown)
    markdown = html.unescape(_TAG.sub(" ", markdown))
    return [w for w in map(alphanumeric, re.split(r"[\W_]+", markdown)) if w]


def tree_of(drawn: tuple[str, str, str, Sequence[Any]]) -> ET.Element:
    """Return the element of a tag, a text, what follows it, and such elements within."""
    tag, text, tail, inner = drawn
    made = ET.Element(tag)
    made.text, made.tail = text, tail
    made.extend(map(tree_of, inner))
    return made


_stream = lru_cache(maxsize=1)(alphanumeric)  # many answers are looked for in one text


def lost_words(words: list[str], text: str) -> list[str]:
    """Return the words that `text` does not hold, or not as often; spaces do not count."""
    stream = _stream(text)
    lost, at = [], 0
    for word in words:
        found = stream.find(word, at)
        if found < 0:
            lost.append(word)
        else:
            at = found + len(word)
    if not lost:
        return []
    # Not in this order: count.
    wanted: dict[str, int] = defaultdict(int)
    for word in words:
        wanted[word] += 1
    return [w for w in lost if stream.count(w) < wanted[w]]
