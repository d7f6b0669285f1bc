"""What is shipped: our own titles, summaries, kinds, keywords and cross-walk. The official wording is the council's."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casework.codes.parser import PublishedCode
from casework.codes.word_forms import stem, words
from casework.codes.workflow import ClauseKind, CodeFamily

_MOST = 0.75
_LONG_WORD = 5
_EVERYWHERE = {
    *(
        "council",
        "councillor",
        "member",
        "social",
        "media",
        "about",
        "other",
        "should",
        "their",
        "there",
        "those",
    ),
    *("which", "where", "would"),
}
_FOLDER = Path(__file__).parent / "shipped"


@dataclass(frozen=True)
class ShippedClause:
    """A clause without its official wording. `paragraphs` are the Members' Code's to which it maps."""

    reference: str
    parent_reference: str | None
    section: str
    title: str
    summary: str
    kind: ClauseKind
    paragraphs: tuple[str, ...]
    advice: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class ShippedCode:
    """A Code's clauses in order."""

    title: str
    family: CodeFamily
    clauses: tuple[ShippedClause, ...]

    def clause(self, reference: str) -> ShippedClause | None:
        """Return the clause of that reference, or None."""
        return next((clause for clause in self.clauses if clause.reference == reference), None)


@cache
def social_media_code() -> ShippedCode:
    """Return the Social Media Code: 42 items, A1–A9, G1–G13 with G2a–d, R1–R16."""
    return _load("social-media-code.toml")


@cache
def members_code() -> ShippedCode:
    """Return the Members' Code of Conduct by the LGA Model Code's numbers, 1.1 to 10.3: all obligations."""
    return _load("members-code.toml")


def recognise(published: PublishedCode) -> ShippedCode | None:
    """Return the shipped Code that a published one is, so that its titles, kinds and cross-walk can be offered.

    Every reference must be there, and most clauses must speak of what ours say they do: another document could happen
    to have the same shape. An item more in the Social Media Code may have shifted the letters and numbers, so it must
    have none; the Model Code's numbers are fixed, whatever a council adds to it.
    """
    wording = {clause.reference: clause.wording for clause in published.clauses()}
    for code in (social_media_code(), members_code()):
        references = {clause.reference for clause in code.clauses}
        fits = (
            references == wording.keys()
            if code.family is CodeFamily.SOCIAL_MEDIA
            else references <= wording.keys()
        )
        if fits and _agrees(code, wording):
            return code
    return None


def _agrees(code: ShippedCode, wording: Mapping[str, str]) -> bool:
    agreeing = sum(
        not _telling(f"{clause.title} {clause.summary}").isdisjoint(_telling(wording[clause.reference]))
        for clause in code.clauses
    )
    return agreeing >= _MOST * len(code.clauses)


def _telling(text: str) -> set[str]:
    """Return the words that say what a text is about: the longer ones, less their endings."""
    return {stem(word.folded) for word in words(text) if len(word.folded) >= _LONG_WORD} - _EVERYWHERE


def _load(name: str) -> ShippedCode:
    data = tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
    groups: Mapping[str, list[str]] = data.get("words", {})
    clauses = tuple(
        _clause(clause, section["title"], groups)
        for section in data["sections"]
        for clause in section["clauses"]
    )
    return ShippedCode(data["title"], CodeFamily[data["family"]], clauses)


def _clause(data: Mapping[str, Any], section: str, groups: Mapping[str, list[str]]) -> ShippedClause:
    shared = [keyword for group in data.get("words", ()) for keyword in groups[group]]
    return ShippedClause(
        reference=data["reference"],
        parent_reference=data.get("parent"),
        section=section,
        title=data["title"],
        summary=data["summary"],
        kind=ClauseKind[data.get("kind", "OBLIGATION")],
        paragraphs=tuple(data.get("paragraphs", ())),
        advice=data.get("advice", ""),
        keywords=tuple(dict.fromkeys([*shared, *data.get("keywords", ())])),
    )
