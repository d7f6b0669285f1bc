"""The day on which a complaint was entered, by which the committee's reports count it.

Those that were entered before have it from the audit trail; where it does not say, from the day their case was begun.

Revision: 0011, after 0010
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LONDON = ZoneInfo("Europe/London")

complaints = sa.table("complaints", sa.column("id"), sa.column("case_id"), sa.column("logged_on", sa.Date()))
cases = sa.table("cases", sa.column("id"), sa.column("created_at", sa.DateTime(timezone=True)))
events = sa.table(
    "audit_events",
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("verb"),
    sa.column("subject_id"),
)


def upgrade() -> None:
    op.execute("ALTER TABLE complaints ADD COLUMN logged_on DATE NOT NULL DEFAULT '1970-01-01'")
    connection = op.get_bind()
    days = dict(
        connection.execute(
            sa.select(complaints.c.id, cases.c.created_at).join_from(
                complaints, cases, cases.c.id == complaints.c.case_id
            )
        ).all()
    )
    added = sa.select(events.c.subject_id, events.c.at).where(events.c.verb == "complaint.added")
    days |= {key: moment for key, moment in connection.execute(added) if key in days}
    known = [{"complaint": key, "day": _london(moment)} for key, moment in days.items()]
    if known:
        row = complaints.c.id == sa.bindparam("complaint")
        connection.execute(sa.update(complaints).where(row).values(logged_on=sa.bindparam("day")), known)
    if connection.dialect.name == "postgresql":  # SQLite keeps the default, which nothing uses
        op.execute("ALTER TABLE complaints ALTER COLUMN logged_on DROP DEFAULT")


def downgrade() -> None:
    op.execute("ALTER TABLE complaints DROP COLUMN logged_on")


def _london(moment: datetime) -> date:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(LONDON).date()
