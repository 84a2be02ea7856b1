"""Collecting hand-ins from repositories, folders and zips, as of a deadline."""

from __future__ import annotations

import os
import subprocess
import zipfile

import pytest
from support import png, question

from publisher.cohort.collect import Bounds, collect
from publisher.cohort.handin import HandinError, read_handin
from publisher.cohort.remote import Remote, RemoteError, address_fault, environment, is_address
from publisher.course.deadline import deadline
from publisher.course.groups import Group
from publisher.doors.output import OutputError

LIMIT = deadline("2026-01-23T23:59:00+01:00")
HOUR = 3600


class Repository:
    """A repository of a group, with commits at hours from the deadline."""

    def __init__(self, folder, branch="main"):
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "-q", "-b", branch)

    def git(self, *command, hours=0.0, written=None):
        dates = {
            f"GIT_{who}_DATE": f"{LIMIT.latest + int(at * HOUR)} +0000"
            for who, at in (("COMMITTER", hours), ("AUTHOR", hours if written is None else written))
        }
        names = {
            f"GIT_{who}_{what}": "x@example.org"
            for who in ("COMMITTER", "AUTHOR")
            for what in ("NAME", "EMAIL")
        }
        subprocess.run(
            ["git", *command], cwd=self.folder, check=True, capture_output=True,
            env=os.environ | names | dates | {"GIT_CONFIG_GLOBAL": os.devnull},
        )  # fmt: skip

    def commit(self, files, hours, written=None):
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.git("add", "-A", hours=hours)
        self.git("commit", "-q", "--allow-empty", "-m", "x", hours=hours, written=written)
        return self


def report(answer):
    return f"# Bees\n\n{question(1, answer)}"


@pytest.fixture
def collected(tmp_path):
    """Collect groups and return what is known of each, by its key."""

    def run(*groups, limit=LIMIT, **options):
        found = list(collect(groups, tmp_path / "handins", tmp_path, limit, **options))
        assert sorted(h.group for h in found) == sorted(g.key for g in groups)
        for handin in found:
            if handin.report and not any("earlier run" in told for told in handin.told):
                assert read_handin(tmp_path / "handins" / handin.group / "handin.json") == handin
        assert not list((tmp_path / "handins").glob(".publisher-*"))
        return {handin.group: handin for handin in found}

    return run


def text_of(tmp_path, handin):
    return (tmp_path / "handins" / handin.group / handin.report).read_text(encoding="utf-8")


def test_hand_in_is_what_stood_there_at_the_deadline(tmp_path, collected):
    Repository(tmp_path / "a", branch="trunk").commit(
        {
            "reports/README.md": report("Early."),
            "reports/figures/a.png": png(),
            "src/train.py": "x",
        },
        -9,
    ).commit({"reports/README.md": report("In time.")}, -1).commit(
        {"reports/README.md": report("Late.")}, 2
    )
    handin = collected(Group("a", "a"))["a"]
    assert (handin.report, handin.branch, handin.late) == ("reports/README.md", "trunk", "changed")
    assert handin.committed == "2026-01-23T21:59:00Z"
    assert "In time." in text_of(tmp_path, handin)
    place = tmp_path / "handins" / "a"
    assert sorted(p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()) == [
        "handin.json",
        "reports/README.md",
        "reports/figures/a.png",
    ]
    assert place.stat().st_mode & 0o777 == 0o700


def test_late_merge_does_not_count(tmp_path, collected):
    made = Repository(tmp_path / "a").commit({"reports/README.md": report("In time.")}, -9)
    made.git("checkout", "-q", "-b", "side")
    made.commit({"reports/README.md": report("On the side.")}, -2)
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "--no-ff", "--no-edit", "side", hours=3)
    handin = collected(Group("a", "a"))["a"]
    assert "In time." in text_of(tmp_path, handin)
    assert handin.late == "changed"


def test_rebase_after_the_deadline_is_unknown_and_lost_to_nobody(tmp_path, collected):
    Repository(tmp_path / "a").commit(
        {"reports/README.md": report("Written in time.")}, 2, written=-3
    )
    handin = collected(Group("a", "a"))["a"]
    assert handin.late == "unknown"
    assert "written anew" in handin.doubt
    assert "Written in time." in text_of(tmp_path, handin)


