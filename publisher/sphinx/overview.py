"""A page that lists the questions of all reports of a project with their states."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from publisher.language.message import Message
from publisher.sphinx.collect import Asked, kept
from publisher.sphinx.settings import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from publisher.builders.words import Words

_TITLE: Final = Message("Questions")
PAGE: Final = "report-questions"
"""Its name, and the label that leads to it."""


def title(env: BuildEnvironment) -> str:
    """Return what the page is called, in the language of the course."""
    return words_of(env).plain(_TITLE)


def label(env: BuildEnvironment) -> None:
    """Let ``ref`` lead to the page while there is a report."""
    standard = env.domains.standard_domain
    standard.anonlabels.pop(PAGE, None)
    standard.labels.pop(PAGE, None)
    if any(held.questions for held in kept(env).values()):
        standard.anonlabels[PAGE] = PAGE, ""
        standard.labels[PAGE] = PAGE, "", title(env)


def lists_questions(app: Sphinx) -> bool:
    """Tell whether there is the page: a builder writes one a document, and a report asks something."""
    return app.builder.name in {"html", "dirhtml"} and any(
        held.questions for held in kept(app.env).values()
    )


def list_questions(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page, where there is one."""
    if not lists_questions(app):
        return
    reports = sorted(kept(app.env).items())
    words = words_of(app.env)
    parts = [f"<h1>{words.html(_TITLE)}</h1>\n"]
    for docname, held in reports:
        if not held.questions:
            continue
        address = escape(app.builder.get_relative_uri(PAGE, docname))
        named = escape(app.env.titles[docname].astext(), quote=False)
        done = sum(question.answered for question in held.questions)
        said = Message(
            "{number} of {total} questions answered", number=done, total=len(held.questions)
        )
        rows = "".join(_row(question, address, words) for question in held.questions)
        heads = "".join(
            f'<th scope="col">{words.html(text)}</th>'
            for text in (Message("Question"), Message("Prompt"), Message("State"))
        )
        parts.append(
            f'<section class="publisher-overview">\n<h2><a href="{address}">{named}</a></h2>\n'
            f"<p>{words.html(said)}</p>\n"
            f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n</section>\n"
        )
    yield PAGE, {"title": title(app.env), "body": "".join(parts)}, "page.html"


def _row(question: Asked, address: str, words: Words) -> str:
    chips = "".join(
        f'<li class="chip {kind}">{escape(words.plain(text))}</li>' for kind, text in question.state
    )
    heading, asked = (escape(text, quote=False) for text in (question.heading, question.asked))
    return (
        f'<tr><th scope="row"><a href="{address}#{question.place}">{heading}</a></th>'
        f'<td>{asked}</td><td><ul class="state"{words.mark}>{chips}</ul></td></tr>\n'
    )
