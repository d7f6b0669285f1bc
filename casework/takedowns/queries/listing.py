"""The removal requests of a case, and what is loaded with one where it is shown."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from casework.abreast import Listed
from casework.accounts.models import Officer
from casework.codes.models import Clause
from casework.correspondence.models import Letter
from casework.correspondence.workflow import LetterKind, LetterStatus
from casework.database import db
from casework.outbox.models import Message
from casework.takedowns.models import Observation, Pause, RemovalLetter, RemovalRequest, Reply
from casework.takedowns.workflow import FINAL, RequestStatus

ON_ITS_PAGE: tuple[ExecutableOption, ...] = (
    joinedload(RemovalRequest.given_to).lazyload(Officer.role_rows),
    joinedload(RemovalRequest.drafted_by).lazyload(Officer.role_rows),
    joinedload(RemovalRequest.changed_by).lazyload(Officer.role_rows),
    joinedload(RemovalRequest.approved_by).lazyload(Officer.role_rows),
    joinedload(RemovalRequest.reviewed_by).lazyload(Officer.role_rows),
    joinedload(RemovalRequest.letter),
    selectinload(RemovalRequest.posts),
    joinedload(RemovalRequest.clauses).joinedload(Clause.code_version),
    selectinload(RemovalRequest.replies).options(
        joinedload(Reply.recorded_by).lazyload(Officer.role_rows), joinedload(Reply.exhibit)
    ),
    selectinload(RemovalRequest.observations).options(
        joinedload(Observation.by).lazyload(Officer.role_rows), joinedload(Observation.exhibit)
    ),
    joinedload(RemovalRequest.pauses).joinedload(Pause.recorded_by).lazyload(Officer.role_rows),
    selectinload(RemovalRequest.later_letters),
)
ASKED: tuple[ExecutableOption, ...] = (
    selectinload(RemovalRequest.posts),
    selectinload(RemovalRequest.clauses),
)
LETTER: tuple[ExecutableOption, ...] = (joinedload(RemovalRequest.letter),)
APPROVER: tuple[ExecutableOption, ...] = (joinedload(RemovalRequest.approved_by).lazyload(Officer.role_rows),)
FOR_ITS_HANDLER: tuple[ExecutableOption, ...] = (
    joinedload(RemovalRequest.letter),
    joinedload(RemovalRequest.later_letters),
    selectinload(RemovalRequest.posts),
    selectinload(RemovalRequest.replies).joinedload(Reply.exhibit),
    selectinload(RemovalRequest.observations).options(
        joinedload(Observation.by).lazyload(Officer.role_rows), joinedload(Observation.exhibit)
    ),
)
IN_A_LIST: tuple[ExecutableOption, ...] = (
    joinedload(RemovalRequest.given_to).lazyload(Officer.role_rows),
    selectinload(RemovalRequest.posts),
)


def of_case(case_id: int, *options: ExecutableOption) -> Sequence[RemovalRequest]:
    """Return the requests of a case that the caller was allowed to see, oldest first; as for a list, or `options`."""
    query = select(RemovalRequest).where(RemovalRequest.case_id == case_id).order_by(RemovalRequest.number)
    return db.session.scalars(query.options(*(options or IN_A_LIST))).unique().all()


def listed(case_id: int) -> Listed[RemovalRequest]:
    """The requests of a case, oldest first, with who drafted, approved and reviewed each, its posts and its clauses."""
    beside = (
        *(
            joinedload(officer).lazyload(Officer.role_rows)
            for officer in (
                RemovalRequest.drafted_by,
                RemovalRequest.changed_by,
                RemovalRequest.approved_by,
                RemovalRequest.reviewed_by,
            )
        ),
        joinedload(RemovalRequest.posts),
        joinedload(RemovalRequest.clauses).joinedload(Clause.code_version),
    )
    return Listed(RemovalRequest, RemovalRequest.case_id == case_id, (RemovalRequest.number,), beside)


def replies(case_id: int) -> Listed[Reply]:
    """The answers to the requests of a case, with the exhibit that each is."""
    return Listed(Reply, Reply.request_id.in_(_ids(case_id)), (Reply.id,), (joinedload(Reply.exhibit),))


def looks(case_id: int) -> Listed[Observation]:
    """The looks at the posts of the requests of a case, oldest first, with who looked and the capture of each."""
    beside = (joinedload(Observation.by).lazyload(Officer.role_rows), joinedload(Observation.exhibit))
    order = (Observation.seen_at, Observation.id)
    return Listed(Observation, Observation.request_id.in_(_ids(case_id)), order, beside)


def pauses(case_id: int) -> Listed[Pause]:
    """The pauses of the requests of a case, oldest first."""
    return Listed(Pause, Pause.request_id.in_(_ids(case_id)), (Pause.id,), ())


def _ids(case_id: int) -> Select[int]:
    return select(RemovalRequest.id).where(RemovalRequest.case_id == case_id)


def own_messages(request: RemovalRequest) -> Sequence[Message]:
    """Return the messages of the request's own letter and of those in whose place it was written, the newest first."""
    if request.letter_id is None:
        return ()
    before = (
        select(RemovalLetter.letter_id)
        .join(Letter, Letter.id == RemovalLetter.letter_id)
        .where(RemovalLetter.request_id == request.id, Letter.kind == LetterKind.REMOVAL_REQUEST)
    )
    own = or_(Message.letter_id == request.letter_id, Message.letter_id.in_(before))
    return db.session.scalars(select(Message).where(own).order_by(Message.id.desc())).all()


def written_anew() -> ColumnElement[bool]:
    """Return the condition that the letter of a request that was sent waits to be sent: the first came back."""
    waits = exists().where(Letter.id == RemovalRequest.letter_id, Letter.status == LetterStatus.PREPARED)
    return (RemovalRequest.status == RequestStatus.SENT) & waits


def open_names(case_id: int) -> Sequence[str]:
    """Return the names of the requests of a case that have not ended."""
    return db.session.scalars(
        select(RemovalRequest.name)
        .where(RemovalRequest.case_id == case_id, RemovalRequest.status.not_in(FINAL))
        .order_by(RemovalRequest.number)
    ).all()
