"""The files beside a report: judged by where they lead, read once, and never waited for."""

from __future__ import annotations

import itertools
import os
import time

import pytest
from support import png, run, write_report

from publisher.archive.decode import decode
from publisher.archive.receipt import receipt
from publisher.archive.verify import verify
from publisher.check import check
from publisher.doors.opened import FileError
from publisher.publish.build import Options, build
from publisher.publish.publication import Publication
from publisher.read.files import folder as module
from publisher.read.files.folder import Folder, is_too_long
from publisher.read.files.names import difference, nearest, spelling

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and pipes as POSIX has them")


def problems(path, output=None):
    """Return why the images of a report cannot be shown, by their addresses."""
    return {i.uri: i.problem for i in check(path, output=output).report.images}


def written(path, out):
    """Build page and archive; return the archive, which has to be proved."""
    built = build(path, out, options=Options(formats=["html", "archive"]))
    assert [d.message for d in built.diagnostics] == []
    assert verify(out / "report.json").diagnostics == []
    return decode((out / "report.json").read_bytes()).members


def reasons(members):
    return {held["path"]: held["reason"] for held in members["left_out"]}


def test_a_figure_is_judged_by_where_it_leads(tmp_path):
    path = write_report(
        tmp_path / "report",
        "".join(f"![It](figures/{n}.png)\n" for n in ("in", "dot", "git", "up", "loop", "none", "out")),
        figures={
            "figures/ok.png": png(), ".env": b"TOKEN=1", ".git/config": b"token",
            "build/report.html": b"<p>",
        },
    )  # fmt: skip
    figures = path.parent / "figures"
    (tmp_path / "secret.png").write_bytes(png(3, 3))
    for name, target in {
        "in": "ok.png", "dot": "../.env", "git": "../.git/config", "up": "../../secret.png",
        "loop": "loop.png", "none": "gone.png", "out": "../build/report.html",
    }.items():  # fmt: skip
        (figures / f"{name}.png").symlink_to(target)
    (figures / "build").symlink_to("../build", target_is_directory=True)
    (figures / "round").symlink_to("round")
    out = path.parent / "build"
    assert problems(path, out) == {
        "figures/in.png": "", "figures/dot.png": "hidden", "figures/git.png": "hidden",
        "figures/up.png": "outside", "figures/loop.png": "missing", "figures/none.png": "missing",
        "figures/out.png": "missing",
    }  # fmt: skip
    members = written(path, out)
    assert [held["path"] for held in members["figures"]] == ["figures/in.png", "figures/ok.png"]
    assert not members["files"]
    assert reasons(members)["figures/dot.png"] == "outside"
    assert b"TOKEN" not in (out / "report.json").read_bytes()
    first = (out / "report.json").read_bytes()
    written(path, out)
    assert (out / "report.json").read_bytes() == first


def test_a_link_into_an_output_beside_the_report_is_judged_alike_before_and_after(tmp_path):
    path = write_report(
        tmp_path / "report",
        "![It](figures/out.png) ![O](figures/a.png)",
        figures={"figures/a.png": png()},
    )
    (path.parent / "figures" / "out.png").symlink_to("../../out/report.html")
    out = tmp_path / "out"
    assert problems(path, out)["figures/out.png"] == "outside"
    written(path, out)
    first = (out / "report.json").read_bytes()
    assert problems(path, out)["figures/out.png"] == "outside"
    written(path, out)
    assert (out / "report.json").read_bytes() == first


def test_a_folder_that_is_a_link_is_judged_too(tmp_path):
    path = write_report(
        tmp_path / "report",
        "![It](figures/a.png)",
        figures={".hidden/a.png": png(), "x/a.png": png()},
    )
    (path.parent / "figures").symlink_to(".hidden")
    assert problems(path) == {"figures/a.png": "missing"}
    (path.parent / "figures").unlink()
    (path.parent / "figures").symlink_to("x")
    assert problems(path) == {"figures/a.png": ""}
    assert [h["path"] for h in written(path, tmp_path / "out")["figures"]] == ["figures/a.png"]


