"""Redacted copies: one officer draws the boxes, another approves, and the finished file has to pass every check."""

from collections.abc import Sequence
from contextlib import closing
from typing import TypedDict, Unpack

from sqlalchemy import delete, func, select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import changes_of, dispose, record
from casework.audit.verbs import Verb
from casework.database import command, db, let_go, lock
from casework.errors import DomainError, NotFound, NotPossible
from casework.evidence.decoder import MOST_PAGES
from casework.evidence.models import Exhibit, RedactedPage, Redaction, RedactionCheck
from casework.evidence.redaction import words
from casework.evidence.redaction.regions import Region, as_rows, problems
from casework.evidence.service.fixity import confirm_fixity
from casework.evidence.service.packing import delete_packs_with
from casework.evidence.upright import Drawn, draw
from casework.evidence.vault import vault
from casework.evidence.workflow import RedactionStatus
from casework.storage.store import open_intact
from casework.versions import expect_version

UNDONE = 30  # changes of a plan that can be taken back
TOO_LONG = (
    f"At most {MOST_PAGES} pages are redacted at once. Print the pages that matter to a PDF of their own, and add that "
    "as an exhibit: the whole stays as it is."
)
LABELS = {
    "regions": "Boxes",
    "description": "What the redacted copy shows",
    "must_not_show": "Words that must not be readable",
    "may_stay": "Covered words that may stand elsewhere",
}


class Plan(TypedDict, total=False):
    """What is drawn and said of a redacted copy."""

    regions: list[Region]
    description: str
    must_not_show: str
    may_stay: str


def sizes_of(redaction: Redaction) -> list[tuple[int, int]]:
    """Return width and height of each page, in pixels."""
    return [(width, height) for width, height in redaction.sizes]


def begin_redaction(exhibit: Exhibit, *, actor: Officer) -> Redaction:
    """Begin a plan of boxes over an exhibit. Raises NotPossible where it cannot be drawn, or has too many pages."""
    confirm_fixity([exhibit], actor=actor)
    drawn = page_of(exhibit, 1)
    if len(drawn.sizes) > MOST_PAGES:
        raise NotPossible(f"Exhibit {exhibit.label} has more pages than can be redacted. {TOO_LONG}")
    return _begin(exhibit, drawn.sizes, actor)


def page_of(exhibit: Exhibit, page: int) -> Drawn:
    """Draw a page of the original at full size. Raises NotPossible, and NotFound where it is not shown at all."""
    file = exhibit.file
    if exhibit.destroyed_at is not None or not file.intact or file.held or file.sealed_at is not None:
        raise NotFound
    sha256 = exhibit.sha256
    let_go()
    with closing(open_intact(vault(), sha256)) as original:
        return draw(original, page)


@command
def _begin(exhibit: Exhibit, sizes: Sequence[tuple[int, int]], actor: Officer) -> Redaction:
    lock(exhibit)
    if exhibit.destroyed_at is not None:
        raise NotPossible(f"Exhibit {exhibit.label} was destroyed.")
    last = db.session.scalar(select(func.max(Redaction.number)).where(Redaction.exhibit_id == exhibit.id))
    redaction = Redaction(
        case_id=exhibit.case_id,
        exhibit_id=exhibit.id,
        number=(last or 0) + 1,
        sizes=[list(size) for size in sizes],
        drafted_by_id=actor.id,
        drafted_at=clock.now(),
    )
    db.session.add(redaction)
    record_of(Verb.REDACTION_DRAFTED, redaction, exhibit, actor, label=exhibit.label)
    return redaction


@command
def change_redaction(
    redaction: Redaction, *, actor: Officer, version: int | None = None, **values: Unpack[Plan]
) -> None:
    """Change the plan; whoever does is from then on the one who drew it, and another approves.

    Raises DomainError for a box that cannot be burned, NotPossible once it is released, Stale.
    """
    exhibit = hold_draft(redaction)
    regions = values.get("regions")
    if regions and (faults := problems(regions, sizes_of(redaction))):
        raise DomainError(faults[0], "regions")
    told = {name: str(value).strip() for name, value in values.items() if name != "regions"}
    _insist_on_found(told.get("must_not_show", ""))
    rows = redaction.regions if regions is None else as_rows(regions)
    expect_version(redaction, version, {"regions": rows, **told}, LABELS)
    before = redaction.regions
    changes = changes_of(redaction, regions=rows, **told)
    if not changes:
        return
    if "regions" in changes:
        redaction.earlier = [*redaction.earlier, before][-UNDONE:]
    _drawn_by(redaction, actor)
    record_of(Verb.REDACTION_CHANGED, redaction, exhibit, actor, changes=changes)


