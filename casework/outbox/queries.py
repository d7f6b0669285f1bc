"""Reading notices and messages."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from casework.database import db
from casework.errors import NotFound
from casework.outbox.models import Message, Notice
from casework.outbox.workflow import ASTRAY, LIVE, MessageStatus

Later = aliased(Message)


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


def messages_of(letter_id: int) -> Sequence[Message]:
    """Return the messages by which a letter was sent or was to be, the newest first."""
    return db.session.scalars(
        select(Message).where(Message.letter_id == letter_id).order_by(Message.id.desc())
    ).all()


def last_message(letter_id: int | None) -> Message | None:
    """Return the newest message of a letter; None where it was never to go by e-mail."""
    return db.session.scalar(
        select(Message).where(Message.letter_id == letter_id).order_by(Message.id.desc()).limit(1)
    )


def is_on_its_way(letter_id: int) -> bool:
    """Say whether a message with this letter may still go out."""
    query = select(Message.id).where(Message.letter_id == letter_id, Message.status.in_(LIVE))
    return db.session.scalar(query.limit(1)) is not None


def message_of(letter_id: int, number: int) -> Message:
    """Return a message of a letter that the caller was allowed to see; otherwise raise NotFound."""
    message = db.session.scalar(select(Message).where(Message.id == number, Message.letter_id == letter_id))
    if message is None:
        raise NotFound
    return message


def message_with_id(message_id: str) -> Message | None:
    """Return the message that went out under this Message-ID."""
    return db.session.scalar(select(Message).where(Message.message_id == message_id))


def unsettled() -> Sequence[Message]:
    """Return the messages that went out, failed or came back, and of which that is recorded nowhere else yet."""
    return db.session.scalars(
        select(Message).where(Message.settled_at.is_(None), Message.status.not_in(LIVE)).order_by(Message.id)
    ).all()


def last_taken() -> datetime | None:
    """Return when the server last took a message."""
    return db.session.scalar(select(func.max(Message.accepted_at)))


def by_status() -> dict[MessageStatus, int]:
    """Return how many messages stand how."""
    rows = db.session.execute(select(Message.status, func.count().label("number")).group_by(Message.status))
    return {row.status: int(row.number) for row in rows}


def waiting_or_astray(most: int) -> Sequence[Message]:
    """Return messages that wait, failed or came back, the newest first."""
    query = select(Message).where(Message.status.not_in([MessageStatus.SENT, MessageStatus.CANCELLED]))
    return db.session.scalars(query.order_by(Message.id.desc()).limit(most)).all()


def stands_astray(letter_id: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Return the condition that the newest message of a letter failed or came back."""
    return exists().where(
        Message.letter_id == letter_id,
        Message.status.in_(ASTRAY),
        ~exists().where(Later.letter_id == Message.letter_id, Later.id > Message.id),
    )


def notices_to_mail(most: int) -> Sequence[Notice]:
    """Return notices of which their officers are to hear by e-mail, the oldest first."""
    return db.session.scalars(select(Notice).where(Notice.to_mail).order_by(Notice.id).limit(most)).all()
