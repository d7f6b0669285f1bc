"""Telling officers things."""

from sqlalchemy import select

from casework import clock
from casework.database import command, db
from casework.outbox.models import Notice
from casework.outbox.server import is_on


@command
def notify(officer_id: int, text: str, path: str, case_id: int | None = None) -> None:
    """Put a notice on the officer's page. `text` holds no content of a case beyond its reference."""
    db.session.add(
        Notice(
            officer_id=officer_id,
            text=text,
            path=path,
            case_id=case_id,
            created_at=clock.now(),
            to_mail=is_on(),
        )
    )


@command
def mark_read(notice: Notice) -> None:
    """The officer has read it."""
    notice.read_at = notice.read_at or clock.now()


@command
def mark_read_up_to(officer_id: int, notice_id: int) -> None:
    """The officer has read what they were told up to this notice; what came later, they have not seen."""
    for notice in db.session.scalars(
        select(Notice).where(
            Notice.officer_id == officer_id, Notice.id <= notice_id, Notice.read_at.is_(None)
        )
    ):
        notice.read_at = clock.now()
