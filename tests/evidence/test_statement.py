"""An exhibit statement is drafted from facts, in the words of the officer who is to sign it."""

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from flask import Flask
from sqlalchemy import func, select

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.cases.models import Case
from casework.database import db
from casework.evidence import service
from casework.evidence.packs.workflow import Profile
from casework.evidence.queries import released_copies
from casework.permissions import Role
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit, make_redaction, release, reply
from tests.support.factories import make_officer

COMPLAINANT = "Robin Example-Complainant"


@pytest.fixture
def case(app: Flask, monitoring_officer: Officer) -> Case:
    return make_case(monitoring_officer)


def statement_of(client: Browserless, case: Case) -> tuple[str, list[str], Any]:
    """Return the draft's paragraphs and cells as one text, its cells, and the Word file."""
    response = client.get(f"/cases/{case.id}/exhibit-statement.docx").response
    word = docx.Document(BytesIO(response.data))
    response.close()
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells), cells, word


def test_a_drafted_statement_tells_custody_and_what_it_does_not_prove(
    client: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    exhibit = make_exhibit(monitoring_officer, case.id)
    gone = make_exhibit(monitoring_officer, case.id, b"a note\x0bof words", "w.txt")
    service.describe(exhibit, actor=monitoring_officer, title="A post about\x0bmarrows")
    service.seal(gone, actor=monitoring_officer)
    client.sign_in(monitoring_officer)
    text, cells, word = statement_of(client, case)
    assert exhibit.sha256 in cells
    assert "I received it on" in text
    assert cells.count("[Not answered yet]") == 2  # who took it, and whether an officer saw it live
    assert "What this does not prove" in text
    assert f"Not in this statement, as they cannot be given out: {gone.label}." in text
    assert gone.sha256 not in text
    told = select(func.count()).where(AuditEvent.verb == "exhibit-statement.drafted")
    assert db.session.scalar(told) == 1
    section = word.sections[0]
    assert section.header.paragraphs[0].text.startswith("Sensitive: personal data")
    numbers = [each.get(qn("w:instr")) for each in section.footer._element.iter(qn("w:fldSimple"))]
    assert numbers == ["PAGE", "NUMPAGES"]
    above = next(each for each in word.paragraphs if each.text == "What happened to it since:")
    assert above.paragraph_format.keep_with_next


def test_a_drafted_statement_says_i_of_its_signer_and_names_copies_and_checks(
    client: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    drawer = make_officer(Role.STANDARDS_OFFICER)
    exhibit = make_exhibit(monitoring_officer, case.id, reply(), "a.png")
    redaction = release(make_redaction(exhibit, drawer), monitoring_officer)
    client.sign_in(monitoring_officer)
    name = redaction.name_for(exhibit)
    text, _, _ = statement_of(client, case)
    assert f": I received exhibit {exhibit.label}." in text
    assert f": {drawer.name} began a redacted copy of exhibit {exhibit.label}: {name}." in text
    assert f": I approved the redacted copy {name}, which passed 8 of 8 checks." in text
    (copy,) = released_copies([exhibit.id])[exhibit.id]
    assert f"SHA-256 of the copy: {copy.pages[0].sha256}." in text
    assert "Its bytes were hashed again" in text
    assert f": {monitoring_officer.name} " not in text
    service.withdraw_redaction(redaction, actor=drawer, reason=f"It shows {COMPLAINANT}")
    assert COMPLAINANT not in statement_of(client, case)[0]


def test_a_drafted_statement_says_to_whom_an_exhibit_was_given_in_a_pack(
    client: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    exhibit = make_exhibit(monitoring_officer, case.id)
    service.ask_pack(
        case, Profile.FULL, actor=monitoring_officer, for_whom="The investigator, for the hearing"
    )
    assert service.make_asked_packs() == 1
    client.sign_in(monitoring_officer)
    text, _, _ = statement_of(client, case)
    assert f"Exhibit {exhibit.label} was put into evidence pack" in text
    assert "Made for: The investigator, for the hearing." in text
