"""What goes with a look or an answer: a capture of its own for each look, and the answer as it came."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.database import db
from casework.errors import DomainError, NotPossible
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit
from casework.permissions import Role
from casework.takedowns import queries, service
from casework.takedowns.models import Observation, RemovalRequest, Reply
from casework.takedowns.workflow import Means, ReplyKind, RequestAction, RequestStatus, Seen
from casework.web.filters import exact_time
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.files import png
from tests.support.forms import day, moment
from tests.support.request_factories import make_exhibit, request_in

LOOK: dict[str, Any] = {"seen": "removed", "means": "logged_out"}


def case_of(request: RemovalRequest) -> Case:
    return db.session.get_one(Case, request.case_id)


def observe(
    request: RemovalRequest, actor: Officer, exhibit: Exhibit, hours: float = 0, wording: str = ""
) -> Observation:
    """Record a look some hours from now, with a capture."""
    return service.observe(
        request,
        queries.posts_in(request)[0],
        actor=actor,
        seen=Seen.REMOVED,
        means=Means.LOGGED_OUT,
        seen_at=clock.now() + timedelta(hours=hours),
        wording=wording,
        exhibit=exhibit,
    )


@pytest.fixture
def request_(monitoring_officer: Officer) -> RemovalRequest:
    return request_in(RequestStatus.COMPLIED, monitoring_officer)


def test_two_looks_do_not_share_a_capture(request_: RemovalRequest, monitoring_officer: Officer) -> None:
    case = case_of(request_)
    capture = make_exhibit(case, monitoring_officer, size=(91, 30))
    observe(request_, monitoring_officer, capture, -25)
    twin = make_exhibit(case, monitoring_officer, size=(91, 30))
    for shared in (capture, twin):
        with pytest.raises(DomainError, match="the same picture"):
            observe(request_, monitoring_officer, shared, -0.1)


def test_the_exhibit_statement_tells_the_look_that_an_exhibit_is_the_capture_of(
    request_: RemovalRequest, monitoring_officer: Officer
) -> None:
    case = case_of(request_)
    for officer, width in ((monitoring_officer, 91), (make_officer(Role.STANDARDS_OFFICER), 92)):
        capture = make_exhibit(case, monitoring_officer, size=(width, 30))
        look = observe(request_, officer, capture, wording="This content isn’t available right now")
    sink = BytesIO()
    evidence.draft_statement(case, sink, actor=monitoring_officer)
    cells = [cell.text for table in docx.Document(sink).tables for row in table.rows for cell in row.cells]
    told = [cell for cell in cells if " looked" in cell]
    assert [each.partition(" looked")[0] for each in told] == ["I", officer.name]
    assert exact_time(look.seen_at) in told[-1]
    for each in told:
        assert (
            "How: logged out. What was seen: Gone, not said by whom. The exact words shown: “This content"
            in each
        )


def test_a_capture_that_was_destroyed_shows_nothing_any_more(
    request_: RemovalRequest, monitoring_officer: Officer
) -> None:
    case = case_of(request_)
    captures = [make_exhibit(case, monitoring_officer, size=(width, 30)) for width in (88, 89)]
    for capture, hours in zip(captures, (-25, -0.1), strict=True):
        observe(request_, monitoring_officer, capture, hours)
    proposal = evidence.propose_destruction(captures[0], actor=monitoring_officer, reason="Another matter")
    evidence.approve_destruction(proposal, actor=make_officer(Role.DEPUTY))
    with pytest.raises(NotPossible, match="1 of 2 looks"):
        service.conclude(request_, RequestAction.VERIFY_REMOVED, actor=monitoring_officer)


def test_what_was_held_before_the_look_shows_nothing_of_it(
    request_: RemovalRequest, monitoring_officer: Officer
) -> None:
    older = db.session.scalars(select(Exhibit).where(Exhibit.case_id == request_.case_id)).first()
    assert older is not None
    with (
        clock.telling_of(clock.now() + timedelta(hours=1)),
        pytest.raises(DomainError, match="before the time"),
    ):
        observe(request_, monitoring_officer, older)


@pytest.mark.parametrize("act", ["look", "reply"])
def test_an_exhibit_of_another_case_goes_with_nothing(
    act: str, request_: RemovalRequest, monitoring_officer: Officer
) -> None:
    other = make_exhibit(make_case(monitoring_officer), monitoring_officer, size=(92, 30))
    doing: dict[str, Callable[[], object]] = {
        "look": lambda: observe(request_, monitoring_officer, other),
        "reply": lambda: service.record_reply(
            request_,
            actor=monitoring_officer,
            kind=ReplyKind.REFUSED,
            received_on=clock.today(),
            words="No",
            exhibit=other,
        ),
    }
    with pytest.raises(DomainError, match="not an exhibit of the case"):
        doing[act]()


def test_staff_choose_an_exhibit_that_the_case_holds(
    request_: RemovalRequest, monitoring_officer: Officer, client: Browserless
) -> None:
    capture = make_exhibit(case_of(request_), make_officer(Role.DEPUTY), size=(93, 30))
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request_.id}/posts/{queries.posts_in(request_)[0].id}/look"
    client.post(at, {**LOOK, **moment("seen_at"), "exhibit": str(capture.id)})
    assert db.session.scalars(select(Observation.exhibit_id)).all() == [capture.id]
    page = client.get(f"/removal-requests/{request_.id}")
    assert page.links()[capture.label] == f"/exhibits/{capture.id}"


def test_a_takedown_officer_chooses_among_their_own_exhibits_alone(
    monitoring_officer: Officer, client: Browserless
) -> None:
    takedown = make_officer(Role.TAKEDOWN_OFFICER)
    request = request_in(RequestStatus.COMPLIED, monitoring_officer, given_to_id=takedown.id)
    held = db.session.scalars(select(Exhibit).where(Exhibit.case_id == request.case_id)).one()
    client.sign_in(takedown)
    at = f"/removal-requests/{request.id}/posts/{queries.posts_in(request)[0].id}/look"
    assert held.label not in client.get(at).words
    refused = client.post(at, {**LOOK, **moment("seen_at"), "exhibit": str(held.id)}, status=422)
    assert refused.errors == ["Not a valid choice."]
    assert db.session.scalars(select(Observation)).all() == []


def test_a_capture_is_kept_where_the_rest_has_to_be_mended(
    request_: RemovalRequest, monitoring_officer: Officer, client: Browserless
) -> None:
    first = make_exhibit(case_of(request_), monitoring_officer, size=(94, 30))
    observe(request_, monitoring_officer, first)
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request_.id}/posts/{queries.posts_in(request_)[0].id}/look"
    form = {**LOOK, **moment("seen_at"), "exhibit": str(first.id)}

    def picture(width: int) -> dict[str, Any]:
        return {"file": (BytesIO(png((width, 30))), "a.png")}

    multipart = {"content_type": "multipart/form-data"}
    assert "not both" in client.post(at, {**form, **picture(95)}, status=422, **multipart).errors[0]
    refused = client.post(at, {**form, "exhibit": "", **picture(94)}, status=422, **multipart)
    assert "the same picture" in refused.errors[0]
    kept = refused.fields()["exhibit"]
    assert kept == str(max(db.session.scalars(select(Exhibit.id))))
    empty = {"file": (BytesIO(b""), "nothing.png")}
    page = client.post(at, {**form, "exhibit": "", **empty}, status=422, **multipart)
    assert "was not stored" in page.errors[0]


def test_a_look_at_an_impossible_time_keeps_no_bytes(
    request_: RemovalRequest, monitoring_officer: Officer, client: Browserless
) -> None:
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request_.id}/posts/{queries.posts_in(request_)[0].id}/look"
    before = db.session.scalars(select(Exhibit.id)).all()
    form = {**LOOK, **moment("seen_at"), "seen_at-year": "2196", "file": (BytesIO(png((96, 30))), "a.png")}
    page = client.post(at, form, status=422, content_type="multipart/form-data")
    assert "still to come" in page.errors[0]
    assert db.session.scalars(select(Exhibit.id)).all() == before


def test_the_very_same_file_as_one_held_before_the_request_proves_nothing_of_a_look(
    request_: RemovalRequest, monitoring_officer: Officer, client: Browserless
) -> None:
    with clock.telling_of(clock.now() - timedelta(days=20)):
        original = make_exhibit(case_of(request_), monitoring_officer, size=(77, 30))
    sent = {"file": (BytesIO(png((77, 30))), "gone.png")}
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request_.id}/posts/{queries.posts_in(request_)[0].id}/look"
    refused = client.post(
        at, {**LOOK, **moment("seen_at"), **sent}, status=422, content_type="multipart/form-data"
    )
    assert (
        f"is the very same file as {original.label}, which was held before the request" in refused.errors[0]
    )
    assert "The file was taken in as exhibit" in refused.words
    again = client.post(at, {**LOOK, **moment("seen_at"), "exhibit": refused.fields()["exhibit"]}, status=422)
    assert "is the very same file as" in again.errors[0], "nor when it is chosen from the list"
    assert db.session.scalars(select(Observation)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [{"seen_at-time": "25:99"}, {"seen": ""}, {"means": ""}, {"seen_at-year": "2196"}, {"seen_at-day": ""}],
)
def test_a_refused_look_says_that_its_file_was_not_taken_in_and_keeps_none(
    request_: RemovalRequest, monitoring_officer: Officer, client: Browserless, wrong: dict[str, str]
) -> None:
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request_.id}/posts/{queries.posts_in(request_)[0].id}/look"
    before = db.session.scalars(select(Exhibit.id)).all()
    form = {**LOOK, **moment("seen_at"), **wrong, "file": (BytesIO(png((98, 30))), "a.png")}
    page = client.post(at, form, status=422, content_type="multipart/form-data")
    assert "The file was not taken in. Choose it again" in page.words
    assert db.session.scalars(select(Exhibit.id)).all() == before


@pytest.mark.parametrize(("seen", "shows"), [("available", True), ("edited", True), ("removed", False)])
def test_the_capture_of_a_look_names_the_look_and_shows_the_post_where_the_post_was_there(
    request_: RemovalRequest, monitoring_officer: Officer, client: Browserless, seen: str, shows: bool
) -> None:
    [post] = queries.posts_in(request_)
    client.sign_in(monitoring_officer)
    client.post(
        f"/removal-requests/{request_.id}/posts/{post.id}/look",
        {**LOOK, "seen": seen, **moment("seen_at"), "file": (BytesIO(png((99, 30))), "a.png")},
        content_type="multipart/form-data",
    )
    look = db.session.scalars(select(Observation)).one()
    page = client.get(f"/exhibits/{look.exhibit_id}")
    assert f"It is the capture of 1 look in removal request {request_.name}" in page.words
    assert ("Words of the post" in page.words) == shows


def test_an_answer_is_kept_as_it_came(monitoring_officer: Officer, client: Browserless) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    client.sign_in(monitoring_officer)
    client.post(
        f"/removal-requests/{request.id}/reply",
        {"kind": "acknowledged", **day("received_on"), "file": (BytesIO(png((97, 30))), "answer.png")},
        content_type="multipart/form-data",
    )
    reply = db.session.scalars(select(Reply)).one()
    exhibit = db.session.get_one(Exhibit, reply.exhibit_id)
    assert exhibit.title == f"Answer to removal request {request.name}"
    assert f"As it came: {exhibit.label}" in client.get(f"/removal-requests/{request.id}").words


def test_what_they_sent_is_no_capture_of_a_look_and_a_capture_is_not_what_they_sent(
    monitoring_officer: Officer,
) -> None:
    request = request_in(RequestStatus.SENT, monitoring_officer)
    case = case_of(request)

    def answer(exhibit: Exhibit) -> None:
        service.record_reply(
            request,
            actor=monitoring_officer,
            kind=ReplyKind.COMPLIED,
            received_on=clock.today(),
            exhibit=exhibit,
        )

    answer(make_exhibit(case, monitoring_officer, size=(81, 30)))
    with pytest.raises(DomainError, match="came with their answer"):
        observe(request, monitoring_officer, make_exhibit(case, monitoring_officer, size=(81, 30)))
    capture = make_exhibit(case, monitoring_officer, size=(82, 30))
    observe(request, monitoring_officer, capture)
    with pytest.raises(DomainError, match="capture of a look"):
        answer(capture)
