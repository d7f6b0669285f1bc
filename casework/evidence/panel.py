"""What evidence shows on the pages of a case."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from casework.abreast import Listed
from casework.audit.models import AuditEvent
from casework.cases.models import Case
from casework.cases.panels import Figures, Lists, Panel, ToDo
from casework.cases.queries import Viewer
from casework.evidence import queries
from casework.evidence.leaves import page_count, part_sizes
from casework.evidence.models import Exhibit, Redaction, StoredFile
from casework.evidence.proposals import proposed, proposed_count
from casework.evidence.receipts import upload_words, visible
from casework.evidence.texts.models import Transcription
from casework.evidence.workflow import RedactionStatus
from casework.web.filters import plural
from casework.web.paging import page_of

BESIDE_POSTS = 100  # exhibits; all are on the page of the evidence itself


class EvidencePanel(Panel):
    """The exhibits of a case, below its posts and in its print-out."""

    key = "evidence"
    title = "Evidence"
    order = 20

    def figures(self, case_id: int) -> Mapping[str, ColumnElement[Any]]:
        live = (
            select(func.count())
            .select_from(Exhibit)
            .where(Exhibit.case_id == case_id, Exhibit.destroyed_at.is_(None))
        )
        changed = live.join(StoredFile, StoredFile.sha256 == Exhibit.sha256).where(~StoredFile.intact)
        written = exists().where(Transcription.exhibit_id == Exhibit.id)  # a text alternative too
        return {
            "exhibits": live.scalar_subquery(),
            "undescribed": live.where(Exhibit.title == "", ~written).scalar_subquery(),
            "changed": changed.scalar_subquery(),
            "proposed": proposed_count(case_id),
            "unreviewed": select(func.min(Redaction.id))
            .where(
                Redaction.case_id == case_id,
                Redaction.review_due_on.is_not(None),
                Redaction.reviewed_at.is_(None),
                Redaction.status == RedactionStatus.RELEASED,
            )
            .scalar_subquery(),
        }

    def facts(self, case: Case, figures: Figures) -> list[tuple[str, str]]:
        return [("Evidence", plural(figures["exhibits"], "exhibit") if figures["exhibits"] else "None yet")]

    def to_do(self, case: Case, figures: Figures) -> list[ToDo]:
        href = url_for("evidence.index", case_id=case.id)
        wanted = []
        if not figures["exhibits"]:
            wanted.append(ToDo("Add a picture of what was posted", href))
        if figures["changed"]:
            wanted.append(
                ToDo("Have changed evidence restored", href, detail="It no longer matches the hash recorded.")
            )
        if figures["unreviewed"]:
            copy = url_for("evidence.redaction", redaction_id=figures["unreviewed"])
            wanted.append(ToDo("Review a redacted copy that one officer alone drew and approved", copy))
        if figures["proposed"]:
            count = figures["proposed"]
            detail = "Casework proposes it; it counts when an officer says so."
            wanted.append(
                ToDo(
                    f"Say whether {plural(count, 'exhibit shows', 'exhibits show')} the post",
                    href,
                    detail=detail,
                )
            )
        if figures["undescribed"]:
            count = figures["undescribed"]
            wanted.append(ToDo(f"Say what {plural(count, 'exhibit shows', 'exhibits show')}", href))
        return wanted

    def untold(self, case_id: int) -> ColumnElement[bool]:
        sealed = (
            select(Exhibit.id)
            .join(StoredFile, StoredFile.sha256 == Exhibit.sha256)
            .where(Exhibit.case_id == case_id, StoredFile.sealed_at.is_not(None))
        )
        copies = select(Redaction.id).where(Redaction.exhibit_id.in_(sealed))
        event = AuditEvent
        return or_(
            and_(event.subject_type == Exhibit.__tablename__, event.subject_id.in_(sealed)),
            and_(event.subject_type == Redaction.__tablename__, event.subject_id.in_(copies)),
        )

    def beside_posts(self, viewer: Viewer, case: Case) -> Markup:
        exhibits = queries.of_case(case.id)
        return _drawn(
            "evidence/beside_posts.html",
            case,
            exhibits,
            listed=page_of(exhibits, 1, BESIDE_POSTS),
            proposed=proposed(Exhibit.case_id == case.id),
            receipts=(),
            errors=(),
            **upload_words(),
        )

    def lists(self, case_id: int) -> Mapping[str, Listed[Any]]:
        return {"exhibits": queries.listed(case_id)}

    def printed(self, viewer: Viewer, case: Case, lists: Lists) -> Markup:
        exhibits = lists["exhibits"]
        return _drawn("evidence/printed.html", case, exhibits, part_sizes=part_sizes, page_count=page_count)


def _drawn(template: str, case: Case, exhibits: Sequence[Exhibit], **context: Any) -> Markup:
    return Markup(  # noqa: S704  our own template, which escapes what it shows
        render_template(template, case=case, exhibits=exhibits, visible=visible, **context)
    )
