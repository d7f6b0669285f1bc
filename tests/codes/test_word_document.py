"""Reading a Code from Word. Every council and Code here is made up."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from casework.codes.paragraphs import UnreadableCode
from casework.codes.parser import PublishedCode, parse
from tests.codes.reading_back import wordings, words

SALTMARSH = (Path(__file__).parent / "samples" / "saltmarsh-social-media-code.txt").read_text(
    encoding="utf-8"
)
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(document: Document) -> PublishedCode:
    return parse(saved(document))


def typed(document: Document, line: str) -> None:
    document.add_paragraph(line)


def styled(document: Document, line: str) -> None:
    """Set a line of the sample as an author who uses Word's styles would."""
    words = line.strip().removeprefix("- ")
    if line.startswith(" - "):
        document.add_paragraph(words, style="List Bullet 2")
    elif line.startswith("- "):
        document.add_paragraph(words, style="List Bullet")
    elif words == "Social Media Code for Members":
        document.add_paragraph(words, style="Title")
    elif words and len(words) < 40 and not words.endswith((".", ":")):
        document.add_paragraph(words, style="Heading 1")
    else:
        document.add_paragraph(words)


@pytest.mark.parametrize("put", [typed, styled])
def test_a_code_in_word_has_the_same_clauses_as_in_plain_text(put: Callable[[Document, str], None]) -> None:
    document = docx.Document()
    for line in SALTMARSH.splitlines():
        put(document, line)
    code = read(document)
    assert code.title == "Social Media Code for Members"
    assert wordings(code) == wordings(parse(SALTMARSH.encode()))
    assert len(code.clauses()) == 42
    assert words(code, markers=False) == [word for word in SALTMARSH.split() if word != "-"]


LEVELS = """<w:abstractNum w:abstractNumId="77" {space}>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
  <w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/>
  <w:pPr><w:ind w:left="792" w:hanging="432"/></w:pPr></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/>
  <w:pPr><w:ind w:left="1224" w:hanging="504"/></w:pPr></w:lvl>
</w:abstractNum>"""


