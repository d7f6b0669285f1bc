"""Tables as spreadsheets save them for others: CSV, of whatever encoding and separator. Pure.

A cell is text and stays text, though a spreadsheet might take `=1+1` for a formula.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from casework.errors import DomainError

SEPARATORS = ",;\t"
LONGEST_CELL = 10_000  # characters
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """One row. `number` is that of the file's own line, as an editor shows it; `cells` by the names of columns.

    `fault`: why the row cannot be taken at all, whatever its cells say.
    """

    number: int
    cells: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one row: where, what stands there, and why it cannot stay."""

    number: int
    column: str
    value: str
    why: str


def read(data: bytes, columns: Collection[str], *, required: Collection[str], most: int) -> list[Line]:
    """Return the rows of a CSV file, without empty ones.

    `columns` are the headings that may be there, `required` those that must be, in any order and any case of letters;
    a heading that is not among them is an error, or what stands below it would be lost unseen. `most`: how many rows
    are taken. Raises DomainError (field "file") saying what is wrong with the file as a whole.
    """
    words = decode(data)
    try:
        reader = csv.reader(io.StringIO(words, newline=""), delimiter=_separator(words), strict=True)
        rows: list[tuple[int, list[str]]] = []
        began = 1
        for row in reader:
            rows.append((began, [cell.strip() for cell in row]))
            began = reader.line_num + 1
    except csv.Error as error:
        raise DomainError(
            f"The table cannot be read near line {began}: {error}. Save it again as CSV.", "file"
        ) from None
    return lines_of(rows, columns, required=required, most=most)


def lines_of(
    rows: Iterable[tuple[int, list[str]]],
    columns: Collection[str],
    *,
    required: Collection[str],
    most: int,
) -> list[Line]:
    """Return the rows of a table whose first is its headings, without empty ones; the rules are those of `read`."""
    rows = [(number, row) for number, row in rows if any(row)]
    if not rows:
        raise DomainError("The file is empty.", "file")
    names = _headings(rows[0][1], columns, required)
    if len(rows) - 1 > most:
        raise DomainError(f"The file has {len(rows) - 1:,} rows. Import up to {most:,} at a time.", "file")
    if len(rows) == 1:
        raise DomainError("The file has headings, and no row below them.", "file")
    return [_line(number, row, names) for number, row in rows[1:]]


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, with or without its mark, or as Windows writes it (1252).

    Raises DomainError for what is no text: a workbook, a picture.
    """
    if data.startswith(b"PK") or b"\x00" in data:
        raise DomainError("This is not a CSV file. In your spreadsheet, choose Save as, then CSV.", "file")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DomainError("The letters of this file cannot be read. Save it as “CSV UTF-8”.", "file")


def day(words: str) -> date | None:
    """Return a date written 27/03/2026 or 2026-03-27; None for no words. Raises ValueError saying what is wrong."""
    if not words:
        return None
    found = DAY.fullmatch(words)
    if found is None:
        raise ValueError("Write a date like 27/03/2026 or 2026-03-27.")
    british = found[1] is not None
    year, month, number = (int(found[part]) for part in ((3, 2, 1) if british else (4, 5, 6)))
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError("There is no such day. Write a date like 27/03/2026 or 2026-03-27.") from None


def write(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file that spreadsheets open in the right encoding, and without taking any cell for a formula."""
    out = io.BytesIO()
    write_to(out, headings, rows)
    return out.getvalue()


def write_to(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write such a CSV file, row after row, and return how many rows it has."""
    out = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(out)
    writer.writerow(headings)
    count = 0
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
        count += 1
    out.detach()
    return count


def _separator(words: str) -> str:
    heading = words.split("\n", 1)[0]
    return max(SEPARATORS, key=heading.count)


def _headings(found: list[str], columns: Collection[str], required: Collection[str]) -> list[str]:
    """Return the name of the column of each cell; "" for a column without heading."""
    known = {_plain(name): name for name in columns}
    unknown = [name for name in found if name and _plain(name) not in known]
    if unknown:
        raise DomainError(
            f"The file has columns that are not known here: {', '.join(unknown)}. "
            f"Take them out, or use these names: {', '.join(columns)}.",
            "file",
        )
    names = [known.get(_plain(name), "") for name in found]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise DomainError(f"The file has two columns called {' and '.join(twice)}. Keep one of each.", "file")
    missing = [name for name in required if name not in names]
    if missing:
        raise DomainError(
            f"The file lacks the column {' and the column '.join(missing)}. The first row must hold the headings.",
            "file",
        )
    return names


def _line(number: int, row: list[str], names: list[str]) -> Line:
    cells, fault = dict.fromkeys((name for name in names if name), ""), ""
    for at, cell in enumerate(row):
        name = names[at] if at < len(names) else ""
        if cell and not name:
            fault = f"“{cell[:40]}” stands in a column without a heading. Was a comma meant to be in quotation marks?"
        elif len(cell) > LONGEST_CELL:
            fault = f"One cell holds more than {LONGEST_CELL:,} letters. Shorten it."
        elif name:
            cells[name] = cell
    return Line(number, cells, fault)


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]", "", heading).casefold()
