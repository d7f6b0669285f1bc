"""The letter of a request by e-mail: sent on the day when a server took it, and loudly not sent where none did."""

import hashlib
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

import pytest
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.correspondence import service as correspondence
from casework.correspondence.models import Letter
from casework.correspondence.templates import service as templates
from casework.correspondence.templates import word
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.workflow import TemplateForm
from casework.correspondence.workflow import LetterKind, LetterStatus
from casework.database import db
from casework.desk.queries.work import work_of
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.outbox import queries as outbox
from casework.outbox.models import Message, Notice
from casework.outbox.workflow import MessageStatus
from casework.permissions import Role
from casework.takedowns import service
from casework.takedowns.models import RemovalRequest, Reply
from casework.takedowns.pressing import Pressing, sentence
from casework.takedowns.workflow import RequestStatus as S
from casework.worker.posting import do_the_post
from tests.support import mail
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.mail import Post, returned
from tests.support.request_factories import request_in

TO = "jo.example@council.example"


def approved(officer: Officer, **values: object) -> RemovalRequest:
    return request_in(S.AUTHORISED, officer, recipient_contact=f"By e-mail: {TO}", **values)


def letter_of(request: RemovalRequest) -> Letter:
    return db.session.get_one(Letter, request.letter_id)


def last(request: RemovalRequest) -> Message:
    message = outbox.last_message(request.letter_id)
    assert message
    return message


def letters(post: Post) -> list[EmailMessage]:
    """Return the letters that the server took: officers hear of notices by it, too."""
    return [each for each in post.letters() if "Auto-Submitted" not in each]


def told(officer: Officer) -> list[str]:
    return list(db.session.scalars(select(Notice.text).where(Notice.officer_id == officer.id)))


def test_it_is_sent_once_a_server_took_it_and_no_sooner(post: Post, monitoring_officer: Officer) -> None:
    request = approved(monitoring_officer)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    assert request.status is S.AUTHORISED
    assert letter_of(request).status is LetterStatus.PREPARED
    do_the_post()
    do_the_post()
    assert (request.status, request.sent_on) == (S.SENT, clock.today())
    assert request.sent_how == f"By e-mail to {TO}"
    letter = letter_of(request)
    assert letter.status is LetterStatus.SENT
    [sent] = letters(post)
    assert sent["To"] == TO
    assert sent["Subject"] == letter.subject
    assert sent.get_content().replace("\r\n", "\n") == letter.body
    assert correspondence.digest(letter) == letter.sha256


def test_the_word_document_goes_with_the_letter_in_the_bytes_that_were_frozen(
    post: Post, monitoring_officer: Officer, client: Browserless
) -> None:
    content = word.built_in_word(BUILT_IN[LetterKind.REMOVAL_REQUEST], title="T", author="A")
    template = templates.upload(
        LetterKind.REMOVAL_REQUEST, "", TemplateForm.WORD, content, actor=monitoring_officer
    )
    templates.take_in_use(template, actor=monitoring_officer)
    request = approved(monitoring_officer)
    client.sign_in(monitoring_officer)
    assert "The letter as a Word document" in client.get(f"/removal-requests/{request.id}/mail").links()
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    with pytest.raises(NotPossible, match="on its way"):
        templates.write_as_text(letter_of(request), actor=monitoring_officer)
    templates.return_to_built_in(LetterKind.REMOVAL_REQUEST, "", actor=monitoring_officer)
    do_the_post()
    letter = letter_of(request)
    [sent] = letters(post)
    [enclosed] = sent.iter_attachments()
    assert enclosed.get_filename() == f"removal-request-{letter.id}.docx"
    assert hashlib.sha256(enclosed.get_content()).hexdigest() == letter.document_sha256
    body = sent.get_body()
    assert body
    assert body.get_content().replace("\r\n", "\n") == letter.body
    assert letter.status is LetterStatus.SENT


def test_the_day_of_sending_is_the_day_on_which_it_was_taken(post: Post, monitoring_officer: Officer) -> None:
    post.to_text = ["450 busy", mail.OK]
    request = approved(monitoring_officer, deadline_days=10)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    do_the_post()
    assert request.status is S.AUTHORISED
    with clock.telling_of(clock.now() + timedelta(days=1)):
        do_the_post()
        assert request.sent_on == clock.today()


