"""Links out of the report's folder lead to the repository on the web, where that is known."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from publisher.archive.verify import verify
from publisher.check import check
from publisher.course.file import read_course
from publisher.course.settings import Course, CourseError
from publisher.doors import git as door
from publisher.pdf.doctor import examine
from publisher.publish.build import Options, build
from publisher.read.files.repository import Repository, Web

HEAD = "https://github.com/garden/project/blob/HEAD"
LINKS = (
    "[a](../src/pump.py#L3) [b](../src) [c](../src/Pump.py) [d](notes.md) [e](gone.md) "
    "[f](/src/pump.py) [g](../../x) [h](<../a plan.md?plain=1>) [i](#question-1)"
)
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not on this machine")


def git(folder, *command):
    subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def report(tmp_path):
    """Return a report in a repository, with files in it that are not committed yet."""
    project = tmp_path / "project"
    for name in ("reports/notes.md", "src/pump.py", "a plan.md"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("x", encoding="utf-8")
    path = project / "reports" / "README.md"
    path.write_text(f"### Question 1\n> Answer:\n\n{LINKS}\n", encoding="utf-8")
    git(project, "init", "-q")
    git(project, "add", "reports")
    return path


def links(result):
    return {link.astext(): link.get("web", "") for link, _ in result.report.answer_links()}


def dead(result):
    return [d.message.split("'")[1] for d in result.diagnostics if d.code == "link_dead"]


WANTED = {
    "a": f"{HEAD}/src/pump.py#L3",
    "b": f"{HEAD}/src",
    "c": f"{HEAD}/src/Pump.py",
    "d": f"{HEAD}/reports/notes.md",
    "e": "",
    "f": f"{HEAD}/src/pump.py",
    "g": "",
    "h": f"{HEAD}/a%20plan.md",
    "i": "",
}


@needs_git
def test_links_lead_to_the_remote_and_dead_ones_are_told(report):
    git(report.parent, "remote", "add", "origin", "https://me:token@github.com/garden/project.git")
    result = check(report)
    assert links(result) == WANTED
    assert dead(result) == ["../src/Pump.py", "gone.md"]


@needs_git
def test_page_and_archive_hold_it_and_the_archive_gives_the_same_bytes(report, tmp_path):
    git(report.parent, "remote", "add", "origin", "git@github.com:garden/project.git")
    first = build(report, tmp_path / "first", options=Options(formats=["html", "archive"]))
    data = [path.read_bytes() for path in first.written]
    assert f'<a href="{HEAD}/src/pump.py#L3">a</a>'.encode() in data[0]
    assert b'<span class="local-link">g <span class="path">(../../x)</span></span>' in data[0]
    git(report.parent, "remote", "set-url", "origin", "git@github.com:elsewhere/project.git")
    again = build(
        first.written[1], tmp_path / "again", options=Options(formats=["html", "archive"])
    )
    assert [path.read_bytes() for path in again.written] == data


@needs_git
def test_without_a_remote_links_are_text_and_still_looked_up(report):
    result = check(report)
    assert set(links(result).values()) == {""}
    assert dead(result) == ["../src/Pump.py", "gone.md"]


@needs_git
def test_a_report_that_git_does_not_hold_is_not_of_its_repository(report):
    git(report.parent, "remote", "add", "origin", "https://github.com/garden/project.git")
    git(report.parent, "rm", "-q", "--cached", "README.md")
    assert set(links(check(report)).values()) == {""}


def test_settings_name_the_repository(report):
    address = "https://gitlab.example.org/a/b/project/-/tree/main/reports"
    found = links(check(report, Course(repository=address)))
    assert found["a"] == "https://gitlab.example.org/a/b/project/-/tree/main/src/pump.py#L3"


@pytest.mark.parametrize(
    ("origin", "files"),
    [
        ("https://github.com/garden/project", HEAD),
        ("ssh://git@github.com:22/garden/project.git/", HEAD),
        ("git@gitlab.com:a/b/c.git", "https://gitlab.com/a/b/c/-/blob/HEAD"),
        (
            "https://bitbucket.org/garden/project.git",
            "https://bitbucket.org/garden/project/src/HEAD",
        ),
        ("https://example.org/garden/project.git", ""),
        ("/srv/git/project.git", ""),
        ("file:///srv/github/project.git", ""),
        ('https://github.com/garden/"onclick=x', ""),
        ("", ""),
    ],
)
@needs_git
def test_origins(report, origin, files):
    git(report.parent, "config", "remote.origin.url", origin)
    found = Repository.around(report)
    assert found is not None
    assert (found.files, found.folder) == (files, "reports")


@pytest.mark.parametrize(
    ("address", "files", "folder"),
    [
        ("https://github.com/g/p/tree/main/reports", "https://github.com/g/p/tree/main", "reports"),
        ("https://github.com/g/p/blob/v1", "https://github.com/g/p/blob/v1", ""),
        ("https://github.com/g/p/tree/main/a%20b/c/", "https://github.com/g/p/tree/main", "a b/c"),
    ],
)
def test_addresses(address, files, folder):
    found = Repository.shown_at(address)
    assert found is not None
    assert (found.files, found.folder) == (files, folder)
    assert found.shows("../" * 9, found=False) == Web()


@pytest.mark.parametrize(
    "address",
    ["github.com/g/p", "https://github.com/g/p", "javascript:alert(1)", "http://h/g/p/tree/m"],
)
def test_a_setting_that_is_no_such_address(tmp_path, address):
    assert Repository.shown_at(address) is None
    path = tmp_path / "course.yaml"
    path.write_text(f"repository: {address}\n", encoding="utf-8")
    with pytest.raises(CourseError, match=r"course.yaml:1: repository: expected the address"):
        read_course(path, ())


# -- repositories of another user --------------------------------------------------


@pytest.fixture
def foreign(report, tmp_path, monkeypatch):
    """Let git take the report's repository for another user's, as a container's often is."""
    monkeypatch.setitem(door._UNCONFIGURED, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return report


def notes(result):
    return [d for d in result.diagnostics if d.code == "repository_unread"]


@needs_git
def test_a_repository_that_git_refuses_is_told_once_and_in_no_archive(foreign, tmp_path):
    result = check(foreign)
    (note,) = notes(result)
    assert note.severity == "note"
    assert "another user" in note.message
    assert "git config --global --add safe.directory" in note.help
    assert str(tmp_path) not in note.message + note.help
    assert dead(result) == ["gone.md"]
    assert build(foreign, tmp_path / "out", options=Options(formats=["archive"])).written
    assert (
        b"repository_unread"
        not in (tmp_path / "out" / "report.json").read_bytes().split(b'"settings"')[0]
    )
    assert not verify(tmp_path / "out" / "report.json").diagnostics


@needs_git
def test_it_is_told_where_only_the_date_was_asked(foreign, tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    foreign.write_text("### Question 1\n\n> Answer:\n\nNo link.\n", encoding="utf-8")
    assert not notes(check(foreign))
    (note,) = notes(build(foreign, tmp_path / "out", options=Options(formats=["html", "archive"])))
    assert "another user" in note.message
    assert "safe.directory" in note.help
    assert not notes(
        build(foreign, tmp_path / "out", Course(date="2026-01-31"), Options(formats=["html"]))
    )
    off = Course(severities={"repository_unread": None})
    assert not notes(build(foreign, tmp_path / "out", off, Options(formats=["html"])))


@needs_git
@pytest.mark.parametrize("how", ["home", "named"])
def test_the_users_own_word_that_it_is_safe_counts_and_nothing_else(
    foreign, tmp_path, monkeypatch, how
):
    file = tmp_path / "home" / ".gitconfig"
    if how == "named":
        file = tmp_path / "settings"
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))
    (tmp_path / "all").write_text("*\n")
    (tmp_path / "more").write_text("[safe]\n\tdirectory = *\n")
    ignoring = f"[core]\n\texcludesFile = {tmp_path / 'all'}\n"
    file.write_text(f"{ignoring}[include]\n\tpath = {tmp_path / 'more'}\n")
    assert notes(check(foreign)), "what a file includes is not asked"
    project = foreign.parent.parent
    file.write_text(f"{ignoring}[safe]\n\tdirectory = /elsewhere\n")
    assert notes(check(foreign))
    file.write_text(f"{ignoring}[safe]\n\tdirectory = /elsewhere\n\tdirectory = {project}\n")
    result = check(foreign)
    assert not notes(result)
    assert dead(result) == ["../src/Pump.py", "gone.md"], "ignored, src/pump.py would be dead, too"


