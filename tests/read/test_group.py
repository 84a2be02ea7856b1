"""Whose report it is: said by the answers to the questions that ask for it, and by no others."""

from __future__ import annotations

import pytest
from support import question

from publisher.check import check
from publisher.course.settings import Course
from publisher.read.yardstick.template import Template

NUMBERS = "In 2025 we were 4, s123456 among us."


def read(tmp_path, *prompts, answer=NUMBERS, **settings):
    path = tmp_path / "README.md"
    path.write_text(
        "".join(question(n, answer, p) for n, p in enumerate(prompts, 1)), encoding="utf-8"
    )
    return check(path, Course(**settings)).report


@pytest.mark.parametrize(
    "asked",
    [
        "Enter the group number you signed up on.",
        "Which number did your group get?",
        "What is your group's number?",
        "State the number of your group.",
        "Enter the Group no. from the course page",
        "Which group are you in?",
        "Your team number",
        "Team ID",
        "Group:",
    ],
)
def test_a_prompt_that_asks_for_the_group(tmp_path, asked):
    report = read(tmp_path, "What was done?", asked, answer="We are group 7, not 8.")
    assert (report.group, report.study_numbers) == (7, ())


@pytest.mark.parametrize(
    "asked",
    [
        "Describe your project.",
        "State the number of group members.",
        "State the number of your group's commits.",
        "How did your group divide the work? Give a number of hours.",
        "Which groups of users are there?",
        "What was done? Example: our group number is 7",
        "<!-- Enter the group number. -->",
    ],
)
def test_a_prompt_that_asks_for_no_group(tmp_path, asked):
    assert read(tmp_path, asked, "Insert 1-2 images.").group is None


@pytest.mark.parametrize(
    "asked",
    [
        "Enter the study number for each member in the group",
        "Student IDs of all who took part",
        "List the members of your group.",
        "Who are the members?",
        "Members:",
    ],
)
def test_a_prompt_that_asks_for_the_members(tmp_path, asked):
    report = read(tmp_path, asked)
    assert (report.members_question, report.study_numbers) == (1, ("s123456",))


def test_a_prompt_that_asks_for_no_members(tmp_path):
    asked = ("State what each member did. Example: *student number s1 wrote*", "List the classes.")
    assert read(tmp_path, *asked).study_numbers == ()


def test_the_first_that_asks_counts_and_an_unanswered_one_has_none(tmp_path):
    asked = ("Enter the group number.", "Repeat the group number.")
    assert read(tmp_path, *asked, answer="--- question 1 fill here ---").group is None
    assert read(tmp_path, *asked).group == 2025


def test_the_course_says_which(tmp_path):
    asked = ("Enter the group number.", "Who are you?")
    assert read(tmp_path, *asked, answer="7", group="none").group is None
    assert read(tmp_path, *asked, members=2).study_numbers == ("s123456",)
    assert read(tmp_path, *asked, group=9, members="none").group is None
    assert read(tmp_path, *asked, group=2).group == 2025


def test_settings_survive_an_archive():
    for course in (Course(), Course(group=3, members="none"), Course(group="none", members=0)):
        assert Course.from_json(course.as_json()) == course
    held = Course().as_json()
    del held["group"], held["members"]  # as in one of 0.1.0
    assert Course.from_json(held) == Course()


def test_a_prompt_that_was_deleted_is_the_template_s(tmp_path):
    prompts = ("Enter the group number of your group.", "What was done with all those many bees?")
    template = Template("2026", "".join(question(n, "", p) for n, p in enumerate(prompts, 1)))
    path = tmp_path / "README.md"
    path.write_text(f"### Question 1\n\n> Answer:\n\nGroup 7\n\n{question(2, 'Much.', prompts[1])}")
    assert check(path, Course(templates=(template,))).report.group == 7
    assert check(path).report.group is None
