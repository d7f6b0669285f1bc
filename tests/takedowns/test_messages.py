"""An answer by e-mail becomes an exhibit, and what it says of itself is proposed, never taken for granted."""

from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import clock
from casework.accounts.models import Officer
from casework.database import db
from casework.permissions import Role
from casework.takedowns.messages import heard, remarks
from casework.takedowns.models import RemovalRequest, Reply
from casework.takedowns.workflow import RequestStatus as S
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.files import msg_with
from tests.support.request_factories import request_in

NAME = "SMC/2026/0001/R1"
TODAY = date(2026, 3, 27)


def read(text: str, **facts: object) -> list[str]:
    found = heard(text)
    assert found is not None
    known = {"name": NAME, "ids": (), "sent_on": date(2026, 3, 20), "today": TODAY}
    return remarks(found, **{**known, **facts})  # type: ignore[arg-type]


@given(st.text())
def test_no_message_is_beyond_reading(text: str) -> None:
    for each in (text, f"From: {text}\nDate: {text}\n\n{text}"):
        found = heard(each)
        if found:
            remarks(found, name=NAME, ids=(), sent_on=TODAY, today=TODAY)


def test_a_message_proposes_from_whom_when_and_what_without_what_it_quotes() -> None:
    found = heard(
        f"From: Jo <jo@example.org>\nDate: Tue, 24 Mar 2026 23:30:00 -0200\nSubject: Re: {NAME}\n\n"
        "I have taken it down.\n> Dear Jo\nThanks\n\nOn 20 March 2026 the council wrote:\nWe ask you to"
    )
    assert found is not None
    assert (found.sender, found.sent_on) == ("Jo <jo@example.org>", date(2026, 3, 25))
    assert found.words == "I have taken it down.\nThanks"


def test_a_message_belongs_to_the_request_that_it_names_or_whose_letter_it_answers() -> None:
    dated = "Date: Tue, 24 Mar 2026 09:00:00 +0000\n"
    assert read(f"{dated}Subject: Re: A request: {NAME}\n\nNo") == []
    assert read(f"{dated}In-Reply-To: <1@council.example>\n\nNo", ids=["<1@council.example>"]) == []
    assert "Nothing in it" in read(f"{dated}Subject: Hello\n\nNo")[0]
    for other in (f"{NAME}2", "SMC/2026/0099/R3", "SMC/2025/0001/R1"):
        assert other in read(f"{dated}Subject: {other}\n\nNo")[0]
        assert read(f"{dated}In-Reply-To: <1@a>\nSubject: {other}\n\nNo", ids=["<1@a>"]) != []
    assert read(f"{dated}Subject: {NAME}\n\nAs with SMC/2026/0099/R3: no") == []


@pytest.mark.parametrize(
    ("subject", "away"),
    [
        ("Automatic reply: A request", True),
        ("RE: Automated response", True),
        ("Out of Office: Re: A request", True),
        ("Re: Away from my desk until Monday", True),
        ("On annual leave", True),
        ("Re: A request about the office", False),
        ("On leaving the group", False),
        ("My reply is automatic", False),
    ],
)
def test_an_absence_is_known_by_its_subject_where_no_header_says_so(subject: str, away: bool) -> None:
    found = heard(f"Subject: {subject}\n\nDone")
    assert found is not None
    assert found.answered_by_itself is away


def test_the_line_that_says_who_wrote_is_left_out_where_it_is_broken_in_two() -> None:
    found = heard(
        "Subject: Re\n\nIt is gone.\n\n"
        "On Tue, 24 Mar 2026 at 09:30, Fenwick Council <a@fenwick.example>\nwrote:\n> Dear Jo"
    )
    assert found is not None
    assert found.words == "It is gone."


def test_a_day_that_cannot_be_is_said_plainly() -> None:
    about = f"Subject: {NAME}\n"
    assert "before the request went out" in read(f"Date: Thu, 19 Mar 2026 09:00:00 +0000\n{about}\nNo")[0]
    assert "has not come yet" in read(f"Date: Sat, 28 Mar 2026 09:00:00 +0000\n{about}\nNo")[0]
    assert "does not say when" in read(f"{about}\nNo")[0]