@needs_git
def test_no_repository_says_for_itself_that_it_is_safe(foreign):
    git(foreign.parent, "config", "safe.directory", "*")
    assert notes(check(foreign))


def test_without_git_a_repository_is_told(report, monkeypatch):
    monkeypatch.setenv("PATH", str(report.parent))
    (note,) = notes(check(report))
    assert note.help == "install git"


@needs_git
@pytest.mark.parametrize("broken", ["a file that leads nowhere", "settings"])
def test_a_repository_that_git_cannot_read_is_told(report, broken):
    place = report.parent.parent / ".git"
    if broken == "settings":
        (place / "config").write_text("no settings")
    else:
        place.rename(report.parent.parent / "was")
        place.write_text("gitdir: /nowhere\n")
    (note,) = notes(check(report))
    assert note.message == "the repository around the report was not read: git cannot read it"
    assert "git status" in note.help


@needs_git
def test_a_folder_that_is_only_called_like_a_repository_is_none(report):
    place = report.parent.parent / ".git"
    place.rename(report.parent.parent / "was")
    place.mkdir()
    assert not notes(check(report))


def test_without_a_repository_there_is_nothing_to_tell(tmp_path, monkeypatch):
    path = tmp_path / "README.md"
    path.write_text(f"### Question 1\n> Answer:\n\n{LINKS}\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not notes(check(path))


@needs_git
def test_the_doctor_tells_of_a_repository_that_git_refuses(foreign, monkeypatch):
    monkeypatch.chdir(foreign.parent)
    (found,) = [f for f in examine() if f.name == "git"]
    assert not found.fine
    assert not found.needed
    assert 'git config --global --add safe.directory "$PWD"' in found.told


@needs_git
def test_names_with_signs_are_no_patterns(tmp_path):
    (tmp_path / "src").mkdir()
    for name in ("a.md", ":(top)x.md", "[a].md"):
        (tmp_path / name).write_text("### Question 1\n> Answer:\n\n[it](src)\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "a.md")
    git(tmp_path, "--literal-pathspecs", "add", ":(top)x.md")
    git(tmp_path, "remote", "add", "origin", "https://github.com/garden/project")
    assert Repository.around(tmp_path / "a.md")
    assert Repository.around(tmp_path / ":(top)x.md")
    assert Repository.around(tmp_path / "[a].md") is None


@needs_git
def test_no_protocol_is_allowed_whatever_a_repository_says(tmp_path, monkeypatch):
    git(tmp_path, "init", "-q", "a")
    git(tmp_path, "init", "-q", "b")
    git(tmp_path / "a", "config", "protocol.file.allow", "always")
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "file")
    said = door._run(tmp_path / "a", "ls-remote", str(tmp_path / "b"))
    assert said.returncode
    assert b"'file' not allowed" in said.stderr
