"""What a removal request's route needs, whose objection was asked, pauses, reminders, and what follows from what.

A council that had saved its settings keeps the working days that it had given to those near to it: they become its
rows of these routes. The setting itself is from now on that of urgent requests.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

from casework.schema.allowed import allow_values

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OLD_ROUTES = (
    "councillor", "group_leader", "page_admin", "platform", "safety_act", "erasure", "delisting", "police", "helpline",
)  # fmt: skip
ROUTES = (*OLD_ROUTES[:3], "channel_team", "rights_owner", *OLD_ROUTES[3:])
OLD_ACTIONS = ("remove", "edit", "correct", "restrict", "untag", "stop_resharing")
ACTIONS = (*OLD_ACTIONS, "keep_then_remove")
OLD_SEEN = (
    "available", "removed_by_author", "removed_by_platform", "removed", "account_unavailable", "restricted", "edited",
    "login_required", "region_blocked", "error", "not_checked",
)  # fmt: skip
SEEN = (*OLD_SEEN[:7], "corrected", *OLD_SEEN[7:])
BASES = ("statute", "procedure", "courtesy")
LINKS = ("next_route", "reappeared")
POLICE = ("no_objection", "objects", "withdrawn")
PAUSES = ("police", "illness", "their_time", "other")
YES_NO = ("yes", "no", "not_known")

# Name, type, and what a request of before has; None: nothing, and nothing has to be there.
COLUMNS: tuple[tuple[str, str, str | None], ...] = (
    ("wanted_words", "TEXT", "''"),
    ("needed", "JSON", "'{}'"),
    ("person_told", "BOOLEAN", "false"),
    ("candidate", "VARCHAR(40)", "'not_known'"),
    ("election_note", "TEXT", "''"),
    ("confirmed", "JSON", "'[]'"),
    ("police_asked_on", "DATE", None),
    ("police_asked_of", "TEXT", "''"),
    ("police_answer", "VARCHAR(40)", None),
    ("police_answered_on", "DATE", None),
    ("police_words", "TEXT", "''"),
    ("remind_on", "DATE", None),
    ("remind_told_on", "DATE", None),
    ("reminded_on", "DATE", None),
    ("reminded_how", "TEXT", "''"),
    ("paused_on", "DATE", None),
    ("paused_until", "DATE", None),
    ("link", "VARCHAR(40)", None),
)
CHECKS = {  # by the column that is added last of those that each is about
    "candidate": {"candidate": f"candidate IN {YES_NO}"},
    "police_answer": {"police_answer": f"police_answer IN {POLICE}"},
    "police_answered_on": {
        "police_answer_dated": "(police_answer IS NULL) = (police_answered_on IS NULL)",
    },
    "link": {
        "link": f"link IN {LINKS}",
        "linked_to_a_parent": "(parent_id IS NULL) = (link IS NULL)",
    },
}
NEAR = ("councillor", "group_leader", "page_admin")


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    connection = op.get_bind()
    op.execute("UPDATE removal_requests SET parent_id = NULL")  # nothing ever wrote one
    for name, kind, default in COLUMNS:
        checks = "".join(
            f" CONSTRAINT ck_removal_requests_{check} CHECK ({words})"
            for check, words in CHECKS.get(name, {}).items()
        )
        needed = "" if default is None else f" NOT NULL DEFAULT {default}"
        op.execute(f"ALTER TABLE removal_requests ADD COLUMN {name} {kind}{needed}{checks}")
        if default is not None and connection.dialect.name == "postgresql":
            op.execute(f"ALTER TABLE removal_requests ALTER COLUMN {name} DROP DEFAULT")
    op.create_index("ix_removal_requests_parent_id", "removal_requests", ["parent_id"])
    allow_values(connection, "removal_requests", "route", ROUTES, "route")
    allow_values(connection, "removal_requests", "requested_action", ACTIONS, "requested_action")
    allow_values(connection, "observations", "seen", SEEN, "seen")
    _make_routes()
    _make_pauses()
    op.create_table(
        "election_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_election_periods_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election_periods")),
    )


def _make_routes() -> None:
    routes = op.create_table(
        "removal_routes",
        sa.Column("route", _enum("route", ROUTES), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False, comment="working days to answer"),
        sa.Column("basis", _enum("basis", BASES), nullable=False),
        sa.Column(
            "remind_day", sa.Integer(), nullable=False, comment="working day after sending; 0: no reminder"
        ),
        sa.Column(
            "note", sa.Text(), nullable=False, comment="the council's own, shown where the route is chosen"
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_removal_routes_days")),
        sa.CheckConstraint("remind_day >= 0", name=op.f("ck_removal_routes_remind_day")),
        sa.PrimaryKeyConstraint("route", name=op.f("pk_removal_routes")),
    )
    days = op.get_bind().scalar(sa.text("SELECT removal_days FROM council_settings"))
    if days:
        kept = {"offered": True, "days": days, "basis": "courtesy", "note": "", "version": 1}
        op.bulk_insert(
            routes, [{**kept, "route": route, "remind_day": max(1, min(3, days - 1))} for route in NEAR]
        )


def _make_pauses() -> None:
    op.create_table(
        "removal_pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("kind", PAUSES), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="who asked, and why"),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True, comment="its last day, where that is known"),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= from_day", name=op.f("ck_removal_pauses_in_order")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_removal_pauses_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["officers.id"], name=op.f("fk_removal_pauses_ended_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["officers.id"], name=op.f("fk_removal_pauses_recorded_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["removal_requests.id"],
            name=op.f("fk_removal_pauses_request_id_removal_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_pauses")),
    )
    still = sa.text("ended_on IS NULL")
    op.create_index(
        "ix_removal_pauses_open",
        "removal_pauses",
        ["request_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    op.create_index("ix_removal_pauses_request_id", "removal_pauses", ["request_id"])


def downgrade() -> None:
    """What the older program cannot hold becomes the nearest that it can."""
    connection = op.get_bind()
    for table in ("election_periods", "removal_pauses", "removal_routes"):
        op.drop_table(table)
    op.execute("UPDATE removal_requests SET route = 'platform' WHERE route = 'rights_owner'")
    op.execute("UPDATE removal_requests SET route = 'page_admin' WHERE route = 'channel_team'")
    op.execute(
        "UPDATE removal_requests SET requested_action = 'remove' WHERE requested_action = 'keep_then_remove'"
    )
    op.execute("UPDATE observations SET seen = 'edited' WHERE seen = 'corrected'")
    allow_values(connection, "removal_requests", "route", OLD_ROUTES, "route")
    allow_values(connection, "removal_requests", "requested_action", OLD_ACTIONS, "requested_action")
    allow_values(connection, "observations", "seen", OLD_SEEN, "seen")
    op.drop_index("ix_removal_requests_parent_id", "removal_requests")
    # A check that names two columns has to go with the one that it was added with, before the other.
    for name in ("link", "police_answered_on"):
        op.execute(f"ALTER TABLE removal_requests DROP COLUMN {name}")
    for name, _, _ in COLUMNS:
        if name not in {"link", "police_answered_on"}:
            op.execute(f"ALTER TABLE removal_requests DROP COLUMN {name}")
