"""A report of all that people put into one: pages come out, whole, and both standards hold."""

from __future__ import annotations

import pytest
from kitchen_sink import ANSWERS, write_kitchen_sink
from support import every_report

from publisher.build import build
from publisher.proof.pdf import read_pdf


@pytest.fixture(scope="module")
def sink(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sink")
    built = build(write_kitchen_sink(folder / "report"), ["pdf"], folder / "out")
    return built, built.written[0].read_bytes()


def test_both_standards_hold(sink, failures, tmp_path):
    assert failures(sink[1], tmp_path) == set()


def test_nothing_is_cut(sink):
    content = read_pdf(sink[1])
    assert content.cut == []
    assert {"499", "249001"} <= set(content.words)


def test_every_question_has_a_place(sink):
    built, _ = sink
    assert len(built.result.report.questions) == len(ANSWERS)
    (told,) = [d.message for d in built.diagnostics if d.code == "figure_unprintable"]
    assert told.startswith("figure 'figures/script.svg' could not be put into the PDF (it holds ")


@every_report()
def test_reports(path, failures, tmp_path):
    built = build(path, ["pdf"], tmp_path / "out")
    assert failures(built.written[0].read_bytes(), tmp_path) == set()
