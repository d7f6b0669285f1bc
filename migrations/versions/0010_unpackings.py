"""How far the files in a ZIP file or an e-mail have been taken out of it.

Those that were taken in before have no row: what was in them was taken out as they came.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unpackings",
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column(
            "taken",
            sa.Integer(),
            nullable=False,
            comment="files in it of which there is a record, kept or not",
        ),
        sa.Column("tries", sa.Integer(), nullable=False, comment="how often somebody set about it"),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("taken >= 0 AND tries >= 0", name=op.f("ck_unpackings_counted_up")),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_unpackings_exhibit_id_exhibits")
        ),
        sa.PrimaryKeyConstraint("exhibit_id", name=op.f("pk_unpackings")),
    )


def downgrade() -> None:
    op.drop_table("unpackings")
