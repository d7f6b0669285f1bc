"""What is in a ZIP file, or attached to an e-mail, becomes exhibits of its own; what may do harm stays in there."""

import hashlib
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.database import db
from casework.errors import NotAllowed, NotPossible
from casework.evidence import service
from casework.evidence.kinds import Kind
from casework.evidence.models import Exhibit, RefusedFile, Unpacking
from casework.evidence.unpacking import FAULTS, MOST, read, unpack
from casework.evidence.workflow import MOST_TRIES
from casework.permissions import Role
from casework.schema import service as schema
from tests.evidence.catalogue import making
from tests.evidence.test_uploads import send
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer

LIMIT = 25 << 20


@pytest.fixture
def case_id(client: Browserless, monitoring_officer: Officer) -> int:
    client.sign_in(monitoring_officer)
    return make_case(monitoring_officer).id


def whys(content: bytes, kind: Kind = Kind.ZIP, largest: int = LIMIT) -> dict[str, str]:
    return {each.name: each.why for each in unpack(BytesIO(content), kind, largest=largest).members}


def children(name: str) -> list[Exhibit]:
    parent = db.session.scalars(select(Exhibit).where(Exhibit.declared_name == name)).one()
    query = select(Exhibit).where(Exhibit.parent_id == parent.id).order_by(Exhibit.id)
    return list(db.session.scalars(query))


def test_screenshots_in_a_zip_file_become_exhibits_in_their_order_and_what_is_hostile_stays_in_there_by_itself(
    client: Browserless, case_id: int
) -> None:
    shots = {f"{number}.png": files.png((40 + number, 60)) for number in range(3)}
    whole = files.archive(
        **shots, **{"../up.png": files.png(), "setup.exe": files.program(), "empty.txt": b""}
    )
    (receipt,) = send(client, case_id, ("all.zip", whole))["files"]
    assert "4 files were taken out of it" in receipt["message"]
    assert "2 stayed in there" in receipt["message"]
    inside = children("all.zip")
    assert [each.declared_name for each in inside] == [*shots, "setup.exe"]
    assert [each.sha256 for each in inside[:3]] == [
        hashlib.sha256(each).hexdigest() for each in shots.values()
    ]
    assert [each.held for each in inside] == [False, False, False, True]
    stubs = db.session.scalars(select(RefusedFile).order_by(RefusedFile.id)).all()
    assert [stub.name for stub in stubs] == ["../up.png", "empty.txt"]
    assert "points outside" in stubs[0].reason
    parent = db.session.get_one(Exhibit, inside[0].parent_id)
    words = client.get(f"/exhibits/{inside[0].id}").words
    assert f"It was taken out of exhibit {parent.label}" in words
    assert "Taken out of it" in client.get(f"/exhibits/{parent.id}").words


def test_without_a_script_the_receipt_says_what_was_taken_out_and_each_card_out_of_what(
    client: Browserless, case_id: int
) -> None:
    whole = files.archive(**{"a.png": files.png(), "b.png": files.png((9, 9)), "empty.txt": b""})
    sent = {"arrival": "chosen", "files": (BytesIO(whole), "all.zip")}
    page = client.get(client.post(f"/cases/{case_id}/evidence", sent))
    parent = children("all.zip")[0].parent_id
    label = db.session.get_one(Exhibit, parent).label
    assert "2 files were taken out of it. Each is an exhibit of its own. 1 stayed in there" in page.words
    assert page.words.count(f"Taken out of exhibit {label}") == 2


def test_an_email_is_read_and_what_is_attached_to_it_becomes_exhibits(
    client: Browserless, case_id: int
) -> None:
    mail = files.eml_with(**{"one.png": files.png(), "inner.zip": files.archive()})
    send(client, case_id, ("mail.eml", mail))
    inside = children("mail.eml")
    assert [each.declared_name for each in inside] == ["one.png", "inner.zip"]
    assert [each.declared_name for each in children("inner.zip")] == ["post.png"]
    words = client.get(f"/exhibits/{inside[0].parent_id}").words
    assert "From: A Resident <resident@example.org>" in words
    assert "Subject: Zwei „Bilder“" in words
    assert "Please look at the pictures." in words
    assert "alert(1)" not in words


