"""What an officer is offered for each item of an outline: a reference, a kind, and whether it is a clause at all."""

import re
from dataclasses import dataclass

from casework.codes.outline import Entry, Outline, Part
from casework.codes.references import References
from casework.codes.workflow import ClauseKind


@dataclass(frozen=True)
class Proposal:
    """`why_not` says why an item is not offered as a clause; empty where it is."""

    reference: str
    kind: ClauseKind
    why_not: str = ""


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
_EXCEPTIONS_FOLLOW = re.compile(r"\b(unless|except)\b[^.]*$", re.IGNORECASE)
_FORBIDS = re.compile(
    r"(do not|don.t|never|always|(you|((all )?(councillors|members))) (must|shall|may not))\b", re.IGNORECASE
)
_INSTRUCTS = re.compile(
    r"(do|don.t|never|always|avoid|ensure|treat|be|use|you|we|i|councillors|members|make|keep|respect|think|check)\b",
    re.IGNORECASE,
)

_EXAMPLES = "It is one of the examples that the item above lists."

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
    r"\b(avoid|do not|don.t|must|rules?|standards|conduct|obligations)\b", re.IGNORECASE
)


def propose(found: Outline) -> dict[int, Proposal]:
    """Return a proposal for every item, by the id() of its entry. No reference is proposed twice."""
    references = References(
        found.parts, [part for part in found.parts if not _ABOUT_THE_CODE.search(part.title)]
    )
    proposals: dict[int, Proposal] = {}
    for part in found.parts:
        reasons = {id(entry): _why_not(entry, part) for entry in part.entries}
        # Clauses are numbered first, so that an aside among them does not shift what officers know as A3.
        for entry in sorted(part.entries, key=lambda entry: bool(reasons[id(entry)])):
            kind = _kind(entry.wording) or _kind_by_place(entry, part)
            proposal = Proposal(references.for_item(entry, part), kind, reasons[id(entry)])
            _settle(entry, proposal, references, proposals)
    return proposals


def _settle(entry: Entry, proposal: Proposal, references: References, proposals: dict[int, Proposal]) -> None:
    """Record the proposal of an entry, and from it those of everything under it."""
    proposals[id(entry)] = proposal
    why_not = proposal.why_not or _why_nothing_under(entry)
    for place, sub in enumerate(entry.entries, start=1):
        reference = references.for_sub_item(sub, proposal.reference, place)
        reason = "" if why_not == _EXAMPLES and _INSTRUCTS.match(sub.wording) else why_not
        _settle(sub, Proposal(reference, _kind(sub.wording) or proposal.kind, reason), references, proposals)


def _why_not(entry: Entry, part: Part) -> str:
    if _ABOUT_THE_CODE.search(part.title) and not _FORBIDS.match(entry.wording):
        return f"The section “{part.title}” is about the Code rather than part of its rules."
    if _EXAMPLES_FOLLOW.search(entry.intro) and not _INSTRUCTS.match(entry.wording):
        return "The paragraph above brings in a list of examples."
    return ""


def _why_nothing_under(entry: Entry) -> str:
    """Return why what stands under an item is part of it rather than clauses; nothing where they may be clauses."""
    if _EXCEPTIONS_FOLLOW.search(entry.wording):
        return "It is an exception to the item above."
    # "For example:" may bring in rules, as "such as:" does not.
    return _EXAMPLES if _EXAMPLES_FOLLOW.search(entry.wording.replace("for example", "")) else ""


def _kind(wording: str) -> ClauseKind | None:
    """Propose a kind from the words of an item; None where they leave it open."""
    if _SAFETY.search(wording):
        return ClauseKind.MEMBER_SAFETY
    if _ADVISES.match(wording):
        return ClauseKind.GUIDANCE
    return ClauseKind.OBLIGATION if _BINDS.search(wording) else None


def _kind_by_place(entry: Entry, part: Part) -> ClauseKind:
    """Propose a kind from where an item stands. What nothing makes a rule is guidance: tone is not misconduct."""
    binding = _BINDS.search(entry.intro) or _BINDING_SECTION.search(part.title)
    return ClauseKind.OBLIGATION if binding else ClauseKind.GUIDANCE
