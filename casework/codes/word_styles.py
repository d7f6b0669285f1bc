"""What a Word document's styles say of a paragraph: heading level, list, indent, bold; each may be inherited."""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

_BODY_LEVEL = 9  # Word's outline level for text that is no heading
_VALUE = qn("w:val")


@dataclass(frozen=True)
class ListPlace:
    """Which list a paragraph is in, and at which level from 0; a level of None is the style's to find."""

    list_id: str
    level: int | None


@dataclass(frozen=True)
class Indent:
    """In twentieths of a point, as Word keeps it."""

    left: int
    hanging: int


class Styles:
    """The paragraph styles of one document."""

    def __init__(self, root: _Element | None) -> None:
        styles = [] if root is None else root.findall(qn("w:style"))
        self._by_id = {style.get(qn("w:styleId"), ""): style for style in styles}
        self._default = next(
            (
                style.get(qn("w:styleId"))
                for style in styles
                if style.get(qn("w:type")) == "paragraph"
                and style.get(qn("w:default")) in {"1", "true", "on"}
            ),
            None,
        )

    def is_title(self, paragraph: _Element) -> bool:
        """Whether the paragraph is in Word's Title style or one made from it."""
        return any(value(style, "w:name").casefold() == "title" for style in self._chain(paragraph))

    def heading_level(self, paragraph: _Element) -> int | None:
        """Return the heading level from 0, or None for text."""
        for holder in self._holders(paragraph):
            level = value(holder, "w:outlineLvl")
            if level.isdigit():
                return int(level) if int(level) < _BODY_LEVEL else None
        return None

    def list_place(self, paragraph: _Element) -> ListPlace | None:
        """Return the list that the paragraph or its style puts it in. List "0" is Word's way to take it out again."""
        level: int | None = None
        for holder in self._holders(paragraph):
            numbering = holder.find(qn("w:numPr"))
            if numbering is None:
                continue
            given = value(numbering, "w:ilvl")
            level = int(given) if level is None and given.isdigit() else level
            list_id = value(numbering, "w:numId")
            if list_id:
                return None if list_id == "0" else ListPlace(list_id, level)
        return None

    def own_indent(self, paragraph: _Element) -> Indent | None:
        """Return the indent set on the paragraph itself."""
        properties = paragraph.find(qn("w:pPr"))
        return None if properties is None else indent(properties)

    def style_indent(self, paragraph: _Element) -> Indent | None:
        """Return the indent that the paragraph's style gives it."""
        properties = (style.find(qn("w:pPr")) for style in self._chain(paragraph))
        return next(
            (found for holder in properties if holder is not None and (found := indent(holder))), None
        )

    def is_bold(self, paragraph: _Element) -> bool:
        """Whether every word of the paragraph is bold, which is how many make a heading."""
        runs = [run for run in paragraph.iter(qn("w:r")) if "".join(run.itertext()).strip()]
        inherited = any(_is_on(style.find(qn("w:rPr"))) for style in self._chain(paragraph))
        return bool(runs) and (inherited or all(_is_on(run.find(qn("w:rPr"))) for run in runs))

    def style_id(self, paragraph: _Element) -> str | None:
        """Return the id of the paragraph's style."""
        properties = paragraph.find(qn("w:pPr"))
        return (value(properties, "w:pStyle") if properties is not None else "") or self._default

    def _chain(self, paragraph: _Element) -> Iterator[_Element]:
        """Yield the paragraph's style and those that it is based on; a circle of styles is cut."""
        met: set[str] = set()
        style_id = self.style_id(paragraph)
        while style_id and style_id not in met and style_id in self._by_id:
            met.add(style_id)
            yield self._by_id[style_id]
            style_id = value(self._by_id[style_id], "w:basedOn")

    def _holders(self, paragraph: _Element) -> Iterator[_Element]:
        for holder in (paragraph, *self._chain(paragraph)):
            properties = holder.find(qn("w:pPr"))
            if properties is not None:
                yield properties


def value(element: _Element, tag: str) -> str:
    """Return the w:val of the child `tag` ("w:start"), or nothing."""
    child = element.find(qn(tag))
    return "" if child is None else child.get(_VALUE, "")


def indent(properties: _Element) -> Indent | None:
    """Return the indent that paragraph properties hold."""
    found = properties.find(qn("w:ind"))
    if found is None:
        return None
    left = _twips(found, "w:left") or _twips(found, "w:start")
    return Indent(left, _twips(found, "w:hanging"))


def _twips(element: _Element, attribute: str) -> int:
    given = element.get(qn(attribute), "")
    return int(given) if given.lstrip("-").isdigit() else 0


def _is_on(properties: _Element | None) -> bool:
    bold = None if properties is None else properties.find(qn("w:b"))
    return bold is not None and bold.get(_VALUE, "1") not in {"0", "false", "off"}
