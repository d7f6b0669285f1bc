"""What nobody is to be sent any more."""

from contextlib import suppress

from sqlalchemy import select

from casework.accounts.models import Officer
from casework.correspondence import mailing
from casework.correspondence import service as correspondence
from casework.correspondence.models import Letter
from casework.correspondence.workflow import LetterKind, LetterStatus
from casework.database import db
from casework.errors import NotPossible
from casework.outbox import queries as outbox
from casework.takedowns.models import RemovalLetter, RemovalRequest


def drop_reminder(request: RemovalRequest, reason: str, *, actor: Officer | None) -> None:
    """Discard a reminder that was prepared and not sent; part of a command."""
    prepared = (
        select(Letter)
        .join(RemovalLetter, RemovalLetter.letter_id == Letter.id)
        .where(
            RemovalLetter.request_id == request.id,
            Letter.kind == LetterKind.REMINDER,
            Letter.status == LetterStatus.PREPARED,
        )
    )
    for letter in db.session.scalars(prepared).all():
        with suppress(NotPossible):  # one that is being handed to the server this moment goes its way
            if outbox.is_on_its_way(letter.id):
                mailing.take_back(letter, actor=actor)
            correspondence.discard(letter, reason, actor=actor)
