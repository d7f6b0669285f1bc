"""Reading letters, within the cases that the viewer may see."""

from sqlalchemy import select

from casework.abreast import Listed
from casework.cases.models import Complaint
from casework.cases.queries import Viewer, complaint_about, sees
from casework.cases.workflow import Confidentiality
from casework.correspondence.models import Letter
from casework.correspondence.naming import gives_away, names_somebody
from casework.correspondence.texts import Office
from casework.correspondence.workflow import OF_REMOVALS
from casework.council import queries as council
from casework.database import db
from casework.errors import NotFound

PROTECTED = (Confidentiality.UNDECIDED, Confidentiality.GRANTED)


def get_visible(viewer: Viewer, letter_id: int) -> Letter:
    """Return the letter; raise NotFound where its case is hidden from `viewer`, as where there is none."""
    letter = db.session.scalar(select(Letter).where(Letter.id == letter_id, sees(viewer, Letter.case_id)))
    if letter is None:
        raise NotFound
    return letter


def letters(case_id: int) -> Listed[Letter]:
    """The letters of a case that the caller was allowed to see, newest first."""
    return Listed(Letter, Letter.case_id == case_id, (Letter.id.desc(),))


def complaint_of(letter: Letter) -> Complaint | None:
    """Return the complaint that a letter acknowledges; None for any other letter."""
    return db.session.get(Complaint, letter.complaint_id) if letter.complaint_id else None


def office() -> Office:
    """Return who writes, from the council's settings."""
    settings = council.settings()
    return Office(
        settings.council_name, settings.contact_name, settings.contact_email, settings.contact_phone
    )


def secrets_of(case_id: int, *, every: bool) -> set[str]:
    """Return the names and contacts of complainants that no letter may hold, as `names_somebody` takes them.

    `every`: of all complainants of the case, as for a removal request; otherwise of those whose confidentiality was
    granted or is undecided. What stands at the head of each letter anyway is no secret of an officer who raised the
    matter openly: nobody could take it out.
    """
    query = select(Complaint.complainant_name, Complaint.complainant_contact, Complaint.confidentiality)
    query = query.where(complaint_about(case_id))
    if not every:
        query = query.where(Complaint.confidentiality.in_(PROTECTED))
    head = "\n".join((office().name, office().email, office().phone))
    return {
        each
        for name, contact, confidentiality in db.session.execute(query)
        for each in gives_away(name, contact)
        if confidentiality in PROTECTED or not names_somebody(head, {each})
    }


def protected_from(letter: Letter) -> set[str]:
    """Return the names and contacts that a letter of its kind may not hold."""
    return secrets_of(letter.case_id, every=letter.kind in OF_REMOVALS)
