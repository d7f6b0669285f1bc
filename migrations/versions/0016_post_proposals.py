"""Which exhibits the software proposes as showing a post, apart from what officers said.

What was kept before as shown stays as it is: who said it cannot be told any more, and the audit trail has all of it.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "post_proposals",
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (accepted IS NULL) AND (answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_post_proposals_answered_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["officers.id"], name=op.f("fk_post_proposals_answered_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_post_proposals_exhibit_id_exhibits")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_proposals_post_id_posts")),
        sa.PrimaryKeyConstraint("exhibit_id", "post_id", name=op.f("pk_post_proposals")),
    )
    op.create_index(op.f("ix_post_proposals_post_id"), "post_proposals", ["post_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_post_proposals_post_id"), table_name="post_proposals")
    op.drop_table("post_proposals")
