"""Officers hear of notices by e-mail, with nothing of a case in it; who looks after e-mail sees what became of it."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.accounts import service as accounts
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.database import db
from casework.desk.mailing import mail_notices
from casework.outbox import service as outbox
from casework.outbox.models import Notice
from casework.permissions import Role
from casework.takedowns import service as takedowns
from casework.takedowns.workflow import RequestStatus
from casework.worker.posting import do_the_post
from tests.support import mail
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.mail import Post, listening, use
from tests.support.request_factories import request_in

TOLD = "Councillor Canary was mentioned."


def to(post: Post, officer: Officer) -> list[str]:
    return [each.as_string() for each in post.letters() if each["To"] == officer.email]


def test_a_notice_goes_out_once_as_a_reference_and_a_link(post: Post, monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer)
    officer = make_officer(Role.STANDARDS_OFFICER)
    outbox.notify(officer.id, TOLD, f"/cases/{case.id}", case.id)
    do_the_post()
    do_the_post()
    [text] = to(post, officer)
    assert f"https://casework.council.example/cases/{case.id}" in text
    assert str(case.reference) in text
    assert "Canary" not in text


def test_who_must_not_see_the_case_gets_none(post: Post, monitoring_officer: Officer) -> None:
    case, walled = make_case(monitoring_officer), make_officer(Role.STANDARDS_OFFICER)
    cases.raise_wall(case, walled, "A friend of the member", actor=monitoring_officer)
    outbox.notify(walled.id, TOLD, f"/cases/{case.id}", case.id)
    do_the_post()
    assert to(post, walled) == []


def test_who_wants_none_has_left_has_read_it_or_finds_it_old_gets_none(
    client: Browserless, post: Post, monitoring_officer: Officer
) -> None:
    quiet, left, reader, away = (make_officer(Role.STANDARDS_OFFICER) for _ in range(4))
    client.sign_in(quiet)
    assert "Stop these e-mails" in client.get("/account").words
    client.post("/account/notices", {"wanted": "no"})
    assert "Tell me by e-mail, too" in client.get("/account").words
    accounts.set_active(left, active=False, actor=monitoring_officer)
    for officer in (quiet, left, reader):
        outbox.notify(officer.id, TOLD, "/")
    outbox.mark_read(db.session.scalars(select(Notice).where(Notice.officer_id == reader.id)).one())
    with clock.telling_of(clock.now() - timedelta(days=3)):
        outbox.notify(away.id, TOLD, "/")
    do_the_post()
    assert [each for officer in (quiet, left, reader, away) for each in to(post, officer)] == []
    assert mail_notices() == 0


def test_what_was_told_while_mail_was_off_is_not_sent_later(app: Flask, monitoring_officer: Officer) -> None:
    officer, server = make_officer(), Post()
    outbox.notify(officer.id, TOLD, "/")
    with listening(server) as port:
        use(app, port)
        do_the_post()
    mail.off(app)
    assert to(server, officer) == []


def test_the_page_says_that_mail_is_off(client: Browserless) -> None:
    client.sign_in(make_officer(Role.ADMINISTRATOR))
    assert "E-mail is off" in client.get("/council/mail").words
    assert "Tell me by e-mail" not in client.get("/account").words


def test_the_page_tells_an_administrator_of_failures_and_of_no_case(
    client: Browserless, post: Post, monitoring_officer: Officer
) -> None:
    address = "jo.canary@council.example"
    post.to_address = {address: [f"550 5.1.1 <{address}> unknown"]}
    request = request_in(RequestStatus.AUTHORISED, monitoring_officer, recipient_contact=address)
    takedowns.send_by_mail(request, [address], actor=monitoring_officer)
    do_the_post()
    client.sign_in(make_officer(Role.ADMINISTRATOR))
    words = client.get("/council/mail").words
    assert "Not sent" in words
    assert "canary" not in words
    assert request.name.rpartition("/")[0] not in words
    client.sign_in(monitoring_officer)
    words = client.get("/council/mail").words
    assert "unknown" in words
    assert request.name.rpartition("/")[0] in words
    assert "Send the letter again: its e-mail did not arrive" in client.get("/").words
