"""`publisher verify`: what was sealed is proved, and what was changed is found."""

from __future__ import annotations

import hashlib
import json
from importlib import resources

import pytest
from archives import bytes_of, flipped, is_found, rewritten, sealed_again, small_report
from support import every_report, run, write_report

from publisher.archive import claims
from publisher.archive.decode import decode
from publisher.archive.schema import VERSION, schema
from publisher.archive.verify import verify


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return bytes_of(small_report(tmp_path_factory.mktemp("small")), restorer=True)


def found(tmp_path, data):
    """Return the codes and messages of what is wrong with the archive `data`."""
    path = tmp_path / "report.json"
    path.write_bytes(data)
    result = verify(path)
    severities = {d.severity for d in result.diagnostics}
    assert result.outcome == (
        "broken"
        if result.broken
        else "errors"
        if "error" in severities
        else "warnings"
        if "warning" in severities
        else "ok"
    )
    return [(d.severity, d.code, d.message) for d in result.diagnostics]


@every_report()
def test_what_was_sealed_is_proved(path, tmp_path):
    assert found(tmp_path, bytes_of(path)) == []


def test_small_one_is_proved(tmp_path, small):
    assert found(tmp_path, small) == []


def test_archive_that_speaks_of_pdf_is_none(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("* [ ] %PDF-1.7 is made (M1)\n\n### Question 1\n> Answer:\n\nwords\n")
    assert found(tmp_path, bytes_of(path)) == []


def test_change_of_a_bit_is_found(small):
    """Some hundreds of all bits; `nox -s archives` flips every one."""
    assert not is_found(small)
    for bit in range(0, 8 * len(small), 709):
        assert is_found(flipped(small, bit)), bit


def test_change_in_length_is_found(small):
    for changed in (small[:-1], small[1:], small + b"\n", b" " + small, small + b"{}", small[:99]):
        assert is_found(changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m["questions"][0]["answer"].update(markdown="We counted nothing."),
        lambda m: m["questions"][0]["answer"].update(text="We counted nothing."),
        lambda m: m["questions"][0].update(status="unanswered"),
        lambda m: m["questions"][0].update(verdict="pass"),
        lambda m: m["questions"][0]["words"].update(source=99),
        lambda m: m["questions"].clear(),
        lambda m: m["document"]["root"]["children"].pop(),
        lambda m: m["document"]["root"].update(count="text"),
        lambda m: m["segments"][0].update(last_line=77),
        lambda m: m["sections"][0].update(title="Other"),
        lambda m: m["figures"][0].update(width=9),
        lambda m: m["figures"][0]["uses"].clear(),
        lambda m: m["lookups"].clear(),
        lambda m: m["diagnostics"].clear(),
        lambda m: m["settings"].update(count="text"),
        lambda m: m["source"].update(encoding="cp1252"),
        lambda m: m["group"].update(number=7),
        lambda m: m.update(title="Other"),
        lambda m: m["settings"].update(retention="2056-12-31"),
    ],
)
def test_what_the_source_does_not_say_is_found_though_the_seals_fit(tmp_path, small, change):
    told = found(tmp_path, sealed_again(small, change))
    assert {(severity, code) for severity, code, _ in told} == {("error", "archive_source")}


def test_it_says_where(tmp_path, small):
    changed = sealed_again(small, lambda m: m["questions"][0]["words"].update(source=99))
    ((_, _, message),) = found(tmp_path, changed)
    assert message.startswith("/questions/0/words/source ")


