"""What an allegation rests on: the versions in force on the date of its conduct, its clauses and its paragraph."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from casework.cases.models import Conduct, SubjectMember
from casework.cases.queries.allegations import governing_codes
from casework.cases.service.editing import need_reason
from casework.codes import queries as codes
from casework.codes.models import Clause, CodeVersion
from casework.codes.workflow import VersionSelection
from casework.errors import DomainError


@dataclass(frozen=True)
class ChosenVersions:
    """What the officer chose where the date of the conduct does not decide, and why."""

    version_id: int | None
    paragraph_version_id: int | None
    reason: str


@dataclass(frozen=True)
class Ground:
    """The version, clauses and paragraph that an allegation rests on. `reason`: why these, where they were chosen."""

    version: CodeVersion
    clauses: Sequence[Clause]
    reason: str
    paragraph: str
    paragraph_version_id: int | None

    @property
    def values(self) -> dict[str, Any]:
        """The columns of an allegation that hold it."""
        return {
            "version_id": self.version.id,
            "version_reason": self.reason,
            "paragraph": self.paragraph,
            "paragraph_version_id": self.paragraph_version_id,
        }


def settle(
    conduct: Conduct,
    subject: SubjectMember | None,
    clauses: Collection[int],
    paragraph: str,
    choice: ChosenVersions,
) -> Ground:
    """Return what the allegation rests on: by the date, or where that does not decide by choice and reason.

    Raises DomainError where no version was in force, or where clauses (ids) or paragraph are not of it.
    """
    governing = governing_codes(conduct, subject.authority_id if subject else None)
    selection = governing.social_media
    if not selection.candidates:
        raise DomainError(
            "No published version of the Social Media Code was in force on the date of the conduct. Check that date, "
            "and the dates of the Code’s versions in the Code library.",
            "version_id",
        )
    chosen = next((each for each in selection.candidates if each.id == choice.version_id), None)
    version: CodeVersion | None = selection.version or chosen
    if version is None:
        raise DomainError(selection.explanation, "version_id")
    found, paragraph_chosen = _settle_paragraph(governing.members, paragraph.strip(), choice)
    reason = ""
    if selection.needs_choice or paragraph_chosen:
        reason = need_reason(choice.reason, "this version applies to the conduct", "version_reason")
    return Ground(version, _obligations(clauses, version), reason, paragraph.strip(), found)


def _settle_paragraph(
    selection: VersionSelection[Any], paragraph: str, choice: ChosenVersions
) -> tuple[int | None, bool]:
    """Return in which Members' Code the paragraph is, and whether that was chosen. An empty one may follow later."""
    if not paragraph:
        return None, False
    having = codes.versions_with(paragraph, [version.id for version in selection.candidates])
    if not having:
        raise DomainError(
            f"The Members’ Code in force on the date of the conduct has no paragraph {paragraph}. Choose one that it "
            "has.",
            "paragraph",
        )
    if len(having) > 1 and choice.paragraph_version_id not in having:
        raise DomainError(
            f"More than one version of the Members’ Code may apply, and each has a paragraph {paragraph}. Choose the "
            "version, and say why.",
            "paragraph",
        )
    return (having[0], False) if len(having) == 1 else (choice.paragraph_version_id, True)


def _obligations(clause_ids: Collection[int], version: CodeVersion) -> Sequence[Clause]:
    """Return the clauses; raise DomainError unless each is an obligation of `version`. The others are context only."""
    if not clause_ids:
        raise DomainError("Choose at least one clause of the Social Media Code.", "clauses")
    rows = codes.clauses_by_ids(clause_ids)
    if len(rows) != len(set(clause_ids)) or any(row.version_id != version.id for row in rows):
        raise DomainError(
            f"Choose clauses of the version in force on the date of the conduct: {version.label}.", "clauses"
        )
    context = [row for row in rows if not row.kind.grounds_allegation]
    if context:
        listed = ", ".join(f"{row.reference} ({row.kind.label.lower()})" for row in context)
        raise DomainError(f"Only obligations can ground an allegation. Take out {listed}.", "clauses")
    return rows
