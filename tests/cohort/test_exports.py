"""Hand-ins as Brightspace and Moodle export them."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest
from support import png, question, run

from publisher.cohort.collect import collect
from publisher.cohort.exports import Export
from publisher.course.deadline import deadline, zone_of
from publisher.course.groups import Group

ZONE = zone_of("Europe/Copenhagen")
LIMIT = deadline("2026-01-23T23:59:00", "Europe/Copenhagen")


def report(answer):
    return f"# Bees\n\n{question(1, answer)}"


def packed(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for path, held in files.items():
            made.writestr(path, held)
    return data.getvalue()


def zipped(**files):
    return packed({f"{name.replace('__', '/')}.md": text for name, text in files.items()})


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


@pytest.mark.parametrize(
    "when",
    [
        "Jan 23, 2026 1130 PM",
        "January 23, 2026 1130 PM",
        "23 January, 2026 1130 PM",
        "23. januar 2026 2330",
        "23 jan. 2026 23.30",
    ],
)
def test_brightspace_tells_when_as_its_language_has_it(tmp_path, when):
    place = tmp_path / "export"
    (place / f"12-34 - Group 1 - {when}").mkdir(parents=True)
    (place / f"12-34 - Group 1 - {when}" / "README.md").write_text(report("x"))
    found = handed_in(tmp_path, place, "Group 1")["Group 1"]
    assert (found.late, found.committed) == ("no", "2026-01-23T22:30:00Z")


def test_files_that_no_folder_holds_have_its_name_before_theirs(exported, tmp_path):
    figure = "![a hive](hive.png)"
    place = exported(
        {
            "12-34 - Group 1 - Jan 23, 2026 926 AM - README.md": report(figure),
            "12-34 - Group 1 - Jan 23, 2026 926 AM - hive.png": png(),
            "12-35 - Group 2 - Jan 23, 2026 926 AM-all.zip": zipped(reports__README=report("Two.")),
            "Group 3_123_assignsubmission_file_README.md": report(figure),
            "Group 3_123_assignsubmission_file_hive.png": png(),
            "Group 3_123_assignsubmission_onlinetext_onlinetext.html": "see the files",
            "Group 4_124_assignsubmission_file_.zip": zipped(README=report("Four.")),
        }
    )
    found = handed_in(tmp_path, place, "Group 1", "Group 2", "Group 3", "Group 4")
    assert [h.late for h in found.values() if h.committed] == ["no", "no"]
    for key in ("Group 1", "Group 3"):
        assert (tmp_path / "handins" / key / found[key].report).with_name("hive.png").is_file()
    assert "Two." in text_of(tmp_path, found["Group 2"])
    assert "Four." in text_of(tmp_path, found["Group 4"])


def test_zip_of_windows_has_folders(exported, tmp_path):
    inner = packed(
        {"top\\reports\\": b"", "top\\reports\\README.md": report("Here."), "..\\x": "x"}
    )
    place = exported({"Group 1_123_assignsubmission_file/all.zip": inner})
    found = handed_in(tmp_path, place, "Group 1")["Group 1"]
    assert (found.report, found.left_out) == ("reports/README.md", {})
    assert not (tmp_path / "handins" / "x").exists()


@pytest.mark.parametrize(
    "raw", ["må".encode(), unicodedata.normalize("NFD", "må").encode(), b"m\x86"]
)
def test_names_in_a_zip_are_those_that_were_typed(tmp_path, raw):
    inner = packed({"README.md": report("x"), f"{'m' * len(raw)}.png": png()})
    inner = inner.replace(b"m" * len(raw) + b".png", raw + b".png")
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "bees.zip").write_bytes(inner)
    found = handed_in(tmp_path, tmp_path / "export", "bees")["bees"]
    assert (tmp_path / "handins" / "bees" / found.report).with_name("må.png").is_file()


def test_report_is_found_in_a_zip_in_a_zip_beside_others(exported, tmp_path):
    inner = packed(
        {
            "hand in.zip": packed({"exam/README.md": report("Here."), "exam/.DS_Store": "x"}),
            "code.zip": packed({"README.md": "# How to run it\n"}),
            "broken.zip": b"no zip",
            "__MACOSX/._hand in.zip": "x",
        }
    )
    place = exported({"Group 1_123_assignsubmission_file/all.zip": inner})
    found = handed_in(tmp_path, place, "Group 1")["Group 1"]
    assert found.report == "exam/README.md"
    assert "the report in exam is taken" in found.told[0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"report.pdf": "%PDF"}, "there is no reports/README.md; there is report.pdf"),
        ({"a/README.md": report("x"), "b/README.md": report("y")}, "a/README.md asks questions"),
        ({"all.rar": "Rar!"}, "there is all.rar"),
        ({".DS_Store": "x", "all.zip": "no zip"}, "all.zip is no zip that can be read"),
        ({f"{name}.py": "x" for name in "abcde"}, "there is a.py, b.py, c.py and 2 more"),
    ],
)
def test_hand_in_without_a_report_names_what_is_there(exported, tmp_path, files, said):
    place = exported({f"Group 1_123_assignsubmission_file/{path}": x for path, x in files.items()})
    assert said in handed_in(tmp_path, place, "Group 1")["Group 1"].reason


def test_export_that_was_packed_again_is_one(exported, tmp_path):
    entry = "Bees Download/12-34 - Group 1 - Jan 20, 2026 926 AM/README.md"
    place = exported({"Bees Download/index.html": "x", entry: report("Here.")})
    assert handed_in(tmp_path, place, "Group 1")["Group 1"].late == "no"


def test_two_hand_ins_without_a_time_are_told(exported, tmp_path):
    place = exported(
        {
            f"Group 1-{name}_{number}_assignsubmission_file/README.md": report("x")
            for number, name in enumerate(("Jane", "Joe"))
        }
    )
    told = handed_in(tmp_path, place, "Group 1")["Group 1"].told
    assert told == ("the export has 2 hand-ins of this group: Group 1-Jane_0 is taken",)


def test_time_that_the_clocks_show_twice_is_unknown(tmp_path):
    entry = tmp_path / "export" / "12-34 - Group 1 - Oct 25, 2026 230 AM"
    entry.mkdir(parents=True)
    (entry / "README.md").write_text(report("x"))
    for limit, late in (
        ("2026-10-25T02:40:00+02:00", "unknown"),
        ("2026-10-25T03:00:00+01:00", "no"),
    ):
        export = Export(tmp_path / "export", ZONE)
        found = collect(
            [Group("Group 1")], tmp_path / "handins", tmp_path, deadline(limit), export=export
        )
        assert next(iter(found)).late == late


def test_hand_ins_of_nobody_are_told(exported, tmp_path):
    place = exported(
        {f"12-3{n} - Group {n} - Jan 20, 2026 926 AM/README.md": report("x") for n in (1, 2)}
    )
    (tmp_path / "groups.csv").write_text("group\nGroup 1\n")
    course = tmp_path / "course.yaml"
    course.write_text(f"groups: groups.csv\nhandins: {place.name}\ntime_zone: Europe/Copenhagen\n")
    done = run("course", "collect", "-c", course, "-o", tmp_path / "handins")
    assert (done.code, "hand-ins of nobody in the list of groups: 'Group 2'" in done.err) == (
        1,
        True,
    )


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
