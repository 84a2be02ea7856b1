"""Hand-ins as Brightspace and Moodle export them."""

from __future__ import annotations

import io
import zipfile

import pytest
from support import question, run

from publisher.cohort.collect import collect
from publisher.cohort.exports import Export
from publisher.course.deadline import deadline, zone_of
from publisher.course.groups import Group

ZONE = zone_of("Europe/Copenhagen")
LIMIT = deadline("2026-01-23T23:59:00", "Europe/Copenhagen")


def report(answer):
    return f"# Bees\n\n{question(1, answer)}"


def zipped(**files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/") + ".md", text)
    return data.getvalue()


@pytest.fixture(params=["folder", "zip"])
def exported(tmp_path, request):
    """Write an export as a folder or as a zip, from paths with bytes; return its place."""

    def write(files):
        place = tmp_path / "export"
        if request.param == "zip":
            place = tmp_path / "export.zip"
            with zipfile.ZipFile(place, "w") as made:
                for path, data in files.items():
                    made.writestr(path, data)
            return place
        for path, data in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data if isinstance(data, bytes) else data.encode())
        return place

    return write


def handed_in(tmp_path, place, *keys):
    groups = [Group(key) for key in keys]
    found = collect(groups, tmp_path / "handins", tmp_path, LIMIT, export=Export(place, ZONE))
    return {handin.group: handin for handin in found}


def text_of(tmp_path, handin):
    return (tmp_path / "handins" / handin.group / handin.report).read_text(encoding="utf-8")


def test_brightspace_the_last_in_time_counts(exported, tmp_path):
    place = exported(
        {
            "index.html": "a list",
            "12-34 - Group 1 - Jan 20, 2026 926 AM/report.zip": zipped(
                reports__README=report("First.")
            ),
            "12-34 - Group 1 - Jan 23, 2026 1159 PM/report.zip": zipped(
                reports__README=report("In time.")
            ),
            "12-34 - Group 1 - Jan 24, 2026 1205 AM/report.zip": zipped(
                reports__README=report("Late.")
            ),
            "12-35 - Group 10 - Jan 24, 2026 1205 AM/report.zip": zipped(
                reports__README=report("x")
            ),
            "12-36 - Group 2 - Jan 23, 2026 100 PM/README.md": report("Loose."),
            "12-36 - Group 2 - Jan 25, 2026 100 PM/README.md": report("Loose."),
        }
    )
    found = handed_in(tmp_path, place, "group 1", "Group 10", "Group 2", "Group 3")
    assert "In time." in text_of(tmp_path, found["group 1"])
    assert (found["group 1"].late, found["group 1"].committed) == (
        "changed",
        "2026-01-23T22:59:00Z",
    )
    assert found["Group 10"].reason.startswith(
        "no hand-in by the deadline: the first is of 2026-01-23T23:05"
    )
    assert found["Group 2"].late == "identical"
    assert "Loose." in text_of(tmp_path, found["Group 2"])
    assert "none of this group" in found["Group 3"].reason


def test_moodle_groups_and_who_handed_in_for_them(exported, tmp_path):
    place = exported(
        {
            "Group 1-Jane Roe_1234567_assignsubmission_file/project.zip": zipped(
                top__reports__README=report("One.")
            ),
            "Group 2_1234568_assignsubmission_file_/README.md": report("Two."),
        }
    )
    found = handed_in(tmp_path, place, "Group 1", "Group 2")
    assert "One." in text_of(tmp_path, found["Group 1"])
    assert "Two." in text_of(tmp_path, found["Group 2"])
    assert {handin.late for handin in found.values()} == {"unknown"}


def test_report_in_a_folder_of_another_name(exported, tmp_path):
    made = zipped(exam__README=report("Here."))
    place = exported({"12-34 - Group 1 - Jan 20, 2026 926 AM/exam.zip": made})
    found = handed_in(tmp_path, place, "Group 1")["Group 1"]
    assert (found.report, found.late) == ("exam/README.md", "no")


def test_plain_zips_are_groups_by_their_names(exported, tmp_path):
    place = exported({"bees.zip": zipped(README=report("Bees.")), "wasps.zip": b"no zip"})
    found = handed_in(tmp_path, place, "bees", "wasps")
    assert "Bees." in text_of(tmp_path, found["bees"])
    assert "no zip that can be read" in found["wasps"].reason


def test_course_without_a_list_of_groups_has_those_of_the_export(exported, tmp_path):
    place = exported(
        {
            "12-34 - Group 1 - Jan 20, 2026 926 AM/README.md": report("x"),
            "index.html": "a list that Brightspace adds",
        }
    )
    course = tmp_path / "course.yaml"
    course.write_text(f"handins: {place.name}\ntime_zone: Europe/Copenhagen\n")
    done = run("course", "collect", "-c", course, "-o", tmp_path / "handins")
    assert (done.code, done.out.split("\t")[:2]) == (0, ["Group 1", "handed in"])


def test_export_that_is_not_there_is_told(tmp_path):
    course = tmp_path / "course.yaml"
    course.write_text("handins: nowhere.zip\n")
    done = run("course", "collect", "-c", course, "-o", tmp_path / "handins")
    assert (done.code, ":1: handins: expected the path" in done.err) == (2, True)
    course.write_text("handins: course.yaml\n")
    done = run("course", "collect", "-c", course, "-o", tmp_path / "handins")
    assert (done.code, "is no zip that can be read" in done.err) == (3, True)
