"""`publisher diff`: what differs is told, and nothing that does not."""

from __future__ import annotations

import json

import pytest
from support import EXAMPLE, Page, every_report, png, question, run, write_report

from publisher.builders.page import ALONE, head
from publisher.publish.build import Options, build

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)> "quoted" \x1b[31mred \u202eturned'


def diff(old, new, *options):
    done = run("diff", old, new, *options)
    assert done.err == ""
    return done


def as_json(old, new, code=1):
    done = diff(old, new, "--format", "json")
    assert done.code == code
    assert done.json["format"] == "publisher.diff/1"
    assert done.json["same"] is (code == 0)
    return done.json


@every_report()
def test_report_is_the_same_as_itself(path):
    done = diff(path, path.parent)
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    held = as_json(path, path, 0)
    assert held["files"] == held["checklist"] == []
    assert not any(q["changed"] for q in held["questions"])


def test_folder_archive_and_page(tmp_path):
    build(EXAMPLE, tmp_path, options=Options(formats=["archive"]))
    assert diff(EXAMPLE, tmp_path / "report.json").code == 0
    assert "The same report" in diff(tmp_path / "report.json", EXAMPLE, "--format", "html").out


def test_words_images_and_verdicts(tmp_path):
    asked = "What was done? Recommended answer length: 3-5 words. Insert 1-2 images."
    old = write_report(tmp_path / "a", "x", figures={"figures/a.png": png(), "figures/b.png": b"1"})
    new = write_report(
        tmp_path / "b",
        "x",
        figures={"figures/c.png": png(), "figures/b.png": b"2", "figures/d": b""},
    )
    old.write_text(question(1, "one two three ![](figures/a.png)", asked) + question(2, "gone"))
    new.write_text(question(1, "one 2 three four five six ![](figures/c.png)", asked))
    held = as_json(old, new)
    first, second = held["questions"]
    assert (first["old"]["verdict"], first["new"]["verdict"]) == ("pass", "fail")
    assert first["answer"] == [
        {"same": 1},
        {"out": "two"},
        {"in": "2"},
        {"same": 1},
        {"out": "![](figures/a.png)"},
        {"in": "four five six ![](figures/c.png)"},
    ]
    renamed = {"old": "figures/a.png", "new": "figures/c.png", "same_content": True}
    assert first["images"] == [renamed]
    assert second["where"] == "old"
    assert held["files"] == [
        renamed,
        {"old": "figures/b.png", "new": "figures/b.png", "same_content": False},
        {"old": None, "new": "figures/d", "same_content": False},
    ]
    told = diff(old, new).out
    assert "question 1: verdict pass -> fail; answer: 5 words in, 2 words out" in told
    assert "    one [-two-] {+2+} three" in told
    assert "question 2: only in the old report" in told
    assert "file: figures/b.png has another content" in told


def test_ticks_prompts_and_other_text(tmp_path):
    old = write_report(tmp_path / "a", "words")
    text = "# Report\n\n* [ ] one (M1)\n* [x] two (M1)\n* [ ] same\n\n" + question(1, "words")
    old.write_text(text)
    new = write_report(tmp_path / "b", "words")
    text = "# Report\n\n* [x] one (M1)\n* [ ] same\n* [x] three\n\n" + question(1, "words", "How?")
    new.write_text(text)
    held = as_json(old, new)
    assert held["checklist"] == [
        {"text": "one (M1)", "old": False, "new": True},
        {"text": "two (M1)", "old": True, "new": None},
        {"text": "three", "old": None, "new": True},
    ]
    assert {"out": "**What was done?**"} in held["questions"][0]["prompt"]
    assert not any("in" in p or "out" in p for p in held["questions"][0]["answer"])
    assert any("in" in piece for piece in held["text"])


@pytest.mark.parametrize(
    ("answer", "told"),
    [("one  two", "only blanks or line ends differ"), ("one\r\ntwo", "only blanks")],
)
def test_blanks_alone(tmp_path, answer, told):
    old, new = write_report(tmp_path / "a", "one two"), write_report(tmp_path / "b", answer)
    assert told in diff(old, new).out


def test_blanks_outside_the_answers(tmp_path):
    old, new = write_report(tmp_path / "a", "one"), write_report(tmp_path / "b", "one")
    new.write_text(old.read_text().replace("\n## Part", "\n\n## Part"))
    assert "only blanks or line ends outside the answers differ" in diff(old, new).out


def test_number_that_stands_twice(tmp_path):
    old, new = write_report(tmp_path / "a", "x"), write_report(tmp_path / "b", "x")
    old.write_text(question(1, "first") + question(1, "second"))
    new.write_text(question(1, "first") + question(1, "third"))
    changed = [q for q in as_json(old, new)["questions"] if q["changed"]]
    assert [(q["number"], q["again"]) for q in changed] == [(1, 1)]
    assert "question 1 (2): " in diff(old, new).out


def test_nothing_of_a_report_is_obeyed(tmp_path):
    old = write_report(tmp_path / "a", "plain", figures={"figures/a.png": png()})
    new = write_report(
        tmp_path / "b", f"{HOSTILE} ![](figures/a.png)", figures={"figures/a.png": png(2)}
    )
    told = diff(old, new).out
    assert not {"\x1b", "\u202e"} & set(told)
    html = diff(old, new, "--format", "html").out
    page = Page(html)
    assert [e.text for e in page.all("script")] == [head(ALONE, "page")["script"]]
    assert "<script>alert(1)</script>" in page.by_id("page_report").text
    assert all(e.attributes["src"].startswith("data:image/png;base64,") for e in page.all("img"))
    assert "default-src 'none'" in page.all("meta")[1].attributes["content"]
    assert json.loads(diff(old, new, "--format", "json").out)["questions"][0]["changed"]


def test_page_shows_what_differs(tmp_path):
    old = write_report(
        tmp_path / "a", f"{'same ' * 200} old ![](figures/a.png)", figures={"figures/a.png": png()}
    )
    new = write_report(
        tmp_path / "b", f"{'same ' * 200} new ![](figures/a.png)", figures={"figures/a.png": png(2)}
    )
    target = tmp_path / "diff.html"
    done = diff(old, new, "--format", "html", "-o", target)
    assert (done.code, done.out) == (1, "")
    page = Page(target.read_text(encoding="utf-8"))
    # As a reader sees it, and below in Markdown.
    assert [e.text for e in page.all("del")] == ["out: old"] * 2
    assert [e.text for e in page.all("ins")] == ["in: new"] * 2
    assert "120 words that are the same" in page.all("summary")[2].text
    assert {e.attributes["alt"] for e in page.all("img")} > {
        "The picture in the old report",
        "The picture in the new report",
    }
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    links = [e.attributes["href"][1:] for e in page.all("a")]
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)


@pytest.mark.parametrize("bad", ["gone.md", "gone.json", "empty.md", "other.json"])
def test_what_cannot_be_read(tmp_path, bad):
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "other.json").write_bytes(b"{}")
    for pair in ((EXAMPLE, tmp_path / bad), (tmp_path / bad, EXAMPLE)):
        done = run("diff", *pair)
        assert (done.code, done.out) == (3, "")
        assert done.err.startswith("publisher: ")


def test_output_is_none_of_the_two(tmp_path):
    old, new = (write_report(tmp_path / name, "words") for name in ("old", "new"))
    before = old.read_bytes()
    for one, other in ((old, new), (new, old.parent)):
        done = run("diff", one, other, "-o", old)
        assert (done.code, old.read_bytes()) == (2, before)
        assert "name another file" in done.err


def test_wrong_usage():
    assert run("diff", EXAMPLE).code == 2
    assert run("diff", EXAMPLE, EXAMPLE, "--format", "pdf").code == 2
