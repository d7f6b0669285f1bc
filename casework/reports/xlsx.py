"""A committee report as a workbook: the figures, the breakdowns with charts, and the case log, ready for A4 paper.

Numbers are numbers and text is text; there is no formula to recalculate, and nothing is fetched when it is opened.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import IO, Any

from casework.reports.document import Cell, Document, Section, Table
from casework.web.spreadsheet import column_widths, describe, plain, print_on_a4, sheet_name, text

LABELS, NUMBERS, WIDEST_IN_LOG = 46, 12, 26  # column widths, in characters
LINE_CHARACTERS = 125  # of a paragraph across the page
LINE_POINTS = 15
CHART_COLUMN, CHART_CENTIMETRES, ROW_CENTIMETRES = "D", 16.0, 0.53
DATE_FORMAT = "d mmm yyyy"
INK, RULE, SHADE = "1D4F5C", "9AA7AC", "E7ECEE"

Sheet = Any  # openpyxl's stubs do not know a sheet whole


def write_workbook(document: Document, target: Path | IO[bytes]) -> None:
    """Write the workbook of a report: a sheet for each name that its sections give, in their order."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    describe(book.properties, document.title, document.council)
    book.properties.created = book.properties.modified = datetime.combine(document.made_on, time())
    for name, sections in groupby((s for s in document.sections if s.sheet), key=lambda s: s.sheet):
        _Writer(book.create_sheet(sheet_name(name)), document).write(list(sections))
    book.save(target)


class _Writer:
    """Writes sections down one sheet."""

    def __init__(self, sheet: Sheet, document: Document) -> None:
        self.sheet = sheet
        self.document = document
        self.row = 0
        self.headings_row = 0

    def write(self, sections: Sequence[Section]) -> None:
        wide = any(section.wide for section in sections)
        self._widths(sections, wide=wide)
        self._line(self.document.title, size=14, bold=True)
        self._line(f"{self.document.subtitle}. Edition: {self.document.edition.label.lower()}.")
        if self.document.legend:
            self._line(self.document.legend, bold=True)
        for section in sections:
            self._section(section)
        repeat = (self.headings_row, self.headings_row) if wide else None
        print_on_a4(
            self.sheet, f"{self.document.council}: {self.document.title}", self.document.legend, repeat=repeat
        )
        if wide:
            self.sheet.freeze_panes = f"B{self.headings_row + 1}"
        self.sheet.sheet_view.showGridLines = False

    def _widths(self, sections: Sequence[Section], *, wide: bool) -> None:
        from openpyxl.utils import get_column_letter

        widths: list[float] = [LABELS, NUMBERS]
        if wide:
            table = next(table for section in sections for table in section.tables)
            widths = [min(width, WIDEST_IN_LOG) for width in column_widths([table.headings, *table.rows])]
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width

    def _section(self, section: Section) -> None:
        self.row += 1
        self._line(section.heading, size=12, bold=True, colour=INK)
        for paragraph in section.paragraphs:
            self._paragraph(paragraph)
        for table in section.tables:
            self._table(table)

    def _line(self, words: str, *, size: int = 11, bold: bool = False, colour: str = "000000") -> None:
        from openpyxl.styles import Font

        self.row += 1
        self._put(1, words).font = Font(size=size, bold=bold, color=colour)

    def _paragraph(self, words: str) -> None:
        from openpyxl.styles import Alignment

        self.row += 1
        self._put(1, words).alignment = Alignment(wrap_text=True, vertical="top")
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=10)
        self.sheet.row_dimensions[self.row].height = LINE_POINTS * ceil(len(words) / LINE_CHARACTERS)

    def _table(self, table: Table) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.row += 1
        self._line(table.caption, bold=True)
        self.row += 1
        self.headings_row = self.row
        for column, heading in enumerate(table.headings, 1):
            cell = self._put(column, heading)
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=SHADE)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=_side(table, column - 1))
        for number, row in enumerate(table.rows, 1):
            self.row += 1
            strong = table.sums_up and number == len(table.rows)
            for column, value in enumerate(row, 1):
                cell = self._put(column, value)
                cell.font = Font(bold=strong)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.border = Border(
                    top=Side("thin", RULE), bottom=Side("double", RULE) if strong else Side()
                )
        if table.charted:
            self._chart(table)
        if table.note:
            self._line(table.note)

    def _put(self, column: int, value: Cell) -> Any:
        cell = self.sheet.cell(self.row, column, plain(value))
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, date):
            cell.number_format = DATE_FORMAT
        return cell

    def _chart(self, table: Table) -> None:
        """Draw the numbers beside their table; what follows begins below both."""
        from openpyxl.chart import BarChart, Reference

        last = self.headings_row + len(table.rows)
        chart: Any = BarChart()  # its stubs refuse what it accepts
        chart.type, chart.gapWidth, chart.legend = "bar", 40, None
        chart.title = text(table.caption)
        chart.title.overlay = False
        chart.add_data(
            Reference(self.sheet, min_col=2, min_row=self.headings_row, max_row=last), titles_from_data=True
        )
        chart.set_categories(Reference(self.sheet, min_col=1, min_row=self.headings_row + 1, max_row=last))
        chart.series[0].graphicalProperties.solidFill = INK
        chart.x_axis.scaling.orientation = "maxMin"  # the first row at the top, as in the table
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.y_axis.title, chart.y_axis.number_format, chart.y_axis.scaling.min = table.headings[1], "0", 0
        chart.y_axis.majorGridlines = None
        rows = max(len(table.rows) + 6, 12)
        chart.width, chart.height = CHART_CENTIMETRES, rows * ROW_CENTIMETRES
        self.sheet.add_chart(chart, f"{CHART_COLUMN}{self.headings_row}")
        self.row = max(self.row, self.headings_row + rows)


def _side(table: Table, column: int) -> str:
    numbers = all(isinstance(row[column], int | float) for row in table.rows)
    return "right" if numbers and table.rows else "left"
