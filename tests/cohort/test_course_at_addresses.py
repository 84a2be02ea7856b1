"""``publisher course build`` with hand-ins and outputs at addresses: ``file://`` and ``memory://``, offline."""

from __future__ import annotations

import json
import sys

import pytest
from support import question, run

fsspec = pytest.importorskip("fsspec")

from publisher.cohort import storage  # noqa: E402
from publisher.doors.output import OutputError  # noqa: E402

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def memory():
    """Give fsspec's files in memory, empty."""
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield files
    files.store.clear()


@pytest.fixture
def handins(tmp_path):
    """Write hand-ins of two groups, one with signs that are wildcards elsewhere; return their folder."""
    for key, answer in {"Group 1": "Ten.", "Group [2]": "Twelve."}.items():
        place = tmp_path / "handins" / key / "reports" / "README.md"
        place.parent.mkdir(parents=True)
        place.write_text(f"# Bees\n\n{question(1, answer)}")
    return tmp_path / "handins"


def build(handins, out, tmp_path, *more):
    command = ("course", "build", handins, "-o", out, "--check-only", *more)
    return run(*command, cwd=tmp_path)


def tree(folder):
    """Return the files in a folder that are not hidden, with their bytes."""
    paths = [p for p in folder.rglob("*") if p.is_file()]
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}
    return {path: data for path, data in found.items() if not path.startswith(".")}


def stored(memory, root="/course"):
    paths = (p.removeprefix(f"{root}/") for p in memory.find(root))
    return {p: memory.cat_file(f"{root}/{p}") for p in paths if p != storage.MANIFEST}


def test_files_at_addresses_are_those_of_a_run_in_folders(handins, tmp_path):
    assert build(handins, tmp_path / "plain", tmp_path).code == 0
    done = build(handins.as_uri(), (tmp_path / "there").as_uri(), tmp_path)
    assert done.code == 0, done.err
    assert (
        tree(tmp_path / "there")
        == tree(tmp_path / "plain")
        == tree(tmp_path / "course-local/course")
    )
    assert [p.name for p in (tmp_path / "course-local").iterdir()] == ["course"]
    assert not (tmp_path / "there" / ".publisher-sending").exists()
    assert f"all is in {(tmp_path / 'there').as_uri()}" in done.err


def test_store_without_folders_gets_all_and_the_next_run_sends_what_changed(
    memory, handins, tmp_path, monkeypatch
):
    memory.put(str(handins), "/in", recursive=True)
    sent = []
    monkeypatch.setattr(
        storage, "_put", lambda place, files, put=storage._put: sent.append([*files]) or put(place, files)
    )  # fmt: skip
    assert build("memory://in", "memory://course", tmp_path).code == 0
    assert stored(memory) == tree(tmp_path / "course-local/course")
    order = [path for batch in sent for path in batch if path != storage.MANIFEST]
    assert order[-1] == "index.html"
    assert [p.split("/")[1] for p in order if p.startswith("groups/")] == sorted(
        p.split("/")[1] for p in order if p.startswith("groups/")
    )
    sent.clear()
    done = build("memory://in", "memory://course", tmp_path)
    assert (done.code, done.out, sent) == (0, "", [])
    memory.pipe_file("/in/Group 1/reports/README.md", f"# Ants\n\n{question(1, 'Six')}".encode())
    assert build("memory://in", "memory://course", tmp_path).code == 0
    changed = {path for batch in sent for path in batch}
    assert "groups/Group 1/row.json" in changed
    assert not [path for path in changed if "[2]" in path]
    assert stored(memory) == tree(tmp_path / "course-local/course")


def test_reader_sees_no_page_before_what_it_leads_to(memory, handins, tmp_path, monkeypatch):
    seen = []

    def move(self, path1, path2, **more):
        if not path2.endswith(storage.MANIFEST):
            seen.append(stored(memory))
        return moved(self, path1, path2, **more)

    moved = type(memory).mv
    monkeypatch.setattr(type(memory), "mv", move)
    assert build(handins, "memory://course", tmp_path).code == 0
    whole = tree(tmp_path / "course-local/course")
    assert len(seen) == len(whole)
    for moment in seen:
        there = {p: d for p, d in moment.items() if not p.startswith(storage._SENDING)}
        assert "index.html" not in there
        assert all(whole[path] == data for path, data in there.items())
        groups = {p.split("/")[1] for p in there if p.startswith("groups/")}
        sending = [d for p, d in moment.items() if p.startswith(storage._SENDING)]
        for group in groups:  # of a group of which anything is there, all has been sent
            own = {p for p in whole if p.startswith(f"groups/{group}/")}
            assert all(p in there or whole[p] in sending for p in own)


