"""Letters that follow a removal request: reminders, thanks and the last one.

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

from casework.schema.allowed import allow_values

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BEFORE = ("acknowledgement", "removal_request")
AFTER = (*BEFORE, "reminder", "thanks", "closing")


def upgrade() -> None:
    allow_values(op.get_bind(), "letters", "kind", AFTER, "kind")
    op.create_table(
        "removal_letters",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_removal_letters_letter_id_letters")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["removal_requests.id"],
            name=op.f("fk_removal_letters_request_id_removal_requests"),
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_removal_letters")),
    )
    op.create_index("ix_removal_letters_request_id", "removal_letters", ["request_id"])


def downgrade() -> None:
    """The letters stay with their cases, as letters of removal requests, which is what they are."""
    op.drop_table("removal_letters")
    op.execute("UPDATE letters SET kind = 'removal_request' WHERE kind IN ('reminder', 'thanks', 'closing')")
    allow_values(op.get_bind(), "letters", "kind", BEFORE, "kind")
