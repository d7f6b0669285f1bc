"""An index by which the requests that an officer handled, and that have ended, are listed the latest first.

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NAME = "ix_removal_requests_ended_of"
ENDED = sa.text("outcome IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        NAME,
        "removal_requests",
        ["given_to_id", "ended_on", "id"],
        sqlite_where=ENDED,
        postgresql_where=ENDED,
    )


def downgrade() -> None:
    op.drop_index(NAME, "removal_requests")
