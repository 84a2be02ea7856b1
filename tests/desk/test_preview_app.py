"""What a preview answers, and to whom: nobody without the token, no other name, no file but what the page shows."""

from __future__ import annotations

import asyncio
import sys
import time
from urllib.parse import quote

import pytest
from support import Page, png, question, write_report

from publisher.course.settings import Course

pytest.importorskip("starlette", reason="the extra 'preview' is not installed")
testclient = pytest.importorskip("starlette.testclient", reason="the test client needs httpx")

from publisher.desk.preview.app import application  # noqa: E402
from publisher.desk.preview.editor import Editor  # noqa: E402
from publisher.desk.preview.state import Preview  # noqa: E402

TOKEN = "a-token"
HERE = f"/{TOKEN}/"
LONG = 60


@pytest.fixture
def report(tmp_path):
    text = question(1, "Ten ![bees](figures/a.png) ![more](<figures/b c.svg>)")
    path = write_report(
        tmp_path / "report",
        "x",
        figures={
            "figures/a.png": png(),
            "figures/b c.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
            "figures/secret.png": png(9, 9),
        },
    )
    path.write_text(f"# Report\n\n{text}")
    (tmp_path / "outside.txt").write_text("outside")
    return path


def client_of(report, *, names=(), editor=None, base="http://127.0.0.1:8000"):
    preview = Preview(report, None, Course(), edits=editor is not None)
    app = application(preview, TOKEN, names, editor)
    client = testclient.TestClient(app, base_url=base, follow_redirects=False)
    client.preview = preview
    return client


@pytest.fixture
def client(report):
    with client_of(report) as found:
        yield found


def until(condition):
    """Wait until something is so; the limit is no more than an end for what never comes."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


# -- who may ask --------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/a-toke/", "/a-tokens/", "/events", "/%61-tokem/", "/ä/"])
def test_nobody_without_the_token_gets_anything(client, path):
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 403
        assert TOKEN not in answer.text


@pytest.mark.parametrize("prefix", ["", "/proxy/8000", "/user/me/proxy/absolute/1"])
def test_what_a_proxy_puts_before_the_token_is_its_own(client, prefix):
    answer = client.get(f"{prefix}/{TOKEN}")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{TOKEN}/"
    assert client.get(f"{prefix}{HERE}").status_code == 200
    assert client.get(f"{prefix}{HERE}figure/figures/a.png").content == png()


@pytest.mark.parametrize(
    "host",
    ["example.org", "127.0.0.1.example.org", "localhost.example.org:80", "[::]", "", "[::1]:80"],
)
def test_a_name_that_is_not_this_machines_gets_nothing(client, host):
    answer = client.get(HERE, headers={"host": host})
    assert answer.status_code == 403
    assert "--allow-host" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:81", "LOCALHOST", "me.example.org:443"])
def test_names_that_are_allowed(report, host):
    with client_of(report, names=["Me.example.org"]) as client:
        assert client.get(HERE, headers={"host": host}).status_code == 200
        assert client.get(HERE, headers={"origin": f"https://{host}"}).status_code == 200


@pytest.mark.parametrize("origin", ["https://example.org", "null", "file://", "http://[", ""])
def test_no_other_page_may_ask(client, origin):
    for answer in (
        client.get(HERE, headers={"origin": origin}),
        client.post(f"{HERE}pdf", headers={"origin": origin}),
    ):
        assert answer.status_code == 403


# -- what is answered ---------------------------------------------------------------


def test_the_page_shows_figures_by_addresses_of_the_server_and_asks_for_nothing_else(client):
    answer = client.get(HERE)
    page = Page(answer.text)
    addresses = [
        e.attributes[n] for e in page.elements for n in ("src", "href") if n in e.attributes
    ]
    assert [a for a in addresses if a.startswith("figure/")] == [
        a for a in addresses if ".png" in a or ".svg" in a
    ]
    for address in addresses:
        if not address.startswith(("#", "data:,", "made/")):
            assert client.get(HERE + address).status_code == 200, address
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "http" not in policy
    assert "*" not in policy
    assert "<meta http-equiv" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_a_figure_has_an_address_of_its_own_for_each_content(client, report):
    def addresses():
        return [e.attributes["src"] for e in Page(client.get(HERE).text).all("img")]

    before = addresses()
    assert "immutable" in client.get(HERE + before[0]).headers["cache-control"]
    assert client.get(f"{HERE}{before[0]}0").headers["cache-control"] == "no-store"
    (report.parent / "figures" / "a.png").write_bytes(png(16, 16))
    until(lambda: addresses() != before)
    assert addresses()[1:] == before[1:]
    assert client.get(HERE + addresses()[0]).content == png(16, 16)


def test_a_drawing_runs_nothing_where_it_is_looked_at_alone(client):
    client.get(HERE)
    answer = client.get(f"{HERE}figure/{quote('figures/b c.svg')}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "figures/secret.png",  # it is there, and the page does not show it
        "README.md",
        "../outside.txt",
        "figures/../../outside.txt",
        "/etc/passwd",
        "figures\\..\\..\\outside.txt",
        "figures/./a.png",
        "figures/a.png\0",
        "report.pdf",
    ],
)
def test_no_path_leads_to_a_file_that_the_page_does_not_show(client, path):
    client.get(HERE)
    for folder in ("figure/", "made/", "figure/figures/", ""):
        assert asked(client.app, f"{HERE}{folder}{path}") == 404


def asked(app, path):
    """Return the status of an answer to a path as it stands: a client would make it plain first."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    scope["headers"] = [(b"host", b"localhost")]
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"]


