"""What the three outputs hold: every word of every answer, every figure; and how they are made."""

from __future__ import annotations

import base64
import hashlib
import html
import itertools
import json
import re
from collections import Counter
from functools import cache

import pypdfium2
from pictures.golden import ADVICE, faults, pages_of
from support import (
    EXAMPLE,
    Page,
    alphanumeric,
    command,
    every_report,
    lost_words,
    plain_words,
    write_report,
)

from publisher.check import check
from publisher.course.settings import Course
from publisher.doors.assets import themes_folder
from publisher.publish.build import Options, build
from publisher.publish.publication import Publication
from publisher.report.titles import without_template

IN_THE_ORDINARY_RUN = ("group-02", "group-09")
"""Reports whose PDF is made: one with answers in quotes, one with HTML; a PDF takes seconds."""


@cache
def page_of(path):
    return Publication(check(path, Course(date="2026-01-31"))).html().data.decode()


@cache
def parsed_page_of(path):
    return Page(page_of(path))


@cache
def archive_of(path):
    return json.loads(Publication(check(path, Course(date="2026-01-31"))).archive().data)


@cache
def answers_of(path):
    """Return the answers' Markdown, cut out of the file's bytes."""
    data, archive = path.read_bytes(), archive_of(path)
    return [
        data[s["start"] : s["end"]].decode(archive["source"]["encoding"])
        for s in archive["segments"]
        if s["kind"] == "answer"
    ]


# -- words -----------------------------------------------------------------------------


@every_report()
def test_no_word_of_an_answer_is_lost(path):
    questions = archive_of(path)["questions"]
    shown = parsed_page_of(path).all("section", class_="question")
    answers = answers_of(path)
    assert len(questions) == len(shown) == len(answers) > 20
    lost = {}
    for held, section, answer in zip(questions, shown, answers, strict=True):
        words = plain_words(answer)
        # Formulas are drawn: the commands are not words of the page.
        drawn = plain_words(re.sub(r"\\[a-zA-Z]+", " ", answer))
        missing = lost_words(words, held["answer"]["text"]) + lost_words(drawn, section.text)
        missing += lost_words(words, held["answer"]["markdown"])
        if missing:
            lost[held["number"]] = missing
    assert lost == {}
    if path == EXAMPLE:
        assert sum(len(plain_words(a)) for a in answers) > 4000


