"""Evidence packs that were asked for, and how far their making is.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_packs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "profile",
            sa.Enum(
                "full",
                "party",
                "public",
                name="profile",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "making",
                "ready",
                "failed",
                "gone",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "for_whom", sa.Text(), nullable=False, comment="who gets it, and what for; not in the pack"
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exhibit_ids", sa.JSON(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="of the key that signed it"),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'failed') = (failed_why <> '')", name=op.f("ck_evidence_packs_failed_says_why")
        ),
        sa.CheckConstraint(
            "(status IN ('ready', 'gone')) = (sha256 IS NOT NULL)",
            name=op.f("ck_evidence_packs_made_has_hash"),
        ),
        sa.CheckConstraint("for_whom <> ''", name=op.f("ck_evidence_packs_for_somebody")),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (made_at IS NULL)", name=op.f("ck_evidence_packs_hash_with_moment")
        ),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (size IS NULL)", name=op.f("ck_evidence_packs_hash_with_size")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["officers.id"], name=op.f("fk_evidence_packs_asked_by_id_officers")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evidence_packs_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_packs")),
    )
    with op.batch_alter_table("evidence_packs", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_packs_case_id_id", ["case_id", "id"], unique=False)
        batch_op.create_index("ix_evidence_packs_sha256", ["sha256"], unique=False)
        batch_op.create_index("ix_evidence_packs_status_id", ["status", "id"], unique=False)

    op.create_table(
        "pack_progress",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["evidence_packs.id"], name=op.f("fk_pack_progress_pack_id_evidence_packs")
        ),
        sa.PrimaryKeyConstraint("pack_id", name=op.f("pk_pack_progress")),
    )


def downgrade() -> None:
    op.drop_table("pack_progress")
    with op.batch_alter_table("evidence_packs", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_packs_status_id")
        batch_op.drop_index("ix_evidence_packs_sha256")
        batch_op.drop_index("ix_evidence_packs_case_id_id")

    op.drop_table("evidence_packs")
