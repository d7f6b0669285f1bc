"""Letters are prepared from the case, corrected while prepared, and frozen when they went out."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case, Complaint
from casework.cases.workflow import ComplainantCategory, Confidentiality
from casework.correspondence import queries, service
from casework.correspondence.models import Letter
from casework.correspondence.texts import Office, RemovalText, removal_request
from casework.correspondence.workflow import Addressee, LetterKind, LetterStatus
from casework.council import service as council
from casework.database import db
from casework.errors import DomainError, NotFound, NotPossible, Stale
from casework.permissions import Role
from tests.support.case_factories import make_case, make_draft
from tests.support.factories import make_officer

OFFICE = Office(
    "Fenwick County Council", "The Monitoring Officer", "standards@fenwick.example", "01632 960100"
)
NAME, MAIL, PHONE = "Perdita Quillfeather", "perdita@quillfeather.example", "01632 960 777"


def complaint_of(case: Case) -> Complaint:
    return db.session.query(Complaint).filter_by(case_id=case.id).one()


def letter_for(actor: Officer, **complaint: object) -> Letter:
    case = make_case(actor)
    row = complaint_of(case)
    cases.change_complaint(row, actor=actor, **complaint)  # type: ignore[arg-type]
    return service.prepare_acknowledgement(case, row, actor=actor)


def removal(**facts: object) -> str:
    values: dict[str, object] = {
        "office": OFFICE,
        "name": "SMC/2026/0001/R1",
        "case_name": "SMC/2026/0001",
        "written_on": date(2026, 3, 27),
        "recipient": "Councillor Jo Example",
        "addressee": Addressee.MEMBER,
        "wish": "remove the following",
        "places": ["https://social.example/p/1 (Facebook)"],
        "because": ["A3, Respect"],
        "deadline": date(2026, 3, 31),
        "deadline_words": "2 working days",
        "holds_copy": True,
        "keep_copy": True,
        "tells_member": False,
    }
    return " ".join(removal_request(RemovalText(**{**values, **facts})).split())  # type: ignore[arg-type]


def test_an_acknowledgement_gives_the_reference_and_names_who_complained(monitoring_officer: Officer) -> None:
    letter = letter_for(monitoring_officer, complainant_name=NAME, complainant_contact=MAIL)
    case = db.session.get_one(Case, letter.case_id)
    assert case.reference is not None
    assert case.reference in letter.body
    assert f"Dear {NAME}," in letter.body
    assert "Yours sincerely," in letter.body
    assert letter.recipient_contact == MAIL
    assert "no power to remove one" in " ".join(letter.body.split())


@pytest.mark.parametrize("decision", [None, Confidentiality.GRANTED])
def test_a_complainant_who_is_or_may_be_confidential_is_not_named_in_their_own_letter(
    decision: Confidentiality | None, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer)
    complaint = complaint_of(case)
    cases.change_complaint(
        complaint,
        actor=monitoring_officer,
        asks_confidentiality=True,
        complainant_name=NAME,
        complainant_contact=MAIL,
    )
    if decision:
        cases.decide_confidentiality(complaint, decision, "Fear of reprisal", actor=monitoring_officer)
    letter = service.prepare_acknowledgement(case, complaint, actor=monitoring_officer)
    kept = " ".join((letter.recipient, letter.recipient_contact, letter.subject, letter.body))
    assert NAME not in kept
    assert MAIL not in kept
    assert "Dear complainant," in letter.body
    assert "Yours faithfully," in letter.body


@pytest.mark.parametrize(
    "smuggled",
    [NAME, NAME.upper(), "Perdita\n Quillfeather", f"<{MAIL}>", PHONE, "01632-960777", "(01632) 960777"],
)
def test_a_protected_name_or_contact_cannot_be_typed_into_a_letter(
    smuggled: str, monitoring_officer: Officer
) -> None:
    letter = letter_for(
        monitoring_officer,
        complainant_name=NAME,
        complainant_contact=f"{MAIL}, {PHONE}",
        asks_confidentiality=True,
    )
    before = letter.body
    with pytest.raises(DomainError, match="name or contact"):
        service.change_letter(
            letter, subject="Hello", body=f"We heard from {smuggled}.", actor=monitoring_officer
        )
    assert letter.body == before


def test_a_letter_prepared_before_confidentiality_was_asked_for_is_not_sent(
    monitoring_officer: Officer,
) -> None:
    letter = letter_for(monitoring_officer, complainant_name=NAME)
    complaint = db.session.get_one(Complaint, letter.complaint_id)
    cases.change_complaint(complaint, actor=monitoring_officer, asks_confidentiality=True)
    with pytest.raises(DomainError, match="name or contact"):
        service.mark_sent(letter, sent_on=clock.today(), sent_how="E-mail", actor=monitoring_officer)
    assert letter.status is LetterStatus.PREPARED


def test_no_complainant_at_all_can_be_named_in_a_removal_letter(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer)
    with pytest.raises(DomainError, match="a complainant"):
        service.prepare(
            case,
            LetterKind.REMOVAL_REQUEST,
            recipient="Councillor Jo Example",
            contact="",
            subject="A request",
            body="Robin Resident does not like your post.",
            actor=monitoring_officer,
        )


@pytest.mark.parametrize("asks", [False, True])
def test_a_monitoring_officer_who_raised_it_openly_may_sign_its_letters(
    monitoring_officer: Officer, asks: bool
) -> None:
    council.change_settings(contact_name="Mo Nitor, Monitoring Officer", actor=None)
    case = make_case(monitoring_officer)
    cases.add_complaint(
        case,
        complainant_name="Mo Nitor",
        complainant_contact="mo@home.example",
        asks_confidentiality=asks,
        actor=monitoring_officer,
    )
    secrets = queries.secrets_of(case.id, every=True)
    assert ("mo nitor" in secrets) is asks
    assert "mo@home.example" in secrets


def test_marking_an_acknowledgement_as_sent_dates_its_complaint_and_freezes_the_text(
    monitoring_officer: Officer,
) -> None:
    letter = letter_for(monitoring_officer, complainant_name=NAME)
    service.mark_sent(letter, sent_on=clock.today(), sent_how="E-mail", actor=monitoring_officer)
    assert letter.sha256 == hashlib.sha256(letter.body.encode()).hexdigest()
    assert db.session.get_one(Complaint, letter.complaint_id).acknowledged_on == clock.today()
    assert db.session.get_one(Case, letter.case_id).acknowledged_on == clock.today()
    with pytest.raises(NotPossible, match="frozen"):
        service.change_letter(letter, subject="Other", body="Other", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="frozen"):
        service.mark_sent(letter, sent_on=clock.today(), sent_how="Post", actor=monitoring_officer)


def test_a_second_acknowledgement_leaves_the_first_date(monitoring_officer: Officer) -> None:
    letter = letter_for(monitoring_officer, complainant_name=NAME)
    case = db.session.get_one(Case, letter.case_id)
    earlier = clock.today() - timedelta(days=1)
    cases.change_complaint(
        complaint_of(case), actor=monitoring_officer, received_on=earlier, acknowledged_on=earlier
    )
    service.mark_sent(letter, sent_on=clock.today(), sent_how="E-mail", actor=monitoring_officer)
    assert case.acknowledged_on == earlier


def test_the_second_of_two_officers_is_shown_both_texts(monitoring_officer: Officer) -> None:
    letter = letter_for(monitoring_officer)
    seen = letter.version
    service.change_letter(
        letter, subject=letter.subject, body="Theirs", actor=monitoring_officer, version=seen
    )
    with pytest.raises(Stale) as stale:
        service.change_letter(
            letter, subject=letter.subject, body="Mine", actor=monitoring_officer, version=seen
        )
    assert stale.value.theirs == {"Text": "Theirs\n"}
    assert stale.value.yours == {"Text": "Mine\n"}
    with pytest.raises(Stale):
        service.mark_sent(
            letter, sent_on=clock.today(), sent_how="E-mail", actor=monitoring_officer, version=seen
        )


@pytest.mark.parametrize(("offset", "how"), [(1, "E-mail"), (-1, "E-mail"), (0, " ")])
def test_a_letter_goes_out_on_a_possible_day_and_in_a_stated_way(
    offset: int, how: str, monitoring_officer: Officer
) -> None:
    letter = letter_for(monitoring_officer)
    with pytest.raises(DomainError):
        service.mark_sent(
            letter, sent_on=clock.today() + timedelta(days=offset), sent_how=how, actor=monitoring_officer
        )


def test_a_discarded_letter_stays_to_be_read_and_is_never_sent(monitoring_officer: Officer) -> None:
    letter = letter_for(monitoring_officer, complainant_name=NAME)
    with pytest.raises(DomainError, match="Say why"):
        service.discard(letter, " ", actor=monitoring_officer)
    service.discard(letter, "Sent by another office", actor=monitoring_officer)
    assert letter.status is LetterStatus.DISCARDED
    assert NAME in letter.body
    acts: list[Callable[[], object]] = [
        lambda: service.discard(letter, "Again", actor=monitoring_officer),
        lambda: service.change_letter(letter, subject="A", body="B", actor=monitoring_officer),
        lambda: service.mark_sent(letter, sent_on=clock.today(), sent_how="Post", actor=monitoring_officer),
    ]
    for act in acts:
        with pytest.raises(NotPossible, match="was discarded"):
            act()


def test_a_letter_that_may_not_be_sent_can_be_discarded(monitoring_officer: Officer) -> None:
    letter = letter_for(monitoring_officer, complainant_name=NAME)
    cases.change_complaint(
        complaint_of(db.session.get_one(Case, letter.case_id)),
        actor=monitoring_officer,
        asks_confidentiality=True,
    )
    service.discard(letter, "It names somebody who asks not to be named", actor=monitoring_officer)


def test_a_sent_letter_is_not_discarded(monitoring_officer: Officer) -> None:
    letter = letter_for(monitoring_officer, complainant_name=NAME)
    service.mark_sent(letter, sent_on=clock.today(), sent_how="Post", actor=monitoring_officer)
    with pytest.raises(NotPossible, match="frozen"):
        service.discard(letter, "Too late", actor=monitoring_officer)


def test_an_anonymous_complaint_cannot_be_acknowledged(monitoring_officer: Officer) -> None:
    with pytest.raises(NotPossible, match="anonymous"):
        letter_for(monitoring_officer, category=ComplainantCategory.ANONYMOUS, complainant_name="")


def test_a_draft_has_no_reference_to_acknowledge_with(monitoring_officer: Officer) -> None:
    case = make_draft(monitoring_officer)
    with pytest.raises(NotPossible, match="Register"):
        service.prepare_acknowledgement(case, complaint_of(case), actor=monitoring_officer)


def test_a_walled_officer_finds_no_letter(monitoring_officer: Officer) -> None:
    letter, deputy = letter_for(monitoring_officer), make_officer(Role.DEPUTY)
    assert queries.get_visible(deputy, letter.id) is letter
    cases.raise_wall(db.session.get_one(Case, letter.case_id), deputy, "A witness", actor=monitoring_officer)
    with pytest.raises(NotFound):
        queries.get_visible(deputy, letter.id)


@pytest.mark.parametrize("addressee", list(Addressee))
def test_a_removal_request_claims_no_power_and_finds_nothing(addressee: Addressee) -> None:
    text = removal(addressee=addressee)
    assert "This is a request." in text
    assert "without prejudice to any finding" in text
    assert "IF YOU DISAGREE" in text
    assert "31 March 2026 (2 working days)" in text
    assert not {"must", "require", "demand", "obliged", "comply"} & set(text.casefold().split())
    if addressee in {Addressee.MEMBER, Addressee.LEADER, Addressee.PAGE}:
        assert "Declining is not itself a breach." in text


def test_a_copy_is_asked_to_be_kept_only_where_the_ground_is_not_what_the_copy_shows() -> None:
    for addressee in Addressee:
        asked = "keep a copy of your own" in removal(addressee=addressee, keep_copy=True)
        assert asked is (addressee is Addressee.MEMBER), "nobody else has words of their own to refer to"
    without = removal(keep_copy=False)
    assert "keep a copy of your own" not in without
    assert "do not make, keep or pass on" in without


def test_a_letter_says_that_a_copy_is_held_only_where_one_is() -> None:
    assert "We hold a copy" in removal(holds_copy=True)
    assert "We hold a copy" not in removal(holds_copy=False)


@given(address=st.from_regex(r"https://[a-z]{3,12}\.example/[a-zA-Z0-9/_?=-]{1,200}", fullmatch=True))
def test_an_address_is_given_whole(address: str) -> None:
    assert address in removal(places=[address], addressee=Addressee.PAGE)
