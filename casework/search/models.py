"""One row for each thing that can be found. The full-text structures beside it are the database's own."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base


class SearchDocument(Base):
    """The words of one thing, and the case that decides who may find it.

    `words` is what the index reads: the document's marks and folded words. Later documents have higher ids.
    """

    __tablename__ = "search_documents"
    __table_args__ = (
        Index("uq_search_documents_kind_subject_id", "kind", "subject_id", unique=True),
        Index("ix_search_documents_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_id: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(comment="cases.id; empty: visible to all who may search")
    title: Mapped[str]
    body: Mapped[str]
    words: Mapped[str]
