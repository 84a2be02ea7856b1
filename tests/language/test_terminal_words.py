"""What a terminal shows goes through the catalog: nothing of ours is left in English where another language is asked."""

from __future__ import annotations

import re

import pytest
from case_files import all_cases, checked
from pseudo import PSEUDO, words
from support import ROOT, run, write_report

from publisher.cli.arguments import Language
from publisher.diagnostics.places import display_path
from publisher.fixes import done, fixes_of, offered
from publisher.language.catalog import LANGUAGES, catalog
from publisher.language.message import Message
from publisher.reporters import text
from publisher.rules import RULES, explanations

CODE = re.compile(r"\[report\.\w+\]")
NAMES = frozenset(
    "README md answer of Question question fill here UTF utf jpg png CODE REASON".split()  # noqa: SIM905 - easier to read
)
"""Names of files and formats, and what stands in every report."""
EVIDENCE = (ROOT / "publisher" / "course" / "evidence.yaml").read_text(encoding="utf-8")
"""Names of files that show what a checklist says."""
UNICODE = re.compile(r"[a-z -]+ \(U\+[0-9A-F]{4}\)")
"""The name of a character, which Unicode gives it."""


def english(shown: str, *known: str) -> set[str]:
    """Return the words of ``shown`` in plain letters that are in nothing that is ``known``."""
    said = CODE.sub("", UNICODE.sub("", shown))
    return words(said) - words(" ".join(known)) - NAMES


@pytest.mark.parametrize("kind", ["rules", "reading", "fixes"])
def test_every_diagnostic_can_be_said_in_another_language(kind, tmp_path):
    for number, (name, case) in enumerate(all_cases(kind)):
        folder = tmp_path / str(number)
        folder.mkdir()
        result = checked(case, folder)
        known = [result.source.text if result.source else "", repr(case), *explanations(), EVIDENCE]
        for every in (False, True):
            shown = text.report(result, every=every, said=PSEUDO).replace(
                display_path(result.path), ""
            )
            assert english(shown, *known) == set(), name
        for fix in fixes_of(result):
            assert english(PSEUDO(done(fix)) + PSEUDO(offered(fix)), *known) == set(), name


@pytest.fixture
def pseudo(monkeypatch):
    monkeypatch.setattr("publisher.cli.screen.catalog", lambda _: PSEUDO)


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "bees"],
        ["check", "bees", "--all"],
        ["check", "bees", "--fix"],
        ["check", "nothing"],
        ["check", "bee"],
        ["check", "empty"],
        ["check", "picture.png"],
        ["check", "bag.zip"],
        ["check", "none"],
        ["check", "bees", "--diff", "--format", "json"],
        ["check", "bees", "--output", "a", "--output", "b"],
        ["check", "bees", "--format", "json", "--format", "sarif"],
        ["check", "bees", "--fix", "--watch"],
        ["check", "bees", "--repository", "nowhere"],
        ["html", "bees", "-o", "out"],
        ["html", "bees", "-o", "picture.png"],
        ["html", "none", "-o", "out"],
        ["build", "bees", "--to", "htlm"],
        ["build", "bees", "--to", ""],
        ["handin", "wrong", "-o", "out"],
        ["explain"],
        ["explain", "answer_length"],
        ["explain", "answer_lenght"],
        ["explain", "xyz"],
        ["explain", "--report", "bees"],
        ["explain", "--report", "bees", "--question", "9"],
        ["explain", "--report", "bees", "--question", "1"],
    ],
    ids=" ".join,
)
def test_every_line_of_the_students_commands(tmp_path, arguments, monkeypatch):
    monkeypatch.setattr("publisher.publish.build._started", lambda *_: None)
    answers = ["Ten bees.\n\n--- question 1 fill here ---", "", *([""] * 6)]
    write_report(tmp_path / "bees", *answers)
    write_report(tmp_path / "wrong", "![x y](figures/a.png)")
    (tmp_path / "empty").mkdir()
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "README.md").write_text("# Bees\n")
    (tmp_path / "picture.png").write_bytes(b"")
    (tmp_path / "bag.zip").write_bytes(b"")
    done = run(*arguments, "--language", "da", cwd=tmp_path)
    known = (
        " ".join(arguments),
        "publisher report html pdf json archive epub latex latexpdf docx figures png source text",
        " ".join(explanations()),
        *(p for e in explanations().values() for p in e.paragraphs() if p.startswith("    ")),
        (tmp_path / "bees" / "README.md").read_text(),
    )
    assert english(done.out + done.err, *known) == set()
    assert done.code != 4


def test_english_unless_asked_whatever_the_environment(tmp_path):
    write_report(tmp_path, "")
    spoken = {"LANG": "da_DK.UTF-8", "LC_ALL": "da_DK.UTF-8", "LANGUAGE": "da"}
    assert "question 1 is not answered" in run("check", tmp_path, env=spoken).out
    assert "spørgsmål 1 er ikke besvaret" in run("check", tmp_path, "--language", "da").out
    assert "question 1 is not answered" in run("check", tmp_path).out


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github", "gitlab", "markdown"])
def test_programs_get_english_in_every_language(tmp_path, form):
    write_report(tmp_path, "", "![x y](figures/a.png)")
    told = {
        run("check", tmp_path, "--format", form, *more).out for more in ([], ["--language", "de"])
    }
    assert len(told) == 1


def test_the_option_names_what_we_speak():
    assert tuple(Language) == LANGUAGES


def test_no_german_noun_begins_what_stands_within_a_sentence():
    """The short text of a code is a part of a line where many are of a kind: it begins small."""
    small = {
        "an",
        "auf",
        "bei",
        "das",
        "der",
        "die",
        "ein",
        "eine",
        "einer",
        "in",
        "um",
        "von",
        "zwei",
    }
    for code in RULES:
        said = catalog("de")(Message(explanations()[code].short))
        assert said.split()[0].lower() in small, said
