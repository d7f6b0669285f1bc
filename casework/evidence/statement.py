"""A drafted exhibit statement as a Word file: facts of custody, for an officer to read, correct and sign."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import IO, Any

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from casework.evidence.packs.contents import CaseFacts, ExhibitFacts
from casework.web.filters import exact_time, long_date

LANGUAGE = "en-GB"
WIDTHS = (Cm(3.7), Cm(10.9))
FONT = "Arial"
DOES_NOT_PROVE = (
    "That what an exhibit shows is true, or complete.",
    "That the account shown is the councillor’s, or that the councillor wrote what it shows.",
    "When a post was published. The time that a picture shows is the platform’s or the device’s own.",
    "That a file was unaltered before the council received it. The hash was taken on receipt, and speaks from then on.",
    "That nothing else was published. Only what was given to the office, or captured by it, is here.",
    "For a picture that was pasted: that its bytes are those of the first file. The browser wrote it anew.",
)
FROM_RECORDS = (
    "What I say of receipt and keeping is from the records that the council’s case system made at the time, which I "
    "have read. [Say here what you did and saw yourself.]"
)
HOW_KEPT = (
    "Each file below was given a label of its own and a SHA-256 hash of its bytes when it was received. It is kept "
    "unchanged; what anybody sees on a screen is a picture drawn from it. Its bytes are hashed again before it is "
    "given out, and in turn by the software. Two files with the same hash are the same file."
)


def write_statement(facts: CaseFacts, officer: str, made_on: date, target: IO[bytes]) -> int:
    """Write the draft for `officer` about the exhibits that may be given out, and return how many those are."""
    word: Any = docx.Document()
    told = [exhibit for exhibit in facts.exhibits if not exhibit.kept_back]
    _prepare(word, facts, made_on)
    word.add_heading("Exhibit statement", level=0)
    word.add_paragraph("DRAFT. Read it, correct it and take this line out before you sign.").runs[
        0
    ].bold = True
    word.add_paragraph(f"Case {facts.reference}. {facts.council}.")
    word.add_paragraph(f"I am {officer}, an officer of {facts.council}. {FROM_RECORDS}")
    word.add_heading("How the exhibits are kept", level=1)
    word.add_paragraph(HOW_KEPT)
    word.add_heading(f"The exhibits ({len(told)})", level=1)
    for exhibit in told:
        _exhibit(word, exhibit, officer, [line for line in facts.custody if line["exhibit"] == exhibit.label])
    word.add_heading("What this does not prove", level=1)
    for words in DOES_NOT_PROVE:
        word.add_paragraph(words, style="List Bullet")
    left = [exhibit.label for exhibit in facts.exhibits if exhibit.kept_back]
    if left:
        word.add_paragraph(f"Not in this statement, as they cannot be given out: {', '.join(left)}.")
    word.add_heading("Signature", level=1)
    for words in ("I believe that the facts stated here are true.", "Signed: ", "Name: " + officer, "Date: "):
        word.add_paragraph(words)
    word.save(target)
    return len(told)


def _exhibit(word: Any, exhibit: ExhibitFacts, officer: str, custody: Sequence[Any]) -> None:
    values = exhibit.values
    word.add_heading(f"Exhibit {exhibit.label}", level=2)
    received = exact_time(datetime.fromisoformat(values["received"]))
    by = "I received it" if values["received by"] == officer else f"{values['received by']} received it"
    took = values["who took it"] + (f" ({values['their name']})" if values["their name"] else "")
    rows = (
        ("What it shows", values["title"] or "[Not described yet]"),
        ("What it is", f"{values['kind']}, {int(values['size']):,} bytes"),
        ("Receipt", f"{by} on {received}. How it came: {values['how it came'].lower()}."),
        ("Who took it", took),
        ("Did an officer see the post live", values["seen live"]),
        ("SHA-256", values["sha256"]),
    )
    grid = word.add_table(rows=0, cols=2, style="Table Grid")
    grid.autofit = False
    for name, said in rows:
        cells = grid.add_row().cells
        cells[0].width, cells[1].width = WIDTHS
        cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        cells[0].paragraphs[0].add_run(name).bold = True
        cells[1].paragraphs[0].add_run(_plain(said))
    for column, width in zip(grid.columns, WIDTHS, strict=True):
        column.width = width
    word.add_paragraph("What happened to it since:").paragraph_format.space_before = Pt(6)
    for line in custody:
        moment = exact_time(datetime.fromisoformat(line["at"]))
        word.add_paragraph(_plain(f"{moment}: {line['sentence']}."), style="List Bullet")


def _prepare(word: Any, facts: CaseFacts, made_on: date) -> None:
    """Say what the file is and whose, in British English; python-docx would name itself."""
    properties = word.core_properties
    properties.title = f"Exhibit statement, {facts.reference}"
    properties.author = properties.last_modified_by = _plain(facts.council)
    properties.comments, properties.keywords, properties.language = "", "", LANGUAGE
    properties.created = properties.modified = datetime.combine(made_on, time())
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:val"), LANGUAGE)
    word.styles["Normal"].font.size = Pt(11)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        word.styles[name].font.name = FONT
        fonts = word.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.footer.paragraphs[0].text = f"Draft of {long_date(made_on)}. {facts.reference}"


def _plain(text: str) -> str:
    """Return what XML can hold of a text that came from outside."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")
