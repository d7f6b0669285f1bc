"""A file in a file in a file: each is an exhibit of its own, and says what it came out of."""

import base64
import hashlib
from datetime import timedelta
from io import BytesIO
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select, update

from casework import clock
from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.database import db
from casework.errors import NotAllowed
from casework.evidence import service
from casework.evidence.kinds import Kind, kind_of
from casework.evidence.models import Exhibit, PostProposal, RefusedFile, Unpacking
from casework.evidence.service import progress
from casework.evidence.service import unpacking as taking_out
from casework.evidence.unpacking import DEEPEST, FAULTS, unpack
from casework.permissions import Role
from tests.evidence.catalogue import letters
from tests.evidence.test_uploads import send
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer
from tests.support.request_factories import make_post

SHOT = files.png((41, 60))
INNER = letters.mail("The complaint", {"proof.png": SHOT}, page=True)
Tree = dict[str, "Tree"]


@pytest.fixture
def case_id(client: Browserless, monitoring_officer: Officer) -> int:
    client.sign_in(monitoring_officer)
    return make_case(monitoring_officer).id


def tree(parent_id: int | None = None) -> Tree:
    """Return names of exhibits, each with the names of what came out of it."""
    rows = db.session.scalars(
        select(Exhibit).where(Exhibit.parent_id == parent_id).order_by(Exhibit.id)
    ).all()
    return {row.declared_name: tree(row.id) for row in rows}


def named(name: str) -> Exhibit:
    return db.session.scalars(select(Exhibit).where(Exhibit.declared_name == name)).one()


NESTED: dict[str, tuple[bytes, Tree]] = {
    "named": (letters.forwarding(INNER, name="original.eml"), {"original.eml": {"proof.png": {}}}),
    "without a name": (letters.forwarding(INNER), {"The complaint.eml": {"proof.png": {}}}),
    "in base64": (
        letters.forwarding(INNER, name="original.eml", encoding="base64"),
        {"original.eml": {"proof.png": {}}},
    ),
    "with headers in UTF-8": (
        letters.forwarding(INNER, kind="message/global", encoding="8bit"),
        {"The complaint.eml": {"proof.png": {}}},
    ),
    "three deep": (
        letters.nested(4, **{"proof.png": SHOT}),
        {"level 2.eml": {"level 1.eml": {"level 0.eml": {"proof.png": {}}}}},
    ),
    "in a ZIP file in a ZIP file": (
        files.archive(**{"in.zip": files.archive(**{"mail.eml": INNER}), "a.txt": b"words"}),
        {"in.zip": {"mail.eml": {"proof.png": {}}}, "a.txt": {}},
    ),
    "a ZIP file in an e-mail": (
        letters.mail("Pictures", {"all.zip": files.archive(**{"proof.png": SHOT})}),
        {"all.zip": {"proof.png": {}}},
    ),
    "Outlook in Outlook": (
        letters.outlook_in_outlook(**{"proof.png": SHOT}),
        {"The complaint.msg": {"proof.png": {}}},
    ),
}


@pytest.mark.parametrize("how", NESTED)
def test_a_message_or_archive_in_another_is_an_exhibit_whose_parts_are_taken_out_of_it(
    client: Browserless, case_id: int, how: str
) -> None:
    whole, expected = NESTED[how]
    (receipt,) = send(client, case_id, ("whole", whole))["files"]
    assert tree() == {"whole": expected}
    assert named("proof.png").sha256 == hashlib.sha256(SHOT).hexdigest()
    assert "stayed in there" not in receipt["message"]
    assert db.session.scalars(select(RefusedFile)).all() == []
    around = db.session.get_one(Exhibit, named("proof.png").parent_id)
    assert around.label in client.get(f"/exhibits/{named('proof.png').id}").words


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_a_message_in_a_message_keeps_the_bytes_that_were_sent_and_shows_its_own_headers(
    client: Browserless, case_id: int, encoding: str
) -> None:
    inner = INNER.replace(b"\n", b"\r\n")
    send(client, case_id, ("whole.eml", letters.forwarding(inner, name="original.eml", encoding=encoding)))
    exhibit = named("original.eml")
    assert exhibit.sha256 == hashlib.sha256(inner).hexdigest()
    assert kind_of(exhibit.file.mime) is Kind.EMAIL
    words = client.get(f"/exhibits/{exhibit.id}").words
    assert "Subject: The complaint" in words
    assert "Date: Mon, 01 Jun 2026 09:00:00 +0100" in words
    assert "Words of The complaint." in words
    assert "Words of The complaint." not in client.get(f"/exhibits/{exhibit.parent_id}").words


