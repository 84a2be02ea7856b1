"""Titles that tell the reports of a project apart: those of one template have all the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher.language.message import Message
from publisher.sphinx.collect import Kept, kept
from publisher.sphinx.settings import words_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from publisher.builders.words import Words

_BETWEEN: Final = " \u2013 "


def tell_apart(env: BuildEnvironment) -> list[str]:
    """Let navigation tell reports of one title apart; return the documents whose title is another now.

    What a report says of itself is its own: only what Sphinx calls it elsewhere changes.
    """
    changed = []
    for docname, added in _added(kept(env), words_of(env)).items():
        title = kept(env)[docname].title
        said = f"{title}{_BETWEEN}{added}" if added else title
        # Sphinx made the title anew if it read the document, and has ours if not.
        if env.titles[docname].astext() == said:
            continue
        for node in (env.titles[docname], env.longtitles[docname]):
            node.children[:] = [nodes.Text(said)]
        for reference in env.tocs[docname].findall(nodes.reference):
            reference.children[:] = [nodes.Text(said)]
            break
        changed += [docname, *env.files_to_rebuild.get(docname, ())]
    return sorted(set(changed) & env.found_docs)


def _added(reports: dict[str, Kept], words: Words) -> dict[str, str]:
    """Return what follows each report's title: its group, its place, or nothing."""
    alike = defaultdict(list)
    for docname, held in sorted(reports.items()):
        alike[held.title].append(docname)
    found = {}
    for docnames in alike.values():
        groups = Counter(reports[name].group for name in docnames)
        places = Counter(map(_place, docnames))
        for name in docnames:
            group, place = reports[name].group, _place(name)
            if len(docnames) == 1:
                found[name] = ""
            elif group and groups[group] == 1:
                found[name] = words.plain(Message("Group {group}", group=group))
            else:
                found[name] = place if places[place] == 1 else name
    return found


def _place(docname: str) -> str:
    """Return the folder that a report lies in; its own name where it lies in none."""
    folder = PurePosixPath(docname).parent.as_posix()
    return docname if folder == "." else folder
