"""What a project needs to say, and what it has of many reports: one line of conf.py, titles, targets, an overview."""

from __future__ import annotations

import base64
import io
import re
import shutil
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from support import Page, png, question, write_report

from publisher.builders.words import ENGLISH
from publisher.sphinx.collect import Kept
from publisher.sphinx.titles import _added

if TYPE_CHECKING:
    from pathlib import Path

ONE_LINE = 'extensions = ["publisher"]\n'
GROUP = "> Enter the group number\n"


@dataclass
class Built:
    """A finished run of Sphinx."""

    app: Sphinx
    out: Path
    said: list[str]

    def page(self, name):
        return Page((self.out / name).read_text(encoding="utf-8"))

    def files(self):
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and path.suffix not in {".pickle", ".doctree"}
        }


def build(folder, builder="html", *, out="out", jobs=0, strict=False, conf=ONE_LINE, **settings):
    """Run Sphinx on ``folder`` as `sphinx-build` does, with the lines of ``conf``."""
    if conf:
        (folder / "conf.py").write_text(conf, encoding="utf-8")
    said = io.StringIO()
    place = folder.parent / f"{folder.name}-{out}"
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            folder, folder, place / builder, place / "trees", builder, confoverrides=settings,
            status=None, warning=said, warningiserror=strict, parallel=jobs,
        )  # fmt: skip
        app.build()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue())
    return Built(app, place / builder, [line for line in plain.splitlines() if line])


