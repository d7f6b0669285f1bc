"""Why the looks for a removal request were found to say what they say, beside why the request was closed.

Revision: 0013, after 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE removal_requests ADD COLUMN finding_reason TEXT NOT NULL DEFAULT ''")
    if (
        op.get_bind().dialect.name == "postgresql"
    ):  # SQLite keeps the default, which is what a draft begins with
        op.execute("ALTER TABLE removal_requests ALTER COLUMN finding_reason DROP DEFAULT")


def downgrade() -> None:
    op.execute("ALTER TABLE removal_requests DROP COLUMN finding_reason")
