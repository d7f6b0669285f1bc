"""Quarantine: a file that may do harm is kept as it came, and kept back until a second officer releases it."""

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.queries import may_see
from casework.database import command, lock
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence.models import Exhibit, StoredFile
from casework.evidence.workflow import Scan
from casework.outbox.service import notify
from casework.permissions import Permission, Role

SCANNED = {
    Scan.INFECTED: (
        "Kept exactly as received, in quarantine until a second officer releases it: the virus scanner raised the "
        "alarm ({said}). Tell IT security, and do not open it where it came from."
    ),
    Scan.WAITING: (
        "Kept exactly as received, and held back: the virus scanner did not answer ({said}). Casework asks it again "
        "every hour. Nothing is to be sent again."
    ),
}
NOT_SCANNED = "It was not scanned for viruses: it is {said}."


def message_of(file: StoredFile) -> str:
    """Return what the officer is told of a file that was taken in."""
    if words := SCANNED.get(file.scan):
        return words.format(said=file.scan_said)
    if file.scan is Scan.NOT_SCANNED:
        return f"{file.intake_reason} {NOT_SCANNED.format(said=file.scan_said)}"
    return file.intake_reason


def tell_of_quarantine(exhibit: Exhibit) -> None:
    """Tell those who may release it; of a virus also the system administrators, who learn nothing of the case."""
    for officer in accounts.officers_with(Permission.EVIDENCE_RELEASE):
        if exhibit.file.scan is not Scan.WAITING and may_see(officer, exhibit.case_id):
            notify(
                officer.id,
                f"Exhibit {exhibit.label} is in quarantine until a second officer releases it, or stays there.",
                f"/exhibits/{exhibit.id}",
                exhibit.case_id,
            )
    if exhibit.file.scan is not Scan.INFECTED:
        return
    for officer in accounts.officers_in(Role.ADMINISTRATOR):
        notify(
            officer.id, f"The virus scanner raised the alarm over an upload: {exhibit.file.scan_said}.", "/"
        )


@command
def release(exhibit: Exhibit, *, actor: Officer, reason: str) -> None:
    """Let the original out of quarantine, for this case. It is still never shown here.

    Raises DomainError without a reason, NotAllowed for who received it, NotPossible where nothing is held or the
    virus scanner has not looked at it yet.
    """
    lock(exhibit)
    if not reason.strip():
        raise DomainError("Say why it may leave quarantine.", "reason")
    if exhibit.destroyed_at is not None or not exhibit.held:
        raise NotPossible(f"Exhibit {exhibit.label} is not in quarantine.")
    if exhibit.file.scan is Scan.WAITING:
        raise NotPossible(f"Exhibit {exhibit.label} waits for the virus scanner, and for nobody’s decision.")
    if exhibit.received_by_id == actor.id:
        raise NotAllowed("You received it, so another officer must decide whether it leaves quarantine.")
    exhibit.released_at, exhibit.released_by_id = clock.now(), actor.id
    exhibit.release_reason = reason.strip()
    record(
        Verb.EXHIBIT_RELEASED,
        actor=actor,
        subject=exhibit,
        case=exhibit.case_id,
        label=exhibit.label,
        reason=reason.strip(),
    )


def insist_on_release(exhibit: Exhibit) -> None:
    """Raise NotPossible where the original is kept back."""
    if exhibit.held:
        raise NotPossible(f"Exhibit {exhibit.label} is kept back. {message_of(exhibit.file)}")
