"""Who is signed out while a file is on its way stores nothing by it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from casework.accounts.models import Officer, OfficerSession
from casework.accounts.service import end_all_sessions
from casework.database import db
from casework.evidence import service
from casework.evidence.models import Exhibit, RefusedFile
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless

JSON = "application/json"


class Slowly(BytesIO):
    """A body in the middle of which something happens."""

    meanwhile: Callable[[], object] | None = None

    def readinto(self, buffer: Any) -> int:
        act, self.meanwhile = (self.meanwhile, None) if self.tell() else (None, self.meanwhile)
        if act is not None:
            act()
        return super().readinto(memoryview(buffer)[:4096])

    def read(self, size: int | None = -1) -> bytes:
        piece = bytearray(4096 if size is None or size < 0 else size)
        return bytes(piece[: self.readinto(piece)])


@pytest.fixture
def case_id(client: Browserless, monitoring_officer: Officer) -> int:
    client.sign_in(monitoring_officer)
    return make_case(monitoring_officer).id


@pytest.fixture
def sign_out(monitoring_officer: Officer) -> Callable[[], None]:
    officer_id = monitoring_officer.id

    def act() -> None:
        officer = db.session.get_one(Officer, officer_id)
        end_all_sessions(officer, actor=officer)
        assert db.session.scalar(select(OfficerSession).where(OfficerSession.ended_at.is_(None))) is None

    return act


def upload(
    client: Browserless, case_id: int, act: Callable[[], None] | None, accept: str, **headers: str
) -> Any:
    data: dict[str, Any] = {"arrival": "chosen", "files": (BytesIO(files.png() + bytes(9000)), "shot.png")}
    if not headers:
        data["csrf_token"] = client.token
    built = EnvironBuilder(method="POST", path=f"/cases/{case_id}/evidence", data=data).get_environ()
    body = Slowly(built["wsgi.input"].read())
    body.meanwhile = act
    return client.http.post(
        f"/cases/{case_id}/evidence",
        input_stream=body,
        content_type=built["CONTENT_TYPE"],
        content_length=built["CONTENT_LENGTH"],
        headers={"Accept": accept, **headers},
    )


@pytest.mark.parametrize("token_in", ["header", "form"])
def test_a_file_whose_session_is_ended_while_it_comes_in_is_not_stored(
    client: Browserless, case_id: int, sign_out: Callable[[], None], token_in: str
) -> None:
    headers = {"X-CSRF-Token": client.token} if token_in == "header" else {}
    assert upload(client, case_id, None, JSON, **headers).json["files"][0]["ok"]
    answer = upload(client, case_id, sign_out, JSON, **headers)
    assert answer.status_code == 401
    assert "Your session has ended" in answer.json["error"]
    assert len(db.session.scalars(select(Exhibit)).all()) == 1
    assert db.session.scalars(select(RefusedFile)).all() == []


def test_without_javascript_the_page_says_that_the_file_was_not_kept(
    client: Browserless, case_id: int, sign_out: Callable[[], None]
) -> None:
    answer = upload(client, case_id, sign_out, "text/html")
    assert answer.status_code == 302
    assert "/sign-in?" in answer.location
    assert "Files that were on their way were not kept" in client.http.get(answer.location).text
    assert db.session.scalars(select(Exhibit)).all() == []


def test_of_several_files_those_behind_the_end_of_a_session_are_named_as_not_stored(
    client: Browserless, case_id: int, sign_out: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = service.receive

    def first_then_signed_out(*args: Any, **kwargs: Any) -> Any:
        receipt = whole(*args, **kwargs)
        sign_out()
        return receipt

    monkeypatch.setattr(service, "receive", first_then_signed_out)
    fields = {"csrf_token": client.token, "arrival": "chosen"}
    named = [(BytesIO(files.png((9 + place, 9))), f"{place}.png") for place in range(3)]
    answer = client.http.post(
        f"/cases/{case_id}/evidence", data={**fields, "files": named}, headers={"Accept": JSON}
    )
    assert answer.status_code == 401
    assert answer.json == {
        "error": "Your session was ended while the files were taken in. 1 file was stored before that; 1.png and what "
        "came behind it were not. Sign in, and send those again."
    }
    assert [each.declared_name for each in db.session.scalars(select(Exhibit))] == ["0.png"]
