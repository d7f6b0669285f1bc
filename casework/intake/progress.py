"""How far a draft has come: which steps have something in them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from casework.cases.models import (
    Allegation,
    Case,
    ClauseMark,
    Complaint,
    Conduct,
    Post,
    SubjectMember,
)
from casework.cases.queries import Viewer
from casework.cases.workflow import ConductKind, Minimum, Missing, missing_for_reference
from casework.database import db
from casework.evidence.models import Exhibit
from casework.intake import duplicates
from casework.words import Choice


class Step(Choice):
    """A step of logging. Any may be done at any time."""

    EVIDENCE = "evidence", "Evidence"
    POST = "post", "The post"
    COUNCILLOR = "councillor", "Councillor"
    REPORTER = "reporter", "Who told us"
    DUPLICATES = "duplicates", "Duplicates"
    CLAUSES = "clauses", "Clauses"
    CHECK = "check", "Check and register"


@dataclass(frozen=True)
class Progress:
    """What a draft holds, in numbers. `likely` counts possible duplicates about which nothing was said yet."""

    exhibits: int
    posts: int
    addresses: int
    told_in_words: int
    acts: int
    subjects: int
    complaints: int
    allegations: int
    marks: int
    likely: int

    def missing(self, case: Case) -> list[Missing]:
        """Return what is wanting before a reference can be given."""
        return missing_for_reference(
            Minimum(
                pictured=bool(self.exhibits),
                address=bool(self.addresses),
                described=bool(case.description or self.told_in_words),
                member=bool(self.subjects),
                member_not_identified=case.member_not_identified,
                complaints=self.complaints,
                received_on=case.received_on,
            )
        )

    def done(self, step: Step, case: Case) -> bool:
        """Say whether a step has what it asks for."""
        return {
            Step.EVIDENCE: bool(self.exhibits or case.description),
            Step.POST: bool(self.posts or self.acts),
            Step.COUNCILLOR: bool(self.subjects or case.member_not_identified),
            Step.REPORTER: bool(self.complaints),
            Step.DUPLICATES: not self.likely,
            Step.CLAUSES: bool(self.allegations or self.marks),
            Step.CHECK: False,
        }[step]


def progress_of(viewer: Viewer, case: Case) -> Progress:
    """Return how far a draft has come: one SELECT, and one for the council's settings."""

    def count(column: Any, *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
        return select(func.count()).where(column == case.id, *conditions).scalar_subquery()

    standing = Post.taken_out_reason == ""
    described = count(Conduct.case_id, Conduct.description != "")
    row = db.session.execute(
        select(
            count(Exhibit.case_id, Exhibit.destroyed_at.is_(None)),
            count(Post.case_id, standing),
            count(Post.case_id, standing, Post.address != ""),
            count(Post.case_id, standing, Post.words != "") + described,
            count(Conduct.case_id, Conduct.kind != ConductKind.POSTS),
            count(SubjectMember.case_id, SubjectMember.removed_reason == ""),
            count(Complaint.case_id, Complaint.withdrawn_on.is_(None)),
            count(Allegation.case_id, Allegation.withdrawn_reason == ""),
            count(ClauseMark.case_id),
            select(func.count()).select_from(duplicates.likely(viewer, case).subquery()).scalar_subquery(),
        )
    ).one()
    return Progress(*tuple(row))
