"""What of the audit trail each reader is shown."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit import queries as audit
from casework.audit.models import AuditEvent
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.workflow import LinkKind
from casework.database import db
from casework.desk.queries import trail
from casework.permissions import Role
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless

SECRET = "Councillor Persimmon Quince"


@pytest.fixture
def case(monitoring_officer: Officer) -> Case:
    """A case whose events name a councillor and give a reason."""
    case = make_case(monitoring_officer, councillor=make_councillor(SECRET))
    cases.add_action(case, actor=monitoring_officer, what="Write to Persimmon")
    return case


def test_who_may_see_every_case_reads_each_event_whole(
    client: Browserless, monitoring_officer: Officer, case: Case
) -> None:
    page = client.sign_in(monitoring_officer).get("/audit")
    assert f"Morgan Officer named {SECRET} as the councillor concerned" in page.words
    assert page.links()[case.name] == f"/cases/{case.id}"


def test_an_auditor_reads_who_did_what_and_no_content_of_a_case(
    client: Browserless, officer: Callable[..., Officer], case: Case
) -> None:
    page = client.sign_in(officer(Role.AUDITOR)).get("/audit")
    assert "Morgan Officer named (not shown) as the councillor concerned" in page.words
    assert case.name in page.words
    assert case.name not in page.links(), "an auditor has no way into a case"
    assert "Persimmon Quince as" not in page.words
    assert "What changed" not in page.text


@pytest.mark.parametrize("query", ["", "?verb=subject.added", "?actor={actor}"])
def test_a_reader_finds_no_line_about_a_case_behind_a_wall(
    client: Browserless, officer: Callable[..., Officer], monitoring_officer: Officer, case: Case, query: str
) -> None:
    seen = {
        event.seq for event in db.session.scalars(select(AuditEvent).where(AuditEvent.case_id == case.id))
    }
    for role in (Role.DEPUTY, Role.AUDITOR):
        walled = officer(role)
        cases.raise_wall(case, walled, "A relative of the complainant", actor=monitoring_officer)
        lines = trail.page_of_trail(walled, trail.Criteria())
        assert not {line.seq for line in lines} & seen
        words = (
            Browserless(client.app)
            .sign_in(walled)
            .get("/audit" + query.format(actor=monitoring_officer.id))
            .words
        )
        assert case.name not in words
        assert "as the councillor concerned" not in words


def test_a_link_to_a_case_behind_a_wall_does_not_name_it(
    client: Browserless, officer: Callable[..., Officer], monitoring_officer: Officer, case: Case
) -> None:
    other = make_case(monitoring_officer)
    cases.link_cases(case, other, LinkKind.RELATED, "The same evening", actor=monitoring_officer)
    walled = officer(Role.DEPUTY)
    cases.raise_wall(other, walled, "A relative", actor=monitoring_officer)
    page = client.sign_in(walled).get("/audit?verb=case.linked")
    assert case.name in page.words
    assert other.name not in page.words


def test_the_trail_is_read_by_who_what_and_when(
    client: Browserless, monitoring_officer: Officer, case: Case
) -> None:
    client.sign_in(monitoring_officer)
    today, registered = clock.today(), "registered the case as"
    day = f"first-day={today.day}&first-month={today.month}&first-year={today.year}"
    assert registered in client.get(f"/audit?{day}").words
    assert registered in client.get("/audit?verb=case.registered").words
    assert registered not in client.get("/audit?verb=case.closed").words
    assert registered not in client.get("/audit?actor=0").words
    assert "Nothing fits these filters" in client.get(f"/audit?{day.replace(str(today.year), '2196')}").words


@pytest.mark.parametrize(
    "nonsense", ["actor=x", "actor=999999999999999999", "verb=nonsense", "before=x", "before=-4"]
)
def test_filters_that_make_no_sense_are_ignored(
    client: Browserless, monitoring_officer: Officer, nonsense: str
) -> None:
    assert client.sign_in(monitoring_officer).get(f"/audit?{nonsense}").heading == "Audit trail"


def test_a_date_that_is_none_is_pointed_at(client: Browserless, monitoring_officer: Officer) -> None:
    page = client.sign_in(monitoring_officer).get(
        "/audit?first-day=31&first-month=2&first-year=2026", status=422
    )
    assert page.errors == ["From: that month has no day 31."]


def test_older_rows_are_a_page_further(
    client: Browserless, monitoring_officer: Officer, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    monkeypatch.setattr(trail, "PAGE", 3)
    client.sign_in(monitoring_officer)
    newest = audit.head().count
    first = client.get("/audit")
    assert f"Rows {newest} to {newest - 2}, newest first" in first.words
    second = client.get(first.links()["Older →"])
    assert f"Rows {newest - 3} to {newest - 5}, newest first" in second.words


def test_the_page_costs_a_fixed_number_of_selects(
    client: Browserless, monitoring_officer: Officer, case: Case, count_selects: list[str]
) -> None:
    client.sign_in(monitoring_officer)
    count_selects.clear()
    client.get("/audit")
    few = len(count_selects)
    for number in range(20):
        cases.add_note(case, f"Note {number}", actor=monitoring_officer)
    count_selects.clear()
    client.get("/audit")
    assert len(count_selects) == few <= 12


def test_the_export_holds_what_the_page_shows_and_is_recorded(
    client: Browserless, officer: Callable[..., Officer], case: Case
) -> None:
    auditor = officer(Role.AUDITOR)
    page = client.sign_in(auditor).get("/audit.xlsx?verb=subject.added")
    rows = list(load_workbook(BytesIO(page.response.data))["Audit trail"].iter_rows(values_only=True))
    page.response.close()
    assert rows[0] == ("Number", "When", "Who", "Case", "What", "Hash")
    assert rows[1][4] == "Morgan Officer named (not shown) as the councillor concerned"
    assert len(rows) == 2
    recorded = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == Verb.AUDIT_EXPORTED.value)
    ).one()
    assert recorded.actor_id == auditor.id


def test_a_long_trail_goes_on_on_further_sheets(
    client: Browserless, monitoring_officer: Officer, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.desk.routes.trail.SHEET_ROWS", 3)
    page = client.sign_in(monitoring_officer).get("/audit.xlsx")
    count = audit.head().count - 1  # the export itself is not in it
    book = load_workbook(BytesIO(page.response.data))
    page.response.close()
    numbers = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert numbers == list(range(count, 0, -1)), "every row, newest first"
    assert len(book.worksheets) == -(-count // 2) > 1


def test_the_check_says_that_the_trail_is_sound_and_is_itself_recorded(
    client: Browserless, officer: Callable[..., Officer], case: Case
) -> None:
    client.sign_in(officer(Role.AUDITOR))
    head = audit.head()
    page = client.post("/audit/verify", {"heads": str(head)}, status=200)
    assert "Done: The audit trail is sound" in page.words
    assert f"vouches for row {head.count} and all before it" in page.words
    assert "checked the audit trail" in client.get("/audit").words


def test_a_head_that_does_not_fit_is_an_alarm(
    client: Browserless, monitoring_officer: Officer, case: Case
) -> None:
    head = audit.head()
    wrong = f"{head.count}:{'0' * 64}"
    page = client.sign_in(monitoring_officer).post("/audit/verify", {"heads": wrong}, status=200)
    assert f"Row {head.count} does not fit" in page.words
    assert "Problem:" in page.words


def test_what_is_no_head_is_pointed_at(client: Browserless, monitoring_officer: Officer) -> None:
    page = client.sign_in(monitoring_officer).post("/audit/verify", {"heads": "nonsense"}, status=422)
    assert "COUNT:HASH" in page.errors[0]


@pytest.mark.parametrize(
    "role", [Role.CLERK, Role.STANDARDS_OFFICER, Role.ADMINISTRATOR, Role.TAKEDOWN_OFFICER]
)
@pytest.mark.parametrize("path", ["/audit", "/audit.xlsx", "/audit/verify"])
def test_others_do_not_read_the_trail(
    client: Browserless, officer: Callable[..., Officer], role: Role, path: str
) -> None:
    client.sign_in(officer(role)).get(path, status=403)
