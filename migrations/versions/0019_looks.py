"""By what means it was looked at, for what, and whether that could see; monitoring with an end; advice on repeat looks.

Of looks of before nothing shows that they could see, but where the same means had seen the post at an earlier one.

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

from casework.schema.allowed import allow_values

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BEFORE = (
    "draft", "authorised", "sent", "acknowledged", "no_response", "complied", "part_complied", "refused", "disputed",
    "verification_due", "verified_removed", "still_available", "changed", "inconclusive", "escalated", "monitoring",
    "reappeared", "closed", "cancelled", "withdrawn",
)  # fmt: skip
AFTER = (*BEFORE[:14], "reported_removed", *BEFORE[14:])
ABLE = "able IN ('not_shown', 'intake', 'earlier', 'account')"
PURPOSE = "purpose IN ('announced', 'monitoring', 'reappeared', 'advised', 'not_recorded')"
REQUESTS = {
    "next_look_on": "DATE",
    "monitored_from": "DATE",
    "monitored_until": "DATE CONSTRAINT ck_removal_requests_monitored_for "
    "CHECK (monitored_until IS NULL OR monitored_until > monitored_from)",
    "monitoring_reason": "TEXT NOT NULL DEFAULT ''",
    "monitoring_by_id": "INTEGER CONSTRAINT fk_removal_requests_monitoring_by_id_officers REFERENCES officers (id)",
}
LOOKS = {
    "account": "TEXT NOT NULL DEFAULT ''",
    "device": "TEXT NOT NULL DEFAULT ''",
    "able": f"VARCHAR(40) NOT NULL DEFAULT 'not_shown' CONSTRAINT ck_observations_able CHECK ({ABLE})",
    "able_words": "TEXT NOT NULL DEFAULT ''",
    "address": "TEXT NOT NULL DEFAULT ''",
    "purpose": f"VARCHAR(40) NOT NULL DEFAULT 'not_recorded' CONSTRAINT ck_observations_purpose CHECK ({PURPOSE})",
    "noticed": "TEXT NOT NULL DEFAULT ''",
    "advice_id": "INTEGER CONSTRAINT fk_observations_advice_id_look_advice REFERENCES look_advice (id) "
    "CONSTRAINT ck_observations_advised_by_advice CHECK ((purpose = 'advised') = (advice_id IS NOT NULL))",
}
SAW_IT = "('available', 'edited', 'corrected')"
NEXT_LOOKS = (
    "UPDATE removal_requests SET next_look_on = {after_deadline} "
    "WHERE status IN ('sent', 'acknowledged', 'no_response') AND paused_on IS NULL",
    "UPDATE removal_requests SET next_look_on = (SELECT max(received_on) FROM removal_replies "
    "WHERE request_id = removal_requests.id) WHERE status IN ('complied', 'part_complied')",
    "UPDATE removal_requests SET next_look_on = (SELECT {after_look} FROM observations "
    "WHERE request_id = removal_requests.id) WHERE status = 'verification_due'",
)
DAYS = {
    "sqlite": {"after_deadline": "date(deadline, '+1 day')", "after_look": "date(max(seen_at), '+1 day')"},
    "postgresql": {"after_deadline": "deadline + 1", "after_look": "CAST(max(seen_at) AS date) + 1"},
}


def upgrade() -> None:
    _make_advice()
    connection = op.get_bind()
    for table, columns in (("removal_requests", REQUESTS), ("observations", LOOKS)):
        for name, kind in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    op.execute("ALTER TABLE council_settings ADD COLUMN looking_accounts TEXT NOT NULL DEFAULT ''")
    for check in ("status", "outcome"):
        allow_values(connection, "removal_requests", check, AFTER, check)
    op.create_index(
        "ix_removal_requests_next_look_on",
        "removal_requests",
        ["next_look_on", "id", "case_id", "given_to_id", "approved_at"],
    )
    op.execute(
        "UPDATE observations SET address = (SELECT address FROM posts WHERE id = observations.post_id)"
    )
    op.execute(
        "UPDATE observations SET able = 'earlier' WHERE EXISTS (SELECT 1 FROM observations AS first "  # noqa: S608
        "WHERE first.request_id = observations.request_id AND first.post_id = observations.post_id "
        f"AND first.means = observations.means AND first.seen IN {SAW_IT} "
        "AND first.seen_at < observations.seen_at)"
    )
    for statement in NEXT_LOOKS:
        op.execute(statement.format(**DAYS[connection.dialect.name]))
    if connection.dialect.name == "postgresql":  # SQLite keeps the defaults, with which each row begins
        for table, columns in (("removal_requests", REQUESTS), ("observations", LOOKS)):
            for name, kind in columns.items():
                if "DEFAULT" in kind:
                    op.execute(f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT")
        op.execute("ALTER TABLE council_settings ALTER COLUMN looking_accounts DROP DEFAULT")


def _make_advice() -> None:
    op.create_table(
        "look_advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "once", "until", "no", name="answer", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_look_advice_answered_at_a_time")
        ),
        sa.CheckConstraint(
            "(until_day IS NOT NULL) = (answer = 'until')", name=op.f("ck_look_advice_until_a_day")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_look_advice_{column}_{table}"))
            for column, table in (
                ("case_id", "cases"),
                ("request_id", "removal_requests"),
                ("asked_by_id", "officers"),
                ("answered_by_id", "officers"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_advice")),
    )
    unanswered = sa.text("answer IS NULL")
    op.create_index("ix_look_advice_request_id", "look_advice", ["request_id"])
    op.create_index(
        "uq_look_advice_open",
        "look_advice",
        ["request_id"],
        unique=True,
        sqlite_where=unanswered,
        postgresql_where=unanswered,
    )


def downgrade() -> None:
    op.drop_index("ix_removal_requests_next_look_on", "removal_requests")
    for column in ("status", "outcome"):
        op.execute(
            f"UPDATE removal_requests SET {column} = 'inconclusive' WHERE {column} = 'reported_removed'"  # noqa: S608
        )
        allow_values(op.get_bind(), "removal_requests", column, BEFORE, column)
    op.execute("ALTER TABLE council_settings DROP COLUMN looking_accounts")
    for table, columns in (("observations", LOOKS), ("removal_requests", REQUESTS)):
        for name in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    op.drop_table("look_advice")
