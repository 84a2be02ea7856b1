"""The child process: its answers, its limits, its ends."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from support import ATTACHMENTS, write_report

from publisher.pdf import parent as door
from publisher.pdf.environment import child_environment, import_path
from publisher.pdf.process import (
    PdfCrashed,
    PdfFontsLost,
    PdfJob,
    PdfLibraryMissing,
    PdfLimits,
    PdfProcess,
    PdfResult,
    PdfTimeout,
    PdfTooLarge,
    PdfTooLong,
)
from publisher.pdf.progress import FIGURE, SECTION, unfinished
from publisher.pdf.protocol import (
    ProtocolError,
    head,
    pack,
    pack_attachments,
    pack_job,
    pack_result,
    unpack,
    unpack_attachments,
    unpack_job,
    unpack_result,
)
from publisher.pdf.work import PREFIX, Work, sweep

ROOT = Path(door.__file__).resolve().parents[2]
SMALL = "<!doctype html><html lang=en><title>t</title><body><h1>Words</h1><p>and more</p>"


def small(**changes) -> PdfJob:
    values = {
        "html": SMALL,
        "stylesheets": (),
        "images": {},
        "title": "t",
        "language": "en",
        "identifier": b"x",
    }
    return PdfJob(**{**values, **changes})


def instead(monkeypatch, code: str) -> None:
    """Let the child run this instead of its main function."""
    start = door.BOOTSTRAP.partition("from publisher")[0]
    monkeypatch.setattr(door, "BOOTSTRAP", start + code)


def test_a_job_and_its_attachments_survive_the_way(job):
    asked = job()
    stream = io.BytesIO(pack_job(asked) + pack_attachments(ATTACHMENTS))
    assert unpack_job(stream) == asked
    assert unpack_attachments(stream) == ATTACHMENTS


def test_a_result_survives_the_way():
    result = PdfResult(b"%PDF", 3, ("a", "b"), {"figure:1": "cut"}, {"question-1": (1, 2)})
    assert unpack_result(*unpack(io.BytesIO(pack_result(result)))) == result


class _Huge:
    """Announces more than a message can have."""

    def __len__(self) -> int:
        return 2**62


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RPDF",
        b"\x80\x04" + b"x" * 40,
        pack({"a": 1}, [b"blob"])[:-1],
        b"RPDF" + b"\xff" * 8,
        pack({})[:12] + b"[1]" + b" " * 20,
        head({}, [_Huge()]),
    ],
)
def test_what_is_no_message_is_refused(data):
    with pytest.raises(ProtocolError):
        unpack(io.BytesIO(data))


def test_a_message_that_is_no_result_is_refused():
    with pytest.raises(ProtocolError):
        unpack_result({"pages": 1, "messages": [], "unreadable": {}}, [])


def test_the_environment_is_ours_alone(tmp_path):
    inherited = {"PATH": "p", "PYTHONPATH": "x", "SECRET": "y", "LD_PRELOAD": "z"}
    found = child_environment(tmp_path, inherited)
    assert found["PATH"] == "p"
    assert not {"PYTHONPATH", "SECRET", "LD_PRELOAD"} & set(found)


def test_the_working_folder_is_no_place_for_modules(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = import_path(["", str(tmp_path), "relative", os.sep + "somewhere"])
    assert found == [os.sep + "somewhere", str(ROOT)]


def test_makes_one_pdf_and_leaves_nothing():
    with PdfProcess() as process:
        process.start()
        process.start()
        pid, work = process.pid, process._work.path
        assert process.render(small()).pages == 1
        with pytest.raises(RuntimeError):
            process.render(small())
    assert not work.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_leaving_early_ends_the_child():
    with PdfProcess() as process:
        process.start()
        pid, work = process.pid, process._work.path
    process.close()
    assert not work.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_killed_child_is_a_crash():
    with PdfProcess() as process:
        process.start()
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(PdfCrashed, match="SIGKILL"):
            process.render(small())


def test_a_child_that_ends_leaves_its_words_in_the_detail(monkeypatch, capfd):
    instead(monkeypatch, "raise SystemExit('last words')")
    with PdfProcess() as process, pytest.raises(PdfCrashed, match="exit code 1") as caught:
        process.render(small())
    assert "last words" in caught.value.detail
    assert capfd.readouterr() == ("", "")


def test_a_fault_inside_is_a_crash_with_its_traceback(monkeypatch):
    fault = "import publisher.pdf.objects.post_process as f; f.declare_ua = None; "
    start = door.BOOTSTRAP.replace("from publisher", fault + "from publisher")
    monkeypatch.setattr(door, "BOOTSTRAP", start)
    with PdfProcess() as process, pytest.raises(PdfCrashed) as caught:
        process.render(small())
    assert "Traceback" in caught.value.detail
    assert "Traceback" not in str(caught.value)


def test_time_is_limited():
    with PdfProcess(PdfLimits(seconds=0.01)) as process:
        with pytest.raises(PdfTimeout, match=r"0\.01 s"):
            process.render(small())
        with pytest.raises(ProcessLookupError):
            os.kill(process.pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory elsewhere")
def test_memory_is_limited(picture):
    big = picture((8000, 8000), colour="red", compress_level=1)
    limits = PdfLimits(memory_mib=350)
    with PdfProcess(limits) as process, pytest.raises(PdfTooLarge, match="350 MiB") as error:
        process.render(small(images={"figure:1": big}))
    assert error.value.figure == "figure:1"


def test_pages_are_limited_and_the_section_is_named():
    break_before = "<section id=two style='break-before: page'><p>b</p></section>"
    html = f"{SMALL}<section id=one><p>a</p>{break_before}{break_before.replace('two', 'three')}"
    with PdfProcess(PdfLimits(pages=2)) as process, pytest.raises(PdfTooLong, match="2 p") as error:
        process.render(small(html=html))
    assert error.value.section in {"two", "three"}


def test_where_a_child_ended_is_what_it_began_last():
    told = "noise\nsection begins: a\nfigure begins: 1\nfigure begins: 2\nfigure ends: 2\n"
    assert unfinished(told, SECTION) == "a"
    assert unfinished(told, FIGURE) == "1"
    assert unfinished(told + "figure begins: 3\n", FIGURE) == "3"
    assert unfinished(told + "section ends: a\nsection ends: a\n", SECTION) == ""


def test_a_missing_library_is_named(monkeypatch):
    broken = (
        "import sys; from types import ModuleType\n"
        "class M:\n"
        "  def find_spec(self, name, *_):\n"
        "    if name == 'weasyprint': raise OSError(\"cannot load library 'libpango-9': no\")\n"
        "sys.meta_path.insert(0, M()); from publisher.pdf.child.main import main; main(options)"
    )
    instead(monkeypatch, "\n" + broken)
    with PdfProcess() as process, pytest.raises(PdfLibraryMissing, match="libpango-9"):
        process.render(small())


@pytest.mark.parametrize("lost", ["the file", "the fonts"])
def test_a_pdf_in_fonts_of_the_host_is_none(monkeypatch, lost):
    def furnish(_, folder):
        if lost == "the fonts":
            (folder / "fonts.conf").write_text("<fontconfig/>")

    monkeypatch.setattr(PdfProcess, "furnish", furnish)
    with PdfProcess() as process, pytest.raises((PdfFontsLost, PdfCrashed)):
        process.render(small())


def test_which_fonts_are_of_the_host_is_said(monkeypatch):
    other = "import publisher.pdf.objects.fonts as f; f.FALLBACKS, f.FAMILIES = (), {}; "
    start = door.BOOTSTRAP.replace("from publisher", other + "from publisher")
    monkeypatch.setattr(door, "BOOTSTRAP", start)
    text = "came out in fonts of this machine: 'Source Serif 4'"
    with PdfProcess() as process, pytest.raises(PdfFontsLost, match=text) as caught:
        process.render(small())
    assert "doctor" in caught.value.advice


def test_what_a_library_prints_does_not_get_into_the_answer(monkeypatch):
    noise = (
        "import publisher.pdf.objects.post_process as f; f.declare_ua = lambda _: print('noise'); "
    )
    start = door.BOOTSTRAP.replace("from publisher", noise + "from publisher")
    monkeypatch.setattr(door, "BOOTSTRAP", start)
    with PdfProcess() as process:
        assert process.render(small()).pdf.startswith(b"%PDF-")


# -- ends ---------------------------------------------------------------------------

# A parent whose child waits for a job; it says the child's number and folder, and then sleeps.
WAITING = """
import sys, time
from publisher.pdf.process import PdfProcess
process = PdfProcess()
process.start()
print(process.pid, process._work.path, flush=True)
time.sleep(60)
"""


def waiting(folder):
    environment = {**os.environ, "TMPDIR": str(folder)}
    command = [sys.executable, "-P", "-c", WAITING]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
    pid, work = parent.stdout.readline().split()
    return parent, int(pid), Path(work)


def gone(pid, seconds=10):
    """Tell whether a process is gone, or about to be."""
    for _ in range(seconds * 20):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state in "ZX":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal at a parent's end")
def test_a_child_ends_with_its_parent_and_its_folder_is_swept(tmp_path, monkeypatch):
    parent, pid, work = waiting(tmp_path)
    other, busy, used = waiting(tmp_path)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert gone(pid)
    assert work.is_dir()
    (tmp_path / f"{PREFIX}file").write_text("x")
    (tmp_path / f"{PREFIX}link").symlink_to(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sweep()
    assert not work.exists()
    assert used.is_dir(), "it is in use"
    assert (tmp_path / f"{PREFIX}link").is_symlink()
    assert (tmp_path / f"{PREFIX}file").is_file()
    other.kill()
    other.wait()
    other.stdout.close()
    assert gone(busy)


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_an_asked_end_leaves_nothing(tmp_path, name):
    report = write_report(tmp_path / "report", "words " * 50_000)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = [
        sys.executable,
        "-P",
        "-m",
        "publisher",
        "pdf",
        str(report),
        "-o",
        str(tmp_path / "o"),
    ]
    run = subprocess.Popen(
        command, env={**os.environ, "TMPDIR": str(temporary)}, stderr=subprocess.DEVNULL
    )
    for _ in range(400):
        if list(temporary.glob(f"{PREFIX}*/stderr.txt")):
            break
        time.sleep(0.05)
    run.send_signal(getattr(signal, name))
    assert run.wait(30) == 128 + getattr(signal, name)
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "o").exists()


@pytest.mark.skipif(not hasattr(select, "poll"), reason="no such pipes")
def test_where_no_signal_tells_it_the_broken_pipe_does():
    read, write = os.pipe()
    code = f"from publisher.pdf.child.ending import watch; watch({write})"
    child = subprocess.Popen([sys.executable, "-P", "-c", code], pass_fds=[write])
    os.close(write)
    os.close(read)
    assert child.wait(20) == 1


def test_a_folder_that_another_locks_is_not_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    work = Work()
    sweep()
    assert work.path.is_dir()
    work.close()
    work.close()
    assert list(tmp_path.iterdir()) == []
