"""Messages are handed to a real server, once each, whatever it answers and wherever the worker stops."""

import smtplib
import ssl
from datetime import timedelta
from pathlib import Path
from socket import gaierror

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from casework import clock
from casework.accounts.models import Officer
from casework.database import command, db, unit_of_work
from casework.errors import NotPossible
from casework.outbox import cli, last_look, posting
from casework.outbox.contents import StaffNotice
from casework.outbox.models import Message
from casework.outbox.sending import ABANDONED_AFTER, send_waiting
from casework.outbox.server import Unreachable, connected, size_limit
from casework.outbox.troubles import look_at, trouble_of
from casework.outbox.workflow import GIVE_UP_AFTER, Answer, MessageStatus, before_the_text, next_try
from tests.conftest import application, opened
from tests.support import mail
from tests.support.mail import Post, listening, use
from tests.support.postgres import free_port

S = MessageStatus
TO = "jo@council.example"
HOST = "mail.council.example"


def queued(*recipients: str) -> Message:
    return posting.post(
        StaffNotice("SMC/2026/0001", "https://casework.council.example/1"),
        recipients or [TO],
        made_by_id=None,
    )


def later(minutes: float) -> int:
    """Send what is due so many minutes from now."""
    with clock.telling_of(clock.now() + timedelta(minutes=minutes)):
        return send_waiting()


def test_a_message_is_sent_once_in_the_bytes_that_were_frozen(app: Flask, post: Post) -> None:
    message = queued()
    assert send_waiting() == 1
    assert send_waiting() == 0
    assert message.status is S.SENT
    assert message.accepted_at
    [taken] = post.taken
    assert taken.original_content == message.rfc822.encode()
    assert taken.rcpt_tos == [TO]
    assert taken.mail_from == "standards@council.example"
    assert post.letters()[0]["From"] == "Démo Standards <standards@council.example>"


def test_nothing_is_put_into_the_outbox_while_mail_is_off(app: Flask) -> None:
    with pytest.raises(NotPossible, match="not set up"):
        queued()
    assert send_waiting() == 0


def test_a_message_of_an_act_that_was_undone_is_not_sent(app: Flask, post: Post) -> None:
    @command
    def undone() -> None:
        queued()
        raise NotPossible("It was ended meanwhile.")

    with pytest.raises(NotPossible):
        undone()
    assert send_waiting() == 0
    assert post.taken == []


@pytest.mark.parametrize("answer", ["421 closing", "450 busy", "452 full"])
def test_what_is_put_off_is_tried_again_after_a_minute_under_the_same_id(
    app: Flask, post: Post, answer: str
) -> None:
    post.to_text = [answer, mail.OK]
    message = queued()
    assert send_waiting() == 0
    assert (message.status, message.attempts) == (S.QUEUED, 1)
    assert answer in message.reply
    assert later(0.5) == 0, "it is not pressed"
    assert later(1.1) == 1
    assert post.tries == [message.message_id] * 2


def test_what_is_refused_for_good_fails_at_once_with_the_servers_words(app: Flask, post: Post) -> None:
    post.to_text = ["550 5.7.1 No such mail here"]
    message = queued()
    send_waiting()
    assert message.status is S.FAILED
    assert "5.7.1 No such mail here" in message.reply


def test_an_address_that_is_refused_is_named_and_the_others_get_it(app: Flask, post: Post) -> None:
    post.to_address = {"old@council.example": ["550 5.1.1 Unknown"]}
    message = queued(TO, "old@council.example")
    send_waiting()
    assert message.status is S.SENT
    assert message.refused == {"old@council.example": "550 5.1.1 Unknown"}
    assert post.taken[0].rcpt_tos == [TO]


def test_nobody_gets_it_twice_while_one_address_is_put_off(app: Flask, post: Post) -> None:
    post.to_address = {"slow@council.example": ["450 4.2.0 Greylisted", mail.OK]}
    message = queued(TO, "slow@council.example")
    assert send_waiting() == 0
    assert post.taken == []
    assert later(2) == 1
    assert post.taken[0].rcpt_tos == [TO, "slow@council.example"]
    assert message.refused == {}


def test_a_sender_that_is_refused_says_which_setting_to_whoever_runs_casework(app: Flask, post: Post) -> None:
    post.to_sender = ["553 5.1.8 Not yours"]
    message = queued()
    send_waiting()
    assert "refused the address from which" in message.error
    assert look_at(message.error, "") == "Look at CASEWORK_SMTP_FROM."
    assert "CASEWORK_SMTP_FROM" in app.test_cli_runner().invoke(cli.group, ["list"]).output


@pytest.mark.parametrize(
    "error",
    [
        ssl.SSLCertVerificationError("self-signed certificate"),
        ssl.SSLError("no protocols available"),
        smtplib.SMTPAuthenticationError(535, b"5.7.8 standards@council.example: wrong"),
        smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
        smtplib.SMTPConnectError(554, b"mx1.council.example has no service for you"),
        smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
        TimeoutError("timed out"),
        ConnectionRefusedError(111, "Connection refused"),
        gaierror(-2, "Name or service not known"),
    ],
)
def test_officers_read_of_no_setting_and_administrators_of_which(error: Exception) -> None:
    what = trouble_of(error).what
    assert "CASEWORK_" not in what
    assert "council.example" not in what
    assert "mail.council.example" in look_at(f"It was tried for two days. The last answer was: {what}", HOST)


