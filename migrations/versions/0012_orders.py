"""Indexes for long lists: an owner's cases, what is not finished, actions by date, the register of removal requests.

Revision: 0012, after 0011
"""

from alembic import op
from sqlalchemy import text

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UNFINISHED = text("status IN ('draft', 'open')")
INDEXES = (
    ("ix_cases_owner_id_received_on", "cases", ["owner_id", "received_on", "id"], None),
    ("ix_cases_owner_id_status_received_on", "cases", ["owner_id", "status", "received_on", "id"], None),
    (
        "ix_cases_unfinished",
        "cases",
        ["due_order", "id", "status", "owner_id", "assessment", "outcome"],
        UNFINISHED,
    ),
    ("ix_actions_done_on", "actions", ["done_on", "due_on", "id"], None),
    ("ix_removal_requests_deadline", "removal_requests", ["deadline", "id"], None),
    ("ix_removal_requests_sent_on", "removal_requests", ["sent_on", "id"], None),
    ("ix_removal_requests_status", "removal_requests", ["status", "id"], None),
)


def upgrade() -> None:
    for name, table, columns, which in INDEXES:
        op.create_index(name, table, columns, sqlite_where=which, postgresql_where=which)


def downgrade() -> None:
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table)
