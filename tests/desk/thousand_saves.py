"""What takes long: 1,000 saves in a minute, and a report of 2 MB with 500 figures.  ``nox -s desk`` runs it."""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import threading
import time
import urllib.request
from random import Random

import psutil
import pytest
from previews import previewing
from support import EXAMPLE, question

pytestmark = pytest.mark.enable_socket
SAVES, SECONDS = 1000, 60
MORE = 1.1
"""How much the memory after all saves may be, beside that after ten."""


@pytest.fixture
def report(tmp_path):
    shutil.copytree(EXAMPLE.parent, tmp_path / "report")
    return tmp_path / "report" / "README.md"


def opened(address):
    return urllib.request.urlopen(address, timeout=120)  # noqa: S310 - our own


def told(stream):
    """Yield what a stream tells."""
    for line in stream:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def page_until(address, text):
    """Return the page as soon as it holds `text`, and the seconds that this took."""
    start = time.monotonic()
    with opened(f"{address}events") as stream:
        for _ in told(stream):
            with opened(address) as answer:
                page = answer.read().decode()
            if text in page:
                return page, time.monotonic() - start
    raise AssertionError(f"the stream ended before {text!r} was shown")


def test_a_thousand_saves_in_a_minute(report):
    text = report.read_text(encoding="utf-8")
    first = text.index("Answer:") + len("Answer:")

    def save(number):
        words = " ".join(["more"] * (number % 50))
        new = report.with_name(".new")
        new.write_text(f"{text[:first]}\n\n{words} save{number}x\n{text[first:]}", encoding="utf-8")
        new.replace(report)

    with previewing(report) as (process, address):
        memory = psutil.Process(process.pid).memory_info
        for number in range(10):
            save(number)
            page_until(address, f"save{number}x")
        after_ten = memory().rss
        seen = []
        with opened(f"{address}events") as stream:

            def listen():
                # Closed while it is read, a response has lost what it reads from (AttributeError).
                with contextlib.suppress(
                    OSError, http.client.HTTPException, ValueError, AttributeError
                ):
                    seen.extend(state["page"] for state in told(stream))  # until the preview ends

            threading.Thread(target=listen, daemon=True).start()
            begin = time.monotonic()
            for number in range(10, SAVES):
                save(number)
                time.sleep(max(0, begin + number * SECONDS / SAVES - time.monotonic()))
            _, seconds = page_until(address, f"save{SAVES - 1}x")
            after_all = memory().rss
        print(
            f"{SAVES} saves, {len(seen)} repaints; the last was shown after {seconds:.2f} s; "
            f"{after_ten / 2**20:.0f} MiB after ten, {after_all / 2**20:.0f} MiB after all"
        )
        assert 10 < len(seen) < SAVES
        assert len(set(seen)) == len(seen), "a page that did not change was told twice"
    assert after_all < MORE * after_ten


def test_saves_one_after_another_leave_nothing(report):
    """Each is read and shown: memory stays what it was after ten."""
    text = report.read_text(encoding="utf-8")
    places = [at for at in range(len(text)) if text.startswith("Answer:", at)]
    sizes = {}
    with previewing(report) as (process, address), opened(f"{address}events") as stream:
        shown = told(stream)
        next(shown)
        for number in range(1, 301):
            at = places[number % len(places)] + len("Answer:")
            report.write_text(f"{text[:at]}\n\nsave{number}x\n{text[at:]}", encoding="utf-8")
            next(shown)
            if number in (10, 300):
                sizes[number] = psutil.Process(process.pid).memory_info().rss
    print({number: f"{size / 2**20:.0f} MiB" for number, size in sizes.items()})
    assert sizes[300] < MORE * sizes[10]


def test_tabs_that_leave_without_a_word_leave_nothing(report):
    with previewing(report) as (process, address):
        found = psutil.Process(process.pid)
        page_until(address, "Question 1")
        report.write_text(report.read_text(encoding="utf-8") + "\nsave0x\n", encoding="utf-8")
        page_until(address, "save0x")  # all that is opened once is open
        before = found.memory_info().rss, found.num_fds()
        for _ in range(300):
            with opened(f"{address}events") as stream:
                stream.readline()
        page_until(address, "Question 1")
        end = time.monotonic() + 60
        while found.num_fds() > before[1] + 2 and time.monotonic() < end:
            time.sleep(0.1)
        assert found.num_fds() <= before[1] + 2
        assert found.memory_info().rss < MORE * before[0]


def large(folder):
    """Write a report of 2 MB and 500 figures of 20 kB, which are noise; return its path."""
    from PIL import Image

    random = Random(1)  # noqa: S311 - the same at each run
    (folder / "figures").mkdir(parents=True)
    for number in range(500):
        picture = Image.frombytes("L", (140, 140), random.randbytes(140 * 140))
        picture.save(folder / "figures" / f"{number}.png")
    words = ["measured", "bees", "by", "night", "with", "a", "node", "that", "sleeps.", "Then"]
    answers = []
    for number in range(250):
        text = "\n\n".join(" ".join(random.choices(words, k=160)) for _ in range(10))
        figures = "\n\n".join(f"![bees](figures/{2 * number + at}.png)" for at in range(2))
        answers.append(question(number + 1, f"{text}\n\n{figures}\n"))
    path = folder / "README.md"
    path.write_text("# Report\n\n## Part\n\n" + "".join(answers), encoding="utf-8")
    assert path.stat().st_size > 1_900_000
    return path


def test_a_report_of_two_megabytes_is_followed(tmp_path):
    path = large(tmp_path / "report")
    text = path.read_text(encoding="utf-8")
    with previewing(path) as (_, address):
        page, first = page_until(address, "Question 250")
        assert page.count("<img ") == 500
        times = []
        for number in range(3):
            path.write_text(text.replace("measured", f"save{number}x", 1), encoding="utf-8")
            times.append(page_until(address, f"save{number}x")[1])
    print(f"2 MB, 500 figures: first page {first:.1f} s, then {times} s")