def _insist_on_found(must_not_show: str) -> None:
    """Raise DomainError for a word that is too short to be looked for: the certificate would promise too much."""
    lines = (line.strip() for line in must_not_show.splitlines())
    short = [line for line in lines if line and not words.is_found(line)]
    if short:
        raise DomainError(
            f"“{short[0]}” cannot be looked for: it is too short, or too common a word. Take it out of "
            "this list, cover it wherever it stands, and tell the approver to look for it.",
            "must_not_show",
        )


@command
def undo_boxes(redaction: Redaction, *, actor: Officer, version: int | None = None) -> None:
    """Take back the last change of the boxes. Raises NotPossible where there is none, Stale."""
    exhibit = hold_draft(redaction)
    expect_version(redaction, version, {"regions": None}, LABELS)
    if not redaction.earlier:
        raise NotPossible("Nothing was changed that could be taken back.")
    changes = changes_of(redaction, regions=redaction.earlier[-1])
    redaction.earlier = redaction.earlier[:-1]
    _drawn_by(redaction, actor)
    record_of(Verb.REDACTION_CHANGED, redaction, exhibit, actor, changes=changes)


def _drawn_by(redaction: Redaction, actor: Officer) -> None:
    redaction.drafted_by_id, redaction.drafted_at, redaction.report = actor.id, clock.now(), []
    redaction.asked_at = redaction.asked_by_id = None
    stop_check(redaction)


@command
def withdraw_redaction(redaction: Redaction, *, actor: Officer, reason: str) -> None:
    """Withdraw a plan, or a released copy: it is shown to nobody any more. Raises DomainError without a reason."""
    lock(redaction)
    if redaction.status is RedactionStatus.WITHDRAWN:
        raise NotPossible("It was withdrawn already.")
    if not reason.strip():
        raise DomainError("Say why it is withdrawn.", "reason")
    exhibit = db.session.get_one(Exhibit, redaction.exhibit_id)
    redaction.status, redaction.withdrawn_at = RedactionStatus.WITHDRAWN, clock.now()
    redaction.withdrawn_reason = reason.strip()
    record_of(Verb.REDACTION_WITHDRAWN, redaction, exhibit, actor, reason=redaction.withdrawn_reason)
    delete_packs_with(exhibit, "withdrawn as a redacted copy")


def forget_redactions(exhibit: Exhibit) -> tuple[list[Redaction], set[str]]:
    """Withdraw and empty what was made of an exhibit that is being destroyed; return the rows, and bytes to delete."""
    rows, addresses = drop_redactions(exhibit, "Its exhibit was destroyed.")
    dispose(Redaction.__tablename__, [row.id for row in rows])
    for row in rows:
        row.description = row.must_not_show = row.may_stay = ""
        row.regions, row.earlier, row.report = [], [], []
    return rows, addresses


def drop_redactions(exhibit: Exhibit, reason: str) -> tuple[list[Redaction], set[str]]:
    """Withdraw every redacted copy of an exhibit and take its pages away; return the rows, and bytes to delete."""
    rows = db.session.scalars(select(Redaction).where(Redaction.exhibit_id == exhibit.id)).all()
    for row in rows:
        if row.status is not RedactionStatus.WITHDRAWN:
            row.status, row.withdrawn_at, row.withdrawn_reason = (
                RedactionStatus.WITHDRAWN,
                clock.now(),
                reason,
            )
    pages = db.session.scalars(
        select(RedactedPage).where(RedactedPage.redaction_id.in_([row.id for row in rows]))
    ).all()
    for page in pages:
        db.session.delete(page)
    return list(rows), {page.sha256 for page in pages}


def stop_check(redaction: Redaction) -> None:
    """Have nothing checked any more, in the open unit of work: what is under way then writes nothing down."""
    db.session.execute(delete(RedactionCheck).where(RedactionCheck.redaction_id == redaction.id))
    db.session.expire(redaction, ["checking"])


def hold_draft(redaction: Redaction) -> Exhibit:
    """Hold a plan that may still be changed, and return its exhibit. Raises NotPossible."""
    lock(redaction)
    if redaction.status is not RedactionStatus.DRAFT:
        raise NotPossible(f"This redacted copy is “{redaction.status.label.lower()}”. Begin another one.")
    exhibit = db.session.get_one(Exhibit, redaction.exhibit_id)
    if exhibit.destroyed_at is not None:
        raise NotPossible(f"Exhibit {exhibit.label} was destroyed.")
    return exhibit


def record_of(verb: Verb, redaction: Redaction, exhibit: Exhibit, actor: Officer, **facts: object) -> None:
    """Record an event of a redacted copy, in the open unit of work."""
    name = redaction.name_for(exhibit)
    record(verb, actor=actor, subject=redaction, case=redaction.case_id, name=name, **facts)  # type: ignore[arg-type]
