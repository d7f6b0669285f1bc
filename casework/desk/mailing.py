"""Letting officers know by e-mail that a notice waits for them: its case's reference and an address, no more."""

from datetime import timedelta

from sqlalchemy import select

from casework import clock
from casework.accounts.models import Officer
from casework.cases.models import Case
from casework.cases.queries import not_walled
from casework.database import command, db, lock
from casework.errors import DomainError
from casework.outbox.addresses import checked_addresses
from casework.outbox.contents import StaffNotice
from casework.outbox.models import Notice
from casework.outbox.posting import post
from casework.outbox.queries import notices_to_mail
from casework.outbox.server import is_on, own_settings

AT_ONCE = 200
NEWS_FOR = timedelta(days=1)  # an older notice is on the officer's page, and no news


def mail_notices() -> int:
    """Put into the outbox what officers are to hear of by e-mail; return how many messages that makes."""
    if not is_on():
        return 0
    return sum(_mail_notice(number) for number in [each.id for each in notices_to_mail(AT_ONCE)])


@command
def _mail_notice(number: int) -> bool:
    notice = lock(db.session.get_one(Notice, number))
    if not notice.to_mail:
        return False
    notice.to_mail = False
    officer = db.session.get_one(Officer, notice.officer_id)
    if not _wanted(notice, officer):
        return False
    try:
        addresses = checked_addresses(officer.email)
    except DomainError:  # an address that no server would be told; the notice is on their page
        return False
    case = db.session.get(Case, notice.case_id) if notice.case_id else None
    url = own_settings().public_url.rstrip("/") + notice.path
    post(StaffNotice((case.reference or "") if case else "", url), addresses, made_by_id=None)
    return True


def _wanted(notice: Notice, officer: Officer) -> bool:
    """Say whether the officer is there, wants e-mail, has not read it, and is kept from no case that it is about."""
    if not (officer.active and officer.notices_by_mail) or notice.read_at is not None:
        return False
    if notice.created_at + NEWS_FOR < clock.now():
        return False
    seen = select(Notice.id).where(Notice.id == notice.id, not_walled(officer, Notice.case_id))
    return db.session.scalar(seen) is not None
