"""When to remind whoever was asked before reminders were known: such requests have waited without a day for it.

The day is reckoned as for one that is sent now: the route's working day after sending, at the latest the one before that
of the answer. The way back leaves it: what was reckoned at sending and what was reckoned here are alike.

Revision: 0024, after 0023
"""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

from casework.working_days import add_working_days, working_days_between

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

DAYS = {  # of each route, where the council says nothing else; those that are not here have no reminder
    "councillor": 3,
    "group_leader": 3,
    "page_admin": 3,
    "channel_team": 1,
    "rights_owner": 2,
    "platform": 2,
    "safety_act": 2,
    "erasure": 15,
    "delisting": 15,
}
REQUESTS = sa.table(
    "removal_requests",
    sa.column("id", sa.Integer),
    sa.column("route", sa.Text),
    sa.column("status", sa.Text),
    sa.column("sent_on", sa.Date),
    sa.column("deadline", sa.Date),
    sa.column("remind_on", sa.Date),
)
ROUTES = sa.table("removal_routes", sa.column("route", sa.Text), sa.column("remind_day", sa.Integer))
CLOSURES = sa.table("closures", sa.column("day", sa.Date))


def upgrade() -> None:
    connection = op.get_bind()
    waiting = connection.execute(
        sa.select(REQUESTS).where(
            REQUESTS.c.status.in_(("sent", "acknowledged")),
            REQUESTS.c.remind_on.is_(None),
            REQUESTS.c.sent_on.is_not(None),
            REQUESTS.c.deadline.is_not(None),
        )
    ).all()
    days = DAYS | {row.route: row.remind_day for row in connection.execute(sa.select(ROUTES))}
    closures = frozenset(connection.scalars(sa.select(CLOSURES.c.day)))
    for row in waiting:
        day = _reminder(row.sent_on, row.deadline, days.get(row.route, 0), closures)
        connection.execute(sa.update(REQUESTS).where(REQUESTS.c.id == row.id).values(remind_on=day))


def _reminder(sent_on: date, answer_by: date, day: int, closures: frozenset[date]) -> date | None:
    between = working_days_between(sent_on, answer_by - timedelta(days=1), closures)
    return add_working_days(sent_on, min(day, between), closures) if day and between > 0 else None


def downgrade() -> None:
    pass