def test_a_pipe_is_not_waited_for(tmp_path):
    path = write_report(
        tmp_path / "report", "![It](figures/a.png)", figures={"figures/b.png": png()}
    )
    os.mkfifo(path.parent / "figures" / "a.png")
    assert problems(path) == {"figures/a.png": "no regular file"}
    assert reasons(written(path, tmp_path / "out")) == {"figures/a.png": "no regular file"}


@pytest.mark.parametrize("held", [True, False], ids=["in memory", "read again"])
def test_all_outputs_get_the_bytes_that_were_judged(tmp_path, monkeypatch, held):
    path = write_report(
        tmp_path / "report", "![It](figures/a.png)", figures={"figures/a.png": png()}
    )
    if not held:
        monkeypatch.setattr(module, "MAX_HELD", 0)
    folder = Folder(path.parent)
    first = folder.read("figures/a.png")
    (path.parent / "figures" / "a.png").write_bytes(png(5, 5))
    if held:
        assert folder.read("figures/a.png") == first
        assert folder.picture("figures/a.png").width != 5
    else:
        with pytest.raises(FileError, match="changed after it was read"):
            folder.read("figures/a.png")
    (path.parent / "figures" / "a.png").unlink()
    (path.parent / "figures" / "a.png").symlink_to(tmp_path / "elsewhere")
    if held:
        assert folder.read("figures/a.png") == first


def test_a_figure_that_changes_during_a_build_is_no_fault_of_ours(tmp_path, monkeypatch):
    path = write_report(
        tmp_path / "report", "![It](figures/a.png)", figures={"figures/a.png": png()}
    )
    widths = itertools.count(5)
    monkeypatch.setattr(module, "MAX_HELD", 0)
    monkeypatch.setattr(module, "read_below", lambda *_: png(next(widths), 5))
    done = run("build", path, "--to", "html,archive", "-o", tmp_path / "out")
    assert done.code == 3
    assert "figures/a.png: changed after it was read; run it again once all files" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("after", ["link", "gone"])
def test_a_figure_is_judged_once(tmp_path, after):
    """What is there when the archive is made changes nothing of what was read."""
    path = write_report(
        tmp_path / "report", "![It](figures/a.png)", figures={"figures/a.png": png()}
    )
    result = check(path)
    (path.parent / "figures" / "a.png").unlink()
    if after == "link":
        (path.parent / "figures" / "a.png").symlink_to(tmp_path / "elsewhere")
    made = Publication(result).archive()
    assert decode(made.data).members["figures"][0]["path"] == "figures/a.png"
    assert made.diagnostics == ()


def test_what_cannot_be_read_is_told_and_left_out(tmp_path, monkeypatch):
    path = write_report(
        tmp_path / "report", "![It](figures/a.png) [top](c.csv)",
        figures={"figures/a.png": png(), "figures/b.csv": b"1", "c.csv": b"1"},
    )  # fmt: skip

    def refuse(_folder, name, _most):
        raise FileError("changed", "changed while it was read", name)

    monkeypatch.setattr(module, "read_below", refuse)
    (found,) = [d for d in check(path).diagnostics if d.code == "image_unreadable"]
    assert "could not be read: no permission, or it changed meanwhile" in found.message
    members = written(path, tmp_path / "out")
    assert reasons(members) == dict.fromkeys(
        ("c.csv", "figures/a.png", "figures/b.csv"), "not read"
    )
    with pytest.raises(FileError, match="another report"):
        receipt(path)


def test_deep_folders_and_long_names_end_in_time(tmp_path):
    path = write_report(
        tmp_path / "report", "![It](figures/ok.png)", figures={"figures/ok.png": png()}
    )
    place = os.open(path.parent / "figures", os.O_RDONLY)
    for _ in range(300):
        os.mkdir("deep", dir_fd=place)
        place, above = os.open("deep", os.O_RDONLY, dir_fd=place), place
        os.close(above)
    os.close(place)
    start = time.process_time()
    members = written(path, tmp_path / "out")
    assert time.process_time() - start < 10
    ((left, reason),) = reasons(members).items()
    assert (left, reason) == ("figures" + "/deep" * 64, "path too long")
    deep = "figures" + "/deep" * 300 + "/a.png"
    assert Folder(path.parent).locate(deep).problem == "missing"
    assert Folder(path.parent).locate("n" * 300).problem == "missing"
    assert is_too_long("n" * 256)
    assert not is_too_long("n" * 255)
    assert is_too_long("/".join(["n" * 200] * 21))