def test_a_lost_word_would_be_found():
    words = plain_words(answers_of(EXAMPLE)[3])
    text = parsed_page_of(EXAMPLE).by_id("question-4").text
    assert lost_words(words, text) == []
    assert lost_words(words, text.replace("newcomer", "")) != []
    assert lost_words(words, text[: len(text) // 2]) != []
    assert lost_words(["twice", "twice"], "twice once") == ["twice"]


@every_report()
def test_prompts_and_checklist_are_shown(path):
    page, archive = parsed_page_of(path), archive_of(path)
    text = alphanumeric(next(e.text for e in page.elements if e.tag == "body"))
    for question in archive["questions"]:
        assert lost_words(plain_words(question["prompt"]["text"]), text) == []
    items = [i for i in archive["checklist"]["list"] if not i["broken"]]
    for item in items:
        assert alphanumeric(item["text"]) in text
    ticks = [e for e in page.elements if "tick" in e.attributes.get("class", "").split()]
    assert len(ticks) >= len(items)
    ticked = sum(e.attributes["aria-label"] == "ticked" for e in ticks)
    assert ticked >= archive["checklist"]["ticked"]


# -- figures ---------------------------------------------------------------------------


def digests(page):
    found = []
    for image in page.all("img"):
        kind, _, data = image.attributes["src"].partition(";base64,")
        assert kind.startswith("data:image/")
        found.append(hashlib.sha256(base64.b64decode(data, validate=True)).hexdigest())
    return found


@every_report()
def test_every_figure_is_in_the_page_and_the_archive(path):
    archive = archive_of(path)
    shown = digests(parsed_page_of(path))
    used = Counter({f["sha256"]: len(f["uses"]) for f in archive["figures"] if f["uses"]})
    assert used <= Counter(shown)
    for figure in archive["figures"]:
        data = (path.parent / figure["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == figure["sha256"]
    counted = sum(q["images"] for q in archive["questions"])
    noted = len(parsed_page_of(path).all("span", class_="image-note"))
    assert len(shown) + noted >= counted
    assert all(i.attributes["alt"] for i in parsed_page_of(path).all("img"))


# -- the page ----------------------------------------------------------------------------


@every_report()
def test_page_is_sound(path):
    page = parsed_page_of(path)
    source = page_of(path)
    assert source.startswith("<!DOCTYPE html>")
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    skipped = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
    assert skipped == []
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    targets = [
        e.attributes["href"][1:]
        for e in page.all("a")
        if e.attributes.get("href", "").startswith("#")
    ]
    dead = {t for t in targets if t and html.unescape(t) not in ids}
    assert {t for t in dead if t not in authors_own(path)} == set()
    for question in archive_of(path)["questions"]:
        assert question["id"] in targets
    (language,) = [e.attributes["lang"] for e in page.all("html")]
    assert language == "en"
    assert page.all("title")[0].text.strip()


def authors_own(path):
    """Return where the report's own links lead inside it: its authors answer for them."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return set(re.findall(r"""(?:\]\(|href=["'])#([^)"'\s]*)""", text))


@every_report()
def test_nothing_is_loaded_from_anywhere(path):
    page = parsed_page_of(path)
    ours = (themes_folder() / "publisher" / "static" / "page.js").read_text(encoding="utf-8")
    assert [(e.attributes, e.text) for e in page.all("script")] == [({}, ours)]
    for element in page.elements:
        assert element.tag not in ("link", "iframe", "object", "embed", "base")
        for name in ("src", "srcset", "poster", "background", "data"):
            assert element.attributes.get(name, "data:").startswith("data:")
        assert not any(name.startswith("on") for name in element.attributes)
        if element.tag == "style":
            assert "@import" not in element.text
            urls = re.findall(r"url\(\s*['\"]?([^)'\"]{0,20})", element.text)
            assert [u for u in urls if not u.startswith(("data:", "#"))] == []


@every_report()
def test_nothing_of_the_machine_in_the_page(path):
    assert str(path.parent) not in page_of(path)


# -- the PDF -----------------------------------------------------------------------------


@every_report(*IN_THE_ORDINARY_RUN)
def test_pdf(path, tmp_path):
    """One test for all that a PDF must be: making it takes seconds."""
    built = build(path, tmp_path, Course(date="2026-01-31"), Options(formats=["pdf"]))
    assert not built.missing_library
    assert [d for d in built.diagnostics if d.severity == "error"] == []
    document = pypdfium2.PdfDocument(built.written[0])
    archive = archive_of(path)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)

    # A formula is drawn: its LaTeX's commands are no words.
    drawn = [re.sub(r"\\[a-zA-Z]+", " ", answer) for answer in answers_of(path)]
    assert lost_words([w for answer in drawn for w in plain_words(answer)], text) == []
    if path == EXAMPLE:
        assert "\N{SQUARE ROOT}(u_ref\N{SUPERSCRIPT TWO} + " in text

    objects = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    drawn = sum(1 for page in document for _ in page.get_objects(filter=objects))
    rastered = [f for f in archive["figures"] if f["media_type"] != "image/svg+xml"]
    assert drawn >= sum(len(f["uses"]) for f in rastered)
    if path == EXAMPLE:
        assert drawn > 5

    assert len(document) > 5
    assert {tuple(round(x) for x in page.get_size()) for page in document} == {(595, 842)}
    bookmarks = [b.get_title().strip() for b in document.get_toc()]
    for question in archive["questions"]:
        name = f"Question {question['number']}"
        assert any(re.match(rf"{name}\b", b) for b in bookmarks), name
    assert document.get_metadata_value("Title") == without_template(archive["title"])
    dates = [document.get_metadata_value(key) for key in ("CreationDate", "ModDate")]
    assert all(date == "" or date.startswith("D:20260131") for date in dates)
    assert str(path.parent) not in text
    if path == EXAMPLE:
        assert faults(pages_of(built.written[0].read_bytes())) == [], ADVICE


# -- the same bytes ------------------------------------------------------------------------


def test_same_bytes_on_another_machine(tmp_path):
    """Home, zone, locale, hash seed and folder differ; the outputs do not."""
    folders = []
    for name, more in (("a", {}), ("b/c d", {"TZ": "Asia/Tokyo"})):
        folder = tmp_path / name
        write_report(folder, "*words* and `code`", "![plan of the field](figures/a.png)", "[^1]\n\n[^1]: note",
                     figures={"figures/a.png": EXAMPLE.with_name("figures").joinpath("calibration.png").read_bytes(),
                              "figures/z.txt": b"z", "figures/b.txt": b"b"})  # fmt: skip
        home = tmp_path / f"home-{len(folders)}"
        home.mkdir()
        done = command(
            "build", folder if more else ".", "-o", folder / "out",
            cwd=tmp_path if more else folder,
            HOME=str(home), USERPROFILE=str(home), PYTHONHASHSEED="1" if more else "0",
            LC_ALL="C" if more else "C.UTF-8", LANGUAGE="da", COLUMNS="40" if more else "200",
            **more,
        )  # fmt: skip
        assert done.code == 0, done.err
        folders.append(folder / "out")
    for file in ("report.html", "report.json", "report.pdf"):
        one, two = ((f / file).read_bytes() for f in folders)
        assert one == two, file
        assert str(tmp_path).encode() not in one


def test_other_words_other_bytes(tmp_path):
    pages = set()
    for text in ("words", "other words"):
        path = write_report(tmp_path, text)
        pages.add(Publication(check(path)).html().data)
        pages.add(Publication(check(path)).archive().data)
    assert len(pages) == 4