def test_a_letter_on_its_way_is_neither_changed_nor_sent_nor_dropped(
    post: Post, monitoring_officer: Officer
) -> None:
    request = approved(monitoring_officer)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    letter = letter_of(request)
    with pytest.raises(NotPossible, match="on its way"):
        correspondence.change_letter(letter, subject="Other", body="Other", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="on its way"):
        service.send(request, actor=monitoring_officer, sent_on=clock.today(), sent_how="By post")
    with pytest.raises(NotPossible, match="on its way"):
        service.cancel(request, "Not needed", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="on its way"):
        service.send_by_mail(request, [TO], actor=monitoring_officer)
    service.take_back_mail(request, actor=monitoring_officer)
    service.cancel(request, "Not needed", actor=monitoring_officer)
    do_the_post()
    assert letters(post) == []


def test_where_it_is_refused_nothing_is_marked_as_sent_and_its_people_are_told(
    post: Post, monitoring_officer: Officer
) -> None:
    post.to_address = {TO: ["550 5.1.1 Unknown", mail.OK]}
    handler = make_officer(Role.TAKEDOWN_OFFICER)
    request = approved(monitoring_officer, given_to_id=handler.id)
    service.send_by_mail(request, [TO], actor=handler)
    do_the_post()
    assert (request.status, request.sent_on) == (S.AUTHORISED, None)
    lost = f"Removal request {request.name}: its e-mail has gone astray."
    assert lost in told(handler)
    service.send_by_mail(request, [TO], actor=handler)
    do_the_post()
    assert request.status is S.SENT


def test_what_came_back_was_asked_of_nobody_until_it_is_sent_anew(
    post: Post, monitoring_officer: Officer
) -> None:
    request = approved(monitoring_officer, deadline_days=10)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    do_the_post()
    other = returned("<another@council.example>", TO)
    with pytest.raises(DomainError, match="another e-mail"):
        service.record_bounce(request, actor=monitoring_officer, returned=other)
    service.record_bounce(request, actor=monitoring_officer, returned=returned(last(request).message_id, TO))
    do_the_post()
    assert "there is no such address (5.1.1)" in last(request).error
    with clock.telling_of(clock.now() + timedelta(days=30)), pytest.raises(NotPossible, match="came back"):
        service.record_silence(request, actor=monitoring_officer)
    with clock.telling_of(clock.now() + timedelta(days=1)):
        service.send_by_mail(request, ["new@council.example"], actor=monitoring_officer)
        do_the_post()
        assert (request.status, request.sent_on) == (S.SENT, clock.today())
    assert request.sent_how == "By e-mail to new@council.example"
    assert service.astray(request) is None


def test_what_came_back_from_one_address_was_asked_of_the_others(
    post: Post, monitoring_officer: Officer
) -> None:
    request = approved(monitoring_officer)
    others = ["mo@council.example", "wrong@council.example"]
    service.send_by_mail(request, [TO, *others], actor=monitoring_officer)
    do_the_post()
    number = last(request).message_id

    def come_back(address: str) -> bool:
        back = returned(number, address)
        return service.record_bounce(request, actor=monitoring_officer, returned=back)

    assert not come_back("Wrong@council.example")
    assert not come_back(others[0])
    do_the_post()
    assert last(request).status is MessageStatus.SENT
    assert request.sent_how == f"By e-mail to {TO}"
    assert service.astray(request) is None
    assert "no such address" in last(request).refused[others[1]]
    assert come_back(TO), "now it has come back from all of them"
    assert service.astray(request) is not None


