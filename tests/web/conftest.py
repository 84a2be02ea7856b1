"""Debian's Chromium, and tabs that fail where a page asks for anything or complains."""

from __future__ import annotations

import shutil

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP desk.example 127.0.0.1",
]


@pytest.fixture(scope="session")
def browser():
    """Return a browser; `nox -s web` brings it."""
    api = pytest.importorskip("playwright.sync_api", reason="nox -s web installs Playwright")
    binary = shutil.which("chromium")
    if not binary:
        pytest.skip("no chromium on this machine")
    with api.sync_playwright() as started:
        found = started.chromium.launch(executable_path=binary, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def opened(browser):
    """Return a function that opens an address in a context of its own, with the options given."""
    contexts, told = [], []

    def open_(address, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda asked: (
                told.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None
            ),
        )
        page.on("requestfailed", lambda asked: told.append(f"failed: {asked.url[:100]}"))
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert told == []
