"""Lists and registers as XLSX: written row by row in flat memory, text always as text, ready to print on A4.

What was typed is shown, never obeyed: text that begins with `=` stays text. What a cell cannot hold is replaced by
something that can be seen, never dropped: control characters by their pictures (␇), half characters by �, and the end
of a text beyond Excel's limit by a note that says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from pathlib import Path
from textwrap import wrap
from typing import IO, Any

from casework.clock import london_time, long_date, today
from casework.words import Choice

Sheet = Any  # openpyxl's stubs know neither kind of sheet whole

SHEET_ROWS = 1_048_576
CELL_UNITS = 32_767  # what Excel holds in a cell, in UTF-16 code units
EXACT_DIGITS = 10**15  # beyond this Excel rounds a whole number
FIRST_YEAR = 1900  # Excel knows no earlier day
WIDTH_SAMPLE = 200
SENSITIVE = "Sensitive: personal data"  # every list of an office's is: of councillors, officers or complaints
NARROWEST, WIDEST = 9, 60
ARROW = 3  # characters: the button of a filter, beside a heading
LINE = 15  # points
FONT = "Calibri"  # as openpyxl writes every other cell; a font without a name is drawn with serifs
POINTS = 11
A4 = 9
SHEET_NAME_LENGTH = 31
HEADER_LENGTH = 200  # Excel refuses a header or footer over 255 with its codes

_UNFIT = re.compile("\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_LOOKS_ACTIVE = ("=", "#")  # what openpyxl would write as a formula or as an error


def write_xlsx(
    target: Path | IO[bytes],
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    legend: str = SENSITIVE,
    filters: Sequence[str] = (),
    sheet_rows: int = SHEET_ROWS,
) -> int:
    """Write one table and return its number of rows. `rows` are read once and never held together.

    A cell is text, a number, a truth value, a date, a moment (shown as London clocks showed it), a Choice (shown by its
    label) or None. `legend` stands at the top of each printed page, and below it by which `filters` the list was
    narrowed; the file's description says so too. Rows beyond `sheet_rows` go on on a further sheet.
    Raises ValueError where a row has not as many cells as there are headers, TypeError for any other kind of value.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    describe(book.properties, title)
    narrowed = f"Filtered by: {'; '.join(filters)}" if filters else ""
    book.properties.description = text(narrowed) or None
    head = "\n".join(filter(None, [legend, narrowed]))
    try:
        written = _fill(book, title, headers, iter(rows), head, sheet_rows)
        book.save(target)
    except BaseException:
        abandon(book)
        raise
    return written


def text(value: str) -> str:
    """Return `value` as a cell can hold and show it."""
    if _UNFIT.search(value):
        value = _UNFIT.sub(_visible, value)
    if len(value) > CELL_UNITS // 2:
        value = _cut(value)
    return value