def group_report(folder, group, answer="Ten of them.", **more):
    """Write a report of one group, all with the same title."""
    text = f"# Report on bees\n\n### Question 1\n\n{GROUP}\nAnswer:\n\n{group}\n\n{question(2, answer)}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(text, encoding="utf-8")
    for name, data in more.get("figures", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def one(tmp_path):
    return group_report(tmp_path / "one", 5)


@pytest.fixture
def many(tmp_path):
    """A project with an index and three reports of one title, two of which show a picture of the same name."""
    folder = tmp_path / "many"
    for number in (1, 2, 3):
        show = "![A plot of the bees](figures/plot.png)" if number < 3 else "None."
        group_report(
            folder / f"group-{number}", number, show,
            figures={"figures/plot.png": png(number, 4)} if number < 3 else {},
        )  # fmt: skip
    toc = "# Start\n\n```{toctree}\n:glob:\n*/README\n```\n"
    (folder / "index.md").write_text(toc, encoding="utf-8")
    return folder


class TestOneLine:
    @pytest.mark.parametrize("builder", ["html", "latex", "epub", "text", "gettext"])
    def test_no_builder_has_anything_to_say(self, one, builder):
        made = build(one, builder, strict=True)
        assert made.said == []
        assert (made.app.config.project, made.app.config.author) == ("Report on bees", "Group 5")

    def test_the_site_is_called_as_the_report(self, one):
        page = build(one).page("README.html")
        assert [p.text.strip() for p in page.all("p", class_="site-title")] == ["Report on bees"]
        assert next(e.text for e in page.elements if e.tag == "title").count("Report on bees") >= 1

    def test_what_conf_says_goes_before(self, one):
        conf = ONE_LINE + 'project = "Ours"\nauthor = "Us"\nhtml_title = "Page"\n'
        config = build(one, conf=conf).app.config
        assert (config.project, config.author, config.html_title) == ("Ours", "Us", "Page")
        assert build(one, conf=ONE_LINE, project="Theirs").app.config.html_title == "Theirs"

    def test_the_only_report_of_another_name_is_the_root(self, tmp_path):
        folder = tmp_path / "named"
        folder.mkdir()
        (folder / "hand-in.md").write_text(f"# Bees\n\n{question(1, 'Ten.')}")
        (folder / "notes.md").write_text("# Notes\n")
        made = build(folder, conf=ONE_LINE + 'exclude_patterns = ["notes.md"]\n', strict=True)
        assert made.app.config.root_doc == "hand-in"

    def test_an_index_of_any_kind_of_document_stays_the_root(self, one):
        (one / "index.rst").write_text("Start\n=====\n\n.. toctree::\n\n   README\n")
        config = build(one, strict=True).app.config
        assert (config.root_doc, config.project) == ("index", "Project name not set")

    def test_a_page_that_is_called_index_is_no_document(self, one):
        (one / "index.html").write_text("<p>An old page.</p>")
        assert build(one, strict=True).app.config.root_doc == "README"


class TestConf:
    """Settings of a project that are not the usual ones: each works, or one sentence says what to do."""

    @pytest.mark.parametrize(
        "line",
        [
            'source_suffix = ".rst"',
            'source_suffix = [".rst", ".md"]',
            'source_suffix = {".md": "restructuredtext", ".txt": "restructuredtext"}',
            'root_doc = "README"',
            'master_doc = "README"',
            'language = "da"',
            'myst_enable_extensions = ["dollarmath", "colon_fence", "attrs_inline", "linkify"]',
            'exclude_patterns = ["figures", "figures/**"]',
            "smartquotes = True",
            'default_role = "any"',
            "nitpicky = True",
            "numfig = True",
            'html_theme = "alabaster"',
        ],
    )
    def test_works(self, tmp_path, line):
        answer = '"Quoted" $x$ and ::: and ![A plot of bees](figures/plot.png) `any`'
        folder = group_report(tmp_path / "p", 1, answer, figures={"figures/plot.png": png()})
        made = build(folder, conf=f"{ONE_LINE}{line}\n", strict=True)
        page = (made.out / "README.html").read_text(encoding="utf-8")
        assert "and ::: and" in page
        assert "&quot;Quoted&quot;" in page or '"Quoted"' in page
        assert list((made.out / "_images").iterdir())

    @pytest.mark.parametrize(
        ("builder", "shown"),
        [
            ("latex", png()),
            ("epub", png()),
            ("report", base64.b64encode(png())),
            ("archive", base64.b64encode(png())),
        ],
    )
    def test_patterns_hide_no_figure_from_any_builder(self, tmp_path, builder, shown):
        answer = "![A plot of bees](figures/plot.png)"
        folder = group_report(tmp_path / "p", 1, answer, figures={"figures/plot.png": png()})
        patterns = 'exclude_patterns = ["figures", "**/*.png", "fig*/**"]\n'
        made = build(folder, builder, conf=ONE_LINE + patterns, strict=True)
        assert made.said == []
        files = made.files()
        for name in [name for name in files if name.endswith(".epub")]:
            with zipfile.ZipFile(made.out / name) as book:
                files |= {inside: book.read(inside) for inside in book.namelist()}
        assert any(shown in data for data in files.values())

    @pytest.mark.parametrize("suffix", [".markdown", ".txt"])
    def test_a_report_may_end_as_the_project_says(self, tmp_path, suffix):
        folder = group_report(tmp_path / "p", 1, "Ten.")
        (folder / "README.md").rename(folder / f"hand-in{suffix}")
        conf = f"{ONE_LINE}source_suffix = {{{suffix!r}: 'markdown'}}\n"
        made = build(folder, conf=conf, strict=True)
        assert made.app.config.project == "Report on bees"
        assert made.page("hand-in.html").all("section", class_="question")

    def test_words_of_ours_are_in_the_language_of_the_project(self, one):
        page = build(one, conf=ONE_LINE + 'language = "da"\n').page("README.html")
        assert "Svar" in {p.text for p in page.all("p", class_="answer-label")}

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            (
                'source_suffix = {".md": "sheet"}',
                r"source_suffix: '\.md' is 'sheet'; reports are Markdown",
            ),
            ("publisher_reports = [3]", "publisher_reports: expected texts, found 3"),
            (
                'publisher_reports = ["../handins/*/README.md"]',
                r"/README\.md' leads out of .* 'publisher course build \.\./handins -o OUT'",
            ),
            ('publisher_reports = ["/tmp/*.md"]', "leads out of the source folder"),
            ('publisher_reports = ["a/../../b.md"]', "leads out of the source folder"),
            ('exclude_patterns = ["*.md"]', r"'\*\.md' hides README\.md, and there is no index"),
            ('publisher_course = "none.yaml"', r"none\.yaml"),
            (
                'root_doc = "start"',
                "root_doc: 'start' is no document .*; name README.md, or leave it out",
            ),
            (
                'include_patterns = ["*.rst"]',
                "root_doc: 'README' is no document .*exclude_patterns",
            ),
        ],
    )
    def test_is_told(self, one, line, said):
        with pytest.raises(ConfigError, match=said):
            build(one, conf=f"{ONE_LINE}{line}\n")


