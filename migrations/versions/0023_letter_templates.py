"""Letter templates of the council's own, and the Word documents of letters made from them.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = ("acknowledgement", "removal_request", "reminder", "thanks", "closing")
IN_USE = sa.text("in_use_from IS NOT NULL AND in_use_until IS NULL")


def upgrade() -> None:
    op.create_table(
        "letter_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "form",
            sa.Enum("docx", "text", name="form", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("in_use_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_use_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind <> 'acknowledgement'", name=op.f("ck_letter_templates_of_removals")),
        sa.CheckConstraint("length(content) <= 1048576", name=op.f("ck_letter_templates_at_most_a_megabyte")),
        sa.CheckConstraint(
            "in_use_until IS NULL OR in_use_from IS NOT NULL",
            name=op.f("ck_letter_templates_used_before_it_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["officers.id"], name=op.f("fk_letter_templates_uploaded_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_templates")),
        sa.UniqueConstraint("kind", "addressee", "number", name="uq_letter_templates_number"),
    )
    op.create_index(
        "uq_letter_templates_in_use",
        "letter_templates",
        ["kind", "addressee"],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )
    op.create_table(
        "letter_documents",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_letter_documents_letter_id_letters")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["letter_templates.id"],
            name=op.f("fk_letter_documents_template_id_letter_templates"),
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_documents")),
    )


def downgrade() -> None:
    """What the letters say stays in their texts; the council's layout of them goes."""
    op.drop_table("letter_documents")
    op.drop_table("letter_templates")
