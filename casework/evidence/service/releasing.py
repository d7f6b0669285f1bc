"""Approving a redacted copy: it is burned, put to the eight checks, and kept only where it passes them all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version as version_of
from io import BytesIO

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.audit.verbs import Verb
from casework.cases.models import Complaint
from casework.cases.queries import complaint_about
from casework.cases.workflow import Confidentiality
from casework.council import queries as council
from casework.database import command, db, lock
from casework.errors import DomainError, NotAllowed, NotPossible, Stale
from casework.evidence.models import Exhibit, RedactedPage, Redaction
from casework.evidence.reading import read_pictures
from casework.evidence.redaction import gate, words
from casework.evidence.redaction.burning import burn, under
from casework.evidence.redaction.gate import Guarded, Result, Wording
from casework.evidence.redaction.regions import Answer, Question, Region, from_rows, problems
from casework.evidence.redaction.ways import read_otherwise
from casework.evidence.service.asking import NOT_ASKED, come_back, may_approve_own
from casework.evidence.service.fixity import confirm_fixity
from casework.evidence.service.holding import hold_store
from casework.evidence.service.redacting import hold_draft, page_of, record_of, sizes_of
from casework.evidence.vault import vault
from casework.evidence.workflow import Reader, RedactionStatus
from casework.permissions import Permission, can
from casework.storage.store import FrozenBlob
from casework.working_days import add_working_days

Finished = dict[int, bytes]
BEYOND = "Software cannot look for {names}: look yourself, and say what you saw."
Tell = Callable[[int, int], None]  # how many readings are done, and of how many


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


@dataclass(frozen=True)
class _Asked:
    """A plan as it stood when it was approved, held apart from the session while it is burned."""

    regions: tuple[Region, ...]
    names: tuple[str, ...]
    may_stay: tuple[str, ...]
    wording: Wording
    pages: int


def schedule(regions: tuple[Region, ...]) -> tuple[str, ...]:
    """Return the reason for each box, as it goes with the copy."""
    paged = len({region.page for region in regions}) > 1
    return tuple(
        f"Box {number}{f', page {region.page}' if paged else ''}: {region.reason.label}"
        for number, region in enumerate(regions, 1)
    )


def protected_names(case_id: int) -> tuple[str, ...]:
    """Return the names of complainants who are, or may yet be, kept confidential in a case."""
    kept = (Confidentiality.UNDECIDED, Confidentiality.GRANTED)
    return words.names_of(
        db.session.scalars(
            select(Complaint.complainant_name).where(
                complaint_about(case_id), Complaint.confidentiality.in_(kept)
            )
        )
    )


def guarded_names(redaction: Redaction) -> tuple[str, ...]:
    """Return what must not be readable anywhere in a copy: protected names, and what the officer who drew it lists."""
    own = (line.strip() for line in redaction.must_not_show.splitlines())
    return tuple(dict.fromkeys((*protected_names(redaction.case_id), *(each for each in own if each))))


def sought_names(redaction: Redaction) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the guarded names that software looks for in a copy, and those that it cannot look for."""
    names = guarded_names(redaction)
    lost = words.beyond(names)
    return tuple(name for name in names if name not in lost), lost


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
    asked = _asked(redaction, exhibit)
    redaction_id, exhibit_id = redaction.id, exhibit.id
    confirm_fixity([exhibit], actor=actor)
    finished, results = _burned(exhibit_id, asked, tell)
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
    """Raise DomainError where software cannot look for a name, and the approver does not say what they saw."""
    _, lost = sought_names(redaction)
    if lost and approval.answers.get(Question.BY_EYE) is None:
        named = ", ".join(f"“{each}”" for each in lost)
        raise DomainError(BEYOND.format(names=named), Question.BY_EYE.value)


def _asked(redaction: Redaction, exhibit: Exhibit) -> _Asked:
    regions = from_rows(redaction.regions)
    names = guarded_names(redaction)
    name = f"{redaction.name_for(exhibit)}.png"
    return _Asked(
        regions,
        names,
        tuple(line.strip() for line in redaction.may_stay.splitlines() if line.strip()),
        Wording(name, redaction.description, schedule(regions)),
        len(redaction.sizes),
    )


def _burned(exhibit_id: int, asked: _Asked, tell: Tell) -> tuple[Finished, tuple[Result, ...]]:
    """Burn and examine each page. What stood under a box is looked for on every page."""
    exhibit = db.session.get_one(Exhibit, exhibit_id)
    drawn = {page: page_of(exhibit, page).page for page in range(1, asked.pages + 1)}
    on_page = {page: [each for each in asked.regions if each.page == page] for page in drawn}
    finished = {page: burn(pixels, on_page[page]) for page, pixels in drawn.items()}
    covered = [under(drawn[page], regions) for page, regions in on_page.items() if regions]
    whole = len(covered) + len(finished) * (2 if asked.names else 1)
    steps = _Steps(whole, tell)
    beneath, left = _read(covered, steps), _read(list(finished.values()), steps)
    if None in beneath:  # what is not known to be hidden cannot be looked for
        left = [None] * len(finished)
    hidden = words.telling("\n".join(each or "" for each in beneath))
    read = dict(zip(finished, left, strict=True))
    otherwise = (
        _read_otherwise(finished, steps) if asked.names and None not in left else dict.fromkeys(finished, "")
    )
    guarded = Guarded(asked.names, hidden, asked.may_stay)
    found = {}
    for page, pixels in drawn.items():
        numbers = [number for number, each in enumerate(asked.regions) if each.page == page]
        reasons = tuple(asked.wording.schedule[number] for number in numbers)
        found[page] = gate.examine(
            finished[page],
            pixels,
            on_page[page],
            read=read[page],
            otherwise=otherwise[page],
            guarded=guarded,
            wording=Wording(asked.wording.file_name, asked.wording.description, reasons),
        )
    return finished, gate.whole(found)


def _read(pngs: Sequence[bytes], steps: "_Steps") -> list[str | None]:
    """Return the words in each picture, two pictures at a time."""
    found: list[str | None] = []
    for first in range(0, len(pngs), 2):
        pair = pngs[first : first + 2]
        found += read_pictures(pair)
        steps.count(len(pair))
    return found


def _read_otherwise(finished: Finished, steps: "_Steps") -> dict[int, str]:
    """Return what is read on each page turned, enlarged and made stronger. A way that fails to be read adds nothing."""
    found = {}
    for page, png in finished.items():
        found[page] = read_otherwise(png)
        steps.count(1)
    return found


class _Steps:
    """Counts what is done of a whole, and tells it."""

    def __init__(self, whole: int, tell: Tell) -> None:
        self._done, self._whole, self._tell = 0, whole, tell

    def count(self, more: int) -> None:
        self._done += more
        self._tell(self._done, self._whole)


@command
def _write_down(
    redaction_id: int,
    asked: _Asked,
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
