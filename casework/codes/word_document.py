"""DOCX → paragraphs. Lists, headings and their numbers are worked out as Word would print them.

The document's XML is walked, not python-docx's paragraphs: those pass over words in content controls, tracked
insertions, text boxes and notes, and no word of a Code may be lost.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree
from lxml.etree import _Element

from casework.codes.markers import Marker, Sequences, Style, split_marker
from casework.codes.paragraphs import Paragraph, Reading, Role, UnreadableCode, is_finished, leading, squeeze
from casework.codes.word_lists import Lists
from casework.codes.word_styles import Indent, Styles

MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 4_000
_TWIPS_A_COLUMN = 120
_LEVEL_INDENT = 360
_LONGEST_NUMBERED_HEADING = 12  # words: more, and it is a rule that somebody set in a heading's style
_LONGEST_HEADING = 25

_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PARAGRAPH, _TABLE, _TEXT_BOX = qn("w:p"), qn("w:tbl"), qn("w:txbxContent")
# Not printed: properties, field codes, what was deleted, and the second copy kept for old readers.
_UNPRINTED = {
    *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:instrText", "w:delText")),
    f"{_MARKUP}Fallback",
}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOTICES = {
    "The document has tracked changes. It was read as if all of them were accepted: check that this is right.": (
        *map(qn, ("w:ins", "w:del", "w:moveFrom", "w:moveTo")),
    ),
    "The document holds pictures. Words inside a picture are not read.": (qn("w:drawing"), qn("w:pict")),
    "The document embeds another one, which was not read.": (qn("w:altChunk"),),
}


def read_word_document(data: bytes) -> Reading:
    """Return the paragraphs of a DOCX in order, its notes after them, its headers and footers as furniture.

    Raises UnreadableCode for a damaged, protected or oversized file, and for a ZIP that is no Word document.
    """
    _check_package(data)
    try:
        document = docx.Document(io.BytesIO(data))
        return _Reader(document).read()
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise UnreadableCode(
            "The Word document is damaged, or of a kind that cannot be read. "
            "Open it in Word, save it as a Word document (.docx) and try again."
        ) from error


def _check_package(data: bytes) -> None:
    """Look before unpacking: a small ZIP may hold gigabytes, and an entity in its XML may expand to as much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if len(members) > MAX_PARTS or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise UnreadableCode(
                    "The document unpacks to far more than a Code could hold. It was not opened."
                )
            _check_is_word([member.filename for member in members])
            for member in members:
                if b"<!DOCTYPE" in package.read(member)[:4096]:
                    raise UnreadableCode(
                        "The document holds definitions that Word never writes. It was not opened."
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise UnreadableCode(
            "The file is damaged or protected by a password. Open it in Word, save it as a Word document "
            "(.docx) without a password and try again."
        ) from error


def _check_is_word(names: list[str]) -> None:
    kinds = (
        ("xl/", "a spreadsheet"),
        ("ppt/", "a presentation"),
        ("mimetype", "an OpenDocument or e-book file"),
    )
    for start, kind in kinds:
        if any(name.startswith(start) for name in names):
            raise UnreadableCode(f"This is {kind}. Save the Code as a Word document (.docx) or plain text.")
    if "[Content_Types].xml" not in names:
        raise UnreadableCode("This is a ZIP archive. Unpack it and choose the document that holds the Code.")


class _Reader:
    """One pass through one document, counting its lists on the way."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._body = document.element.body
        self._styles = Styles(self._part(RELATIONSHIP_TYPE.STYLES))
        self._lists = Lists(self._part(RELATIONSHIP_TYPE.NUMBERING))
        self._sequences = Sequences()
        self._uses_headings = any(
            self._styles.heading_level(paragraph) is not None for paragraph in self._body.iter(_PARAGRAPH)
        )

    def read(self) -> Reading:
        paragraphs = [
            paragraph
            for block in _within(self._body, {_PARAGRAPH, _TABLE})
            for paragraph in self._read_block(block)
        ]
        notes = (*self._asides(RELATIONSHIP_TYPE.FOOTNOTES), *self._asides(RELATIONSHIP_TYPE.ENDNOTES))
        furniture = (*self._asides(RELATIONSHIP_TYPE.HEADER), *self._asides(RELATIONSHIP_TYPE.FOOTER))
        return Reading(
            (*paragraphs, *(Paragraph(note, role=Role.ASIDE) for note in notes)),
            tuple(dict.fromkeys(furniture)),
            tuple(
                notice for notice, tags in _NOTICES.items() if next(self._body.iter(*tags), None) is not None
            ),
        )

    def _part(self, kind: str) -> _Element | None:
        return next(self._parts(kind), None)

    def _parts(self, kind: str) -> Iterator[_Element]:
        for relation in self._document.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                yield parse_xml(relation.target_part.blob)

    def _asides(self, kind: str) -> Iterator[str]:
        for root in self._parts(kind):
            for paragraph in root.iter(_PARAGRAPH):
                text = squeeze(_words(paragraph))
                if text:
                    yield text

    def _read_block(self, block: _Element) -> Iterator[Paragraph]:
        if block.tag == _TABLE:
            texts = ["\t".join(_cells(row)) for row in _within(block, {qn("w:tr")})]
        else:
            texts = []
            yield from self._read_paragraph(block)
        texts += [
            squeeze(_words(inner)) for box in _within(block, {_TEXT_BOX}) for inner in box.iter(_PARAGRAPH)
        ]
        yield from (Paragraph(text, role=Role.ASIDE) for text in texts if text)

    def _read_paragraph(self, element: _Element) -> Iterator[Paragraph]:
        listed, column = self._list_marker(element)
        for place, line in enumerate(_typed_items(_words(element))):
            words = squeeze(line)
            marker, text = (listed, words) if listed and place == 0 else self._typed_marker(words)
            yield Paragraph(text, marker, column + leading(line), self._role(element, text, marker))

    def _list_marker(self, element: _Element) -> tuple[Marker | None, int]:
        """Return what Word prints before the paragraph, and the column at which the paragraph begins."""
        place = self._styles.list_place(element)
        found = place and self._lists.level_of(place, self._styles.style_id(element))
        own = self._styles.own_indent(element)
        if not place or not found:
            indent = own or self._styles.style_indent(element)
            return None, (indent.left // _TWIPS_A_COLUMN if indent else 0)
        number, level = found
        indent = own or level.indent or Indent(_LEVEL_INDENT * (number + 1), _LEVEL_INDENT)
        column = (indent.left - indent.hanging) // _TWIPS_A_COLUMN
        printed = self._lists.count(place, number)
        if not printed:
            return None, column
        readings, _ = split_marker(f"{printed} Text")
        return self._sequences.choose(readings, "", running_on=False) or Marker(printed, Style.NUMBER), column

    def _typed_marker(self, line: str) -> tuple[Marker | None, str]:
        readings, rest = split_marker(line)
        marker = self._sequences.choose(readings, rest, running_on=False) if rest else None
        return (marker, rest) if marker else (None, line)

    def _role(self, element: _Element, text: str, marker: Marker | None) -> Role:
        if self._styles.is_title(element):
            return Role.TITLE
        words = len(text.split())
        if self._styles.heading_level(element) is not None:
            if marker and (words > _LONGEST_NUMBERED_HEADING or is_finished(text)):
                return Role.UNSTATED
            return Role.HEADING if words <= _LONGEST_HEADING else Role.BODY
        # Where an author used heading styles, a short plain line is only a short line; a bold one may be a heading.
        return Role.UNSTATED if not self._uses_headings or self._styles.is_bold(element) else Role.BODY


def _typed_items(text: str) -> list[str]:
    """Part a paragraph where a line break stands before a typed bullet or number; other breaks are only space."""
    lines: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if lines and not split_marker(squeeze(line))[0]:
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
    return lines


def _cells(row: _Element) -> Iterator[str]:
    for cell in _within(row, {qn("w:tc")}):
        text = squeeze(_words(cell))
        if text:
            yield text


def _within(element: _Element, tags: set[str]) -> Iterator[_Element]:
    """Yield the outermost printed elements of these tags, however wrapped."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _UNPRINTED:
            yield from _within(child, tags)


def _words(element: _Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag in _UNPRINTED or child.tag == _TEXT_BOX:
            continue
        if child.tag in {qn("w:t"), _MATHS_TEXT}:
            yield child.text or ""
        elif child.tag == qn("w:sym"):
            yield chr(int(child.get(qn("w:char"), "0020"), 16))
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        else:
            yield from _pieces(child)
            if child.tag == _PARAGRAPH:
                yield "\n"
