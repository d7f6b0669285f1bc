"""Approving a redacted copy: it is burned, put to the eight checks, and kept only where it passes them all."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version as version_of
from io import BytesIO

from casework import clock
from casework.accounts.models import Officer
from casework.audit.verbs import Verb
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible, Stale
from casework.evidence.models import Exhibit, RedactedPage, Redaction
from casework.evidence.redaction import words
from casework.evidence.redaction.gate import Result
from casework.evidence.redaction.regions import Answer, Question, from_rows, problems
from casework.evidence.service.asking import NOT_ASKED, come_back, may_approve_own
from casework.evidence.service.examining import Asked, Tell, burned, guarded_names, plan_of, sought_names
from casework.evidence.service.fixity import confirm_fixity
from casework.evidence.service.holding import hold_store
from casework.evidence.service.redacting import hold_draft, record_of, sizes_of
from casework.evidence.vault import vault
from casework.evidence.workflow import Reader, RedactionStatus
from casework.permissions import Permission, can
from casework.storage.store import FrozenBlob
from casework.working_days import add_working_days

BEYOND = "Software cannot look for {names}: look yourself, and say what you saw."


PRINTED = ("remark", "public_reason", "own_reason")  # of an approval, on the certificate
TOLD = "This tells “{name}”, which must not be readable, and is printed on the certificate. Say it without the name."
STAYING = "covered words that may be readable elsewhere, which are printed on the certificate"
SEND_BACK = "Send the copy back, so that it is taken out there."


@dataclass(frozen=True)
class Approval:
    """What an approver says of a plan: what they saw, for which readers the copy is, and why."""

    answers: Mapping[Question, Answer | None]
    readers: Collection[Reader]
    remark: str = ""
    public_reason: str = ""
    own_reason: str = ""

    def given(self) -> dict[str, str]:
        """Return {question: answer}, every one. Raises DomainError for what is not answered, or not explained."""
        given = {question.value: answer.value for question, answer in self.answers.items() if answer}
        for question in Question:
            if question.value not in given and question is not Question.BY_EYE:
                raise DomainError(f"Say what you saw of: {question.label}.", question.value)
        if given.get(Question.BY_EYE.value) == Answer.STAYS.value:
            raise DomainError("A protected name may not stay. Have it covered.", Question.BY_EYE.value)
        if not self.readers:
            raise DomainError("Say for whom the copy is.", "readers")
        staying = Answer.STAYS.value in given.values()
        if Reader.PUBLIC in self.readers and staying and not self.public_reason.strip():
            raise DomainError("Say why the public may see what may stay in it.", "public_reason")
        return given


def approve_redaction(
    redaction: Redaction,
    *,
    actor: Officer,
    version: int,
    approval: Approval,
    tell: Tell = lambda _done, _whole: None,
) -> tuple[Result, ...]:
    """Burn the plan, put the finished file to all eight checks, and release it where each passes. Returns the results.

    It is burned before the write begins; `tell` is told how many readings are done, and of how many. A copy that
    fails is not kept; what the checks found is. Raises NotAllowed for who drew it (unless the council's setting lets
    them, with a reason) or may not approve, DomainError for what is not answered, NotPossible, Stale.
    """
    check_may_approve(redaction, actor, version, approval.own_reason)
    approval.given()
    check_looked(redaction, approval)
    exhibit = db.session.get_one(Exhibit, redaction.exhibit_id)
    faults = problems(from_rows(redaction.regions), sizes_of(redaction))
    if faults:
        raise NotPossible(faults[0])
    asked = plan_of(redaction, exhibit)
    redaction_id, exhibit_id = redaction.id, exhibit.id
    confirm_fixity([exhibit], actor=actor)
    finished, results = burned(exhibit_id, asked, tell)
    passed = all(each.passed for each in results)
    frozen = {page: vault().freeze(BytesIO(png), limit=len(png)) for page, png in finished.items() if passed}
    _write_down(redaction_id, asked, version, frozen, results, approval, actor)
    return results


def check_may_approve(redaction: Redaction, actor: Officer, version: int, own_reason: str) -> None:
    """Raise what `approve_redaction` does for an officer who may not approve a plan, or not as it is now."""
    if not can(actor, Permission.REDACTION_APPROVE):
        raise NotAllowed("You may not approve redacted copies.")
    if redaction.status is not RedactionStatus.DRAFT:
        raise NotPossible(f"This redacted copy is “{redaction.status.label.lower()}”.")
    if redaction.asked_at is None:
        raise NotPossible(NOT_ASKED)
    if redaction.version != version:
        raise Stale("The boxes were changed while you looked. Look at them again, then approve.", {}, {})
    if redaction.drafted_by_id != actor.id:
        return
    if not may_approve_own(redaction, actor):
        raise NotAllowed("You drew these boxes, so another officer has to approve them.")
    if not own_reason.strip():
        raise DomainError("Say why nobody else could approve it.", "own_reason")


def check_looked(redaction: Redaction, approval: Approval) -> None:
    """Raise DomainError where a name that software cannot look for is left unsaid, or any is told to a reader.

    What is said with an approval is printed on the certificate, which goes to those who may not know the name.
    """
    _, lost = sought_names(redaction)
    if lost and approval.answers.get(Question.BY_EYE) is None:
        named = ", ".join(f"“{each}”" for each in lost)
        raise DomainError(BEYOND.format(names=named), Question.BY_EYE.value)
    names = guarded_names(redaction)
    for field in PRINTED:
        if told := words.names_shown(names, getattr(approval, field), typed=True):
            raise DomainError(TOLD.format(name=told[0]), field)
    if told := words.names_shown(names, redaction.may_stay, typed=True):
        raise NotPossible(f"“{told[0]}” stands among the {STAYING}, and must not be readable. {SEND_BACK}")


@command
def _write_down(
    redaction_id: int,
    asked: Asked,
    version: int,
    frozen: Mapping[int, FrozenBlob],
    results: tuple[Result, ...],
    approval: Approval,
    actor: Officer,
) -> None:
    hold_store()
    redaction = db.session.get_one(Redaction, redaction_id)
    exhibit = hold_draft(redaction)
    check_may_approve(redaction, actor, version, approval.own_reason)
    redaction.report, redaction.answers = [asdict(each) for each in results], approval.given()
    redaction.remark = approval.remark.strip()
    redaction.recipe = {
        "form": "PNG of 8-bit RGB, upright, sRGB, on white; boxes of solid black",
        "original_sha256": exhibit.sha256,
        "pillow": version_of("pillow"),
        "schedule": list(asked.wording.schedule),
    }
    failed = [each.name for each in results if not each.passed]
    if failed:
        come_back(redaction, exhibit, actor, f"It did not pass: {', '.join(failed)}.")
        record_of(Verb.REDACTION_FAILED, redaction, exhibit, actor, failed=", ".join(failed))
        return
    if not all(vault().exists(blob.sha256) for blob in frozen.values()):
        raise NotPossible("The copy was swept away while it was being checked. Approve it once more.")
    db.session.add_all(
        RedactedPage(
            redaction_id=redaction.id, page=page, sha256=blob.sha256, size=blob.size, checked_at=clock.now()
        )
        for page, blob in frozen.items()
    )
    own = redaction.drafted_by_id == actor.id
    redaction.status = RedactionStatus.RELEASED
    redaction.approved_by_id, redaction.approved_at = actor.id, clock.now()
    redaction.readers = [reader.value for reader in Reader if reader in approval.readers]
    redaction.public_reason = approval.public_reason.strip() if Reader.PUBLIC in approval.readers else ""
    redaction.self_approval_reason = approval.own_reason.strip() if own else ""
    redaction.review_due_on = add_working_days(clock.today(), 1, council.closures()) if own else None
    record_of(
        Verb.REDACTION_RELEASED,
        redaction,
        exhibit,
        actor,
        passed=len(results),
        sha256=exhibit.sha256,
        copies=[blob.sha256 for blob in frozen.values()],
        readers=redaction.readers,
    )


@command
def review_redaction(redaction: Redaction, *, actor: Officer) -> None:
    """Record that an approval of one's own was looked at again by another. Raises NotPossible, NotAllowed."""
    lock(redaction)
    if not redaction.review_due:
        raise NotPossible("No review of this redacted copy is due, or somebody has done it.")
    if not can(actor, Permission.REDACTION_APPROVE) or redaction.approved_by_id == actor.id:
        raise NotAllowed("Another officer than the one who approved it reviews a redacted copy.")
    redaction.reviewed_at, redaction.reviewed_by_id = clock.now(), actor.id
    record_of(Verb.REDACTION_REVIEWED, redaction, db.session.get_one(Exhibit, redaction.exhibit_id), actor)