def by_others(change, version="9.9.9"):
    """Return `change`, in an archive that names another version of ours."""

    def changed(members):
        change(members)
        members["provenance"]["agents"][0]["agentVersion"] = version

    return changed


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m["document"]["root"]["children"].pop(),
        lambda m: m["diagnostics"].clear(),
        lambda m: m["sections"][0].update(id="other"),
        lambda m: m["questions"][0]["answer"].update(
            text=m["questions"][0]["answer"]["text"] + " !"
        ),
        lambda m: m["figures"][0].update(width=9),
    ],
)
def test_read_by_other_versions_a_difference_of_the_tree_is_a_note(tmp_path, small, change):
    told = found(tmp_path, sealed_again(small, by_others(change)))
    assert {(severity, code) for severity, code, _ in told} == {("note", "archive_source")}
    assert run("verify", tmp_path / "report.json").code == 0
    assert run("verify", "--strict", tmp_path / "report.json").code == 1


@pytest.mark.parametrize(
    ("change", "place", "values"),
    [
        (lambda m: m.update(title="Other"), "/title", ("'Other'", "'Report'")),
        (lambda m: m["group"].update(number=7), "/group/number", ("7", "none")),
        (lambda m: m["group"].update(study_numbers=["s1"]), "/group/study_numbers", ("['s1']", "[]")),
        (lambda m: m["checklist"].update(ticked=3), "/checklist/ticked", ("3", "0")),
        (lambda m: m.update(questions=[]), "/questions", ("[]", "1 entries")),
        (
            lambda m: m["questions"][0]["words"].update(source=99),
            "/questions/0/words/source (question 1)", ("99", "7")),
        (
            lambda m: m["questions"][0].update(verdict="pass"),
            "/questions/0/verdict (question 1)", ("'pass'", "'none'")),
        (
            lambda m: m["questions"][0]["limits"].update(words=[1, 9]),
            "/questions/0/limits/words (question 1)", ("[1, 9]", "none")),
        (
            lambda m: m["questions"][0]["answer"].update(text="We counted wasps."),
            "/questions/0/answer/text (question 1)", ("'We counted wasps.'", "'We counted bees.")),
        (
            lambda m: m["files"].append(m["files"][0] | {"path": "run.sh"}),
            "/figures and /files", ("['run.sh']", "[]")),
    ],
)  # fmt: skip
def test_no_claim_excuses_what_a_report_is_judged_by(tmp_path, small, change, place, values):
    held, read = values
    for version in ("9.9.9", "0.1.0"):
        data = sealed_again(small, by_others(change, version))
        told = {m: severity for severity, _, m in found(tmp_path, data)}
        (message,) = [m for m in told if m.startswith(f"{place} is {held} in the archive")]
        assert f"and reading its source gives {read}" in message
        assert told[message] == "warning"
    done = run("verify", tmp_path / "report.json")
    assert done.code == 1
    assert done.out.splitlines()[-1].endswith(
        "the source is whole; what the archive says of it is not what this version reads"
    )


def test_what_an_older_version_read_otherwise_is_a_note_where_the_source_shows_it(tmp_path):
    path = write_report(tmp_path / "report", "In 2025 we counted bees.[^1]\n\n[^1]: and wasps")
    data = bytes_of(path)
    words = decode(data).members["questions"][0]["words"]["source"]

    def change(group, source):
        def changed(members):
            members["group"]["number"] = group
            members["questions"][0]["words"]["source"] = source

        return by_others(changed, "0.1.0")

    held = decode(data).members["group"]["number"]
    told = found(tmp_path, sealed_again(data, change(held or 2025, words + 2)))
    assert {severity for severity, _, _ in told} == {"note"}
    told = found(tmp_path, sealed_again(data, change(7, words + 9)))
    assert [severity for severity, _, m in told if m.startswith(("/group", "/questions"))] == [
        "warning",
        "warning",
    ]


def test_a_note_hides_nothing(tmp_path, small):
    """Whoever puts in another schema gets a note for it, and all else is compared all the same."""

    def change(members):
        members["schema"]["title"] = "mine"
        members["title"] = "Other"

    told = found(tmp_path, sealed_again(small, change))
    assert [(severity, code) for severity, code, _ in told] == [
        ("note", "archive_schema"),
        ("error", "archive_source"),
    ]


