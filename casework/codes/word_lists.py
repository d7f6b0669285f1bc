"""The lists of a Word document: the bullet or number that Word would print before a paragraph."""

from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

from casework.codes.markers import letters, roman
from casework.codes.word_styles import Indent, ListPlace, indent, value

_BULLET = "•"
_LEVELS = 9
_PRIVATE_USE = range(0xE000, 0xF900)  # Symbol and Wingdings bullets live there; any bullet says as much
_LARGEST_ROMAN = 39


@dataclass(frozen=True)
class Level:
    """How one level of one list is marked. `pattern` is Word's: "%1.%2"."""

    form: str
    pattern: str
    start: int
    style_id: str
    indent: Indent | None


class Lists:
    """The lists of one document, counted as its paragraphs are met in order."""

    def __init__(self, root: _Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._family: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        abstract = {
            found.get(qn("w:abstractNumId"), ""): found for found in root.findall(qn("w:abstractNum"))
        }
        for found in root.findall(qn("w:num")):
            self._add(found, abstract)

    def level_of(self, place: ListPlace, style_id: str | None) -> tuple[int, Level] | None:
        """Return the level that `place` means, from 0, and how it is marked; None where the list is not defined."""
        levels = self._levels.get(place.list_id, {})
        number = place.level
        if number is None:
            number = next((n for n, level in levels.items() if style_id and level.style_id == style_id), 0)
        return (number, levels[number]) if number in levels else None

    def count(self, place: ListPlace, number: int) -> str:
        """Count one more paragraph at level `number` and return what Word prints before it; "" for nothing."""
        level = self._levels[place.list_id][number]
        if level.form == "bullet":
            return (
                _BULLET
                if not level.pattern or ord(level.pattern[0]) in _PRIVATE_USE
                else level.pattern.strip()
            )
        counts = self._counted(place.list_id)
        counts[number] = counts.get(number, level.start - 1) + 1
        for deeper in [n for n in counts if n > number]:
            del counts[deeper]
        return self._printed(place.list_id, number, counts)

    def _add(self, found: _Element, abstract: dict[str, _Element]) -> None:
        list_id, family = found.get(qn("w:numId"), ""), value(found, "w:abstractNumId")
        if family not in abstract:
            return
        own = [
            level
            for override in found.findall(qn("w:lvlOverride"))
            for level in override.findall(qn("w:lvl"))
        ]
        levels = [*abstract[family].findall(qn("w:lvl")), *own]
        self._levels[list_id] = {_number(level): _level(level) for level in levels}
        self._family[list_id] = family
        self._restarts[list_id] = {
            _number(override): _integer(value(override, "w:startOverride"), 1)
            for override in found.findall(qn("w:lvlOverride"))
            if override.find(qn("w:startOverride")) is not None
        }

    def _counted(self, list_id: str) -> dict[int, int]:
        """Return the running counts, which lists of one family share until one of them starts afresh."""
        counts = self._counts.setdefault(self._family[list_id], {})
        for number, start in self._restarts.pop(list_id, {}).items():
            counts[number] = start - 1
        return counts

    def _printed(self, list_id: str, number: int, counts: dict[int, int]) -> str:
        levels = self._levels[list_id]
        printed = levels[number].pattern if levels[number].form != "none" else ""
        for n in range(_LEVELS):
            if f"%{n + 1}" in printed and n in levels:
                printed = printed.replace(
                    f"%{n + 1}", _in_form(levels[n].form, counts.get(n, levels[n].start))
                )
        return printed.strip()


def _level(element: _Element) -> Level:
    properties = element.find(qn("w:pPr"))
    return Level(
        value(element, "w:numFmt") or "decimal",
        value(element, "w:lvlText"),
        _integer(value(element, "w:start"), 1),
        value(element, "w:pStyle"),
        None if properties is None else indent(properties),
    )


def _number(element: _Element) -> int:
    return _integer(element.get(qn("w:ilvl"), ""), 0)


def _integer(text: str, default: int) -> int:
    return int(text) if text.isdecimal() else default


def _in_form(form: str, count: int) -> str:
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        return letters(count) if form == "lowerLetter" else letters(count).upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < count <= _LARGEST_ROMAN:
        return roman(count) if form == "lowerRoman" else roman(count).upper()
    return str(count)
