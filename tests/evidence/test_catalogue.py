"""The catalogue of what is sent, row by row: each leaves its record, and takes nothing else with it."""

import hashlib
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from casework import create_app
from casework.accounts.models import Officer
from casework.config import load_settings
from casework.database import db
from casework.errors import ConfigurationError
from casework.evidence import service
from casework.evidence.models import Derivative, Exhibit, RefusedFile
from tests.evidence.catalogue.rows import HELD, ROWS
from tests.evidence.test_uploads import send
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless


@pytest.fixture
def case_id(client: Browserless, monitoring_officer: Officer) -> int:
    client.sign_in(monitoring_officer)
    return make_case(monitoring_officer).id


@pytest.mark.parametrize("what", ROWS)
def test_whatever_comes_leaves_a_record_and_takes_nothing_else_with_it(
    client: Browserless, case_id: int, what: str
) -> None:
    row, before, after = ROWS[what], files.text(), files.text() + b"more"
    content = row.make()
    answer = send(client, case_id, ("one.txt", before), (row.name, content), ("two.txt", after))["files"]
    sent = [hashlib.sha256(each).hexdigest() for each in (before, content, after)]
    if row.becomes is None:
        sent.pop(1)
        (stub,) = db.session.scalars(select(RefusedFile))
        assert row.says in answer[1]["error"]
        assert stub.reason == answer[1]["error"]
        assert (stub.size, stub.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        assert stub.reason in client.get(f"/cases/{case_id}/evidence").words
    exhibits = db.session.scalars(select(Exhibit).order_by(Exhibit.id)).all()
    assert [each.sha256 for each in exhibits if each.parent_id is None] == sent
    assert [answer[0]["ok"], answer[2]["ok"]] == [True, True]
    if row.becomes is None:
        return
    exhibit = exhibits[1]
    assert exhibit.file.intake is row.becomes
    assert row.says in answer[1]["message"]
    assert bool(answer[1]["preview_url"]) is row.pictured
    words = client.get(f"/exhibits/{exhibit.id}").words
    assert exhibit.file.intake.label in words
    assert exhibit.held is (row.becomes is HELD)
    if exhibit.held:
        assert (
            db.session.scalars(select(Derivative).where(Derivative.parent_sha256 == exhibit.sha256)).all()
            == []
        )
        client.post(f"/exhibits/{exhibit.id}/original", {"purpose": "the hearing"}, status=409)
    else:
        with service.open_original(
            exhibit, actor=db.session.get_one(Officer, exhibit.received_by_id), purpose="to compare"
        ) as kept:
            assert kept.read() == content


def test_the_words_of_the_form_survive_a_file_at_fault(client: Browserless, case_id: int) -> None:
    page = client.post(
        f"/cases/{case_id}/evidence",
        {"arrival": "chosen", "files": [(BytesIO(b""), "empty.png"), (BytesIO(files.png()), "good.png")]},
        status=422,
    )
    assert "empty.png: This file is empty" in page.words
    assert "good.png" in page.words
    assert "Sent and not kept" in page.words


def test_a_decoder_of_heic_that_is_wanted_and_absent_is_said_so_at_the_start(tmp_path: Path) -> None:
    assert find_spec("pillow_heif") is None, "its wheel is under the GPL: it is none of ours"
    with pytest.raises(ConfigurationError, match="pip install pillow-heif"):
        create_app(load_settings({"CASEWORK_INSTANCE": str(tmp_path), "CASEWORK_HEIC": "on"}))