def test_a_message_at_which_casework_is_stopped_each_time_is_given_up_after_two_days(
    app: Flask, post: Post
) -> None:
    message = queued()
    with unit_of_work():
        message.status, message.attempts, message.next_try_at = MessageStatus.SENDING, 200, None
        message.queued_at = message.claimed_at = clock.now() - timedelta(days=3)
    assert send_waiting() == 0
    assert message.status is MessageStatus.FAILED
    assert "stopped before it was handed over" in message.error


def test_a_connection_that_breaks_before_the_last_byte_is_tried_again(app: Flask, post: Post) -> None:
    post.to_address = {TO: ["421 4.3.2 Going down", mail.OK]}
    message = queued()
    assert send_waiting() == 0
    assert message.status is S.QUEUED
    assert later(2) == 1


def test_where_nobody_can_know_whether_it_was_taken_it_is_not_sent_again(app: Flask, post: Post) -> None:
    post.to_text = [mail.DROP_LATE, mail.OK]
    message = queued()
    assert send_waiting() == 0
    assert message.status is S.FAILED
    assert "not known whether" in message.error
    assert later(60) == 0
    assert len(post.taken) == 1


def test_a_server_that_hangs_up_at_the_text_loses_no_message(app: Flask, post: Post) -> None:
    post.to_text = [mail.DROP, mail.OK]
    message = queued()
    send_waiting()
    assert message.status in {S.QUEUED, S.FAILED}, "as far as the last byte had come"
    assert message.error
    assert post.taken == []


def test_a_server_that_answers_nonsense_neither_takes_nor_refuses_anything(app: Flask, post: Post) -> None:
    post.to_sender = ["what", mail.OK]
    post.to_address = {TO: ["999 what", mail.OK]}
    post.to_text = [mail.NO_TEXT, mail.OK]
    message = queued()
    for minutes in (0, 2, 10):
        assert later(minutes) == 0
        assert message.status is S.QUEUED
    assert post.taken == []
    assert later(40) == 1


def test_nonsense_after_the_last_byte_leaves_it_unknown_whether_it_was_taken(app: Flask, post: Post) -> None:
    post.to_text = ["999 what"]
    message = queued()
    assert send_waiting() == 0
    assert message.in_doubt


@pytest.mark.parametrize(
    ("said", "limit"), [("9", 9), ("", 0), ("²", 0), ("٣", 0), ("-1", 0), ("9 9", 0), ("9" * 5000, 0)]
)
def test_a_limit_that_is_no_number_is_none(said: str, limit: int) -> None:
    server = smtplib.SMTP()
    server.esmtp_features = {"size": said}
    assert size_limit(server) == limit


def test_a_server_that_is_down_and_then_up_gets_all_that_waited(app: Flask) -> None:
    port = free_port()
    use(app, port)
    first, second = queued(), queued("mo@council.example")
    assert send_waiting() == 0
    assert "cannot be reached" in first.error
    with listening(Post(), port):
        assert later(2) == 2
    assert {first.status, second.status} == {S.SENT}
    mail.off(app)


def test_after_two_days_it_is_given_up(app: Flask, post: Post) -> None:
    post.to_text = ["450 busy"]
    message = queued()
    later(GIVE_UP_AFTER.total_seconds() / 60)
    assert message.status is S.FAILED
    assert "tried for two days" in message.error


def test_what_makes_sense_until_a_day_is_not_sent_after_it(app: Flask, post: Post) -> None:
    message = queued()
    with unit_of_work():
        message.not_after = clock.today()
    later(60 * 25)
    assert message.status is S.FAILED
    assert post.taken == []


def test_what_was_altered_in_the_outbox_is_not_sent(app: Flask, post: Post) -> None:
    message = queued()
    with unit_of_work():
        message.rfc822 += "And more"
    send_waiting()
    assert message.status is S.FAILED
    assert post.tries == []


def test_what_becomes_wrong_to_send_while_the_server_is_spoken_to_is_held_back_before_its_text(
    app: Flask, post: Post
) -> None:
    message, as_built, said = queued(), tuple(last_look._looks), iter(["", "Wrong now."])
    last_look.install([lambda _: next(said, "")])
    try:
        assert send_waiting() == 0
        assert (message.status, message.error) == (S.FAILED, "Wrong now.")
        assert later(60) == 0
        assert post.tries == []
        queued()
        assert send_waiting() == 1
    finally:
        last_look.install(as_built)


def test_a_message_that_is_taken_back_stays_here(app: Flask, post: Post) -> None:
    message = queued()
    posting.take_back(message)
    assert send_waiting() == 0
    assert message.status is S.CANCELLED
    with pytest.raises(NotPossible, match="waits no more"):
        posting.take_back(message)


