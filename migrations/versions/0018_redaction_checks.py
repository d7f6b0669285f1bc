"""Approvals of redacted copies of many pages, which the worker carries out, and how far each is.

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redaction_checks",
        sa.Column("redaction_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False, comment="who approves it"),
        sa.Column("seen", sa.Integer(), nullable=False, comment="version of the plan that they looked at"),
        sa.Column("approval", sa.JSON(), nullable=False, comment="what they said of it"),
        sa.Column("done", sa.Integer(), nullable=False, comment="readings of pages"),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, comment="how often the worker set about it"),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True, comment="when it last got on"),
        sa.CheckConstraint("done >= 0 AND tries >= 0", name=op.f("ck_redaction_checks_counted_up")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["officers.id"], name=op.f("fk_redaction_checks_asked_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["redaction_id"], ["redactions.id"], name=op.f("fk_redaction_checks_redaction_id_redactions")
        ),
        sa.PrimaryKeyConstraint("redaction_id", name=op.f("pk_redaction_checks")),
    )


def downgrade() -> None:
    op.drop_table("redaction_checks")