def test_a_letter_that_came_back_after_its_day_is_written_anew_and_goes_to_the_right_address(
    post: Post, client: Browserless, monitoring_officer: Officer
) -> None:
    handler = make_officer(Role.TAKEDOWN_OFFICER)
    request = approved(monitoring_officer, given_to_id=handler.id)
    service.send_by_mail(request, [TO], actor=handler)
    do_the_post()
    first = letter_of(request)
    own, whole = f"/my-requests/{request.id}", f"/removal-requests/{request.id}"
    assert request.deadline
    with clock.telling_of(clock.now() + timedelta(days=40)):
        service.record_bounce(request, actor=handler, why="No such mailbox")
        do_the_post()
        with pytest.raises(DomainError, match="written anew"):
            service.send_by_mail(request, [TO], actor=handler)
        with pytest.raises(NotAllowed):
            service.renew_letter(request, deadline=clock.today() + timedelta(days=7), actor=handler)
        client.sign_in(handler)
        assert "Ask the Monitoring Officer or a deputy to write it anew" in client.get(own).words
        client.sign_in(monitoring_officer)
        at = client.get(whole).links()["Write the letter anew"]
        client.post(at, client.get(at).fields())
        client.get(at, status=409)
        anew = letter_of(request)
        assert anew.id != first.id
        assert request.deadline > clock.today()
        assert clock.long_date(request.deadline) in anew.body
        with (
            clock.telling_of(clock.now() + timedelta(days=60)),
            pytest.raises(NotPossible, match="came back"),
        ):
            service.record_silence(request, actor=monitoring_officer)
        with pytest.raises(NotPossible, match="in the place of this one"):
            service.mail_letter(request, first, [TO], actor=monitoring_officer)
        work = work_of(handler)
        assert "Send the letter again: its e-mail did not arrive" in {
            each.what for each in (*work.overdue, *work.coming, *work.undated)
        }
        page = client.get(client.get(whole).links()["Send it again, or to another address"])
        client.post(f"{whole}/mail", {**page.fields(), "addresses": "new@council.example"})
        do_the_post()
        assert (request.status, request.sent_on) == (S.SENT, clock.today())
        assert request.sent_how == "By e-mail to new@council.example"
        assert (first.status, anew.status) == (LetterStatus.SENT, LetterStatus.SENT)
        assert service.astray(request) is None
        words = client.get(whole).words
        assert f"Removal request of {clock.long_date(clock.london_date(first.prepared_at))}" in words
        assert letters(post)[-1]["To"] == "new@council.example"


def test_what_came_back_and_then_reached_the_same_address_was_asked(
    post: Post, monitoring_officer: Officer
) -> None:
    request = approved(monitoring_officer)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    do_the_post()
    service.record_bounce(request, actor=monitoring_officer, why="Mailbox full")
    do_the_post()
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    do_the_post()
    with clock.telling_of(clock.now() + timedelta(days=40)):
        service.record_silence(request, actor=monitoring_officer)
    assert request.status is S.NO_RESPONSE


def test_what_came_back_can_go_another_way(post: Post, monitoring_officer: Officer) -> None:
    request = approved(monitoring_officer)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    do_the_post()
    service.record_bounce(request, actor=monitoring_officer, why="Mailbox full")
    service.sent_another_way(request, actor=monitoring_officer, on=clock.today(), how="By post")
    assert request.sent_how == "By post"
    assert service.astray(request) is None
    with pytest.raises(NotPossible):
        service.sent_another_way(request, actor=monitoring_officer, on=clock.today(), how="By post")


def test_only_who_may_approve_writes_to_another_address(post: Post, monitoring_officer: Officer) -> None:
    handler = make_officer(Role.TAKEDOWN_OFFICER)
    request = approved(monitoring_officer, given_to_id=handler.id)
    with pytest.raises(NotAllowed):
        service.send_by_mail(request, ["elsewhere@council.example"], actor=handler)


def test_no_letter_goes_to_a_complainant_or_past_its_route_to_the_councillor(
    post: Post, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor(email="member@council.example"))
    cases.add_complaint(
        case,
        actor=monitoring_officer,
        received_on=clock.today(),
        complainant_name="Zuleika Canary",
        complainant_contact="canary@home.example",
    )
    request = approved(monitoring_officer, case=case)
    with pytest.raises(DomainError, match="complainant"):
        service.send_by_mail(request, ["canary@home.example"], actor=monitoring_officer)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    do_the_post()
    [_] = letters(post)
    for envelope, read in zip(post.taken, post.letters(), strict=True):
        assert b"canary" not in (envelope.original_content or b"").lower()
        assert "Zuleika" not in read.as_string()


@pytest.mark.parametrize(
    "complainant",
    [{"complainant_name": "Zuleika Canary"}, {"complainant_contact": TO}],
    ids=["named", "reached"],
)
def test_whoever_complains_while_a_letter_waits_is_neither_named_by_it_nor_reached(
    complainant: dict[str, str], post: Post, monitoring_officer: Officer
) -> None:
    handler, deputy = make_officer(Role.TAKEDOWN_OFFICER), make_officer(Role.DEPUTY)
    request = approved(monitoring_officer, given_to_id=handler.id, recipient="Zuleika Canary")
    service.send_by_mail(request, [TO], actor=handler)
    case = db.session.get_one(Case, request.case_id)
    cases.add_complaint(case, actor=monitoring_officer, **complainant)  # type: ignore[arg-type]
    do_the_post()
    assert letters(post) == []
    assert (request.status, last(request).status) == (S.AUTHORISED, MessageStatus.FAILED)
    held = f"Removal request {request.name}: its e-mail was held back and not sent."
    for officer in (handler, monitoring_officer, deputy):
        assert held in told(officer)
    assert "complain" not in last(request).error
    for again in (
        lambda: service.send_by_mail(request, [TO], actor=handler),
        lambda: service.send(request, actor=handler, sent_on=clock.today(), sent_how=f"By e-mail to {TO}"),
    ):
        with pytest.raises(NotPossible, match="must not tell"):
            again()
    with pytest.raises(DomainError, match="complainant"):
        service.send_by_mail(request, [TO], actor=monitoring_officer)