def test_extension_goes_before_the_deadline_of_the_course(tmp_path, collected):
    Repository(tmp_path / "a").commit({"reports/README.md": report("Extended.")}, 2)
    assert collected(Group("a", "a"))["a"].reason.startswith("no report by the deadline: the first")
    extended = collected(Group("a", "a", deadline=deadline("2026-01-30T00:00Z")))["a"]
    assert (extended.reason, extended.late) == ("", "no")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"src/a.py": "x"}, "no report: there is no reports/README.md"),
        (
            {"report/README.md": report("Here.")},
            "there is no reports/README.md; report/README.md asks questions",
        ),
        ({"README.md": "# Code\n", "docs/exam.md": report("Here.")}, "docs/exam.md asks questions"),
    ],
)
def test_missing_report_names_what_was_found(tmp_path, collected, files, said):
    Repository(tmp_path / "a").commit(files, -1)
    assert said in collected(Group("a", "a"))["a"].reason


@pytest.mark.parametrize("folder", ["reports", "project-main/reports"])
def test_zip_of_a_repository_has_a_folder_around_it(tmp_path, collected, folder):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("project-main/reports/README.md", report("Here."))
        made.writestr("project-main/src/a.py", "x")
    assert collected(Group("a", "a.zip", folder))["a"].report == "reports/README.md"


def test_more_than_a_hand_in_may_have_is_not_read(tmp_path, collected, monkeypatch):
    monkeypatch.setattr("publisher.cohort.sources.MAX_TOTAL", 1024 * 1024)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("x.md", "y.md"):
            made.writestr(name, bytes(1024 * 1024))
    assert "more than 1" in collected(Group("a", "a.zip"))["a"].reason


def test_report_that_came_late_is_told(tmp_path, collected):
    Repository(tmp_path / "a").commit({"x": "1"}, -1).commit({"reports/README.md": report("x")}, 1)
    assert "it came after the deadline" in collected(Group("a", "a"))["a"].reason


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "none is named"),
        ("nowhere", "there is no such file or folder"),
        ("http://example.org/x", "expected an address by https, ssh, file"),
        ("ext::sh -c x", "expected an address by https, ssh, file"),
        ("https://token@example.org/x", "without a name or token"),
        ("empty.zip", "is no zip that can be read"),
    ],
)
def test_missing_repository_is_a_row(tmp_path, collected, address, said):
    (tmp_path / "empty.zip").write_bytes(b"")
    handin = collected(Group("a", address))["a"]
    assert handin.reason.startswith("no repository: ")
    assert said in handin.reason
    assert "token@" not in handin.reason + handin.address


def test_repository_without_a_commit(tmp_path, collected):
    Repository(tmp_path / "a")
    assert "has no commits" in collected(Group("a", "a"))["a"].reason


def test_links_submodules_and_pointers_are_told(tmp_path, collected):
    made = Repository(tmp_path / "a").commit(
        {
            "reports/README.md": report("x"),
            "reports/figures/big.png": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
            "reports/.env": "secret",
            "other.txt": "other",
        },
        -9,
    )
    reports = made.folder / "reports"
    (reports / "out").symlink_to("../other.txt")
    (reports / "away").symlink_to("/etc/hostname")
    (reports / "hidden").symlink_to(".env")
    (reports / "same.md").symlink_to("README.md")
    made.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},reports/sub")
    made.git("add", "-A", "reports/out", "reports/away", "reports/hidden", "reports/same.md")
    made.git("commit", "-q", "-m", "x", hours=-1)
    handin = collected(Group("a", "a"))["a"]
    assert set(handin.left_out) == {"out", "away", "hidden", "sub"}
    assert "submodule" in handin.left_out["sub"]
    assert any("figures/big.png: a Git LFS pointer" in told for told in handin.told)
    folder = tmp_path / "handins" / "a" / "reports"
    assert (folder / "same.md").read_text() == (folder / "README.md").read_text()
    assert not (folder / "same.md").is_symlink()
    assert not (folder / ".env").exists()


def test_zip_and_folder_are_hand_ins(tmp_path, collected):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("reports/README.md", report("Zipped."))
        made.writestr("reports/../../evil.md", "x")
        made.writestr("__MACOSX/reports/._README.md", "x")
    (tmp_path / "b" / "reports").mkdir(parents=True)
    (tmp_path / "b" / "reports" / "README.md").write_text(report("In a folder."))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "README.md").write_text(report("At the top."))
    found = collected(Group("a", "a.zip"), Group("b", "b"), Group("c", "c", folder="."))
    assert "Zipped." in text_of(tmp_path, found["a"])
    assert "In a folder." in text_of(tmp_path, found["b"])
    assert "At the top." in text_of(tmp_path, found["c"])
    assert {h.late for h in found.values()} == {"unknown"}
    assert not (tmp_path / "evil.md").exists()


