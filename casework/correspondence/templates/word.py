"""Letters as Word documents: made from a council's template, with properties of ours, and read back as plain text.

Heavy to import: import it where it is used. Every template that comes here has passed `word_checks`.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from casework.correspondence.templates.fields import Values
from casework.correspondence.templates.language import clean, clean_text, environment
from casework.correspondence.templates.pictures import bare

LEFT_OUT = (
    "/customXml",
    "/custom-properties",
    "/extended-properties",
    "/thumbnail",
    "/people",
    "/stylesWithEffects",
    "/classificationlabels",
)
SPOKEN = re.compile(r"/word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
LANGUAGE = "en-GB"
MOST_OF_A_PROPERTY = 255  # characters


def _opened(content: bytes) -> DocxTemplate:
    """Return a template without the properties of whoever drew it."""
    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    _describe(template.docx, title="", author="")
    return template


def _describe(document: Any, *, title: str, author: str, at: datetime | None = None) -> None:
    """Let the properties say what the letter is and of which council, and nothing else."""
    package = document.part.package
    for rels in (package.rels, document.part.rels):
        for number in [each.rId for each in rels.values() if each.reltype.endswith(LEFT_OUT)]:
            rels.pop(number)
    properties = document.core_properties
    held = properties._element  # noqa: SLF001  python-docx can empty none of them
    for element in list(held):
        held.remove(element)
    title, author = (clean_text(each)[:MOST_OF_A_PROPERTY] for each in (title, author))
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.language = LANGUAGE
    if at is not None:
        properties.created = properties.modified = at.replace(tzinfo=None)


def sources(content: bytes) -> list[str]:
    """Return what the template language will read of each part of a template."""
    template = _opened(content)
    found = [template.get_xml()]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        found += [template.get_part_xml(part) for _, part in template.get_headers_footers(uri)]
    found += [
        part.blob.decode()
        for part in template.docx.part.package.iter_parts()
        if str(part.partname).endswith("/footnotes.xml")  # endnotes are not filled in
    ]
    return [template.patch_xml(each) for each in found]


def rendered(content: bytes, values: Values, *, title: str, author: str, at: datetime | None = None) -> bytes:
    """Return the document that a template makes of the values; `title` and `author` are all that its properties say."""
    template = _opened(content)
    template.render(
        {name: _for_word(value) for name, value in clean(values).items()}, environment(for_word=True)
    )
    _describe(template.docx, title=title, author=author, at=at)
    for part in template.docx.part.package.iter_parts():
        if str(part.partname).startswith("/word/media/"):
            part._blob = bare(part.blob)  # noqa: SLF001  python-docx has no other way to change one
    return _saved(template.docx)


def _for_word(value: str | list[str]) -> str | list[str]:
    """Return a value that looks like no field: what docxtpl would still turn into braces is kept apart."""
    if isinstance(value, list):
        return [str(_for_word(each)) for each in value]
    return re.sub(r"\{_(?=[{%])|[}%]_(?=\})", lambda found: f"{found[0][0]}\u2060{found[0][1:]}", value)


def preview(content: bytes) -> bytes:
    """Return the document with a line at its head that says that it is not the letter."""
    document = docx.Document(BytesIO(content))
    first = document.element.body.find(qn("w:p"))
    paragraph = document.add_paragraph()
    paragraph.add_run("PREVIEW: this letter has not been sent.").bold = True
    if first is not None:
        document.element.body.insert(0, paragraph._p)  # noqa: SLF001  python-docx can only append
    return _saved(document)


def words_of(content: bytes) -> str:
    """Return what a document says, headers first and footers last: a paragraph one line, one blank line between."""
    document = docx.Document(BytesIO(content))
    parts = [part for part in document.part.package.iter_parts() if SPOKEN.fullmatch(str(part.partname))]
    parts.sort(key=lambda part: (_place(str(part.partname)), str(part.partname)))
    lines = [line for part in parts for line in _lines(etree.fromstring(part.blob))]
    return "\n\n".join(lines) + "\n"


def _place(name: str) -> int:
    return next(
        place
        for place, part in enumerate(("header", "document", "footnotes", "endnotes", "footer"))
        if part in name
    )


def _lines(tree: Any) -> Iterator[str]:
    for paragraph in tree.iter(qn("w:p")):
        words = "".join(_said(each) for each in paragraph.iter() if _own(each, paragraph)).strip()
        if words:
            yield words


def _own(element: Any, paragraph: Any) -> bool:
    """Whether an element stands in this very paragraph, and not in a text box inside it."""
    return next(element.iterancestors(qn("w:p")), paragraph) is paragraph


def _said(element: Any) -> str:
    if element.tag == qn("w:t"):
        return element.text or ""
    return {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}.get(
        element.tag, ""
    )


def everything_in(content: bytes) -> str:
    """Return all text and every attribute of every part, seen or not: where a name could be that no page shows."""
    document = docx.Document(BytesIO(content))
    found = [words_of(content)]
    for part in document.part.package.iter_parts():
        found.append(str(part.partname))
        if str(part.partname).endswith(".xml"):
            for element in etree.fromstring(part.blob).iter(etree.Element):
                found += [element.text or "", element.tail or "", *element.attrib.values()]
    return "\n".join(each for each in found if each.strip())


def _saved(document: Any) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def built_in_word(text: str, *, title: str, author: str) -> bytes:
    """Return a built-in text template as a Word document that a council can start from."""
    document = docx.Document()
    _describe(document, title=title, author=author)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", docx.shared.Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Arial")
    style.paragraph_format.space_after = docx.shared.Pt(8)
    for name, points in (("Heading 1", 14), ("Heading 2", 11)):
        heading = document.styles[name]
        heading.font.name, heading.font.size, heading.font.color.rgb = (
            "Arial",
            docx.shared.Pt(points),
            docx.shared.RGBColor(0, 0, 0),
        )
        heading.element.get_or_add_rPr().get_or_add_rFonts().attrib.pop(qn("w:asciiTheme"), None)
    headings = 0
    for line in (line for line in text.splitlines() if line.strip()):
        if line.isupper() and "{" not in line:
            headings += 1
            document.add_paragraph(line.capitalize(), style="Heading 1" if headings == 1 else "Heading 2")
        else:
            document.add_paragraph(re.sub(r"^{% ", "{%p ", line))
    section = document.sections[0]
    section.page_width, section.page_height = docx.shared.Cm(21), docx.shared.Cm(29.7)
    section.left_margin = section.right_margin = docx.shared.Cm(2.5)
    return _saved(document)
