"""What stands where in the PDF's page: the cover, the states, the checklist, the introduction."""

from __future__ import annotations

import pytest
from support import lacks, run

from publisher.check import check
from publisher.course.printing import Printing
from publisher.course.settings import Course
from publisher.publish.publication import Publication
from publisher.read.yardstick.template import Template

INTRODUCTION = "Fill this in by Friday."
REPORT = f"""# Report template for Course 12

{INTRODUCTION}

## Checklist of all

### Week 1

* [x] A repository (M5)
* [ ] A profile (M6)

## Who you are

### Question 1
> **Enter the group number**
>
> Answer:

{{group}}

### Question 2
> **Enter the study number for each member in the group**
>
> Answer:

{{members}}

## What you did

### Question 3
> **Say what you did.**
>
> Recommended answer length: 2-9 words.
>
> Answer:

We measured nettles.

### Question 4
> **Say what is left.**
>
> Recommended answer length: 2-9 words.
>
> Answer:

--- question 4 fill here ---
"""


@pytest.fixture
def printed(tmp_path):
    """Return a function: the page for print of a report, which its own proof finds whole."""

    def make(text="", *, course=None, group="7", members="s123456", **settings):
        path = tmp_path / "README.md"
        path.write_text(text or REPORT.format(group=group, members=members), encoding="utf-8")
        course = course or Course(print=Printing(**settings))
        made = Publication(check(path, course))
        job, figures = made.job()
        from publisher.builders.paper import Paper
        from publisher.proof.prove import Proof

        proof = Proof(made.report, made.source.text, made.folder)
        assert list(proof.print_page(job, figures, Paper(made.report, course).leaves_out)) == []
        assert lacks(made) == []
        return job.html

    return make


def order(html, *texts):
    places = [html.index(text) for text in texts]
    return places == sorted(places)


def test_who_hands_in_stands_on_the_cover_and_not_again(printed):
    html = printed()
    html = html[html.index("<body") :]
    assert order(
        html, "Group 7", "Course 12", 'id="question-1"', "s123456", '<nav class="contents">'
    )
    assert html.count('id="question-1"') == html.count('id="question-2"') == 1
    body = html[html.index("<main") :]
    assert "question-1" not in body
    assert "Who you are" in body
    assert html.count("Group 7") == 1


@pytest.mark.parametrize("members", ["word " * 70, "| a | b |\n| - | - |\n| 1 | 2 |", ""])
def test_an_answer_that_the_cover_has_no_room_for_stays_in_its_place(printed, members):
    html = printed(members=members)
    assert order(html, 'id="question-1"', "<main", 'id="question-2"')


@pytest.mark.parametrize(
    ("checklist", "texts"),
    [
        ("after", ("Say what you did", "Checklist of all")),
        ("before", ("Checklist of all", "Say what you did")),
    ],
)
def test_the_checklist_stands_where_it_is_asked_for(printed, checklist, texts):
    html = printed(checklist=checklist)
    assert order(html[html.index("<main") :], *texts)
    assert '<p class="share">1 of 2</p>' in html


def test_no_checklist_leaves_no_link_to_it(printed):
    html = printed(checklist="none")
    assert "Checklist of all" not in html
    assert "checklist" not in html[html.index("<body") :]


@pytest.mark.parametrize(
    ("states", "shown", "hidden"),
    [
        (
            "full",
            {"3 words, 2–9 asked", "unanswered", "answer-label", "fill here"},
            {"share quiet"},
        ),
        (
            "margin",
            {"3 words", "Not answered."},
            {"2–9 asked", "answer-label", "fill here", "chip"},
        ),
        ("none", {"Not answered."}, {"3 words", "answer-label", "fill here", "tally"}),
    ],
)
def test_states_are_as_loud_as_they_are_asked_to_be(printed, states, shown, hidden):
    html = printed(states=states)
    assert [text for text in shown if text not in html] == []
    assert [text for text in hidden if text in html] == []


@pytest.mark.parametrize(
    "text", [INTRODUCTION, f"  {INTRODUCTION}\n\n", "Fill this\nin by Friday."]
)
@pytest.mark.parametrize("wanted", [False, True])
def test_an_introduction_of_the_templates_is_left_out(printed, text, wanted):
    template = Template("2026", REPORT.format(group="", members="").replace(INTRODUCTION, text))
    course = Course(templates=(template,), print=Printing(introduction=wanted))
    assert (INTRODUCTION in printed(course=course)) is wanted


def test_an_introduction_of_the_authors_stays(printed):
    template = Template("2026", REPORT.format(group="", members="").replace("Friday", "Monday"))
    assert INTRODUCTION in printed(course=Course(templates=(template,)))
    assert INTRODUCTION in printed()


def test_the_projects_title_stands_below_the_courses(printed):
    own = REPORT.format(group="7", members="s1").replace("Report template for Course 12", "Nettles")
    html = printed(own, course=Course(title="Course 12"))
    assert order(html, "Course 12</h1>", '<p class="project">Nettles</p>')
    assert "project" not in printed(course=Course(title="Course 12"))
    html = printed(f"---\ntitle: Of nettles\n---\n\n{own}")
    assert order(html, "Nettles</h1>", '<p class="project">Of nettles</p>')


def test_all_questions_have_their_pages(tmp_path):
    """Those on the cover stand on the first; whoever grades finds each."""
    import json

    path = tmp_path / "README.md"
    path.write_text(REPORT.format(group="7", members="s123456"), encoding="utf-8")
    assert run("pdf", path, "-o", tmp_path / "out").code in (0, 1)
    pages = json.loads((tmp_path / "out" / "report.pages.json").read_text())["questions"]
    assert [(q["number"], q["first_page"]) for q in pages] == [(1, 1), (2, 1), (3, 3), (4, 3)]
