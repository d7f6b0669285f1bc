"""Councillors come from a file: checked row by row, and all of them or none."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.database import db
from casework.members import queries, service
from casework.members.importing import COLUMNS
from casework.members.models import Authority, Councillor, Office
from casework.permissions import Role
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.member_factories import COUNTY, make_authority, make_councillor

HEAD = "Name,Authority,Kind of authority,Ward,Group,From,Platform,Handle\n"
GOOD = HEAD + (
    f"Jo Example,{COUNTY},County council,Fen Edge,Independent,08/05/2025,Facebook,CllrJo\n"
    f"Jo Example,Little Fen Parish Council,Parish,,,2023-05-04,,\n"
    f"Kim Other,{COUNTY},,Mill Road,Green,8/5/2025,X (Twitter),@kim\n"
)


@pytest.fixture
def kit(app: Flask) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER, name="Kit Clerk", email="kit@casework.test")


@pytest.fixture
def signed_in(client: Browserless, kit: Officer) -> Browserless:
    return client.sign_in(kit)


def everything() -> tuple[int, int, int]:
    return tuple(db.session.query(model).count() for model in (Authority, Councillor, Office))  # type: ignore[return-value]


def faults(text: str) -> list[tuple[int, str, str]]:
    return [(fault.number, fault.column, fault.value) for fault in service.dry_run(text.encode()).faults]


def test_a_dry_run_says_what_would_be_recorded_and_records_nothing(app: Flask) -> None:
    outcome = service.dry_run(GOOD.encode())
    assert outcome.faults == []
    assert outcome.said == [
        (
            2,
            "Jo Example",
            f"new authority {COUNTY}; new councillor; office Councillor, {COUNTY}; account CllrJo on Facebook",
        ),
        (
            3,
            "Jo Example",
            "new authority Little Fen Parish Council; office Councillor, Little Fen Parish Council",
        ),
        (4, "Kim Other", f"new councillor; office Councillor, {COUNTY}; account @kim on X (Twitter)"),
    ]
    assert everything() == (0, 0, 0)


def test_rows_of_one_name_are_offices_of_one_councillor(app: Flask, kit: Officer) -> None:
    service.import_file(GOOD.encode(), actor=kit)
    assert everything() == (2, 2, 3)
    [jo] = queries.find("example")
    assert "Little Fen Parish Council" in jo.hint


def test_the_same_file_again_brings_nothing_new(app: Flask, kit: Officer) -> None:
    service.import_file(GOOD.encode(), actor=kit)
    again = service.import_file(GOOD.encode(), actor=kit)
    assert again.changes == 0
    assert everything() == (2, 2, 3)


def test_one_faulty_row_keeps_every_row_out(app: Flask, kit: Officer) -> None:
    outcome = service.import_file((GOOD + "Lu Late,Nowhere,,,,,,\n").encode(), actor=kit)
    assert [fault.number for fault in outcome.faults] == [5]
    assert everything() == (0, 0, 0)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",Fenwick,,,,,,", (2, "Name", "")),
        ("Jo,,,,,,,", (2, "Authority", "")),
        ("Jo,Fenwick,,,,,,", (2, "Authority", "Fenwick")),
        ("Jo,Fenwick,borough,,,,,", (2, "Kind of authority", "borough")),
        ("Jo,Fenwick,parish,,,31/02/2025,,", (2, "From", "31/02/2025")),
        ("Jo,Fenwick,parish,,,05/08/25,,", (2, "From", "05/08/25")),
        ("Jo,Fenwick,parish,,,,MySpace,@jo", (2, "Platform", "MySpace")),
        ("Jo,Fenwick,parish,,,,X,", (2, "Handle", "")),
        ("Jo,Fenwick,parish,,,,,@jo", (2, "Handle", "@jo")),
        ("...,Fenwick,parish,,,,,", (2, "Name", "...")),
    ],
)
def test_each_fault_is_named_by_line_column_and_value(
    app: Flask, row: str, fault: tuple[int, str, str]
) -> None:
    assert fault in faults(HEAD + row + "\n")


def test_every_fault_is_reported_at_once(app: Flask) -> None:
    text = HEAD + "Jo,,,,,nonsense,,\n,Fenwick,parish,,,,,\n"
    assert [(number, column) for number, column, _ in faults(text)] == [
        (2, "Authority"),
        (2, "From"),
        (3, "Name"),
    ]


def test_a_row_that_stands_twice_is_a_fault(app: Flask) -> None:
    row = "Jo,Fenwick,parish,,,,,\n"
    [(number, _, _)] = faults(HEAD + row + row)
    assert number == 3


def test_a_line_is_counted_as_an_editor_shows_it(app: Flask) -> None:
    text = HEAD + '"Jo",Fenwick,parish,"Fen\nEdge",,,,\n\nKim,,,,,,,\n'
    assert faults(text) == [(5, "Authority", "")]


def test_a_namesake_with_another_email_is_not_taken_for_the_same_person(app: Flask) -> None:
    make_councillor("Jo Example", email="jo@example.gov.uk")
    text = f"Name,E-mail,Authority,Ward\nJo Example,other@example.gov.uk,{COUNTY},East\n"
    assert faults(text) == [(2, "E-mail", "other@example.gov.uk")]
    text = f"Name,E-mail,Authority,Ward\nJo Example,JO@example.gov.uk,{COUNTY},East\n"
    assert service.dry_run(text.encode()).said == [(2, "Jo Example", f"office Councillor, {COUNTY}")]


def test_which_of_two_namesakes_is_meant_is_told_by_the_email(app: Flask) -> None:
    make_councillor("Jo Example", email="jo@example.gov.uk")
    make_councillor("Jo Example")
    assert faults(f"Name,Authority\nJo Example,{COUNTY}\n") == [(2, "Name", "Jo Example")]
    assert faults(f"Name,E-mail,Authority\nJo Example,jo@example.gov.uk,{COUNTY}\n") == []


def test_an_office_that_ends_before_it_begins_is_a_fault_of_its_row(app: Flask) -> None:
    make_authority()
    text = f"Name,Authority,From,To\nJo,{COUNTY},02/05/2025,01/05/2025\n"
    assert faults(text) == [(2, "To", "2025-05-01")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_read_as_spreadsheets_save_it(app: Flask, encoding: str, separator: str) -> None:
    make_authority()
    text = f"name{separator}AUTHORITY\r\nZoë O’Brien{separator}{COUNTY}\r\n"
    assert service.dry_run(text.encode(encoding)).said[0][1] == "Zoë O’Brien"


def test_what_looks_like_a_formula_stays_text(app: Flask, kit: Officer) -> None:
    make_authority()
    service.import_file(f"Name,Authority,Group\nJo Example,{COUNTY},=1+1\n".encode(), actor=kit)
    assert list(queries.group_names()) == ["=1+1"]


def test_the_page_checks_first_and_imports_on_a_second_button(signed_in: Browserless) -> None:
    page = signed_in.post("/members/import", {"file": (BytesIO(GOOD.encode()), "members.csv")}, status=200)
    assert "Nothing is saved yet" in page.words
    assert "New authority" in page.words
    assert everything() == (0, 0, 0)
    assert signed_in.post("/members/import", page.fields(-1)) == "/councillors"
    assert everything() == (2, 2, 3)
    assert "3 rows imported" in signed_in.get("/councillors").words


def test_the_page_lists_each_fault_and_offers_no_import(signed_in: Browserless) -> None:
    data = (GOOD + "Jo,Fenwick,borough,,,,,\n").encode()
    page = signed_in.post("/members/import", {"file": (BytesIO(data), "members.csv")}, status=422)
    assert "1 fault in the file" in page.words
    assert "borough" in page.words
    assert "Write one of: County council" in page.words
    assert "confirmed" not in page.text


def test_a_file_that_became_faulty_since_it_was_checked_is_not_imported(signed_in: Browserless) -> None:
    text = f"Name,Authority,Kind of authority\nJo Example,{COUNTY},\n"
    page = signed_in.post("/members/import", {"confirmed": "yes", "text": text}, status=422)
    assert "This authority is not known" in page.words
    assert everything() == (0, 0, 0)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is empty. Save it again as CSV, then choose it."),
        (b"PK\x03\x04 a workbook", "not a CSV file"),
        (b"\x89PNG\x00", "not a CSV file"),
        (b"\n\n", "empty"),
        (b"Name,Authority\n", "no row below"),
        (b"Name,Party\nJo,Blue\n", "not known here: Party"),
        (b"Name,Name,Authority\nJo,Jo,X\n", "two columns called Name"),
        (b"Name\nJo\n", "lacks the column Authority"),
        (b'Name,Authority\n"Jo,X\n', "cannot be read"),
        (b"Name,Authority\n" + b"Jo,Fenwick\n" * 2_001, "2,001 rows"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(
    signed_in: Browserless, data: bytes, why: str
) -> None:
    page = signed_in.post("/members/import", {"file": (BytesIO(data), "members.csv")}, status=422)
    assert why in page.errors[0]


def test_a_file_that_is_too_large_is_refused_unread(
    signed_in: Browserless, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.members.routes.importing.MOST_BYTES", 200)
    data = b"Name,Authority\n" + b"Jo,Fenwick\n" * 50
    page = signed_in.post("/members/import", {"file": (BytesIO(data), "members.csv")}, status=422)
    assert page.errors == ["The file is over 1 MB. Import it in parts."]


def test_the_template_can_be_imported_as_it_is(signed_in: Browserless) -> None:
    response = signed_in.http.get("/members/import/template.csv")
    assert "attachment" in response.headers["Content-Disposition"]
    outcome = service.dry_run(response.data)
    assert outcome.faults == []
    assert outcome.changes == 1
    assert response.data.decode("utf-8-sig").splitlines()[0] == ",".join(COLUMNS)


def test_those_who_may_not_change_councillors_may_not_import_them(client: Browserless, app: Flask) -> None:
    client.sign_in(make_officer(Role.INVESTIGATOR)).get("/members/import", status=403)


@pytest.mark.committed
class TestCommand:
    """flask members import"""

    def run(self, app: Flask, tmp_path: Path, text: str, *more: str) -> tuple[int, str]:
        file = tmp_path / "members.csv"
        file.write_text(text, encoding="utf-8")
        result = app.test_cli_runner().invoke(args=["members", "import", str(file), *more])
        return result.exit_code, result.output

    def test_a_dry_run_prints_each_row_and_changes_nothing(self, app: Flask, tmp_path: Path) -> None:
        code, output = self.run(app, tmp_path, GOOD, "--dry-run")
        assert code == 0
        assert "line 2: Jo Example: new authority" in output
        assert "3 rows would be imported" in output
        assert everything() == (0, 0, 0)

    def test_an_import_is_the_officers_who_asked_for_it(
        self, app: Flask, tmp_path: Path, kit: Officer
    ) -> None:
        code, _ = self.run(app, tmp_path, GOOD, "--as", kit.email)
        assert code == 0
        assert everything() == (2, 2, 3)
        event = db.session.query(AuditEvent).filter_by(verb="members.imported").one()
        assert event.actor_id == kit.id

    def test_faults_are_printed_and_nothing_is_imported(self, app: Flask, tmp_path: Path) -> None:
        code, output = self.run(app, tmp_path, HEAD + "Jo,,,,,,,\n")
        assert code == 1
        assert "line 2, Authority" in output
        assert "Nothing was imported" in output
        code, output = self.run(app, tmp_path, GOOD, "--as", "nobody@casework.test")
        assert (code, "No officer has" in output) == (1, True)


def test_a_row_with_a_cell_too_many_hides_no_fault_of_another(signed_in: Browserless) -> None:
    data = b"Name,Authority\nExample, Jo,Fenwick\n,Fenwick\n"
    page = signed_in.post("/members/import", {"file": (BytesIO(data), "members.csv")}, status=422)
    assert "stands in a column without a heading" in page.words
    assert "This must not be empty." in page.words
