"""A pytest plugin: Chromium for tests marked `browser`, an application to look at, and axe to look with."""

import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import run_wsgi_app

from casework import clock
from tests.support.databases import SECOND

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = 1280, 320  # 320 pixels is 1280 at 400% zoom
ARGUMENTS = [
    "--no-sandbox",  # the tests may run as root, where Chromium has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Quiet(WSGIRequestHandler):
    """Answers without a line of log for each request, and lets an idle browser go."""

    timeout = 10  # seconds

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  werkzeug's own name
        """Say nothing."""


class Calendar:
    """What day it is where pages are served: `moment` is set by a test that cannot wait; None is the present."""

    moment: datetime | None = None

    def told(self) -> AbstractContextManager[None]:
        """Let it be that moment."""
        return clock.telling_of(self.moment) if self.moment else nullcontext()


def whole(app: Flask, calendar: Calendar) -> "WSGIApplication":
    """Return `app` with each answer made whole, and closed, before any of it is sent.

    The server that serves here leaves an answer open whose last bytes the browser did not wait for, and so the file
    that it came from. gunicorn, which serves in use, closes it.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with calendar.told():
            body, status, headers = run_wsgi_app(app, environ, buffered=True)
        start_response(status, headers.to_wsgi_list())
        return body

    return answer


@contextmanager
def serving(app: Flask, calendar: Calendar | None = None) -> Iterator[str]:
    """Serve `app` on a free loopback port, in a thread; yields its address."""
    answers = whole(app, calendar or Calendar())
    server = make_server("127.0.0.1", 0, answers, threaded=True, request_handler=Quiet)
    # Closing waits for each answer, so that none outlives its database.
    server.daemon_threads = False  # type: ignore[attr-defined]  # a ThreadingMixIn
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for the run."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "The browser tests need Chromium. On Debian or Ubuntu: apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


def picture(page: Page, path: Path) -> None:
    """Keep a picture of the whole page, for people to look at; once, of the run on SQLite."""
    if SECOND:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)


def axe(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, a sentence for each place.

    It reads markup and colours, which no database makes: the run on the second one leaves it to the first.
    """
    if SECOND:
        return []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    page.evaluate(PAINTED)  # the page's own scripts follow a change of its width a frame later
    options = {
        "runOnly": RULES,
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],  # what passes is counted, not written out: half of axe's time
        "elementRef": False,
    }
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