def test_run_that_is_ended_is_made_good_by_the_next(memory, handins, tmp_path, monkeypatch):
    moves = 0

    def move(self, *paths, **more):
        nonlocal moves
        moves += 1
        if moves == 4:
            raise OSError("the line is cut: https://store/x?X-Signature=abc")
        return moved(self, *paths, **more)

    moved = type(memory).mv
    with monkeypatch.context() as patched:
        patched.setattr(type(memory), "mv", move)
        done = build(handins, "memory://course", tmp_path)
    assert done.code == 2
    assert "memory://course: cannot be written: the line is cut: https://store/x***\n" in done.err
    assert "index.html" not in stored(memory)
    assert build(handins, "memory://course", tmp_path).code == 0
    assert stored(memory) == tree(tmp_path / "course-local/course")


def test_what_was_lost_there_is_sent_again(memory, handins, tmp_path):
    build(handins, "memory://course", tmp_path)
    memory.rm_file("/course/groups/Group 1/check.json")
    build(handins, "memory://course", tmp_path)
    assert stored(memory) == tree(tmp_path / "course-local/course")


@pytest.mark.parametrize("scheme", ["file", "memory"])
def test_erased_group_is_gone_without_a_trace(scheme, memory, handins, tmp_path):
    address = (tmp_path / "there").as_uri() if scheme == "file" else "memory://course"
    build(handins, address, tmp_path)
    done = run("course", "erase", "Group [2]", "-o", address, cwd=tmp_path)
    assert (done.code, done.err) == (0, f"publisher: Group [2]: is out of {address}\n")
    files, root = (
        (memory, "/course") if scheme == "memory" else (fsspec.filesystem("file"), tmp_path / "there")
    )  # fmt: skip
    found = files.find(str(root), withdirs=True)
    assert any("Group 1" in path for path in found)
    assert not any("[2]" in path for path in found)
    assert not any(b"[2]" in files.cat_file(path) for path in files.find(str(root)))


def test_hand_in_that_is_gone_takes_its_outputs_along(memory, handins, tmp_path):
    memory.put(str(handins), "/in", recursive=True)
    build("memory://in", "memory://course", tmp_path)
    memory.rm("/in/Group 1", recursive=True)
    assert build("memory://in", "memory://course", tmp_path).code == 0
    assert {p.split("/")[1] for p in stored(memory) if p.startswith("groups/")} == {"Group [2]"}


def test_what_cannot_be_a_hand_ins_is_left_out_and_told(memory, handins, tmp_path):
    memory.put(str(handins), "/in", recursive=True)
    for name in ("Group 1/../../away", "Group 1/x\x1b.txt", "Group 1/a\\b", "Group 1/.git/config"):
        memory.store[f"/in/{name}"] = type(memory.store["/in/Group 1/reports/README.md"])(
            memory, f"/in/{name}", b"x"
        )
    done = build("memory://in", tmp_path / "out", tmp_path)
    assert done.code == 0, done.err
    assert done.err.count("not fetched: Group 1/") == 2
    assert "\x1b" not in done.err
    assert ".git" not in done.err
    assert not list(tmp_path.rglob("away"))