def test_an_outlook_message_in_another_says_who_sent_it_and_when_and_is_the_same_file_each_time(
    client: Browserless, case_id: int
) -> None:
    whole = letters.outlook_in_outlook(**{"proof.png": SHOT})
    send(client, case_id, ("whole.msg", whole))
    exhibit = named("The complaint.msg")
    words = client.get(f"/exhibits/{exhibit.id}").words
    assert "From: A Resident" in words
    assert "Date: 30 Dec 2024" in words
    assert "Written by Casework from its parts in an Outlook message" in words
    assert f"The message as it came is exhibit {named('whole.msg').label}" in words
    assert "Written by Casework" not in client.get(f"/exhibits/{named('proof.png').id}").words
    again = unpack(BytesIO(whole), Kind.OUTLOOK, largest=1 << 20).members[0].content
    assert again is not None
    assert hashlib.sha256(again.read()).hexdigest() == exhibit.sha256


@pytest.mark.parametrize(
    ("inner", "encoding", "why"),
    [(b"", "7bit", FAULTS["empty"]), (b"", "base64", FAULTS["empty"])],
)
def test_an_empty_message_in_a_message_is_said_to_be_empty(
    client: Browserless, case_id: int, inner: bytes, encoding: str, why: str
) -> None:
    send(client, case_id, ("whole.eml", letters.forwarding(inner, name="original.eml", encoding=encoding)))
    (stub,) = db.session.scalars(select(RefusedFile)).all()
    assert (stub.name, stub.reason) == ("original.eml", why)


