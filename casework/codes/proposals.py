"""What an officer is offered for each item of an outline: a reference, a kind, and whether it is a clause at all."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casework.codes.markers import Style, letters
from casework.codes.outline import Entry, Outline, Part
from casework.codes.workflow import ClauseKind


@dataclass(frozen=True)
class Proposal:
    """`why_not` says why an item is not offered as a clause; empty where it is."""

    reference: str
    kind: ClauseKind
    why_not: str = ""


# Sections as most Codes have them keep the letters that officers know them by.
_KNOWN_SECTIONS = (
    (re.compile(r"\bavoid\b", re.IGNORECASE), "A"),
    (re.compile(r"\bgood practice\b", re.IGNORECASE), "G"),
    (re.compile(r"\bresponsibilit", re.IGNORECASE), "R"),
)
_SMALL_WORDS = {
    "a",
    "an",
    "and",
    "by",
    "for",
    "in",
    "of",
    "on",
    "or",
    "our",
    "s",
    "the",
    "to",
    "with",
    "your",
}

_ABOUT_THE_CODE = re.compile(
    r"\b(introduction|purpose|scope|background|definitions?|glossary|interpretation|contents|contacts?|about|"
    r"further (information|reading|advice)|review|references|related|legislation|legal framework|what (is|are)|"
    r"appendix|principles of public life|nolan|document control|useful links)\b",
    re.IGNORECASE,
)
_EXAMPLES_FOLLOW = re.compile(
    r"(includ\w*|such as|e\.g\.|limited to|(types|kinds|examples) of|for example|the following "
    r"(platforms|sites|tools|channels|services|laws|legislation|policies|documents))[^.]*:$",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"(do not|don.t|never|always|(you|((all )?(councillors|members))) (must|shall|may not))\b", re.IGNORECASE
)
_INSTRUCTS = re.compile(
    r"(do|don.t|never|always|avoid|ensure|treat|be|use|you|we|i|councillors|members|make|keep|respect|think|check)\b",
    re.IGNORECASE,
)

_SAFETY = re.compile(r"\b(own|personal) safety\b|\breceiv\w+ (threat|abus|harass)", re.IGNORECASE)
_ADVISES = re.compile(
    r"(do )?(consider|be (mindful|aware)|bear in mind|remember|try|think|tolerate|exercise caution|use secure|"
    r"avoid (the|getting|engaging)|you may|note)\b|.*\b(recommended|advised to|may wish|might wish|should consider)\b",
    re.IGNORECASE | re.DOTALL,
)
_BINDS = re.compile(
    r"\b(must|shall|do not|don.t|never|may not|cannot|ensure|comply|responsible|required)\b|^I\b",
    re.IGNORECASE,
)
_BINDING_SECTION = re.compile(
    r"\b(avoid|must|rules?|standards|conduct|obligations|responsibilit\w+)\b", re.IGNORECASE
)


def propose(found: Outline) -> dict[int, Proposal]:
    """Return a proposal for every item, by the id() of its entry. No reference is proposed twice."""
    used: set[str] = set()
    prefixes = _prefixes(found.parts)
    plain_numbers = _plain_numbers_serve(found.parts)
    proposals: dict[int, Proposal] = {}
    for part, prefix in zip(found.parts, prefixes, strict=True):
        reasons = {id(entry): _why_not(entry, part) for entry in part.entries}
        # Clauses are numbered first, so that an aside among them does not shift what officers know as A3.
        for entry in sorted(part.entries, key=lambda entry: bool(reasons[id(entry)])):
            own = _own_reference(entry, part, plain_numbers=plain_numbers)
            reference = own if own and own not in used else _next(prefix, used)
            _settle(entry, reference, reasons[id(entry)], part, used, proposals)
    return proposals


def _settle(
    entry: Entry, reference: str, why_not: str, part: Part, used: set[str], proposals: dict[int, Proposal]
) -> None:
    used.add(reference)
    proposals[id(entry)] = Proposal(reference, _kind(entry.wording, part.title), why_not)
    examples = bool(_EXAMPLES_FOLLOW.search(entry.wording.replace("for example", "")))
    for place, sub in enumerate(entry.entries, start=1):
        reason = why_not
        if not reason and examples and not _INSTRUCTS.match(sub.wording):
            reason = "It is one of the examples that the item above lists."
        wanted = _sub_reference(sub, reference, place)
        _settle(
            sub, wanted if wanted not in used else _next(f"{reference}.", used), reason, part, used, proposals
        )


def _why_not(entry: Entry, part: Part) -> str:
    if _ABOUT_THE_CODE.search(part.title) and not _FORBIDS.match(entry.wording):
        return f"The section “{part.title}” is about the Code rather than part of its rules."
    if _EXAMPLES_FOLLOW.search(entry.intro) and not _INSTRUCTS.match(entry.wording):
        return "The paragraph above brings in a list of examples."
    return ""


def _kind(wording: str, section: str) -> ClauseKind:
    """Propose a kind. What neither binds nor stands among rules is offered as guidance: tone is not misconduct."""
    if _SAFETY.search(wording):
        return ClauseKind.MEMBER_SAFETY
    if _ADVISES.match(wording):
        return ClauseKind.GUIDANCE
    if _BINDS.search(wording) or _BINDING_SECTION.search(section):
        return ClauseKind.OBLIGATION
    return ClauseKind.GUIDANCE


def _own_reference(entry: Entry, part: Part, *, plain_numbers: bool) -> str:
    """Return the reference that the document itself prints, or nothing where it prints none that stands alone."""
    if entry.marker.style in {Style.DECIMAL, Style.LABEL}:
        return entry.marker.number
    section = part.number.strip("().:")
    if entry.marker.style in {Style.LETTER, Style.ROMAN} and section:
        return f"{section}({entry.marker.number})"
    return entry.marker.number if entry.marker.style is Style.NUMBER and plain_numbers else ""


def _sub_reference(entry: Entry, parent: str, place: int) -> str:
    """Return "5.1(a)" under a printed number, "G2a" under a letter, "G2a1" under that."""
    if entry.marker.style in {Style.DECIMAL, Style.LABEL}:
        return entry.marker.number
    if parent[:1].isdigit() and entry.marker.value:
        return f"{parent}({entry.marker.number})"
    return f"{parent}{letters(place)}" if parent[-1:].isdigit() else f"{parent}{place}"


def _plain_numbers_serve(parts: Iterable[Part]) -> bool:
    """Whether items numbered 1, 2, 3 run through the document without starting afresh, so that the number is enough."""
    numbers = [
        entry.marker.value for part in parts for entry in part.entries if entry.marker.style is Style.NUMBER
    ]
    return len(numbers) == len(set(numbers))


def _next(prefix: str, used: set[str]) -> str:
    number = 1
    while f"{prefix}{number}" in used:
        number += 1
    return f"{prefix}{number}"


def _prefixes(parts: list[Part]) -> list[str]:
    """Return a different prefix for each section: the known ones first, so that no other section takes their letter."""
    chosen: dict[int, str] = {}
    for place, part in enumerate(parts):
        known = next((letter for pattern, letter in _KNOWN_SECTIONS if pattern.search(part.title)), None)
        if part.entries and known and known not in chosen.values():
            chosen[place] = known
    for place, part in enumerate(parts):
        if place not in chosen:
            taken = set(chosen.values())
            chosen[place] = (
                next(prefix for prefix in _candidates(part.title) if prefix not in taken)
                if part.entries
                else ""
            )
    return [chosen[place] for place in range(len(parts))]


def _candidates(title: str) -> Iterator[str]:
    """Yield prefixes to try: first letter, initials, first two letters, then first letter with another after it."""
    words = [word for word in re.findall(r"[A-Za-z]+", title) if word.casefold() not in _SMALL_WORDS]
    if not words:
        yield ""
        words = ["C"]
    yield words[0][0].upper()
    if len(words) > 1:
        yield "".join(word[0] for word in words[:3]).upper()
    yield words[0][:2].upper()
    yield from (f"{words[0][0].upper()}{letters(place).upper()}" for place in itertools.count(1))
