"""An index of the removal requests that wait for a review: few among however many.

Revision: 0025, after 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

WAITING = sa.text("review_due_on IS NOT NULL AND reviewed_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_removal_requests_to_review",
        "removal_requests",
        ["review_due_on"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_removal_requests_to_review", "removal_requests")
