"""What is said of a report is of its newest text, whatever is asked and done meanwhile."""

from __future__ import annotations

import asyncio
import threading

import pytest

pytest.importorskip("lsprotocol", reason="the extra lsp is not installed")

from lsprotocol import types

from publisher.desk.lsp import documents
from publisher.desk.lsp.documents import Documents, path_of
from publisher.desk.settings import Settings

pytestmark = pytest.mark.asyncio
ASKED = "### Question {}\n\n> Say.\n>\n> Answer:\n\nWords\n"


def whole(text):
    return [types.TextDocumentContentChangeWholeDocument(text)]


class Said(list):
    """What was published: each a version, with the numbers of the questions that were read."""

    def publish(self, judged):
        self.append((judged.version, [q.number for q in judged.questions], list(judged.faults)))


@pytest.fixture
def said():
    return Said()


@pytest.fixture
def reports(said):
    return Documents(Settings(None), lambda _: None, said.publish, lambda: None)


@pytest.fixture
def uri(tmp_path):
    return (tmp_path / "README.md").as_uri()


class Slow:
    """A session that reads only when it is let, and counts."""

    let = threading.Event()
    begun = threading.Event()
    read: list[str] = []  # noqa: RUF012 - each test has its own

    def __init__(self, path, course):
        self.whole, self.course = documents_session(path, course), course

    def check(self, text):
        self.read.append(text)
        self.begun.set()
        assert self.let.wait(60)
        return self.whole.check(text)


documents_session = documents.Session


@pytest.fixture
def slow(monkeypatch):
    made = type("Slow", (Slow,), {"let": threading.Event(), "begun": threading.Event(), "read": []})
    monkeypatch.setattr(documents, "Session", made)
    yield made
    made.let.set()


async def test_superseded_work_is_dropped(reports, said, uri, slow):
    reports.open(uri, 1, ASKED.format(1))
    await asyncio.to_thread(slow.begun.wait, 60)
    for version in range(2, 100):  # while the first text is being read
        reports.change(uri, version, whole(ASKED.format(version)))
    slow.let.set()
    judged = await asyncio.wait_for(reports.judged(uri), 60)
    assert judged.version == 99
    assert said == [(99, [99], [])]
    assert slow.read == [ASKED.format(1), ASKED.format(99)]
    reports.close(uri)


async def test_who_waits_for_a_report_that_is_closed_gets_nothing(reports, said, uri, slow):
    reports.open(uri, 1, ASKED.format(1))
    waiting = asyncio.ensure_future(reports.ask(uri, lambda judged: judged))
    await asyncio.to_thread(slow.begun.wait, 60)
    reports.close(uri)
    assert await asyncio.wait_for(waiting, 60) is None
    slow.let.set()
    assert await reports.judged(uri) is None
    assert said == []


async def test_a_fault_of_ours_is_told_and_no_end(reports, said, uri, monkeypatch):
    class Failing(documents.Session):
        def check(self, text):
            if "fail" in text:
                raise RuntimeError("something")
            return super().check(text)

    monkeypatch.setattr(documents, "Session", Failing)
    reports.open(uri, 1, "fail")
    assert (await reports.judged(uri)).result is None
    reports.change(uri, 2, whole(ASKED.format(1)))
    await reports.judged(uri)
    fault = "a fault of ours (RuntimeError: something); please report it"
    assert said == [(1, [], [fault]), (2, [1], [])]
    reports.close(uri)


async def test_what_is_not_open_cannot_change(reports, said, uri):
    reports.change(uri, 2, whole("text"))
    assert reports.close(uri) is False
    assert said == []


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "https://a.example/README.md",
        "file://",
        "file:///a%00.md",
        "http://[",
        "",
    ],
)
async def test_what_names_no_file(uri):
    assert path_of(uri) is None