def test_no_more_than_fits_is_said(tmp_path):
    data = bytes_of(write_report(tmp_path / "report", *["words"] * 60))

    def change(members):
        for question in members["questions"]:
            question["words"]["text"] = 9

    told = found(tmp_path, sealed_again(data, by_others(change)))
    assert len(told) == 51
    assert told[-1][2] == "it differs in 10 more places"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda m: m["lookups"][0].update(web="javascript:void(0)"), "/lookups/0/web"),
        (lambda m: m["lookups"][0].update(web="http://example.org/x"), "/lookups/0/web"),
        (lambda m: m["lookups"][0].update(web="https://user@example.org/x"), "/lookups/0/web"),
        (lambda m: m["lookups"][0].update(web="https://a..b/x"), "/lookups/0/web"),
        (lambda m: m["lookups"][0].update(web="data:text/html,x"), "/lookups/0/web"),
        (lambda m: m["settings"].update(repository="javascript:void(0)"), "/settings/repository"),
        (lambda m: m.update(date="9999-99-99"), "/date"),
        (lambda m: m["settings"].update(retention="2026-02-30"), "/settings/retention"),
        (
            lambda m: m["provenance"]["events"][0].update(eventDateTime="2020-01-01"),
            "/provenance/events/0/eventDateTime",
        ),
        (
            lambda m: m["settings"]["limits"].update({"1": {"words": [9, 1], "images": None}}),
            "/settings/limits/1/words",
        ),
        (
            lambda m: m["settings"]["templates"].append(
                {"name": "t", "sha256": "0" * 64, "markdown": "x"}
            ),
            "/settings/templates/0",
        ),
        (
            lambda m: m["restorer"].update(
                text="print()", sha256=hashlib.sha256(b"print()").hexdigest()
            ),
            "/restorer/text",
        ),
    ],
)
def test_what_cannot_be_true_is_found_whatever_is_claimed(tmp_path, small, change, place):
    told = found(tmp_path, sealed_again(small, by_others(change)))
    assert [code for _, code, m in told if m.startswith(f"{place}: ")] == ["archive_claim"]
    for command in ("build", "restore"):
        done = run(command, tmp_path / "report.json", "-o", tmp_path / "out")
        assert (done.code, done.out) == (3, "")
    assert not (tmp_path / "out").exists()


def test_event_that_is_not_told_is_found(tmp_path, small):
    told = found(tmp_path, sealed_again(small, lambda m: m["provenance"]["events"].pop()))
    assert [(severity, code) for severity, code, _ in told] == [("error", "archive_source")]


def test_programs_and_schemas_of_ours_are_known():
    text = resources.files("publisher.archive").joinpath("restorer.py").read_bytes()
    assert hashlib.sha256(text).hexdigest() in claims.RESTORERS
    assert claims.is_ours(schema(), VERSION)