def mail(request: RemovalRequest, words: str, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Jo Example <jo@example.org>", "standards@fenwick.example"
    message["Subject"] = f"Re: A request about a post on social media: {request.name}"
    message["Date"] = format_datetime(clock.now() - timedelta(minutes=1))
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    return message.as_bytes()


def take_in(client: Browserless, request: RemovalRequest, content: bytes, name: str = "answer.eml") -> str:
    location: str = client.post(
        f"/removal-requests/{request.id}/reply/message", {"file": (BytesIO(content), name)}
    )
    return location


def test_an_answer_by_e_mail_is_taken_in_filled_in_and_then_recorded_by_its_reader(
    client: Browserless, monitoring_officer: Officer
) -> None:
    handler = make_officer(Role.TAKEDOWN_OFFICER)
    request = request_in(S.SENT, monitoring_officer, given_to_id=handler.id)
    client.sign_in(handler)
    box = client.get(f"/my-requests/{request.id}").links()["It came by e-mail: take in the e-mail"]
    assert box == f"/removal-requests/{request.id}/reply/message"
    at = take_in(client, request, mail(request, "I will not take it down.\n"))
    assert db.session.query(Reply).count() == 0, "nothing is recorded until somebody has read it"
    page = client.get(at)
    assert "from Jo Example <jo@example.org>" in page.words
    assert "Nothing in it says" not in page.words
    form = page.fields()
    assert form["words"].strip() == "I will not take it down."
    assert int(form["received_on-day"]) == clock.today().day
    client.post(at, {**form, "kind": "refused"})
    reply = db.session.query(Reply).one()
    assert reply.exhibit_id == int(form["exhibit"])
    assert reply.words == "I will not take it down."


def test_an_absence_is_an_acknowledgement_at_most_and_a_returned_e_mail_no_answer(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(S.SENT, monitoring_officer)
    client.sign_in(monitoring_officer)
    at = take_in(client, request, mail(request, "I am away. All is removed.", Auto_Submitted="auto-replied"))
    page = client.get(at)
    form = page.fields()
    assert "no more than an acknowledgement" in page.words
    assert form["kind"] == ["acknowledged"]
    refused = client.post(at, {**form, "kind": "complied"}, status=422)
    assert "sent by a program" in refused.errors[0]
    returned = mail(request, "Not found").replace(b"text/plain", b"multipart/report; boundary=x")
    assert "/reply" not in take_in(client, request, returned)
    assert "no answer" in client.get(f"/removal-requests/{request.id}").words
    client.post(at, {**form, "kind": "acknowledged"})
    assert db.session.query(Reply).one().kind.value == "acknowledged"


def test_an_answer_in_html_alone_is_read_without_its_markup_and_what_it_quotes(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(S.SENT, monitoring_officer)
    client.sign_in(monitoring_officer)
    html = (
        "<style>p{}</style><script>1</script><p>I &lt;do&gt; not<div>agree.<blockquote type=cite>Dear Jo,\nplease"
        "<blockquote>older<br>still</blockquote>remove</blockquote><p>Jo"
    )
    content = mail(request, html).replace(b"text/plain", b"text/html")
    assert client.get(take_in(client, request, content)).fields()["words"].strip() == "I <do> not\nagree.\nJo"


def test_an_outlook_message_is_read_and_what_is_no_e_mail_is_kept_and_said_to_be_none(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(S.SENT, monitoring_officer)
    client.sign_in(monitoring_officer)
    at = take_in(
        client, request, msg_with(f"Re: {request.name}", "We decline.", "a.txt", b"words"), "answer.msg"
    )
    assert client.get(at).fields()["words"].strip() == "We decline."
    path = f"/removal-requests/{request.id}/reply/message"
    refused = client.post(path, {"file": (BytesIO(b"Only words"), "answer.txt")}, status=422)
    assert "No e-mail can be read" in refused.errors[0]
    assert "Choose the e-mail" in client.post(path, {}, status=422).errors[0]