@pytest.mark.parametrize(("handed", "status"), [(False, S.SENT), (True, S.FAILED)])
def test_what_a_killed_worker_left_is_sent_only_where_the_server_cannot_have_it(
    app: Flask, post: Post, handed: bool, status: MessageStatus
) -> None:
    message = queued()
    with unit_of_work():
        message.status, message.attempts, message.next_try_at = S.SENDING, 1, None
        message.claimed_at = clock.now()
        message.handed_at = clock.now() if handed else None
    assert later(1) == 0, "another worker may be at it"
    later(ABANDONED_AFTER.total_seconds() / 60 + 1)
    assert message.status is status


@pytest.mark.committed
def test_two_workers_send_it_once(app: Flask, tmp_path: Path) -> None:
    other = application(app.config["SETTINGS"].database_url, tmp_path / "other")
    found: list[int] = []

    def another_worker() -> None:
        with opened(other):
            found.append(send_waiting())

    server = Post(while_reading=another_worker)
    with listening(server) as port:
        use(app, port)
        use(other, port)
        message = queued()
        assert send_waiting() == 1
    assert found == [0]
    assert len(server.taken) == 1
    assert message.status is S.SENT


@pytest.mark.committed
def test_what_was_queued_outlives_a_restart(app: Flask, post: Post, tmp_path: Path) -> None:
    port = mail.port_of(app)
    queued()
    db.session.remove()
    restarted = application(app.config["SETTINGS"].database_url, tmp_path / "again")
    with opened(restarted):
        use(restarted, port)
        assert send_waiting() == 1


def test_it_is_signed_in_over_starttls_and_over_tls(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = mail.certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    signed_in = {"authenticator": mail.knows}
    for security, options in (
        ("starttls", {"tls_context": context, "auth_required": True}),
        ("tls", {"ssl_context": context, "auth_require_tls": False}),
    ):
        server = Post()
        with listening(server, **options, **signed_in) as port:  # type: ignore[arg-type]
            use(app, port, smtp_security=security, smtp_user=mail.USER, smtp_password=mail.PASSWORD)
            queued()
            assert send_waiting() == 1, security
            use(app, port, smtp_security=security, smtp_user=mail.USER, smtp_password="wrong")
            with pytest.raises(Unreachable, match="refused the account"), connected():
                pass
    mail.off(app)


def test_a_certificate_that_nobody_vouches_for_is_refused(app: Flask, tmp_path: Path) -> None:
    context, _ = mail.certificate(tmp_path)
    with listening(Post(), tls_context=context) as port:
        use(app, port, smtp_security="starttls")
        with pytest.raises(Unreachable, match="not to be trusted"), connected():
            pass
    mail.off(app)


def test_a_password_is_never_sent_where_encryption_is_missing(app: Flask, post: Post) -> None:
    use(app, mail.port_of(app), smtp_security="starttls", smtp_user="a", smtp_password="b")
    with pytest.raises(Unreachable, match="does not offer") as refused, connected():
        pass
    assert refused.value.said == "No STARTTLS"


def test_the_command_line_tries_the_server_and_lists_what_waits(
    app: Flask, post: Post, monitoring_officer: Officer
) -> None:
    run = app.test_cli_runner().invoke
    assert "The server took it" in run(cli.group, ["test", TO]).output
    assert "test message" in post.letters()[0].get_content()
    post.to_address = {TO: ["550 5.1.1 Unknown"]}
    refused = run(cli.group, ["test", TO])
    assert refused.exit_code == 1
    assert "5.1.1 Unknown" in refused.output
    assert "is not an e-mail address" in run(cli.group, ["test", "nobody"]).output
    assert "Nothing waits" in run(cli.group, ["list"]).output
    post.to_address = {TO: ["450 busy", mail.OK]}
    queued()
    send_waiting()
    listed = run(cli.group, ["list"]).output
    assert "tried 1 times" in listed
    assert TO not in listed
    assert "to be tried now: 1" in run(cli.group, ["retry"]).output
    assert send_waiting() == 1


@given(attempts=st.integers(1, 60), waited=st.floats(0, 60 * 24 * 3))
def test_the_waits_grow_to_an_hour_and_end_after_two_days(attempts: int, waited: float) -> None:
    begun = clock.now()
    now = begun + timedelta(minutes=waited)
    again = next_try(begun, attempts, now)
    if again is None:
        assert now + timedelta(hours=1) > begun + GIVE_UP_AFTER
    else:
        assert timedelta(minutes=1) <= again - now <= timedelta(hours=1)


@given(
    answers=st.dictionaries(st.text(), st.sampled_from([250, 251, 450, 451, 550, 553]), min_size=1),
    attempts=st.integers(1, 9),
)
def test_the_text_follows_only_where_somebody_takes_it(answers: dict[str, int], attempts: int) -> None:
    outcome = before_the_text({address: Answer(code, "") for address, code in answers.items()}, attempts)
    if not any(code < 300 for code in answers.values()):
        assert outcome
        assert outcome.status is (S.QUEUED if any(c < 500 for c in answers.values()) else S.FAILED)
    elif outcome:
        assert outcome.status is S.QUEUED
        assert any(400 <= code < 500 for code in answers.values())
