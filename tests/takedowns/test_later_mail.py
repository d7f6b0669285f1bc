"""Reminders, thanks and the last letter by e-mail: a reminder counts once a server took it, and waits for no answer."""

import hashlib

import pytest
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.correspondence.models import Letter
from casework.correspondence.templates import service as templates
from casework.correspondence.templates import word
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.workflow import TemplateForm
from casework.correspondence.workflow import LetterKind, LetterStatus
from casework.database import db
from casework.errors import NotAllowed, NotFound, NotPossible
from casework.outbox import queries as outbox
from casework.outbox.models import Notice
from casework.outbox.workflow import MessageStatus
from casework.permissions import Role
from casework.takedowns import service
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import ReplyKind
from casework.worker.posting import do_the_post
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.mail import Post
from tests.support.request_factories import approve, make_request

TO = "jo.example@council.example"
K = LetterKind


def sent_today(actor: Officer) -> RemovalRequest:
    request = make_request(actor, recipient_contact=f"By e-mail: {TO}", deadline_days=20)
    approve(request, actor=make_officer(Role.DEPUTY))
    service.send(request, actor=actor, sent_on=clock.today(), sent_how="By post")
    return request


def reminder(request: RemovalRequest, actor: Officer) -> Letter:
    return service.prepare_letter(request, K.REMINDER, actor=actor)


def test_a_reminder_is_sent_once_a_server_took_it_and_no_sooner(
    post: Post, client: Browserless, monitoring_officer: Officer
) -> None:
    request = sent_today(monitoring_officer)
    letter = reminder(request, monitoring_officer)
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request.id}/letters/{letter.id}"
    form = client.get(client.get(at).links()["Send by e-mail"])
    assert letter.body.split("\n")[0] in form.words
    client.post(f"{at}/mail", form.fields())
    page = client.get(at)
    assert f"Being sent by e-mail to {TO}" in page.words
    assert not {"Mark as sent", "Correct the letter", "Discard the letter"} & page.links().keys()
    client.get(f"{at}/mail", status=409)
    assert (letter.status, request.reminded_on) == (LetterStatus.PREPARED, None)
    do_the_post()
    do_the_post()
    assert letter.status is LetterStatus.SENT
    assert (request.reminded_on, request.reminded_how) == (clock.today(), f"By e-mail to {TO}")
    [sent] = [each for each in post.letters() if "Auto-Submitted" not in each]
    assert sent["Subject"] == letter.subject
    assert sent.get_content().replace("\r\n", "\n") == letter.body
    assert "Taken by the mail server" in client.get(at).words
    client.get(f"{at}/mail", status=409)


def test_it_is_taken_back_while_it_waits(
    post: Post, client: Browserless, monitoring_officer: Officer
) -> None:
    request = sent_today(monitoring_officer)
    letter = reminder(request, monitoring_officer)
    service.mail_letter(request, letter, [TO], actor=monitoring_officer)
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request.id}/letters/{letter.id}"
    client.post(f"{at}/mail/take-back")
    client.post(f"{at}/mail/take-back", status=409)
    do_the_post()
    assert (letter.status, request.reminded_on) == (LetterStatus.PREPARED, None)
    assert "Send by e-mail" in client.get(at).links()


def test_a_reminder_that_waits_is_taken_out_when_the_answer_comes(
    post: Post, monitoring_officer: Officer
) -> None:
    request = sent_today(monitoring_officer)
    letter = reminder(request, monitoring_officer)
    message = service.mail_letter(request, letter, [TO], actor=monitoring_officer)
    service.record_reply(
        request, actor=monitoring_officer, kind=ReplyKind.REFUSED, received_on=clock.today(), words="No"
    )
    assert (message.status, letter.status) == (MessageStatus.CANCELLED, LetterStatus.DISCARDED)
    do_the_post()
    assert request.reminded_on is None
    with pytest.raises(NotPossible):
        service.mail_letter(request, letter, [TO], actor=monitoring_officer)


def test_one_that_came_back_is_said_loudly_and_sent_again(
    post: Post, client: Browserless, monitoring_officer: Officer
) -> None:
    request = sent_today(monitoring_officer)
    letter = reminder(request, monitoring_officer)
    service.mail_letter(request, letter, [TO], actor=monitoring_officer)
    do_the_post()
    do_the_post()
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request.id}/letters/{letter.id}"
    client.post(
        f"{at}/mail/came-back", {**client.get(f"{at}/mail/came-back").fields(), "why": "No such user"}
    )
    do_the_post()
    page = client.get(at)
    assert "The e-mail came back from" in page.words
    told = db.session.scalars(select(Notice.text).where(Notice.officer_id == monitoring_officer.id)).all()
    assert f"Reminder of removal request {request.name}: its e-mail has gone astray." in told
    client.post(f"{at}/mail", client.get(f"{at}/mail").fields())
    do_the_post()
    do_the_post()
    last = outbox.last_message(letter.id)
    assert last
    assert last.status is MessageStatus.SENT


def test_another_address_is_for_those_who_may_approve_and_another_letter_for_nobody(
    post: Post, monitoring_officer: Officer
) -> None:
    request, other = sent_today(monitoring_officer), sent_today(monitoring_officer)
    letter = reminder(request, monitoring_officer)
    with pytest.raises(NotAllowed):
        service.mail_letter(
            request, letter, ["else@council.example"], actor=make_officer(Role.TAKEDOWN_OFFICER)
        )
    for act in (
        lambda: service.mail_letter(other, letter, [TO], actor=monitoring_officer),
        lambda: service.take_back_letter(other, letter, actor=monitoring_officer),
        lambda: service.record_letter_bounce(other, letter, actor=monitoring_officer, why="x"),
    ):
        with pytest.raises(NotFound):
            act()


def test_thanks_go_out_with_their_word_document_however_the_request_stands(
    post: Post, monitoring_officer: Officer
) -> None:
    content = word.built_in_word(BUILT_IN[K.THANKS], title="T", author="A")
    template = templates.upload(K.THANKS, "", TemplateForm.WORD, content, actor=monitoring_officer)
    templates.take_in_use(template, actor=monitoring_officer)
    request = sent_today(monitoring_officer)
    service.record_reply(
        request, actor=monitoring_officer, kind=ReplyKind.REFUSED, received_on=clock.today(), words="No"
    )
    letter = service.prepare_letter(request, K.THANKS, actor=monitoring_officer)
    service.mail_letter(request, letter, [TO], actor=monitoring_officer)
    do_the_post()
    do_the_post()
    db.session.refresh(letter)
    assert letter.status is LetterStatus.SENT
    [sent] = [each for each in post.letters() if "Auto-Submitted" not in each]
    [enclosed] = sent.iter_attachments()
    assert hashlib.sha256(enclosed.get_content()).hexdigest() == letter.document_sha256
    assert request.reminded_on is None
