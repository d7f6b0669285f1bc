"""What the search index is given of councillors. Who holds MEMBER_VIEW may find them; no case is in it."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import db
from casework.members.models import Councillor
from casework.search.documents import Document

KIND = "councillor"


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

    def last_case(self) -> int:
        """A councillor belongs to no case."""
        return 0

    def documents(self, cases: range | None) -> Iterable[Document]:
        """Every councillor, where those are asked for that belong to no case."""
        if cases is not None:
            return ()
        query = (
            select(Councillor)
            .options(selectinload(Councillor.offices), selectinload(Councillor.accounts))
            .order_by(Councillor.id)
        )
        rows = db.session.scalars(query, execution_options={"populate_existing": True})
        return map(document_of, rows)
