"""When approval of a redacted copy was asked, who sent it back and why, and for which readers it was approved.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = {
    "asked_at": "{moment}",
    "asked_by_id": "INTEGER CONSTRAINT fk_redactions_asked_by_id_officers REFERENCES officers (id) "
    "CONSTRAINT ck_redactions_asked_by_somebody CHECK ((asked_at IS NULL) = (asked_by_id IS NULL))",
    "sent_back_at": "{moment}",
    "sent_back_by_id": "INTEGER CONSTRAINT fk_redactions_sent_back_by_id_officers REFERENCES officers (id)",
    "sent_back_reason": "TEXT NOT NULL DEFAULT '' CONSTRAINT ck_redactions_sent_back_with_reason "
    "CHECK ((sent_back_at IS NULL) = (sent_back_reason = ''))",
    "readers": "JSON NOT NULL DEFAULT '[]'",
    "public_reason": "TEXT NOT NULL DEFAULT ''",
    "remark": "TEXT NOT NULL DEFAULT ''",
}
ASKED = """
    SELECT max(created_at) FROM notices
    WHERE notices.path = '/redactions/' || redactions.id || '/approve' AND notices.created_at >= drafted_at
"""


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    moment = "TIMESTAMP WITH TIME ZONE" if postgresql else "DATETIME"
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE redactions ADD COLUMN {name} {kind.format(moment=moment)}")
        if postgresql and "DEFAULT" in kind:  # SQLite keeps it, which is what a plan begins with
            op.execute(f"ALTER TABLE redactions ALTER COLUMN {name} DROP DEFAULT")
    # Whoever may approve was told when approval was asked: the plans that were not changed since wait for them still.
    op.execute(
        f"UPDATE redactions SET asked_at = ({ASKED}), asked_by_id = drafted_by_id "  # noqa: S608  no input in it
        f"WHERE status = 'draft' AND CAST(report AS TEXT) = '[]' AND ({ASKED}) IS NOT NULL"
    )
    _keep_readers()


def _keep_readers() -> None:
    """Let what was approved go on to whom it could go: to the public only where nothing was said to stay."""
    redactions = sa.table(
        "redactions",
        sa.column("id", sa.Integer()),
        sa.column("answers", sa.JSON()),
        sa.column("readers", sa.JSON()),
        sa.column("approved_at", sa.DateTime()),
    )
    approved = sa.select(redactions.c.id, redactions.c.answers).where(redactions.c.approved_at.is_not(None))
    for id_, answers in op.get_bind().execute(approved).all():
        public = [] if "stays" in answers.values() else ["public"]
        op.execute(
            redactions.update().where(redactions.c.id == id_).values(readers=["takedown", "party", *public])
        )


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE redactions DROP COLUMN {name}")