def test_a_theme_of_others_draws_alerts_as_its_own(tmp_path):
    folder = group_report(tmp_path / "p", 1, "> [!WARNING]\n> Hot.")
    for theme, boxed in (("alabaster", 1), ("publisher", 0)):
        page = build(folder, out=theme, html_theme=theme).page("README.html")
        assert len(page.all("div", class_="alert")) == 1
        assert len(page.all("div", class_="admonition")) == boxed
        assert len(page.all("div", class_="warning")) == boxed


class TestWhichAreReports:
    def test_only_those_that_are_named(self, many):
        (many / "faq.md").write_text("# Help\n\n## Question 1\n\n```{note}\nA directive.\n```\n")
        (many / "index.md").write_text("# Start\n\n```{toctree}\n:glob:\n*/README\nfaq\n```\n")
        made = build(
            many, conf=ONE_LINE + 'publisher_reports = ["group-*/README.md"]\n', strict=True
        )
        assert made.page("faq.html").all("div", class_="admonition")
        assert made.page("group-1/README.html").all("section", class_="question")

    def test_a_pattern_that_names_none_is_a_warning(self, one):
        (said,) = build(one, conf=ONE_LINE + 'publisher_reports = ["groups/*.md", "*.md"]\n').said
        assert "publisher_reports: 'groups/*.md' names no document of this project" in said
        assert "[report.reports]" in said

    def test_one_that_is_named_and_asks_nothing_is_an_error(self, many):
        (many / "group-1" / "README.md").write_text("# My project\n")
        made = build(many, conf=ONE_LINE + 'publisher_reports = ["group-*/README.md"]\n')
        assert ["[report.no_question]" in line for line in made.said].count(True) == 1


class TestManyReports:
    def test_navigation_tells_them_apart(self, many):
        made = build(many, strict=True)
        links = made.page("index.html").all("a", class_="reference")
        assert {f"Report on bees – Group {n}" for n in (1, 2, 3)} <= {a.text for a in links}
        heading = next(e.text for e in made.page("group-1/README.html").elements if e.tag == "h1")
        assert heading.startswith("Report on bees")
        assert "Group" not in heading

    def test_a_title_that_is_not_told_apart_any_more_is_its_own_again(self, many):
        build(many)
        report = many / "group-1" / "README.md"
        report.write_text(report.read_text().replace("bees", "wasps"))
        links = {
            a.text for a in build(many, conf="").page("index.html").all("a", class_="reference")
        }
        assert {"Report on wasps", "Report on bees – Group 2", "Report on bees – Group 3"} <= links

    def test_folders_where_groups_do_not_tell(self, many):
        group_report(many / "group-2", 1)
        links = {a.text for a in build(many).page("index.html").all("a", class_="reference")}
        wanted = {f"Report on bees – {name}" for name in ("group-1", "group-2", "Group 3")}
        assert wanted <= links

    # MyST calls what Sphinx 9 deprecates.
    @pytest.mark.filterwarnings("ignore:.*MystReferenceResolver")
    def test_questions_are_targets(self, many):
        text = (
            "# Start\n\n```{toctree}\n:glob:\n*/README\n```\n\n[](group-1/README.md#question-2)\n\n"
            "{ref}`group-2/README:question-1`\n\n[all](#report-questions)\n\n[its](#group-3/README:question-2)\n"
        )
        (many / "index.md").write_text(text)
        hrefs = {
            a.attributes.get("href") for a in build(many, strict=True).page("index.html").all("a")
        }
        assert {
            "group-1/README.html#question-2",
            "group-2/README.html#question-1",
            "group-3/README.html#question-2",
            "report-questions.html",
        } <= {
            href.replace("report-questions.html#", "report-questions.html")
            for href in hrefs
            if href
        }

    def test_an_overview_has_each_question_with_its_state(self, many):
        made = build(many, "dirhtml", strict=True)
        page = made.page("report-questions/index.html")
        assert len(page.all("section", class_="publisher-overview")) == 3
        links = [
            a.attributes.get("href")
            for a in page.all("a")
            if "#question" in (a.attributes.get("href", ""))
        ]
        assert links == [f"../group-{n}/README/#question-{q}" for n in (1, 2, 3) for q in (1, 2)]
        for href in links:
            target, _, place = href.partition("#")
            assert (
                f'id="{place}"'
                in (made.out / target.removeprefix("../") / "index.html").read_text()
            )
        assert page.all("li", class_="chip")

    def test_a_project_without_reports_has_none(self, tmp_path):
        folder = tmp_path / "other"
        folder.mkdir()
        (folder / "index.md").write_text("# Start\n")
        made = build(folder, strict=True)
        assert not (made.out / "report-questions.html").exists()
        assert "report-questions" not in made.app.env.domains.standard_domain.labels