def numbered_document() -> tuple[Document, Callable[..., Paragraph]]:
    """A document with one list of three levels, "1." "1.1" "(a)", and a way to add paragraphs to it."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LEVELS.format(space=SPACE)))
    numbering.append(parse_xml(f'<w:num w:numId="77" {SPACE}><w:abstractNumId w:val="77"/></w:num>'))

    def add(text: str, level: int, style: str | None = None) -> Paragraph:
        paragraph = document.add_paragraph(text, style=style)
        properties: Any = paragraph._p.get_or_add_pPr()
        place = properties.get_or_add_numPr()
        place.get_or_add_ilvl().val = level
        place.get_or_add_numId().val = 77
        return paragraph

    return document, add


def test_numbers_that_word_makes_are_the_references() -> None:
    document, add = numbered_document()
    document.add_paragraph("Members' Code of Conduct", style="Title")
    add("Respect", 0, "Heading 1")
    document.add_paragraph("As a councillor:")
    add("I treat everyone with courtesy.", 1)
    add("I do not, in any message:", 1)
    add("insult a person;", 2)
    add("threaten a person.", 2)
    document.add_paragraph("Courtesy leaves room for argument.")
    add("Confidentiality", 0, "Heading 1")
    add("I keep confidences.", 1)
    code = read(document)
    assert [(section.number, section.title) for section in code.sections] == [
        ("1.", "Respect"),
        ("2.", "Confidentiality"),
    ]
    assert wordings(code) == {
        "1.1": "I treat everyone with courtesy.",
        "1.2": "I do not, in any message:",
        "1.2(a)": "insult a person;",
        "1.2(b)": "threaten a person.",
        "2.1": "I keep confidences.",
    }
    assert code.sections[0].text == ("As a councillor:", "Courtesy leaves room for argument.")


def test_a_rule_set_in_a_numbered_heading_style_is_still_a_rule() -> None:
    document, add = numbered_document()
    document.add_paragraph("Members' Code of Conduct", style="Title")
    add("Respect", 0, "Heading 1")
    add("Members must treat everyone with courtesy.", 1, "Heading 2")
    assert wordings(read(document)) == {"1.1": "Members must treat everyone with courtesy."}


def test_a_list_started_afresh_counts_from_one_again() -> None:
    document, add = numbered_document()
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num w:numId="78" {SPACE}><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    document.add_paragraph("Code of Conduct", style="Title")
    document.add_paragraph("What to avoid", style="Heading 1")
    add("Members must not boast.", 0)
    add("Members must not lie.", 0)
    document.add_paragraph("Responsibilities", style="Heading 1")
    for text in ("Members must be kind.", "Members must be brief."):
        paragraph = add(text, 0)
        paragraph._p.pPr.numPr.numId.val = 78  # type: ignore[union-attr]
    code = read(document)
    assert [item.marker for _, item in code.items()] == ["1.", "2.", "1.", "2."]
    assert list(wordings(code)) == ["A1", "A2", "R1", "R2"]


def simple() -> Document:
    document = docx.Document()
    document.add_paragraph("Code of Conduct for members", style="Title")
    document.add_paragraph("What to avoid", style="Heading 1")
    document.add_paragraph("Do not boast.", style="List Bullet")
    return document


def test_further_paragraphs_and_line_breaks_belong_to_their_item() -> None:
    document = simple()
    document.add_paragraph("Boasting is praise of oneself.", style="List Continue")
    broken = document.add_paragraph("Do not lie,", style="List Bullet")
    broken.add_run().add_break()
    broken.add_run("not even a little.")
    ended = document.add_paragraph("Do not", style="List Bullet")
    ended.add_run().add_break(WD_BREAK.PAGE)
    ended.add_run("gossip.")
    assert wordings(read(document)) == {
        "A1": "Do not boast.\n\nBoasting is praise of oneself.",
        "A2": "Do not lie, not even a little.",
        "A3": "Do not gossip.",
    }


def test_bullets_typed_after_line_breaks_are_items() -> None:
    document = simple()
    paragraph = document.add_paragraph("• Do not lie.")
    paragraph.add_run().add_break()
    paragraph.add_run("•\tDo not gossip.")
    assert list(wordings(read(document)).values()) == ["Do not boast.", "Do not lie.", "Do not gossip."]


def test_an_indented_list_stands_under_the_item_before_it() -> None:
    document = simple()
    document.add_paragraph("Do not gossip about:", style="List Bullet")
    sub = document.add_paragraph("Do not name members.", style="List Bullet")
    sub.paragraph_format.left_indent = Cm(2)
    assert list(wordings(read(document))) == ["A1", "A2", "A2a"]


def test_bold_lines_are_headings_where_no_style_says_so() -> None:
    document = docx.Document()
    for text, bold in (("Anytown Council", True), ("Code of Conduct", True), ("What to avoid", True)):
        document.add_paragraph().add_run(text).bold = bold
    document.add_paragraph("Do not boast.", style="List Bullet")
    code = read(document)
    assert code.title == "Code of Conduct"
    assert [section.title for section in code.sections] == ["What to avoid"]


def test_a_short_plain_line_is_no_heading_where_styles_make_them() -> None:
    document = simple()
    document.add_paragraph("Adopted in May")
    document.add_paragraph("Do not lie.", style="List Bullet")
    code = read(document)
    assert [section.title for section in code.sections] == ["What to avoid"]
    assert list(wordings(code)) == ["A1", "A2"]


def test_a_table_is_kept_as_context_row_by_row() -> None:
    document = simple()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "Version"
    table.cell(0, 1).text = "Date"
    table.cell(1, 0).text = "Two"
    inner = table.cell(1, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "May"
    code = read(document)
    assert code.sections[0].text == ("Version\tDate", "Two\tMay")
    assert list(wordings(code)) == ["A1"]


def test_words_in_controls_insertions_boxes_links_and_notes_are_kept_and_deleted_ones_are_not() -> None:
    document = simple()
    body = document.element.body
    body.insert(
        3,
        parse_xml(
            f'<w:sdt {SPACE}><w:sdtContent><w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>'
            "<w:r><w:t>Do not </w:t></w:r><w:ins w:id='1' w:author='x'><w:r><w:t>ever </w:t></w:r></w:ins>"
            "<w:del w:id='2' w:author='x'><w:r><w:delText>sometimes </w:delText></w:r></w:del>"
            "<w:hyperlink><w:r><w:t>lie</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r>"
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Boxed advice</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
            "</w:p></w:sdtContent></w:sdt>"
        ),
    )
    document.sections[0].header.paragraphs[0].text = "Saltmarsh Valley Council"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    code = read(document)
    assert wordings(code)["A2"] == "Do not ever lie."
    assert "Boxed advice" in code.sections[0].text
    assert set(code.furniture) == {"Saltmarsh Valley Council", "Page 1"}
    assert any("tracked changes" in notice for notice in code.notices)
    assert any("pictures" in notice for notice in code.notices)


def test_footnotes_are_kept_as_context_after_the_text() -> None:
    document = simple()
    document.part.relate_to(
        Part(
            PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            f"<w:footnotes {SPACE}><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote><w:footnote w:id='1'>"
            "<w:p><w:r><w:t>As amended in May.</w:t></w:r></w:p></w:footnote></w:footnotes>".encode(),
            document.part.package,
        ),
        RELATIONSHIP_TYPE.FOOTNOTES,
    )
    assert read(document).sections[-1].text == ("As amended in May.",)


def test_a_plain_document_brings_no_notices() -> None:
    assert read(simple()).notices == ()


def rezipped(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in package.namelist():
            made.writestr(name, change(name, package.read(name)))
    return out.getvalue()


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


DECLARED = b'<!DOCTYPE w [<!ENTITY a "lol">]><w:document xmlns:w="w"/>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(saved(simple())[:3000], "damaged", id="cut short"),
        pytest.param(
            rezipped(saved(simple()), lambda name, old: b"<broken" if name == "word/document.xml" else old),
            "damaged",
            id="broken XML",
        ),
        pytest.param(
            rezipped(saved(simple()), lambda name, old: DECLARED if name == "word/document.xml" else old),
            "definitions",
            id="entities",
        ),
        pytest.param(
            archive(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
            "damaged",
            id="empty shell",
        ),
        pytest.param(archive(**{"notes.txt": b"- Members must be kind."}), "ZIP archive", id="other archive"),
        pytest.param(
            archive(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "spreadsheet", id="spreadsheet"
        ),
        pytest.param(
            archive(mimetype=b"application/vnd.oasis.opendocument.text"), "OpenDocument", id="OpenDocument"
        ),
        pytest.param(
            archive(**{"word/document.xml": bytes(70 * 1024 * 1024)}), "unpacks to far more", id="bomb"
        ),
        pytest.param(saved(docx.Document()), "no words", id="no words"),
    ],
)
def test_a_word_file_that_cannot_be_read_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableCode, match=said) as refused:
        parse(data)
    assert refused.value.field == "file"


def test_a_document_whose_bytes_were_damaged_is_refused() -> None:
    data = bytearray(saved(simple()))
    place = data.index(b"word/document.xml") + 60
    data[place : place + 40] = bytes(40)
    with pytest.raises(UnreadableCode, match="damaged"):
        parse(bytes(data))