@pytest.mark.parametrize("size", [100, 9000])
def test_an_outlook_message_is_read_and_its_attachment_becomes_an_exhibit(
    client: Browserless, case_id: int, size: int
) -> None:
    attached = b"What was attached. ".ljust(size, b".")
    send(client, case_id, ("mail.msg", files.msg_with("A post", "Please look.", "what.txt", attached)))
    (inside,) = children("mail.msg")
    assert inside.declared_name == "what.txt"
    assert inside.sha256 == hashlib.sha256(attached).hexdigest()
    words = client.get(f"/exhibits/{inside.parent_id}").words
    assert "From: A Resident" in words
    assert "Please look." in words


@pytest.mark.parametrize("charset", [b"windows-9999", b"rot13", b"punycode", b"utf-8"])
def test_the_words_of_an_email_are_read_as_far_as_can_be_whatever_it_says_of_its_letters(
    charset: bytes,
) -> None:
    mail = making.unknown_letters().replace(b"windows-9999", charset)
    assert "stays shut" in unpack(BytesIO(mail), Kind.EMAIL, largest=1 << 20).text


def test_a_bomb_in_a_zip_file_is_never_unpacked_and_its_neighbours_are() -> None:
    assert whys(files.archive(**{"bomb.bin": bytes(20 << 20), "a.txt": b"words"})) == {
        "bomb.bin": FAULTS["ratio"],
        "a.txt": "",
    }


def test_limits_hold_for_size_and_number() -> None:
    assert whys(files.archive(**{"long.txt": b"x" * 2000}), largest=1000) == {"long.txt": FAULTS["too_large"]}
    found = whys(files.archive(**{f"{number}.txt": b"x" for number in range(MOST + 20)}))
    assert len(found) == MOST + 1
    assert list(found.values())[-1] == FAULTS["too_many"]


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "C:\\a", "a/../../b", "..\\a"])
def test_a_name_that_points_outside_is_refused_by_itself(name: str) -> None:
    assert whys(files.archive(**{name: b"x", "good.txt": b"y"})) == {
        name: FAULTS["traversal"],
        "good.txt": "",
    }


def unsaid(packed: bytes) -> bytes:
    """Return a ZIP file whose members do not say that their names are in UTF-8."""
    said = bytearray(packed)
    for head, flags in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        at = said.find(head)
        while at >= 0:
            said[at + flags] &= ~0x08
            at = said.find(head, at + 1)
    return bytes(said)


def test_a_name_in_other_letters_is_read_as_it_was_written_whether_or_not_the_file_says_how() -> None:
    names = ["tŷ.png", "zdjęcie nocą.png", "تصویر.png", "скриншот.png", "📱.png", "plain.png"]
    said = files.archive(**{name: files.png((30, number + 9)) for number, name in enumerate(names)})
    assert list(whys(said)) == list(whys(unsaid(said))) == names
    old = files.archive(**{"caf\ue000.png": files.png()}).replace("\ue000".encode(), b"\x82  ")
    assert list(whys(unsaid(old))) == ["café  .png"], "written by an old Windows program, in code page 437"
    hidden = unsaid(files.archive(**{"ž/../../up.png": files.png()}))
    assert "points outside" in whys(hidden)["ž/../../up.png"]


