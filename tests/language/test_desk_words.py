"""The preview and the editor's server speak the language that is asked for, whatever that of the report is."""

from __future__ import annotations

from pathlib import Path

import pytest
from pseudo import PSEUDO, texts, words
from support import Page, question, write_report

from publisher.check import check
from publisher.course.settings import Course
from publisher.desk.preview.page import empty_page, page_of
from publisher.language.catalog import catalog
from publisher.rules import explanations

ASKED = "Say. Recommended answer length: 50-100 words. Include 1-2 images."
WRONG = (
    "# Report\n\n"
    + question(1, "One.\n\nTwo ![](figures/none.png)\n\n--- We wrote 3 tests. ---", ASKED)
    + question(2, "![a](b.png)\n" * 3 + "[bees](none.md)", ASKED)
    + question(3, "", ASKED)
)
KNOWN = f"{WRONG} README md report PDF publisher preview {' '.join(explanations())}"


def left_in_english(shown):
    return words(shown) - words(KNOWN)


@pytest.fixture
def result(tmp_path):
    path = write_report(tmp_path, "Ten bees.")
    path.write_text(WRONG, encoding="utf-8")
    return check(path, Course(language="da"))


def test_every_word_beside_the_page_goes_through_the_catalog(result, monkeypatch):
    monkeypatch.setattr("publisher.builders.words.catalog", lambda _: PSEUDO)
    html = page_of(result, edits=True, said=PSEUDO).html.decode()
    assert left_in_english(texts(html)) == set()
    assert left_in_english(texts(empty_page("README.md", PSEUDO).html.decode())) == set()


def test_the_page_is_in_the_reports_language_and_what_stands_beside_it_in_another(result):
    page = Page(page_of(result, said=catalog("de")).html.decode())
    assert page.all("html")[0].attributes["lang"] == "da"
    beside = page.all("div", class_="desk-beside")
    assert {e.attributes["lang"] for e in beside} == {"de"}
    assert page.all("aside")[0].attributes["lang"] == "de"
    meters = page.all(role="meter")
    assert [m.attributes["aria-label"] for m in meters[:2]] == [
        "Wörter der Frage 1",
        "Bilder der Frage 1",
    ]


def test_every_word_in_the_editor_goes_through_the_catalog(result):
    types = pytest.importorskip("lsprotocol.types", reason="the extra lsp is not installed")
    from publisher.desk.lsp import actions, found, lens, outline, phrases
    from publisher.desk.lsp.documents import Judged
    from publisher.desk.lsp.text import Text

    faults = [phrases.settings_fault("7")]
    uri = Path(result.path).as_uri()
    judged = Judged(uri, 0, 1, Text(WRONG, "utf-16"), result, faults, said=PSEUDO)
    shown = found.diagnostics(judged)
    whole = types.Range(types.Position(0, 0), types.Position(999, 0))
    asked = types.CodeActionParams(
        types.TextDocumentIdentifier(uri), whole, types.CodeActionContext([])
    )
    told = [diagnostic.message for diagnostic in shown]
    told += [lens.command.title for lens in lens.lenses(judged)]
    told += [symbol.detail or "" for symbol in outline.symbols(judged)]
    offered = actions.actions(judged, asked)
    assert offered
    told += [action.title for action in offered]
    for diagnostic in shown:
        hover = found.hover(judged, diagnostic.range.start, markdown=True)
        told.append(hover.contents.value if hover else "")
    examples = " ".join(
        explained.text for explained in explanations().values() if "    " in explained.text
    )
    assert left_in_english(" ".join(told)) - words(examples) == set()