def test_picture_that_was_left_out_is_told_and_no_fault(tmp_path, monkeypatch):
    path = small_report(tmp_path / "report")
    monkeypatch.setattr("publisher.archive.belongings.MAX_TOTAL", 10)
    data = bytes_of(path)
    told = found(tmp_path, data)
    assert {(severity, code) for severity, code, _ in told} == {("note", "archive_source")}
    done = run("build", tmp_path / "report.json", "--to", "html", "-o", tmp_path / "out")
    assert done.code == 1
    assert "figures/plan.png" in done.err


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda m: m.update(title="Other"), "archive_fixity", "/title: "),
        (lambda m: m["fixity"]["members"].pop("title"), "archive_fixity", "no digest"),
        (lambda m: m["fixity"]["members"].update(x="0" * 64), "archive_fixity", "no member"),
        (lambda m: m.pop("fixity"), "archive_fixity", "no fixity block"),
        (lambda m: m.update(fixity=[]), "archive_fixity", "no fixity block"),
        (lambda m: m["fixity"].update(algorithm="md5"), "archive_schema", "/fixity/algorithm: "),
    ],
)
def test_broken_seal_is_found(tmp_path, small, change, code, words):
    told = found(tmp_path, rewritten(small, change))
    assert [m for _, c, m in told if c == code and words in m]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda m: m.pop("title"), "archive_schema", "'title' is a required property"),
        (lambda m: m.update(more=1), "archive_schema", "more"),
        (lambda m: m["questions"][0].update(status="lost"), "archive_schema", "/questions/0/status"),
        (lambda m: m["lookups"][0].update(problem="lost"), "archive_schema", "/lookups/0/problem"),
        (lambda m: m["lookups"][1].update(path="figures/bees.csv"), "archive_claim", "/lookups/1/path"),
        (lambda m: m["files"].append(m["files"][0] | {"path": ".git/config"}), "archive_file", "is a dot file"),
        (lambda m: m["files"].append(m["files"][0] | {"path": "a\nb"}), "archive_file", "control character"),
        (lambda m: m["files"].append(m["files"][0] | {"path": "a/" * 64 + "b"}), "archive_file", "deeper"),
        (lambda m: m["files"].append(m["files"][0] | {"path": "figures/plan.png/b"}), "archive_file", "cannot be a folder"),
        (lambda m: m["figures"][0].update(size=1), "archive_file", "its size is 69"),
        (lambda m: m["figures"][0].update(sha512="0" * 128), "archive_file", "its sha512 is "),
        (lambda m: m["files"].append(m["files"][0]), "archive_file", "stands twice"),
        (lambda m: m["files"].clear(), "archive_file", "'figures/bees.csv': the report names it"),
    ],
)  # fmt: skip
def test_wrong_archive_is_found_though_the_seals_fit(tmp_path, small, change, code, words):
    told = found(tmp_path, sealed_again(small, change))
    assert {c for _, c, _ in told} == {code}
    assert any(words in message for _, _, message in told)


def test_base64_has_one_form(tmp_path, small):
    at = small.index(b'"bytes":"MSwyCg==')
    other = small[:at] + small[at:].replace(b"MSwyCg==", b"MSwyCh==", 1)
    told = found(tmp_path, sealed_again(other, lambda _: None))
    assert [code for _, code, _ in told] == ["archive_file"]
    assert "one form" in told[0][2]


def test_other_schema_inside_is_a_note(tmp_path, small):
    told = found(tmp_path, sealed_again(small, lambda m: m["schema"].update(title="mine")))
    assert [(severity, code) for severity, code, _ in told] == [("note", "archive_schema")]


def test_same_json_in_another_form_is_not_what_was_sealed(tmp_path, small):
    for other in (
        json.dumps(json.loads(small)).encode(),
        json.dumps(json.loads(small), indent=1, ensure_ascii=False).encode(),
        small.replace(b'"title":"Report"', b'"title":"\\u0052eport"', 1),
    ):
        assert [code for _, code, _ in found(tmp_path, other)] == ["archive_form"]


def test_command_says_what_it_proved(tmp_path, small):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(small)
    bad.write_bytes(rewritten(small, lambda m: m.update(title="Other")))
    done = run("verify", "good.json", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "good.json: as it was sealed\n", "")
    done = run("verify", "bad.json", "good.json", cwd=tmp_path)
    assert done.code == 1
    assert done.out.splitlines()[0].startswith("bad.json: error: /title: its bytes")
    assert done.out.splitlines()[-1] == "good.json: as it was sealed"
    done = run("verify", "bad.json", "gone.json", "good.json", "--format", "json", cwd=tmp_path)
    assert done.code == 3
    assert done.json["format"] == "publisher.verify/1"
    assert [(f["path"], f["outcome"]) for f in done.json["files"]] == [
        ("bad.json", "errors"),
        ("gone.json", "broken"),
        ("good.json", "ok"),
    ]
    assert run("verify").code == 2
