"""Pages of redacted copies are hashed again as originals are: when last, and whether they still are what passed.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("redacted_pages", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "redacted_pages",
        sa.Column("intact", sa.Boolean(), nullable=True, comment="False: no longer what passed the checks"),
    )
    # They were hashed when they were frozen, which was when they were approved.
    op.execute(
        "UPDATE redacted_pages SET intact = (1 = 1), checked_at = "
        "(SELECT approved_at FROM redactions WHERE redactions.id = redacted_pages.redaction_id)"
    )
    with op.batch_alter_table("redacted_pages", schema=None) as batch_op:
        batch_op.alter_column("checked_at", nullable=False)
        batch_op.alter_column("intact", nullable=False)


def downgrade() -> None:
    op.drop_column("redacted_pages", "intact")
    op.drop_column("redacted_pages", "checked_at")
