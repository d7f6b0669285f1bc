"""Is it still what was received? Bytes are hashed again, and a difference stops their being served."""

from collections.abc import Iterable

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import db, unit_of_work
from casework.errors import NotPossible
from casework.evidence.models import Exhibit, StoredFile
from casework.evidence.vault import vault
from casework.outbox.service import notify
from casework.permissions import Role


def confirm_fixity(exhibits: Iterable[Exhibit], *, actor: Officer | None) -> None:
    """Hash the bytes of each exhibit again; raise NotPossible naming the first that no longer match.

    The result is written down in a transaction of its own, so that it outlives the refusal that may follow; inside a
    command the good news is part of it.
    """
    broken = [exhibit.label for exhibit in exhibits if not _check(exhibit, actor)]
    if broken:
        raise NotPossible(
            f"Exhibit {', '.join(broken)} no longer matches the hash recorded when it was received. "
            "It cannot be used. The Monitoring Officer has been told; restore it from a backup."
        )


def _check(exhibit: Exhibit, actor: Officer | None) -> bool:
    sha256, label, case_id, exhibit_id = exhibit.sha256, exhibit.label, exhibit.case_id, exhibit.id
    result = vault().verify(sha256)
    with unit_of_work():
        row = db.session.get_one(StoredFile, sha256)
        row.checked_at, row.intact = clock.now(), result.intact
        row.found_sha256 = None if result.intact else result.found
        record(
            Verb.FIXITY_CONFIRMED if result.intact else Verb.FIXITY_FAILED,
            actor=actor,
            subject=db.session.get_one(Exhibit, exhibit_id),
            case=case_id,
            also=[row],
            label=label,
            sha256=sha256,
            found=result.found,
        )
        if not result.intact:
            for officer in accounts.officers_in(Role.MONITORING_OFFICER):
                notify(
                    officer.id,
                    f"Exhibit {label} no longer matches its hash. It is not served any more.",
                    f"/exhibits/{exhibit_id}",
                    case_id,
                )
    return result.intact
