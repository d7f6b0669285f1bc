"""What the search index is given of councillors. Who holds MEMBER_VIEW may find them; no case is in it."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from casework.database import db
from casework.members.models import Councillor
from casework.search.documents import Document

KIND = "councillor"
BATCH = 500


def document_of(councillor: Councillor) -> Document:
    """Return what a councillor is found by: name, offices, known accounts. Offices and accounts must be loaded."""
    lines = [office.in_words for office in councillor.offices]
    lines += [
        " ".join(filter(None, (account.platform.label, account.handle, account.address)))
        for account in councillor.accounts
    ]
    return Document(KIND, councillor.id, None, councillor.name, "\n".join(lines))


class Councillors:
    """Feeds the index when it is made anew."""

    kind = KIND

    def count(self) -> int:
        """How many councillors there are."""
        return db.session.scalar(select(func.count(Councillor.id))) or 0

    def documents(self) -> Iterator[Document]:
        """Every councillor."""
        query = (
            select(Councillor)
            .options(selectinload(Councillor.offices), selectinload(Councillor.accounts))
            .order_by(Councillor.id)
            .execution_options(yield_per=BATCH)
        )
        for councillor in db.session.scalars(query):
            yield document_of(councillor)
