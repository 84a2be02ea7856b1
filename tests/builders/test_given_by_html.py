"""Lists of definitions, and what HTML elements say of themselves (a name, a language), in every output."""

from __future__ import annotations

import re

import pikepdf
import pytest
from docutils import nodes
from support import write_report

from publisher.archive.verify import verify
from publisher.check import check
from publisher.publish.build import build

PLACES = """[1](#dt) [2](#dd) [3](#li) [4](#sum) [5](#td) [6](#tr) [7](#tab) [8](#pre) [9](#hr) [10](#cap) [11](#det)

<dl><dt id="dt">Term</dt><dd id="dd">Meaning</dd></dl>

<ul><li id="li">Item</li></ul>

<details id="det"><summary id="sum">Summary</summary>text</details>

<table id="tab"><caption id="cap">Caption</caption><tr id="tr"><td id="td">Cell</td></tr></table>

<pre id="pre">code</pre>

<hr id="hr">
"""
LANGUAGES = """<span lang="de">Zum <b>Beispiel</b></span> and <q lang="fr">bonjour</q>.

<p lang="da">En sætning.</p> <dl lang="nl"><dt>een</dt><dd lang="pt-BR">um</dd></dl>

<ul><li lang="sv">ett</li></ul> <table><tr lang="no"><td lang="fi">yksi</td></tr></table>

<details lang="cs"><summary lang="pl">jeden</summary>one</details> <pre lang="it">uno</pre>

<div lang="es">

Uno *dos*.

</div>

<b lang='"><script>'>odd</b> <i lang="">none</i>
"""


def test_places_are_in_every_output(tmp_path):
    built = build(write_report(tmp_path / "r", PLACES), tmp_path / "o")
    assert [d.message for d in built.diagnostics] == []
    page = (tmp_path / "o" / "report.html").read_text(encoding="utf-8")
    wanted = set(re.findall(r"\]\(#(\w+)\)", PLACES))
    assert wanted <= set(re.findall(r'\bid="([^"]*)"', page))
    with pikepdf.open(tmp_path / "o" / "report.pdf") as pdf:
        assert wanted <= {str(name) for name in pdf.Root.Names.Dests.Names[::2]}
    assert not verify(tmp_path / "o" / "report.json").diagnostics


def test_languages_are_in_every_output(tmp_path):
    built = build(write_report(tmp_path / "r", LANGUAGES), tmp_path / "o")
    assert [d.message for d in built.diagnostics if d.severity == "error"] == []
    page = (tmp_path / "o" / "report.html").read_text(encoding="utf-8")
    wanted = set(re.findall(r'lang="([\w-]+)"', LANGUAGES))
    assert wanted | {"en"} == set(re.findall(r'\blang="([^"]*)"', page))
    with pikepdf.open(tmp_path / "o" / "report.pdf") as pdf:
        said = {
            str(o.Lang) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Lang" in o
        }
    assert wanted - {"no"} <= said  # of a row its cells say it
    assert not verify(tmp_path / "o" / "report.json").diagnostics


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd>d</dd><dt>e</dt></dl>", "dl(item(dt dt dd dd) item(dt))"),
        ("<dl><div><dt>a</dt><dd>b</dd></div><dt>c</dt></dl>", "dl(item(dt dd) item(dt))"),
        ("<dl><dt>a<p>b</p><ul><li>c</li></ul></dt><dd>d</dd></dl>", "dl(item(dt dd dd))"),
        ("<dl><dd>a</dd><dt>b</dt>c</dl>", "p dl(item(dt dd))"),
        ("<dl>a<dt>b</dt><dd>c</dd>d<p>e</p></dl>", "p dl(item(dt dd))"),
        ("<dl>a</dl>", "p"),
        ("<dl></dl>", ""),
        ("<dl><dt></dt><dd></dd></dl>", "dl(item(dt dd))"),
        ("<dl>\n<dt>a</dt>\n<dd>\n\n- b\n\n</dd>\n</dl>", "dl(item(dt dd))"),
    ],
)  # fmt: skip
def test_a_list_of_definitions_is_one(written, read, tmp_path):
    path = write_report(tmp_path / "r", f"{written}\n")
    answer = check(path).report.questions[0].answer
    assert " ".join(map(_shape, answer.children)) == read
    built = build(path, tmp_path / "o")
    assert [d.message for d in built.diagnostics if d.severity == "error"] == []
    assert not verify(tmp_path / "o" / "report.json").diagnostics


def _shape(node: nodes.Node) -> str:
    names = {
        nodes.definition_list: "dl",
        nodes.definition_list_item: "item",
        nodes.term: "dt",
        nodes.definition: "dd",
        nodes.paragraph: "p",
    }
    inside = " ".join(map(_shape, node.children))
    holds = isinstance(node, nodes.definition_list | nodes.definition_list_item)
    return names[type(node)] + (f"({inside})" if holds else "") if type(node) in names else "?"
