"""What is put into a message: nothing but a frozen letter or a fixed notice, in a form that any mail server takes."""

import ast
import hashlib
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import clock
from casework.errors import DomainError
from casework.outbox.addresses import addresses_in, checked_addresses
from casework.outbox.bounces import meaning
from casework.outbox.contents import LARGEST, Enclosure, FrozenLetter, StaffNotice, composed, new_message_id

ROOT = Path(__file__).parents[2] / "casework"
SENDER = "Bürgerbüro “Standards” <standards@council.example>"
# Who may make a message, and of what. Anything else that could be sent would be a way for a note to get out.
MAKERS = {
    "FrozenLetter": {"correspondence/mailing.py"},
    "StaffNotice": {"desk/mailing.py"},
    "Trial": {"outbox/cli.py"},
    "post": {"correspondence/mailing.py", "desk/mailing.py"},
}


def calls(path: Path) -> set[str]:
    found = [each.func for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.Call)]
    names = {each.id for each in found if isinstance(each, ast.Name)}
    return names | {each.attr for each in found if isinstance(each, ast.Attribute)}


def test_only_the_letters_and_the_desk_can_put_anything_into_a_message() -> None:
    for name, allowed in MAKERS.items():
        makers = set()
        for path in ROOT.rglob("*.py"):
            text = path.read_text()
            if name == "post" and "outbox.posting import" not in text and "outbox import posting" not in text:
                continue
            if name in calls(path):
                makers.add(str(path.relative_to(ROOT)))
        assert makers == allowed, name


def test_nobody_but_the_outbox_speaks_to_a_mail_server() -> None:
    speaking = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if "smtplib" in path.read_text() or "EmailMessage(" in path.read_text()
    }
    assert speaking == {
        "outbox/server.py",
        "outbox/contents.py",
        "outbox/sending.py",
        "outbox/troubles.py",
        "outbox/patience.py",
    }


def letter(text: str, subject: str = "A request", **values: object) -> FrozenLetter:
    return FrozenLetter(1, 1, subject, text, hashlib.sha256(text.encode()).hexdigest(), **values)  # type: ignore[arg-type]


def sent(content: FrozenLetter | StaffNotice, *to: str) -> tuple[str, EmailMessage]:
    raw = composed(
        content,
        sender=SENDER,
        recipients=to or ["jo@council.example"],
        message_id=new_message_id(SENDER),
        at=clock.now(),
    )
    return raw, message_from_string(raw, policy=default)


def test_a_letter_that_is_not_what_was_frozen_cannot_even_be_made() -> None:
    with pytest.raises(ValueError, match="not what was frozen"):
        FrozenLetter(1, 1, "Subject", "Other words", hashlib.sha256(b"The words").hexdigest())


words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300)


@given(text=st.lists(words).map("\n".join), subject=words)
def test_any_text_arrives_as_it_was_written_in_lines_that_every_server_takes(text: str, subject: str) -> None:
    raw, read = sent(letter(text + "\n", subject))
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split("\r\n"))
    assert "\n" not in raw.replace("\r\n", "")
    assert read.get_content().replace("\r\n", "\n") == text + "\n"
    assert "".join(read["Subject"].split()) == "".join(subject.split())


def test_no_subject_and_no_name_can_add_a_header() -> None:
    raw, read = sent(letter("Text", "Hello\r\nBcc: other@council.example\x00"))
    assert read["Bcc"] is None
    assert read["Subject"] == "Hello Bcc: other@council.example"
    assert read["From"] == "Bürgerbüro “Standards” <standards@council.example>"
    assert "Auto-Submitted" not in raw


def test_of_several_addresses_none_is_told_another_and_a_foreign_domain_is_written_in_ascii() -> None:
    addresses = checked_addresses("Jo <jo@council.example>,\nmo@bücher.example; jo@council.example")
    assert addresses == ["jo@council.example", "mo@xn--bcher-kva.example"]
    raw, read = sent(letter("Text"), *addresses)
    assert read["To"] == "undisclosed-recipients:;"
    assert "jo@" not in raw
    assert sent(letter("Text"), addresses[1])[1]["To"] == "mo@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "typed", ["jo", "jo@", "jo@council.example\x00", "jö@council.example", "", "a@b.example " * 9]
)
def test_what_is_no_address_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(DomainError):
        checked_addresses(typed)


def test_addresses_are_found_in_what_somebody_typed() -> None:
    found = addresses_in(
        "E-mail: <jo@council.example>, or (evenings) mo@home.example. Tel. 01632 960000 @joexample"
    )
    assert found == ["jo@council.example", "mo@home.example"]


def test_a_notice_holds_a_reference_and_a_link_and_no_more() -> None:
    _, read = sent(StaffNotice("SMC/2026/0001", "https://casework.council.example/cases/1"))
    assert read["Subject"] == "Casework: SMC/2026/0001"
    assert read["Auto-Submitted"] == "auto-generated"
    assert "https://casework.council.example/cases/1" in read.get_content()


def test_what_goes_with_a_letter_is_bounded_and_arrives_whole() -> None:
    content = bytes(range(256)) * 9
    digest = hashlib.sha256(content).hexdigest()
    enclosed = Enclosure("Brief – förmlich.docx", "application/octet-stream", content, digest)
    _, read = sent(letter("Text", enclosures=[enclosed]))
    [found] = read.iter_attachments()
    assert found.get_filename() == "Brief – förmlich.docx"
    assert found.get_content() == content
    large = b"x" * (LARGEST + 1)
    with pytest.raises(DomainError, match="larger than"):
        sent(letter("Text", enclosures=[Enclosure("a", "a/b", large, hashlib.sha256(large).hexdigest())]))


@given(status=st.from_regex(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True) | st.just(""))
def test_every_status_code_is_told_in_words(status: str) -> None:
    assert meaning(status).split("(")[0].strip()
