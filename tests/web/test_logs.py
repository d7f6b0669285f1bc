"""The log tells what happened and where; of whom, and what was typed, it does not."""

import json
import logging
import re
from typing import Any

import pytest
import structlog
from flask import Flask
from sqlalchemy import text

from casework.database import db
from casework.web.guard import public
from tests.support.client import Browserless

NAME = "Rosalind Quillfeather"


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return the lines of the log since it was last asked."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_fault_is_logged_with_its_place_and_a_reference_but_no_name_that_it_was_about(
    app: Flask, client: Browserless, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @public
    def fail(**_arguments: object) -> str:
        try:
            db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": NAME})
        except Exception as error:
            raise ValueError(f"{NAME} is not there") from error
        return ""

    monkeypatch.setitem(app.view_functions, "accounts.sign_in", fail)
    page = client.get(f"/sign-in?next={NAME}", 500)
    (line,) = told(capsys)
    assert (line["level"], line["logger"], line["event"]) == ("error", "casework.web", "unexpected error")
    assert (line["method"], line["page"]) == ("GET", "/sign-in")
    assert line["error"][0] == "builtins.ValueError"
    assert any(kind.startswith("sqlalchemy.exc.") for kind in line["error"])
    assert re.search(r"web/test_logs\.py:\d+ fail", line["at"][-1])
    assert "Quillfeather" not in str(line)
    assert line["reference"] in page.text


def test_what_a_library_says_is_a_line_too_without_what_was_searched_for(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    other = logging.getLogger("gunicorn.error")
    for _ in range(3):
        other.error("Error handling request %s", f"/search?q={NAME.replace(' ', '+')}")
    other.info("too small to be said")
    assert [line["event"] for line in told(capsys)] == ["Error handling request /search?…"], "and said once"


def test_our_own_lines_are_never_left_out(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    log = structlog.get_logger("casework.worker")
    for count in range(3):
        log.info("task done", count=count)
    assert [line["count"] for line in told(capsys)] == [0, 1, 2]
