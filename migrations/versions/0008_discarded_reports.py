"""Draft committee reports can be discarded.

Revision: 0008, after 0007

The column comes with its check: a table that is rebuilt would lose what is tied to it.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}


def upgrade() -> None:
    op.execute(
        f"ALTER TABLE committee_reports ADD COLUMN discarded_at {MOMENT[op.get_bind().dialect.name]} "
        "CONSTRAINT ck_committee_reports_discarded_draft CHECK (discarded_at IS NULL OR status = 'draft')"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE committee_reports DROP COLUMN discarded_at")