def test_a_letter_that_a_later_complaint_made_wrong_says_so_where_it_would_be_marked_as_sent(
    client: Browserless, monitoring_officer: Officer
) -> None:
    handler = make_officer(Role.TAKEDOWN_OFFICER)
    request = approved(monitoring_officer, given_to_id=handler.id, recipient="Zuleika Canary")
    case = db.session.get_one(Case, request.case_id)
    cases.add_complaint(case, actor=monitoring_officer, complainant_name="Zuleika Canary")
    client.sign_in(handler)
    words = client.get(f"/my-requests/{request.id}").words
    assert "This letter is held back" in words
    assert "complainant" not in words
    client.sign_in(monitoring_officer)
    words = client.get(f"/removal-requests/{request.id}").words
    assert (
        "Do not send the letter as it stands. The letter would give the name or contact of a complainant."
        in words
    )


def test_a_police_objection_stops_what_still_waits(post: Post, monitoring_officer: Officer) -> None:
    from casework.takedowns.workflow import PoliceAnswer

    request = approved(monitoring_officer)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    service.record_police(
        request,
        actor=monitoring_officer,
        asked_on=clock.today(),
        asked_of="PC Example",
        answer=PoliceAnswer.OBJECTS,
        answered_on=clock.today(),
        words="Not yet",
    )
    do_the_post()
    assert letters(post) == []
    assert last(request).status is MessageStatus.CANCELLED
    with pytest.raises(NotPossible, match="police object"):
        service.send_by_mail(request, [TO], actor=monitoring_officer)


def test_a_handler_sees_what_goes_to_whom_sends_it_and_what_becomes_of_it(
    client: Browserless, post: Post, monitoring_officer: Officer
) -> None:
    handler = make_officer(Role.TAKEDOWN_OFFICER)
    request = approved(monitoring_officer, given_to_id=handler.id)
    own, here = f"/my-requests/{request.id}", f"/removal-requests/{request.id}/mail"
    client.sign_in(handler)
    assert client.get(own).links()["Send by e-mail"] == here
    page = client.get(here)
    assert TO in page.words
    assert letter_of(request).subject in page.words
    assert client.post(here, page.fields()) == own
    assert "Being sent by e-mail to" in client.get(own).words
    client.post(f"{here}/take-back")
    assert "Being sent" not in client.get(own).words
    client.post(here, client.get(here).fields())
    do_the_post()
    assert "Taken by the mail server" in client.get(own).words
    client.post(
        f"{here}/came-back",
        {"file": (BytesIO(returned(last(request).message_id, TO)), "back.eml"), "why": ""},
    )
    words = client.get(own).words
    assert "The e-mail came back from" in words
    assert "there is no such address" in words
    client.sign_in(monitoring_officer)
    assert "The e-mail came back from" in client.get(f"/removal-requests/{request.id}").words
    today = clock.today()
    client.post(
        f"{here}/another-way",
        {
            "sent_on-day": today.day,
            "sent_on-month": today.month,
            "sent_on-year": today.year,
            "sent_how": "By post",
        },
    )
    assert "came back" not in client.get(f"/removal-requests/{request.id}").words


def test_a_file_that_says_nothing_of_a_return_is_refused_in_words(
    client: Browserless, post: Post, monitoring_officer: Officer
) -> None:
    request = approved(monitoring_officer)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    do_the_post()
    client.sign_in(monitoring_officer)
    here = f"/removal-requests/{request.id}/mail/came-back"
    for content in (b"Subject: Out of office\r\n\r\nI am away.", b"\x00\xff" * 50):
        page = client.post(here, {"file": (BytesIO(content), "x.eml"), "why": ""}, status=422)
        assert "not a message of a mail server" in page.words
    late = returned(last(request).message_id, TO, action="delayed", status="4.4.7")
    assert (
        "may only take longer"
        in client.post(here, {"file": (BytesIO(late), "x.eml"), "why": ""}, status=422).words
    )
    assert request.status is S.SENT