def test_what_is_wrong_is_beside_the_answer_and_in_a_list_and_leads_to_its_place(client, report):
    report.write_text(
        "# Report\n\n"
        + question(
            1, "One.\n\nTwo ![](figures/none.png)", "Say. Recommended answer length: 50-100 words."
        )
        + question(2, "[bees](none.md)\n\n- a\n- ![x](y.png)\n")
    )
    until(lambda: "50–100 asked" in client.get(HERE).text)
    page = Page(client.get(HERE).text)
    meter = page.all(role="meter")[0]
    assert meter.attributes["aria-valuenow"] == "3"
    assert meter.attributes["aria-valuetext"] == "3 words, 50–100 asked"
    ids = {e.attributes["id"] for e in page.elements if "id" in e.attributes}
    entries = page.all("li", class_="desk-entry")
    leads = [e.attributes["href"] for e in page.all("a") if "found_" in e.attributes["href"]]
    assert entries
    assert leads
    assert {lead.removeprefix("#") for lead in leads} <= ids
    assert len([e for e in page.elements if "id" in e.attributes]) == len(ids), "an id twice"


def test_an_entry_leads_to_the_editor_only_with_one(client, report, tmp_path):
    report.write_text(report.read_text() + question(2, "![](none.png)"))
    until(lambda: "none.png" in client.get(HERE).text)
    assert "data-line" not in client.get(HERE).text
    assert client.post(f"{HERE}edit?line=1&column=1").status_code == 404
    done = tmp_path / "done.txt"
    program = f"import pathlib, sys; pathlib.Path({str(done)!r}).write_text(repr(sys.argv[1:]))"
    editor = Editor(f'"{sys.executable}" -c "{program}" {{file}}:{{line}}:{{column}} "$(id)"')
    with client_of(report, editor=editor) as other:
        assert 'data-line="' in other.get(HERE).text
        assert other.get(f"{HERE}edit?line=3&column=4").status_code in (404, 405)
        for wrong in ("", "?line=3", "?line=-1&column=1", "?line=٣&column=1", "?line=1;2&column=1"):
            assert other.post(f"{HERE}edit{wrong}").status_code == 400
        assert not done.exists()
        assert other.post(f"{HERE}edit?line=3&column=4").status_code == 202
        until(lambda: done.exists() and done.read_text())
    assert done.read_text() == repr([f"{report}:3:4", "$(id)"])


# -- what cannot be read --------------------------------------------------------------


def test_the_last_page_stays_while_the_report_cannot_be_read(client, report):
    before = client.get(HERE).text
    text = report.read_bytes()
    report.unlink()
    until(lambda: "there is no such file" in client.preview.shown.trouble)
    assert client.get(HERE).text == before
    report.write_bytes(b"\0")
    until(lambda: "binary" in client.preview.shown.trouble)
    assert client.get(HERE).text == before
    report.write_bytes(text)
    until(lambda: not client.preview.shown.trouble)
    assert client.get(HERE).text == before


def test_a_report_that_is_not_there_yet_is_waited_for(report):
    text = report.read_text()
    report.write_text("")
    with client_of(report) as client:
        assert "There is no page yet" in client.get(HERE).text
        report.write_text(text)
        until(lambda: "Question 1" in client.get(HERE).text)


def test_a_fault_of_ours_is_told_and_the_next_save_is_read(report, monkeypatch):
    from publisher.desk.preview import state

    made = state.page_of
    monkeypatch.setattr(state, "page_of", lambda *_, **__: 1 / 0)
    with client_of(report) as client:
        client.get(HERE)
        assert "a fault of ours (ZeroDivisionError" in client.preview.shown.trouble
        monkeypatch.setattr(state, "page_of", made)
        report.write_text(report.read_text() + "\n")
        until(lambda: "Question 1" in client.get(HERE).text)
        assert not client.preview.shown.trouble
