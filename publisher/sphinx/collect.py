"""What is kept of each report beside its tree: Sphinx reads a document once, and asks about it often.

Kept with a report are its diagnostics (a cached build says them again), the answers to what it asked
of files and git (compared when Sphinx looks for what is out of date), and its questions with their states.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from publisher import nodes as ours
from publisher.sphinx.settings import course_of, is_named

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util._files import FilenameUniqDict
    from sphinx.util.typing import Set

    from publisher.course.settings import Course
    from publisher.diagnostics.model import Diagnostic

_HELD: Final = "publisher_kept"
"""The attribute of the environment, which Sphinx saves and loads."""
_DIGITS: Final = 8
"""Digits of a picture's name that tell it from those of other folders."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a report: its id in the document, its heading, what it asks, and its state as ``chips``."""

    place: str
    heading: str
    asked: str
    answered: bool
    state: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one report.

    ``title``: what Sphinx calls the document; ``group``: its number or pseudonym; ``answers``: what files and git
    said, by the address that the report names.
    """

    title: str
    group: str
    questions: list[Asked]
    diagnostics: list[Diagnostic]
    answers: dict[str, tuple[object, ...]]


def kept(env: BuildEnvironment) -> dict[str, Kept]:
    """Return what is kept of each report, by the name of its document."""
    if not hasattr(env, _HELD):
        setattr(env, _HELD, {})
    found: dict[str, Kept] = getattr(env, _HELD)
    return found


def is_report(document: nodes.document) -> bool:
    """Tell whether a document's tree is a report's."""
    return document.next_node(ours.question) is not None


class ReportCollector(EnvironmentCollector):
    """Keeps what is said of each report that Sphinx has read, also in another process."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a document."""
        del app
        kept(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has kept."""
        del app
        kept(env).update({name: held for name, held in kept(other).items() if name in docnames})

    def _asks(self, app: Sphinx, doctree: nodes.document) -> bool:
        """Tell whether a document is a report, or is said to be one."""
        named = app.env.doc2path(app.env.docname, base=False).as_posix()
        broken = "publisher_broken" in doctree
        return is_report(doctree) or broken or is_named(app.config, named)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Run the rules over a report, and keep what is to be known of it."""
        if not self._asks(app, doctree):
            return
        from publisher.builders.state import chips, first_words
        from publisher.report.view import Report
        from publisher.rules import no_question, run

        env, docname = app.env, app.env.docname
        course = course_of(env)
        path = Path(env.doc2path(docname))
        told: list[Diagnostic] = doctree.attributes.pop("publisher_broken", [])
        report = Report(doctree, path.name)
        if is_report(doctree):
            told += run(report, course)
        elif not told:
            told = [
                report.diagnostic(found, "no_question", no_question.SEVERITY)
                for found in no_question.check(report)
            ]
        _label(env, docname, doctree)
        kept(env)[docname] = Kept(
            title=env.titles[docname].astext(),
            group="" if report.group is None else str(report.group),
            questions=[
                Asked(
                    question.node["ids"][0],
                    question.node[0].astext(),
                    first_words(question.prompt),
                    question.answered,
                    chips(question),
                )
                for question in report.questions
            ],
            diagnostics=told,
            answers=_answers(doctree, path, course),
        )


def _label(env: BuildEnvironment, docname: str, document: nodes.document) -> None:
    """Let `ref` lead to each question: ``folder/name:question-3``."""
    standard = env.domains.standard_domain
    for question in document.findall(ours.question):
        place = question["ids"][0]
        label = nodes.fully_normalize_name(f"{docname}:{place}")
        standard.anonlabels[label] = docname, place
        standard.labels[label] = docname, place, question[0].astext()


def _answers(document: nodes.document, path: Path, course: Course) -> dict[str, tuple[object, ...]]:
    """Return what files and git say of each address whose answer no file's time of change tells."""
    asked = {
        node["written"] if isinstance(node, ours.image_note) else node["refuri"]
        for node in document.findall(nodes.Element)
        if isinstance(node, ours.image_note | nodes.reference)
        and (node.get("web") or (node.get("problem") and not node.get("figure")))
    }
    return _say(sorted(asked), path, course)


def _say(addresses: list[str], path: Path, course: Course) -> dict[str, tuple[object, ...]]:
    from publisher.read.files.folder import Folder

    folder = Folder(path.parent)
    return {
        address: (folder.locate(address), folder.web(address, path.name, course.repository))
        for address in addresses
    }


def outdated(_app: Sphinx, env: BuildEnvironment, *_sets: set[str]) -> list[str]:
    """Return the documents to be read again although they did not change.

    All, if the course's settings are not what they were; else each report of which files or git say something else.
    """
    course = course_of(env)
    if course != env.publisher_course_before:  # type: ignore[attr-defined]
        return sorted(env.found_docs)
    return [
        docname
        for docname, held in kept(env).items()
        if docname in env.found_docs
        and held.answers
        and held.answers != _say(sorted(held.answers), Path(env.doc2path(docname)), course)
    ]


# -- pictures: Sphinx numbers those of one name in the order in which it reads them ---------------


def name_pictures(app: Sphinx, document: nodes.document) -> None:
    """Give a report's pictures names that depend on nothing but where they lie, without blanks (as books want them)."""
    if is_report(document):
        for image in document.findall(nodes.image):
            path, _ = app.env.relfn2path(image["uri"], app.env.docname)
            _name(app.env.images, path)


def merge_pictures(
    _app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
) -> None:
    """Keep these names where another process read the report."""
    for path, (users, name) in other.images.items():
        if users & set(docnames) and name == _name_of(path):
            _name(env.images, path)


def _name(images: FilenameUniqDict, path: str) -> None:
    users, _ = images.get(path, (set(), ""))
    images[path] = users, _name_of(path)


def _name_of(path: str) -> str:
    place = PurePosixPath(path)
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
    return re.sub(r"\s+", "_", f"{place.stem}-{digest}{place.suffix}")
