"""Who last changed what a draft of a removal request asks: they may not approve it either.

Of drafts that were changed before nobody is named; they are judged by who drafted them, as they were till now.

Revision: 0027, after 0026
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OFFICER = "INTEGER CONSTRAINT fk_removal_requests_changed_by_id_officers REFERENCES officers (id)"


def upgrade() -> None:
    # In so many words: SQLite adds a column with its key in place, where Alembic would copy the whole table.
    op.execute(f"ALTER TABLE removal_requests ADD COLUMN changed_by_id {OFFICER}")


def downgrade() -> None:
    op.drop_column("removal_requests", "changed_by_id")