def test_too_many_files_are_left_out_with_their_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_FILES", 3)
    path = write_report(
        tmp_path / "report", "[It](data/1.csv)", figures={f"data/{n}.csv": b"1" for n in range(9)}
    )
    members = written(path, tmp_path / "out")
    assert [held["path"] for held in members["files"]] == ["data/0.csv", "data/1.csv", "data/2.csv"]
    assert reasons(members) == {"data": "too many files"}


def test_a_path_may_come_back_by_the_name_of_the_folder(tmp_path):
    path = write_report(tmp_path / "reports", "It.", figures={"figures/plan.png": png()})
    folder = Folder(path.parent)
    for uri in ("../reports/figures/plan.png", "figures/../../reports/./figures/plan.png"):
        assert folder.locate(uri).path == "figures/plan.png"
    for uri in (
        "../../reports/figures/plan.png",
        "../report/figures/plan.png",
        "..",
        "../x/../reports",
    ):
        assert not folder.locate(uri).path
    members = written(
        write_report(
            tmp_path / "second", "![It](../second/figures/a.png)", figures={"figures/a.png": png()}
        ),
        tmp_path / "out",
    )
    assert [held["path"] for held in members["figures"]] == ["figures/a.png"]


@pytest.mark.parametrize(
    ("written_as", "meant", "told"),
    [
        ("at 4 PM.png", "at 4\u202fPM.png", "the file's name holds narrow no-break space (U+202F)"),
        ("plot\u200b.png", "plot.png", "what is written holds zero width space (U+200B)"),
        ("run", "run#1.png", "in an address '#' ends the path: write %23"),
        ("Plot.png", "plot.PNG", "the letter case differs"),
        ("o\u0308l.png", "\u00f6l.png", "its letters are put together in another way"),
        ("figures/lss.png", "figures/loss.png", "one letter differs"),
        ("figures/lost.png", "figures/loss.png", "one letter differs"),
        ("figures/lsos.png", "figures/loss.png", "one letter differs"),
        ("latina.png", "latin\u0430.png", "the file's name holds cyrillic small letter a (U+0430)"),
        (
            "gr\u00f8n.png",
            "gron.png",
            "what is written holds latin small letter o with stroke (U+00F8)",
        ),
        ("a b.png", "a%20b.png", "in an address '%' begins a letter's code: write %25"),
        ("loss-curve.png", "Loss_curve.png", "blanks or dashes differ"),
        ("plot.png", "figures/plot.png", ""),
    ],
)
def test_what_differs_in_names_is_said(written_as, meant, told):
    assert difference(written_as, meant) == told


def test_names_that_look_alike():
    assert (
        len({spelling(n) for n in ("a b", "A\u00a0B", "a%20b", "a\u202f \u200bb", "\uff41 b")}) == 1
    )
    assert (
        nearest("figures/los.png", ["figures/loss.png", "figures/train.png"]) == "figures/loss.png"
    )
    assert nearest("figures/loss1.png", ["figures/loss2.png"]) == ""
    assert nearest("figures/loss.png", ["figures/losf.png", "figures/lost.png"]) == ""
    assert nearest("a/b.png", ["ab.png"]) == ""
    assert nearest("figures/lsos.png", ["figures/loss.png"]) == "figures/loss.png"
    assert nearest("figures/loss curve.png", ["figures/loss_Curve.png"]) == "figures/loss_Curve.png"
    assert nearest("figures/b.png", ["figures/a.png"]) == ""
    assert nearest("figures/loss12.png", ["figures/loss21.png"]) == ""
