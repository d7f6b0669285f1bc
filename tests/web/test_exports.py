"""Every list that is given out as a spreadsheet says by what it was narrowed, and prints as office papers do."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from casework.accounts.models import Officer
from casework.audit.verbs import Verb
from casework.cases.workflow import Nature
from casework.members.service import create_councillor
from casework.permissions import Role
from tests.support.client import Browserless
from tests.support.factories import make_officer

PATHS = ["/cases/export.xlsx", "/removal-requests.xlsx", "/audit.xlsx", "/councillors.xlsx", "/accounts.xlsx"]
NARROWED = [
    ("/cases/export.xlsx?nature=bullying", f"Nature: {Nature.BULLYING.label}"),
    ("/removal-requests.xlsx?route=platform&due=late", "Due: Answer overdue"),
    (
        f"/audit.xlsx?verb={Verb.CASE_CLOSED.value}&first-day=1&first-month=4&first-year=2026",
        "From 1 April 2026",
    ),
    ("/councillors.xlsx?q=%3DSage&former=y", "Name or handle: =Sage"),
]


@pytest.fixture
def everyone() -> Officer:
    """An officer who may take away every list."""
    return make_officer(Role.MONITORING_OFFICER, Role.ADMINISTRATOR)


def taken(client: Browserless, path: str) -> Any:
    with client.http.get(path) as answer:
        assert answer.status_code == 200, path
        return load_workbook(BytesIO(answer.data))


@pytest.mark.parametrize("path", PATHS)
def test_a_list_that_is_taken_away_is_set_up_for_a4_with_headings_that_stay(
    client: Browserless, everyone: Officer, path: str
) -> None:
    book = taken(client.sign_in(everyone), path)
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(sheet.column_dimensions[cell.column_letter].width >= 9 for cell in sheet[1])
        assert "Filtered" not in (sheet.oddHeader.center.text or "")
    assert book.properties.creator == "Casework"


@pytest.mark.parametrize(("path", "words"), NARROWED)
def test_a_list_that_was_narrowed_says_by_what(
    client: Browserless, everyone: Officer, path: str, words: str
) -> None:
    book = taken(client.sign_in(everyone), path)
    assert words in book.properties.description
    for sheet in book.worksheets:
        assert f"Filtered by: {book.properties.description.removeprefix('Filtered by: ')}" in (
            sheet.oddHeader.center.text
        )


def test_what_was_typed_in_a_list_is_text_however_it_begins(client: Browserless, everyone: Officer) -> None:
    for typed in ("=1+1", "+44 7700 900000", "-2", "@handle"):
        create_councillor(name=typed, email="", another=True, actor=everyone)
    sheet = taken(client.sign_in(everyone), "/councillors.xlsx?former=y").worksheets[0]
    assert {"=1+1", "+44 7700 900000", "-2", "@handle"} <= {cell.value for cell in sheet["A"]}
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "d"}
