"""A draft begun, sent and registered by requests that come together is one draft, with one reference."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases.models import Case, StatusChange
from casework.cases.workflow import ComplainantCategory
from casework.database import db
from casework.evidence.models import Exhibit
from casework.intake import service
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_draft
from tests.support.client import Browserless
from tests.support.factories import make_officer

pytestmark = pytest.mark.committed


@pytest.fixture
def logger(app: Flask) -> int:
    """The id of an officer who logs."""
    return make_officer(Role.STANDARDS_OFFICER).id


def browser(app: Flask, officer_id: int) -> Browserless:
    """Return a window of the officer's own."""
    with app.app_context():
        window = Browserless(app).sign_in(db.session.get_one(Officer, officer_id))
        db.session.remove()
        return window


def test_the_check_page_pressed_twice_registers_once_and_both_presses_show_the_reference(
    app: Flask, logger: int
) -> None:
    draft = make_draft(db.session.get_one(Officer, logger)).id
    windows = [browser(app, logger) for _ in range(4)]
    db.session.remove()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda window: window.post(f"/log/{draft}/check"), windows))
    assert answers == [f"/log/{draft}/registered"] * 4
    assert db.session.get_one(Case, draft).reference == f"SMC/{clock.today().year}/0001"
    assert len(db.session.scalars(select(StatusChange)).all()) == 1


def test_two_officers_who_log_at_once_get_references_without_a_gap(app: Flask, logger: int) -> None:
    def log(number: int) -> str | None:
        with app.app_context():
            try:
                actor = db.session.get_one(Officer, logger)
                quick = service.QuickLog(
                    clock.today(),
                    description=f"Matter {number}",
                    not_identified=True,
                    category=ComplainantCategory.PUBLIC,
                )
                case = service.send(str(uuid4()), quick, actor=actor)
                return service.register(case, actor=actor).reference
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        references = set(pool.map(log, range(6)))
    assert references == {f"SMC/{clock.today().year}/{number:04}" for number in range(1, 7)}


def test_pictures_and_words_that_arrive_together_begin_one_draft(app: Flask, logger: int) -> None:
    path, windows = f"/log/new/{uuid4()}", [browser(app, logger) for _ in range(4)]
    pictures = [files.png((40 + place, 40)) for place in range(2)]

    def arrive(place: int) -> int:
        window = windows[place]
        if place < 2:
            sent = {
                "csrf_token": window.token,
                "arrival": "pasted",
                "files": [(BytesIO(pictures[place]), f"{place}.png")],
            }
            return window.http.post(f"{path}/files", data=sent).status_code
        return window.http.post(
            f"{path}/keep", data={"csrf_token": window.token, "description": "He wrote"}
        ).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(arrive, range(4))) == {200}
    db.session.remove()  # what it had read before is not what is there now
    case = db.session.scalars(select(Case)).one()
    assert [each.case_id for each in db.session.scalars(select(Exhibit))] == [case.id] * 2