def test_hand_in_stays_when_the_repository_is_gone(tmp_path, collected):
    Repository(tmp_path / "a").commit({"reports/README.md": report("First.")}, -1)
    collected(Group("a", "a"))
    (tmp_path / "a").rename(tmp_path / "gone")
    handin = collected(Group("a", "a"))["a"]
    assert "First." in text_of(tmp_path, handin)
    assert any("kept from an earlier run" in told for told in handin.told)


def test_second_run_replaces_the_first_whole(tmp_path, collected):
    made = Repository(tmp_path / "a").commit(
        {"reports/README.md": report("1"), "reports/old.md": "x"}, -3
    )
    collected(Group("a", "a"))
    (made.folder / "reports" / "old.md").unlink()
    made.commit({"reports/README.md": report("Second.")}, -1)
    assert "Second." in text_of(tmp_path, collected(Group("a", "a"))["a"])
    assert not (tmp_path / "handins" / "a" / "reports" / "old.md").exists()


def test_only_what_is_needed_comes_where_the_server_filters(tmp_path, collected):
    made = Repository(tmp_path / "a").commit(
        {"reports/README.md": report("x"), "data.bin": os.urandom(99_999)}, -1
    )
    assert "whole repositories" in collected(Group("a", "a"))["a"].told[0]
    made.git("config", "uploadpack.allowFilter", "true")
    assert collected(Group("a", "a"))["a"].told == ()
    remote = Remote.clone(made.folder.as_uri(), tmp_path / "clone", seconds=60, max_mib=99)
    size = sum(p.stat().st_size for p in (tmp_path / "clone").rglob("*") if p.is_file())
    assert remote.filtered
    assert size < 60_000


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        (Bounds(max_mib=1), "more than 1 MiB (the limit)"),
        (Bounds(seconds=0), "more than 0 s (the limit)"),
    ],
)
def test_limits_end_a_clone(tmp_path, collected, bounds, said):
    files = {"reports/README.md": report("x"), "b": os.urandom(2_000_000)}
    Repository(tmp_path / "a").commit(files, -1)
    assert said in collected(Group("a", "a"), bounds=bounds)["a"].reason


def test_nothing_of_the_environment_leads_git_elsewhere():
    held = {
        "GIT_DIR": "/x",
        "GIT_SSH_COMMAND": "ssh -i key",
        "PATH": "/bin",
        "GIT_ALLOW_PROTOCOL": "ext",
    }
    online, offline = (environment(held, online=online) for online in (True, False))
    assert "GIT_DIR" not in online
    assert online["GIT_SSH_COMMAND"] == "ssh -i key"
    assert online["GIT_ALLOW_PROTOCOL"] == "https:ssh:file"
    assert offline["GIT_ALLOW_PROTOCOL"] == "none"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://x/y", True),
        ("git@x.org:a/b.git", True),
        ("ext::x", True),
        ("a/b", False),
        ("a.zip", False),
        ("C:\\x", False),
    ],
)
def test_addresses_and_paths(text, address):
    assert is_address(text) == address


def test_secret_is_in_no_message(tmp_path):
    assert address_fault("https://me:secret@example.org/x")
    with pytest.raises(RemoteError) as raised:
        Remote.clone("file:///nowhere", tmp_path / "x", seconds=20, max_mib=9)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"format": "publisher.handin/1"}'])
def test_what_is_no_handin_is_said(tmp_path, data):
    (tmp_path / "handin.json").write_bytes(data)
    with pytest.raises(HandinError, match=r"handin\.json"):
        read_handin(tmp_path / "handin.json")


def test_hand_in_that_an_ended_run_had_moved_away_is_put_back(tmp_path, collected):
    Repository(tmp_path / "a").commit({"reports/README.md": report("Ten.")}, -1)
    collected(Group("a", "a"))
    room = tmp_path / "handins" / ".publisher-x"
    room.mkdir()
    (tmp_path / "handins" / "a").rename(room / "old")
    (tmp_path / "a").rename(tmp_path / "b")  # and now the repository is gone
    handin = collected(Group("a", "a"))["a"]
    assert "Ten." in text_of(tmp_path, handin)
    assert not room.exists()


def test_two_runs_at_once_are_refused(tmp_path):
    Repository(tmp_path / "a").commit({"reports/README.md": report("Ten.")}, -1)
    first = collect([Group("a", "a"), Group("b", "b")], tmp_path / "handins", tmp_path, LIMIT)
    next(first)
    with pytest.raises(OutputError, match="another run"):
        next(collect([Group("a", "a")], tmp_path / "handins", tmp_path, LIMIT))
    list(first)