def test_where_mail_is_off_it_is_marked_as_sent_by_hand(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = approved(monitoring_officer)
    client.sign_in(monitoring_officer)
    page = client.get(f"/removal-requests/{request.id}")
    assert "Send by e-mail" not in page.links()
    assert "Mark as sent" in page.links()
    client.get(f"/removal-requests/{request.id}/mail", status=404)


def test_a_returned_message_that_is_taken_for_an_answer_tells_that_the_letter_came_back(
    post: Post, client: Browserless, monitoring_officer: Officer
) -> None:
    handler = make_officer(Role.TAKEDOWN_OFFICER)
    request = approved(monitoring_officer, given_to_id=handler.id)
    service.send_by_mail(request, [TO], actor=handler)
    do_the_post()
    client.sign_in(handler)
    box = f"/removal-requests/{request.id}/reply/message"
    at = client.post(box, {"file": (BytesIO(returned("<another@council.example>", TO)), "back.eml")})
    assert at.endswith("/mail/came-back")
    assert "about another e-mail" in client.get(at).words
    assert last(request).status is MessageStatus.SENT
    at = client.post(box, {"file": (BytesIO(returned(last(request).message_id, TO)), "back.eml")})
    words = client.get(at).words
    assert "It is recorded that the letter came back. Nobody was asked yet." in words
    assert "there is no such address" in words
    assert last(request).status is MessageStatus.BOUNCED
    assert not db.session.scalar(select(Reply.id).where(Reply.request_id == request.id))


def test_a_letter_whose_day_to_answer_has_come_goes_out_once_it_asks_for_a_later_one(
    post: Post, client: Browserless, monitoring_officer: Officer
) -> None:
    request = approved(monitoring_officer)
    assert request.deadline
    first = f"{request.deadline.day} {request.deadline:%B %Y}"
    with clock.telling_of(clock.now() + timedelta(days=30)):
        client.sign_in(monitoring_officer)
        assert (
            "asks for an answer by a day that has come" in client.get(f"/removal-requests/{request.id}").words
        )
        words = sentence(request, Pressing.SEND, clock.today())
        assert words.startswith(f"Do not send the letter yet: it asks for an answer by {first}")
        mailing = client.get(f"/removal-requests/{request.id}/mail").fields()
        refused = client.post(f"/removal-requests/{request.id}/mail", mailing, status=422)
        assert f"asks for an answer by {first}, which has come" in refused.errors[0]
        at = f"/removal-requests/{request.id}/letter/edit"
        form = client.get(at).fields()
        day = clock.today() + timedelta(days=7)
        given = {"deadline-day": day.day, "deadline-month": day.month, "deadline-year": day.year}
        gone = client.post(at, {**form, **given, "deadline-year": day.year - 1}, status=422)
        assert "Give a later one" in gone.errors[0]
        without = {**form, **given, "body": "Please take it down."}
        assert "The text does not say" in client.post(at, without, status=422).errors[0]
        client.post(at, {**form, **given})
        mailing = client.get(f"/removal-requests/{request.id}/mail").fields()
        client.post(f"/removal-requests/{request.id}/mail", mailing)
        do_the_post()
        assert (request.status, request.deadline) == (S.SENT, day)
        [sent] = letters(post)
        assert first not in sent.get_content()
        assert f"by {day.day} {day:%B %Y}" in " ".join(sent.get_content().split())


def test_where_nobody_knows_whether_it_went_out_the_page_does_not_say_that_it_did_not(
    post: Post, client: Browserless, monitoring_officer: Officer
) -> None:
    post.to_text = [mail.DROP_LATE, mail.OK]
    request = approved(monitoring_officer, given_to_id=monitoring_officer.id)
    service.send_by_mail(request, [TO], actor=monitoring_officer)
    do_the_post()
    do_the_post()
    client.sign_in(monitoring_officer)
    for path in (f"/removal-requests/{request.id}", f"/my-requests/{request.id}"):
        words = client.get(path).words
        assert f"The letter may or may not have reached {TO}." in words
        assert "before you send it again" in words
        assert "was not sent by e-mail" not in words
    assert request.status is S.AUTHORISED
