"""The words in evidence: read by software, written down by officers, brought onto posts.

Each file that is kept waits to be read.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "read",
                "nothing",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="what read it"),
        sa.Column(
            "own_date",
            sa.Date(),
            nullable=True,
            comment="the day that the file itself states: by which clock, nobody knows",
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'pending') = (read_at IS NULL)", name=op.f("ck_readings_read_at_a_time")
        ),
        sa.CheckConstraint("(state = 'read') = (words <> '')", name=op.f("ck_readings_read_has_words")),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_files.sha256"], name=op.f("fk_readings_sha256_stored_files")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_readings")),
    )
    op.create_index("ix_readings_state", "readings", ["state"])

    op.create_table(
        "transcriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_transcriptions_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_transcriptions_exhibit_id_exhibits")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["officers.id"], name=op.f("fk_transcriptions_made_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcriptions")),
        sa.UniqueConstraint("exhibit_id", "number", name="uq_transcriptions_exhibit_id_number"),
    )
    op.create_table(
        "suggestion_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "handle", "words", "time", name="kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "accepted = (post_id IS NOT NULL)", name=op.f("ck_suggestion_answers_accepted_onto_a_post")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["officers.id"], name=op.f("fk_suggestion_answers_answered_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_suggestion_answers_exhibit_id_exhibits")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_suggestion_answers_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_answers")),
    )
    op.create_index("ix_suggestion_answers_exhibit_id", "suggestion_answers", ["exhibit_id"])
    op.execute(
        "INSERT INTO readings (sha256, state, words, source) "
        "SELECT sha256, 'pending', '', '' FROM stored_files WHERE destroyed_at IS NULL AND sealed_at IS NULL"
    )


def downgrade() -> None:
    op.drop_table("suggestion_answers")
    op.drop_table("transcriptions")
    op.drop_table("readings")
