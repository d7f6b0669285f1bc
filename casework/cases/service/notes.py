"""Notes: written once, never edited."""

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Note
from casework.cases.searchable import feed_note
from casework.database import command, db
from casework.errors import DomainError


@command
def add_note(case: Case, body: str, *, actor: Officer) -> Note:
    """Write a note on the case. Another note corrects it; nothing changes it."""
    body = body.strip()
    if not body:
        raise DomainError("Write the note.", "body")
    note = Note(case_id=case.id, author=actor, at=clock.now(), body=body)
    db.session.add(note)
    record(Verb.NOTE_ADDED, actor=actor, subject=note, case=case)
    db.session.flush()
    feed_note(note)
    return note
