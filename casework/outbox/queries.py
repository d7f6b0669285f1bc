"""Reading notices."""

from datetime import datetime

from sqlalchemy import func, select

from casework.database import db
from casework.errors import NotFound
from casework.outbox.models import Notice


def own_notice(officer_id: int, notice_id: int) -> Notice:
    """Return one of the officer's own notices; raise NotFound for anybody else's."""
    notice = db.session.scalar(select(Notice).where(Notice.id == notice_id, Notice.officer_id == officer_id))
    if notice is None:
        raise NotFound
    return notice


def last_notice_before(officer_id: int, moment: datetime) -> int | None:
    """Return the id of the newest notice that an officer was given before `moment`."""
    return db.session.scalar(
        select(func.max(Notice.id)).where(Notice.officer_id == officer_id, Notice.created_at < moment)
    )
