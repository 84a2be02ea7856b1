"""A page says our words in its language, in English that is marked where we do not speak it."""

from __future__ import annotations

import pytest
from constructs import write_constructs
from pseudo import PSEUDO, texts, words
from support import Page, png, run, write_report

from publisher.builders.page import page
from publisher.builders.paper import Paper
from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication

SEEN = (
    "Ten bees. ![a map of the field](figures/a.png) ![](figures/none.png)\n\n> [!NOTE]\n> Look.\n"
)
FIGURES = {"figures/a.png": png(100, 100)}


@pytest.fixture
def pseudo(monkeypatch):
    monkeypatch.setattr("publisher.builders.words.catalog", lambda _: PSEUDO)


def made(path, language="da"):
    course = Course(language=language)
    result = check(path, course)
    return Publication(result, "2026-01-31")


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("for_print", [False, True])
def test_every_word_of_ours_goes_through_the_catalog(tmp_path, for_print):
    folder = tmp_path / "constructs"
    folder.mkdir()
    for path in (
        write_constructs(folder),
        write_report(
            tmp_path / "b", SEEN, "", "- [x] a\n- [ ] b\n\nx[^1]\n\n[^1]: y", figures=FIGURES
        ),
    ):
        publication = made(path)
        html = page(
            publication.report,
            publication.folder,
            publication.course,
            for_print=for_print,
            date="x",
        )
        english = words(texts(html)) - words(path.read_text(encoding="utf-8")) - words(path.name)
        assert english <= NOT_OURS


NOT_OURS = frozenset()
"""Words that are in no source, and not ours."""


@pytest.mark.parametrize("language", ["en", "da", "de", "fr"])
def test_what_is_ours_in_each_language_is_no_loss(tmp_path, language):
    path = write_report(tmp_path, SEEN, "", figures=FIGURES)
    publication = made(path, language)
    said = [*publication.prove_source(), *publication.html().diagnostics]
    job, figures = publication.job()
    said += publication._proof.print_page(
        job, figures, Paper(publication.report, publication.course).leaves_out
    )
    assert [*said, *publication.archive().diagnostics] == []


@pytest.mark.parametrize(
    ("language", "answer", "figure", "paged"),
    [
        ("en", "Answer", "Figure 1", 'content: "page " counter(page) " of " counter(pages)'),
        ("da", "Svar", "Figur 1", 'content: "side " counter(page) " af " counter(pages)'),
        (
            "de-AT",
            "Antwort",
            "Abbildung 1",
            'content: "Seite " counter(page) " von " counter(pages)',
        ),
    ],
)
def test_page_and_paper_speak_the_reports_language(tmp_path, language, answer, figure, paged):
    publication = made(write_report(tmp_path, SEEN, figures=FIGURES), language)
    html = publication.html().data.decode()
    shown = Page(html)
    assert shown.all("html")[0].attributes["lang"] == language
    assert [e.text for e in shown.all("p", class_="answer-label")] == [answer]
    assert [e.text for e in shown.all("span", class_="figure-number")] == [figure]
    assert ' lang="en"' not in html.partition("<body>")[2]
    job, _ = publication.job()
    assert paged in job.stylesheets[0]
    assert publication.untranslated() == ()


def test_where_we_do_not_speak_it_our_words_are_marked(tmp_path):
    path = write_report(tmp_path, SEEN, "", figures=FIGURES)
    publication = made(path, "fr-CA")
    shown = Page(publication.html().data.decode())
    assert shown.all("html")[0].attributes["lang"] == "fr-CA"
    marked = [e.text for e in shown.all("span", lang="en")]
    assert {"Contents", "Answer", "Figure 1", "Not answered.", "Note"} <= set(marked)
    assert {e.attributes.get("lang") for e in shown.all(class_="state")} == {"en"}
    (told,) = publication.untranslated()
    assert (told.code, told.severity) == ("untranslated", "note")
    assert "'fr-CA'" in told.message


def test_archives_are_english_whatever_the_language(tmp_path):
    path = write_report(tmp_path, SEEN, "", figures=FIGURES)
    kept = {}
    for language in ("en", "de"):
        members = made(path, language).members()
        kept[language] = {name: members[name] for name in ("diagnostics", "document", "questions")}
    assert kept["en"] == kept["de"]


def test_a_pdf_in_danish(tmp_path):
    from publisher.proof.pdf import read_pdf

    path = write_report(tmp_path, SEEN, "", figures=FIGURES)
    (tmp_path / "c.yaml").write_text("language: da\n")
    done = run("pdf", path, "--course", tmp_path / "c.yaml", "-o", tmp_path / "out")
    assert "word_lost" not in done.err
    found = read_pdf((tmp_path / "out" / "report.pdf").read_bytes()).words
    assert {"indhold", "besvaret", "figur"} <= set(found)
    assert not {"contents", "answer", "unanswered", "figure"} & set(found)
