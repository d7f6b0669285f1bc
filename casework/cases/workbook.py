"""The workbook from which open cases are imported: the template that is filled in, and its cells read back as text."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from casework.cases.importing import COLUMNS, LISTS, MOST_ROWS, REQUIRED
from casework.delimited import Line, lines_of
from casework.errors import DomainError
from casework.web.spreadsheet import FONT, POINTS, column_widths, describe

MOST_BYTES = 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024  # a workbook is a ZIP; a small one may unpack to anything
MOST_PARTS = 500
MOST_COLUMNS = 60
MOST_EMPTY = 50_000  # rows that only look filled: a format dragged down
SHEET = "Open cases"


def template() -> bytes:
    """Return the workbook to fill in: headings with lists to choose from, a page that says what each column holds."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    describe(book.properties, "Open cases to import")
    guide = book.create_sheet("How to fill it in")
    guide.append(["Column", "Needed", "What it holds", "Made-up example"])
    for column, (hint, example) in COLUMNS.items():
        guide.append([column, "Yes" if column in REQUIRED else "No", hint, example])
    lists = book.create_sheet("Lists")
    lists.append(list(LISTS))
    for place, kind in enumerate(LISTS.values(), 1):
        for number, member in enumerate(kind, 2):
            lists.cell(number, place, member.label)
    sheet: Any = book.worksheets[0]
    sheet.title = SHEET
    sheet.append(list(COLUMNS))
    sheet.freeze_panes = "A2"
    for column, kind in LISTS.items():
        source = get_column_letter(list(LISTS).index(column) + 1)
        choice = DataValidation(
            "list", formula1=f"Lists!${source}$2:${source}${len(kind) + 1}", allow_blank=True
        )
        target = get_column_letter(list(COLUMNS).index(column) + 1)
        choice.add(f"{target}2:{target}{MOST_ROWS + 1}")
        sheet.add_data_validation(choice)
    for page in (sheet, guide, lists):
        for cell in page[1]:
            cell.font = Font(name=FONT, size=POINTS, bold=True)
        for number, width in enumerate(column_widths(list(page.values)), 1):
            page.column_dimensions[get_column_letter(number)].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> list[Line]:
    """Return the filled rows of the first sheet, by column, as text; dates as 2026-03-27.

    Raises DomainError (field "file") saying what is wrong with the file as a whole.
    """
    if len(data) > MOST_BYTES:
        raise DomainError("The file is over 1 MB. Import it in parts.", "file")
    _check_package(data)
    return lines_of(_cells(data), COLUMNS, required=REQUIRED, most=MOST_ROWS)


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except zipfile.BadZipFile:
        raise DomainError(
            "This is not an Excel workbook (XLSX). Fill in the template, and choose that file.", "file"
        ) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise DomainError(
            "This workbook unpacks to far more than a list of cases. It was not opened.", "file"
        )


def _cells(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever the file makes it stumble over
        raise _unreadable() from error
    try:
        sheet = book.worksheets[0]
        filled = 0
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            cells = [_text(cell) for cell in row]
            filled += any(cells)
            if number > MOST_EMPTY or filled > MOST_ROWS + 2:
                return
            yield number, cells
    except DomainError:
        raise
    except Exception as error:
        raise _unreadable() from error
    finally:
        book.close()


def _unreadable() -> DomainError:
    return DomainError(
        "This workbook cannot be read. Open it in your spreadsheet, save it as XLSX, try again.", "file"
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
