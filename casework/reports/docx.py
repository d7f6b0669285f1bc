"""A committee report as a Word file: the covering report that a clerk publishes, with the case log as its last part.

Real headings, captioned tables whose heading rows repeat, and British English, so that a screen reader and Word's own
checker find their way. Heavy to import: import it where it is used.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from casework.clock import long_date
from casework.reports.document import Cell, Document, Section, Table
from casework.web.spreadsheet import column_widths, text

FONT = "Arial"
BODY_POINTS, TABLE_POINTS, LOG_POINTS = 11, 10, 8
MARGIN_CENTIMETRES = 2
CENTIMETRES_A_POINT = 0.022  # of a character's width, Arial
MANY_COLUMNS = 7  # a table with more is set smaller
SHORT_TABLE = 12  # rows that are kept on one page with their caption
LANGUAGE = "en-GB"
# Of python-docx's template: old, American, unused, or untrue of this file.
LEFTOVERS = ("/stylesWithEffects", "/thumbnail", "/customXml", "/extended-properties")
INK, SHADE = "1D4F5C", "E7ECEE"
A4_SHORT, A4_LONG = 21.0, 29.7  # centimetres
HEADING_POINTS = {"Title": 20, "Heading 1": 14}


def write_report(document: Document, target: Path | IO[bytes]) -> None:
    """Write the covering report."""
    word = docx.Document()
    _describe(word, document)
    _styles(word)
    _page(word.sections[0], document, wide=False)
    word.add_paragraph(text(document.title), style="Title")
    word.add_paragraph(text(f"{document.subtitle}. {long_date(document.made_on)}"))
    if document.legend:
        word.add_paragraph(text(document.legend)).runs[0].bold = True
    for section in document.sections:
        if section.wide:
            _page(word.add_section(), document, wide=True)
        _section(word, section)
    word.save(target)  # type: ignore[arg-type]


def _describe(word: Any, document: Document) -> None:
    """Say what the file is and whose; python-docx would name itself, and Word would name a person."""
    properties = word.core_properties
    properties.title, properties.subject = text(document.title), text(document.subtitle)
    properties.author = properties.last_modified_by = text(document.council)
    properties.comments, properties.keywords, properties.language = "", "", LANGUAGE
    properties.created = properties.modified = datetime.combine(document.made_on, time())
    for holder in (word.part, word.part.package):
        for key in [key for key, tie in holder.rels.items() if tie.reltype.endswith(LEFTOVERS)]:
            del holder.rels[key]


def _styles(word: Any) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), LANGUAGE)
    language.set(qn("w:eastAsia"), LANGUAGE)
    word.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    for name, points in {"Normal": BODY_POINTS, "Caption": TABLE_POINTS, **HEADING_POINTS}.items():
        style = word.styles[name]
        style.font.name, style.font.size = FONT, Pt(points)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(INK if name in HEADING_POINTS else "000000")
            style.paragraph_format.keep_with_next = True


def _page(section: Any, document: Document, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (
        (Cm(A4_LONG), Cm(A4_SHORT)) if wide else (Cm(A4_SHORT), Cm(A4_LONG))
    )
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(MARGIN_CENTIMETRES))
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    section.header.paragraphs[0].text = text(document.legend)
    section.header.paragraphs[0].style = section.footer.paragraphs[0].style = "Normal"
    footer = section.footer.paragraphs[0]
    footer.add_run(text(f"{document.council}. Page "))
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Any, instruction: str) -> None:
    """Add a number that Word works out: page numbers have no other way."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")
    field.append(run._r)  # noqa: SLF001  python-docx has no fields
    paragraph._p.append(field)  # noqa: SLF001


def _section(word: Any, section: Section) -> None:
    word.add_heading(text(section.heading), level=1)
    for paragraph in section.paragraphs:
        word.add_paragraph(text(paragraph))
    for table in section.tables:
        word.add_paragraph(text(table.caption), style="Caption")
        points = LOG_POINTS if len(table.headings) > MANY_COLUMNS else TABLE_POINTS
        _table(
            word, table, points=points, room=(A4_LONG if section.wide else A4_SHORT) - 2 * MARGIN_CENTIMETRES
        )
        word.add_paragraph(text(table.note)).paragraph_format.space_before = Pt(
            4
        )  # empty, it parts two tables


def _table(word: Any, table: Table, *, points: int, room: float) -> None:
    grid = word.add_table(rows=0, cols=len(table.headings), style="Table Grid")
    grid.autofit = False
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), text(table.caption))
    grid._tbl.tblPr.append(caption)  # noqa: SLF001  python-docx has no captions
    widths = _widths(table, points, room)
    numbers = {column for column, values in enumerate(zip(*table.rows, strict=True)) if _all_numbers(values)}
    kept = len(table.rows) + bool(table.note) if len(table.rows) <= SHORT_TABLE else 1
    for number, values in enumerate([table.headings, *table.rows]):
        bold = number == 0 or (table.sums_up and number == len(table.rows))
        row = grid.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  a row stays on one page
        for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.width = Cm(widths[column])
            _fill(cell, value, points=points, bold=bold, right=column in numbers)
            cell.paragraphs[0].paragraph_format.keep_with_next = number < kept
    for column, width in enumerate(widths):
        grid.columns[column].width = Cm(width)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  repeated on each page
    for cell in grid.rows[0].cells:
        _shade(cell)


def _widths(table: Table, points: int, room: float) -> list[float]:
    """Return column widths in centimetres that fit the page: wide columns give way before narrow ones, words last."""
    character = points * CENTIMETRES_A_POINT
    rows = [table.headings, *([_shown(value) for value in row] for row in table.rows)]
    natural = [width * character for width in column_widths(rows)]
    words = [(max(map(_longest_word, column)) + 2) * character for column in zip(*rows, strict=True)]
    squeeze = min(
        room / sum(words), 1
    )  # a character's width is measured amply: a little less still holds the words
    floors = [word * squeeze for word in words]
    cap = max(natural)
    while cap > 0 and sum(_between(*each, cap) for each in zip(floors, natural, strict=True)) > room:
        cap -= 0.1
    widths = [_between(*each, cap) for each in zip(floors, natural, strict=True)]
    return _spread(
        widths, {c for c, values in enumerate(zip(*table.rows, strict=True)) if _all_numbers(values)}, room
    )


def _spread(widths: list[float], numbers: set[int], room: float) -> list[float]:
    """Return the widths of a table as wide as every other: its columns of words share what is left of the page."""
    words = [width for column, width in enumerate(widths) if column not in numbers]
    if not words:
        return widths
    share = 1 + (room - sum(widths)) / sum(words)
    return [width if column in numbers else width * share for column, width in enumerate(widths)]


def _between(least: float, natural: float, cap: float) -> float:
    return min(natural, max(least, cap))


def _longest_word(words: str) -> int:
    return max(map(len, words.split()), default=0)


def _all_numbers(values: Iterable[Cell]) -> bool:
    return all(isinstance(value, int | float) for value in values)


def _fill(cell: Any, value: Cell, *, points: int, bold: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(_shown(value))
    run.font.size, run.bold = Pt(points), bold
    paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _shown(value: Cell) -> str:
    if isinstance(value, date):
        return long_date(value)
    return f"{value:g}" if isinstance(value, int | float) else text(value)


def _shade(cell: Any) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001
