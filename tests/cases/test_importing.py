"""Open cases come in from a workbook: all of them or none, and first a dry run."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service, workbook
from casework.cases.cli import group
from casework.cases.importing import COLUMNS, LISTS, MOST_ROWS, read_rows
from casework.cases.models import Case, CaseCounter, Complaint, Note, Post
from casework.cases.workflow import CaseStatus, Confidentiality, Nature
from casework.database import db
from casework.delimited import Line
from casework.errors import DomainError, NotAllowed
from casework.members.workflow import Platform
from casework.permissions import Role
from tests.support.case_factories import make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer

PLAIN: dict[str, Any] = {
    "Received": date(2026, 3, 2),
    "Complainant, by kind": "Member of the public",
    "Description": "Called a resident a liar",
}
YEAR = clock.today().year


def filled(*rows: dict[str, Any]) -> bytes:
    """The template with rows in it."""
    book = load_workbook(io.BytesIO(workbook.template()))
    for row in rows:
        book.worksheets[0].append([row.get(column) for column in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(data: bytes, actor: Officer) -> list[tuple[int, str]]:
    outcome = service.import_cases(data, actor=actor, dry_run=False)
    return [(fault.number, fault.column) for fault in outcome.faults]


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_row_becomes_an_open_case_with_all_that_it_says(monitoring_officer: Officer) -> None:
    councillor, clerk = (
        make_councillor("Jo Example"),
        make_officer(Role.STANDARDS_OFFICER, email="clerk@casework.test"),
    )
    row = PLAIN | {
        "Reference until now": "MO 2025/17",
        "Councillor": "jo example",
        "Nature": "Bullying, harassment or intimidation",
        "Platform": "Facebook",
        "Words of the post": "Liar",
        "Posted on": "01/03/2026",
        "Complainant": "Robin Resident",
        "Confidentiality": "Refused",
        "Confidentiality decided on": date(2026, 3, 5),
        "Confidentiality reasons": "Named in the post itself",
        "Acknowledged": date(2026, 3, 3),
        "Member told": date(2026, 3, 6),
        "Case owner": "clerk@casework.test",
        "Note": "Waiting for the group leader",
    }
    outcome = service.import_cases(filled(row), actor=monitoring_officer, dry_run=False)
    [said] = outcome.said
    assert (said.number, said.reference, said.councillor) == (2, f"SMC/{YEAR}/0001", "Jo Example")
    case = db.session.scalars(select(Case)).one()
    assert (case.status, case.imported, case.nature) == (CaseStatus.OPEN, True, Nature.BULLYING)
    assert (case.received_on, case.acknowledged_on, case.owner_id) == (
        date(2026, 3, 2),
        date(2026, 3, 3),
        clerk.id,
    )
    post = db.session.scalars(select(Post)).one()
    assert (post.platform, post.words, post.posted_from) == (Platform.FACEBOOK, "Liar", date(2026, 3, 1))
    assert post.subject_id is not None
    assert db.session.scalars(select(Complaint.confidentiality)).one() is Confidentiality.REFUSED
    notes = db.session.scalars(select(Note.body).order_by(Note.id)).all()
    assert list(notes) == ["Known until now as MO 2025/17.", "Waiting for the group leader"]
    assert councillor.id


def test_references_follow_the_order_of_the_rows(monitoring_officer: Officer) -> None:
    rows = [PLAIN | {"Description": f"Matter {number}"} for number in range(5)]
    service.import_cases(filled(*rows), actor=monitoring_officer, dry_run=False)
    found = db.session.execute(select(Case.number, Case.description).order_by(Case.number)).all()
    assert [tuple(each) for each in found] == [(number + 1, f"Matter {number}") for number in range(5)]


def test_one_faulty_row_keeps_every_other_out(monitoring_officer: Officer) -> None:
    assert faults(filled(PLAIN, PLAIN | {"Councillor": "Nemo"}, PLAIN), monitoring_officer) == [
        (3, "Councillor")
    ]
    assert (count(Case), count(CaseCounter)) == (0, 0)


def test_every_fault_is_named_by_row_and_column(monitoring_officer: Officer) -> None:
    data = filled(
        {"Complainant, by kind": "Member of the public", "Description": "No date"},
        PLAIN | {"Received": "soon"},
        PLAIN | {"Nature": "Naughty"},
        {"Received": date(2026, 3, 2)},
        PLAIN | {"Confidentiality": "Granted"},
        PLAIN | {"Case owner": "nobody@casework.test"},
        PLAIN | {"Received": date(2999, 1, 1)},
        PLAIN | {"Member told": date(2026, 3, 9), "Confidentiality": "Asked for, not yet decided"},
    )
    assert faults(data, monitoring_officer) == [
        (2, "Received"),
        (3, "Received"),
        (4, "Nature"),
        (5, "Complainant, by kind"),
        (5, "Description"),
        (6, "Confidentiality decided on"),
        (6, "Confidentiality reasons"),
        (7, "Case owner"),
        (8, "Received"),
        (9, "Member told"),
    ]


def test_a_dry_run_changes_nothing_and_foretells_the_references(monitoring_officer: Officer) -> None:
    data = filled(PLAIN, PLAIN)
    foretold = service.import_cases(data, actor=monitoring_officer, dry_run=True)
    assert count(Case) == 0
    assert service.import_cases(data, actor=monitoring_officer, dry_run=False) == foretold


def test_who_may_not_import_is_refused(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        service.import_cases(filled(PLAIN), actor=make_officer(Role.AUDITOR), dry_run=True)


def empty_workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * (workbook.MOST_UNPACKED + 1))
    return out.getvalue()


def not_a_workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("readme.txt", "hello")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Received,Description", "not an Excel workbook"),
        (not_a_workbook(), "cannot be read"),
        (bomb(), "unpacks to far more"),
        (b"0" * (workbook.MOST_BYTES + 1), "over 1 MB"),
        (empty_workbook(), "empty"),
        (empty_workbook(["Received", "Description"]), "lacks the column"),
        (empty_workbook(["Received", "Shoe size"], [1, 2]), "not known here: Shoe size"),
        (filled(), "no row below"),
        (filled(*[PLAIN] * (MOST_ROWS + 1)), f"up to {MOST_ROWS}"),
    ],
    ids=[
        "text",
        "another zip",
        "bomb",
        "too large",
        "empty",
        "lacking",
        "unknown",
        "headings only",
        "too many",
    ],
)
def test_a_file_that_is_not_the_workbook_says_what_is_wrong(data: bytes, words: str) -> None:
    with pytest.raises(DomainError, match=words) as refusal:
        workbook.read(data)
    assert refusal.value.field == "file"


@given(st.dictionaries(st.sampled_from(list(COLUMNS)), st.text(max_size=40)))
def test_whatever_a_row_holds_it_is_a_case_or_a_fault_at_a_column(cells: dict[str, str]) -> None:
    [(row, found)] = read_rows([Line(2, cells)])
    assert found or (row.days["Received"] and row.choices["Complainant, by kind"])
    assert all(fault.column in COLUMNS and fault.why for fault in found)


@given(st.sampled_from(list(LISTS)), st.data())
def test_a_choice_is_read_by_its_label_in_any_case_of_letters(column: str, data: st.DataObject) -> None:
    member = data.draw(st.sampled_from(list(LISTS[column])))
    cells = {"Received": "2026-03-02", "Complainant, by kind": "Anonymous", "Description": "x"}
    decided = {"Confidentiality decided on": "2026-03-03", "Confidentiality reasons": "y"}
    [(row, _)] = read_rows([Line(2, cells | decided | {column: member.label.upper()})])
    assert row.choices[column] is member


def test_every_fault_of_a_row_is_told_at_once(monitoring_officer: Officer) -> None:
    row = PLAIN | {
        "Received": "01/12/2030",
        "Councillor": "Nobody Here",
        "Nature": "Rudeness",
        "Posted on": "32/01/2026",
        "Confidentiality": "Granted",
        "Acknowledged": "02/12/2030",
        "Case owner": "nobody@casework.test",
    }
    found = faults(filled(row, PLAIN), monitoring_officer)
    assert {number for number, _ in found} == {2}
    assert sorted(column for _, column in found) == [
        "Acknowledged",
        "Case owner",
        "Confidentiality decided on",
        "Confidentiality reasons",
        "Councillor",
        "Nature",
        "Posted on",
        "Received",
    ]
    assert count(Case) == 0


def test_the_page_checks_first_and_imports_on_one_button(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    client.get("/cases/import")
    template = client.http.get("/cases/import/template.xlsx")
    assert load_workbook(io.BytesIO(template.data)).sheetnames[0] == workbook.SHEET
    page = client.post("/cases/import", {"file": (io.BytesIO(filled(PLAIN)), "cases.xlsx")}, status=200)
    assert "Nothing is saved yet" in page.words
    assert count(Case) == 0
    assert client.post("/cases/import", page.fields()) == "/cases"
    assert f"1 case imported: SMC/{YEAR}/0001" in client.get("/cases").words


def test_the_preview_names_an_officer_called_like_a_complainant_and_the_case_asks_about_them(
    client: Browserless, monitoring_officer: Officer
) -> None:
    make_officer(Role.DEPUTY, name="Devi Brannock")
    data = filled(PLAIN | {"Complainant": "Ms Devi Brannock", "Complainant, by kind": "Council officer"})
    client.sign_in(monitoring_officer)
    page = client.post("/cases/import", {"file": (io.BytesIO(data), "cases.xlsx")}, status=200)
    assert "Devi Brannock, called like the complainant, Ms Devi Brannock" in page.words
    assert "2 March 2026" in page.words
    client.post("/cases/import", page.fields())
    case = db.session.scalars(select(Case)).one()
    asked = "Say whether the officer Devi Brannock is the complainant, Ms Devi Brannock"
    assert asked in client.get(f"/cases/{case.id}").words


def test_the_page_shows_each_fault_and_takes_the_mended_file(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    faulty = filled(PLAIN | {"Nature": "Naughty"})
    page = client.post("/cases/import", {"file": (io.BytesIO(faulty), "cases.xlsx")}, status=422)
    assert "2NatureNaughtyWrite one of" in page.words
    page = client.post("/cases/import", {}, status=422)
    assert page.errors == ["Choose the workbook."]
    page = client.post("/cases/import", {"confirmed": "yes", "kept": "?"}, status=422)
    assert "did not come back whole" in page.errors[0]


@pytest.mark.committed
def test_the_command_imports_with_a_dry_run_first(app: Flask, tmp_path: Path) -> None:
    make_officer(Role.STANDARDS_OFFICER, email="clerk@casework.test")
    file = tmp_path / "cases.xlsx"
    file.write_bytes(filled(PLAIN, PLAIN))
    run = app.test_cli_runner().invoke
    tried = run(group, ["import", str(file), "--as", "clerk@casework.test", "--dry-run"])
    assert (tried.exit_code, count(Case)) == (0, 0), tried.output
    assert "2 cases would be imported." in tried.output
    done = run(group, ["import", str(file), "--as", "clerk@casework.test"])
    assert (done.exit_code, count(Case)) == (0, 2), done.output
    file.write_bytes(filled(PLAIN | {"Received": "soon"}))
    refused = run(group, ["import", str(file), "--as", "clerk@casework.test"])
    assert refused.exit_code == 1
    assert "row 2, Received: “soon”" in refused.output
    assert run(group, ["import", str(file), "--as", "nobody@casework.test"]).exit_code == 1
    assert run(group, ["template", str(tmp_path / "template.xlsx")]).exit_code == 0
    assert (tmp_path / "template.xlsx").read_bytes().startswith(b"PK")