def test_links_are_not_followed(handins, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("x")
    (handins / "Group 1" / "reports" / "away").symlink_to(tmp_path / "secret")
    (handins / "Group 1" / "reports" / "key").symlink_to(tmp_path / "secret" / "key")
    done = build(handins.as_uri(), tmp_path / "out", tmp_path)
    assert done.err.count("a link, or no file") == 2
    assert not (tmp_path / "course-local").exists()  # nothing was to be kept in it


@pytest.mark.parametrize(
    ("name", "bound"), [("MAX_FILES", 1), ("MAX_TOTAL", 400), ("MAX_FILE", 400), ("_DEEPEST", 2)]
)
def test_too_much_costs_its_own_group(name, bound, handins, tmp_path, monkeypatch):
    deep = handins / "Group 1" / "reports" / "figures"
    deep.mkdir()
    (deep / "a.txt").write_text("x" * 500)
    monkeypatch.setattr(storage, name, bound)
    done = build(handins.as_uri(), tmp_path / "out", tmp_path)
    assert "not fetched: Group 1" in done.err
    assert "Group [2]\tdone" in done.out


@pytest.mark.parametrize(("name", "bound"), [("_MOST_NAMES", 3), ("_MOST_BYTES", 40)])
def test_too_much_in_all_ends_the_run(name, bound, handins, tmp_path, monkeypatch):
    monkeypatch.setattr(storage, name, bound)
    done = build(handins.as_uri(), tmp_path / "out", tmp_path)
    assert done.code == 3
    assert f"{handins.as_uri()}: has more than" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("handins", "out", "code", "said"),
    [
        ("memory://nowhere", "out", 3, "memory://nowhere: cannot be read: it is not there"),
        ("nowhere://x/y", "out", 2, "nowhere://x/y: cannot be used: Protocol not known"),
        ("https://example.org/x", "out", 2, "https://example.org/x: expected a folder in a store"),
        ("memory://", "out", 2, "memory://: expected a folder, found none"),
        ("cache::memory://x", "out", 2, "expected a folder in a store"),
        ("memory://in", "memory://in/out", 2, "memory://in/out: is in the folder of the hand-ins"),
        ("in", "s3://KEY:se/cret@b/x", 2, "s3://***@b/x: expected an address without password"),
        ("in", "abfs://b/x?sig=secret", 2, "abfs://b/x: expected an address without password"),
    ],
)
@pytest.mark.usefixtures("memory")
def test_address_that_cannot_be_used_is_said_without_its_secrets(
    handins, out, code, said, tmp_path
):
    done = build(handins, out, tmp_path)
    assert done.code == code
    assert said in done.err
    assert "cret" not in done.err


def test_missing_library_is_named(handins, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    done = build(handins, "memory://course", tmp_path)
    assert done.code == 5
    assert "memory://course: needs fsspec" in done.err
    assert "pip install report-publisher[remote]" in done.err


def test_missing_library_of_a_store_is_named(handins, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    done = build(handins, "gs://bucket/course", tmp_path)
    assert done.code == 5
    assert "gs://bucket/course: needs a library that is not installed: " in done.err


def test_folder_of_something_else_is_left_alone(memory, handins, tmp_path):
    memory.pipe_file("/course/thesis.pdf", b"mine")
    done = build(handins, "memory://course", tmp_path)
    assert done.code == 2
    assert "memory://course: holds files, and none that says it is a course's" in done.err
    assert stored(memory) == {"thesis.pdf": b"mine"}
    assert done.out == ""  # it is said before anything is made


@pytest.mark.parametrize(
    "files", [{"../in/thesis.pdf": ""}, {"/thesis.pdf": ""}, {"a": 1}, ["a"], None]
)
def test_manifest_of_somebody_else_removes_nothing(files, memory, handins, tmp_path):
    memory.pipe_file("/in/thesis.pdf", b"mine")
    memory.pipe_file(f"/course/{storage.MANIFEST}", json.dumps({"files": files}).encode())
    done = build(handins, "memory://course", tmp_path)
    assert done.code == 2
    assert storage.MANIFEST in done.err
    assert memory.cat_file("/in/thesis.pdf") == b"mine"


def test_local_folder_goes_with_an_address(memory, handins, tmp_path):
    done = build(handins, tmp_path / "out", tmp_path, "--local", tmp_path / "kept")
    assert (done.code, "--local: goes with an address" in done.err) == (2, True)
    assert build(handins, "memory://course", tmp_path, "--local", tmp_path / "kept").code == 0
    assert stored(memory) == tree(tmp_path / "kept" / "course")


@pytest.mark.parametrize(
    "address", ["s3://a:b@c/d", "s3://a:b/e@c/d", "s3://tok@c/d?sig=b", "x::s3://a:b@c/d"]
)
def test_what_is_shown_of_an_address_holds_no_secret(address):
    assert storage.shown(address) == f"{address.partition('://')[0]}://***@c/d"


def test_error_of_a_store_says_no_secret():
    place = storage.Place(None, "c/d", "s3://c/d")
    with (
        pytest.raises(OutputError, match=r"^s3://c/d: cannot be written: at \*\*\*c/d\*\*\*$"),
        place.asked(OutputError, "written"),
    ):
        raise RuntimeError("at\n  s3://a:b@c/d?sig=x")


def test_one_path_in_two_stores_is_two_places(memory, handins, tmp_path):
    memory.put(str(handins), str(handins), recursive=True)
    done = build(f"memory:/{handins}", (handins / "out").as_uri(), tmp_path)
    assert done.code == 0, done.err
