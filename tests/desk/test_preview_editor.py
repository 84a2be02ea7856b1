"""A writer's editor is called by its words, and by no shell."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from publisher.desk.preview.editor import Editor, EditorError

REPORT = Path("a folder; $(id)") / "README.md"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("{file}", [f"{REPORT.absolute()}"]),
        ("-g {file}:{line}:{column}", ["-g", f"{REPORT.absolute()}:7:3"]),
        (
            "'+{line}' \"--at={file}\" $HOME `id`",
            ["+7", f"--at={REPORT.absolute()}", "$HOME", "`id`"],
        ),
        ("{file} '{\"at\": {line}}' ;", [f"{REPORT.absolute()}", '{"at": 7}', ";"]),
    ],
)
def test_a_command_is_split_into_words_and_filled(command, words):
    editor = Editor(f'"{sys.executable}" {command}')
    assert editor.command(REPORT, 7, 3) == [sys.executable, *words]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("", "{file}"),
        ("code", "{file}"),
        ("code -g {line}", "{file}"),
        ("code {file", "{file}"),
        ("code '{file}", "cannot be split"),
        ("code {path}", "{path}"),
        ("code {file} {row}", "{row}"),
        ("code {file.__class__}", "{file}"),
        ("code {}", "{}"),
        ("code {file!r}", "{file}"),
        ("no-such-editor {file}", "no-such-editor"),
    ],
)
def test_a_command_that_cannot_be_called_is_refused(command, told):
    with pytest.raises(EditorError) as error:
        Editor(command)
    assert told in str(error.value)
