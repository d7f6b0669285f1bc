"""Redacted copies: plans of boxes, and the pages of those that passed.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="within its exhibit"),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "released",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sizes", sa.JSON(), nullable=False, comment="width and height of each page, upright"),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=False, comment="regions before each change, for undoing"),
        sa.Column("description", sa.Text(), nullable=False, comment="what the copy shows, for its readers"),
        sa.Column(
            "must_not_show", sa.Text(), nullable=False, comment="words looked for in the copy, one a line"
        ),
        sa.Column("may_stay", sa.Text(), nullable=False, comment="covered words that may stand elsewhere"),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("self_approval_reason", sa.Text(), nullable=False),
        sa.Column("review_due_on", sa.Date(), nullable=True, comment="of an approval of one's own"),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False, comment="{Question: Answer} of the approver"),
        sa.Column(
            "report",
            sa.JSON(),
            nullable=False,
            comment="what the eight checks found when it was last put to them",
        ),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_reason <> '')",
            name=op.f("ck_redactions_withdrawn_with_reason"),
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> drafted_by_id OR self_approval_reason <> ''",
            name=op.f("ck_redactions_two_officers_or_a_reason"),
        ),
        sa.CheckConstraint(
            "status <> 'released' OR approved_by_id IS NOT NULL",
            name=op.f("ck_redactions_released_by_somebody"),
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_redactions_approved_and_dated")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["officers.id"], name=op.f("fk_redactions_approved_by_id_officers")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_redactions_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["officers.id"], name=op.f("fk_redactions_drafted_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_redactions_exhibit_id_exhibits")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["officers.id"], name=op.f("fk_redactions_reviewed_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redactions")),
        sa.UniqueConstraint("exhibit_id", "number", name="uq_redactions_exhibit_id_number"),
    )
    with op.batch_alter_table("redactions", schema=None) as batch_op:
        batch_op.create_index("ix_redactions_case_id", ["case_id"], unique=False)

    op.create_table(
        "redacted_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("redaction_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["redaction_id"], ["redactions.id"], name=op.f("fk_redacted_pages_redaction_id_redactions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redacted_pages")),
        sa.UniqueConstraint("redaction_id", "page", name="uq_redacted_pages_redaction_id_page"),
    )
    with op.batch_alter_table("redacted_pages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_redacted_pages_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("redacted_pages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_redacted_pages_sha256"))

    op.drop_table("redacted_pages")
    with op.batch_alter_table("redactions", schema=None) as batch_op:
        batch_op.drop_index("ix_redactions_case_id")

    op.drop_table("redactions")
