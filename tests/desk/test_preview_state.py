"""What all tabs are told: the newest, once; and the PDF, made beside what one writes."""

from __future__ import annotations

import asyncio
import json

import pytest
from support import write_report

from publisher.course.settings import Course
from publisher.desk.preview import state
from publisher.desk.preview.state import Preview
from publisher.pdf.errors import PdfLibraryMissing

LONG = 60


@pytest.fixture
def report(tmp_path):
    return write_report(tmp_path / "report", "Ten bees.")


def followed(path, steps):
    """Call `steps` with a preview of `path` that is followed, and return what it returns."""

    async def run():
        preview = Preview(path, None, Course())
        preview.start()
        try:
            async with asyncio.timeout(LONG):
                return await steps(preview)
        finally:
            preview.end()

    return asyncio.run(run())


def test_each_stream_is_told_the_newest_once(report):
    async def steps(preview):
        streams = [preview.told() for _ in range(9)]
        first = {await anext(stream) for stream in streams}
        assert len(first) == 1
        waiting = [asyncio.ensure_future(anext(stream)) for stream in streams]
        await asyncio.sleep(0)
        assert not any(task.done() for task in waiting)
        report.write_text(report.read_text().replace("Ten", "Nine"))
        second = {await task for task in waiting}
        assert len(second) == 1
        assert second != first
        for stream in streams:
            await stream.aclose()
        return json.loads(*first), json.loads(*second)

    first, second = followed(report, steps)
    assert first["page"] != second["page"]
    assert first["trouble"] == second["trouble"] == ""


def test_a_save_that_changes_nothing_is_told_to_nobody(report):
    async def steps(preview):
        stream = preview.told()
        before = await anext(stream)
        report.write_bytes(report.read_bytes())
        (report.parent / "other.txt").write_text("x")
        report.write_text(report.read_text().replace("Ten", "Nine"))
        after = await anext(stream)
        assert before != after
        await stream.aclose()

    followed(report, steps)


def test_streams_end_when_the_preview_ends(report):
    async def steps(preview):
        stream = preview.told()
        await anext(stream)
        waiting = asyncio.ensure_future(anext(stream, "ended"))
        await asyncio.sleep(0)
        preview.end()
        return await waiting

    assert followed(report, steps) == "ended"


def test_a_quiet_stream_says_that_it_is_there(report, monkeypatch):
    monkeypatch.setattr(state, "BEAT", 0.01)

    async def steps(preview):
        stream = preview.told()
        return [await anext(stream) for _ in range(3)][1:]

    assert followed(report, steps) == ["", ""]


async def made(preview):
    """Ask for the PDF, and return what is told of it until it is made or failed."""
    await preview.first()
    told = []
    preview.make_pdf()
    preview.make_pdf()  # a second request while it is made is the same one
    stream = preview.told()
    async for text in stream:
        if not text:  # it says that it is there
            continue
        told.append(json.loads(text)["pdf"] | {"files": preview.shown.pdf.files})
        if told[-1]["state"] != "making":
            break
    await stream.aclose()
    return told


def test_the_pdf_is_that_of_a_build_and_the_archive_comes_with_it(report, tmp_path):
    from publisher.publish.build import Options, make

    making, done = followed(report, made)
    assert making["state"] == "making"
    assert done["state"] == "made"
    built = make(report, tmp_path / "build", None, Options(formats=("pdf", "archive")))
    for name in ("report.pdf", "report.json"):
        assert done["files"][name] == built.files[name]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PdfLibraryMissing("no pango"), "publisher doctor"),
        (ZeroDivisionError("x"), "a fault of ours (ZeroDivisionError"),
    ],
)
def test_why_there_is_no_pdf_is_told(report, monkeypatch, error, told):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr("publisher.publish.publication.Publication.pdf", fail)
    last = followed(report, made)[-1]
    assert last["state"] == "failed"
    assert told in last["told"]


def test_a_report_without_a_question_has_no_pdf(report):
    report.write_text("Nothing.\n")
    last = followed(report, made)[-1]
    assert last["state"] == "failed"
    assert "question" in last["told"]
