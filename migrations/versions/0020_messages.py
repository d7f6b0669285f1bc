"""E-mail: messages on their way out, notices of which officers hear by e-mail, and who wants to.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KINDS = "'letter', 'notice'"
STATES = "'queued', 'sending', 'sent', 'failed', 'bounced', 'cancelled'"
CHECKS = {
    "kind": f"kind IN ({KINDS})",
    "status": f"status IN ({STATES})",
    "waits_for_its_time": "(status = 'queued') = (next_try_at IS NOT NULL)",
    "claimed_to_be_sent": "status <> 'sending' OR claimed_at IS NOT NULL",
    "sent_once_accepted": "status <> 'sent' OR accepted_at IS NOT NULL",
    "astray_with_reason": "status NOT IN ('failed', 'bounced') OR error <> ''",
    "letter_of_a_letter": "(kind = 'letter') = (letter_id IS NOT NULL)",
}
MOMENTS = ("next_try_at", "claimed_at", "handed_at", "accepted_at", "ended_at", "settled_at")


def upgrade() -> None:
    _create_messages()
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, column, value in (("notices", "to_mail", False), ("officers", "notices_by_mail", True)):
        default = str(value).lower() if postgresql else int(value)
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} BOOLEAN NOT NULL DEFAULT {default}")
        if postgresql:  # SQLite keeps it, which is what a row begins with
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT")
    _index("ix_notices_to_mail", "notices", "id", "to_mail")


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("rfc822", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.Date(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in MOMENTS),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_messages_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_messages_letter_id_letters")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["officers.id"], name=op.f("fk_messages_made_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("message_id", name=op.f("uq_messages_message_id")),
    )
    op.create_index("ix_messages_status_next_try_at", "messages", ["status", "next_try_at"])
    op.create_index("ix_messages_letter_id", "messages", ["letter_id", "id"])
    _index("ix_messages_unsettled", "messages", "id", "settled_at IS NULL")
    _index(
        "uq_messages_one_live_a_letter",
        "messages",
        "letter_id",
        "status IN ('queued', 'sending')",
        unique=True,
    )


def _index(name: str, table: str, column: str, where: str, *, unique: bool = False) -> None:
    """Index the rows that a condition names."""
    only = sa.text(where)
    op.create_index(name, table, [column], unique=unique, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    op.drop_index("ix_notices_to_mail", "notices")
    op.execute("ALTER TABLE officers DROP COLUMN notices_by_mail")
    op.execute("ALTER TABLE notices DROP COLUMN to_mail")
    op.drop_table("messages")
