"""A drafted exhibit statement as a Word file: facts of custody, for an officer to read, correct and sign."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from casework.clock import long_date
from casework.evidence.looks import Look
from casework.evidence.packs.contents import CaseFacts, ExhibitFacts
from casework.evidence.packs.trail import Unchanged
from casework.web.filters import exact_time

LANGUAGE = "en-GB"
WIDTHS = (Cm(3.7), Cm(10.9))
FONT = "Arial"
SELDOM = {1: "once", 2: "twice"}
LEGEND = "Sensitive: personal data"
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


@dataclass(frozen=True, slots=True)
class Signatory:
    """The officer who is to sign: what they did themselves is told as “I”."""

    id: int
    name: str


def write_statement(
    facts: CaseFacts,
    signer: Signatory,
    made_on: date,
    target: IO[bytes],
    *,
    unchanged: Mapping[int, Unchanged],
    looks: Mapping[int, Sequence[Look]],
) -> int:
    """Write the draft for `signer` about the exhibits that may be given out, and return how many those are.

    `unchanged` and `looks`, by exhibit: how often it was found unchanged, and the looks that it is the capture of.
    """
    word: Any = docx.Document()
    told = [exhibit for exhibit in facts.exhibits if not exhibit.kept_back]
    _prepare(word, facts, made_on)
    word.add_heading("Exhibit statement", level=0)
    word.add_paragraph("DRAFT. Read it, correct it and take this line out before you sign.").runs[
        0
    ].bold = True
    word.add_paragraph(f"Case {facts.reference}. {facts.council}.")
    word.add_paragraph(f"I am {signer.name}, an officer of {facts.council}. {FROM_RECORDS}")
    word.add_heading("How the exhibits are kept", level=1)
    word.add_paragraph(HOW_KEPT)
    word.add_heading(f"The exhibits ({len(told)})", level=1)
    for exhibit in told:
        custody = [line for line in facts.custody if line["exhibit"] == exhibit.label]
        word.add_heading(f"Exhibit {exhibit.label}", level=2)
        _table(word, [*_rows(exhibit, signer), *_seen(looks.get(exhibit.id, ()), signer)])
        _list(word, "What happened to it since:", _happened(custody, unchanged.get(exhibit.id), signer))
    word.add_heading("What this does not prove", level=1)
    for words in DOES_NOT_PROVE:
        word.add_paragraph(words, style="List Bullet")
    left = [exhibit.label for exhibit in facts.exhibits if exhibit.kept_back]
    if left:
        word.add_paragraph(f"Not in this statement, as they cannot be given out: {', '.join(left)}.")
    word.add_heading("Signature", level=1)
    for words in ("I believe that the facts stated here are true.", "Signed: ", "Name: " + signer.name):
        word.add_paragraph(words).paragraph_format.keep_with_next = True
    word.add_paragraph("Date: ")
    word.save(target)
    return len(told)


def _rows(exhibit: ExhibitFacts, signer: Signatory) -> list[tuple[str, str]]:
    values = exhibit.values
    received = exact_time(datetime.fromisoformat(values["received"]))
    by = "I received it" if values["received by"] == signer.name else f"{values['received by']} received it"
    took = values["who took it"] + (f" ({values['their name']})" if values["their name"] else "")
    return [
        ("What it shows", values["title"] or "[Not described yet]"),
        ("What it is", f"{values['kind']}, {int(values['size']):,} bytes"),
        ("Receipt", f"{by} on {received}. How it came: {_came(values)}."),
        ("Who took it", took),
        ("Did an officer see the post live", values["seen live"]),
        ("SHA-256", values["sha256"]),
    ]


def _came(values: Mapping[str, str]) -> str:
    how, whole = values["how it came"], values["taken out of"]
    return how[:1].lower() + how[1:] + (f" (exhibit {whole})" if whole else "")


def _seen(looks: Sequence[Look], signer: Signatory) -> Iterator[tuple[str, str]]:
    """Yield a row for each look of which the exhibit is the capture: who, when, how, and the words shown."""
    for look in looks:
        who = "I" if look.by == signer.id else look.name
        how = f" How: {look.means[:1].lower()}{look.means[1:]}." if look.means else ""
        where = f" at {look.post}" if look.post else ""
        words = f"The exact words shown: “{look.words}”" if look.words else "[The words shown were not noted]"
        seen = f"{who} looked{where} on {exact_time(look.at)}.{how} What was seen: {look.seen}."
        yield "The look that it captures", f"{seen} {words}. For removal request {look.request}."


def _happened(
    custody: Sequence[Mapping[str, Any]], unchanged: Unchanged | None, signer: Signatory
) -> Iterator[str]:
    """Yield what happened to an exhibit and its redacted copies, and how often its bytes were found the same."""
    for line in custody:
        moment = exact_time(datetime.fromisoformat(line["at"]))
        copies = line["facts"].get("copies", ())
        hashes = f" SHA-256 of the copy: {', '.join(copies)}." if copies else ""
        words = line["of myself"] if line["by"] == signer.id else line["sentence"]
        whom = f" Made for: {line['facts']['whom']}." if line["facts"].get("whom") else ""
        yield f"{moment}: {words}.{hashes}{whom}"
    if unchanged is None:
        return
    first, last = exact_time(unchanged.first), exact_time(unchanged.last)
    when = f"on {first}" if unchanged.count == 1 else f"first on {first}, last on {last}"
    times = SELDOM.get(unchanged.count, f"{unchanged.count} times")
    yield (
        f"Its bytes were hashed again {times} before something was done with it, and found unchanged: {when}."
    )


def _table(word: Any, rows: Sequence[tuple[str, str]]) -> None:
    """Add a table whose rows stay on one page, with what stands beneath it."""
    grid = word.add_table(rows=0, cols=2, style="Table Grid")
    grid.autofit = False
    for name, said in rows:
        cells = grid.add_row().cells
        cells[0].width, cells[1].width = WIDTHS
        cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        cells[0].paragraphs[0].add_run(_plain(name)).bold = True
        cells[1].paragraphs[0].add_run(_plain(said))
    for column, width in zip(grid.columns, WIDTHS, strict=True):
        column.width = width


def _list(word: Any, title: str, items: Iterator[str]) -> None:
    """Add a list under its title, which is never alone at the foot of a page."""
    above = word.add_paragraph(title).paragraph_format
    above.space_before, above.keep_with_next = Pt(6), True
    for item in items:
        word.add_paragraph(_plain(item), style="List Bullet").paragraph_format.keep_together = True


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
    section.header.paragraphs[0].text = f"{LEGEND}. {facts.reference}"
    footer = section.footer.paragraphs[0]
    footer.add_run(f"Draft of {long_date(made_on)}. {LEGEND}. Page ")
    _number(footer, "PAGE")
    footer.add_run(" of ")
    _number(footer, "NUMPAGES")


def _number(paragraph: Any, instruction: str) -> None:
    """Add a number that Word works out: page numbers have no other way."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(paragraph.add_run("1")._r)  # noqa: SLF001  python-docx has no fields
    paragraph._p.append(field)  # noqa: SLF001


def _plain(text: str) -> str:
    """Return what XML can hold of a text that came from outside."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")