class TestIncremental:
    def test_two_processes_write_the_same_files(self, many):
        for number in range(4, 9):  # Sphinx asks for more than five documents
            group_report(many / f"group-{number}", number, "![A plot](figures/plot.png)",
                         figures={"figures/plot.png": png(number, 4)})  # fmt: skip
        conf = ONE_LINE + "html_copy_source = False\n"
        one, two = build(many, conf=conf), build(many, out="two", jobs=2, conf=conf)
        assert one.said == two.said
        assert one.files().keys() == two.files().keys()
        assert one.files() == two.files()
        assert len([name for name in one.files() if name.startswith("_images/")]) == 7

    def test_nothing_is_read_again_where_nothing_changed(self, tmp_path):
        answer = "[gone](away.txt), ![A plot that is missing](figures/no.png), [out](../x.md)"
        folder = group_report(tmp_path / "p", 1, answer)
        first, again = build(folder), build(folder, conf="")
        assert first.said == again.said != []
        assert read_again(first, again) == set()

    def test_a_file_that_comes_is_seen(self, tmp_path):
        folder = group_report(tmp_path / "p", 1, "![A plot of the bees](figures/plot.png)")
        first = build(folder)
        (folder / "figures").mkdir()
        (folder / "figures" / "plot.png").write_bytes(png())
        second = build(folder, conf="")
        assert read_again(first, second) == {"README"}
        assert [line for line in first.said if "image_missing" in line]
        assert second.said == []

    def test_one_of_many(self, many):
        first = build(many)
        report = many / "group-2" / "README.md"
        report.write_text(report.read_text() + question(3, "--- question 3 fill here ---"))
        second = build(many, conf="")
        assert read_again(first, second) == {"group-2/README"}
        fresh = build(many, out="fresh", conf="")
        same = {name: data for name, data in fresh.files().items() if "search" not in name}
        assert {name: second.files()[name] for name in same} == same

    def test_one_that_goes_leaves_nothing(self, many):
        build(many)
        shutil.rmtree(many / "group-3")
        made = build(many, conf="")
        assert (
            len(made.page("report-questions.html").all("section", class_="publisher-overview")) == 2
        )


def read_again(first, second):
    """Return the documents that the second run has read."""
    before, after = first.app.env.all_docs, second.app.env.all_docs
    return {name for name, moment in after.items() if before.get(name) != moment}


PLACES = st.builds(
    lambda folder, name: f"{folder}/{name}" if folder else name,
    st.sampled_from(["", "a", "b", "c/d"]),
    st.sampled_from(["README", "report", "x"]),
)
REPORTS = st.dictionaries(
    PLACES, st.tuples(st.sampled_from(["T", "U"]), st.sampled_from(["", "1", "2"])), max_size=8
)


@given(REPORTS)
def test_titles_are_told_apart_whatever_groups_and_places_there_are(given_reports):
    reports = {name: Kept(*told, [], [], {}) for name, told in given_reports.items()}
    said = [f"{reports[name].title} {added}" for name, added in _added(reports, ENGLISH).items()]
    assert len(said) == len(set(said)) == len(reports)


def test_a_course_that_changed_is_obeyed_by_what_is_kept(tmp_path):
    folder = write_report(tmp_path / "p", "--- question 1 fill here ---").parent
    conf = ONE_LINE + 'publisher_course = "course.yaml"\n'
    (folder / "course.yaml").write_text("severities: {unanswered: 'off'}\n")
    assert build(folder, conf=conf).said == []
    (folder / "course.yaml").write_text("severities: {unanswered: error}\n")
    assert "[report.unanswered]" in "".join(build(folder, conf="").said)