def test_a_locked_member_is_left_in_there_and_a_copy_without_a_password_asked_for() -> None:
    whole = bytearray(files.archive(**{"a.txt": b"words"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + place] |= 1
    assert whys(bytes(whole)) == {"a.txt": FAULTS["locked"]}


def test_what_a_mac_adds_and_the_parts_of_an_office_document_are_no_files_of_anybodys() -> None:
    assert whys(files.archive(**{"__MACOSX/._a.png": b"x", ".DS_Store": b"x", "a.png": b"y"})) == {
        "a.png": ""
    }
    assert whys(files.docx()) == {}


def test_a_zip_file_that_holds_nothing_is_not_called_damaged() -> None:
    out = BytesIO()
    zipfile.ZipFile(out, "w").close()
    assert whys(out.getvalue()) == {}


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_no_change_to_a_container_makes_taking_out_fail(data: st.DataObject) -> None:
    kind, whole = data.draw(
        st.sampled_from(
            [
                (Kind.ZIP, files.archive(**{"a.txt": b"words" * 50, "b.png": files.png()})),
                (Kind.EMAIL, files.eml_with(**{"a.txt": b"words"})),
                (Kind.OUTLOOK, files.msg_with("A post", "Please look.", "what.txt", b"words")),
            ]
        )
    )
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:place] + data.draw(st.binary(min_size=1, max_size=8)) + whole[place + 1 :]
    unpack(BytesIO(changed), kind, largest=LIMIT)


@given(st.binary(max_size=200) | st.binary(max_size=40).map(lambda junk: b'{"name":"a","size":4}\n' + junk))
def test_nothing_that_a_process_taken_over_writes_is_believed(output: bytes) -> None:
    found = read(BytesIO(output), LIMIT)
    assert found.members[-1].why == FAULTS["ended"]


def test_a_zip_file_made_by_another_program_is_read_too() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("Bücher/Übersicht.txt", "words")
    assert whys(out.getvalue()) == {"Bücher/Übersicht.txt": ""}


def left_unfinished(tries: int) -> Unpacking:
    """Make the one unpacking look as a crash leaves it that was begun so often."""
    row = db.session.scalars(select(Unpacking)).one()
    row.tries, row.finished_at, row.touched_at = tries, None, clock.now() - timedelta(hours=1)
    db.session.commit()
    return row


@pytest.mark.committed
def test_what_was_broken_off_is_gone_on_with_and_after_three_tries_said_to_be_unfinished(
    client: Browserless, case_id: int
) -> None:
    send(client, case_id, ("all.zip", files.archive(**{"1.txt": b"one", "2.txt": b"two"})))
    assert service.go_on_unpacking() == 0, "it came to its end"
    page = f"/exhibits/{left_unfinished(tries=1).exhibit_id}"
    assert "2 files in it have a record here so far" in client.get(page).words
    assert service.go_on_unpacking() == 1
    assert [each.declared_name for each in children("all.zip")] == ["1.txt", "2.txt"]
    left_unfinished(tries=MOST_TRIES)
    assert service.go_on_unpacking() == 0
    assert "Casework began 3 times and did not come to the end" in client.get(page).words


@pytest.mark.committed
def test_what_was_taken_out_before_anybody_counted_is_not_taken_out_again(
    client: Browserless, case_id: int
) -> None:
    send(client, case_id, ("all.zip", files.archive(**{"1.txt": b"one"})))
    db.session.remove()
    schema.downgrade("0009")
    schema.upgrade()
    assert service.go_on_unpacking() == 0
    assert len(children("all.zip")) == 1


def test_what_holds_a_sealed_image_is_sealed_with_it_whichever_came_first(
    monitoring_officer: Officer, app: Flask
) -> None:
    case_id, drawer = make_case(monitoring_officer).id, make_officer(Role.STANDARDS_OFFICER)
    image, other = files.png(), files.png((9, 9))
    make_exhibit(drawer, case_id, files.archive(**{"a.png": image, "b.png": other}), "all.zip")
    first, second = children("all.zip")
    service.seal(first, actor=drawer)
    whole = db.session.get_one(Exhibit, first.parent_id)
    assert whole.sealed
    assert not second.sealed
    with pytest.raises(NotAllowed, match="sealed"):
        service.open_original(whole, actor=drawer, purpose="To look")
    with pytest.raises(NotPossible, match=first.label):
        service.unseal(whole, actor=monitoring_officer, reason="An error")
    again = make_exhibit(drawer, case_id, files.archive(**{"c.png": image}), "again.zip")
    assert db.session.get_one(Exhibit, again.id).sealed
    service.unseal(first, actor=monitoring_officer, reason="An error")
    service.unseal(whole, actor=monitoring_officer, reason="An error")
    service.seal(whole, actor=drawer)
    assert all(each.sealed for each in children("all.zip"))


def test_of_what_comes_with_a_sealed_image_only_the_file_around_it_is_sealed(
    monitoring_officer: Officer, app: Flask
) -> None:
    case_id = make_case(monitoring_officer).id
    image, before, after = files.png(), files.png((9, 9)), files.png((7, 7))
    alone = make_exhibit(monitoring_officer, case_id, before, "alone.png")
    service.seal(make_exhibit(monitoring_officer, case_id, image, "bad.png"), actor=monitoring_officer)
    archive = files.archive(**{"a.png": before, "bad.png": image, "c.png": after})
    make_exhibit(monitoring_officer, case_id, archive, "all.zip")
    inside = {each.declared_name: each.sealed for each in children("all.zip")}
    assert inside == {"a.png": False, "bad.png": True, "c.png": False}
    assert not db.session.get_one(Exhibit, alone.id).sealed
    whole = db.session.scalars(select(Exhibit).where(Exhibit.declared_name == "all.zip")).one()
    assert whole.sealed