def test_what_is_no_message_though_it_was_sent_as_one_is_kept_as_what_it_is(
    client: Browserless, case_id: int
) -> None:
    broken = b"\x00\x01 this is no message at all \xff"
    send(client, case_id, ("one.eml", letters.forwarding(broken, name="one.eml", encoding="base64")))
    cut = INNER[: len(INNER) * 2 // 3]
    send(client, case_id, ("two.eml", letters.forwarding(cut, name="cut.eml")))
    assert tree() == {"one.eml": {"one.eml": {}}, "two.eml": {"cut.eml": {"proof.png": {}}}}
    assert named("cut.eml").sha256 == hashlib.sha256(cut).hexdigest()


def test_base64_that_cannot_be_read_is_said_to_be_damaged() -> None:
    whole = letters.forwarding(b"x", name="a.eml", encoding="base64").replace(b"eA==", b"!!!!")
    assert [each.why for each in unpack(BytesIO(whole), Kind.EMAIL, largest=1 << 20).members] == [
        FAULTS["damaged"]
    ]


def test_the_body_of_an_email_that_is_a_file_is_taken_out(client: Browserless, case_id: int) -> None:
    head = b"From: scanner@example.org\r\nTo: b@example.org\r\nSubject: Scan\r\nMIME-Version: 1.0\r\n"
    scan = head + b"Content-Type: image/png; name=scan.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    send(client, case_id, ("mail.eml", scan + base64.encodebytes(SHOT)))
    send(client, case_id, ("bare.eml", head + b"Content-Type: message/rfc822\r\n\r\n" + INNER))
    assert tree() == {"mail.eml": {"scan.png": {}}, "bare.eml": {"The complaint.eml": {"proof.png": {}}}}


def test_the_report_and_the_message_that_a_mail_server_sends_back_are_both_kept(
    client: Browserless, case_id: int
) -> None:
    send(client, case_id, ("bounce.eml", letters.returned()))
    assert tree() == {"bounce.eml": {"part-2": {}, "Not delivered.eml": {}}}


def test_what_lies_too_deep_stays_closed_and_is_said_to_be(client: Browserless, case_id: int) -> None:
    (receipt,) = send(client, case_id, ("whole.eml", letters.nested(DEEPEST + 3, **{"a.png": SHOT})))["files"]
    assert f"{DEEPEST} files were taken out of it" in receipt["message"]
    assert f"1 of them lies more than {DEEPEST - 1} files deep" in receipt["message"]
    closed = db.session.scalars(select(Exhibit).order_by(Exhibit.id.desc())).first()
    assert closed is not None
    page = client.get(f"/exhibits/{closed.id}")
    assert "What is in it was not taken out, as it lies too deep" in page.words
    assert "too deep" not in client.get(f"/exhibits/{closed.parent_id}").words


def test_all_that_comes_out_of_one_file_shares_its_limits(
    client: Browserless, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = files.archive(**{f"{number}.txt": b"%d" % number for number in range(4)})
    whole = files.archive(**{"in.zip": inner, "last.txt": b"last"})
    monkeypatch.setattr(taking_out, "MOST", 4)
    (receipt,) = send(client, case_id, ("all.zip", whole))["files"]
    assert "4 files were taken out of it" in receipt["message"]
    assert "2 stayed in there" in receipt["message"]
    stubs = db.session.scalars(select(RefusedFile).order_by(RefusedFile.id)).all()
    assert [(stub.name, stub.reason) for stub in stubs] == [
        ("3.txt", FAULTS["too_many"]),
        ("last.txt", FAULTS["too_many"]),
    ]


def test_more_bytes_than_are_taken_out_are_named_for_what_they_are() -> None:
    whole = files.archive(**{"a.txt": b"a" * 600, "b.txt": b"b" * 600, "c.txt": b"c"})
    found = unpack(BytesIO(whole), Kind.ZIP, largest=1000, total=1000).members
    assert [(each.name, each.why) for each in found] == [("a.txt", ""), ("b.txt", FAULTS["too_much"])]


def test_a_seal_reaches_every_file_around_and_inside_at_every_depth(
    monitoring_officer: Officer, app: Flask
) -> None:
    case_id, drawer = make_case(monitoring_officer).id, make_officer(Role.STANDARDS_OFFICER)
    make_exhibit(drawer, case_id, letters.nested(4, **{"proof.png": SHOT, "b.txt": b"words"}), "whole.eml")
    service.seal(named("proof.png"), actor=drawer)
    assert all(named(name).sealed for name in ("whole.eml", "level 2.eml", "level 1.eml", "level 0.eml"))
    assert not named("b.txt").sealed
    with pytest.raises(NotAllowed, match="sealed"):
        service.open_original(named("level 1.eml"), actor=drawer, purpose="To look")
    again = make_exhibit(
        drawer, case_id, files.archive(**{"x.eml": letters.nested(2, **{"again.png": SHOT})}), "a.zip"
    )
    assert db.session.get_one(Exhibit, again.id).sealed
    other = make_exhibit(drawer, case_id, letters.nested(3, **{"c.txt": b"more"}), "other.eml")
    service.seal(other, actor=drawer)
    assert named("c.txt").sealed


@pytest.mark.committed
def test_what_came_before_files_in_files_were_taken_out_is_taken_apart_with_one_press(
    client: Browserless, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(progress, "DEEPEST", 1)
        send(client, case_id, ("whole.eml", letters.nested(3, **{"proof.png": SHOT})))
    assert tree() == {"whole.eml": {"level 1.eml": {}}}
    path = f"/exhibits/{named('level 1.eml').id}"
    page = client.get(path)
    assert "What is in it has not been taken out: it came before Casework did that" in page.words
    assert "too deep" not in page.words
    assert client.post(f"{path}/take-apart") == path
    assert tree() == {"whole.eml": {"level 1.eml": {"level 0.eml": {"proof.png": {}}}}}
    assert "Take it apart now" not in client.get(path).words
    client.post(f"{path}/take-apart", status=409)
    client.post(f"/exhibits/{named('proof.png').id}/take-apart", status=409)
    assert len(db.session.scalars(select(Exhibit)).all()) == 4


def test_a_zip_file_with_nothing_in_it_is_said_to_be_empty(client: Browserless, case_id: int) -> None:
    send(
        client,
        case_id,
        ("empty.zip", b"PK\x05\x06" + bytes(18)),
        ("full.zip", files.archive(**{"a.txt": b"a"})),
    )
    assert "Nothing is in it" in client.get(f"/exhibits/{named('empty.zip').id}").words
    assert "Nothing is in it" not in client.get(f"/exhibits/{named('full.zip').id}").words


@pytest.mark.committed
def test_what_is_left_when_nobody_should_wait_longer_the_worker_takes_out(
    client: Browserless, case_id: int, monitoring_officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = count(step=3600)
    with monkeypatch.context() as slow:
        slow.setattr(taking_out, "monotonic", lambda: float(next(hours)))
        (receipt,) = send(client, case_id, ("whole.eml", letters.nested(3, **{"proof.png": SHOT})))["files"]
    assert taking_out.UNFINISHED in receipt["message"]
    assert tree() == {"whole.eml": {"level 1.eml": {}}}
    db.session.execute(update(Unpacking).values(touched_at=clock.now() - timedelta(hours=1)))
    db.session.commit()
    make_post(db.session.get_one(Case, case_id), monitoring_officer)
    assert service.go_on_unpacking() == 1
    asked = select(Exhibit.declared_name).join(PostProposal)
    assert db.session.scalars(asked).all() == ["proof.png"], "proposed, as what is taken out on receipt is"
    assert tree() == {"whole.eml": {"level 1.eml": {"level 0.eml": {"proof.png": {}}}}}