def plain(value: object) -> str | int | float | Decimal | date | None:
    """Return a value as a cell can hold it. TypeError for a kind that no list should hold."""
    if value is None:
        return None
    if isinstance(value, str):
        return text(value.label if isinstance(value, Choice) else str(value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int):
        return value if abs(value) < EXACT_DIGITS else str(value)
    if isinstance(value, float | Decimal):
        return value if isfinite(value) else str(value)
    if isinstance(value, date):
        return _day(value)
    raise TypeError(f"a spreadsheet cannot hold a {type(value).__name__}; give it as text, number or date")


def words_of(row: Iterable[object]) -> list[str]:
    """Return a row as text, for a file without kinds of cells: a day as 2026-11-22, a moment as it was in London."""
    cells = (plain(value) for value in row)
    return [
        "" if cell is None else cell.isoformat(" ", "seconds") if isinstance(cell, datetime) else str(cell)
        for cell in cells
    ]


def looks_active(value: object) -> bool:
    """Say whether openpyxl would take this for more than text, so that its cell must be forced to text."""
    return isinstance(value, str) and value.startswith(_LOOKS_ACTIVE)


def sheet_name(title: str) -> str:
    """Return `title` as Excel allows a sheet to be called."""
    return (
        re.sub(r"[\[\]:*?/\\\s\x00-\x1f]+", " ", title).strip(" '")[:SHEET_NAME_LENGTH].strip(" '") or "Sheet"
    )


def describe(properties: Any, title: str, creator: str = "") -> None:
    """Set what a file says of itself: its title and an office, never a person."""
    properties.title, properties.language = text(title), "en-GB"
    properties.creator = text(creator) or "Casework"


def print_on_a4(sheet: Sheet, title: str, legend: str = "", *, repeat: tuple[int, int] | None = None) -> None:
    """Set a sheet to print on A4 landscape, one page wide, with the rows `repeat` (first, last) on each page.

    `legend` stands at the top of each page; the title and the page number at the foot.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if repeat:
        sheet.print_title_rows = f"{repeat[0]}:{repeat[1]}"
    sheet.oddHeader.center.text = _header(legend) or None
    sheet.oddFooter.left.text = _header(title)
    sheet.oddFooter.right.text = "Page &P of &N"


def column_widths(rows: Iterable[Sequence[object]]) -> Iterator[float]:
    """Yield a width for each column, in characters, that shows most of what these rows, headings first, hold."""
    for column in zip(*rows, strict=False):
        longest = max(
            (len(line) for value in column for line in str(plain(value) or "").split("\n")), default=0
        )
        yield min(max(longest + 2, NARROWEST), WIDEST)


def _fill(
    book: Any,
    title: str,
    headers: Sequence[str],
    rows: Iterator[Sequence[object]],
    legend: str,
    sheet_rows: int,
) -> int:
    written, first = 0, next(rows, None)
    while first is not None or not book.worksheets:
        number = len(book.worksheets) + 1
        sheet = book.create_sheet(sheet_name(f"{title[:24]} ({number})" if number > 1 else title))
        sample = [] if first is None else [first, *islice(rows, min(WIDTH_SAMPLE, sheet_rows - 1) - 1)]
        _prepare(sheet, title, headers, sample, legend)
        here = 0
        for row in chain(sample, islice(rows, sheet_rows - 1 - len(sample))):
            sheet.append(_row(sheet, row, len(headers)))
            here += 1
        sheet.auto_filter.ref = f"A1:{_letter(len(headers))}{here + 1}"
        written += here
        first = next(rows, None)
    return written


def abandon(book: Any) -> None:
    """Leave nothing of an unfinished list behind: openpyxl keeps rows in temporary files until the process ends."""
    for sheet in book.worksheets:
        if not sheet.closed:
            sheet.close()
            sheet._writer.cleanup()  # noqa: SLF001  there is no public way


def _prepare(
    sheet: Sheet,
    title: str,
    headers: Sequence[str],
    sample: Sequence[Sequence[object]],
    legend: str,
) -> None:
    print_on_a4(sheet, f"{title}, {long_date(today())}", legend, repeat=(1, 1))
    sheet.freeze_panes = "A2"
    longest_words = [
        max(header.split(), key=len, default="") + " " * ARROW for header in headers
    ]  # they wrap
    widths = list(column_widths([longest_words, *sample]))
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[_letter(number)].width = width
    lines = max(
        (len(wrap(header, int(width - ARROW))) for header, width in zip(headers, widths, strict=True)),
        default=1,
    )
    sheet.row_dimensions[1].height = max(lines, 1) * LINE
    sheet.append([_heading(sheet, header) for header in headers])


def _row(sheet: Sheet, row: Sequence[object], expected: int) -> list[Any]:
    if len(row) != expected:
        raise ValueError(f"a row has {len(row)} cells where there are {expected} headings: {row!r}")
    return [_forced(sheet, value) if looks_active(value := plain(cell)) else value for cell in row]


def _forced(sheet: Sheet, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def _heading(sheet: Sheet, header: str) -> Any:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = _forced(sheet, text(header))
    cell.font = Font(name=FONT, size=POINTS, bold=True)
    cell.fill = PatternFill("solid", fgColor="E7ECEE")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(number)


def _day(value: date) -> date | str:
    if isinstance(value, datetime):
        value = london_time(value if value.tzinfo else value.replace(tzinfo=UTC)).replace(tzinfo=None)
    return value if value.year >= FIRST_YEAR else value.isoformat()


def _header(words: str) -> str:
    lines = text(words)[:HEADER_LENGTH].split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).replace("&", "&&")


def _visible(found: re.Match[str]) -> str:
    unfit = found[0]
    if unfit.startswith("\r"):
        return "\n"
    if unfit == "_x":  # Excel would read `_x0041_` as a letter
        return "_x005F_x"
    code = ord(unfit)
    return {0x7F: "␡"}.get(code) or (chr(0x2400 + code) if code <= 0x1F else "�")


def _cut(value: str) -> str:
    units = value.encode("utf-16-le")
    missing = len(units) // 2 - CELL_UNITS
    if missing <= 0:
        return value
    note = " … [cut here: a cell holds no more; see the record itself]"
    return units[: (CELL_UNITS - len(note)) * 2].decode("utf-16-le", "ignore") + note
