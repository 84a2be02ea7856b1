"""A check as a result of Classroom 50: a test for each question.

The contract is ``classroom50/result/v1`` in its strict form: no member but those below, whole numbers from 0, one
form of a date.  A test passes if its question is answered and its verdict is not ``fail``; the checklist is no test.
Whose submission it is stands in the environment of its runner, not in the report: see ``Submission``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publisher.check import Result

SCHEMA: Final = "classroom50/result/v1"
NEEDED: Final = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
"""What the runner puts into the environment; ``REVIEW_URL``, too, which may be missing."""
_TAG: Final = re.compile(r"submit/[!-~]+")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class SubmissionError(ValueError):
    """The environment does not say whose submission it is; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Submission:
    """Whose submission is judged, as the runner's environment says.

    ``tag``: begins with ``submit/``; ``commit``, ``release``, ``review``: addresses; ``datetime``: the committer's date of
    the commit, UTC, to the second: it is the same on each run.
    """

    classroom: str
    assignment: str
    tag: str
    commit: str
    release: str
    review: str
    datetime: str


def submission(environment: Mapping[str, str], committed: str) -> Submission:
    """Return whose submission it is; ``committed``: when its commit was made (UTC, to the second, with ``Z``).

    Raises SubmissionError.
    """
    for name in NEEDED:
        if not environment.get(name, "").strip():
            raise SubmissionError(
                f"{name}: expected what Classroom 50's runner sets, found nothing"
            )
    if not _TAG.fullmatch(environment["SUBMISSION_TAG"]):
        raise SubmissionError(
            f"SUBMISSION_TAG: expected submit/..., found {environment['SUBMISSION_TAG'][:80]!r}"
        )
    if not _DATE.fullmatch(committed):
        raise SubmissionError(
            f"COMMIT_URL: expected a commit of the repository around the report, found {environment['COMMIT_URL'][:200]!r}"
        )
    commit = environment["COMMIT_URL"]
    return Submission(
        environment["CLASSROOM"],
        environment["ASSIGNMENT"],
        environment["SUBMISSION_TAG"],
        commit,
        environment["RELEASE_URL"],
        environment.get("REVIEW_URL") or commit,
        committed,
    )


def report(result: Result, given: Submission) -> str:
    """Return ``result.json`` for the submission ``given``, ending in a line end."""
    tests = list(_tests(result))
    held: dict[str, Any] = {
        "schema": SCHEMA,
        "classroom": given.classroom,
        "assignment": given.assignment,
        "submission": given.tag,
        "commit": given.commit,
        "release": given.release,
        "review": given.review,
        "datetime": given.datetime,
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }
    return json.dumps(held, indent=2, ensure_ascii=False) + "\n"


def _tests(result: Result) -> Iterator[dict[str, Any]]:
    """Yield a test for each question, those of the template that the report lacks, too, by number.

    Of a number that stands twice the first question counts.
    """
    points = result.course.points
    passed: dict[int, bool] = dict.fromkeys(_expected(result), False)
    for question in reversed(result.report.questions if result.report else ()):
        passed[question.number] = question.status == "answered" and question.verdict != "fail"
    if not passed:  # there is no report, and no template says what it should be
        yield {"test-name": "report", "passed": False, "score": 0, "max-score": 1}
    for number in sorted(passed):
        most = points.get(str(number), 1)
        yield {
            "test-name": f"question {number}",
            "passed": passed[number],
            "score": most if passed[number] else 0,
            "max-score": most,
        }


def _expected(result: Result) -> tuple[int, ...]:
    if result.report:
        return result.report.template_questions
    templates = result.course.templates
    return tuple(templates[-1].questions) if templates else ()
